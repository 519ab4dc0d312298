//! Ranges of numbers out of which addresses and ports are given: a lower band for those that manifests name, an upper
//! one for those that nobody names.
//!
//! Follows KEP-3070 and KEP-3668 (`ipallocator` and `portallocator`): a real cluster draws from the upper band at
//! random, and from the lower one when that is full. Here a hash of the asker stands for chance, so that what one
//! Service gets does not depend on what else is in the input, collisions aside.

use ipnet::IpNet;
use portolan_yaml::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

/// How many neighbours of a taken number are tried before the band is searched from its start.
const NEIGHBOURS: u128 = 64;

/// A range and what of it is taken.
#[derive(Debug)]
pub(crate) struct Range {
    upper: Band,
    lower: Band,
    taken: BTreeSet<u128>,
}

#[derive(Debug)]
struct Band {
    /// The first number.
    first: u128,
    /// How many there are.
    size: u128,
    /// Where the search goes on once the neighbourhood is taken.
    searched: u128,
}

impl Range {
    /// The addresses of a Service network: neither the network's own nor, in IPv4, the broadcast address.
    pub(crate) fn of_network(network: IpNet) -> Self {
        let base = number(network.network());
        let hosts = u32::from(network.max_prefix_len()).saturating_sub(network.prefix_len().into());
        let all = 1u128.checked_shl(hosts).unwrap_or(u128::MAX);
        let reserved = if network.addr().is_ipv4() { 2 } else { 1 };
        Self::new(base.saturating_add(1), all.saturating_sub(reserved), offset(all, 16, 256))
    }

    /// The node ports.
    pub(crate) fn of_ports(ports: &RangeInclusive<u16>) -> Self {
        let size = u128::from(*ports.end()).saturating_add(1).saturating_sub((*ports.start()).into());
        Self::new((*ports.start()).into(), size, offset(size, 32, 128))
    }

    fn new(first: u128, size: u128, offset: u128) -> Self {
        let offset = offset.min(size);
        let lower = Band { first, size: offset, searched: 0 };
        let upper = Band { first: first.saturating_add(offset), size: size - offset, searched: 0 };
        Self { upper, lower, taken: BTreeSet::new() }
    }

    /// Notes that a number is taken.
    pub(crate) fn take(&mut self, number: u128) {
        self.taken.insert(number);
    }

    /// Gives out a number that nobody has; `None` if there is none left.
    pub(crate) fn give(&mut self, hash: u64) -> Option<u128> {
        let given = self.upper.find(hash, &self.taken).or_else(|| self.lower.find(hash, &self.taken))?;
        self.taken.insert(given);
        Some(given)
    }
}

impl Band {
    fn find(&mut self, hash: u64, taken: &BTreeSet<u128>) -> Option<u128> {
        let start = u128::from(hash).checked_rem(self.size)?;
        let near = (0..NEIGHBOURS.min(self.size)).map(|step| self.first + (start + step) % self.size);
        let found = near.into_iter().find(|number| !taken.contains(number));
        found.or_else(|| {
            while self.searched < self.size {
                let number = self.first + self.searched;
                self.searched += 1;
                if !taken.contains(&number) {
                    return Some(number);
                }
            }
            None
        })
    }
}

/// The size of the lower band: a share of the range, but at least 16 and at most `most`; 0 for a small range.
fn offset(size: u128, share: u128, most: u128) -> u128 {
    if size <= 16 { 0 } else { (size / share).clamp(16, most) }
}

/// An address as a number.
pub(crate) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u32::from(v4).into(),
        IpAddr::V6(v6) => v6.into(),
    }
}

/// The address of a number, in the family of `like`.
pub(crate) fn address(number: u128, like: IpAddr) -> Option<IpAddr> {
    match like {
        IpAddr::V4(_) => u32::try_from(number).ok().map(|v4| Ipv4Addr::from(v4).into()),
        IpAddr::V6(_) => Some(Ipv6Addr::from(number).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> IpNet {
        text.parse().expect("a network")
    }

    #[test]
    fn bands_are_those_of_the_real_allocators() {
        let services = Range::of_network(network("10.96.0.0/16"));
        assert_eq!(services.lower.size, 256);
        assert_eq!(address(services.upper.first, Ipv4Addr::UNSPECIFIED.into()), "10.96.1.1".parse().ok());
        assert_eq!(services.upper.size, 65534 - 256);
        let six = Range::of_network(network("fd00:10:96::/112"));
        assert_eq!((six.lower.size, six.upper.size), (256, 65535 - 256));
        let ports = Range::of_ports(&(30000..=32767));
        assert_eq!((ports.lower.size, ports.upper.first), (86, 30086));
        assert_eq!(Range::of_network(network("10.96.0.0/28")).lower.size, 0);
        assert_eq!(Range::of_network(network("10.96.0.0/24")).lower.size, 16);
    }

    #[test]
    fn every_number_is_given_once_and_the_lower_band_last() {
        let mut range = Range::of_network(network("10.96.0.0/26"));
        range.take(number([10, 96, 0, 40].into()));
        let given: Vec<u128> = std::iter::from_fn(|| range.give(5)).collect();
        assert_eq!(given.len(), 61);
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 61);
        let low = |given: &u128| *given <= number([10, 96, 0, 16].into());
        assert!(given.iter().rev().take(16).all(low) && !given.iter().rev().skip(16).any(low));
    }

    #[test]
    fn the_widest_and_the_narrowest_networks_do_not_overflow() {
        for text in ["::/0", "0.0.0.0/0", "10.0.0.1/32", "10.0.0.0/31", "ffff::ffff/128"] {
            let mut range = Range::of_network(network(text));
            let _ = (range.give(0), range.give(u64::MAX));
        }
        let mut one = Range::of_ports(&(65535..=65535));
        assert_eq!((one.give(3), one.give(3)), (Some(65535), None));
    }
}
