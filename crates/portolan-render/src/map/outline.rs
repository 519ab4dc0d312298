//! A map as lists in words: what it shows, for those who would rather read it.

use super::model::{Card, Change, Layer, Map, State};
use super::words;
use portolan_core::diagnostic::{Lang, Origin, Template};
use portolan_yaml::collections::BTreeMap;

/// How many ends of a port's wires are named.
const NAMED: usize = 6;

/// The cards of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What they are.
    pub title: String,
    /// The cards.
    pub entries: Vec<Entry>,
}

/// A card, or a line of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// What it says, and where it leads.
    pub text: String,
    /// What it comes from.
    pub origins: Vec<Origin>,
    /// How it is.
    pub state: State,
    /// How it differs from an earlier map.
    pub change: Change,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// The columns from left to right.
#[must_use]
pub fn outline(map: &Map, lang: Lang) -> Vec<Section> {
    let ends = ends(map);
    let layers: [(Layer, &'static Template); 4] = [
        (Layer::Way, &words::WAYS_IN),
        (Layer::Service, &words::SERVICES),
        (Layer::Slice, &words::BEHIND),
        (Layer::Pod, &words::PODS_TITLE),
    ];
    let section = |(layer, title): (Layer, &'static Template)| {
        let cards = map.cards.iter().filter(|card| card.layer == layer);
        let entries: Vec<Entry> = cards.map(|card| entry(card, &ends, lang)).collect();
        (!entries.is_empty()).then(|| Section { title: title.message().render(lang), entries })
    };
    layers.into_iter().filter_map(section).collect()
}

/// Where the wires of each key lead: the titles of the cards.
fn ends(map: &Map) -> BTreeMap<&str, Vec<&str>> {
    let mut titles: BTreeMap<&str, &str> = BTreeMap::new();
    for card in &map.cards {
        titles.insert(&card.key, &card.title);
        titles.extend(card.rows.iter().map(|row| (&*row.key, &*card.title)));
    }
    let mut ends: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for wire in &map.wires {
        if let Some(title) = titles.get(&*wire.to) {
            ends.entry(&wire.from).or_default().push(title);
        }
    }
    ends
}

fn entry(card: &Card, ends: &BTreeMap<&str, Vec<&str>>, lang: Lang) -> Entry {
    let line = |row: &super::Row| {
        let space = if row.aside.is_empty() { "" } else { " " };
        let said = format!("{}{space}{}", row.text, row.aside);
        let text = if row.sentence.is_empty() { said } else { row.sentence.clone() };
        // Where these lead, they say themselves.
        let said = card.layer == Layer::Way || row.state == State::Broken;
        let lead = leads(ends.get(&*row.key).filter(|_| !said), lang);
        Entry {
            key: row.key.clone(),
            text: format!("{text}{lead}"),
            origins: row.origins.clone(),
            state: row.state,
            change: row.change,
            entries: Vec::new(),
        }
    };
    Entry {
        key: card.key.clone(),
        text: card.sentence.clone(),
        origins: card.origins.clone(),
        state: card.state,
        change: card.change,
        entries: card.rows.iter().map(line).collect(),
    }
}

/// ` → shop-0, shop-1`.
fn leads(ends: Option<&Vec<&str>>, lang: Lang) -> String {
    let Some(ends) = ends else { return String::new() };
    let comma = if lang == Lang::Ja { "、" } else { ", " };
    let shown: Vec<&str> = ends.iter().take(NAMED).copied().collect();
    let more = if ends.len() > NAMED { ", …" } else { "" };
    format!(" → {}{more}", shown.join(comma))
}
