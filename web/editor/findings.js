// Findings in the text: squiggles, marks in the gutter, what they say on hover, and the menu of fixes at the caret.

import { forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip } from "@codemirror/view";
import { element, prose } from "./prose.js";
import { word } from "./words.js";

/** More findings than this are not drawn in the text; the list beside it has them all. */
const MOST = 500;

/**
 * What lays findings over the text.
 * @param {import("@codemirror/state").EditorState} state
 * @param {import("./main.js").Finding[]} findings
 * @param {(index: number) => void} onFix
 * @param {"en" | "ja"} lang
 */
export function ofFindings(state, findings, onFix, lang) {
  const length = state.doc.length;
  const inside = findings.filter(({ from }) => from <= length).slice(0, MOST);
  return setDiagnostics(state, inside.map((one) => diagnostic(one, length, onFix, lang)));
}

function diagnostic(finding, length, onFix, lang) {
  const { from, to, severity, message, fix } = finding;
  return {
    from, to: Math.min(Math.max(to, from), length), severity, message, source: finding.rule,
    renderMessage: () => element("div", "cm-finding", prose(message), ...finding.remarks.map(prose)),
    actions: fix ? [{ name: title(fix, lang), markClass: "cm-fix", apply: () => onFix(fix.index) }] : [],
    fix: fix && { ...fix, name: title(fix, lang) },
  };
}

/** What a fix does; one that guesses says so. */
function title(fix, lang) {
  const plain = fix.title.replaceAll("`", "");
  return fix.safe ? plain : `${plain}${word(lang, "guess")}`;
}

const setMenu = StateEffect.define();

/** The menu of the fixes on the caret's line, opened by Ctrl-. @param {(index: number) => void} onFix */
export function fixMenu(onFix) {
  const menu = StateField.define({
    create: () => null,
    update(shown, transaction) {
      for (const effect of transaction.effects) if (effect.is(setMenu)) return effect.value;
      return transaction.docChanged ? null : shown;
    },
    provide: (field) => showTooltip.from(field),
  });
  return [menu, keymap.of([{ key: "Mod-.", run: (view) => open(view, onFix) }])];
}

function open(view, onFix) {
  const fixes = fixesAt(view.state);
  if (!fixes.length) {
    view.dispatch({ effects: EditorView.announce.of(view.state.phrase("No fix here")) });
    return true;
  }
  const create = () => {
    const dom = list(view, fixes, onFix);
    return { dom, mount: () => dom.querySelector("button").focus() };
  };
  view.dispatch({ effects: setMenu.of({ pos: view.state.selection.main.head, above: false, create }) });
  return true;
}

/** The fixes of the findings that touch the caret's line, those under the caret first. */
function fixesAt(state) {
  const head = state.selection.main.head;
  const line = state.doc.lineAt(head);
  const found = [];
  forEachDiagnostic(state, (one, from, to) => {
    if (!one.fix || from > line.to || to < line.from) return;
    found.push({ ...one.fix, away: from <= head && head <= to ? 0 : 1 });
  });
  return found.sort((one, other) => one.away - other.away);
}

function list(view, fixes, onFix) {
  const close = () => {
    view.dispatch({ effects: setMenu.of(null) });
    view.focus();
  };
  const buttons = fixes.map(({ name, index }) => {
    const button = element("button", "", name);
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.onclick = () => {
      close();
      onFix(index);
    };
    return button;
  });
  const menu = element("div", "cm-fixes", ...buttons);
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", view.state.phrase("Fixes"));
  menu.onkeydown = (event) => press(event, buttons, close);
  return menu;
}

function press(event, buttons, close) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const active = event.currentTarget.getRootNode().activeElement;
  if (step) buttons.at((buttons.indexOf(active) + step) % buttons.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
