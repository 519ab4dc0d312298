// What is shown when the page cannot start: both languages, because not even the language is certain, and the reason.

import { element } from "./dom.js";
import { WORDS } from "./words.js";

/**
 * Shows what went wrong in the page's place.
 * @param {unknown} error
 */
export function explainFailure(error) {
  const place = document.getElementById("app") ?? document.getElementById("embed") ?? document.body;
  const own = document.documentElement.lang;
  const languages = Object.entries(WORDS).sort(([a], [b]) => (b === own) - (a === own));
  const parts = languages.map(([lang, words]) => element("section", { lang }, [
    element("h2", {}, words.failed),
    element("p", {}, words.advice),
    element("div", { className: "choices" }, [
      element("button", { type: "button", onclick: () => location.reload() }, words.reload),
    ]),
  ]));
  place.replaceChildren(element("div", { className: "rescue failure", role: "alert" }, [
    ...parts,
    element("p", {}, [element("code", {}, String(error))]),
  ]));
}
