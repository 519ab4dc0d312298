//! The lines of a rule set by the Service port that they serve.

use super::listing::{Listing, Part};
use std::collections::BTreeMap;

/// The lines of a Service port, or those that every node has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The Service port, as a place in [`Listing::ports`]; `None` for what every node has.
    pub port: Option<usize>,
    /// Its lines by chain: the ways in first, the endpoints last.
    pub blocks: Vec<Block>,
}

/// Lines of one chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The chain, as a place in [`Listing::chains`]; `None` for what is in none.
    pub chain: Option<usize>,
    /// The lines, as places in [`Listing::lines`]; the head of a chain of its own first.
    pub lines: Vec<usize>,
}

impl Group {
    /// How many rules and elements it has.
    #[must_use]
    pub fn rules(&self, listing: &Listing) -> usize {
        let lines = self.blocks.iter().flat_map(|block| &block.lines);
        lines.filter(|line| listing.lines.get(**line).is_some_and(|line| line.part.is_rule())).count()
    }
}

impl Part {
    /// Whether it does something, and is not only the frame of what does.
    #[must_use]
    pub const fn is_rule(self) -> bool {
        !matches!(self, Self::Frame | Self::Head | Self::Tail)
    }
}

impl Listing {
    /// All lines: a group for each Service port, and one for the rest, which is last. Every line is in one of them.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let mut blocks: BTreeMap<(usize, u8, usize), Block> = BTreeMap::new();
        for (place, line) in self.lines.iter().enumerate() {
            let group = line.port.unwrap_or(self.ports.len());
            let rank = self.rank(line.chain, line.port.is_some());
            let key = (group, rank, line.chain.unwrap_or(usize::MAX));
            let block = blocks.entry(key).or_insert_with(|| Block { chain: line.chain, lines: Vec::new() });
            block.lines.push(place);
        }
        let mut groups: Vec<Group> = (0..self.ports.len())
            .map(|port| Group { port: Some(port), blocks: Vec::new() })
            .chain([Group::default()])
            .collect();
        for ((group, ..), block) in blocks {
            if let Some(group) = groups.get_mut(group) {
                group.blocks.push(block);
            }
        }
        groups
    }

    /// In which order a packet meets the chains of a Service port.
    fn rank(&self, chain: Option<usize>, of_port: bool) -> u8 {
        const RANKS: [(&str, u8); 11] = [
            ("KUBE-FW-", 1),
            ("firewall-", 1),
            ("KUBE-EXT-", 2),
            ("KUBE-XLB-", 2),
            ("external-", 2),
            ("KUBE-SVC-", 3),
            ("service-", 3),
            ("KUBE-SVL-", 4),
            ("local-", 4),
            ("KUBE-SEP-", 5),
            ("endpoint-", 5),
        ];
        let Some(chain) = chain.and_then(|chain| self.chains.get(chain)) else { return u8::MAX };
        if !of_port || !chain.is_own() {
            return 0;
        }
        RANKS.iter().find(|(prefix, _)| chain.name.starts_with(prefix)).map_or(0, |(_, rank)| *rank)
    }
}
