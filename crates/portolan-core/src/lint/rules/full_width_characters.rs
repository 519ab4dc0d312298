//! `full-width-characters`.

use crate::diagnostic::{Arg, FileEdit, Place};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;
use portolan_yaml::collections::BTreeSet;
use portolan_yaml::{Edit, Span};

rule! {
    /// ## What it finds
    /// Full-width spaces (`　`) before or behind the signs of YAML, full-width colons (`：`) behind a key, hyphens
    /// (`－`) before an item, and numbers in full-width digits, in a manifest that the API server does not accept.
    ///
    /// Comments, block texts and values in Japanese are left alone.
    ///
    /// ## Why it matters
    /// Such characters come with text that is copied from web pages, books and slides, or from an input method that
    /// was left on. To YAML they are letters like any others: `port：80` is one word, and not a key with a value.
    /// The error that follows speaks of another line, or of a field that is missing.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort：8080
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    /// spec:
    ///   containers:
    ///   - name: echo
    ///     image: registry.example/echo:1
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Write the ASCII characters. `--fix` does so; where a line is indented by full-width spaces `--unsafe-fixes`
    /// writes two blanks for each.
    pub(super) struct FullWidthCharacters {
        name: "full-width-characters",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "concepts/overview/working-with-objects/",
        en: "full-width characters where YAML has signs of its own",
        /// ## 何を見つけるか
        /// APIサーバーに受け付けられないマニフェストのうち、YAMLの記号の前後にある全角の空白（`　`）、キーの後ろの全角
        /// コロン（`：`）、要素の前の全角ハイフン（`－`）、全角の数字を見つけます。
        ///
        /// コメント、ブロック形式のテキスト、日本語の値は対象外です。
        ///
        /// ## なぜ問題か
        /// このような文字は、ウェブページや本、スライドから写したときや、日本語入力がオンのままのときに紛れ込みます。
        /// YAMLにとってはほかの文字と同じなので、`port：80`はキーと値ではなく一つの単語になります。そのため、別の行を指
        /// すエラーや、フィールドがないというエラーになります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 半角で書きます。`--fix`が直します。行頭の字下げが全角の空白の場合は、`--unsafe-fixes`が一つを二つの半角空白
        /// にします。
        ja: "YAMLの記号の位置にある全角文字",
    }
}

template!(FULL_WIDTH, "full-width-characters.full-width",
    en: "{found} is a full-width character: YAML reads it as a letter, and not as {right}",
    ja: "{found}は全角文字です。YAMLは{right}ではなく、ただの文字として読みます");
template!(ALSO, "full-width-characters.also", en: "here too", ja: "ここにもあります");
template!(FIX, "full-width-characters.fix",
    en: "Write {n} {n|character|characters} in ASCII",
    ja: "{n}文字を半角にする");

/// How many are looked at in one document.
const MOST: usize = 200;

/// The full-width blank.
const BLANK: char = '\u{3000}';

/// A full-width character where a sign of YAML should be.
#[derive(Debug, PartialEq, Eq)]
struct Wide {
    /// Its place in the text.
    at: usize,
    /// The character.
    found: char,
    /// What should be there.
    right: &'static str,
    /// Whether it is part of the indentation.
    indents: bool,
}

impl Rule for FullWidthCharacters {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen = BTreeSet::new();
        for manifest in &context.analysis.manifests {
            let refused = manifest.answer.as_ref().is_some_and(|answer| !answer.accepted);
            let Some(file) = context.analysis.files.get(manifest.file.0 as usize) else { continue };
            let document = file.documents().get(manifest.document);
            if let Some(document) =
                document.filter(|_| refused && seen.insert((manifest.file, manifest.document)))
            {
                let start = document.span.start as usize;
                let text = document.span.slice(file.text());
                if text.contains(|c| c == BLANK || ('\u{ff01}'..='\u{ff5e}').contains(&c)) {
                    sink.found_if(found(context, manifest, start, &wide(text)));
                }
            }
        }
    }
}

/// The full-width characters of a document that stand where signs of YAML should be.
fn wide(text: &str) -> Vec<Wide> {
    let mut found = Vec::new();
    let mut block = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_start_matches([' ', BLANK]);
        let indent = line.len() - content.len();
        let inside = block.is_some_and(|block| indent > block) || content.trim().is_empty();
        if inside || content.starts_with('#') || found.len() > MOST {
            continue;
        }
        block = is_block(line).then_some(indent);
        in_line(line, start, &mut found);
    }
    found
}

/// Whether a text of several lines begins behind a line: `key: |`, `key: >-`.
fn is_block(line: &str) -> bool {
    let last = line.split_ascii_whitespace().next_back().unwrap_or_default();
    last.starts_with(['|', '>']) && last.len() <= 3
}

