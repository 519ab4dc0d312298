// When the page's program comes to grief, the text is kept and the reader goes on.
//
// After a panic or a trap the wasm instance must not be called again. What the reader wrote is therefore taken from
// outside of it: from the editor in JavaScript (`window.portolanText`, a function), or from the text area.

import { element } from "./dom.js";

/** Where the next start finds what it is to start with. */
const RESTART_KEY = "portolan.restart";

const WORDS = {
  en: {
    title: "Portolan has run aground",
    text: "An error in Portolan itself stopped the page. Your text is here; you may change it before you go on.",
    label: "Your text",
    copy: "Copy",
    copied: "Copied",
    again: "Restart with this text",
    example: "Restart with the example",
    reason: "What happened",
  },
  ja: {
    title: "Portolanが停止しました",
    text: "Portolan自身の不具合でページが止まりました。書いた内容は次のとおり残っています。直してから再開することもできます。",
    label: "書いた内容",
    copy: "コピー",
    copied: "コピーしました",
    again: "この内容で再開",
    example: "例に戻して再開",
    reason: "詳細",
  },
};

let aground = false;
let reason = "";

/** Watches for the end of the page's program. */
export function guard() {
  window.addEventListener("portolan:panic", (event) => {
    reason = String(event.detail);
    // The trap follows; if the browser swallows it, this is as good.
    setTimeout(() => runAground(reason));
  });
  window.addEventListener("error", (event) => ranAground(event.error));
  window.addEventListener("unhandledrejection", (event) => ranAground(event.reason));
}

/**
 * Whether an error is the end of the page's program; if so, the reader is told.
 * @param {unknown} error
 */
export function ranAground(error) {
  const end = fatal(error);
  if (end) runAground(reason || describe(error));
  return end;
}

/**
 * What an earlier page that failed left for this one, once.
 * @returns {{text: string | null} | null} `text` is null if the example is wanted
 */
export function restarted() {
  try {
    const left = sessionStorage.getItem(RESTART_KEY);
    sessionStorage.removeItem(RESTART_KEY);
    return left === null ? null : JSON.parse(left);
  } catch {
    return null;
  }
}

/** Whether an error means that the wasm instance is dead: a trap, or a stack that overflowed inside it. */
function fatal(error) {
  if (error instanceof WebAssembly.RuntimeError) return true;
  return error instanceof RangeError && /wasm/.test(String(error.stack));
}

const describe = (error) => String(error?.stack ?? error).slice(0, 4000);

/** What the reader wrote, from wherever it can still be had. */
function text() {
  try {
    if (typeof window.portolanText === "function") return String(window.portolanText());
  } catch {
    // The text area is left.
  }
  return document.querySelector("textarea")?.value ?? "";
}

function runAground(why) {
  if (aground) return;
  aground = true;
  const words = WORDS[document.documentElement.lang] ?? WORDS.en;
  const area = element("textarea", { id: "rescue-text", value: text(), spellcheck: false, wrap: "off" });
  const dialog = element("dialog", {
    className: "rescue", role: "alertdialog", "aria-labelledby": "rescue-title", "aria-describedby": "rescue-what",
  }, [
    element("h2", { id: "rescue-title" }, words.title),
    element("p", { id: "rescue-what" }, words.text),
    element("label", { for: "rescue-text" }, words.label),
    area,
    element("div", { className: "choices" }, choices(words, area)),
    element("details", {}, [element("summary", {}, words.reason), element("pre", {}, why)]),
  ]);
  // Escape would leave the reader with a page that looks alive.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}

function choices(words, area) {
  const button = (label, onclick) => element("button", { type: "button", onclick }, label);
  return [
    button(words.again, () => restart(area.value)),
    button(words.copy, async (event) => {
      await copy(area);
      event.target.textContent = words.copied;
    }),
    button(words.example, () => restart(null)),
  ];
}

async function copy(area) {
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    area.select();
    document.execCommand("copy");
  }
}

/** Loads the page again, with a text or, for null, as at the first visit. */
function restart(wanted) {
  try {
    sessionStorage.setItem(RESTART_KEY, JSON.stringify({ text: wanted }));
  } catch {
    // Without storage the page starts as it would anyway.
  }
  history.replaceState(null, "", location.pathname + location.search);
  location.reload();
}
