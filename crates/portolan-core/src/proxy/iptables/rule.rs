//! Tables, chains and rules of iptables, as far as kube-proxy uses them.

use super::{Address, Match, Target};
use crate::diagnostic::Origin;
use crate::object::{IpFamily, Protocol};
use crate::proxy::Mode;
use ipnet::IpNet;
use portolan_yaml::collections::BTreeMap;
use std::borrow::Cow;
use std::net::IpAddr;

/// The name of a chain.
pub type ChainName = Cow<'static, str>;

/// All tables that kube-proxy fills.
#[derive(Clone, Debug)]
pub struct Ruleset {
    /// The mode of kube-proxy that they belong to: iptables or IPVS.
    pub mode: Mode,
    /// The family: `iptables` or `ip6tables`.
    pub family: IpFamily,
    /// The table `nat`.
    pub nat: Table,
    /// The table `filter`.
    pub filter: Table,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The chains in which the kernel starts, in its order; a packet that reaches the end of one is accepted.
    pub built_in: Vec<(&'static str, Chain)>,
    /// The other chains, by name.
    pub chains: BTreeMap<ChainName, Chain>,
    /// In which order kube-proxy writes it.
    pub(super) order: Order,
}

/// The order in which kube-proxy writes a table, where that is not the order of chains.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// How many chains it declares; it leaves the others to their owners.
    pub(super) declared: u32,
    /// The place of each rule's chain among them.
    pub(super) rules: Vec<u32>,
}

/// A chain: rules in the order in which packets meet them.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// The rules.
    pub rules: Vec<Rule>,
    /// Its place in [`Order`], if kube-proxy declares it.
    pub(super) place: Option<u32>,
}

/// A rule: a packet that matches everything goes to the target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// `-s`.
    pub source: Option<Address>,
    /// `-d`.
    pub destination: Option<Address>,
    /// `-i`, and whether the rule wants any other interface; `name+` stands for all that begin with `name`.
    pub interface: Option<(bool, Box<str>)>,
    /// `-p`.
    pub protocol: Option<Protocol>,
    /// The extensions, in order.
    pub matches: Vec<Match>,
    /// `-j`; `None` for a rule that only counts and comments.
    pub target: Option<Target>,
    /// The manifest field it comes from; `None` for rules that every node has.
    pub origin: Option<Origin>,
}

impl Ruleset {
    /// How many rules there are in both tables.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nat.len() + self.filter.len()
    }

    /// Whether there is no rule at all; kube-proxy never leaves it so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Table {
    /// A chain by name.
    #[must_use]
    pub fn chain(&self, name: &str) -> Option<&Chain> {
        let built_in = self.built_in.iter().find(|(known, _)| *known == name).map(|(_, chain)| chain);
        built_in.or_else(|| self.chains.get(name))
    }

    /// All chains: the kernel's own first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Chain)> {
        let built_in = self.built_in.iter().map(|(name, chain)| (*name, chain));
        built_in.chain(self.chains.iter().map(|(name, chain)| (name.as_ref(), chain)))
    }

    fn len(&self) -> usize {
        self.iter().map(|(_, chain)| chain.rules.len()).sum()
    }

    /// A table with these chains of the kernel.
    pub(in crate::proxy) fn new(name: &'static str, built_in: Vec<(&'static str, Chain)>) -> Self {
        Self { name, built_in, chains: BTreeMap::new(), order: Order::default() }
    }

    /// Adds a chain of another owner, without rules.
    pub(in crate::proxy) fn found(&mut self, chain: &'static str) {
        self.chains.entry(chain.into()).or_default();
    }

    /// Adds chains of kube-proxy, without rules.
    pub(in crate::proxy) fn declare_all<const N: usize>(&mut self, chains: [&'static str; N]) {
        for chain in chains {
            self.declare(chain);
        }
    }

    /// Adds a chain of kube-proxy, without rules.
    pub(in crate::proxy) fn declare(&mut self, chain: impl Into<ChainName>) {
        self.fill(chain, []);
    }

    /// Adds a chain of kube-proxy with its rules.
    pub(in crate::proxy) fn fill<const N: usize>(&mut self, chain: impl Into<ChainName>, rules: [Rule; N]) {
        let chain = self.chains.entry(chain.into()).or_default();
        let next = self.order.declared;
        let place = *chain.place.get_or_insert(next);
        self.order.declared = next.max(place.saturating_add(1));
        self.order.rules.extend([place; N]);
        match chain.rules.is_empty() {
            true => chain.rules = rules.into(),
            false => chain.rules.extend(rules),
        }
    }

    /// Adds a rule to a chain.
    pub(in crate::proxy) fn append(&mut self, chain: &str, rule: Rule) {
        self.extend(chain, std::iter::once(rule));
    }

    /// Adds rules to a chain.
    pub(in crate::proxy) fn extend(&mut self, chain: &str, rules: impl Iterator<Item = Rule>) {
        if !self.chains.contains_key(chain) {
            self.chains.insert(chain.to_owned().into(), Chain::default());
        }
        let Some(chain) = self.chains.get_mut(chain) else { return };
        let before = chain.rules.len();
        chain.rules.extend(rules);
        if let Some(place) = chain.place {
            let added = chain.rules.len().saturating_sub(before);
            self.order.rules.extend(std::iter::repeat_n(place, added));
        }
    }
}

