//! What the author of a page says of a fence: in its info string, or in a comment on the line above it.
//!
//! `expect=RULE[,RULE]` asserts findings, `ignore[RULE] reason` silences them, `group=NAME` tells systems of one page
//! apart, `fragment` is read but belongs to no system, and `ignore` is not read at all. A comment is one of HTML, of MDX
//! or a link that leads nowhere: `<!-- portolan: … -->`, `{/* portolan: … */}`, `[//]: # (portolan: …)`.

use super::fences::span;
use portolan_core::Span;

/// What is said of a fence.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The rules that must find something.
    pub(super) expected: Vec<Word>,
    /// The rules that are silent.
    pub(super) ignored: Vec<Ignored>,
    /// What a comment says that means nothing.
    pub(super) unknown: Vec<Word>,
    /// The system to which the fence belongs.
    pub(super) group: Option<String>,
    /// Whether it is called a part of something.
    pub(super) fragment: bool,
    /// Whether it is not to be read.
    pub(super) skipped: bool,
}

/// A word with its place.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A rule that is silent in a fence.
#[derive(Clone, Debug)]
pub(super) struct Ignored {
    /// The name of the rule.
    pub(super) rule: Word,
    /// The whole comment.
    pub(super) within: Span,
}

/// The ways to write a comment: before, and behind.
const COMMENTS: [(&str, &str); 3] = [("<!--", "-->"), ("{/*", "*/}"), ("[//]: # (", ")")];

/// Reads the info string at a byte of the page, and the comments above the line on which the fence begins.
pub(super) fn read(page: &str, info: &str, info_start: usize, fence: usize) -> Marks {
    let mut marks = Marks::default();
    let behind = info.find([' ', '\t', '{', ':', ',', ';']).unwrap_or(info.len());
    let rest = info.get(behind..).unwrap_or_default();
    for word in words(rest, info_start.saturating_add(behind)) {
        marks.take(&word);
    }
    for comment in comments_above(page, fence) {
        marks.comment(&comment);
    }
    marks
}

/// Reads the comments above the line that begins at a byte of the page.
pub(super) fn above(page: &str, line: usize) -> Marks {
    read(page, "", line, line)
}

impl Marks {
    /// Takes what a word says; whether it says something.
    fn take(&mut self, word: &Word) -> bool {
        let bare = word.text.trim_matches([',', ';', '{', '}']);
        match bare.split_once('=') {
            Some(("expect", rules)) => self.expected.extend(items(rules, word)),
            Some(("group", name)) => self.group = Some(name.trim_matches(['"', '\'']).to_owned()),
            None if bare == "fragment" => self.fragment = true,
            None if bare == "ignore" => self.skipped = true,
            _ => return false,
        }
        true
    }

    fn comment(&mut self, comment: &Comment<'_>) {
        let Comment { text, start, within } = *comment;
        if let Some((rules, _)) = text.strip_prefix("ignore[").and_then(|rest| rest.split_once(']')) {
            let at = start.saturating_add("ignore[".len());
            let list = span(at..at.saturating_add(rules.len())).unwrap_or_default();
            let list = Word { text: rules.to_owned(), span: list };
            self.ignored.extend(items(rules, &list).map(|rule| Ignored { rule, within }));
            return;
        }
        for word in words(text, start) {
            if !self.take(&word) {
                self.unknown.push(word);
            }
        }
    }
}

/// The names of a list, each with its place. The list is a part of a word.
fn items<'w>(list: &'w str, word: &'w Word) -> impl Iterator<Item = Word> {
    let lead = word.text.find(list).unwrap_or_default();
    let mut at = word.span.start as usize + lead;
    list.split(',').filter_map(move |item| {
        let text = item.trim_matches([' ', '"', '\'']);
        let start = at + item.find(text).unwrap_or_default();
        at += item.len() + 1;
        let span = span(start..start + text.len())?;
        (!text.is_empty()).then(|| Word { text: text.to_owned(), span })
    })
}

