// How the editor looks: the page's own colours, by its CSS variables, so that it is light, dark or in high contrast with
// the page.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const syntax = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--sea)" },
  { tag: tags.content, color: "var(--ink)" },
  { tag: tags.string, color: "var(--well)" },
  { tag: tags.comment, color: "var(--faded)", fontStyle: "italic" },
  { tag: [tags.meta, tags.typeName, tags.labelName], color: "var(--warning)" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--faded)" },
  { tag: tags.keyword, color: "var(--note)" },
]);

/** A mark in the gutter: shape and colour by severity. */
function marker(severity, path, colour) {
  const mask = `url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='${path}'/%3E%3C/svg%3E")`;
  return {
    [`.cm-lint-marker-${severity}`]: {
      backgroundColor: colour, maskImage: mask, maskSize: "100% 100%",
    },
  };
}

function squiggle(severity, colour) {
  return {
    [`.cm-lintRange-${severity}`]: {
      backgroundImage: "none", textDecoration: `underline wavy ${colour} 1.5px`, textUnderlineOffset: "3px",
      textDecorationSkipInk: "none",
    },
    [`.cm-diagnostic-${severity}`]: { borderLeft: `4px solid ${colour}` },
    [`.cm-lintPoint-${severity}:after`]: { borderBottomColor: colour },
  };
}

const COLOURS = { error: "var(--error)", warning: "var(--warning)", info: "var(--note)" };
const CIRCLE = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13Z";
const TRIANGLE = "M8 1.5L15 14.5L1 14.5Z";
const DIAMOND = "M8 2L14 8L8 14L2 8Z";

const text = {
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "transparent", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--code)", lineHeight: "var(--line-height, 1.375rem)", overflow: "auto" },
  ".cm-content": { padding: "0.75rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 0.75rem 0 0.5rem" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sea-wash) 45%, transparent)" },
  ".cm-content ::selection, .cm-line::selection": { backgroundColor: "light-dark(#f9dc95, #6b4f0c) !important" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--faded)", borderRight: "1px solid var(--rule)" },
  ".cm-lineNumbers .cm-gutterElement": {
    padding: "0 0.25rem 0 0.375rem", minWidth: "2rem", fontSize: "0.8125rem", fontVariantNumeric: "tabular-nums",
  },
  ".cm-activeLineGutter": { backgroundColor: "var(--sea-wash)", color: "var(--ink)" },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 0.25rem", cursor: "pointer" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", border: "1px solid var(--rule)", color: "var(--faded)", padding: "0 0.375rem" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--sea-wash)", outline: "1px solid var(--sea)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--error-wash)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--warning-wash) 70%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "var(--warning-wash)", outline: "1px solid var(--warning)" },
  ".cm-searchMatch-selected": { backgroundColor: "light-dark(#f9dc95, #6b4f0c)" },
  ".cm-specialChar": { color: "var(--error)" },
};

const marks = {
  ".cm-lit": {
    backgroundColor: "var(--lit)", boxShadow: "inset 0 -2px var(--lit-edge)", borderRadius: "2px",
  },
  ".cm-inlay": {
    marginLeft: "1.25rem", padding: "0.0625rem 0.5rem", borderRadius: "1rem", fontFamily: "var(--text)", fontSize: "0.75rem",
    color: "var(--faded)", backgroundColor: "var(--sunken)", border: "1px solid var(--rule)", whiteSpace: "nowrap", userSelect: "none",
  },
  ".cm-inlay-good": { color: "var(--well)" },
  ".cm-inlay-bad": { color: "var(--error)", backgroundColor: "var(--error-wash)", borderColor: "var(--error)" },
  ".cm-gutter-lint": { width: "1.125rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 0.125rem", display: "flex", alignItems: "center" },
  ".cm-lint-marker": { width: "0.8125rem", height: "0.8125rem" },
  ...marker("error", CIRCLE, COLOURS.error),
  ...marker("warning", TRIANGLE, COLOURS.warning),
  ...marker("info", DIAMOND, COLOURS.info),
  ".cm-lintRange": { paddingBottom: "0" },
  ...squiggle("error", COLOURS.error),
  ...squiggle("warning", COLOURS.warning),
  ...squiggle("info", COLOURS.info),
  ".cm-lintRange-active": { backgroundColor: "light-dark(#f9dc95, #6b4f0c)" },
};

