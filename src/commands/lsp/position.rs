//! Places: bytes here, lines and columns from 0 in the units that both sides agreed on there.

use lsp_types::{Position, PositionEncodingKind, Range};
use portolan_core::File;
use portolan_core::diagnostic::Place;
use portolan_yaml::LineIndex;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units: what the protocol means where nobody says otherwise.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The cheapest one that a client offers.
    pub(super) fn choose(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
        if offers(PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its name in the protocol.
    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// The position of a byte.
    pub(super) fn position(self, lines: &LineIndex, offset: u32) -> Position {
        let (line, column) = match self {
            Self::Utf8 => {
                let line = lines.line(offset);
                (line, offset.saturating_sub(lines.line_start(line)).saturating_add(1))
            }
            Self::Utf16 => {
                let at = lines.utf16_position(offset);
                (at.line, at.column)
            }
            Self::Utf32 => {
                let at = lines.position(offset);
                (at.line, at.column)
            }
        };
        Position { line: line.saturating_sub(1), character: column.saturating_sub(1) }
    }

    /// The byte at a position. A column behind the end of its line is the end of the line, a line behind the end of the
    /// text is the end of the text, and a column within a character is the character's start.
    pub(super) fn offset(self, text: &str, lines: &LineIndex, at: Position) -> usize {
        let line = at.line.saturating_add(1);
        if line > lines.count() {
            return text.len();
        }
        let start = lines.line_start(line) as usize;
        let rest = text.get(start..).unwrap_or_default();
        let rest = rest.split(['\n', '\r']).next().unwrap_or_default();
        let mut left = at.character as usize;
        for (index, letter) in rest.char_indices() {
            let units = match self {
                Self::Utf8 => letter.len_utf8(),
                Self::Utf16 => letter.len_utf16(),
                Self::Utf32 => 1,
            };
            if left < units {
                return start.saturating_add(index);
            }
            left = left.saturating_sub(units);
        }
        start.saturating_add(rest.len())
    }

    /// The range of some bytes of a file.
    pub(super) fn range(self, file: &File, start: u32, end: u32) -> Range {
        let lines = file.lines();
        Range { start: self.position(lines, start), end: self.position(lines, end.max(start)) }
    }

    /// The range of a place, cut to its first line where it goes over several: whole objects under a wavy line tell nothing.
    pub(super) fn mark(self, file: &File, place: Place) -> Range {
        let (start, end) = (place.span.start as usize, place.span.end as usize);
        let line = file.text().get(start..end).unwrap_or_default().split(['\n', '\r']).next();
        let length = line.map_or(0, |line| line.trim_end().len());
        let end = place.span.start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
        self.range(file, place.span.start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_bytes_are_each_others_inverse() {
        let text = "名前: 🚀x\r\nb: é\n\nlast";
        let lines = LineIndex::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (offset, letter) in text.char_indices().filter(|(_, letter)| !matches!(letter, '\r' | '\n')) {
                let at = encoding.position(&lines, u32::try_from(offset).unwrap_or(0));
                assert_eq!(encoding.offset(text, &lines, at), offset, "{encoding:?} {letter}");
            }
        }
        let rocket = u32::try_from(text.find('x').expect("x")).expect("small");
        let columns = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]
            .map(|encoding| encoding.position(&lines, rocket).character);
        assert_eq!(columns, [12, 6, 5]);
    }

    #[test]
    fn what_is_behind_the_end_is_the_end() {
        let text = "a: 🚀\nb";
        let lines = LineIndex::new(text);
        let at = |line, character| Encoding::Utf16.offset(text, &lines, Position { line, character });
        assert_eq!([at(0, 99), at(1, 99), at(9, 0)], [7, 9, 9]);
        assert_eq!(at(0, 4), 3, "half of a character");
    }

    #[test]
    fn what_a_client_offers_is_taken() {
        let [utf8, utf16, utf32] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(Encoding::kind);
        let chosen = |offered: &[PositionEncodingKind]| Encoding::choose(Some(offered));
        assert_eq!(chosen(&[utf16.clone(), utf8]), Encoding::Utf8);
        assert_eq!(chosen(std::slice::from_ref(&utf32)), Encoding::Utf32);
        assert_eq!(chosen(&[utf32, utf16]), Encoding::Utf16);
        assert_eq!(Encoding::choose(None), Encoding::Utf16);
    }
}
