//! The lines of `nft list table`: blocks of sets, maps and chains, each with its elements or rules.

use super::listing::{Part, Writer};
use portolan_core::proxy::nftables::{Action, Chain, Lookup, Table, Verdict};
use std::net::IpAddr;

/// The name of the table.
pub(super) const TABLE: &str = "kube-proxy";

/// All lines of a table.
pub(super) fn lines(writer: &mut Writer<'_>, table: &Table) {
    writer.take(Part::Frame, None);
    writer.take(Part::Frame, None);
    addresses(writer, "hairpin-connections", table.hairpins.len());
    addresses(writer, "cluster-ips", lines_of(table.cluster_ips.iter()));
    if let Some(ips) = &table.node_port_ips {
        addresses(writer, "nodeport-ips", lines_of(ips.iter()));
    }
    for lookup in Lookup::ALL {
        map(writer, table, lookup);
    }
    for name in table.affinity.keys() {
        clients(writer, name);
    }
    let mut chains = table.chains.iter().peekable();
    while let Some((name, one)) = chains.next() {
        chain(writer, name, one);
        end(writer, chains.peek().is_some());
    }
    writer.take(Part::Frame, None);
}

/// `nft` puts two IPv4 addresses on a line, and one of IPv6.
fn lines_of<'a>(ips: impl ExactSizeIterator<Item = &'a IpAddr>) -> usize {
    let count = ips.len();
    let per_line = if ips.into_iter().any(IpAddr::is_ipv4) { 2 } else { 1 };
    count.div_ceil(per_line)
}

/// The end of a block, and the empty line before the next.
fn end(writer: &mut Writer<'_>, more: bool) {
    let chain = writer.last().and_then(|line| line.chain);
    writer.take(Part::Tail, chain);
    if more {
        writer.take(Part::Tail, chain);
    }
}

/// The name of a block, its type and its comment.
fn begin(writer: &mut Writer<'_>, name: &str, more: usize) -> usize {
    let place = writer.begin(TABLE, name);
    for _ in 0..more {
        writer.take(Part::Head, Some(place));
    }
    place
}

/// A set of addresses, its elements on so many lines.
fn addresses(writer: &mut Writer<'_>, name: &str, lines: usize) {
    let place = begin(writer, name, 2);
    for _ in 0..lines {
        let text = writer.rule(place, Part::Addresses);
        let ips: Vec<IpAddr> = text.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
        let ports: Vec<usize> = ips.iter().flat_map(|ip| writer.doors.at(*ip)).collect();
        let behind = writer.ports.iter().enumerate().filter_map(|(place, port)| {
            let one = port.endpoints.iter().find(|one| ips.first() == Some(&one.address.ip()))?;
            Some((place, one.origins.clone()))
        });
        let behind = behind.take(if name == "hairpin-connections" { 1 } else { 0 }).next();
        let own = ports.iter().filter_map(|port| writer.ports.get(*port)).map(|port| port.origin.clone());
        let own: Vec<_> = own.collect();
        let Some(line) = writer.last() else { continue };
        line.origins = own;
        if let Some((port, origins)) = behind {
            line.port = Some(port);
            line.origins = origins;
        }
    }
    end(writer, true);
}

/// A set that remembers clients, empty before there are any.
fn clients(writer: &mut Writer<'_>, name: &str) {
    begin(writer, name, 4);
    end(writer, true);
}

fn map(writer: &mut Writer<'_>, table: &Table, lookup: Lookup) {
    let place = begin(writer, lookup.name(), 2);
    let elements = table.maps.get(&lookup).into_iter().flatten();
    for (index, ((ip, protocol, number), element)) in elements.enumerate() {
        writer.rule(place, Part::Element(index));
        let port = writer.doors.find((*ip, *protocol, *number)).map(|(port, _)| port);
        if let Some(line) = writer.last() {
            line.port = port;
            line.origins.extend(element.origin.clone());
        }
        if let Verdict::Jump(to) | Verdict::Goto(to) = &element.verdict {
            writer.jumps_to(TABLE, to);
        }
    }
    end(writer, true);
}

fn chain(writer: &mut Writer<'_>, name: &str, chain: &Chain) {
    let said = [chain.hook.is_some(), chain.comment.is_some()];
    let place = begin(writer, name, said.into_iter().filter(|said| *said).count());
    for (index, rule) in chain.rules.iter().enumerate() {
        writer.rule(place, Part::Rule(index));
        if let Some(line) = writer.last() {
            line.origins.extend(rule.origin.clone());
        }
        for action in &rule.actions {
            match action {
                Action::Verdict(Verdict::Jump(to) | Verdict::Goto(to)) => writer.jumps_to(TABLE, to),
                Action::GotoByLot(chains) => chains.iter().for_each(|to| writer.jumps_to(TABLE, to)),
                Action::Remember(set) => writer.jumps_to(TABLE, set),
                Action::LookUp(lookup) => writer.jumps_to(TABLE, lookup.name()),
                Action::Dnat(address) => writer.sends_to(vec![*address]),
                Action::DnatByLot(addresses) => writer.sends_to(addresses.clone()),
                _ => {}
            }
        }
    }
}
