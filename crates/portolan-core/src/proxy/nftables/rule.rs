//! Sets, maps, chains and rules of nftables, as far as kube-proxy uses them.

use super::Range;
use crate::diagnostic::Origin;
use crate::object::{IpFamily, Protocol};
use ipnet::IpNet;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

/// The name of a chain or a set.
pub type Name = Cow<'static, str>;

/// The table `kube-proxy` of one family.
#[derive(Clone, Debug)]
pub struct Table {
    /// The family: `ip` or `ip6`.
    pub family: IpFamily,
    /// `hairpin-connections`: endpoints on this node; a connection from one to itself needs source NAT.
    pub hairpins: BTreeSet<(IpAddr, Protocol, u16)>,
    /// `cluster-ips`.
    pub cluster_ips: BTreeSet<IpAddr>,
    /// `nodeport-ips`; `None` where node ports answer on every address.
    pub node_port_ips: Option<BTreeSet<IpAddr>>,
    /// The maps from destinations to verdicts.
    pub maps: BTreeMap<Lookup, BTreeMap<Key, Element>>,
    /// The sets that remember clients, with the time in seconds that they remember them.
    pub affinity: BTreeMap<Name, u32>,
    /// All chains: first those that every node has.
    pub chains: Vec<(Name, Chain)>,
}

/// The maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lookup {
    /// `no-endpoint-services`.
    NoEndpointServices,
    /// `no-endpoint-nodeports`.
    NoEndpointNodePorts,
    /// `firewall-ips`.
    Firewall,
    /// `service-ips`.
    Services,
    /// `service-nodeports`.
    NodePorts,
}

/// What is looked up: the address (left out for node ports), the protocol, the port.
pub type Key = (Option<IpAddr>, Protocol, u16);

/// A value in a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What is done with the packet.
    pub verdict: Verdict,
    /// The Service port, where nothing else names it.
    pub comment: Option<Box<str>>,
    /// The manifest field it comes from; `None` for what was read from a node's own listing.
    pub origin: Option<Origin>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Goes on in another chain, and comes back.
    Jump(Name),
    /// Goes on in another chain for good.
    Goto(Name),
    /// Loses the packet.
    Drop,
    /// Answers that the port is unreachable.
    Reject,
}

/// A chain: rules in the order in which packets meet them.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Where the kernel starts it: type, hook and priority.
    pub hook: Option<&'static str>,
    /// A comment on the chain.
    pub comment: Option<&'static str>,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// A rule: for a packet that matches everything, all actions are done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The conditions.
    pub matches: Vec<Match>,
    /// The actions.
    pub actions: Vec<Action>,
    /// A comment.
    pub comment: Option<&'static str>,
    /// The manifest field it comes from; `None` for rules that every node has.
    pub origin: Option<Origin>,
}

/// Sets of addresses that every table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// `cluster-ips`.
    ClusterIps,
    /// `nodeport-ips`.
    NodePortIps,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// The connection is new.
    New,
    /// The destination is in a set.
    DestinationIn(Addresses),
    /// The destination is in a network.
    Destination(IpNet),
    /// The destination is not the loopback network.
    NotLoopback,
    /// The destination is an address of the node.
    DestinationLocal,
    /// The source is an address of the node.
    SourceLocal,
    /// The source is in a network, or outside it where `true`.
    Source(bool, IpNet),
    /// The source is in none of the ranges; the flag tells that they were written as one.
    SourceOutside(Vec<Range>, bool),
    /// The source is in a set that remembers clients.
    Remembered(Name),
    /// The packet comes in by an interface, or by any other where `true`; `name*` stands for all that begin so.
    Interface(bool, Box<str>),
    /// The packet has the mark.
    Marked(u32),
    /// The connection goes from an endpoint to itself.
    Hairpin,
    /// The protocol.
    Protocol(Protocol),
    /// What kube-proxy does not write and a node's own listing may hold, as it stands there. Whether a packet matches
    /// is not known.
    Other(Box<str>),
}

/// What is done with a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A decision.
    Verdict(Verdict),
    /// The decision that a map holds, if it holds one.
    LookUp(Lookup),
    /// Sets the bits of the mark.
    SetMark(u32),
    /// Flips the bits of the mark.
    FlipMark(u32),
    /// Gives it the node's address as its source, with a random port.
    Masquerade,
    /// Remembers the source in a set.
    Remember(Name),
    /// Gives it another destination.
    Dnat(SocketAddr),
    /// Gives it one of these destinations, all equally likely.
    DnatByLot(Vec<SocketAddr>),
    /// Goes on in one of these chains, all equally likely.
    GotoByLot(Vec<Name>),
    /// What kube-proxy does not write and a node's own listing may hold, as it stands there.
    Other(Box<str>),
}

impl Table {
    /// A chain by name.
    #[must_use]
    pub fn chain(&self, name: &str) -> Option<&Chain> {
        self.chains.iter().find(|(known, _)| known == name).map(|(_, chain)| chain)
    }

    pub(super) fn set(&mut self, map: Lookup, key: Key, element: Element) {
        self.maps.entry(map).or_default().insert(key, element);
    }

    pub(super) fn add(&mut self, name: Name, rules: Vec<Rule>) {
        self.chains.push((name, Chain { rules, ..Chain::default() }));
    }
}

impl Rule {
    pub(super) fn new(action: Action) -> Self {
        Self { actions: vec![action], ..Self::default() }
    }

    pub(super) fn verdict(verdict: Verdict) -> Self {
        Self::new(Action::Verdict(verdict))
    }

    pub(super) fn goto(chain: impl Into<Name>) -> Self {
        Self::verdict(Verdict::Goto(chain.into()))
    }

    pub(super) fn jump(chain: &'static str) -> Self {
        Self::verdict(Verdict::Jump(chain.into()))
    }

    pub(super) fn when(mut self, condition: Match) -> Self {
        self.matches.push(condition);
        self
    }

    pub(super) fn then(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    pub(super) fn comment(mut self, comment: &'static str) -> Self {
        self.comment = Some(comment);
        self
    }

    pub(super) fn origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }
}
