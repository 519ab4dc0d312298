//! The lines of `iptables-save`: tables, the chains that they declare, the rules of each chain.

use super::doors::{Door, Way};
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
            let port = served(writer, rule);
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

/// The Service port of a rule's door. All ports of a Service have the same health check, and a comment tells whose it is.
fn served(writer: &Writer<'_>, rule: &Rule) -> Option<usize> {
    let (port, way) = writer.doors.find(door(rule)?)?;
    let comment = rule.matches.iter().find_map(|one| match one {
        Match::Comment(text) => text.split(' ').next(),
        _ => None,
    });
    let named = comment.filter(|_| way == Way::HealthCheck).map(|name| name.trim_end_matches(':'));
    named.and_then(|name| writer.ports.iter().position(|port| port.name == name)).or(Some(port))
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
