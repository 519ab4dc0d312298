//! `metallb.io` IPAddressPool.

use super::parse_ip;
use crate::api::metallb;
use crate::object::{AddressPool, Meta};
use ipnet::IpNet;
use std::net::IpAddr;

impl AddressPool {
    /// A pool; ranges that are none are left out.
    pub(crate) fn from_api(meta: Meta, pool: metallb::IPAddressPool) -> Self {
        let addresses = pool.spec.addresses.unwrap_or_default();
        Self {
            id: meta.id,
            name: meta.name,
            ranges: addresses.iter().filter_map(|one| range(one.trim())).collect(),
            auto_assign: pool.spec.auto_assign.unwrap_or(true),
        }
    }
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
