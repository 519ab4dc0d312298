//! YAML inside of a larger text, such as the fences of a Markdown page: read where it stands, so that every span is one of
//! the whole text.
//!
//! The islands are read from a *veiled* text: as long as the whole one, with the same lines, and with blanks for all that
//! is not YAML (the prose, the `> ` of a quotation). [`File::unveil`] then shows the whole text in its place.

use std::sync::OnceLock;

use crate::parse::read;
use crate::span::offset;
use crate::split::split_island;
use crate::{Edit, File, Span};

/// A piece of a text that is a stream of YAML documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Island {
    /// Its lines, whole.
    pub span: Span,
    /// The 1-based line on which it begins.
    pub line: u32,
    /// So many bytes of each of its lines are blank before the YAML begins.
    pub margin: u32,
}

/// Reads the islands of a veiled text. They stand in the order of the text and do not overlap.
#[must_use]
pub fn parse_islands(name: String, text: String, islands: &[Island]) -> File {
    let pieces = islands
        .iter()
        .flat_map(|island| split_island(&text, island.span, island.margin as usize, island.line));
    let (documents, tree, comments) = read(&text, &[], true, pieces.collect());
    let (issues, lines) = (Vec::new(), OnceLock::new());
    File { name, text, exact: true, documents, tree, comments, issues, lines, veiled: None }
}

impl File {
    /// Shows a text in the place of the veiled one. Only one of the same length has the same places; another one is
    /// passed over.
    pub fn unveil(&mut self, whole: String) {
        if whole.len() == self.text.len() && self.veiled.is_none() {
            self.veiled = Some(std::mem::replace(&mut self.text, whole));
            self.lines = OnceLock::new();
        }
    }

    /// The text from which the documents were read: [`File::text`], but for what is veiled.
    #[must_use]
    pub fn read_text(&self) -> &str {
        self.veiled.as_deref().unwrap_or(&self.text)
    }

    /// Whether a range lies in what is veiled: no document stands there.
    #[must_use]
    pub fn is_veiled(&self, span: Span) -> bool {
        let apart = |one: &crate::Document| one.span.end <= span.start || span.end <= one.span.start;
        self.veiled.is_some() && self.documents.iter().all(apart)
    }

    /// The same file with some of its documents; the ids of nodes stay.
    #[must_use]
    pub fn with_documents(&self, keep: &[usize]) -> Self {
        let documents = keep.iter().filter_map(|&index| self.documents.get(index)).cloned().collect();
        Self { documents, ..self.clone() }
    }

    /// An edit of the text that was read as one of the text that is shown: new lines get the margin of theirs. Nothing
    /// where the edit would touch a margin.
    #[must_use]
    pub fn edit_of_shown(&self, edit: &Edit) -> Option<Edit> {
        let (start, margin) = self.margin(edit.span.start);
        if margin.is_empty() || self.is_veiled(edit.span) {
            return Some(edit.clone());
        }
        let width = offset(margin.len());
        let inside = edit.span.start < start.saturating_add(width);
        let whole_lines = edit.span.start == start && self.is_line_start(edit.span.end);
        if inside && !whole_lines {
            return self.behind_margin(edit, start.saturating_add(width));
        }
        let blanks = " ".repeat(margin.len());
        let put = |line: &str| match line.strip_prefix(blanks.as_str()) {
            Some(rest) => format!("{margin}{rest}"),
            None if line.trim().is_empty() => {
                format!("{}{}", margin.trim_end(), line.trim_start_matches(' '))
            }
            None => line.to_owned(),
        };
        Some(on_lines(edit, inside, put))
    }

    /// An edit of the text that is shown as one of the text that was read.
    #[must_use]
    pub fn edit_of_read(&self, edit: &Edit) -> Edit {
        let (start, margin) = self.margin(edit.span.start);
        let inside = edit.span.start < start.saturating_add(offset(margin.len()));
        on_lines(edit, inside, |line| {
            let rest = line.strip_prefix(margin).or_else(|| line.strip_prefix(margin.trim_end()));
            rest.map_or_else(|| line.to_owned(), |rest| " ".repeat(line.len() - rest.len()) + rest)
        })
    }

