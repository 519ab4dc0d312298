// What CodeMirror is made of here: the extensions of one file's state.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { completion, hover } from "./assist.js";
import { fixMenu } from "./findings.js";
import { findingGutter } from "./gutter.js";
import { look } from "./look.js";
import { inlays, lit } from "./marks.js";
import { phrases } from "./words.js";

const phrasing = new Compartment();
const naming = new Compartment();

/** Whether the page may be typed in without a keyboard of keys. */
const BY_FINGERS = navigator.maxTouchPoints > 0;

/**
 * Everything that a file's state is made of.
 * @param {string} text the file's text, whose indentation is kept up
 * @param {import("./main.js").Options} options
 * @param {import("./main.js").Callbacks} callbacks
 * @param {{changed: () => void, caret: (at: number) => void}} report
 */
export function extensions(text, options, callbacks, report) {
  return [
    reporting(report), typing,
    indentUnit.of(" ".repeat(indentation(text))),
    EditorState.tabSize.of(4),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), highlightSpecialChars(),
    foldGutter({ openText: "⌄", closedText: "›" }), codeFolding(),
    findingGutter,
    history(), bracketMatching(), closeBrackets(), indentOnInput(), yaml(),
    search({ top: true }), highlightSelectionMatches(),
    autocompletion({ override: [completion(callbacks.onComplete)], icons: false, maxRenderedOptions: 60 }),
    hover(callbacks.onHover), fixMenu(callbacks.onFix),
    lit, inlays, look,
    phrasing.of(phrases(options.lang)),
    naming.of(attributes(options)),
    keymap.of([
      { key: "F8", run: nextDiagnostic }, { key: "Shift-F8", run: previousDiagnostic },
      ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap,
      indentWithTab,
    ]),
  ];
}

/** @param {"en" | "ja"} lang */
export function language(lang) {
  return [phrasing.reconfigure(phrases(lang))];
}

/** @param {import("./main.js").Options} options */
export function label(options) {
  return naming.reconfigure(attributes(options));
}

/** The text area's id and name: there is one editor on the page, whichever it is. */
function attributes({ label, description, lang }) {
  return EditorView.contentAttributes.of({
    id: "manifests", tabindex: "0", "aria-label": label, "aria-description": description, lang, spellcheck: "false",
    autocapitalize: "off",
  });
}

/** Tells of changes when they are whole: an input method's composition is one change. */
function reporting({ changed, caret }) {
  let [edited, moved] = [false, false];
  const settle = (view) => {
    if (view.compositionStarted || view.destroyed || !(edited || moved)) return;
    const wasEdited = edited;
    [edited, moved] = [false, false];
    if (wasEdited) changed();
    caret(view.state.selection.main.from);
  };
  return [
    EditorView.updateListener.of((update) => {
      edited ||= update.docChanged;
      moved ||= update.selectionSet;
      settle(update.view);
    }),
    EditorView.domEventHandlers({
      // The last change of a composition comes after its end in some browsers.
      compositionend: (_, view) => void setTimeout(() => settle(view), 50),
    }),
  ];
}

/**
 * What is typed is put into the text here, and not by the browser first and then read from the page: that lays the text
 * out twice. Over a selection Chromium would also keep the look of the deleted text by an inline style, which the page's
 * policy forbids. Where fingers type, the keyboard on the screen follows the browser's own doing.
 */
const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, isComposing } = event;
    if (isComposing || inputType !== "insertText" || data === null || view.state.readOnly) return false;
    const [from, to] = replaced(event, view);
    if (from === to && BY_FINGERS) return false;
    const insert = view.state.toText(data);
    const typed = () => view.state.update({
      changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.type", scrollIntoView: true,
    });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, typed))) view.dispatch(typed());
    event.preventDefault();
    return true;
  },
});

/** What an input replaces: the selection, or the browser's own, of which CodeMirror may not have heard yet. */
function replaced(event, view) {
  const { from, to, empty } = view.state.selection.main;
  const [range] = event.getTargetRanges();
  if (!empty || !range) return [from, to];
  return [view.posAtDOM(range.startContainer, range.startOffset), view.posAtDOM(range.endContainer, range.endOffset)];
}

/** By how many blanks a text indents: as its first indented line does, or by two. */
function indentation(text) {
  const first = /^( {1,8})[^\s#-]/m.exec(text);
  return first ? first[1].length : 2;
}
