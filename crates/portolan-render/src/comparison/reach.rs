//! Who reaches what before and after, where NetworkPolicies have a say: pairs that are there on both sides.

use super::Lines;
use crate::reachability::{client_key, pair_key};
use portolan_core::Analysis;
use portolan_core::proxy::ProxyOptions;
use portolan_core::reachability::{Names, Reach, Scope, reachability};
use portolan_yaml::collections::BTreeMap;

/// Lines for the pairs that are reached on one side and not, or not always, on the other; none without policies.
pub(super) fn reach(old: &Analysis, new: &Analysis, proxy: &ProxyOptions) -> Lines {
    if old.cluster.policies.is_empty() && new.cluster.policies.is_empty() {
        return Lines::default();
    }
    let (old, new) = (pairs(old, proxy), pairs(new, proxy));
    let shared = old.iter().filter_map(|(pair, before)| Some((pair, *before, *new.get(pair)?)));
    let mut lines = Lines::default();
    for (pair, before, after) in shared.filter(|(_, before, after)| before != after) {
        lines.lost.extend(line(pair, before));
        lines.gained.extend(line(pair, after));
    }
    lines
}

/// `deployment/shop/web → service/shop/api 80/TCP`.
fn line(pair: &str, reach: Reach) -> Option<String> {
    match reach {
        Reach::Yes => Some(pair.to_owned()),
        Reach::Partly => Some(format!("{pair} (in part)")),
        Reach::No => None,
    }
}

fn pairs(analysis: &Analysis, proxy: &ProxyOptions) -> BTreeMap<String, Reach> {
    let found = reachability(analysis, &Scope::default(), proxy);
    let mut pairs = BTreeMap::new();
    for (client, cells) in found.clients.iter().zip(&found.cells) {
        let from = client_key(client);
        let names = if matches!(client.names, Names::No(..)) { Reach::No } else { Reach::Yes };
        pairs.insert(format!("{from} → DNS 53/UDP"), names);
        for (target, cell) in found.targets.iter().zip(cells) {
            pairs.insert(pair_key(client, target), cell.reach);
        }
    }
    pairs
}
