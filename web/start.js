// Starts the page: loads its wasm while it arrives, keeps the page for offline use, and stands by in case it fails.
//
// Events on `window`, for the page in wasm and this script to talk:
//   portolan:update  to the page: a newer version is installed and waits
//   portolan:reload  from the page: the reader wants that version now

import { guard, ranAground } from "./start/boundary.js";
import { explainFailure } from "./start/failure.js";
import { reportHeight } from "./start/frame.js";
import { takeFiles } from "./start/intake.js";
import { keepOffline, retreat } from "./start/offline.js";

/** A file beside this one; the page may lie in any folder. */
const beside = (name) => new URL(name, import.meta.url).href;

/** What a reader who touches the page does first. */
const TOUCHES = ["pointermove", "pointerdown", "wheel", "touchstart", "keydown", "input", "paste", "dragenter", "hashchange", "resize"];

/**
 * Has the rest of the program fetched, where it is a file of its own: as soon as the page is touched, or before it starts
 * where it opens with something of the reader's own, or from the copy in the browser.
 */
async function expectRest({ fetchRest }) {
  if (!fetchRest) return;
  for (const touch of TOUCHES) window.addEventListener(touch, fetchRest, { capture: true, passive: true, once: true });
  const own = document.documentElement.classList.contains("own") || document.getElementById("embed");
  if (own || navigator.serviceWorker?.controller) await fetchRest();
}

async function start() {
  const bindings = await import(beside("portolan-web.js"));
  guard();
  globalThis.portolanTake = takeFiles;
  // The code editor is large and not needed to show the page. If it does not come, the plain one stays.
  globalThis.portolanEditor = (done) => import(beside("editor.js")).then(done, () => {});
  const first = fetch(beside("portolan-web_bg.wasm"));
  await expectRest(bindings.rest ?? {});
  const wasm = await bindings.default({ module_or_path: first });
  window.wasmBindings = bindings;
  window.dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm } }));
}

async function run() {
  try {
    await start();
    if (document.getElementById("app")) keepOffline(beside("sw.js"));
    if (document.getElementById("embed")) reportHeight();
  } catch (error) {
    // A broken copy of the page may be what the browser keeps: ask the server once.
    if (!ranAground(error) && !(await retreat())) explainFailure(error);
  }
}

run();
