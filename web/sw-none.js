// The worker of a build that is not published: removes itself and what earlier workers kept of this page.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const prefix = `portolan ${self.registration.scope} `;
  const kept = (await caches.keys()).filter((name) => name.startsWith(prefix));
  await Promise.all(kept.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
