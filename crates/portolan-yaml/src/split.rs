//! Where the documents of a text begin and end, as kubectl finds them (apimachinery's `YAMLReader`).
//!
//! A line that begins with `---` ends the document before it; when there is none yet, it becomes the first line of the
//! next. Only blanks and a comment may follow on that line. A marker inside a block scalar counts as well.

use crate::Span;
use crate::span::offset;

/// A piece of the text between separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    /// The 1-based line on which it begins, counted in `\n`.
    pub(crate) line: u32,
    /// The piece is a separator line with text on it, and this is the text.
    pub(crate) misplaced: Option<Span>,
}

/// Splits a text. The pieces come in order and hold all of it but the separators.
pub(crate) fn split(text: &str) -> Vec<Piece> {
    let mut splitter = Splitter { text, pieces: Vec::new(), start: 0, start_line: 1 };
    let bytes = text.as_bytes();
    let mut line = 1;
    splitter.line(0, line);
    newlines(bytes, |at| {
        line += 1;
        if bytes.get(at + 1) == Some(&b'-') {
            splitter.line(at + 1, line);
        }
    });
    splitter.piece(text.len());
    splitter.pieces
}

/// Splits a part of a text whose lines all have a margin of so many bytes; `line` is the one on which it begins.
pub(crate) fn split_island(text: &str, span: Span, margin: usize, line: u32) -> Vec<Piece> {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(before) = text.get(..end) else { return Vec::new() };
    let mut splitter = Splitter { text: before, pieces: Vec::new(), start, start_line: line };
    let (mut at, mut line) = (start, line);
    for written in span.slice(text).split_inclusive('\n') {
        let next = at.saturating_add(written.len());
        if written.get(margin..).is_some_and(|rest| rest.starts_with("---")) {
            splitter.separator((at, at.saturating_add(margin)), next, line);
        }
        (at, line) = (next, line.saturating_add(1));
    }
    splitter.piece(end);
    splitter.pieces
}

/// Calls `found` with the place of each `\n`, looking at eight bytes at a time.
fn newlines(bytes: &[u8], mut found: impl FnMut(usize)) {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const NEWLINES: u64 = 0x0a0a_0a0a_0a0a_0a0a;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let different = u64::from_le_bytes(*word) ^ NEWLINES;
        let mut same = !(((different & LOW) + LOW) | different | LOW);
        while same != 0 {
            found(at + (same.trailing_zeros() / 8) as usize);
            same &= same - 1;
        }
        at += 8;
    }
    rest.iter().enumerate().filter(|&(_, &byte)| byte == b'\n').for_each(|(after, _)| found(at + after));
}

struct Splitter<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    /// Where the piece that is being read begins.
    start: usize,
    start_line: u32,
}

impl Splitter<'_> {
    /// A line begins at a byte.
    fn line(&mut self, at: usize, line: u32) {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        if rest.starts_with(b"---") {
            let length = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |end| end + 1);
            self.separator((at, at), at + length, line);
        }
    }

    /// A separator on the line from `at` to `end`, its dashes behind the margin at `dashes`.
    fn separator(&mut self, (at, dashes): (usize, usize), end: usize, line: u32) {
        let after = self.text.get(dashes + 3..end).unwrap_or_default();
        let content = after.trim();
        if !content.is_empty() && !content.starts_with('#') {
            self.piece(at);
            let text_start = dashes + 3 + (after.len() - after.trim_start().len());
            let span = Span::new(offset(text_start), offset(text_start + content.len()));
            self.pieces.push(Piece { span: Span::new(offset(at), offset(end)), line, misplaced: Some(span) });
        } else if self.start == at && dashes == at {
            return;
        } else {
            self.piece(at);
        }
        (self.start, self.start_line) = (end, line + 1);
    }

    fn piece(&mut self, end: usize) {
        if end > self.start {
            let span = Span::new(offset(self.start), offset(end));
            self.pieces.push(Piece { span, line: self.start_line, misplaced: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(u32, &str)> {
        split(text).into_iter().map(|piece| (piece.line, piece.span.slice(text))).collect()
    }

    #[test]
    fn a_separator_ends_the_document_before_it() {
        assert_eq!(pieces("a\n---\nb\n--- # c\nd"), [(1, "a\n"), (3, "b\n"), (5, "d")]);
        assert_eq!(pieces("a\n ---\nb\n"), [(1, "a\n ---\nb\n")]);
        assert_eq!(pieces("a\r\n---\r\nb\r\n"), [(1, "a\r\n"), (3, "b\r\n")]);
    }

    #[test]
    fn a_second_separator_belongs_to_the_next_document() {
        assert_eq!(pieces("# c\n---\n---\nb\n---\n"), [(1, "# c\n"), (3, "---\nb\n")]);
        assert_eq!(pieces("---\na\n"), [(1, "---\na\n")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn text_on_a_separator_line_is_a_piece_of_its_own() {
        let text = "a\n--- {b: 1}\n--- \nc\n";
        assert_eq!(pieces(text), [(1, "a\n"), (2, "--- {b: 1}\n"), (3, "--- \nc\n")]);
        assert_eq!(
            split(text).get(1).and_then(|piece| piece.misplaced).map(|span| span.slice(text)),
            Some("{b: 1}")
        );
    }
}
