//! A map in DOT, the language of Graphviz.

use super::mermaid::{edges, lines, names};
use super::model::{Card, Kind, Map, State};
use std::fmt::Write as _;

/// The graph.
#[must_use]
pub fn dot(map: &Map) -> String {
    let mut out = String::from("digraph portolan {\n  rankdir=LR\n");
    let _ = writeln!(out, "  label={}", quoted(&map.title));
    out.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11]\n");
    out.push_str("  edge [fontname=\"monospace\", fontsize=9]\n");
    for (index, card) in map.cards.iter().enumerate().filter(|(_, card)| card.area.is_none()) {
        push_card(index, card, "  ", &mut out);
    }
    for area in
        (0..map.areas.len()).filter(|area| map.areas.get(*area).is_some_and(|one| one.parent.is_none()))
    {
        push_area(map, area, "  ", &mut out);
    }
    for (from, to, label, state) in edges(map, &names(map)) {
        let look = match state {
            State::Ready => "color=\"#1f6b45\"",
            State::Plain => "color=\"#0b3b5c\"",
            State::NotReady => "color=\"#8a5a00\", style=dashed",
            State::Broken => "color=\"#b3261e\", style=dashed, arrowhead=tee",
            State::Terminating | State::Pending | State::Idle => "color=\"#5a6673\", style=dotted",
        };
        let _ = writeln!(out, "  c{from} -> c{to} [label={}, {look}]", quoted(&label));
    }
    out.push_str("}\n");
    out
}

fn push_card(index: usize, card: &Card, indent: &str, out: &mut String) {
    let look = match card.state {
        State::Ready => ", color=\"#1f6b45\"",
        State::NotReady => ", color=\"#8a5a00\", style=\"rounded,dashed\"",
        State::Broken => ", color=\"#b3261e\", style=\"rounded,dashed\"",
        State::Terminating | State::Pending | State::Idle => ", color=\"#5a6673\", style=\"rounded,dotted\"",
        State::Plain if card.kind == Kind::Service => ", color=\"#0b3b5c\", penwidth=2",
        State::Plain => "",
    };
    let _ = writeln!(out, "{indent}c{index} [label={}{look}]", quoted(&lines(card).join("\n")));
}

fn push_area(map: &Map, index: usize, indent: &str, out: &mut String) {
    let Some(area) = map.areas.get(index) else { return };
    let deeper = format!("{indent}  ");
    let _ = writeln!(out, "{indent}subgraph cluster_{index} {{");
    let _ = writeln!(
        out,
        "{deeper}label={}\n{deeper}style=rounded\n{deeper}color=\"#dedad0\"",
        quoted(&area.title)
    );
    for (number, card) in map.cards.iter().enumerate().filter(|(_, card)| card.area == Some(index)) {
        push_card(number, card, &deeper, out);
    }
    for (inner, _) in
        map.areas.iter().enumerate().filter(|(inner, one)| *inner > index && one.parent == Some(index))
    {
        push_area(map, inner, &deeper, out);
    }
    let _ = writeln!(out, "{indent}}}");
}

/// A quoted string: its lines stay lines, and nothing in it means anything.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            _ if letter.is_control() => out.push(' '),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}