    /// A deletion of blanks at the beginning of a line, as one of the blanks behind its margin.
    fn behind_margin(&self, edit: &Edit, margin_end: u32) -> Option<Edit> {
        let by = margin_end.saturating_sub(edit.span.start);
        let end = edit.span.end.saturating_add(by);
        let gone = Span::new(edit.span.start, end).slice(self.read_text());
        let is_blank = !gone.is_empty() && gone.bytes().all(|byte| byte == b' ');
        (edit.text.is_empty() && is_blank)
            .then(|| Edit { span: Span::new(margin_end, end), text: String::new() })
    }

    fn is_line_start(&self, at: u32) -> bool {
        self.lines().line_start(self.lines().line(at)) == at
    }

    /// Where the line around a byte begins, and what is veiled there.
    fn margin(&self, at: u32) -> (u32, &str) {
        let start = self.lines().line_start(self.lines().line(at));
        let shown = rest_of_line(&self.text, start);
        let read = rest_of_line(self.read_text(), start);
        let last = shown.bytes().zip(read.bytes()).rposition(|(shown, read)| shown != read);
        (start, shown.get(..last.map_or(0, |last| last + 1)).unwrap_or_default())
    }
}

/// An edit with the lines it writes changed: those after its first one, and that one too where it begins a line.
fn on_lines(edit: &Edit, first_too: bool, change: impl Fn(&str) -> String) -> Edit {
    let lines = edit.text.split_inclusive('\n').enumerate();
    let text = lines.map(|(at, line)| if at == 0 && !first_too { line.to_owned() } else { change(line) });
    Edit { span: edit.span, text: text.collect() }
}

fn rest_of_line(text: &str, start: u32) -> &str {
    text.get(start as usize..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: &str = "Text:\n\n> ```yaml\n> a: 1\n> ---\n> b: # c\n>   d: x\n> ```\n";

    fn page() -> File {
        let veiled = SHOWN.replace("Text:", "     ").replace(['>', '`'], " ").replace("yaml", "    ");
        let start = u32::try_from(SHOWN.find("> a").expect("the first line")).expect("small");
        let end = u32::try_from(SHOWN.rfind("> ```").expect("the end")).expect("small");
        let island = Island { span: Span::new(start, end), line: 4, margin: 2 };
        let mut file = parse_islands("page.md".to_owned(), veiled, &[island]);
        file.unveil(SHOWN.to_owned());
        file
    }

    #[test]
    fn values_stand_where_they_stand_in_the_whole_text() {
        let file = page();
        let documents: Vec<u32> = file.documents().iter().map(|one| one.line).collect();
        assert_eq!(documents, [4, 6]);
        let value = file.root(1).and_then(|root| root.at("b.d")).expect("the value");
        assert_eq!(value.text(), "x");
        assert_eq!(file.lines().line(value.span().start), 7);
        assert_eq!(file.comments(1).next().map(|comment| comment.line), Some(6));
        assert_eq!(file.with_documents(&[1]).node(value.id()).map(|node| node.text()), Some("x"));
    }

    #[test]
    fn new_lines_get_the_margin_and_lose_it_again() {
        let file = page();
        let at = u32::try_from(SHOWN.find("x\n").expect("the value")).expect("small");
        let edit = Edit { span: Span::new(at, at + 1), text: "y\n    e: z\n\n    f: 1".to_owned() };
        let shown = file.edit_of_shown(&edit).expect("an edit");
        assert_eq!(shown.text, "y\n>   e: z\n>\n>   f: 1");
        assert_eq!(file.edit_of_read(&shown).text, "y\n    e: z\n \n    f: 1");
    }

    #[test]
    fn margins_are_never_touched() {
        let file = page();
        let line = u32::try_from(SHOWN.find(">   d").expect("the line")).expect("small");
        let deleted = |start, end| {
            let edit = Edit { span: Span::new(start, end), text: String::new() };
            file.edit_of_shown(&edit).map(|edit| edit.span)
        };
        assert_eq!(deleted(line, line + 2), Some(Span::new(line + 1, line + 3)));
        assert_eq!(deleted(line, line + 9), Some(Span::new(line, line + 9)));
        assert_eq!(deleted(line, line + 5), None);
        let written = Edit { span: Span::at(line), text: "    e: f\n".to_owned() };
        assert_eq!(file.edit_of_shown(&written).map(|edit| edit.text), Some(">   e: f\n".to_owned()));
    }

    #[test]
    fn a_text_of_another_length_is_not_shown() {
        let mut file = parse_islands(String::new(), "a: 1\n".to_owned(), &[]);
        file.unveil("longer than before".to_owned());
        assert_eq!(file.text(), "a: 1\n");
    }
}
