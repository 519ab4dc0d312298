//! NetworkPolicy, as `networking/v1` has it after defaulting: what it says of each direction, or that it says nothing.

use super::{Meta, Port, Protocol, Selector};
use ipnet::IpNet;
use std::net::IpAddr;

/// A NetworkPolicy.
#[derive(Clone, Debug)]
pub struct NetworkPolicy {
    /// Who it is.
    pub meta: Meta,
    /// `spec.podSelector`: the Pods of its namespace to which it applies.
    pub pod_selector: Selector,
    /// `spec.ingress`; `None` if `spec.policyTypes` leaves ingress alone, whatever is written there.
    pub ingress: Option<Vec<PolicyRule>>,
    /// `spec.egress`; `None` if `spec.policyTypes` leaves egress alone.
    pub egress: Option<Vec<PolicyRule>>,
}

/// Which way connections go that a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To the selected Pods.
    Ingress,
    /// From the selected Pods.
    Egress,
}

/// One of `ingress` or `egress`: it allows what matches one of its peers and one of its ports.
#[derive(Clone, Debug, Default)]
pub struct PolicyRule {
    /// `from` or `to`; empty for everybody.
    pub peers: Vec<PolicyPeer>,
    /// `ports`; empty for all ports of all protocols.
    pub ports: Vec<PolicyPort>,
}

/// One of `from` or `to`.
#[derive(Clone, Debug)]
pub enum PolicyPeer {
    /// Pods by label: those for which both selectors hold. Without `namespaces` those of the policy's own namespace,
    /// without `pods` all Pods of the namespaces.
    Pods {
        /// `podSelector`.
        pods: Option<Selector>,
        /// `namespaceSelector`.
        namespaces: Option<Selector>,
    },
    /// `ipBlock`.
    Block(IpBlock),
    /// What the API server refuses: nobody.
    Nobody,
}

/// `ipBlock`.
#[derive(Clone, Debug)]
pub struct IpBlock {
    /// `cidr`.
    pub cidr: IpNet,
    /// `except`.
    pub except: Vec<IpNet>,
}

/// One of `ports`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPort {
    /// `protocol`.
    pub protocol: Protocol,
    /// `port` and `endPort`.
    pub ports: PortMatch,
}

/// The ports that one of `ports` means, of its protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortMatch {
    /// All of them: no `port` is written.
    All,
    /// From the first to the last, both included.
    Range(Port, Port),
    /// The port to which a container of the destination Pod gives that name.
    Name(Box<str>),
}

impl NetworkPolicy {
    /// The rules for a direction; `None` if it leaves connections of that direction alone.
    #[must_use]
    pub fn rules(&self, direction: Direction) -> Option<&[PolicyRule]> {
        match direction {
            Direction::Ingress => self.ingress.as_deref(),
            Direction::Egress => self.egress.as_deref(),
        }
    }
}

impl Direction {
    /// The field with the rules.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }

    /// As in `policyTypes`.
    #[must_use]
    pub const fn policy_type(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }

    /// The field of a rule with its peers.
    #[must_use]
    pub const fn peers_field(self) -> &'static str {
        match self {
            Self::Ingress => "from",
            Self::Egress => "to",
        }
    }
}

impl IpBlock {
    /// Whether an address is in the network and in none of its exceptions.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        self.cidr.contains(&ip) && !self.excepts(ip)
    }

    /// Whether an address is in one of the exceptions.
    #[must_use]
    pub fn excepts(&self, ip: IpAddr) -> bool {
        self.except.iter().any(|net| net.contains(&ip))
    }

    /// Whether one of the exceptions has every address of a network.
    #[must_use]
    pub fn excepts_all(&self, net: &IpNet) -> bool {
        self.except.iter().any(|one| one.contains(net))
    }
}
