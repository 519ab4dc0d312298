// Keeps the page for offline use: one revision of all its files, or nothing.
//
// The build puts in REVISION and FILES ([name, integrity] of each file, checked while they are fetched, so that a copy
// never mixes two versions). A newer revision is installed beside the old one and waits until the page asks for it or
// is closed. Pages that were open when it took over go on with the files that they started with.

/* global REVISION, FILES */

const PREFIX = `portolan ${self.registration.scope} `;
const MINE = PREFIX + REVISION;
/** In a revision's cache: which open pages started with it although a newer one has taken over. */
const PAGES = new URL("pages.json", self.registration.scope).href;

/** The files by their full addresses; a folder stands for its index. */
const KNOWN = new Map(FILES.flatMap(([name]) => {
  const url = new URL(name, self.registration.scope).href;
  return name.endsWith("index.html") ? [[url, url], [url.slice(0, -"index.html".length), url]] : [[url, url]];
}));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = "";
  if (request.mode === "navigate") url.search = "";
  const file = request.method === "GET" && KNOWN.get(url.href);
  if (file) event.respondWith(answer(file, request, request.mode === "navigate" ? "" : event.clientId));
});

async function install() {
  const cache = await caches.open(MINE);
  try {
    await cache.addAll(FILES.map(([name, integrity]) =>
      new Request(new URL(name, self.registration.scope), { cache: "no-cache", integrity })));
  } catch (error) {
    await caches.delete(MINE);
    throw error;
  }
}

/** The revisions that are kept, the oldest first. */
const revisions = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** Notes which pages are older than this revision, and drops the revisions that no page uses. */
async function takeOver() {
  const open = (await self.clients.matchAll({ type: "window" })).map((client) => client.id);
  const old = (await revisions()).filter((name) => name !== MINE);
  const claimed = new Set();
  await (await caches.open(MINE)).delete(PAGES);
  for (const name of old) {
    const cache = await caches.open(name);
    const listed = await pages(cache);
    const using = open.filter((id) => (listed ? listed.includes(id) : !claimed.has(id)));
    using.forEach((id) => claimed.add(id));
    if (using.length) await cache.put(PAGES, Response.json(using));
    else await caches.delete(name);
  }
}

/** The older pages of a revision; nothing if it was the newest until now. */
async function pages(cache) {
  return (await cache.match(PAGES))?.json();
}

async function answer(file, request, client) {
  const cache = await caches.open(await revisionOf(client));
  return (await cache.match(file)) ?? fetch(request);
}

/** The revision that a page started with. */
async function revisionOf(client) {
  for (const name of client ? await revisions() : []) {
    if (name !== MINE && (await pages(await caches.open(name)))?.includes(client)) return name;
  }
  return MINE;
}