impl Chain {
    pub(in crate::proxy) fn of(rules: impl Into<Vec<Rule>>) -> Self {
        Self { rules: rules.into(), place: None }
    }

    pub(in crate::proxy) fn of_all(rules: impl Iterator<Item = Rule>) -> Self {
        Self { rules: rules.collect(), place: None }
    }
}

impl Rule {
    /// A rule for all packets.
    pub(in crate::proxy) fn new(target: Target) -> Self {
        Self { target: Some(target), ..Self::default() }
    }

    /// A rule that sends packets to a chain.
    pub(in crate::proxy) fn jump(chain: impl Into<ChainName>) -> Self {
        Self::new(Target::Jump(chain.into()))
    }

    pub(in crate::proxy) fn from(mut self, net: IpNet) -> Self {
        self.source = Some(Address { not: false, net, bare: false });
        self
    }

    pub(in crate::proxy) fn sender(mut self, ip: IpAddr) -> Self {
        self.source = Some(Address { not: false, net: ip.into(), bare: true });
        self
    }

    pub(in crate::proxy) fn not_from(mut self, net: IpNet) -> Self {
        self.source = Some(Address { not: true, net, bare: false });
        self
    }

    pub(in crate::proxy) fn to(mut self, net: IpNet) -> Self {
        self.destination = Some(Address { not: false, net, bare: false });
        self
    }

    pub(in crate::proxy) fn receiver(mut self, ip: IpAddr) -> Self {
        self.destination = Some(Address { not: false, net: ip.into(), bare: true });
        self
    }

    pub(in crate::proxy) fn not_to(mut self, net: IpNet) -> Self {
        self.destination = Some(Address { not: true, net, bare: false });
        self
    }

    pub(in crate::proxy) fn through(mut self, not: bool, interface: impl Into<Box<str>>) -> Self {
        self.interface = Some((not, interface.into()));
        self
    }

    /// `-p tcp -m tcp --dport 80`.
    pub(in crate::proxy) fn port(mut self, protocol: Protocol, port: u16) -> Self {
        self.protocol = Some(protocol);
        self.when(Match::Transport(protocol, Some(port)))
    }

    /// `-p tcp -m tcp`.
    pub(in crate::proxy) fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self.when(Match::Transport(protocol, None))
    }

    pub(in crate::proxy) fn comment(self, comment: impl Into<Box<str>>) -> Self {
        self.when(Match::Comment(comment.into()))
    }

    pub(in crate::proxy) fn when(mut self, condition: Match) -> Self {
        self.matches.push(condition);
        self
    }

    pub(in crate::proxy) fn origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }
}
