//! The lines of a rule set by the Service port that they serve.

use super::changes::{Change, changes};
use super::listing::{Line, Listing, Part};
use portolan_yaml::collections::BTreeMap;

/// The lines of a Service port, or those that every node has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The name of the Service port; empty for what every node has.
    pub name: String,
    /// The Service port, as a place in [`Listing::ports`]; `None` for what every node has, and for one that is gone.
    pub port: Option<usize>,
    /// Its lines by chain: the ways in first, the endpoints last.
    pub blocks: Vec<Block>,
}

/// Lines of one chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The table of the chain; empty for what is in none.
    pub table: &'static str,
    /// The name of the chain; empty for what is in none.
    pub chain: String,
    /// The lines, those of the earlier listing where they stood.
    pub lines: Vec<Change>,
}

/// How a line is found: the place of its Service port, the rank of its chain, the place of the chain.
type Key = (usize, u8, usize);

impl Change {
    /// The listing in which the line stands, and its place there.
    #[must_use]
    pub const fn of<'l>(
        self,
        after: &'l Listing,
        before: Option<&'l Listing>,
    ) -> Option<(&'l Listing, usize)> {
        match (self, before) {
            (Self::Same(place) | Self::New(place), _) => Some((after, place)),
            (Self::Gone(place), Some(before)) => Some((before, place)),
            (Self::Gone(_), None) => None,
        }
    }
}

impl Part {
    /// Whether it does something, and is not only the frame of what does.
    #[must_use]
    pub const fn is_rule(self) -> bool {
        !matches!(self, Self::Frame | Self::Head | Self::Tail)
    }
}

impl Group {
    /// The lines that do something.
    pub fn rules<'l>(
        &'l self,
        after: &'l Listing,
        before: Option<&'l Listing>,
    ) -> impl Iterator<Item = (Change, &'l Line)> {
        let lines = self.blocks.iter().flat_map(|block| &block.lines);
        lines.filter_map(move |change| {
            let (listing, place) = change.of(after, before)?;
            let line = listing.lines.get(place)?;
            line.part.is_rule().then_some((*change, line))
        })
    }
}

/// All lines: a group for each Service port, those that are gone behind the others, and one for the rest, which is
/// last. Every line is in one of them; beside an earlier listing, lines that are gone too.
#[must_use]
pub fn groups(after: &Listing, before: Option<&Listing>) -> Vec<Group> {
    let lines = match before {
        Some(before) => changes(before, after),
        None => (0..after.lines.len()).map(Change::Same).collect(),
    };
    let mut names: Vec<&str> = after.ports.iter().map(|port| port.name.as_str()).collect();
    let gone = before.into_iter().flat_map(|before| &before.ports).map(|port| port.name.as_str());
    let known = names.clone();
    names.extend(gone.filter(|name| !known.contains(name)));
    let mut chains: BTreeMap<(&'static str, &str), usize> = BTreeMap::new();
    for chain in [Some(after), before].into_iter().flatten().flat_map(|listing| &listing.chains) {
        let next = chains.len();
        chains.entry((chain.table, &chain.name)).or_insert(next);
    }
    let places: BTreeMap<&str, usize> =
        names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let mut blocks: BTreeMap<Key, Block> = BTreeMap::new();
    for change in lines {
        let Some((listing, place)) = change.of(after, before) else { continue };
        let Some(line) = listing.lines.get(place) else { continue };
        let chain = line.chain.and_then(|chain| listing.chains.get(chain));
        let (table, name) = chain.map_or(("", ""), |chain| (chain.table, chain.name.as_str()));
        let port = line.port.and_then(|port| listing.ports.get(port));
        let group = port.and_then(|port| places.get(port.name.as_str()).copied()).unwrap_or(names.len());
        let rank = chain.map_or(u8::MAX, |chain| rank(&chain.name, line.port.is_some() && chain.is_own()));
        let key = (group, rank, chains.get(&(table, name)).copied().unwrap_or(usize::MAX));
        let block =
            blocks.entry(key).or_insert_with(|| Block { table, chain: name.to_owned(), lines: Vec::new() });
        block.lines.push(change);
    }
    gathered(&names, after.ports.len(), blocks)
}

fn gathered(names: &[&str], known: usize, blocks: BTreeMap<Key, Block>) -> Vec<Group> {
    let mut groups: Vec<Group> = (names.iter().enumerate())
        .map(|(place, name)| Group {
            name: (*name).to_owned(),
            port: (place < known).then_some(place),
            blocks: Vec::new(),
        })
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
fn rank(chain: &str, own: bool) -> u8 {
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
    if !own {
        return 0;
    }
    RANKS.iter().find(|(prefix, _)| chain.starts_with(prefix)).map_or(0, |(_, rank)| *rank)
}
