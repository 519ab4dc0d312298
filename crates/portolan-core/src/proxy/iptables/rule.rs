//! Tables, chains and rules of iptables, as far as kube-proxy uses them.

use super::Probability;
use crate::diagnostic::Origin;
use crate::object::{IpFamily, Protocol};
use ipnet::IpNet;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// The name of a chain.
pub type ChainName = Cow<'static, str>;

/// All tables that kube-proxy fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruleset {
    /// The family: `iptables` or `ip6tables`.
    pub family: IpFamily,
    /// The table `nat`.
    pub nat: Table,
    /// The table `filter`.
    pub filter: Table,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The chains in which the kernel starts, in its order; a packet that reaches the end of one is accepted.
    pub built_in: Vec<(&'static str, Chain)>,
    /// The other chains, by name.
    pub chains: BTreeMap<ChainName, Chain>,
}

/// A chain: rules in the order in which packets meet them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// The rules.
    pub rules: Vec<Rule>,
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

/// The network of `-s` or `-d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether the rule wants any other network.
    pub not: bool,
    /// The network.
    pub net: IpNet,
}

/// An extension that a packet must match.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// `comment`: every packet does.
    Comment(Box<str>),
    /// `tcp`, `udp` or `sctp`, with `--dport` if a port is given.
    Transport(Protocol, Option<u16>),
    /// `addrtype --src-type LOCAL`: from an address of the node.
    SourceLocal,
    /// `addrtype --dst-type LOCAL`: to an address of the node.
    DestinationLocal,
    /// `mark`: all bits of the mask are set, or not all of them where `not`.
    Mark {
        /// Whether the rule wants packets without the mark.
        not: bool,
        /// The bits.
        mask: u32,
    },
    /// `statistic --mode random`.
    Random(Probability),
    /// `recent --rcheck --reap`: the source was put on the list within so many seconds.
    RecentlySeen {
        /// The list.
        list: Box<str>,
        /// The time.
        seconds: u32,
    },
    /// `recent --set`: puts the source on the list; every packet matches.
    RememberSource {
        /// The list.
        list: Box<str>,
    },
    /// `conntrack --ctstate`.
    Connection {
        /// Whether the rule wants connections in any other state.
        not: bool,
        /// The states.
        states: States,
    },
    /// `nfacct`: counts; every packet matches.
    Count(&'static str),
    /// What kube-proxy does not write and a node's own dump may hold, as it stands there: `-m tcp --sport 53`. Whether
    /// a packet matches is not known.
    Other(Box<str>),
}

/// States of a connection, as `--ctstate` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// `NEW`.
    New,
    /// `INVALID`.
    Invalid,
    /// `RELATED,ESTABLISHED`.
    Known,
    /// `RELATED,ESTABLISHED,DNAT`.
    KnownOrTranslated,
}

/// What a rule does with a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Goes on in another chain, and comes back if that one does not decide.
    Jump(ChainName),
    /// Lets it through.
    Accept,
    /// Loses it.
    Drop,
    /// Answers that the port is unreachable.
    Reject,
    /// Goes back to the chain it came from.
    Return,
    /// Sets the bits of the mark.
    SetMark(u32),
    /// Flips the bits of the mark.
    FlipMark(u32),
    /// Gives it the node's address as its source, with a random port.
    Masquerade,
    /// Gives it another destination.
    Dnat(SocketAddr),
    /// What kube-proxy does not write and a node's own dump may hold, as it stands there: `-j LOG --log-level 4`.
    Other(Box<str>),
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

    /// Adds a rule to a chain, and the chain if it is new.
    pub(super) fn append(&mut self, chain: impl Into<ChainName>, rule: Rule) {
        self.chains.entry(chain.into()).or_default().rules.push(rule);
    }
}

impl Rule {
    /// A rule for all packets.
    pub(super) fn new(target: Target) -> Self {
        Self { target: Some(target), ..Self::default() }
    }

    /// A rule that sends packets to a chain.
    pub(super) fn jump(chain: impl Into<ChainName>) -> Self {
        Self::new(Target::Jump(chain.into()))
    }

    pub(super) fn from(mut self, net: IpNet) -> Self {
        self.source = Some(Address { not: false, net });
        self
    }

    pub(super) fn not_from(mut self, net: IpNet) -> Self {
        self.source = Some(Address { not: true, net });
        self
    }

    pub(super) fn to(mut self, net: IpNet) -> Self {
        self.destination = Some(Address { not: false, net });
        self
    }

    pub(super) fn not_to(mut self, net: IpNet) -> Self {
        self.destination = Some(Address { not: true, net });
        self
    }

    pub(super) fn through(mut self, not: bool, interface: impl Into<Box<str>>) -> Self {
        self.interface = Some((not, interface.into()));
        self
    }

    /// `-p tcp -m tcp --dport 80`.
    pub(super) fn port(mut self, protocol: Protocol, port: u16) -> Self {
        self.protocol = Some(protocol);
        self.when(Match::Transport(protocol, Some(port)))
    }

    /// `-p tcp -m tcp`.
    pub(super) fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self.when(Match::Transport(protocol, None))
    }

    pub(super) fn comment(self, comment: impl Into<Box<str>>) -> Self {
        self.when(Match::Comment(comment.into()))
    }

    pub(super) fn when(mut self, condition: Match) -> Self {
        self.matches.push(condition);
        self
    }

    pub(super) fn origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }
}
