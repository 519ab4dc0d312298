//! The endpoints behind a Service port: those that should not be there, those that are missing, and unequal shares.

use super::{Comparison, Difference, DifferenceKind, has_stated_address, words as say};
use crate::diagnostic::{Arg, Certainty, Message, Origin};
use crate::object::TargetPort;
use crate::proxy::PlannedPort;
use crate::proxy::dump::{Line, PoolSeen, PortName, PortSeen};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// More addresses than this are counted, not listed.
const LISTED: usize = 8;

/// What the input knows of the endpoints of a Service port.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Their addresses.
    Addresses,
    /// How many there are to be, and their port.
    Count,
    /// Nothing: neither Pods nor EndpointSlices were given.
    Nothing,
}

impl Comparison<'_> {
    pub(super) fn endpoints(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        seen: &PortSeen,
        wanted: &PortSeen,
    ) {
        match self.known(planned) {
            Known::Addresses => self.addresses(name, planned, seen, wanted),
            Known::Count => self.counts(name, planned, seen, wanted),
            Known::Nothing => {}
        }
    }

    fn known(&self, planned: &PlannedPort<'_>) -> Known {
        let service = planned.service;
        if planned.endpoints.is_empty() {
            let (namespace, name) = (service.meta.namespace.as_ref(), service.meta.name.as_ref());
            let told = self.sliced.contains(&(namespace, name))
                || (service.selector.is_some() && self.observed.contains(namespace));
            return if told { Known::Addresses } else { Known::Nothing };
        }
        let stated = planned.endpoints.iter().all(|one| {
            let target = one.endpoint.target.as_ref().filter(|target| &*target.kind == "Pod");
            let pod = target.and_then(|target| self.pods.get(&(&*target.namespace, &*target.name)));
            pod.is_none_or(|pod| has_stated_address(pod))
        });
        if stated { Known::Addresses } else { Known::Count }
    }

    /// Both sides by address; on which side of a policy they are counts only where the node is known.
    fn addresses(&mut self, name: &PortName, planned: &PlannedPort<'_>, seen: &PortSeen, wanted: &PortSeen) {
        let found = self.pooled(seen);
        let then = self.pooled(wanted);
        let mut stale: BTreeMap<Reason, Vec<(SocketAddr, Line)>> = BTreeMap::new();
        for (address, line) in found.iter().filter(|(address, _)| !then.contains_key(*address)) {
            let reason = self.reason(planned, *address);
            stale.entry(reason).or_default().push((*address, *line));
        }
        for (reason, addresses) in stale {
            let line = addresses.first().map(|(_, line)| *line);
            let list = listed(addresses.iter().map(|(address, _)| address));
            let (message, help) = reason.words(list, addresses.len());
            let origin = addresses.first().and_then(|(address, _)| self.origin(planned, *address));
            let one = self.add(DifferenceKind::StaleEndpoint, Some(name), Certainty::Proved, message);
            (one.line, one.help, one.origin) = (line, help, origin);
        }
        let lost: Vec<_> = then.keys().filter(|address| !found.contains_key(*address)).copied().collect();
        if !lost.is_empty() {
            self.lost(name, planned, seen, (&lost, found.is_empty()));
        }
        if let (Some(local), Some(expected), true) = (&seen.local, &wanted.local, self.expected.node_known) {
            self.local(name, planned, (local, expected), |address| {
                found.contains_key(&address) && then.contains_key(&address)
            });
        }
    }

    /// The endpoints of the policy Local by themselves, as far as `both` sides have them for the other policy.
    fn local(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        (seen, wanted): (&PoolSeen, &PoolSeen),
        both: impl Fn(SocketAddr) -> bool,
    ) {
        let addresses = |pool: &PoolSeen| -> BTreeSet<SocketAddr> {
            pool.shares.iter().map(|share| share.address).filter(|address| both(*address)).collect()
        };
        let (now, then) = (addresses(seen), addresses(wanted));
        let sides = [
            (&now, &then, DifferenceKind::StaleEndpoint, &say::NOT_LOCAL),
            (&then, &now, DifferenceKind::MissingEndpoint, &say::MISSING_LOCAL),
        ];
        for (has, lacks, kind, template) in sides {
            let only: Vec<SocketAddr> = has.difference(lacks).copied().collect();
            let Some(first) = only.first() else { continue };
            let origin = self.origin(planned, *first);
            let message = template.with([("addresses", listed(only.iter())), ("n", Arg::count(only.len()))]);
            let one = self.add(kind, Some(name), Certainty::Proved, message);
            (one.line, one.origin) = (Some(seen.line), origin);
        }
    }

    fn lost(
        &mut self,
        name: &PortName,
        planned: &PlannedPort<'_>,
        seen: &PortSeen,
        (lost, all): (&[SocketAddr], bool),
    ) {
        let refused = seen.doors.values().find(|door| !door.answer.is_served());
        let arguments = [("addresses", listed(lost.iter())), ("n", Arg::count(lost.len()))];
        let message = match refused {
            Some(_) if all => say::MISSING_ALL.with(arguments),
            _ => say::MISSING_ENDPOINT.with(arguments),
        };
        let line = refused.filter(|_| all).map(|door| door.line);
        let first = planned.endpoints.iter().find(|one| lost.contains(&one.address));
        let origin = first.map(|one| Origin { object: one.endpoint.origin, path: String::new() });
        let one: &mut Difference =
            self.add(DifferenceKind::MissingEndpoint, Some(name), Certainty::Proved, message);
        (one.line, one.origin) = (line, origin);
        one.help = Some(say::MISSING_ENDPOINT_HELP.message());
    }

    /// How many there are, and on which port, where addresses are simulated.
    fn counts(&mut self, name: &PortName, planned: &PlannedPort<'_>, seen: &PortSeen, wanted: &PortSeen) {
        let (found, then) = (self.pooled(seen), self.pooled(wanted));
        let numbers =
            |all: &BTreeMap<SocketAddr, Line>| all.keys().map(SocketAddr::port).collect::<BTreeSet<u16>>();
        let (now, ports) = (numbers(&found), numbers(&then));
        if !now.is_empty() && !ports.is_empty() && now != ports {
            let codes = |numbers: &BTreeSet<u16>| Arg::Codes(numbers.iter().map(u16::to_string).collect());
            let message = say::ENDPOINT_PORT.with([("seen", codes(&now)), ("wanted", codes(&ports))]);
            let fixed = matches!(planned.port.target_port, TargetPort::Number(_));
            let certainty = if fixed { Certainty::Proved } else { Certainty::Likely };
            let line = found.values().next().copied();
            let one = self.add(DifferenceKind::EndpointPort, Some(name), certainty, message);
            (one.line, one.origin) = (line, Some(planned.port_origin("targetPort")));
        }
        if found.len() != then.len() {
            let arguments = [("seen", Arg::count(found.len())), ("wanted", Arg::count(then.len()))];
            let message = say::ENDPOINT_COUNT.with(arguments);
            let line = seen.pools().map(|pool| pool.line).next().or(super::first_line(seen));
            let kind = DifferenceKind::EndpointCount;
            let one = self.add(kind, Some(name), Certainty::DependsOnCluster, message);
            (one.line, one.help) = (line, Some(say::ENDPOINT_COUNT_HELP.message()));
        }
    }

    /// The endpoints of both policies; those of the policy Local alone only where it is known which node is meant.
    fn pooled(&self, port: &PortSeen) -> BTreeMap<SocketAddr, Line> {
        let cluster = port.cluster.iter().flat_map(|pool| &pool.shares);
        let local = port.local.iter().filter(|_| self.expected.node_known || port.cluster.is_none());
        let local = local.flat_map(|pool| &pool.shares);
        local.chain(cluster).map(|share| (share.address, share.line)).collect()
    }

    /// The manifest of whatever has an address now.
    fn origin(&self, planned: &PlannedPort<'_>, address: SocketAddr) -> Option<Origin> {
        let endpoint = planned.endpoints.iter().find(|one| one.address == address);
        let pod = || self.pods_by_ip.get(&address.ip()).map(|pod| pod.origin);
        let object = endpoint.map(|one| one.endpoint.origin).or_else(pod)?;
        Some(Origin { object, path: String::new() })
    }

    /// Why an address is in the rules that should not be there.
    fn reason(&self, planned: &PlannedPort<'_>, address: SocketAddr) -> Reason {
        let known = planned.endpoints.iter().find(|one| one.address == address);
        let name = |namespace: &str, name: &str| format!("{namespace}/{name}");
        if let Some(one) = known {
            let target = one.endpoint.target.as_ref();
            let pod = target.map(|target| name(&target.namespace, &target.name)).unwrap_or_default();
            return if one.endpoint.conditions.is_terminating() {
                Reason::Terminating(pod)
            } else if one.is_ready() {
                Reason::Elsewhere
            } else {
                Reason::NotReady(pod)
            };
        }
        if planned.endpoints.iter().any(|one| one.address.ip() == address.ip()) {
            return Reason::OtherPort(planned.port.target_port.to_string());
        }
        match self.pods_by_ip.get(&address.ip()) {
            Some(pod) => Reason::OtherPod(name(&pod.namespace, &pod.name)),
            None => Reason::Nobody,
        }
    }

    /// Whether connections are shared out equally, as kube-proxy means them to be.
    pub(super) fn odds(&mut self, name: &PortName, seen: &PortSeen) {
        for pool in seen.pools() {
            let fair = 1.0 / pool.shares.len().max(1) as f64;
            let unfair = pool.shares.iter().find(|share| (share.odds - fair).abs() > fair * 0.05);
            if let Some(first) = unfair.filter(|_| pool.unreached.is_empty() && pool.dead.is_empty()) {
                let shares = pool.shares.iter().take(LISTED);
                let texts = shares.map(|share| format!("{} {:.1} %", share.address, share.odds * 100.0));
                let message = say::UNEQUAL.with([("shares", Arg::Codes(texts.collect()))]);
                let line = first.line;
                self.add(DifferenceKind::UnequalOdds, Some(name), Certainty::Proved, message).line =
                    Some(line);
            }
            let dead = pool.unreached.first().map(|line| (*line, pool.unreached.len(), &say::UNREACHED));
            let lost = pool.dead.first().map(|line| (*line, pool.dead.len(), &say::DEAD));
            for (line, count, template) in dead.into_iter().chain(lost) {
                let message = template.with([("n", Arg::count(count))]);
                self.add(DifferenceKind::DeadRule, Some(name), Certainty::Proved, message).line = Some(line);
            }
        }
    }
}

