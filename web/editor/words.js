// The editor's own words: CodeMirror's phrases in Japanese, and ours in both languages.

import { EditorState } from "@codemirror/state";

const OURS = {
  en: { guess: " (a guess at what was meant)" },
  ja: { guess: "（意図の推測を含みます）" },
};

const JAPANESE = {
  "No fix here": "ここに適用できる修正はありません",
  Fixes: "修正",
  // View
  "Control character": "制御文字",
  "Selection deleted": "選択した部分を削除しました",
  // Fold
  "Folded lines": "折りたたんだ行：",
  "Unfolded lines": "開いた行：",
  to: "〜",
  "folded code": "折りたたんだ部分",
  unfold: "開く",
  "Fold line": "行を折りたたむ",
  "Unfold line": "行を開く",
  // Search
  "Go to line": "行へ移動",
  go: "移動",
  Find: "検索",
  Replace: "置換",
  next: "次へ",
  previous: "前へ",
  all: "すべて",
  "match case": "大文字と小文字を区別",
  "by word": "単語単位",
  regexp: "正規表現",
  replace: "置換",
  "replace all": "すべて置換",
  close: "閉じる",
  "current match": "現在の一致",
  "replaced $ matches": "$件を置換しました",
  "replaced match on line $": "$行目の一致を置換しました",
  "on line": "行",
  // Completion and findings
  Completions: "補完の候補",
  Diagnostics: "指摘",
  "No diagnostics": "指摘はありません",
};

/** @param {"en" | "ja"} lang */
export function phrases(lang) {
  return EditorState.phrases.of(lang === "ja" ? JAPANESE : {});
}

/** @param {"en" | "ja"} lang @param {"guess"} name */
export function word(lang, name) {
  return OURS[lang][name];
}
