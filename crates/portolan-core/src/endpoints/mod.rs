//! What the EndpointSlice controllers make of Services and Pods.

mod hints;
mod mirror;
mod port;
mod reconcile;
mod slice;

pub use port::find_port;

use crate::cluster::Cluster;
use crate::object::{EndpointSlice, LegacyEndpoints, Service};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use slice::{MANAGED_BY, SERVICE_NAME};

/// How many endpoints are made at most: many Services over many simulated Pods would take all memory. Services that
/// come too late have an empty slice.
pub const MAX_ENDPOINTS: usize = 250_000;

/// All EndpointSlices of the cluster by namespace and name, hand-made and mirrored ones included.
///
/// Slices that a cluster dump states are taken as they are; a hand-made slice that pretends to be the controller's
/// own is replaced by what the controller makes.
#[must_use]
pub fn slices(cluster: &Cluster) -> Vec<EndpointSlice> {
    let services: BTreeMap<(&str, &str), &Service> = cluster
        .services
        .iter()
        .map(|one| ((one.meta.namespace.as_ref(), one.meta.name.as_ref()), one))
        .collect();
    let selects = |key: &(&str, &str)| services.get(key).is_some_and(|one| one.selector.is_some());
    let mut stated: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut all = Vec::with_capacity(cluster.services.len() + cluster.slices.len());
    for slice in &cluster.slices {
        let key = (slice.meta.namespace.as_ref(), slice.meta.labels.get(SERVICE_NAME).unwrap_or_default());
        let managed = slice.meta.labels.get(MANAGED_BY);
        if slice.meta.stated && matches!(managed, Some(reconcile::CONTROLLER | mirror::CONTROLLER)) {
            stated.insert(key);
        } else if managed == Some(reconcile::CONTROLLER) && selects(&key) {
            continue;
        }
        all.push(slice.clone());
    }
    let mut reconciler = reconcile::Reconciler::new(cluster, MAX_ENDPOINTS);
    for (_, service) in services.iter().filter(|(key, _)| !stated.contains(key)) {
        all.extend(reconciler.slices(service));
    }
    let mirrored = |endpoints: &&LegacyEndpoints| {
        let key = (endpoints.meta.namespace.as_ref(), endpoints.meta.name.as_ref());
        services.contains_key(&key) && !selects(&key) && !stated.contains(&key)
    };
    all.extend(cluster.endpoints.iter().filter(mirrored).flat_map(mirror::mirror));
    all.sort_by(|one, other| {
        (&one.meta.namespace, &one.meta.name).cmp(&(&other.meta.namespace, &other.meta.name))
    });
    all
}
