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

async function start() {
  const bindings = await import(beside("portolan-web.js"));
  guard();
  globalThis.portolanTake = takeFiles;
  // The code editor is large and not needed to show the page. If it does not come, the plain one stays.
  globalThis.portolanEditor = (done) => import(beside("editor.js")).then(done, () => {});
  const wasm = await bindings.default({ module_or_path: beside("portolan-web_bg.wasm") });
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
