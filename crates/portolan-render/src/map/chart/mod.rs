//! What an analysis amounts to as a map.

mod areas;
mod pods;
mod ports;
mod services;
mod slices;
mod ways;

use super::model::{Card, Kind, Map, Row, State, Wire};
use super::{Options, words};
use crate::draw;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message, ObjectId, Origin, Template};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// More Services than this are counted, not drawn.
const SERVICES: usize = 60;

/// The map of an analysis.
pub(super) fn map(analysis: &Analysis, options: &Options) -> Map {
    let mut draft = Draft::new(analysis, options);
    draft.pods();
    let drawn = draft.services();
    draft.ways(&drawn);
    draft.finish()
}

/// A map while it is made.
struct Draft<'a> {
    analysis: &'a Analysis,
    options: &'a Options,
    map: Map,
    /// Cards by key.
    cards: BTreeMap<String, usize>,
    /// Wires by key.
    wires: BTreeMap<String, usize>,
    /// The card of each Pod by namespace and name, with the index of the Pod.
    seats: BTreeMap<(&'a str, &'a str), (usize, usize)>,
    /// Whether names stand without their namespace, because there is only one.
    short: bool,
}

impl<'a> Draft<'a> {
    fn new(analysis: &'a Analysis, options: &'a Options) -> Self {
        let cluster = &analysis.cluster;
        let services = cluster.services.iter().map(|service| &*service.meta.namespace);
        let pods = cluster.pods.iter().map(|pod| &*pod.namespace);
        let spaces: BTreeSet<&str> = services.chain(pods).collect();
        let counts =
            [("services", Arg::count(cluster.services.len())), ("pods", Arg::count(cluster.pods.len()))];
        let title = words::TITLE.with(counts).render(options.lang);
        Self {
            analysis,
            options,
            map: Map { title, ..Map::default() },
            cards: BTreeMap::new(),
            wires: BTreeMap::new(),
            seats: BTreeMap::new(),
            short: spaces.len() <= 1,
        }
    }

    fn words(&self, message: &Message) -> String {
        message.render(self.options.lang)
    }

    fn word(&self, template: &'static Template) -> String {
        self.words(&template.message())
    }

    /// The name of an object, with its namespace where there are several.
    fn name(&self, namespace: &str, name: &str) -> String {
        if self.short { name.to_owned() } else { format!("{namespace}/{name}") }
    }

    /// Whether something is folded that is so by itself or not.
    fn is_folded(&self, key: &str, by_itself: bool) -> bool {
        self.options.turned.contains(key) != by_itself
    }

    /// Adds a card; its index. Of two objects of one name the second one's card has another key.
    fn card(&mut self, mut card: Card) -> usize {
        let index = self.map.cards.len();
        if self.cards.contains_key(&card.key) {
            card.key = format!("{}#{index}", card.key);
        }
        self.cards.insert(card.key.clone(), index);
        self.map.cards.push(card);
        index
    }

    /// Adds a row to a card.
    fn row(&mut self, card: usize, row: Row) {
        if let Some(card) = self.map.cards.get_mut(card) {
            card.rows.push(row);
        }
    }

    /// Adds a wire. Of several between the same ends the best one is shown.
    fn wire(&mut self, wire: Wire) {
        match self.wires.get(&wire.key).and_then(|index| self.map.wires.get_mut(*index)) {
            Some(known) => {
                known.state = known.state.min(wire.state);
                let new = wire.origins.into_iter().filter(|origin| !known.origins.contains(origin));
                let new: Vec<Origin> = new.collect();
                known.origins.extend(new);
            }
            None => {
                self.wires.insert(wire.key.clone(), self.map.wires.len());
                self.map.wires.push(wire);
            }
        }
    }

    /// The map, with the ports to which nothing leads marked, and everything in its order.
    fn finish(mut self) -> Map {
        let reached: BTreeSet<&str> = self.map.wires.iter().map(|wire| &*wire.to).collect();
        for card in self.map.cards.iter_mut().filter(|card| matches!(card.kind, Kind::Pod | Kind::Pods)) {
            let ports = card.rows.iter_mut().filter(|row| row.port && !reached.contains(&*row.key));
            ports.for_each(|row| row.state = State::Idle);
        }
        if self.map.cards.is_empty() {
            let nothing = self.word(&draw::words::NOTHING);
            let mut card = Card::new("nothing".to_owned(), Kind::More, String::new(), nothing.clone());
            card.sentence = nothing;
            self.card(card);
        }
        self.map.folded.sort_unstable();
        self.map
    }
}

/// A field of an object.
fn origin(object: ObjectId, path: impl Into<String>) -> Origin {
    Origin { object, path: path.into() }
}
