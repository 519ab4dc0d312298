//! The places at which the kernel hands a packet to rules, and what the rules of a node need to know of it.

use super::Stage;
use super::log::{At, Branch};
use std::net::IpAddr;

/// A hook of netfilter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hook {
    Prerouting,
    Input,
    Forward,
    Output,
    Postrouting,
}

/// What rules decide of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It goes on.
    Accept,
    /// It is lost.
    Drop,
    /// It is lost, and the sender is told that the port is unreachable.
    Reject,
}

/// Branches with what was decided of each.
pub(super) type Decided = Vec<(Branch, Decision)>;

/// What the rules of a node know of it.
pub(super) struct Here<'n> {
    /// Its name.
    pub(super) node: &'n str,
    /// Its own addresses, those of the loopback interface left out.
    pub(super) addresses: Vec<IpAddr>,
}

impl Here<'_> {
    /// Whether the kernel takes the address for its own.
    pub(super) fn is_local(&self, ip: IpAddr) -> bool {
        ip.is_loopback() || self.addresses.contains(&ip)
    }

    pub(super) fn at(&self, stage: Stage) -> At<'_> {
        At { stage, node: self.node }
    }
}

impl Hook {
    pub(super) const fn stage(self) -> Stage {
        match self {
            Self::Prerouting => Stage::Prerouting,
            Self::Input => Stage::Input,
            Self::Forward => Stage::Forward,
            Self::Output => Stage::Output,
            Self::Postrouting => Stage::Postrouting,
        }
    }
}

/// Lets chains of rules decide one after another: what one accepts comes to the next.
pub(super) fn one_after_another<T>(
    stations: impl IntoIterator<Item = T>,
    branch: Branch,
    mut decide: impl FnMut(&T, Branch) -> Decided,
) -> Decided {
    let (mut going, mut lost) = (vec![branch], Vec::new());
    for station in stations {
        let decided = going.into_iter().flat_map(|branch| decide(&station, branch)).collect();
        let others;
        (going, others) = accepted(decided);
        lost.extend(others);
    }
    going.into_iter().map(|branch| (branch, Decision::Accept)).chain(lost).collect()
}

/// The branches that go on, and those that do not with what was decided of them.
pub(super) fn accepted(decided: Decided) -> (Vec<Branch>, Decided) {
    let (going, lost): (Decided, Decided) =
        decided.into_iter().partition(|(_, decision)| *decision == Decision::Accept);
    (going.into_iter().map(|(branch, _)| branch).collect(), lost)
}
