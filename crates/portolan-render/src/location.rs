//! A place as people count it.

use portolan_core::Analysis;
use portolan_core::diagnostic::Place;

/// File, lines and columns, both from 1; columns count characters, and the end is the first one behind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Location<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

/// Where a place is; line 1 of a nameless file for one that is in none.
pub(crate) fn location(analysis: &Analysis, place: Place) -> Location<'_> {
    let Some(file) = analysis.files.get(place.file.0 as usize) else {
        return Location { file: "", line: 1, column: 1, end_line: 1, end_column: 1 };
    };
    let start = file.lines().position(place.span.start);
    let end = file.lines().position(place.span.end.max(place.span.start));
    Location {
        file: file.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
