//! Ranges of addresses as nft keeps them in a set: sorted, and joined where they touch.

use ipnet::IpNet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses of one family from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The first.
    pub first: IpAddr,
    /// The last.
    pub last: IpAddr,
}

impl Range {
    /// The addresses of a network.
    #[must_use]
    pub fn of(net: IpNet) -> Self {
        Self { first: net.network(), last: net.broadcast() }
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        self.first <= ip && ip <= self.last
    }

    /// Reads an address, a network, or two addresses with a dash between.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some((first, last)) = text.split_once('-') {
            return Some(Self { first: first.parse().ok()?, last: last.parse().ok()? });
        }
        let net = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        net.ok().map(Self::of)
    }

    /// Sorts ranges and joins those that overlap or touch.
    #[must_use]
    pub fn join(mut ranges: Vec<Self>) -> Vec<Self> {
        ranges.sort_unstable();
        ranges.dedup_by(|later, earlier| {
            let touches = number(later.first) <= number(earlier.last).saturating_add(1);
            if touches && later.last > earlier.last {
                earlier.last = later.last;
            }
            touches
        });
        ranges
    }

    /// The network that the range is exactly, if it is one.
    fn net(self) -> Option<IpNet> {
        let width = if self.first.is_ipv4() { 32 } else { 128 };
        let size = number(self.last).checked_sub(number(self.first))?;
        let host_bits = 128 - size.leading_zeros();
        let length = u8::try_from(width - host_bits.min(width)).ok()?;
        IpNet::new(self.first, length).ok().filter(|net| Self::of(*net) == self)
    }
}

/// As nft prints it: an address, a network, or two addresses with a dash between.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.net() {
            _ if self.first == self.last => write!(f, "{}", self.first),
            Some(net) => write!(f, "{net}"),
            None => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

fn number(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u128::from(Ipv4Addr::to_bits(ip)),
        IpAddr::V6(ip) => Ipv6Addr::to_bits(ip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(nets: &[&str]) -> String {
        let ranges = nets.iter().map(|net| Range::of(net.parse().expect("a network"))).collect();
        Range::join(ranges).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn ranges_are_sorted_and_joined() {
        assert_eq!(
            joined(&["203.0.113.69/32", "198.51.100.0/24", "192.168.10.0/24"]),
            "192.168.10.0/24, 198.51.100.0/24, 203.0.113.69"
        );
        assert_eq!(joined(&["10.128.0.0/9", "10.0.0.0/9", "10.1.0.0/16"]), "10.0.0.0/8");
        assert_eq!(joined(&["10.0.1.0/24", "10.0.2.0/24"]), "10.0.1.0-10.0.2.255");
        assert_eq!(joined(&["2001:db8::/32", "2001:db8::/48", "::1/128"]), "::1, 2001:db8::/32");
    }
}
