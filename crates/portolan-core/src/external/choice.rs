//! How load balancers choose: shares by zone and by weight, and MetalLB's choice of a node.

use portolan_yaml::collections::BTreeMap;
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// What decides on the share of a back end.
pub(super) struct Weight {
    /// The zone with a share of its own; `None` where zones do not matter.
    pub(super) zone: Option<Box<str>>,
    /// Its weight among its like.
    pub(super) amount: usize,
}

/// Gives each healthy back end its share: zones with a healthy one get equal parts, and in a zone each by its weight.
pub(super) fn share_out<'b>(back_ends: impl Iterator<Item = (&'b Weight, bool, &'b mut f64)>) {
    let healthy: Vec<_> = back_ends.filter(|(_, healthy, _)| *healthy).collect();
    let mut sums: BTreeMap<Option<Box<str>>, usize> = BTreeMap::new();
    for (weight, _, _) in &healthy {
        *sums.entry(weight.zone.clone()).or_default() += weight.amount;
    }
    let zones = sums.len().max(1) as f64;
    for (weight, _, share) in healthy {
        let sum = sums.get(&weight.zone).copied().unwrap_or_default().max(1) as f64;
        *share = weight.amount as f64 / sum / zones;
    }
}

/// A node's place in the order in which MetalLB's speakers prefer nodes for an address: the SHA-256 of both.
pub(super) fn rank(node: &str, ip: Option<IpAddr>) -> [u8; 32] {
    let ip = ip.map(|ip| ip.to_string()).unwrap_or_default();
    Sha256::digest(format!("{node}#{ip}")).into()
}
