//! What the EndpointSlice controllers make of Services and Pods.

use crate::cluster::Cluster;
use crate::object::EndpointSlice;

/// All EndpointSlices of the cluster, hand-made and mirrored ones included.
#[must_use]
pub fn slices(cluster: &Cluster) -> Vec<EndpointSlice> {
    cluster.slices.clone()
}
