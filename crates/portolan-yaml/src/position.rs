//! Lines and columns of a text, found by binary search in a table that is built once.

use crate::span::offset;

/// A place for people: 1-based line and column. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// A place for editors: 1-based line and column. Columns count UTF-16 units, as LSP, SARIF and browsers do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Utf16Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 units, from 1.
    pub column: u32,
}

/// Where the lines of a text start. A line ends after `\n`, `\r\n` or a bare `\r`.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    wide: Vec<Wide>,
    length: u32,
}

/// A character of more than one byte.
#[derive(Clone, Copy, Debug)]
struct Wide {
    start: u32,
    bytes: u8,
    utf16_units: u8,
}

impl LineIndex {
    /// Reads the whole text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes).count();
        let mut starts = Vec::with_capacity(breaks + 1);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(offset(at + 1));
            }
        }
        let wide = if text.is_ascii() { Vec::new() } else { wide_characters(text) };
        Self { starts, wide, length: offset(bytes.len()) }
    }

    /// The number of lines; a text that ends in a line break has an empty last line.
    #[must_use]
    pub fn count(&self) -> u32 {
        offset(self.starts.len())
    }

    /// The 1-based line on which the byte at `offset` lies.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        self::offset(self.starts.partition_point(|&start| start <= offset))
    }

    /// The offset at which a 1-based line starts; the end of the text for a line that does not exist.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line as usize).saturating_sub(1);
        self.starts.get(index).copied().unwrap_or(self.length)
    }

    /// The position of a byte offset.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let (line, column) = self.column(offset, |_| 1);
        Position { line, column }
    }

    /// The position of a byte offset in UTF-16 units.
    #[must_use]
    pub fn utf16_position(&self, offset: u32) -> Utf16Position {
        let (line, column) = self.column(offset, |wide| wide.utf16_units);
        Utf16Position { line, column }
    }

    /// Line and column, where a wide character counts as `units` says.
    fn column(&self, offset: u32, units: impl Fn(&Wide) -> u8) -> (u32, u32) {
        let offset = offset.min(self.length);
        let line = self.line(offset);
        let start = self.line_start(line);
        let before = |limit: u32| self.wide.partition_point(|wide| wide.start < limit);
        let wide = self.wide.get(before(start)..before(offset)).unwrap_or_default();
        let extra: u32 = wide.iter().map(|wide| u32::from(wide.bytes - units(wide))).sum();
        (line, (offset - start).saturating_sub(extra) + 1)
    }
}

fn wide_characters(text: &str) -> Vec<Wide> {
    let small = |value: usize| u8::try_from(value).unwrap_or(1);
    let wide = text.char_indices().filter(|(_, c)| !c.is_ascii());
    wide.map(|(at, c)| Wide {
        start: offset(at),
        bytes: small(c.len_utf8()),
        utf16_units: small(c.len_utf16()),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "a: é🚀x\nb";
        let lines = LineIndex::new(text);
        let at = u32::try_from(text.find('x').expect("x is there")).expect("small");
        assert_eq!(lines.position(at), Position { line: 1, column: 6 });
        assert_eq!(lines.utf16_position(at), Utf16Position { line: 1, column: 7 });
        assert_eq!(lines.position(at + 2), Position { line: 2, column: 1 });
    }

    #[test]
    fn every_kind_of_line_break_counts_once() {
        let lines = LineIndex::new("a\r\nb\rc\nd");
        assert_eq!(lines.count(), 4);
        assert_eq!([1, 2, 3, 4, 5].map(|line| lines.line_start(line)), [0, 3, 5, 7, 8]);
    }
}
