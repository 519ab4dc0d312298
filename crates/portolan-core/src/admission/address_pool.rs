//! Pools of addresses for MetalLB: a custom resource, of which the load balancers' addresses are taken.

use super::Manifest;
use crate::object::{AddressPool, parse_ip};
use ipnet::IpNet;
use portolan_yaml::{File, Node, Scalar};
use std::net::IpAddr;

/// The pools of the input, whatever the API server says of their kind: MetalLB brings it along.
pub(super) fn address_pools(manifests: &[Manifest], files: &[File]) -> Vec<AddressPool> {
    let is_pool = |one: &&Manifest| {
        let group = one.api_version.as_deref().and_then(|version| version.split('/').next());
        one.kind.as_deref() == Some("IPAddressPool") && group == Some("metallb.io")
    };
    manifests.iter().filter(is_pool).filter_map(|one| address_pool(one, files)).collect()
}

fn address_pool(manifest: &Manifest, files: &[File]) -> Option<AddressPool> {
    let spec = manifest.tree(files)?.get("spec")?;
    let addresses = spec.get("addresses").into_iter().flat_map(Node::items);
    let ranges = addresses.filter_map(|one| range(one.as_str()?.trim()));
    let assigned = spec.get("autoAssign").and_then(Node::scalar);
    Some(AddressPool {
        id: manifest.id,
        name: manifest.name.as_deref().unwrap_or_default().into(),
        ranges: ranges.collect(),
        auto_assign: !matches!(assigned, Some(Scalar::Bool(false))),
    })
}

/// `192.0.2.0/24` or `192.0.2.1-192.0.2.9`.
fn range(text: &str) -> Option<(IpAddr, IpAddr)> {
    if let Ok(net) = text.parse::<IpNet>() {
        return Some((net.network(), net.broadcast()));
    }
    let (first, last) = text.split_once('-')?;
    let (first, last) = (parse_ip(first.trim())?, parse_ip(last.trim())?);
    (first.is_ipv4() == last.is_ipv4() && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_ranges_are_read() {
        assert_eq!(range("192.0.2.0/30").map(|(_, last)| last.to_string()).as_deref(), Some("192.0.2.3"));
        assert_eq!(
            range("192.0.2.9 - 192.0.2.11").map(|(first, _)| first.to_string()).as_deref(),
            Some("192.0.2.9")
        );
        assert_eq!(range("192.0.2.9-192.0.2.1"), None);
        assert_eq!(range("2001:db8::1-192.0.2.1"), None);
    }
}
