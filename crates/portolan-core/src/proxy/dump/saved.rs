//! The tables of iptables as a node prints them, with the lines of the text.

use crate::object::IpFamily;
use crate::proxy::Mode;
use crate::proxy::iptables::{Chain, Match, Rule, Ruleset, Table, Target};

/// The tables of one family.
#[derive(Clone, Debug)]
pub struct SavedRules {
    /// The family.
    pub family: IpFamily,
    /// The tables, in the order of the text.
    pub tables: Vec<SavedTable>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct SavedTable {
    /// Its name.
    pub name: Box<str>,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its chains, in the order of the text.
    pub chains: Vec<SavedChain>,
}

/// A chain.
#[derive(Clone, Debug)]
pub struct SavedChain {
    /// Its name.
    pub name: Box<str>,
    /// The line on which it is declared, or else that of its first rule.
    pub line: u32,
    /// What a packet gets at the end of a chain in which the kernel starts; `None` for other chains.
    pub policy: Option<Box<str>>,
    /// Its rules, in order.
    pub rules: Vec<SavedRule>,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct SavedRule {
    /// Its line, from 1.
    pub line: u32,
    /// How many packets have matched it, where the text has counters.
    pub packets: Option<u64>,
    /// The rule.
    pub rule: Rule,
}

/// Chains in which the kernel starts.
const BUILT_IN: [&str; 5] = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

impl SavedRules {
    /// A table by name.
    pub fn table(&self, name: &str) -> Option<&SavedTable> {
        self.tables.iter().find(|table| *table.name == *name)
    }

    /// The tables `nat` and `filter` as the back end makes them, so that a packet can be walked through them. A policy
    /// other than ACCEPT becomes the last rule of its chain.
    #[must_use]
    pub fn ruleset(&self) -> Ruleset {
        let (nat, filter) = (self.as_written("nat"), self.as_written("filter"));
        Ruleset { mode: self.mode(), family: self.family, nat, filter }
    }

    /// The mode whose rules these are: those of IPVS mode ask sets of addresses.
    pub(super) fn mode(&self) -> Mode {
        let rules = self.tables.iter().flat_map(|table| &table.chains).flat_map(|chain| &chain.rules);
        let mut matches = rules.flat_map(|saved| &saved.rule.matches);
        if matches.any(|one| matches!(one, Match::Set { .. })) { Mode::Ipvs } else { Mode::Iptables }
    }

    fn as_written(&self, name: &'static str) -> Table {
        let mut table = Table::new(name, Vec::new());
        for saved in self.table(name).into_iter().flat_map(|table| &table.chains) {
            let mut rules: Vec<Rule> = saved.rules.iter().map(|saved| saved.rule.clone()).collect();
            match BUILT_IN.iter().find(|known| ***known == *saved.name) {
                Some(built_in) => {
                    if saved.policy.as_deref() == Some("DROP") {
                        rules.push(Rule { target: Some(Target::Drop), ..Rule::default() });
                    }
                    table.built_in.push((built_in, Chain::of(rules)));
                }
                None => {
                    table.chains.insert(saved.name.to_string().into(), Chain::of(rules));
                }
            }
        }
        table
    }
}

/// Rules that no text has; their lines are 0.
impl From<Ruleset> for SavedRules {
    fn from(rules: Ruleset) -> Self {
        let chain = |name: Box<str>, policy: Option<&str>, chain: Chain| SavedChain {
            name,
            line: 0,
            policy: policy.map(Into::into),
            rules: chain.rules.into_iter().map(|rule| SavedRule { line: 0, packets: None, rule }).collect(),
        };
        let table = |table: Table| {
            let built_in = table.built_in.into_iter();
            let built_in = built_in.map(|(name, rules)| chain(name.into(), Some("ACCEPT"), rules));
            let others = table.chains.into_iter();
            let others = others.map(|(name, rules)| chain(name.into_owned().into(), None, rules));
            SavedTable { name: table.name.into(), line: 0, chains: built_in.chain(others).collect() }
        };
        Self { family: rules.family, tables: vec![table(rules.nat), table(rules.filter)] }
    }
}

impl SavedTable {
    /// A chain by name.
    pub fn chain(&self, name: &str) -> Option<&SavedChain> {
        self.chains.iter().find(|chain| *chain.name == *name)
    }
}
