//! The table for a terminal: three columns that fit a line, wide letters included, and below them the pages.

use super::{Cell, Front, POLICIES, words};
use crate::width::{pad, width};
use crate::wrap::{wrap_strictly, wrap_to};
use portolan_core::diagnostic::{Arg, Lang};
use portolan_core::external::Source;
use std::fmt::Write as _;

/// The widest and the narrowest that a table is.
const WIDEST: usize = 140;
const NARROWEST: usize = 60;

/// Columns between two cells.
const GAP: usize = 2;

/// The widths of the columns.
#[derive(Clone, Copy)]
struct Layout {
    item: usize,
    cell: usize,
}

/// The fronts, one behind the other, in lines of so many columns.
#[must_use]
pub fn text(fronts: &[Front<'_>], lang: Lang, columns: usize) -> String {
    let mut out = String::new();
    for front in fronts {
        if !out.is_empty() {
            out.push('\n');
        }
        one(front, lang, columns.clamp(NARROWEST, WIDEST), &mut out);
    }
    out
}

fn one(front: &Front<'_>, lang: Lang, columns: usize, out: &mut String) {
    let mut notes = Notes::default();
    for (line, source) in front.heading() {
        let cell = Cell { message: line, sources: source.into_iter().collect(), annotation: None };
        out.push_str(&wrap_to(&notes.cited(&cell, lang), columns));
        out.push('\n');
    }
    out.push('\n');
    let widest = front.rows.iter().map(|row| width(&row.item.name().message().render(lang))).max();
    // Item names of two words may take two lines.
    let item = widest.unwrap_or_default().min(columns / 4);
    let layout = Layout { item, cell: columns.saturating_sub(item + 2 * GAP) / 2 };
    let policy = front.service.external_traffic_policy;
    let titles = POLICIES.map(|one| match policy {
        Some(own) if own == one => words::IN_EFFECT.with([("policy", Arg::text(one.as_str()))]).render(lang),
        _ => one.as_str().to_owned(),
    });
    line_up(layout, ["", &titles[0], &titles[1]], out);
    let rule = |columns| "─".repeat(columns);
    line_up(layout, [&rule(layout.item), &rule(layout.cell), &rule(layout.cell)], out);
    for row in &front.rows {
        let name = row.item.name().message().render(lang);
        let [local, cluster] = row.cells.each_ref().map(|cell| notes.cited(cell, lang));
        if local == cluster {
            spread_out(layout, &name, &local, out);
        } else {
            line_up(layout, [&name, &local, &cluster], out);
        }
    }
    out.push('\n');
    for (letter, annotation) in ('a'..).zip(&notes.annotations) {
        let _ = writeln!(out, "({letter}) {annotation}");
    }
    for (number, source) in (1..).zip(&notes.sources) {
        let _ = writeln!(out, "[{number}] {}", source.url());
    }
}

/// What stands below the table.
#[derive(Default)]
struct Notes {
    /// Annotations that cells speak of, by letter: too long for a column, and there to be copied.
    annotations: Vec<String>,
    /// Pages that cells cite, by number.
    sources: Vec<Source>,
}

impl Notes {
    /// What a cell says, with the letter of its annotation and the numbers of its pages.
    fn cited(&mut self, cell: &Cell, lang: Lang) -> String {
        let mut text = cell.message.render(lang);
        if let Some(annotation) = &cell.annotation {
            let place = place(&mut self.annotations, annotation);
            let letter = ('a'..='z').nth(place).unwrap_or('z');
            let _ = write!(text, " ({letter})");
        }
        let mut numbers: Vec<usize> =
            cell.sources.iter().map(|source| place(&mut self.sources, source) + 1).collect();
        numbers.sort_unstable();
        for number in numbers {
            let _ = write!(text, " [{number}]");
        }
        text
    }
}

/// The place of a thing in a list, at the end of which it is put if it is not there.
fn place<T: Clone + PartialEq>(all: &mut Vec<T>, one: &T) -> usize {
    all.iter().position(|known| known == one).unwrap_or_else(|| {
        all.push(one.clone());
        all.len() - 1
    })
}

/// A row of three cells.
fn line_up(layout: Layout, cells: [&str; 3], out: &mut String) {
    let widths = [layout.item, layout.cell, layout.cell];
    let mut at = 0;
    let wrapped: Vec<(String, usize)> = cells
        .iter()
        .zip(widths)
        .map(|(cell, columns)| {
            let start = at;
            at += columns + GAP;
            (wrap_strictly(cell, columns), start)
        })
        .collect();
    print(&wrapped, out);
}

/// A row whose cell is the same under both policies.
fn spread_out(layout: Layout, name: &str, cell: &str, out: &mut String) {
    let both = layout.cell * 2 + GAP;
    print(&[(wrap_strictly(name, layout.item), 0), (wrap_strictly(cell, both), layout.item + GAP)], out);
}

/// Cells side by side, each with the column at which it begins.
fn print(cells: &[(String, usize)], out: &mut String) {
    let lines: Vec<(Vec<&str>, usize)> =
        cells.iter().map(|(text, at)| (text.lines().collect(), *at)).collect();
    let height = lines.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default();
    for row in 0..height {
        let mut line = String::new();
        for (cell, at) in &lines {
            let Some(text) = cell.get(row).filter(|text| !text.is_empty()) else { continue };
            let here = width(&line);
            pad(&mut line, at.saturating_sub(here));
            line.push_str(text);
        }
        out.push_str(&line);
        out.push('\n');
    }
}
