//! The lines of `iptables-save`: tables, the chains that they declare, the rules of each chain.

use super::doors::Door;
use super::listing::{Part, Writer};
use portolan_core::proxy::iptables::{Chain, Match, Rule, Ruleset, Table, Target};
use std::net::IpAddr;

/// All lines of a rule set.
pub(super) fn lines(writer: &mut Writer<'_>, rules: &Ruleset) {
    for table in [&rules.nat, &rules.filter] {
        lines_of_table(writer, table);
    }
}

fn lines_of_table(writer: &mut Writer<'_>, table: &Table) {
    writer.take(Part::Frame, None);
    let chains: Vec<(usize, &Chain)> =
        table.iter().map(|(name, chain)| (writer.begin(table.name, name), chain)).collect();
    for (place, chain) in chains {
        for (index, rule) in chain.rules.iter().enumerate() {
            writer.rule(place, Part::Rule(index));
            let port = door(rule).and_then(|door| writer.doors.find(door)).map(|(port, _)| port);
            if let Some(line) = writer.last() {
                line.port = port;
                line.origins.extend(rule.origin.clone());
            }
            if let Some(Target::Jump(to)) = &rule.target {
                writer.jumps_to(table.name, to);
            }
            if let Some(Target::Dnat(address)) = &rule.target {
                writer.sends_to(vec![*address]);
            }
        }
    }
    writer.take(Part::Frame, None);
}

/// The way in that a rule opens or closes: an address and a port, or a port of the node.
pub(super) fn door(rule: &Rule) -> Option<Door> {
    let number = rule.matches.iter().find_map(|one| match one {
        Match::Transport(protocol, Some(port)) => Some((*protocol, *port)),
        Match::VirtualServer { protocol, port, .. } => Some((*protocol, *port)),
        _ => None,
    });
    let (protocol, port) = number?;
    let server = rule.matches.iter().find_map(|one| match one {
        Match::VirtualServer { address, .. } => Some(*address),
        _ => None,
    });
    Some((server.or_else(|| single(rule)), protocol, port))
}

/// The one address to which a rule's packets go.
pub(super) fn single(rule: &Rule) -> Option<IpAddr> {
    let to = rule.destination.as_ref().filter(|one| !one.not)?;
    (to.net.prefix_len() == to.net.max_prefix_len()).then(|| to.net.addr())
}