/// Why an endpoint should not be in the rules.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    NotReady(String),
    Terminating(String),
    OtherPod(String),
    OtherPort(String),
    Elsewhere,
    Nobody,
}

impl Reason {
    fn words(self, addresses: Arg, count: usize) -> (Message, Option<Message>) {
        let arguments = |pod: String| [("addresses", addresses.clone()), ("pod", Arg::code(pod))];
        let both = || [("addresses", addresses.clone()), ("n", Arg::count(count))];
        match self {
            Self::NotReady(pod) => (say::NOT_READY.with(arguments(pod)), None),
            Self::Terminating(pod) => (say::TERMINATING.with(arguments(pod)), None),
            Self::OtherPod(pod) => {
                (say::OTHER_POD.with(arguments(pod)), Some(say::STALE_ENDPOINT_HELP.message()))
            }
            Self::OtherPort(port) => (
                say::OTHER_PORT.with([("addresses", addresses), ("port", Arg::code(port))]),
                Some(say::STALE_ENDPOINT_HELP.message()),
            ),
            Self::Elsewhere => (say::ELSEWHERE.with(both()), None),
            Self::Nobody => (say::STALE_ENDPOINT.with(both()), Some(say::STALE_ENDPOINT_HELP.message())),
        }
    }
}

/// Addresses for people: the first of them, and how many more.
fn listed<'a>(addresses: impl Iterator<Item = &'a SocketAddr>) -> Arg {
    let mut texts: Vec<String> = addresses.map(ToString::to_string).collect();
    let more = texts.len().saturating_sub(LISTED);
    if more > 1 {
        texts.truncate(LISTED);
        texts.push(format!("… +{more}"));
    }
    Arg::Codes(texts)
}
