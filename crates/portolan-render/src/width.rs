//! How many columns a text takes on a terminal: two for full-width letters, none for combining ones.

use unicode_width::UnicodeWidthStr as _;

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// So many spaces.
pub(crate) fn pad(out: &mut String, columns: usize) {
    out.extend(std::iter::repeat_n(' ', columns));
}
