//! A table as packets meet it: chains by name, elements of maps, and which packets a rule takes.

use crate::object::IpFamily;
use crate::proxy::nftables::{Addresses, Chain, Element, Key, Lookup, Match, Rule, Table};
use crate::trace::hook::Here;
use crate::trace::{Incoming, Packet};

/// A table whose chains are found by name.
pub(in crate::trace) struct Chains {
    table: Table,
    /// Places of the chains, by name.
    by_name: Vec<usize>,
}

impl Chains {
    pub(in crate::trace) fn new(table: Table) -> Self {
        let mut by_name: Vec<_> = (0..table.chains.len()).collect();
        by_name.sort_by_key(|index| name_at(&table, *index));
        Self { table, by_name }
    }

    pub(super) fn family(&self) -> IpFamily {
        self.table.family
    }

    pub(super) fn chain(&self, name: &str) -> Option<&Chain> {
        let place = self.by_name.binary_search_by_key(&Some(name), |index| name_at(&self.table, *index));
        let index = *self.by_name.get(place.ok()?)?;
        self.table.chains.get(index).map(|(_, chain)| chain)
    }

    /// The element of a map that such a packet finds.
    pub(super) fn look_up(&self, lookup: Lookup, packet: &Packet) -> Option<(Key, &Element)> {
        let ip = lookup.has_address().then(|| packet.destination.ip());
        let key = (ip, packet.protocol, packet.destination.port());
        self.table.maps.get(&lookup)?.get(&key).map(|element| (key, element))
    }

    /// Whether a rule takes such packets.
    pub(super) fn fits(&self, rule: &Rule, here: &Here<'_>, packet: &Packet) -> bool {
        rule.matches.iter().all(|one| self.condition(one, here, packet))
    }

    fn condition(&self, one: &Match, here: &Here<'_>, packet: &Packet) -> bool {
        let (from, to) = (packet.source, packet.destination.ip());
        let table = &self.table;
        match one {
            Match::New => true,
            Match::DestinationIn(Addresses::ClusterIps) => table.cluster_ips.contains(&to),
            Match::DestinationIn(Addresses::NodePortIps) => {
                table.node_port_ips.as_ref().is_some_and(|ips| ips.contains(&to))
            }
            Match::Destination(net) => net.contains(&to),
            Match::NotLoopback => !to.is_loopback(),
            Match::DestinationLocal => here.is_local(to),
            Match::SourceLocal => here.is_local(from),
            Match::Source(not, net) => net.contains(&from) != *not,
            Match::SourceOutside(ranges, _) => !ranges.iter().any(|range| range.contains(from)),
            // The client's first connection: no set has it yet.
            Match::Remembered(_) => false,
            Match::Interface(not, _) => (packet.incoming == Incoming::Pod) != *not,
            Match::Marked(mark) => packet.mark & mark != 0,
            Match::Hairpin => {
                let pair = (to, packet.protocol, packet.destination.port());
                packet.original.is_some() && from == to && table.hairpins.contains(&pair)
            }
            Match::Protocol(protocol) => *protocol == packet.protocol,
            // What only other software writes is passed over.
            Match::Other(_) => false,
        }
    }
}

fn name_at(table: &Table, index: usize) -> Option<&str> {
    table.chains.get(index).map(|(name, _)| name.as_ref())
}
