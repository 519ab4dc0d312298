//! The addresses that nodes give to their Pods.
//!
//! The node of place `i` gives out the `i + 1`st /24 (in IPv6, /64) of the cluster's network, from 2 on; a node that
//! has filled its block goes on with one that no node has, and when no block is left, any free address will do.

use super::nodes::pod_families;
use super::range::{address, number};
use crate::object::IpFamily;
use crate::options::Options;
use crate::workload::Pod;
use ipnet::IpNet;
use portolan_yaml::collections::BTreeSet;
use std::net::IpAddr;

/// The number of the first Pod of a block: the node itself has 1.
const FIRST_HOST: u64 = 2;
/// How many Pods have room in a block.
const HOSTS: u64 = 253;

/// The addresses that nodes give to their Pods.
pub(super) struct Leases {
    networks: Vec<Network>,
    /// Addresses that were not given in the order of the nodes' blocks.
    taken: BTreeSet<IpAddr>,
    /// How many addresses of its blocks each node has looked at.
    given: Vec<u64>,
}

struct Network {
    net: IpNet,
    /// The number of the network itself.
    base: u128,
    /// How many bits tell the Pods of a node apart.
    bits: u32,
    /// The last address that was given out of order.
    spill: u128,
}

impl Leases {
    pub(super) fn new(pods: &[Pod], nodes: usize, options: &Options) -> Self {
        let networks = options.cluster_cidrs.iter().map(|net| {
            let base = number(net.network());
            let bits = if net.addr().is_ipv4() { 8 } else { 64 };
            Network { net: *net, base, bits, spill: base.saturating_add(1) }
        });
        Self {
            networks: networks.collect(),
            taken: pods.iter().flat_map(|pod| &pod.ips).copied().collect(),
            given: vec![0; nodes],
        }
    }

    /// The given addresses, and others in the families that they leave out: where an IPv4 address is given, that of
    /// the same host number.
    pub(super) fn complete(&mut self, given: Vec<IpAddr>, place: usize, options: &Options) -> Vec<IpAddr> {
        let has = |network: &Network| given.iter().any(|ip| ip.is_ipv4() == network.net.addr().is_ipv4());
        if given.is_empty() {
            return self.take(place);
        }
        if self.networks.iter().all(has) {
            return complete(given, Vec::new(), options);
        }
        let four = given.iter().find_map(|ip| match ip {
            IpAddr::V4(four) => Some(u64::from(four.octets()[3])),
            IpAddr::V6(_) => None,
        });
        let twin = |host| {
            let block = (place as u64).saturating_add(1);
            let missing = self.networks.iter().find(|network| !has(network))?;
            missing.of_block(block, host).filter(|ip| !self.taken.contains(ip))
        };
        let others = match four.and_then(twin) {
            Some(ip) => {
                self.taken.insert(ip);
                vec![ip]
            }
            None => self.take(place),
        };
        complete(given, others, options)
    }

    /// One address of each family for a Pod on the node of this place; none from a network that is used up.
    fn take(&mut self, place: usize) -> Vec<IpAddr> {
        let nodes = self.given.len() as u64;
        let Some(given) = self.given.get_mut(place) else { return Vec::new() };
        let mut ips = Vec::new();
        for nth in *given.. {
            let (round, host) = (nth / HOSTS, nth % HOSTS + FIRST_HOST);
            let block = (place as u64).saturating_add(1).saturating_add(round.saturating_mul(nodes));
            let in_block = self.networks.iter().map(|network| network.of_block(block, host));
            let Some(all) = in_block.collect::<Option<Vec<IpAddr>>>() else { break };
            *given = nth.saturating_add(1);
            if !all.iter().any(|ip| self.taken.contains(ip)) {
                ips = all;
                break;
            }
        }
        if ips.is_empty() {
            let (taken, given) = (&self.taken, &self.given);
            ips = self.networks.iter_mut().filter_map(|network| network.spilled(taken, given)).collect();
            self.taken.extend(ips.iter().copied());
        }
        ips
    }
}

impl Network {
    /// The address of a host in a node's block; `None` if the network does not reach so far.
    fn of_block(&self, block: u64, host: u64) -> Option<IpAddr> {
        let offset = u128::from(block).checked_mul(1 << self.bits)?.checked_add(host.into())?;
        let ip = address(self.base.checked_add(offset)?, self.net.addr())?;
        (self.net.contains(&ip) && ip != self.net.broadcast()).then_some(ip)
    }

    /// The next free address of the whole network.
    fn spilled(&mut self, taken: &BTreeSet<IpAddr>, given: &[u64]) -> Option<IpAddr> {
        loop {
            self.spill = self.spill.checked_add(1)?;
            let ip = address(self.spill, self.net.addr()).filter(|ip| self.net.contains(ip))?;
            let last = ip.is_ipv4() && ip == self.net.broadcast();
            if !last && !taken.contains(&ip) && !self.is_looked_at(self.spill, given) {
                return Some(ip);
            }
        }
    }

    /// Whether a node has had this address in its hands as one of its blocks.
    fn is_looked_at(&self, number: u128, given: &[u64]) -> bool {
        let offset = number.saturating_sub(self.base);
        let (block, host) = (offset >> self.bits, offset & ((1 << self.bits) - 1));
        let nodes = given.len() as u128;
        let known = || {
            let place = block.checked_sub(1)?.checked_rem(nodes)?;
            let round = (block - 1) / nodes;
            let nth = host.checked_sub(FIRST_HOST.into()).filter(|nth| *nth < HOSTS.into())?;
            let looked = given.get(usize::try_from(place).ok()?)?;
            Some(round.saturating_mul(HOSTS.into()).saturating_add(nth) < u128::from(*looked))
        };
        known().unwrap_or(false)
    }
}

/// The given addresses, and others in the families that they leave out, in the order of the cluster's families.
pub(super) fn complete(given: Vec<IpAddr>, others: Vec<IpAddr>, options: &Options) -> Vec<IpAddr> {
    let has = |family| given.iter().any(|ip| IpFamily::of(*ip) == family);
    let missing: Vec<IpAddr> = others.into_iter().filter(|ip| !has(IpFamily::of(*ip))).collect();
    let mut all = given;
    all.extend(missing);
    let place = |ip: &IpAddr| pod_families(options).position(|family| family == IpFamily::of(*ip));
    all.sort_by_key(|ip| place(ip).unwrap_or(usize::MAX));
    all
}
