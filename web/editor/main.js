// The code editor of the page: CodeMirror behind an API of texts, ranges and callbacks.
//
// It lives in a shadow root, where CodeMirror adopts its style sheets: a page whose policy forbids inline styles can
// hold it. It knows YAML's syntax and nothing of Kubernetes: findings, facts and completions are given to it.
//
// Every position is an offset in UTF-16 units into a text whose lines end in "\n", as in a text area's value.

import { EditorView } from "@codemirror/view";
import { inTransaction } from "./difference.js";
import { extensions, label, language } from "./extensions.js";
import { ofFindings } from "./findings.js";
import { ofInlays, showLit } from "./marks.js";
import { EditorState, Transaction } from "@codemirror/state";

/**
 * @typedef {object} Finding
 * @property {number} from
 * @property {number} to
 * @property {"error" | "warning" | "info"} severity
 * @property {string} rule
 * @property {string} message in which backquotes stand around code
 * @property {string[]} remarks
 * @property {{title: string, safe: boolean, index: number}?} fix what it does, whether it is no guess, what to call `onFix` with
 */

/**
 * @typedef {object} Known what is known of a text
 * @property {Finding[]} findings
 * @property {import("./marks.js").Inlay[]} inlays
 */

/**
 * @typedef {object} Callbacks
 * @property {(text: string) => Known?} onChange the text changes, and what is known of it if that can be told at once; not
 *   called while an input method is composing
 * @property {(offset: number) => void} onCaret the caret moved
 * @property {(text: string, offset: number) => import("./assist.js").Completions?} onComplete
 * @property {(offset: number) => import("./assist.js").Fact?} onHover
 * @property {(index: number) => void} onFix a finding's fix was chosen
 */

/**
 * @typedef {object} Options
 * @property {string} file the key of the file that is shown first
 * @property {string} text its text
 * @property {string} label what the editor is called
 * @property {string} description how it is left by keyboard, for screen readers
 * @property {"en" | "ja"} lang
 */

/**
 * Puts an editor into an element.
 * @param {HTMLElement} parent which gets a shadow root, once
 * @param {Options} options
 * @param {Callbacks} callbacks
 */
export function create(parent, options, callbacks) {
  return new Editor(parent, options, callbacks);
}

class Editor {
  #view;
  #options;
  #callbacks;
  /** The states of the files that are not shown, by key: each keeps its own history. */
  #others = new Map();
  #file;
  /** The text that the page was told last, and what it has said of it. */
  #told;
  #known = { findings: [], inlays: [] };
  /** The page was told of a text before it was shown. */
  #toldAhead = false;
  #ended = false;
  /** The text was set by the page, which need not be told of it. */
  #quiet = false;

