//! kube-proxy's table of nftables as a node lists it, with the lines of the listing.

use crate::object::{IpFamily, Protocol};
use crate::proxy::nftables::{Chain, Element, Key, Lookup, Name, Rule, Table, Verdict, standing};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// A table `kube-proxy` of one family.
#[derive(Clone, Debug)]
pub struct ListedTable {
    /// The family.
    pub family: IpFamily,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// `cluster-ips`.
    pub cluster_ips: BTreeSet<IpAddr>,
    /// `nodeport-ips`; `None` where node ports answer on every address.
    pub node_port_ips: Option<BTreeSet<IpAddr>>,
    /// `hairpin-connections`: endpoints on the node.
    pub hairpins: BTreeSet<(IpAddr, Protocol, u16)>,
    /// The sets that remember clients, with the time in seconds.
    pub affinity: BTreeMap<Name, u32>,
    /// The maps that are there, with their lines.
    pub maps: BTreeMap<Lookup, u32>,
    /// The elements of the maps.
    pub elements: Vec<ListedElement>,
    /// The chains, in the order of the text.
    pub chains: Vec<ListedChain>,
}

/// An element of a map of verdicts.
#[derive(Clone, Debug)]
pub struct ListedElement {
    /// The map.
    pub map: Lookup,
    /// Its line, from 1.
    pub line: u32,
    /// What is looked up.
    pub key: Key,
    /// What is done with the packet.
    pub verdict: Verdict,
    /// The Service port, where nothing else names it.
    pub comment: Option<Box<str>>,
}

/// A chain.
#[derive(Clone, Debug)]
pub struct ListedChain {
    /// Its name.
    pub name: Box<str>,
    /// The line that declares it.
    pub line: u32,
    /// Where the kernel starts it: type, hook and priority.
    pub hook: Option<Box<str>>,
    /// Its rules, in order.
    pub rules: Vec<ListedRule>,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct ListedRule {
    /// Its line, from 1.
    pub line: u32,
    /// How many packets have matched it, where it counts.
    pub packets: Option<u64>,
    /// The rule.
    pub rule: Rule,
}

impl ListedTable {
    pub(super) fn new(family: IpFamily, line: u32) -> Self {
        Self {
            family,
            line,
            cluster_ips: BTreeSet::new(),
            node_port_ips: None,
            hairpins: BTreeSet::new(),
            affinity: BTreeMap::new(),
            maps: BTreeMap::new(),
            elements: Vec::new(),
            chains: Vec::new(),
        }
    }

    /// The table as the back end makes it, so that a packet can be walked through it.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut maps: BTreeMap<Lookup, BTreeMap<Key, Element>> = BTreeMap::new();
        for listed in &self.elements {
            let (verdict, comment) = (listed.verdict.clone(), listed.comment.clone());
            let element = Element { verdict, comment, origin: None };
            maps.entry(listed.map).or_default().insert(listed.key, element);
        }
        let chains = self.chains.iter().map(|listed| {
            let (hook, comment) = standing(&listed.name);
            let hook = hook.filter(|hook| listed.hook.as_deref() == Some(*hook));
            let rules = listed.rules.iter().map(|listed| listed.rule.clone()).collect();
            (listed.name.to_string().into(), Chain { hook, comment, rules })
        });
        Table {
            family: self.family,
            hairpins: self.hairpins.clone(),
            cluster_ips: self.cluster_ips.clone(),
            node_port_ips: self.node_port_ips.clone(),
            maps,
            affinity: self.affinity.clone(),
            chains: chains.collect(),
        }
    }

    /// A chain by name.
    pub fn chain(&self, name: &str) -> Option<&ListedChain> {
        self.chains.iter().find(|chain| *chain.name == *name)
    }
}

/// Tables that no text has; their lines are 0.
impl From<Table> for ListedTable {
    fn from(table: Table) -> Self {
        let mut listed = Self::new(table.family, 0);
        listed.cluster_ips = table.cluster_ips;
        listed.node_port_ips = table.node_port_ips;
        listed.hairpins = table.hairpins;
        listed.affinity = table.affinity;
        listed.maps = Lookup::ALL.into_iter().map(|map| (map, 0)).collect();
        listed.elements = table
            .maps
            .into_iter()
            .flat_map(|(map, elements)| {
                elements.into_iter().map(move |(key, element)| ListedElement {
                    map,
                    line: 0,
                    key,
                    verdict: element.verdict,
                    comment: element.comment,
                })
            })
            .collect();
        let rule = |rule| ListedRule { line: 0, packets: None, rule };
        let chains = table.chains.into_iter();
        let chains = chains.map(|(name, chain)| ListedChain {
            name: name.into_owned().into(),
            line: 0,
            hook: chain.hook.map(Into::into),
            rules: chain.rules.into_iter().map(rule).collect(),
        });
        listed.chains = chains.collect();
        listed
    }
}
