//! Elastic tab stops as in Go's `text/tabwriter`, which kubectl prints everything through.
//!
//! A tab ends a cell. Cells one above the other, without a line between that lacks the cell, form a column; its width
//! is that of the widest cell and the padding. What follows the last tab of a line belongs to no column.

use crate::width::{pad, width};
use std::borrow::Cow;

/// Spaces between the columns, and the least width of a column with them.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    /// Spaces behind the widest cell.
    pub(crate) padding: usize,
    /// The least width, padding included.
    pub(crate) least: usize,
}

/// The layout of `kubectl get`.
pub(crate) const GET: Layout = Layout { padding: 3, least: 6 };

/// The layout of `kubectl describe`.
pub(crate) const DESCRIBE: Layout = Layout { padding: 2, least: 0 };

/// The text with its tabs replaced by spaces. Control characters are shown, not sent to the terminal.
pub(crate) fn align(text: &str, layout: Layout) -> String {
    let text = harmless(text);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let mut widths: Vec<Vec<usize>> = lines
        .iter()
        .map(|cells| cells.iter().take(cells.len() - 1).map(|cell| width(cell)).collect())
        .collect();
    let columns = widths.iter().map(Vec::len).max().unwrap_or_default();
    for column in 0..columns {
        widen(&mut widths, column, layout);
    }
    let mut out = String::with_capacity(text.len() * 2);
    for (cells, widths) in lines.iter().zip(&widths) {
        for (index, cell) in cells.iter().enumerate() {
            out.push_str(cell);
            if let Some(full) = widths.get(index) {
                pad(&mut out, full.saturating_sub(width(cell)));
            }
        }
        out.push('\n');
    }
    out
}

/// Gives all cells of a column the width of the widest one.
fn widen(widths: &mut [Vec<usize>], column: usize, layout: Layout) {
    for block in widths.chunk_by_mut(|one, other| (one.len() > column) == (other.len() > column)) {
        let widest = block.iter().filter_map(|cells| cells.get(column)).max();
        let Some(full) = widest.map(|widest| (widest + layout.padding).max(layout.least)) else { continue };
        for cell in block.iter_mut().filter_map(|cells| cells.get_mut(column)) {
            *cell = full;
        }
    }
}

/// kubectl shows the escape character as `^[` and a carriage return as `\r`.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.contains(['\x1b', '\r']) {
        Cow::Owned(text.replace('\x1b', "^[").replace('\r', "\\r"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_end_where_a_line_lacks_them() {
        let text = "Port:\thttp\t80/TCP\nTargetPort:\t8080/TCP\nNodePort:\tmetrics\t30080/TCP\n";
        assert_eq!(
            align(text, DESCRIBE),
            "Port:        http  80/TCP\nTargetPort:  8080/TCP\nNodePort:    metrics  30080/TCP\n"
        );
    }

    #[test]
    fn no_column_of_get_is_narrower_than_six() {
        assert_eq!(align("A\tB\tC\nx\ty\tz\n", GET), "A     B     C\nx     y     z\n");
    }

    #[test]
    fn full_width_letters_take_two_columns() {
        assert_eq!(align("名前\tx\nab\ty\n", DESCRIBE), "名前  x\nab    y\n");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(align("a\x1b[31m\tb\n", DESCRIBE), "a^[[31m  b\n");
    }
}
