//! What a walk leaves behind: steps, each with its predecessor, and the ends that it may come to.

use super::Packet;
use crate::diagnostic::{Certainty, Message, Origin};
use crate::object::Protocol;
use crate::routing::Said;
use crate::workload::PodId;
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// Index of a step in [`Trace::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub u32);

/// The walk of the first packet of a connection, with everything that chance may make of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// All steps, branch by branch; each names its predecessor.
    pub steps: Vec<Step>,
    /// The ends, in the order of the branches; their probabilities add up to 1 unless the walk was cut.
    pub ends: Vec<End>,
    /// Whether branches were left out because there are too many ([`super::MOST_BRANCHES`]).
    pub cut: bool,
}

/// One thing that happens to the packet.
#[derive(Clone, Debug)]
pub struct Step {
    /// The step before; `None` for the first.
    pub parent: Option<StepId>,
    /// Where it happens.
    pub stage: Stage,
    /// The node on which it happens; empty where it is none.
    pub node: Box<str>,
    /// What happens.
    pub message: Message,
    /// The rule, as `iptables-save`, `nft list` or `ipvsadm` shows it.
    pub rule: Option<String>,
    /// The manifest field that the rule or the answer comes from.
    pub origin: Option<Origin>,
    /// What chance decides here: the factors whose product is the share of this branch; none where it is certain.
    /// The third of three endpoints has 2/3 and 1/2: two rules passed it by. Of many such factors the later ones are one.
    pub odds: Vec<f64>,
    /// The probability that a connection comes here.
    pub probability: f64,
    /// Where a proxy decides: the rules that might have decided, and why they do not.
    pub runners_up: Vec<Said>,
}

/// Where a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The client looks a name up.
    Dns,
    /// The client sends the packet.
    Send,
    /// A load balancer or a router outside the cluster chooses a node.
    Outside,
    /// A proxy, of an Ingress controller or a Gateway, reads the request.
    Http,
    /// The hook that sees what comes in to a node.
    Prerouting,
    /// The hook that sees what the node itself sends.
    Output,
    /// The hook that sees what is for the node itself.
    Input,
    /// The virtual servers of IPVS.
    Ipvs,
    /// The hook that sees what passes through the node.
    Forward,
    /// The hook that sees what leaves the node.
    Postrouting,
    /// The way from node to node.
    Route,
    /// What NetworkPolicies say, at the interface of a Pod.
    Policy,
    /// A Pod, a container, a process.
    Arrive,
    /// The way of the answer.
    Reply,
}

/// How a connection ends, as the client meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Something answers.
    Answered,
    /// A proxy on the way answers by itself, with this status.
    Replied(u16),
    /// `connection refused`.
    Refused,
    /// No answer at all.
    Timeout,
    /// The name does not exist.
    NxDomain,
    /// No way leads there from here.
    NoRoute,
}

/// One end of a walk.
#[derive(Clone, Debug)]
pub struct End {
    /// The last step.
    pub step: StepId,
    /// How it ends.
    pub ending: Ending,
    /// How likely it is.
    pub probability: f64,
    /// How sure that is: what listens on a port, and what is outside, manifests do not show.
    pub certainty: Certainty,
    /// The packet as it arrived, or as it was when it was lost; `None` if none was sent.
    pub packet: Option<Packet>,
    /// Who it reached.
    pub receiver: Receiver,
    /// Why it ends so.
    pub reason: Message,
    /// The manifest field to look at, where it does not end well.
    pub blame: Option<Origin>,
    /// What a proxy on the way makes of the request.
    pub http: Option<Box<Proxied>>,
}

/// What a proxy between the client and a Pod makes of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proxied {
    /// Where a redirect leads.
    pub location: Option<Box<str>>,
    /// The client that the header `X-Forwarded-For` names; `None` where the proxy does not see it.
    pub forwarded_for: Option<IpAddr>,
    /// The host that the Pod is asked for; empty where no Pod is.
    pub host: Box<str>,
    /// The path and the parameters that the Pod is asked for.
    pub target: Box<str>,
}

