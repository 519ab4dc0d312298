//! Two maps in one: what is new, changed or gone.

use super::model::{Area, Card, Change, Map, Row, Wire};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

impl Map {
    /// This map with what is different from an earlier one marked, and with what is gone.
    #[must_use]
    pub fn since(mut self, before: &Self) -> Self {
        let old: BTreeMap<&str, &Card> = before.cards.iter().map(|card| (&*card.key, card)).collect();
        for card in &mut self.cards {
            match old.get(&*card.key) {
                Some(known) => mark(card, known),
                None => card.change = Change::New,
            }
        }
        let wires: BTreeMap<&str, &Wire> = before.wires.iter().map(|wire| (&*wire.key, wire)).collect();
        for wire in &mut self.wires {
            wire.change = match wires.get(&*wire.key) {
                None => Change::New,
                Some(known) if known.state == wire.state => Change::Same,
                Some(_) => Change::Changed,
            };
        }
        self.add_gone(before);
        self
    }

    /// Whether anything is marked.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.cards.iter().any(|card| card.change != Change::Same)
            || self.wires.iter().any(|wire| wire.change != Change::Same)
    }

    /// Adds the cards and wires of an earlier map that are not in this one.
    fn add_gone(&mut self, before: &Self) {
        let here: BTreeSet<String> = self.cards.iter().map(|card| card.key.clone()).collect();
        let mut gone: Vec<Card> =
            before.cards.iter().filter(|card| !here.contains(&card.key)).cloned().collect();
        for card in &mut gone {
            card.change = Change::Gone;
            forget(card);
            card.area = card.area.and_then(|area| self.area_of(before, area));
        }
        self.cards.append(&mut gone);
        let known: BTreeSet<String> = self.wires.iter().map(|wire| wire.key.clone()).collect();
        let missing = before.wires.iter().filter(|wire| !known.contains(&wire.key)).cloned();
        let missing = missing.map(|wire| Wire { change: Change::Gone, origins: Vec::new(), ..wire });
        let missing: Vec<Wire> = missing.collect();
        self.wires.extend(missing);
    }

    /// The index of an area of an earlier map, which is added where it is not in this one.
    fn area_of(&mut self, before: &Self, area: usize) -> Option<usize> {
        let old = before.areas.get(area)?;
        if let Some(index) = self.areas.iter().position(|known| known.key == old.key) {
            return Some(index);
        }
        let parent =
            old.parent.filter(|parent| *parent < area).and_then(|parent| self.area_of(before, parent));
        self.areas.push(Area { parent, origins: Vec::new(), ..old.clone() });
        self.areas.len().checked_sub(1)
    }
}

/// Takes the origins away: they are of another text.
fn forget(card: &mut Card) {
    card.origins.clear();
    card.rows.iter_mut().for_each(|row| row.origins.clear());
    card.fold = None;
}

/// Marks a card and its rows.
fn mark(card: &mut Card, known: &Card) {
    let rows: BTreeMap<&str, &Row> = known.rows.iter().map(|row| (&*row.key, row)).collect();
    let mut differs = card.rows.len() != known.rows.len();
    for row in &mut card.rows {
        row.change = match rows.get(&*row.key) {
            None => Change::New,
            Some(old) if says_the_same(row, old) => Change::Same,
            Some(_) => Change::Changed,
        };
        differs |= row.change != Change::Same;
    }
    let head = (&card.label, &card.title, card.state, card.counts, card.area.is_some());
    if differs || head != (&known.label, &known.title, known.state, known.counts, known.area.is_some()) {
        card.change = Change::Changed;
    }
}

fn says_the_same(one: &Row, other: &Row) -> bool {
    (&one.text, &one.aside, one.state) == (&other.text, &other.aside, other.state)
}