/// The words of a text that begins at a byte of the page. Blanks in quotes and between braces do not part words.
fn words(text: &str, start: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let (mut from, mut quote) = (None, None);
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let parts = quote.is_none() && (letter.is_whitespace() || matches!(letter, '{' | '}'));
        if parts || at == text.len() {
            let range = from.take().unwrap_or(at)..at;
            let word = text.get(range.clone()).filter(|word| !word.is_empty());
            let place = span(start.saturating_add(range.start)..start.saturating_add(range.end));
            found.extend(word.zip(place).map(|(word, span)| Word { text: word.to_owned(), span }));
            continue;
        }
        from.get_or_insert(at);
        quote = match (quote, letter) {
            (None, '"' | '\'') => Some(letter),
            (Some(open), close) if open == close => None,
            (same, _) => same,
        };
    }
    found
}

/// A comment that speaks to us.
struct Comment<'p> {
    /// What it says.
    text: &'p str,
    /// Where that begins in the page.
    start: usize,
    /// The comment with its brackets.
    within: Span,
}

/// The comments that stand right above a line and speak to us. Blank lines may stand between.
fn comments_above(page: &str, line: usize) -> Vec<Comment<'_>> {
    let mut found = Vec::new();
    let mut end = page.get(..line).and_then(|before| before.rfind('\n'));
    while let Some(at) = end {
        let before = page.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let text = before.get(start..).unwrap_or_default().trim_start_matches([' ', '\t', '>']).trim_end();
        let comment = COMMENTS.iter().find_map(|(open, close)| comment(page, text, open, close));
        if comment.is_none() && !text.is_empty() {
            break;
        }
        found.extend(comment.flatten());
        end = start.checked_sub(1);
    }
    found
}

/// A text as a comment with these brackets, if it is one; what it says, if it speaks to us.
fn comment<'p>(page: &'p str, text: &'p str, open: &str, close: &str) -> Option<Option<Comment<'p>>> {
    let inner = text.strip_prefix(open)?;
    let inner = inner.get(..inner.find(close)?)?;
    let start = |text: &str| (text.as_ptr() as usize).checked_sub(page.as_ptr() as usize);
    Some(inner.trim().strip_prefix("portolan:").map(str::trim).and_then(|said| {
        let first = start(text)?;
        let within = span(first..first.checked_add(open.len() + inner.len() + close.len())?)?;
        Some(Comment { text: said, start: start(said)?, within })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_info(info: &str) -> Marks {
        read(info, info, 0, 0)
    }

    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn info_strings_of_many_renderers_are_read() {
        for info in [
            "yaml expect=a-b,c",
            "yaml {linenos=table expect=a-b,c}",
            "yaml title=\"my expect=d file.yml\" expect=\"a-b,c\"",
            "yaml,expect=a-b,c",
            "yaml:service.yml expect=a-b,c",
        ] {
            let marks = of_info(info);
            assert_eq!(texts(&marks.expected), ["a-b", "c"], "{info}");
            let spans: Vec<&str> = marks.expected.iter().map(|word| word.span.slice(info)).collect();
            assert_eq!(spans, ["a-b", "c"], "{info}");
        }
        assert!(of_info("yaml fragment group=one").fragment);
        assert!(!of_info("yaml title=\"a fragment\"").fragment);
        assert_eq!(of_info("yaml {group='one'}").group.as_deref(), Some("one"));
    }

    #[test]
    fn comments_above_a_fence_are_read() {
        let page = "Text.\n\n> <!-- portolan: ignore[x, y] for the story -->\n> {/* portolan: expect=z */}\n>\n> ```yaml\n";
        let fence = page.find("```").expect("the fence");
        let marks = read(page, "yaml", fence + 3, fence);
        assert_eq!(texts(&marks.expected), ["z"]);
        let ignored: Vec<&str> = marks.ignored.iter().map(|one| one.rule.span.slice(page)).collect();
        assert_eq!(ignored, ["x", "y"]);
        assert!(marks.unknown.is_empty());
        let page = "<!-- portolan: expcet=z -->\n```yaml\n";
        assert_eq!(texts(&read(page, "yaml", 31, 28).unknown), ["expcet=z"]);
    }

    #[test]
    fn a_comment_further_up_is_about_something_else() {
        let page = "<!-- portolan: fragment -->\nText.\n```yaml\n";
        assert!(!read(page, "yaml", 37, 34).fragment);
    }
}
