//! Sentences as an id with typed arguments; the words are made at the edge, in the reader's language.

use std::fmt::Write as _;

/// A language that Portolan speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

/// A sentence in every language, with places for arguments: `{name}`, or `{n|Pod|Pods}` to choose by number.
///
/// Made by [`template!`](crate::template), which refuses to compile when the languages differ in their arguments.
#[derive(Debug)]
pub struct Template {
    /// Stable id: the rule's name, and what is said of it.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
    /// Japanese.
    pub ja: &'static str,
}

/// An argument of a sentence.
#[derive(Clone, Debug)]
pub enum Arg {
    /// Words that stand as they are.
    Text(String),
    /// The user's own text: shown in backquotes.
    Code(String),
    /// Several of them, shown with commas between.
    Codes(Vec<String>),
    /// A number.
    Number(i64),
    /// A sentence, or a part of one, in the words of the language.
    Said(Box<Message>),
    /// Words that were made elsewhere, in every language.
    Both {
        /// English.
        en: String,
        /// Japanese.
        ja: String,
    },
}

/// A sentence with its arguments.
#[derive(Clone, Debug)]
pub struct Message {
    /// The sentence.
    pub template: &'static Template,
    /// The arguments by name.
    pub args: Vec<(&'static str, Arg)>,
}

/// Declares a [`Template`]: `template!(NAME, "id", en: "…", ja: "…");`.
#[macro_export]
macro_rules! template {
    ($(#[$doc:meta])* $vis:vis $name:ident, $id:literal, en: $en:literal, ja: $ja:literal $(,)?) => {
        $(#[$doc])*
        $vis static $name: $crate::diagnostic::Template =
            $crate::diagnostic::Template { id: $id, en: $en, ja: $ja };
        const _: () = assert!(
            $crate::diagnostic::Template::same_arguments($en, $ja),
            "the English and the Japanese sentence take different arguments"
        );
    };
}

impl Template {
    /// A message without arguments.
    #[must_use]
    pub fn message(&'static self) -> Message {
        self.with([])
    }

    /// A message with these arguments.
    #[must_use]
    pub fn with<const N: usize>(&'static self, args: [(&'static str, Arg); N]) -> Message {
        Message { template: self, args: args.into() }
    }

    /// Whether each argument of either sentence is in the other one too.
    #[must_use]
    pub const fn same_arguments(one: &str, other: &str) -> bool {
        has_all(one.as_bytes(), other.as_bytes()) && has_all(other.as_bytes(), one.as_bytes())
    }
}

impl Message {
    /// The sentence in a language.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        let template = match lang {
            Lang::En => self.template.en,
            Lang::Ja => self.template.ja,
        };
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((place, after)) = after.split_once('}') else { break };
            self.fill(place, lang, &mut out);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn fill(&self, place: &str, lang: Lang, out: &mut String) {
        let mut parts = place.split('|');
        let name = parts.next().unwrap_or_default();
        let Some((_, arg)) = self.args.iter().find(|(known, _)| *known == name) else { return };
        match (arg, parts.next()) {
            (Arg::Number(1), Some(one)) => out.push_str(one),
            (_, Some(_)) => out.push_str(parts.next().unwrap_or_default()),
            (Arg::Text(text), None) => out.push_str(text),
            (Arg::Code(code), None) => push_code(code, out),
            (Arg::Said(message), None) => out.push_str(&message.render(lang)),
            (Arg::Both { en, ja }, None) => out.push_str(if lang == Lang::Ja { ja } else { en }),
            (Arg::Number(number), None) => {
                let _ = write!(out, "{number}");
            }
            (Arg::Codes(codes), None) => {
                let comma = if lang == Lang::Ja { "、" } else { ", " };
                for (index, code) in codes.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { comma });
                    push_code(code, out);
                }
            }
        }
    }
}

impl Arg {
    /// Words that stand as they are.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The user's own text.
    pub fn code(code: impl Into<String>) -> Self {
        Self::Code(code.into())
    }

    /// A sentence within a sentence.
    #[must_use]
    pub fn said(message: Message) -> Self {
        Self::Said(Box::new(message))
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

fn push_code(code: &str, out: &mut String) {
    out.push('`');
    out.push_str(code);
    out.push('`');
}

/// Whether every `{name` of `one` stands in `other`.
const fn has_all(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() {
        if one[at] == b'{' && !contains(other, name_end(one, at), one, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// The end of the argument's name that begins behind the brace at `start`.
const fn name_end(text: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < text.len() && text[end] != b'}' && text[end] != b'|' {
        end += 1;
    }
    end
}

/// Whether `hay` has `one[start..end]` followed by the end of a name.
const fn contains(hay: &[u8], end: usize, one: &[u8], start: usize) -> bool {
    let length = end - start;
    let mut at = 0;
    while at + length < hay.len() {
        let mut same = 0;
        while same < length && hay[at + same] == one[start + same] {
            same += 1;
        }
        if same == length && (hay[at + length] == b'}' || hay[at + length] == b'|') {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    template!(FOUND, "test.found", en: "{name} has {n} {n|Pod|Pods}", ja: "{name}のPodは{n}個です");

    #[test]
    fn arguments_are_filled_in_both_languages() {
        let message = FOUND.with([("name", Arg::code("web")), ("n", Arg::count(2))]);
        assert_eq!(message.render(Lang::En), "`web` has 2 Pods");
        assert_eq!(message.render(Lang::Ja), "`web`のPodは2個です");
        let one = FOUND.with([("name", Arg::code("web")), ("n", Arg::count(1))]);
        assert_eq!(one.render(Lang::En), "`web` has 1 Pod");
        let several = Arg::Codes(vec!["a".to_owned(), "b".to_owned()]);
        let several = FOUND.with([("name", several), ("n", Arg::count(2))]);
        assert_eq!(several.render(Lang::En), "`a`, `b` has 2 Pods");
        assert_eq!(several.render(Lang::Ja), "`a`、`b`のPodは2個です");
    }

    #[test]
    fn a_sentence_within_a_sentence_speaks_the_same_language() {
        template!(BECAUSE, "test.because", en: "it fails: {reason}", ja: "失敗します: {reason}");
        let reason = FOUND.with([("name", Arg::code("web")), ("n", Arg::count(2))]);
        let message = BECAUSE.with([("reason", Arg::said(reason))]);
        assert_eq!(message.render(Lang::En), "it fails: `web` has 2 Pods");
        assert_eq!(message.render(Lang::Ja), "失敗します: `web`のPodは2個です");
    }

    #[test]
    fn differing_arguments_are_noticed() {
        assert!(Template::same_arguments("{a} and {b|x|y}", "{b}と{a}"));
        assert!(!Template::same_arguments("{a}", "{ab}"));
        assert!(!Template::same_arguments("{a}", "none"));
    }
}
