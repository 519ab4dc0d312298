//! Topology hints: which zones and nodes an endpoint is meant for.
//!
//! Follows `endpointslice/trafficdist` (KEP-4444, KEP-3015) for `trafficDistribution`, and
//! `endpointslice/topologycache` (KEP-2433) for the annotation `service.kubernetes.io/topology-mode: Auto`, which wins.

use crate::object::{Endpoint, EndpointSlice, Hints, Labels, Node, Service};
use portolan_yaml::collections::BTreeMap;

/// How much more than its share an endpoint may be asked to bear.
const OVERLOAD: f64 = 0.2;

/// The share of the cluster's CPUs that each zone has; empty if the nodes do not tell, or tell of one zone only.
pub(super) type Shares<'n> = BTreeMap<&'n str, f64>;

/// Sets the hints of a Service's slices of one address type.
pub(super) fn hint(service: &Service, slices: &mut [EndpointSlice], shares: &Shares<'_>) {
    if is_auto(&service.meta.annotations) {
        if by_share(slices, shares).is_none() {
            ready(slices).for_each(|endpoint| endpoint.hints = Hints::default());
        }
        return;
    }
    let same_node = match service.traffic_distribution.as_deref() {
        Some("PreferClose" | "PreferSameZone") => false,
        Some("PreferSameNode") => true,
        _ => return,
    };
    for endpoint in ready(slices) {
        let nodes = endpoint.node_name.iter().filter(|_| same_node).cloned().collect();
        endpoint.hints = Hints { zones: endpoint.zone.iter().cloned().collect(), nodes };
    }
}

/// What the nodes say of their zones.
pub(super) fn shares(nodes: &[Node]) -> Shares<'_> {
    let counted = nodes.iter().filter(|node| node.ready && !is_control_plane(node));
    let mut cpus: BTreeMap<&str, u64> = BTreeMap::new();
    for node in counted {
        if node.zone.is_empty() || node.cpu_millis == 0 {
            return Shares::new();
        }
        let sum = cpus.entry(&node.zone).or_default();
        *sum = sum.saturating_add(node.cpu_millis);
    }
    if cpus.len() < 2 {
        return Shares::new();
    }
    let total: f64 = cpus.values().map(|millis| float(*millis)).sum();
    cpus.into_iter().map(|(zone, millis)| (zone, float(millis) / total)).collect()
}

/// The older annotation wins.
fn is_auto(annotations: &Labels) -> bool {
    let older = annotations.get("service.kubernetes.io/topology-aware-hints");
    let mode = older.or_else(|| annotations.get("service.kubernetes.io/topology-mode"));
    matches!(mode, Some("Auto" | "auto"))
}

fn is_control_plane(node: &Node) -> bool {
    let roles = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];
    node.meta.as_ref().is_some_and(|meta| roles.iter().any(|role| meta.labels.get(role).is_some()))
}

/// The endpoints whose condition `ready` is true.
fn ready(slices: &mut [EndpointSlice]) -> impl Iterator<Item = &mut Endpoint> {
    let endpoints = slices.iter_mut().filter_map(|slice| slice.endpoints.as_mut()).flatten();
    endpoints.filter(|endpoint| endpoint.conditions.ready == Some(true))
}

/// Gives each zone endpoints by its share of the CPUs; `None` if that cannot be done fairly.
fn by_share(slices: &mut [EndpointSlice], shares: &Shares<'_>) -> Option<()> {
    let total = ready(slices).count();
    let desired = desired(total, shares)?;
    let mut hinted: BTreeMap<Box<str>, usize> = BTreeMap::new();
    for endpoint in ready(slices) {
        let zone = endpoint.zone.clone()?;
        endpoint.hints = Hints { zones: vec![zone.clone()], nodes: Vec::new() };
        *hinted.entry(zone).or_default() += 1;
    }
    let (mut giving, mut receiving) = exchange(&desired, &hinted);
    for endpoint in ready(slices) {
        let Some(left) = endpoint.zone.as_ref().and_then(|zone| giving.get_mut(zone.as_ref())) else {
            continue;
        };
        let Some((zone, wanted)) = receiving.iter_mut().find(|(_, wanted)| *left > 0 && **wanted > 0) else {
            continue;
        };
        endpoint.hints.zones = vec![(*zone).into()];
        *left -= 1;
        *wanted -= 1;
    }
    Some(())
}

