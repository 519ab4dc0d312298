//! Chains of a Service port that have lost or gained rules, where nothing else tells of it.

use super::{Comparison, Difference, DifferenceKind, words as say};
use crate::diagnostic::{Arg, Certainty};
use crate::proxy::dump::{ChainSeen, Line, PortName, Reading, Role};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// Which of a Service port's chains it is; those of endpoints are told apart by their addresses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Cluster,
    Local,
    External,
    Firewall,
    Endpoint(Option<SocketAddr>),
}

/// A chain's name, its line, and how many rules it has.
type Size<'r> = (&'r str, Line, usize);

impl Comparison<'_> {
    /// Compares how many rules the chains of each Service port have, unless a difference of it is known already. Chains
    /// of another release are not alike.
    pub(super) fn chains(&mut self) {
        if self.seen.node.form != self.wanted.node.form {
            return;
        }
        let told: BTreeSet<&PortName> = self.found.iter().filter_map(|one| one.port.as_ref()).collect();
        let (seen, wanted) = (sizes(self.seen), sizes(self.wanted));
        let usual = if self.expected.flags_known { BTreeMap::new() } else { usual(&seen, &wanted) };
        let mut found = Vec::new();
        for (port, chains) in &wanted {
            let Some(others) = seen.get(port).filter(|_| !told.contains(port)) else { continue };
            for (place, (_, _, wanted)) in chains {
                let Some((name, line, has)) = others.get(place) else { continue };
                let usual = usual.get(place).copied().unwrap_or(Some(0));
                let differs = usual.is_some_and(|usual| difference(*has, *wanted) != usual);
                if differs && (*place != Place::Local || self.expected.node_known) {
                    found.push(changed(port, (name, *line, *has), *wanted));
                }
            }
        }
        self.found.extend(found);
    }
}

/// The chains of Service ports, by port and place.
fn sizes(reading: &Reading) -> BTreeMap<&PortName, BTreeMap<Place, Size<'_>>> {
    let mut sizes = BTreeMap::<_, BTreeMap<_, _>>::new();
    for chain in &reading.chains {
        if let (Some(port), Some(place)) = (&chain.port, place(chain)) {
            sizes.entry(port).or_default().insert(place, (&*chain.name, chain.line, chain.rules.len()));
        }
    }
    sizes
}

fn place(chain: &ChainSeen) -> Option<Place> {
    match chain.role {
        Role::Cluster => Some(Place::Cluster),
        Role::Local => Some(Place::Local),
        Role::External => Some(Place::External),
        Role::Firewall => Some(Place::Firewall),
        Role::Endpoint => Some(Place::Endpoint(chain.address)),
        Role::Common(_) | Role::BuiltIn | Role::Foreign(_) | Role::Unknown => None,
    }
}

/// By how many rules chains differ in most Service ports where that may be the work of kube-proxy's flags, which are
/// not known; `None` where there are too few to tell.
fn usual(
    seen: &BTreeMap<&PortName, BTreeMap<Place, Size<'_>>>,
    wanted: &BTreeMap<&PortName, BTreeMap<Place, Size<'_>>>,
) -> BTreeMap<Place, Option<isize>> {
    let of = |place: Place| {
        let mut counts = BTreeMap::<isize, usize>::new();
        for (port, chains) in wanted {
            let has = seen.get(port).and_then(|others| others.get(&place));
            if let (Some((_, _, wanted)), Some((_, _, has))) = (chains.get(&place), has) {
                *counts.entry(difference(*has, *wanted)).or_default() += 1;
            }
        }
        let all: usize = counts.values().sum();
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.filter(|(_, count)| *count > 1 && count * 2 > all).map(|(usual, _)| usual)
    };
    [Place::Cluster, Place::Local, Place::External].map(|place| (place, of(place))).into()
}

fn difference(has: usize, wanted: usize) -> isize {
    has.cast_signed().wrapping_sub(wanted.cast_signed())
}

fn changed(port: &PortName, (name, line, has): Size<'_>, wanted: usize) -> Difference {
    Difference {
        kind: DifferenceKind::ChangedChain,
        port: Some(port.clone()),
        certainty: Certainty::Likely,
        message: say::CHANGED_CHAIN.with([
            ("chain", Arg::code(name)),
            ("seen", Arg::count(has)),
            ("wanted", Arg::count(wanted)),
        ]),
        help: Some(say::CHANGED_CHAIN_HELP.message()),
        line: Some(line),
        origin: None,
    }
}
