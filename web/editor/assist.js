// Facts about what the pointer or the caret is on, and completions: asked of the page, shown here.

import { Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, closeHoverTooltips, hasHoverTooltips, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { element, prose } from "./prose.js";

/**
 * @typedef {object} Fact
 * @property {number} from
 * @property {number} to
 * @property {string} title
 * @property {string[]} sentences in which backquotes stand around code
 * @property {string} url where Kubernetes documents it, or nothing
 * @property {string} more what the link says
 */

/**
 * @typedef {object} Completions
 * @property {number} from where what is being typed begins
 * @property {{label: string, insert: string, detail: string, info: string, kind: string}[]} items
 */

const setFact = StateEffect.define();

/**
 * Facts on hover, and for the caret at F2.
 * @param {(offset: number) => Fact?} ask
 */
export function hover(ask) {
  const told = (view, at) => tooltip(ask(at), view.state.doc.length);
  return [
    // Below what findings say of the same place.
    Prec.lowest(hoverTooltip((view, at) => told(view, at), { hoverTime: 250 })),
    atCaret,
    keymap.of([
      { key: "F2", run: (view) => explain(view, told(view, view.state.selection.main.head)) },
      { key: "Escape", run: dismiss },
    ]),
  ];
}

/** The fact that was asked for at the caret; gone when the caret moves. */
const atCaret = StateField.define({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(setFact)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/** Takes away what is shown about the caret or the pointer; says whether there was anything. */
function dismiss(view) {
  const shown = view.state.field(atCaret) !== null;
  if (hasHoverTooltips(view.state)) view.dispatch({ effects: closeHoverTooltips });
  else if (!shown) return false;
  return shown ? explain(view, null) : true;
}

function explain(view, fact) {
  const effects = [setFact.of(fact)];
  if (fact) effects.push(EditorView.announce.of(fact.words));
  view.dispatch({ effects });
  return true;
}

/** @param {Fact?} fact @param {number} length */
function tooltip(fact, length) {
  if (!fact || fact.from > length) return null;
  const words = [fact.title, ...fact.sentences].join(" ").replaceAll("`", "");
  return { pos: fact.from, end: Math.min(fact.to, length), above: true, words, create: () => ({ dom: card(fact) }) };
}

function card({ title, sentences, url, more }) {
  const dom = element("div", "cm-fact", element("p", "cm-fact-title", title), ...sentences.map(prose));
  if (url) {
    const link = element("a", "", more);
    Object.assign(link, { href: url, target: "_blank", rel: "noreferrer noopener" });
    dom.append(element("p", "", link));
  }
  return dom;
}

/**
 * Completions from the page.
 * @param {(text: string, offset: number) => Completions?} ask
 */
export function completion(ask) {
  return (context) => {
    if (context.view?.composing) return null;
    const found = ask(context.state.doc.toString(), context.pos);
    if (!found?.items.length) return null;
    return { from: found.from, options: found.items.map(option), filter: true };
  };
}

function option({ label, insert, detail, info, kind }, index) {
  return {
    label, detail, type: kind, boost: -index / 100,
    info: info ? () => element("div", "cm-fact", prose(info)) : undefined,
    apply: (view, completion, from, to) => place(view, insert, from, to),
  };
}

/** Writes a completion; `$0` in it is where the caret goes, and further lines are indented as the first one. */
function place(view, insert, from, to) {
  const line = view.state.doc.lineAt(from);
  const indent = /^[ -]*/.exec(line.text)[0].length;
  const text = insert.replaceAll("\n", `\n${" ".repeat(Math.min(indent, from - line.from))}`);
  const caret = text.includes("$0") ? text.indexOf("$0") : text.length;
  view.dispatch({
    changes: { from, to, insert: text.replace("$0", "") }, selection: { anchor: from + caret },
    userEvent: "input.complete", scrollIntoView: true,
  });
}
