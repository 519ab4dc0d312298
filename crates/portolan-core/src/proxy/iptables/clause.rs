//! What the rules of iptables ask of packets, and what they do with them.

use super::{ChainName, Probability};
use crate::object::Protocol;
use crate::proxy::ipvs::SetName;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// A piece of a rule: a condition, or what is done.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'r> {
    /// `-s`.
    Source(&'r Address),
    /// `-d`.
    Destination(&'r Address),
    /// `-i`, and whether any other interface is wanted.
    Interface(bool, &'r str),
    /// `-p`.
    Protocol(Protocol),
    /// An extension.
    Match(&'r Match),
    /// `-j`.
    Target(&'r Target),
}

/// The network of `-s` or `-d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether the rule wants any other network.
    pub not: bool,
    /// The network.
    pub net: IpNet,
    /// Whether kube-proxy writes it without its length: one address. `iptables-save` prints the length all the same.
    pub bare: bool,
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
    /// `addrtype ! --src-type LOCAL`: not from an address of the node.
    SourceElsewhere,
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
    /// `set --match-set`: an IP set has what these fields of the packet say.
    Set {
        /// The set.
        set: SetName,
        /// Of which side each part of an element is: `dst,dst,src`.
        sides: &'static [Side],
    },
    /// `physdev ! --physdev-is-in`: did not come in by a port of a bridge, as packets of containers do.
    NotBridged,
    /// `ipvs --vaddr --vproto --vport`: of a connection through a virtual server of IPVS.
    VirtualServer {
        /// The server's address.
        address: IpAddr,
        /// Its protocol.
        protocol: Protocol,
        /// Its port.
        port: u16,
    },
    /// What kube-proxy does not write and a node's own dump may hold, as it stands there: `-m tcp --sport 53`. Whether
    /// a packet matches is not known.
    Other(Box<str>),
}

/// A side of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `src`.
    Source,
    /// `dst`.
    Destination,
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
    /// Gives it the node's address as its source.
    Masquerade {
        /// `--random-fully`: and a port drawn at random.
        random: bool,
    },
    /// Gives it another destination.
    Dnat(SocketAddr),
    /// What kube-proxy does not write and a node's own dump may hold, as it stands there: `-j LOG --log-level 4`.
    Other(Box<str>),
}
