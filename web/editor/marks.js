// Two kinds of marks that the page lays over the text: what is lit, and facts at the ends of lines.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/**
 * @typedef {object} Inlay
 * @property {number} at
 * @property {string} text
 * @property {"good" | "bad" | "plain"} tone
 */

const setLit = StateEffect.define();
const setInlays = StateEffect.define();

/** Decorations that an effect replaces and that otherwise move with the text. */
function replaceable(effect) {
  return StateField.define({
    create: () => Decoration.none,
    update(marks, transaction) {
      for (const one of transaction.effects) if (one.is(effect)) return one.value;
      return marks.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

export const lit = replaceable(setLit);
export const inlays = replaceable(setInlays);

const LIT = Decoration.mark({ class: "cm-lit" });

/** @param {EditorView} view @param {[number, number][]} ranges */
export function showLit(view, ranges) {
  const length = view.state.doc.length;
  const marks = ranges.filter(([from, to]) => from < to && to <= length).map(([from, to]) => LIT.range(from, to));
  view.dispatch({ effects: setLit.of(Decoration.set(marks, true)) });
}

/** What lays facts over the text. @param {import("@codemirror/state").EditorState} state @param {Inlay[]} list */
export function ofInlays(state, list) {
  const length = state.doc.length;
  const marks = list.filter(({ at }) => at <= length).map(({ at, text, tone }) =>
    Decoration.widget({ widget: new Fact(text, tone), side: 1 }).range(at));
  return { effects: setInlays.of(Decoration.set(marks, true)) };
}

class Fact extends WidgetType {
  constructor(text, tone) {
    super();
    this.text = text;
    this.tone = tone;
  }

  eq(other) {
    return other.text === this.text && other.tone === this.tone;
  }

  toDOM() {
    const fact = document.createElement("span");
    fact.className = `cm-inlay cm-inlay-${this.tone}`;
    // Shown beside the text and not part of it; the same is said on hover and by the views.
    fact.setAttribute("aria-hidden", "true");
    fact.textContent = this.text;
    return fact;
  }

  ignoreEvent() {
    return false;
  }
}
