//! The ways in: cluster IP, node port, external addresses, and who may use them.

use super::{Comparison, DifferenceKind, words as say};
use crate::diagnostic::{Arg, Certainty, Origin};
use crate::object::ServiceType;
use crate::proxy::PlannedPort;
use crate::proxy::dump::{Answer, Door, DoorSeen, Line, PortName, PortSeen};
use portolan_yaml::collections::BTreeSet;
use std::net::SocketAddr;

impl Comparison<'_> {
    pub(super) fn doors(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        seen: &PortSeen,
        wanted: &PortSeen,
    ) {
        self.cluster_ip(name, planned, seen, wanted);
        self.node_port(name, planned, seen, wanted);
        self.external_addresses(name, planned, seen, wanted);
        self.source_ranges(name, planned, seen, wanted);
        self.health_check(name, planned, seen, wanted);
    }

    fn cluster_ip(&mut self, name: &PortName, planned: &PlannedPort<'_>, seen: &PortSeen, wanted: &PortSeen) {
        let own = |(door, one): (&Door, &DoorSeen)| match door {
            Door::ClusterIp(ip, port) => Some((*ip, *port, *one)),
            _ => None,
        };
        let Some((ip, port, answer)) = wanted.doors.iter().find_map(own) else { return };
        let stated = self.is_stated(planned, &["spec.clusterIP", "spec.clusterIPs[0]"]);
        let all: Vec<_> = seen.doors.iter().filter_map(own).collect();
        let same = |(other, number, _): &&(_, u16, _)| (!stated || *other == ip) && *number == port;
        let Some((_, _, found)) = all.iter().find(same) else {
            let codes = all.iter().map(|(ip, port, _)| SocketAddr::new(*ip, *port).to_string()).collect();
            let wanted = if stated { SocketAddr::new(ip, port).to_string() } else { format!(":{port}") };
            let message = match all.first() {
                Some(_) => say::CLUSTER_IP.with([("seen", Arg::Codes(codes)), ("wanted", Arg::code(wanted))]),
                None => say::NO_CLUSTER_IP.with([("wanted", Arg::code(wanted))]),
            };
            let line = all.first().map(|(_, _, one)| one.line);
            let path = if all.iter().any(|(_, number, _)| *number == port) { None } else { Some("port") };
            let origin =
                path.map_or_else(|| planned.origin("spec.clusterIP"), |path| planned.port_origin(path));
            let one = self.add(DifferenceKind::ClusterIp, Some(name), Certainty::Proved, message);
            (one.line, one.origin) = (line, Some(origin));
            return;
        };
        let policy = |answer: Answer| match answer {
            Answer::Cluster => Some("Cluster"),
            Answer::Local => Some("Local"),
            _ => None,
        };
        if let (Some(now), Some(then)) = (policy(found.answer), policy(answer.answer))
            && now != then
        {
            let message = say::INTERNAL_POLICY.with([("seen", Arg::code(now)), ("wanted", Arg::code(then))]);
            let line = found.line;
            let one = self.add(DifferenceKind::InternalPolicy, Some(name), Certainty::Proved, message);
            (one.line, one.origin) = (Some(line), Some(planned.origin("spec.internalTrafficPolicy")));
        }
    }

    fn node_port(&mut self, name: &PortName, planned: &PlannedPort<'_>, seen: &PortSeen, wanted: &PortSeen) {
        let own = |(door, one): (&Door, &DoorSeen)| match door {
            Door::NodePort(port) => Some((*port, one.line)),
            _ => None,
        };
        let (found, planned_port) = (seen.doors.iter().find_map(own), wanted.doors.iter().find_map(own));
        let stated = self.is_stated(planned, &[&planned.port_origin("nodePort").path]);
        let number = |port: u16| Arg::code(port.to_string());
        let (message, line) = match (found, planned_port) {
            (Some((now, line)), Some((then, _))) if stated && now != then => {
                (say::NODE_PORT.with([("seen", number(now)), ("wanted", number(then))]), Some(line))
            }
            (Some((now, line)), None) => (say::STALE_NODE_PORT.with([("seen", number(now))]), Some(line)),
            (None, Some((then, _))) if stated => (say::NO_NODE_PORT.with([("wanted", number(then))]), None),
            (None, Some(_)) => (say::NO_NODE_PORT_AT_ALL.message(), None),
            _ => return,
        };
        let one = self.add(DifferenceKind::NodePort, Some(name), Certainty::Proved, message);
        (one.line, one.origin) = (line, Some(planned.port_origin("nodePort")));
    }

    /// External IPs and load balancers; what the cloud gave to a Service is known only where its status is stated.
    fn external_addresses(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        seen: &PortSeen,
        wanted: &PortSeen,
    ) {
        let own = |port: &PortSeen| -> BTreeSet<_> {
            let doors = port.doors.iter().filter(|(door, _)| matches!(door, Door::External(..)));
            doors.map(|(door, one)| (*door, one.line)).collect()
        };
        let has = |port: &PortSeen, door: &Door| port.doors.contains_key(door);
        let text = |door: &Door| match door {
            Door::External(ip, port) | Door::ClusterIp(ip, port) => SocketAddr::new(*ip, *port).to_string(),
            Door::NodePort(port) => port.to_string(),
        };
        let unknown = planned.service.kind == ServiceType::LoadBalancer && !planned.service.meta.stated;
        let stale = own(seen).into_iter().filter(|(door, _)| !unknown && !has(wanted, door));
        let lost = own(wanted).into_iter().filter(|(door, _)| !has(seen, door));
        let stale = stale.map(|(door, line)| (&say::STALE_ADDRESS, door, Some(line)));
        let all: Vec<_> = stale.chain(lost.map(|(door, _)| (&say::NO_ADDRESS, door, None))).collect();
        for (template, door, line) in all {
            let message = template.with([("address", Arg::code(text(&door)))]);
            let one = self.add(DifferenceKind::ExternalAddress, Some(name), Certainty::Proved, message);
            (one.line, one.origin) = (line, Some(planned.origin("spec.externalIPs")));
        }
    }

    /// The load balancer's own address is among the sources where a range includes the node, which may be unknown.
    fn source_ranges(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        seen: &PortSeen,
        wanted: &PortSeen,
    ) {
        let guarded = |port: &PortSeen| {
            port.doors.values().any(|door| door.answer == Answer::Guarded) && port.ranges.is_some()
        };
        let own: BTreeSet<String> = seen
            .doors
            .keys()
            .chain(wanted.doors.keys())
            .filter_map(|door| match door {
                Door::External(ip, _) => Some([format!("{ip}/32"), format!("{ip}/128"), ip.to_string()]),
                _ => None,
            })
            .flatten()
            .collect();
        let sources = |port: &PortSeen| -> Vec<String> {
            let ranges = port.ranges.as_ref().filter(|_| guarded(port));
            let sources = ranges.into_iter().flat_map(|ranges| ranges.sources.iter());
            sources.filter(|source| !own.contains(*source)).cloned().collect()
        };
        let (found, then) = (sources(seen), sources(wanted));
        let addressed = |port: &PortSeen| {
            port.doors.iter().any(|(door, one)| matches!(door, Door::External(..)) && one.answer.is_served())
        };
        if found == then || !addressed(seen) || !addressed(wanted) {
            return;
        }
        let list =
            |list: Vec<String>| if list.is_empty() { Arg::code("0.0.0.0/0") } else { Arg::Codes(list) };
        let message = say::SOURCE_RANGES.with([("seen", list(found)), ("wanted", list(then))]);
        let line = seen.ranges.as_ref().map(|ranges| ranges.line);
        let one = self.add(DifferenceKind::SourceRanges, Some(name), Certainty::Proved, message);
        (one.line, one.origin) = (line, Some(planned.origin("spec.loadBalancerSourceRanges")));
    }

    fn health_check(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        seen: &PortSeen,
        wanted: &PortSeen,
    ) {
        let stated = self.is_stated(planned, &["spec.healthCheckNodePort"]);
        let number = |check: Option<(u16, Line)>| check.map_or(0, |(number, _)| number);
        let (now, then) = (number(seen.health_check), number(wanted.health_check));
        let simulated = !stated && then != 0;
        if now == then || now == 0 || simulated {
            return;
        }
        let number = |number: u16| Arg::code(number.to_string());
        let origin: Origin = planned.origin("spec.healthCheckNodePort");
        let message = match then {
            0 => say::STALE_HEALTH_CHECK.with([("seen", number(now))]),
            _ => say::HEALTH_CHECK.with([("seen", number(now)), ("wanted", number(then))]),
        };
        let one = self.add(DifferenceKind::HealthCheck, Some(name), Certainty::Proved, message);
        (one.line, one.origin) = (seen.health_check.map(|(_, line)| line), Some(origin));
    }
}
