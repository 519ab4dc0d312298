//! A map as a Mermaid flowchart: Markdown that GitHub and many others draw.

use super::model::{Card, Kind, Map, State};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// How the states look: colour and line.
const CLASSES: &str = "  classDef service stroke:#0b3b5c,stroke-width:2px
  classDef ready stroke:#1f6b45
  classDef notready stroke:#8a5a00,stroke-dasharray:6 4
  classDef terminating stroke:#5a6673,stroke-dasharray:2 4
  classDef idle stroke:#5a6673,stroke-dasharray:3 4
  classDef broken stroke:#b3261e,stroke-width:2px,stroke-dasharray:8 4
";

/// The flowchart.
#[must_use]
pub fn mermaid(map: &Map) -> String {
    let mut out = String::from("flowchart LR\n");
    let _ = writeln!(out, "  accTitle: {}", line(&map.title));
    let names = names(map);
    for (index, card) in map.cards.iter().enumerate().filter(|(_, card)| card.area.is_none()) {
        push_card(index, card, "  ", &mut out);
    }
    for area in
        (0..map.areas.len()).filter(|area| map.areas.get(*area).is_some_and(|one| one.parent.is_none()))
    {
        push_area(map, area, "  ", &mut out);
    }
    for (from, to, label, state) in edges(map, &names) {
        let arrow = match state {
            State::Ready | State::Plain => "-->",
            State::Broken => "--x",
            _ => "-.->",
        };
        let label = if label.is_empty() { String::new() } else { format!("|{}|", quoted(&label)) };
        let _ = writeln!(out, "  c{from} {arrow}{label} c{to}");
    }
    out.push_str(CLASSES);
    out
}

fn push_card(index: usize, card: &Card, indent: &str, out: &mut String) {
    let (open, close) = match card.kind {
        Kind::Outside | Kind::Client => ("([", "])"),
        Kind::Slice => ("[/", "/]"),
        Kind::Gap => ("{{", "}}"),
        _ => ("[", "]"),
    };
    let class = match (card.state, card.kind) {
        (State::Ready, _) => ":::ready",
        (State::NotReady, _) => ":::notready",
        (State::Terminating, _) => ":::terminating",
        (State::Idle | State::Pending, _) => ":::idle",
        (State::Broken, _) => ":::broken",
        (State::Plain, Kind::Service) => ":::service",
        (State::Plain, _) => "",
    };
    let label: Vec<String> = lines(card).iter().map(|line| escape(line)).collect();
    let _ = writeln!(out, "{indent}c{index}{open}\"{}\"{close}{class}", label.join("<br>"));
}

fn push_area(map: &Map, index: usize, indent: &str, out: &mut String) {
    let Some(area) = map.areas.get(index) else { return };
    let _ = writeln!(out, "{indent}subgraph a{index}[{}]", quoted(&area.title));
    let deeper = format!("{indent}  ");
    let _ = writeln!(out, "{deeper}direction TB");
    for (number, card) in map.cards.iter().enumerate().filter(|(_, card)| card.area == Some(index)) {
        push_card(number, card, &deeper, out);
    }
    for (inner, _) in
        map.areas.iter().enumerate().filter(|(inner, one)| *inner > index && one.parent == Some(index))
    {
        push_area(map, inner, &deeper, out);
    }
    let _ = writeln!(out, "{indent}end");
}

/// What a card says, line by line.
pub(super) fn lines(card: &Card) -> Vec<String> {
    let mut lines = Vec::with_capacity(card.rows.len() + 2);
    lines.extend([&card.label, &card.title].into_iter().filter(|line| !line.is_empty()).cloned());
    lines.extend(card.rows.iter().map(|row| {
        let space = if row.aside.is_empty() { "" } else { " " };
        format!("{}{space}{}", row.text, row.aside)
    }));
    lines
}

/// The card, and the text of the row, of every key at which wires end.
pub(super) type Names<'m> = BTreeMap<&'m str, (usize, &'m str)>;

/// What the keys at which wires end stand for.
pub(super) fn names(map: &Map) -> Names<'_> {
    let mut names = Names::new();
    for (index, card) in map.cards.iter().enumerate() {
        names.insert(&card.key, (index, ""));
        names.extend(card.rows.iter().filter(|row| row.port).map(|row| (&*row.key, (index, &*row.text))));
    }
    names
}

/// The wires from card to card: both cards, the port at which it begins, and its state.
pub(super) fn edges(map: &Map, names: &Names<'_>) -> Vec<(usize, usize, String, State)> {
    let edge = |wire: &super::Wire| {
        let ((from, port), (to, _)) = (names.get(&*wire.from)?, names.get(&*wire.to)?);
        Some((*from, *to, (*port).to_owned(), wire.state))
    };
    let mut edges: Vec<_> = map.wires.iter().filter_map(edge).collect();
    edges.dedup_by(|one, other| (one.0, one.1, &one.2) == (other.0, other.1, &other.2));
    edges
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// A text inside of quotation marks: Mermaid's entities, so that no character means anything.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'a'..='z'
            | 'A'..='Z'
            | '0'..='9'
            | ' '
            | '.'
            | ','
            | ':'
            | '/'
            | '-'
            | '_'
            | '='
            | '·'
            | '→'
            | '('
            | ')' => {
                out.push(letter);
            }
            _ if letter.is_control() => out.push(' '),
            _ if letter.is_ascii() => {
                let _ = write!(out, "#{};", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out
}

/// A text as the rest of a line.
fn line(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() && !matches!(letter, ';' | '#' | '{' | '}')).collect()
}
