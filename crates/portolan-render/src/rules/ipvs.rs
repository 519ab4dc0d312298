//! The lines of IPVS's own tools, and of the few rules of iptables around the virtual servers.

use super::iptables;
use super::listing::{Part, Writer};
use portolan_core::object::Protocol;
use portolan_core::proxy::iptables::Ruleset;
use portolan_core::proxy::ipvs::{SetName, VirtualServers};
use std::net::IpAddr;

/// All lines: virtual servers, IP sets, the addresses on `kube-ipvs0`, rules.
pub(super) fn lines(writer: &mut Writer<'_>, servers: &VirtualServers, rules: &Ruleset) {
    let place = writer.begin("", "ipvsadm");
    for _ in 0..3 {
        writer.take(Part::Head, Some(place));
    }
    for (index, ((ip, number, protocol), server)) in servers.in_order().into_iter().enumerate() {
        writer.rule(place, Part::Server(index));
        // Node ports have a virtual server on each address of the node.
        let doors = [(Some(*ip), *protocol, *number), (None, *protocol, *number)];
        let port = doors.into_iter().find_map(|door| writer.doors.find(door)).map(|(port, _)| port);
        if let Some(line) = writer.last() {
            line.port = port;
            line.origins.push(server.origin.clone());
        }
        for (real, one) in server.in_order().into_iter().enumerate() {
            writer.rule(place, Part::RealServer(index, real));
            if let Some(line) = writer.last() {
                line.port = port;
                line.origins.push(one.origin.clone());
            }
            writer.sends_to(vec![one.address]);
        }
    }
    let place = writer.begin("", "ipset");
    for (set, entries) in &servers.sets {
        for entry in entries {
            writer.rule(place, Part::Entry(*set));
            serve(writer, port_of(writer, *set, entry));
        }
    }
    let place = writer.begin("", "kube-ipvs0");
    for ip in &servers.bound {
        writer.rule(place, Part::Bound);
        let ports: Vec<usize> = writer.doors.at(*ip).collect();
        let origins = ports.iter().filter_map(|port| writer.ports.get(*port)).map(|port| port.origin.clone());
        let origins: Vec<_> = origins.collect();
        if let Some(line) = writer.last() {
            line.port = ports.first().copied().filter(|_| ports.len() == 1);
            line.origins = origins;
        }
    }
    writer.take(Part::Frame, None);
    iptables::lines(writer, rules);
}

/// The last line serves a port.
fn serve(writer: &mut Writer<'_>, port: Option<usize>) {
    let origin = port.and_then(|port| writer.ports.get(port)).map(|port| port.origin.clone());
    if let Some(line) = writer.last() {
        line.port = port;
        line.origins.extend(origin);
    }
}

/// The Service port of an entry: `10.96.1.1,tcp:80`, `30080`, `10.96.1.1`, with what else a set keeps behind it.
fn port_of(writer: &Writer<'_>, set: SetName, entry: &str) -> Option<usize> {
    let protocol = match set {
        SetName::NodePortUdp | SetName::NodePortLocalUdp => Protocol::Udp,
        _ => Protocol::Tcp,
    };
    if let Ok(number) = entry.parse() {
        return writer.doors.find((None, protocol, number)).map(|(port, _)| port);
    }
    let mut parts = entry.split(',');
    let ip: IpAddr = parts.next()?.parse().ok()?;
    let Some((protocol, number)) = parts.next().and_then(|part| part.split_once(':')) else {
        let mut ports = writer.doors.at(ip);
        return ports.next().filter(|_| ports.next().is_none());
    };
    let protocol = Protocol::parse(Some(&protocol.to_ascii_uppercase()))?;
    let number = number.parse().ok()?;
    let at = |ip| writer.doors.find((ip, protocol, number)).map(|(port, _)| port);
    at(Some(ip)).or_else(|| at(None)).or_else(|| {
        let behind = |port: &super::Port| port.endpoints.iter().any(|one| one.address == (ip, number).into());
        writer.ports.iter().position(|port| port.protocol == protocol && behind(port))
    })
}
