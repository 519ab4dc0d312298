//! Below the table: for whom it is closed, and by what.

use super::{Look, client_title, ink, words};
use crate::trace::written;
use crate::wrap::wrap_to;
use portolan_core::Analysis;
use portolan_core::diagnostic::Origin;
use portolan_core::reachability::{Cell, Names, Reach, Reachability, Who};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// So many lines of one reason are shown.
const MOST_LINES: usize = 8;

/// What has the same reason: who does not reach which columns.
#[derive(Default)]
struct Group {
    /// The reason, where no policy decides.
    words: String,
    /// The policies that decide, with their place.
    policies: Vec<String>,
    /// Each client with its columns.
    lines: Vec<(String, String, Vec<String>)>,
}

/// The reasons, in the order in which the table meets them.
pub(super) fn reasons(analysis: &Analysis, found: &Reachability<'_>, look: Look) -> String {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<(Vec<String>, String), usize> = BTreeMap::new();
    for (client, cells) in found.clients.iter().zip(&found.cells) {
        let title = match client.who {
            Who::Workload(_, namespace, _) | Who::Other(namespace) => {
                format!("{} ({namespace})", client_title(client, look.lang))
            }
            Who::Outside => client_title(client, look.lang),
        };
        let mut add = |sign: &str, policies: Vec<String>, words: String, column: String| {
            let place = *places.entry((policies.clone(), words.clone())).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Group { words, policies, lines: Vec::new() });
            }
            let Some(group) = groups.get_mut(place) else { return };
            match group.lines.last_mut() {
                Some((known, name, columns)) if *name == title && known == sign => columns.push(column),
                _ => group.lines.push((sign.to_owned(), title.clone(), vec![column])),
            }
        };
        if let Names::No(_, policies, _) = &client.names {
            let policies =
                policies.iter().map(|(policy, origin)| place(analysis, &policy.meta.full_name(), origin));
            add("✗", policies.collect(), String::new(), "DNS".to_owned());
        }
        for (index, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.reach != Reach::Yes) {
            let policies = cell.decided_by.iter();
            let policies: Vec<String> =
                policies.map(|(policy, origin)| place(analysis, &policy.meta.full_name(), origin)).collect();
            let words = if policies.is_empty() { reason(cell, look) } else { String::new() };
            let sign = if cell.reach == Reach::No { "✗" } else { "~" };
            add(sign, policies, words, (index + 1).to_string());
        }
    }
    write(&groups, look)
}

fn reason(cell: &Cell<'_>, look: Look) -> String {
    cell.reason
        .as_ref()
        .map_or_else(|| words::CLOSED.message().render(look.lang), |reason| reason.render(look.lang))
}

/// `NetworkPolicy shop/deny (shop.yaml:12 spec.policyTypes)`.
fn place(analysis: &Analysis, name: &str, origin: &Origin) -> String {
    let written = written(analysis, origin).map(|written| format!(" ({written})"));
    format!("NetworkPolicy {name}{}", written.unwrap_or_default())
}

fn write(groups: &[Group], look: Look) -> String {
    let mut out = String::new();
    if groups.is_empty() {
        return out;
    }
    let _ = writeln!(out, "\n{}", ink(&words::WHY.message().render(look.lang), "1", look));
    for group in groups {
        for line in group.policies.iter().chain(Some(&group.words).filter(|words| !words.is_empty())) {
            let wrapped = wrap_to(line, look.width.saturating_sub(4).max(40));
            for (index, part) in wrapped.lines().enumerate() {
                let _ = writeln!(out, "  {}{part}", if index == 0 { "" } else { "  " });
            }
        }
        let lines = together(&group.lines);
        for (sign, columns, clients) in lines.iter().take(MOST_LINES) {
            let line = format!("{sign} {} → {}", clients.join(", "), columns.join(", "));
            for (index, part) in wrap_to(&line, look.width.saturating_sub(8).max(40)).lines().enumerate() {
                let _ = writeln!(out, "    {}{part}", if index == 0 { "" } else { "  " });
            }
        }
        if let Some(more @ 1..) = lines.len().checked_sub(MOST_LINES) {
            let n = portolan_core::diagnostic::Arg::count(more);
            let _ = writeln!(out, "    {}", words::MORE.with([("n", n)]).render(look.lang));
        }
    }
    out
}

/// Those who do not reach the same columns.
fn together(lines: &[(String, String, Vec<String>)]) -> Vec<(&str, &[String], Vec<&str>)> {
    let mut all: Vec<(&str, &[String], Vec<&str>)> = Vec::new();
    let mut places = BTreeMap::new();
    for (sign, client, columns) in lines {
        let place = *places.entry((sign, columns)).or_insert(all.len());
        match all.get_mut(place) {
            Some((_, _, clients)) => clients.push(client),
            None => all.push((sign, columns, vec![client])),
        }
    }
    all
}