/// Who a packet reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// Nobody.
    #[default]
    Nobody,
    /// A Pod, and the name of the container that owns the port; `None` where that cannot be told.
    Pod(PodId, Option<Box<str>>),
    /// A process of a node itself.
    Node(Box<str>),
    /// Something outside of the input.
    Elsewhere,
}

/// An end as machines read it: branches that differ only in the way are one.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ends.
    pub ending: Ending,
    /// How likely it is.
    pub probability: f64,
    /// How sure that is.
    pub certainty: Certainty,
    /// Who answered.
    pub receiver: Receiver,
    /// The address and port where the packet arrived or was lost.
    pub address: Option<SocketAddr>,
    /// The address from which the receiver sees the packet come.
    pub seen_source: Option<IpAddr>,
    /// The protocol.
    pub protocol: Option<Protocol>,
    /// Why it ends so: what the first of the branches has to say.
    pub reason: Message,
    /// The manifest field to look at, where it does not end well.
    pub blame: Option<Origin>,
    /// What a proxy on the way makes of the request.
    pub http: Option<Box<Proxied>>,
}

impl Stage {
    /// Its name in machine output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Send => "send",
            Self::Outside => "outside",
            Self::Http => "http",
            Self::Prerouting => "prerouting",
            Self::Output => "output",
            Self::Input => "input",
            Self::Ipvs => "ipvs",
            Self::Forward => "forward",
            Self::Postrouting => "postrouting",
            Self::Route => "route",
            Self::Policy => "policy",
            Self::Arrive => "arrive",
            Self::Reply => "reply",
        }
    }
}

impl Ending {
    /// Its name in machine output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::NxDomain => "nxdomain",
            Self::NoRoute => "no-route",
            Self::Replied(_) => Self::Answered.as_str(),
        }
    }
}

impl Ending {
    /// The status of a proxy that answers by itself.
    #[must_use]
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::Replied(status) => Some(status),
            _ => None,
        }
    }

    /// Whether the client gets what it asked for, or is told where that is.
    #[must_use]
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Answered | Self::Replied(..400))
    }
}

impl Trace {
    /// The step of that id.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.get(id.0 as usize)
    }

    /// The steps that led to one, itself included, first step first.
    #[must_use]
    pub fn way(&self, to: StepId) -> Vec<&Step> {
        let before = std::iter::successors(self.step(to), |step| self.step(step.parent?));
        let mut way: Vec<_> = before.take(self.steps.len()).collect();
        way.reverse();
        way
    }

    /// What may come of the connection, in the order of the branches; equal outcomes of several branches are one.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = Vec::new();
        let mut places = BTreeMap::new();
        for end in &self.ends {
            let one = Outcome::of(end);
            let place = *places.entry(one.likeness()).or_insert(outcomes.len());
            match outcomes.get_mut(place) {
                Some(known) => known.probability += one.probability,
                None => outcomes.push(one),
            }
        }
        outcomes
    }
}

impl Outcome {
    fn of(end: &End) -> Self {
        let answered = end.ending == Ending::Answered;
        let packet = end.packet.as_ref();
        Self {
            ending: end.ending,
            probability: end.probability,
            certainty: end.certainty,
            receiver: end.receiver.clone(),
            address: packet.map(|packet| packet.destination),
            seen_source: packet.filter(|_| answered).and_then(Packet::seen_source),
            protocol: packet.map(|packet| packet.protocol),
            reason: end.reason.clone(),
            blame: end.blame.clone(),
            http: end.http.clone(),
        }
    }

    /// What makes two outcomes one.
    fn likeness(&self) -> impl Ord + use<> {
        (
            self.ending,
            self.certainty,
            self.address,
            self.seen_source,
            self.receiver.clone(),
            self.http.clone(),
        )
    }
}
