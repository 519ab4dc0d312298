//! The reverse way: rules that were taken from a node are read, tied to the Services they serve, explained, and compared
//! with what the manifests say.
//!
//! [`read`] takes the text of `iptables-save` or `nft list`; [`Dump::readings`] tells what it means. The rules of a plan
//! are read the same way, so that both sides of a comparison are understood by one reader.

mod compare;
mod explain;
mod from_listed;
mod from_saved;
mod known;
mod listed;
mod listing;
mod misnamed;
mod names;
mod problem;
mod reading;
mod report;
mod saved;
mod saved_rule;
mod saved_text;

pub use compare::{Difference, DifferenceKind, Expected, compare, has_stated_address};
pub use known::{Common, Role};
pub use listed::{ListedChain, ListedElement, ListedRule, ListedTable};
pub use misnamed::{Misnamed, misnamed};
pub use problem::Problem;
pub use reading::{
    Answer, ChainSeen, Door, DoorSeen, ExternalSeen, Form, Line, Masquerade, NodeSeen, PoolSeen, PortName,
    PortSeen, RangesSeen, Reading, Share, Tool,
};
pub use report::{Given, Part, parts};
pub use saved::{SavedChain, SavedRule, SavedRules, SavedTable};

use super::{Mode, Plan, iptables, nftables};

/// A text that was taken from a node.
#[derive(Clone, Debug)]
pub struct Dump {
    /// The tables of iptables, by family.
    pub saved: Vec<SavedRules>,
    /// kube-proxy's tables of nftables, by family.
    pub listed: Vec<ListedTable>,
    /// Other tables of nftables, as `inet filter`.
    pub other_tables: Vec<Box<str>>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads a dump, of either tool; what cannot be read is told, and does not keep the rest from being read.
#[must_use]
pub fn read(text: &str) -> Dump {
    let is_listing = text.lines().any(|line| line.starts_with("table ") && line.contains('{'));
    if is_listing {
        let (listed, other_tables, problems) = listing::read(text);
        Dump { saved: Vec::new(), listed, other_tables, problems }
    } else {
        let (saved, problems) = saved_text::read(text);
        Dump { saved, listed: Vec::new(), other_tables: Vec::new(), problems }
    }
}

impl Dump {
    /// Whether there is no rule in it that could be kube-proxy's.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.saved.is_empty() && self.listed.is_empty()
    }

    /// What the dump means, a reading for each family; `known` are the names of the Service ports of the manifests.
    #[must_use]
    pub fn readings(&self, known: &[&str]) -> Vec<Reading> {
        let saved = self.saved.iter().map(|rules| from_saved::reading(rules, known.iter().copied()));
        saved.chain(self.listed.iter().map(from_listed::reading)).collect()
    }
}

/// What a plan's own rules mean.
#[must_use]
pub fn planned(plan: &Plan<'_>) -> Reading {
    if plan.mode == Mode::Nftables {
        return of_table(nftables::table(plan));
    }
    of_ruleset(iptables::ruleset(plan), plan.ports.iter().map(|port| &*port.name))
}

/// What rules of iptables mean that kube-proxy would write; `known` are the names of the Service ports.
#[must_use]
pub fn of_ruleset<'n>(rules: iptables::Ruleset, known: impl Iterator<Item = &'n str>) -> Reading {
    let (rules, known) = (SavedRules::from(rules), known.collect::<Vec<&str>>());
    from_saved::reading(&rules, known.iter().copied())
}

/// What a table of nftables means that kube-proxy would write.
#[must_use]
pub fn of_table(table: nftables::Table) -> Reading {
    from_listed::reading(&ListedTable::from(table))
}