  constructor(parent, options, callbacks) {
    this.#options = { ...options };
    // What CodeMirror does later must not call a page that has let go of the editor.
    const guarded = ([name, call]) => [name, (...what) => (this.#ended ? null : call(...what))];
    this.#callbacks = Object.fromEntries(Object.entries(callbacks).map(guarded));
    this.#file = options.file;
    this.#told = options.text;
    const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
    root.replaceChildren();
    const dispatchTransactions = (transactions, view) => view.update(this.#withKnown(transactions));
    this.#view = new EditorView({ state: this.#fresh(options.text), parent: root, root, dispatchTransactions });
  }

  /** Shows a file, with the history that it had. @param {string} file @param {string} text */
  show(file, text) {
    if (file !== this.#file) {
      this.#others.set(this.#file, this.#view.state);
      this.#file = file;
      this.#told = text;
      this.#quietly(() => this.#view.setState(this.#kept(file) ?? this.#fresh(text)));
      this.setText(text);
      this.#callbacks.onCaret(this.#view.state.selection.main.from);
    } else {
      this.setText(text);
    }
  }

  /** The file that is shown has another name now. @param {string} file */
  rename(file) {
    this.#others.delete(file);
    this.#file = file;
  }

  /** The text as it stands, in the middle of a composition too. */
  text() {
    return this.#view.state.doc.toString();
  }

  /** Makes the text this one in one step that can be undone; caret and folds stay where they can. @param {string} text */
  setText(text) {
    const transaction = inTransaction(this.#view.state, text);
    if (transaction) this.#quietly(() => this.#view.dispatch(transaction));
    this.#told = text;
  }

  /** What is known of the text. @param {Known} known */
  setKnown(known) {
    this.#known = known;
    this.#view.dispatch(...this.#laid(this.#view.state));
  }

  /** What belongs to the thing that is chosen in a view. @param {[number, number][]} ranges */
  setLit(ranges) {
    showLit(this.#view, ranges);
  }

  /** Selects a range, brings it into view and takes the focus. @param {number} from @param {number} to */
  select(from, to) {
    const [anchor, head] = [from, to].map((at) => this.#within(at));
    const effects = EditorView.scrollIntoView(anchor, { y: "center" });
    this.#view.dispatch({ selection: { anchor, head }, effects });
    this.#view.focus();
  }

  /** Sets the caret without taking the focus. @param {number} at @param {number} head */
  setSelection(at, head) {
    this.#view.dispatch({ selection: { anchor: this.#within(at), head: this.#within(head) }, scrollIntoView: true });
  }

  focus() {
    this.#view.focus();
  }

  /** @param {"en" | "ja"} lang @param {string} name @param {string} description */
  setLabel(lang, name, description) {
    Object.assign(this.#options, { lang, label: name, description });
    this.#view.dispatch({ effects: [...language(lang), label(this.#options)] });
  }

  destroy() {
    this.#ended = true;
    this.#view.destroy();
  }

  #within(at) {
    return Math.min(Math.max(at, 0), this.#view.state.doc.length);
  }

  #fresh(text) {
    const report = {
      changed: () => this.#changed(),
      caret: (at) => this.#quiet || this.#callbacks.onCaret(at),
    };
    return EditorState.create({ doc: text, extensions: extensions(text, this.#options, this.#callbacks, report) });
  }

  /** What lays all that is known over the text, in one step. */
  #laid(state) {
    const { findings, inlays } = this.#known;
    return [ofFindings(state, findings, this.#callbacks.onFix, this.#options.lang), ofInlays(state, inlays)];
  }

  /** Changes of the text, and with them what the page can tell of it at once: the view is drawn once for both. */
  #withKnown(transactions) {
    const last = transactions.at(-1);
    const isWhole = !this.#quiet && this.#view && !this.#view.compositionStarted;
    if (!isWhole || !transactions.some((one) => one.docChanged)) return transactions;
    const text = last.newDoc.toString();
    if (text === this.#told) return transactions;
    const known = this.#tell(text);
    this.#toldAhead = true;
    return known ? [...transactions, last.state.update(...this.#laid(last.state))] : transactions;
  }

  /** Tells the page of a text; what it knows of it already. */
  #tell(text) {
    this.#told = text;
    const known = this.#callbacks.onChange(text);
    if (known) this.#known = known;
    return known;
  }

  /** The state of a file that was shown before, in today's language. */
  #kept(file) {
    const state = this.#others.get(file);
    this.#others.delete(file);
    return state?.update({
      effects: [...language(this.#options.lang), label(this.#options)],
      annotations: Transaction.addToHistory.of(false),
    }).state;
  }

  #changed() {
    const isTold = this.#toldAhead;
    this.#toldAhead = false;
    if (this.#quiet || isTold) return;
    const text = this.text();
    // A text that was taken away and is there again has lost the marks.
    if (text === this.#told || this.#tell(text)) this.setKnown(this.#known);
  }

  #quietly(act) {
    this.#quiet = true;
    try {
      act();
    } finally {
      this.#quiet = false;
    }
  }
}
