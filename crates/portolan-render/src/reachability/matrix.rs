//! The table itself: numbered columns, as many as fit side by side, the rest in further tables below.

use super::{Look, client_title, code, ink, port, sign, target_key, words};
use crate::width::{pad, width};
use portolan_core::diagnostic::Certainty;
use portolan_core::reachability::{Client, Names, Reach, Reachability, Who};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// The names of rows take at most this many columns.
const WIDEST_NAME: usize = 34;

/// So many names share a row.
const MOST_NAMES: usize = 6;

/// Clients of one namespace with the same answers.
struct Row<'r> {
    namespace: &'r str,
    clients: Vec<usize>,
}

/// The tables, and what their columns are.
pub(super) fn matrix(found: &Reachability<'_>, look: Look) -> String {
    let rows = rows(found);
    let titles = |row: &Row<'_>| titles(found, row, look);
    let widest = rows.iter().flat_map(titles).map(|title| width(&title)).max().unwrap_or_default() + 2;
    let names = widest.min(WIDEST_NAME);
    let dns = found.clients.iter().any(|client| matches!(client.names, Names::No(..)));
    let cell = found.targets.len().to_string().len().max(2) + 2;
    let taken = names + 2 + if dns { 5 } else { 0 };
    let room = (look.width.saturating_sub(taken) / cell).max(1);
    let mut out = String::new();
    let columns: Vec<usize> = (0..found.targets.len()).collect();
    for block in columns.chunks(room) {
        let grid = Grid { found, look, names, cell, dns, block };
        grid.head(&mut out);
        let mut namespace = None;
        for row in &rows {
            if namespace != Some(row.namespace) {
                namespace = Some(row.namespace);
                if !row.namespace.is_empty() {
                    let _ = writeln!(out, "{}", ink(row.namespace, "1", look));
                }
            }
            grid.row(row, &titles(row), &mut out);
        }
        out.push('\n');
    }
    legend(found, dns, look, &mut out);
    out
}

/// One table.
struct Grid<'g, 'a> {
    found: &'g Reachability<'a>,
    look: Look,
    names: usize,
    cell: usize,
    dns: bool,
    block: &'g [usize],
}

impl Grid<'_, '_> {
    fn head(&self, out: &mut String) {
        pad(out, self.names + 2);
        let mut line = String::new();
        if self.dns {
            line.push_str("DNS  ");
        }
        for column in self.block {
            push_cell(&mut line, &(column + 1).to_string(), "", self.cell, self.look);
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }

    fn row(&self, row: &Row<'_>, titles: &[String], out: &mut String) {
        let Some(first) = row.clients.first() else { return };
        let indent = if row.namespace.is_empty() { "" } else { "  " };
        for (index, title) in titles.iter().enumerate() {
            let title = cut(title, self.names - 2);
            let mut line = format!("{indent}{title}");
            if index == 0 {
                pad(&mut line, (self.names + 2).saturating_sub(width(indent) + width(&title)));
                self.cells(*first, &mut line);
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }

    fn cells(&self, client: usize, line: &mut String) {
        let names = self.found.clients.get(client).map(|client| (&client.names, client.who));
        if self.dns {
            let (sign, reach) = match names {
                Some((Names::No(_, _, Certainty::DependsOnCluster), _)) => ("✗?", Reach::No),
                Some((Names::No(..), _)) => ("✗", Reach::No),
                Some((_, Who::Outside)) | None => ("", Reach::Yes),
                Some(_) => ("✓", Reach::Yes),
            };
            push_cell(line, sign, code(reach), 5, self.look);
        }
        let Some(cells) = self.found.cells.get(client) else { return };
        for cell in self.block.iter().filter_map(|column| cells.get(*column)) {
            push_cell(line, &sign(cell), code(cell.reach), self.cell, self.look);
        }
    }
}

fn push_cell(line: &mut String, text: &str, code: &str, full: usize, look: Look) {
    let shown = if code.is_empty() || text.is_empty() { text.to_owned() } else { ink(text, code, look) };
    line.push_str(&shown);
    pad(line, full.saturating_sub(width(text)));
}

/// The rows, in the order of their first clients.
fn rows<'r>(found: &'r Reachability<'_>) -> Vec<Row<'r>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut places = BTreeMap::new();
    for (index, (client, cells)) in found.clients.iter().zip(&found.cells).enumerate() {
        let answers: Vec<_> = cells.iter().map(|cell| (cell.reach, cell.certainty)).collect();
        let cannot = match client.names {
            Names::Yes => None,
            Names::No(_, _, certainty) => Some(certainty),
        };
        let alone = client.name().is_empty().then_some(index);
        let key = (namespace(client), answers, cannot, alone);
        let place = *places.entry(key).or_insert(rows.len());
        match rows.get_mut(place) {
            Some(row) => row.clients.push(index),
            None => rows.push(Row { namespace: namespace(client), clients: vec![index] }),
        }
    }
    rows
}

fn namespace<'c>(client: &'c Client<'_>) -> &'c str {
    match client.who {
        Who::Workload(_, namespace, _) | Who::Other(namespace) => namespace,
        Who::Outside => "",
    }
}

fn titles(found: &Reachability<'_>, row: &Row<'_>, look: Look) -> Vec<String> {
    let clients = row.clients.iter().filter_map(|client| found.clients.get(*client));
    let mut titles: Vec<String> = clients.map(|client| client_title(client, look.lang)).collect();
    if titles.len() > MOST_NAMES {
        let more = titles.len() - MOST_NAMES + 1;
        titles.truncate(MOST_NAMES - 1);
        let n = portolan_core::diagnostic::Arg::count(more);
        titles.push(words::MORE.with([("n", n)]).render(look.lang));
    }
    titles
}

/// A text that is no wider than this: what does not fit is left out in the middle, where names are most alike.
fn cut(text: &str, widest: usize) -> String {
    if width(text) <= widest {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (widest / 2, widest.saturating_sub(widest / 2 + 1));
    let head: String = letters.iter().take(head).collect();
    let tail: String = letters.iter().skip(letters.len().saturating_sub(tail)).collect();
    format!("{head}…{tail}")
}

fn legend(found: &Reachability<'_>, dns: bool, look: Look, out: &mut String) {
    let words = |template: &'static portolan_core::diagnostic::Template| template.message().render(look.lang);
    let _ = writeln!(out, "{}", ink(&words(&words::COLUMNS), "1", look));
    let number = found.targets.len().to_string().len().max(if dns { 3 } else { 1 });
    if dns {
        let _ = writeln!(out, "  {}  {}", words(&words::DNS), words(&words::DNS_LEGEND));
    }
    for (index, target) in found.targets.iter().enumerate() {
        let _ = writeln!(out, "  {:>number$}  {} {}", index + 1, target_key(target), port(target));
    }
    let _ = writeln!(out, "{}", words(&words::LEGEND));
}
