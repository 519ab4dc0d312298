// The page's copy in the browser: registered after the page has started, and told apart from newer ones.

/** A page that stays open looks for a newer version this often, in milliseconds. */
const LOOK_AGAIN = 60 * 60 * 1000;

/**
 * Registers the worker, and passes its news on.
 * @param {string} worker its address
 */
export async function keepOffline(worker) {
  if (!navigator.serviceWorker || !location.protocol.startsWith("http")) return;
  let wanted = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => wanted && location.reload());
  try {
    const registration = await navigator.serviceWorker.register(worker);
    const tell = () => window.dispatchEvent(new CustomEvent("portolan:update"));
    watch(registration, tell);
    window.addEventListener("portolan:reload", () => {
      wanted = true;
      if (registration.waiting) registration.waiting.postMessage("take over");
      else location.reload();
    });
    lookAgain(registration);
  } catch {
    // Private windows and full disks refuse: the page works without a copy.
  }
}

/** Tells when a newer version waits, now or later. The first one ever does not wait. */
function watch(registration, tell) {
  const waits = () => registration.waiting && navigator.serviceWorker.controller && tell();
  waits();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", waits);
  });
}

function lookAgain(registration) {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - last < LOOK_AGAIN) return;
    last = Date.now();
    registration.update().catch(() => {});
  });
}

/**
 * Gives up a copy that does not start: the server's files are loaded instead, once.
 * @returns {Promise<boolean>} whether the page is being loaded again
 */
export async function retreat() {
  if (!navigator.serviceWorker?.controller) return false;
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration || !navigator.onLine) return false;
  await registration.unregister();
  location.reload();
  return true;
}
