//! Two texts as a unified difference.

use crate::table::{GET, align};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};
use std::fmt::Write as _;
use std::ops::Range;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// The difference of two texts line by line, under these two names; empty if there is none.
#[must_use]
pub fn unified(before: &str, after: &str, (old_name, new_name): (&str, &str)) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let operations = merged(capture_diff_slices(Algorithm::Patience, &old, &new));
    let mut out = String::new();
    for hunk in group_diff_ops(operations, CONTEXT) {
        if out.is_empty() {
            let _ = write!(out, "--- {old_name}\n+++ {new_name}\n");
        }
        write_hunk(&hunk, &old, &new, &mut out);
    }
    out
}

/// The difference of two tables: lines with the same cells are the same, however wide the columns were.
#[must_use]
pub fn unified_tables(before: &str, after: &str, names: (&str, &str)) -> String {
    align(&unified(&cells(before), &cells(after), names), GET)
}

/// A difference with colours for a terminal: red for what is gone, green for what has come.
#[must_use]
pub fn coloured(difference: &str) -> String {
    let mut out = String::with_capacity(difference.len() * 2);
    for line in difference.lines() {
        let colour = match line.bytes().next() {
            _ if line.starts_with("--- ") || line.starts_with("+++ ") => "1",
            Some(b'-') => "31",
            Some(b'+') => "32",
            Some(b'@') => "36",
            _ => "",
        };
        match colour {
            "" => out.push_str(line),
            code => {
                let _ = write!(out, "\x1b[{code}m{line}\x1b[0m");
            }
        }
        out.push('\n');
    }
    out
}

/// The operations with neighbouring runs of equal lines as one, so that the middle of a long one is left out.
fn merged(operations: Vec<DiffOp>) -> Vec<DiffOp> {
    let mut out: Vec<DiffOp> = Vec::with_capacity(operations.len());
    for operation in operations {
        match (out.last_mut(), operation) {
            (Some(DiffOp::Equal { len, .. }), DiffOp::Equal { len: more, .. }) => *len += more,
            _ => out.push(operation),
        }
    }
    out
}

fn write_hunk(hunk: &[DiffOp], old: &[&str], new: &[&str], out: &mut String) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let range = |first: Range<usize>, last: Range<usize>| {
        let length = last.end.saturating_sub(first.start);
        let start = if length == 0 { first.start } else { first.start + 1 };
        if length == 1 { start.to_string() } else { format!("{start},{length}") }
    };
    let (was, is) = (range(first.old_range(), last.old_range()), range(first.new_range(), last.new_range()));
    let _ = writeln!(out, "@@ -{was} +{is} @@");
    for operation in hunk {
        let lines = |range: Range<usize>, all: &[&str], sign: char, out: &mut String| {
            all.get(range).unwrap_or_default().iter().for_each(|line| push(sign, line, out));
        };
        if operation.tag() == DiffTag::Equal {
            lines(operation.new_range(), new, ' ', out);
        } else {
            lines(operation.old_range(), old, '-', out);
            lines(operation.new_range(), new, '+', out);
        }
    }
}

fn push(sign: char, line: &str, out: &mut String) {
    out.push(sign);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// The table with a tab between its cells, which stand two blanks or more apart.
fn cells(table: &str) -> String {
    let mut out = String::with_capacity(table.len());
    for line in table.split_inclusive('\n') {
        let mut rest = line.trim_end_matches('\n');
        while let Some((cell, after)) = rest.split_once("  ") {
            out.push_str(cell);
            out.push('\t');
            rest = after.trim_start_matches(' ');
        }
        out.push_str(rest);
        out.push_str(if line.ends_with('\n') { "\n" } else { "" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: (&str, &str) = ("a", "b");

    #[test]
    fn a_changed_line_is_shown_with_its_neighbours() {
        let right = "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
        assert_eq!(unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", NAMES), right);
        assert_eq!(unified("1\n", "1\n", NAMES), "");
    }

    #[test]
    fn a_last_line_may_lack_its_end() {
        let right = "--- a\n+++ b\n@@ -1,2 +1,3 @@\n a: 1\n+c: 3\n b: 2\n\\ No newline at end of file\n";
        assert_eq!(unified("a: 1\nb: 2", "a: 1\nc: 3\nb: 2", NAMES), right);
        let right = "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n";
        assert_eq!(unified("", "x\n", NAMES), right);
    }

    #[test]
    fn far_changes_stand_in_hunks_of_their_own() {
        let text: String = (0..30).map(|n| format!("{n}\n")).collect();
        let shown = unified(&text, &text.replace("\n1\n", "\nx\ny\n").replace("20\n", "z\n"), NAMES);
        assert!(shown.contains("@@ -1,5 +1,6 @@\n 0\n-1\n+x\n+y\n 2\n"), "{shown}");
        assert!(shown.contains("@@ -18,7 +19,7 @@\n 17\n 18\n 19\n-20\n+z\n 21\n"), "{shown}");
    }

    #[test]
    fn what_is_far_from_every_change_is_left_out() {
        let line =
            |n: u32| format!("{}\n", if n.is_multiple_of(3) { "same".to_owned() } else { n.to_string() });
        let before: String = (0..5000).map(line).collect();
        let after = before.replace("\n100\n", "\nx\n").replace("\n4000\n", "\ny\nz\n");
        let shown = unified(&before, &after, NAMES);
        assert_eq!(shown.lines().filter(|line| line.starts_with("@@")).count(), 2);
        assert_eq!(shown.lines().count(), 2 + 2 + 12 + 5, "{shown}");
    }

    #[test]
    fn the_lines_of_a_table_stand_in_columns_again() {
        let (before, after) =
            ("NAME   AGE\nweb    0s\napi    0s\n", "NAME       AGE\nweb        0s\nlong-one   0s\n");
        let right = "--- a\n+++ b\n@@ -1,3 +1,3 @@\n NAME       AGE\n web        0s\n-api        0s\n+long-one   0s\n";
        assert_eq!(unified_tables(before, after, NAMES), right);
        assert_eq!(unified_tables("NAME   AGE\nweb    0s\n", "NAME    AGE\nweb     0s\n", NAMES), "");
    }
}
