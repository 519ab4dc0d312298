// From one text to another in few changes, so that the caret, the folds and the history stay what they were.

import { isolateHistory } from "@codemirror/commands";

/**
 * The transaction that makes a state's text another one; nothing if it is that text already.
 * @param {import("@codemirror/state").EditorState} state
 * @param {string} text
 */
export function inTransaction(state, text) {
  const old = state.doc.toString();
  if (old === text) return null;
  return { changes: changes(old, text), userEvent: "input.page", annotations: isolateHistory.of("full") };
}

/**
 * Where two texts differ. Texts with as many lines in their middles are compared line by line.
 * @param {string} old
 * @param {string} text
 * @returns {{from: number, to: number, insert: string}[]}
 */
export function changes(old, text) {
  const [start, end] = common(old, text);
  const [before, after] = [old.slice(start, old.length - end), text.slice(start, text.length - end)];
  const [oldLines, lines] = [before.split("\n"), after.split("\n")];
  if (oldLines.length !== lines.length) return [{ from: start, to: start + before.length, insert: after }];
  return lineByLine(oldLines, lines, start);
}

function lineByLine(oldLines, lines, start) {
  const found = [];
  let at = start;
  oldLines.forEach((old, index) => {
    const line = lines[index];
    if (old !== line) {
      const [same, end] = common(old, line);
      found.push({ from: at + same, to: at + old.length - end, insert: line.slice(same, line.length - end) });
    }
    at += old.length + 1;
  });
  return found;
}

/** How many units two texts have in common at their starts, and behind that at their ends. */
function common(old, text) {
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  if (isLow(old.charCodeAt(start)) || isLow(text.charCodeAt(start))) start = Math.max(start - 1, 0);
  let end = 0;
  while (end < shorter - start && old.charCodeAt(old.length - 1 - end) === text.charCodeAt(text.length - 1 - end)) end += 1;
  if (end > 0 && isLow(old.charCodeAt(old.length - end))) end -= 1;
  return [start, end];
}

/** Whether a unit is the second half of a character outside the plane. */
function isLow(unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}