fn in_line(line: &str, start: usize, found: &mut Vec<Wide>) {
    let mut indents = true;
    let mut letters = line.char_indices().peekable();
    // What stands before the first word: blanks and dashes.
    while let Some((at, letter)) = letters.next_if(|(_, one)| matches!(one, ' ' | '-' | '－' | &BLANK)) {
        let dash = letter == '－' && letters.peek().is_some_and(|(_, next)| matches!(next, ' ' | &BLANK));
        if letter == BLANK {
            let right = if indents { "  " } else { " " };
            found.push(Wide { at: start + at, found: letter, right, indents });
        } else if dash {
            found.push(Wide { at: start + at, found: letter, right: "-", indents: false });
        }
        indents &= letter == ' ' || letter == BLANK;
    }
    let key = |one: &(usize, char)| {
        one.1.is_ascii_alphanumeric() || matches!(one.1, '_' | '.' | '/' | '-' | '"' | '\'')
    };
    let mut named = false;
    while letters.next_if(key).is_some() {
        named = true;
    }
    let Some((at, colon)) = letters.next().filter(|_| named) else { return };
    let rest = line.get(at + colon.len_utf8()..).unwrap_or_default();
    match colon {
        '：' => {
            let right = if rest.starts_with([' ', '\r', '\n', BLANK]) { ":" } else { ": " };
            found.push(Wide { at: start + at, found: colon, right, indents: false });
        }
        ':' => {}
        _ => return,
    }
    in_value(rest, start + at + colon.len_utf8(), found);
}

/// Full-width blanks before a value, and a number in full-width digits.
fn in_value(rest: &str, start: usize, found: &mut Vec<Wide>) {
    let value = rest.trim_start_matches([' ', BLANK]);
    let (blanks, digits) = rest.split_at(rest.len() - value.len());
    for (at, blank) in blanks.char_indices().filter(|(_, one)| *one == BLANK) {
        found.push(Wide { at: start + at, found: blank, right: " ", indents: false });
    }
    let number = digits.trim_end();
    let is_digit = |one: char| ('０'..='９').contains(&one);
    if number.chars().all(|one| is_digit(one) || one.is_ascii_digit()) {
        for (at, digit) in number.char_indices().filter(|(_, one)| is_digit(*one)) {
            let right = DIGITS.get(digit as usize - '０' as usize).copied().unwrap_or_default();
            found.push(Wide { at: start + blanks.len() + at, found: digit, right, indents: false });
        }
    }
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn found(
    context: &Context<'_>,
    manifest: &crate::admission::Manifest,
    start: usize,
    wide: &[Wide],
) -> Option<Finding> {
    let first = wide.first()?;
    let span = |one: &Wide| {
        let begin = u32::try_from(start.checked_add(one.at)?).ok()?;
        let end = begin.checked_add(u32::try_from(one.found.len_utf8()).ok()?)?;
        Some(Span { start: begin, end })
    };
    let place = |one: &Wide| Some(Place { file: manifest.file, span: span(one)? });
    let args = [("found", Arg::code(first.found.to_string())), ("right", Arg::code(first.right))];
    let message = FULL_WIDTH.with(args);
    let mut finding =
        context.finding(FullWidthCharacters::META, Spot::value(manifest.id, ""), message).at(place(first)?);
    for other in wide.iter().skip(1).take(3) {
        finding = finding.see(place(other)?, ALSO.message());
    }
    let edit = |one: &Wide| {
        let edit = Edit { span: span(one)?, text: one.right.to_owned() };
        Some(FileEdit { file: manifest.file, edit })
    };
    let edits = wide.iter().map(edit).collect();
    let title = FIX.with([("n", Arg::count(wide.len()))]);
    let guess = wide.iter().any(|one| one.indents);
    Some(if guess { finding.guess(title, edits) } else { finding.fix(title, edits) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        let mut mended = text.to_owned();
        for one in wide(text).iter().rev() {
            mended.replace_range(one.at..one.at + one.found.len_utf8(), one.right);
        }
        mended
    }

    #[test]
    fn signs_of_yaml_are_mended() {
        let text = "spec：\n　ports:\n  － port：８０\n  -　name:　web\n";
        assert_eq!(mended(text), "spec:\n  ports:\n  - port: 80\n  - name: web\n");
    }

    #[test]
    fn texts_are_left_alone() {
        for text in ["a: 日本語：全角　です\n", "# 注：　\n", "a: |\n  port：80\nb: 1\n", "a: \"：\"\n"]
        {
            assert_eq!(wide(text), [], "{text}");
        }
    }
}