/// How many of so many endpoints each zone should have; `None` if some zone would have to bear too much.
fn desired<'n>(total: usize, shares: &Shares<'n>) -> Option<BTreeMap<&'n str, f64>> {
    if shares.len() < 2 || shares.len() > total {
        return None;
    }
    let endpoints = float(total as u64);
    let least = |share: f64| (share * endpoints * (1.0 / (1.0 + OVERLOAD))).ceil();
    if shares.values().map(|share| least(*share)).sum::<f64>() > endpoints {
        return None;
    }
    Some(shares.iter().map(|(zone, share)| (*zone, (share * endpoints).max(least(*share)))).collect())
}

/// How many endpoints each zone gives away, and how many each receives.
fn exchange<'n>(
    desired: &BTreeMap<&'n str, f64>,
    hinted: &BTreeMap<Box<str>, usize>,
) -> (BTreeMap<&'n str, usize>, BTreeMap<&'n str, usize>) {
    let over = |zone: &str, want: f64| float(hinted.get(zone).copied().unwrap_or(0) as u64) - want;
    let all = || desired.iter().map(|(zone, want)| (*zone, over(zone, *want)));
    let mut surplus: BTreeMap<&str, f64> = all().filter(|(_, over)| *over > 0.0).collect();
    let mut lack: BTreeMap<&str, f64> =
        all().map(|(zone, over)| (zone, -over)).filter(|(_, n)| *n > 0.0).collect();
    let (mut giving, mut receiving) = (BTreeMap::new(), BTreeMap::new());
    while let (Some((from, give)), Some((to, receive))) = (most(&mut surplus), most(&mut lack)) {
        if (*give < 1.0 && *receive < 1.0) || *give < 0.5 || *receive < 0.5 {
            break;
        }
        *give -= 1.0;
        *receive -= 1.0;
        *giving.entry(from).or_insert(0) += 1;
        *receiving.entry(to).or_insert(0) += 1;
    }
    (giving, receiving)
}

fn most<'m, 'n>(zones: &'m mut BTreeMap<&'n str, f64>) -> Option<(&'n str, &'m mut f64)> {
    let positive = zones.iter_mut().filter(|(_, number)| **number > 0.0);
    let first_most = positive.reduce(|most, one| if *one.1 > *most.1 { one } else { most });
    first_most.map(|(zone, number)| (*zone, number))
}

/// A count as a float; counts here are far below 2^53.
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(counts: &[(&str, usize)]) -> BTreeMap<Box<str>, usize> {
        counts.iter().map(|(zone, count)| ((*zone).into(), *count)).collect()
    }

    #[test]
    fn an_uneven_spread_is_evened_out() {
        let shares: Shares<'_> = [("a", 0.5), ("b", 0.5)].into_iter().collect();
        let desired = desired(10, &shares).expect("enough endpoints");
        let (giving, receiving) = exchange(&desired, &zones(&[("a", 8), ("b", 2)]));
        assert_eq!((giving.get("a"), receiving.get("b")), (Some(&3), Some(&3)));
    }

    #[test]
    fn too_few_endpoints_for_the_zones_get_no_hints() {
        let shares: Shares<'_> = [("a", 0.6), ("b", 0.2), ("c", 0.2)].into_iter().collect();
        assert!(desired(2, &shares).is_none(), "fewer endpoints than zones");
        assert!(desired(3, &shares).is_none(), "zone a needs two, the others one each");
        assert!(desired(5, &shares).is_some());
    }
}