const button = {
  font: "inherit", fontSize: "0.8125rem", minHeight: "1.75rem", padding: "0.1875rem 0.625rem", borderRadius: "0.375rem", cursor: "pointer",
  border: "1px solid var(--sea)", backgroundColor: "var(--sea-wash)", backgroundImage: "none", color: "var(--sea)", textAlign: "start",
};

const cards = {
  ".cm-tooltip": {
    border: "1px solid var(--rule)", borderRadius: "0.5rem", backgroundColor: "var(--sheet)", color: "var(--ink)", overflow: "hidden",
    boxShadow: "0 4px 16px rgb(0 0 0 / 0.18)", fontFamily: "var(--text)", fontSize: "0.8125rem", lineHeight: "1.5",
    maxWidth: "min(30rem, 92vw)", zIndex: "30",
  },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--rule)" },
  ".cm-tooltip p": { margin: "0", overflowWrap: "anywhere" },
  ".cm-tooltip p + p": { marginTop: "0.25rem", color: "var(--faded)" },
  ".cm-tooltip code": { fontFamily: "var(--code)", fontSize: "0.9em", backgroundColor: "var(--sunken)", borderRadius: "0.25rem", padding: "0 0.1875rem" },
  ".cm-tooltip a": { color: "var(--sea)" },
  ".cm-fact": { padding: "0.5rem 0.75rem" },
  ".cm-fact-title": { fontFamily: "var(--code)", fontWeight: "600", color: "var(--sea)" },
  ".cm-fact p.cm-fact-title + p": { color: "var(--ink)" },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem", marginLeft: "0", whiteSpace: "normal" },
  ".cm-diagnosticAction": { ...button, display: "inline-block", margin: "0.5rem 0 0" },
  ".cm-diagnosticSource": { fontFamily: "var(--code)", fontSize: "0.75rem", opacity: "1", color: "var(--faded)", marginTop: "0.25rem" },
  ".cm-fixes": { display: "flex", flexDirection: "column", gap: "0.25rem", padding: "0.375rem" },
  ".cm-fixes button": { ...button, border: "1px solid transparent", backgroundColor: "transparent" },
  ".cm-fixes button:hover, .cm-fixes button:focus": { backgroundColor: "var(--sea-wash)", borderColor: "var(--sea)", outline: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--code)", fontSize: "0.8125rem", maxHeight: "16rem", minWidth: "14rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.1875rem 0.625rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--sea-wash)", color: "var(--sea)", fontWeight: "600" },
  ".cm-completionDetail": { fontFamily: "var(--text)", fontStyle: "normal", color: "var(--faded)", fontWeight: "400", marginLeft: "0.75rem" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", width: "20rem" },
};

const panels = {
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", fontFamily: "var(--text)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--rule)" },
  ".cm-panel.cm-search": { padding: "0.5rem", display: "flex", flexWrap: "wrap", gap: "0.375rem", alignItems: "center" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search label": { fontSize: "0.8125rem", display: "inline-flex", alignItems: "center", gap: "0.25rem", minHeight: "1.5rem" },
  ".cm-textfield": {
    fontFamily: "var(--code)", fontSize: "0.8125rem", padding: "0.25rem 0.5rem", border: "1px solid var(--faded)",
    borderRadius: "0.375rem", backgroundColor: "var(--sheet)", color: "var(--ink)", margin: "0",
  },
  ".cm-button": { ...button, margin: "0" },
  ".cm-button:active": { backgroundImage: "none" },
  ".cm-panel.cm-search [name=close]": { position: "static", marginLeft: "auto", minWidth: "1.75rem", minHeight: "1.75rem", fontSize: "1.125rem", color: "var(--ink)" },
  ":focus-visible": { outline: "2px solid var(--sea)", outlineOffset: "1px" },
  ".cm-content:focus-visible": { outline: "none" },
};

const forced = {
  "@media (forced-colors: active)": {
    ".cm-lit": { outline: "2px solid Highlight" },
    ".cm-lint-marker": { forcedColorAdjust: "none", backgroundColor: "CanvasText" },
  },
};

export const look = [EditorView.theme({ ...text, ...marks, ...cards, ...panels, ...forced }), syntaxHighlighting(syntax)];
