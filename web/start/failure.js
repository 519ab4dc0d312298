// The words for a page that could not start, in both languages, with the reason.

import { element } from "./dom.js";

const WORDS = [
  ["en", "Portolan could not start", "The page could not load its program. Reload to try again; if it persists, another browser may help. Nothing you wrote was sent anywhere.", "Reload"],
  ["ja", "Portolanを起動できませんでした", "ページのプログラムを読み込めませんでした。再読み込みしても直らないときは、別のブラウザーをお試しください。入力した内容はどこにも送信されていません。", "再読み込み"],
];

/**
 * Shows what went wrong instead of the page.
 * @param {unknown} error
 */
export function explainFailure(error) {
  const place = document.getElementById("app") ?? document.getElementById("embed") ?? document.body;
  const own = (words) => words[0] === document.documentElement.lang;
  const parts = [...WORDS].sort((a, b) => own(b) - own(a)).map(([lang, title, text, again]) =>
    element("section", { lang }, [
      element("h1", {}, title),
      element("p", {}, text),
      element("button", { type: "button", onclick: () => location.reload() }, again),
    ]));
  place.replaceChildren(element("main", { className: "failure", role: "alert" }, [
    ...parts,
    element("pre", {}, String(error)),
  ]));
}
