// A mark beside each line with findings: the worst of them by shape and colour, and on hover what they say.
//
// A mark stays as it is while the worst finding of its line is as bad as before: `lintGutter` makes new ones whenever
// findings are told, which is at every key, and the browser lays out and paints each of them anew.

import { forEachDiagnostic, setDiagnosticsEffect } from "@codemirror/lint";
import { RangeSet, StateField } from "@codemirror/state";
import { GutterMarker, ViewPlugin, activateHover, closeHoverTooltips, gutter } from "@codemirror/view";
import { element } from "./prose.js";

/** The worst first. */
const SEVERITIES = ["error", "warning", "info"];

class Mark extends GutterMarker {
  constructor(severity) {
    super();
    this.severity = severity;
  }

  eq(other) {
    return other.severity === this.severity;
  }

  toDOM() {
    return element("div", `cm-lint-marker cm-lint-marker-${this.severity}`);
  }
}

const MARKS = new Map(SEVERITIES.map((severity) => [severity, new Mark(severity)]));

const marks = StateField.define({
  create: () => RangeSet.empty,
  update(old, transaction) {
    const told = transaction.effects.findLast((effect) => effect.is(setDiagnosticsEffect));
    return told ? ofLines(transaction.newDoc, told.value) : old.map(transaction.changes);
  },
});

/** The marks of the lines that findings begin on. */
function ofLines(doc, findings) {
  const worst = new Map();
  for (const { from, severity } of findings) {
    const line = doc.lineAt(Math.min(from, doc.length)).from;
    worst.set(line, Math.min(worst.get(line) ?? SEVERITIES.length, SEVERITIES.indexOf(severity)));
  }
  return RangeSet.of([...worst].map(([line, rank]) => MARKS.get(SEVERITIES[rank]).range(line)), true);
}

/** Says what there is to say about a mark's line, as long as the pointer is on the mark or on what is said. */
const hover = ViewPlugin.define((view) => {
  let shown = null;
  const over = ({ target }) => {
    const mark = target.closest(".cm-lint-marker");
    if (mark === shown || (!mark && target.closest(".cm-tooltip"))) return;
    if (shown) view.dispatch({ effects: closeHoverTooltips });
    shown = mark;
    if (mark) tell(view, view.lineBlockAtHeight(mark.getBoundingClientRect().top - view.documentTop));
  };
  const left = () => over({ target: view.dom });
  view.dom.addEventListener("mouseover", over);
  view.dom.addEventListener("mouseleave", left);
  return {
    destroy() {
      view.dom.removeEventListener("mouseover", over);
      view.dom.removeEventListener("mouseleave", left);
    },
  };
});

/** Shows what is said about the first finding of a line. */
function tell(view, { from, to }) {
  let first = Infinity;
  forEachDiagnostic(view.state, (_, start) => {
    if (start >= from && start <= to) first = Math.min(first, start);
  });
  if (first < Infinity) activateHover(view, first, 1, { until: (transaction) => transaction.docChanged });
}

/** The gutter. */
export const findingGutter = [marks, gutter({ class: "cm-gutter-lint", markers: (view) => view.state.field(marks) }), hover];
