//! Comments and where they stand.

use crate::{File, Span};

/// A comment, from its `#` to the end of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment<'f> {
    /// Where it stands, with the `#`.
    pub span: Span,
    /// What follows the `#`, without the blanks around.
    pub text: &'f str,
    /// The 1-based line.
    pub line: u32,
    /// Whether nothing else stands on the line.
    pub own_line: bool,
}

impl<'f> Comment<'f> {
    pub(crate) fn new(file: &'f File, span: Span) -> Self {
        let source = span.slice(file.text());
        let line = file.lines().line(span.start);
        let before = Span::new(file.lines().line_start(line), span.start).slice(file.text());
        let text = source.trim_start_matches('#').trim();
        Self { span, text, line, own_line: before.chars().all(char::is_whitespace) }
    }
}
