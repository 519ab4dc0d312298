// When the page's program comes to grief, the texts are kept and the reader goes on.
//
// After a panic or a trap the wasm instance must not be called again. So it hands its texts over here whenever they
// change (`web/src/host/rescue.rs`), and this shows them, lets them be changed, and starts the page anew with them.

import { element } from "./dom.js";
import { WORDS } from "./words.js";

/** Where the next start finds what it is to start with. */
const RESTART_KEY = "portolan.restart";

/** The texts of the editor: [name, text] of each file. @type {[string, string][]} */
let files = [];
/** Frames keep nothing in the browser: they start again as their address says. */
const framed = document.documentElement.hasAttribute("data-embed");
let aground = false;
let reason = "";

/** Takes what the page's program hands over, and watches for its end. */
export function guard() {
  const left = restarted();
  globalThis.portolanRestarted = () => left;
  globalThis.portolanKeep = (count, index, name, text) => {
    files.length = count;
    files[index] = [name, text];
  };
  globalThis.portolanPanic = (message) => {
    reason = String(message);
    // The trap follows at once; where somebody swallows it, this is as good.
    setTimeout(() => runAground());
  };
  window.addEventListener("error", (event) => ranAground(event.error));
  window.addEventListener("unhandledrejection", (event) => ranAground(event.reason));
}

/**
 * Whether an error is the end of the page's program; if so, the reader is told.
 * @param {unknown} error
 */
export function ranAground(error) {
  const end = error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && /wasm/.test(String(error.stack)));
  if (end) {
    reason ||= String(error.stack ?? error).slice(0, 4000);
    runAground();
  }
  return end;
}

/**
 * What an earlier page that failed left for this one: names and texts by turns, or nothing if all is as ever.
 * @returns {string[] | undefined}
 */
function restarted() {
  if (framed) return undefined;
  try {
    const left = JSON.parse(sessionStorage.getItem(RESTART_KEY));
    sessionStorage.removeItem(RESTART_KEY);
    return Array.isArray(left) ? left.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function runAground() {
  if (aground) return;
  aground = true;
  const words = WORDS[document.documentElement.lang] ?? WORDS.en;
  const areas = files.filter(Boolean).map(([name, text]) =>
    element("textarea", { value: text, spellcheck: false, wrap: "off", "aria-label": name, "data-name": name }));
  const dialog = element("dialog", {
    className: "rescue", role: "alertdialog", "aria-labelledby": "rescue-title", "aria-describedby": "rescue-what",
  }, [
    element("h2", { id: "rescue-title" }, words.title),
    element("p", { id: "rescue-what" }, words.text),
    element("div", { className: "choices" }, choices(words, areas)),
    ...areas.flatMap((area) => [element("p", { className: "hint", "aria-hidden": "true" }, area.dataset.name), area]),
    element("details", {}, [element("summary", {}, words.reason), element("pre", {}, reason)]),
  ]);
  // Escape would leave the reader with a page that looks alive; a phone's back gesture closes it all the same.
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
  dialog.addEventListener("close", () => dialog.showModal());
  document.body.append(dialog);
  areas.forEach((area) => area.setSelectionRange(0, 0));
  dialog.showModal();
}

function choices(words, areas) {
  const button = (label, onclick, rest = {}) => element("button", { type: "button", onclick, ...rest }, label);
  const again = button(words.again, () => restart(areas.flatMap((area) => [area.dataset.name, area.value])),
    { className: "primary", autofocus: true });
  const copied = button(words.copy, async () => {
    await copy(areas);
    copied.textContent = words.copied;
  });
  if (framed) return [button(words.reload, () => location.reload(), { autofocus: true }), copied];
  const example = button(words.example, () => restart([]));
  return areas.length ? [again, copied, example] : [example];
}

async function copy(areas) {
  const text = areas.map((area) => area.value).join("\n---\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    areas[0].select();
    document.execCommand("copy");
  }
}

/** Loads the page again with these names and texts; with none, as at the first visit. */
function restart(wanted) {
  try {
    sessionStorage.setItem(RESTART_KEY, JSON.stringify(wanted));
  } catch {
    // Without storage the page starts as it would anyway.
  }
  history.replaceState(null, "", location.pathname + location.search);
  location.reload();
}
