//! What hangs together: everything that a card, a row or a wire leads to, and everything that leads to it.

use super::model::Map;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// The wires of a map by their ends, to be asked again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The key of the card of each row.
    cards: BTreeMap<String, String>,
    /// The ports of each card.
    rows: BTreeMap<String, Vec<String>>,
    /// The wires that begin at a key, and those that end there: the wire's key and the other end.
    out: BTreeMap<String, Vec<(String, String)>>,
    into: BTreeMap<String, Vec<(String, String)>>,
    /// Keys of what is folded into a card.
    folded: BTreeMap<String, String>,
}

/// Which way one goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Down,
    Up,
}

impl Ways {
    /// The ways of a map.
    #[must_use]
    pub fn of(map: &Map) -> Self {
        let mut ways = Self { folded: map.folded.iter().cloned().collect(), ..Self::default() };
        for card in &map.cards {
            let ports = card.rows.iter().filter(|row| row.port);
            ways.rows.insert(card.key.clone(), ports.map(|row| row.key.clone()).collect());
            ways.cards.extend(card.rows.iter().map(|row| (row.key.clone(), card.key.clone())));
        }
        for wire in &map.wires {
            ways.out.entry(wire.from.clone()).or_default().push((wire.key.clone(), wire.to.clone()));
            ways.into.entry(wire.to.clone()).or_default().push((wire.key.clone(), wire.from.clone()));
        }
        ways
    }

    /// The keys of all cards, rows and wires on a way through one of them; that of a wire is `FROM>TO`.
    #[must_use]
    pub fn through(&self, key: &str) -> BTreeSet<String> {
        let mut lit = BTreeSet::new();
        match key.split_once('>') {
            Some((from, to)) => {
                lit.insert(key.to_owned());
                self.walk(from, Direction::Up, &mut lit);
                self.walk(to, Direction::Down, &mut lit);
            }
            None => {
                let key = self.holder(key);
                self.walk(key, Direction::Up, &mut lit);
                self.walk(key, Direction::Down, &mut lit);
            }
        }
        lit
    }

    /// The keys that a route lights up: its own, where they are folded those of the cards that hold them, and those of
    /// the wires between them. A card without a port of its own in the route stands for all its ports.
    #[must_use]
    pub fn route(&self, keys: &[String]) -> BTreeSet<String> {
        let own: BTreeSet<&str> = keys.iter().map(|key| self.holder(key)).collect();
        let mut lit = BTreeSet::new();
        for key in &own {
            lit.insert((*key).to_owned());
            lit.extend(self.cards.get(*key).cloned());
        }
        let whole = |card: &str| {
            let ports = self.rows.get(card).into_iter().flatten();
            own.contains(card) && !ports.into_iter().any(|port| own.contains(&**port))
        };
        let is_on = |end: &str| {
            let card = self.cards.get(end).map_or(end, |card| &**card);
            own.contains(end) || whole(card) || (end == card && lit.contains(card))
        };
        let wires = self.out.iter().filter(|(from, _)| is_on(from)).flat_map(|(_, wires)| wires);
        let wires: Vec<String> = wires.filter(|(_, to)| is_on(to)).map(|(wire, _)| wire.clone()).collect();
        let ends: Vec<String> = wires
            .iter()
            .filter_map(|wire| wire.split_once('>'))
            .flat_map(|(from, to)| [from, to])
            .map(str::to_owned)
            .collect();
        lit.extend(wires);
        lit.extend(ends);
        lit
    }

    /// The card that holds what is folded; else the key itself.
    #[must_use]
    pub fn holder<'k>(&'k self, key: &'k str) -> &'k str {
        self.folded.get(key).map_or(key, |card| card)
    }

    /// Goes on from a card or a row, and lights up what it meets.
    fn walk(&self, start: &str, direction: Direction, lit: &mut BTreeSet<String>) {
        let wires = if direction == Direction::Down { &self.out } else { &self.into };
        let mut seen = BTreeSet::new();
        let mut open = vec![start.to_owned()];
        while let Some(key) = open.pop() {
            if !seen.insert(key.clone()) {
                continue;
            }
            let mut ends = vec![key.clone()];
            ends.extend(self.cards.get(&key).cloned());
            ends.extend(self.rows.get(&key).into_iter().flatten().cloned());
            for end in ends {
                for (wire, other) in wires.get(&end).into_iter().flatten() {
                    lit.insert(wire.clone());
                    lit.insert(end.clone());
                    open.push(other.clone());
                }
            }
            lit.extend(self.cards.get(&key).cloned());
            lit.insert(key);
        }
    }
}
