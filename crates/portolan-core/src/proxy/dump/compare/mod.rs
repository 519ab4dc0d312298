//! What a dump and the manifests disagree on, by meaning: per Service port, and for the node as a whole.
//!
//! Manifests may be a part of the cluster, and what they do not state is simulated: addresses that nobody wrote are not
//! compared, and every difference says how sure it is.

mod chains;
mod doors;
mod endpoints;
mod masquerade;
mod words;

use super::{Line, PortName, PortSeen, Reading};
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Certainty, Message, Origin};
use crate::object::{EndpointSlice, Service, ServiceType, TrafficPolicy};
use crate::proxy::{Plan, PlannedPort};
use crate::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use words as say;

/// The namespace and name of the Service that every cluster has.
const KUBERNETES: &str = "default/kubernetes";

/// Something on which dump and manifests disagree, or that is wrong with the dump by itself.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What sort it is.
    pub kind: DifferenceKind,
    /// The Service port; `None` for the node as a whole.
    pub port: Option<PortName>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is the matter.
    pub message: Message,
    /// Why, or what to do.
    pub help: Option<Message>,
    /// The line of the dump.
    pub line: Option<Line>,
    /// The manifest field.
    pub origin: Option<Origin>,
}

/// The sorts of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// kube-proxy has no rules here.
    NoKubeProxy,
    /// The kernel does not come to kube-proxy's rules.
    NotHooked,
    /// Connections go to an endpoint that the manifests do not have.
    StaleEndpoint,
    /// An endpoint of the manifests gets no connections.
    MissingEndpoint,
    /// The endpoints have another port.
    EndpointPort,
    /// There are more or fewer endpoints.
    EndpointCount,
    /// Endpoints of one Service port get unequal shares.
    UnequalOdds,
    /// A rule that no packet reaches, or that leads nowhere.
    DeadRule,
    /// A chain has more or fewer rules than kube-proxy writes.
    ChangedChain,
    /// The dump does not have the Service port.
    MissingService,
    /// The manifests do not have the Service port any more.
    StaleService,
    /// The cluster IP or its port differs.
    ClusterIp,
    /// The node port differs.
    NodePort,
    /// An external IP or an address of a load balancer differs.
    ExternalAddress,
    /// `sessionAffinity` differs.
    Affinity,
    /// `internalTrafficPolicy` differs.
    InternalPolicy,
    /// `externalTrafficPolicy` differs.
    ExternalPolicy,
    /// `loadBalancerSourceRanges` differ.
    SourceRanges,
    /// `healthCheckNodePort` differs.
    HealthCheck,
    /// Traffic of others gets the node's address as its source.
    Masquerade,
    /// The Service is not in the manifests, which may be a part of the cluster.
    NotInManifests,
}

/// What the dump is compared with.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The settled cluster of the manifests.
    pub cluster: &'a Cluster,
    /// The plan of the node's kube-proxy.
    pub plan: &'a Plan<'a>,
    /// Whether a field of a manifest is written there.
    pub stated: &'a dyn Fn(&Origin) -> bool,
    /// Whether it is certain from which node the dump is.
    pub node_known: bool,
    /// Whether kube-proxy's flags were given; without them masquerading is not compared with the plan.
    pub flags_known: bool,
}

/// Compares a reading of a dump with one of the plan's own rules; the surest differences first.
#[must_use]
pub fn compare(seen: &Reading, wanted: &Reading, expected: Expected<'_>) -> Vec<Difference> {
    let mut comparison = Comparison::new(seen, wanted, expected);
    comparison.node();
    if !seen.node.ipvs && seen.node.hooked.is_some() {
        comparison.ports();
    }
    let mut found = comparison.found;
    found.sort_by(|one, other| {
        (one.certainty, one.kind, &one.port).cmp(&(other.certainty, other.kind, &other.port))
    });
    found
}

struct Comparison<'a> {
    seen: &'a Reading,
    wanted: &'a Reading,
    expected: Expected<'a>,
    planned: BTreeMap<PortName, &'a PlannedPort<'a>>,
    services: BTreeMap<(&'a str, &'a str), &'a Service>,
    pods: BTreeMap<(&'a str, &'a str), &'a Pod>,
    pods_by_ip: BTreeMap<IpAddr, &'a Pod>,
    /// Namespaces of which the input states Pods.
    observed: BTreeSet<&'a str>,
    /// Services of which the input has EndpointSlices, if only empty ones.
    sliced: BTreeSet<(&'a str, &'a str)>,
    found: Vec<Difference>,
}

impl<'a> Comparison<'a> {
    fn new(seen: &'a Reading, wanted: &'a Reading, expected: Expected<'a>) -> Self {
        let pods = || expected.cluster.pods.iter();
        let services = expected.cluster.services.iter();
        let slices = expected.cluster.slices.iter();
        let alive = pods().filter(|pod| !pod.is_terminal() && !pod.spec.host_network);
        let name =
            |port: &PlannedPort<'_>| PortName { name: port.name.clone(), protocol: port.port.protocol };
        Self {
            seen,
            wanted,
            expected,
            planned: expected.plan.ports.iter().map(|port| (name(port), port)).collect(),
            services: services.map(|one| ((&*one.meta.namespace, &*one.meta.name), one)).collect(),
            pods: pods().map(|pod| ((&*pod.namespace, &*pod.name), pod)).collect(),
            pods_by_ip: alive.flat_map(|pod| pod.ips.iter().map(move |ip| (*ip, pod))).collect(),
            observed: pods().filter(|pod| has_stated_address(pod)).map(|pod| &*pod.namespace).collect(),
            sliced: slices.filter_map(service_of).collect(),
            found: Vec::new(),
        }
    }

    /// What holds for the node as a whole.
    fn node(&mut self) {
        if self.seen.node.hooked.is_none() {
            self.add(DifferenceKind::NoKubeProxy, None, Certainty::Proved, say::NO_KUBE_PROXY.message())
                .help = Some(say::NO_KUBE_PROXY_HELP.message());
        }
        if self.seen.node.hooked == Some(false) {
            self.add(DifferenceKind::NotHooked, None, Certainty::Proved, say::NOT_HOOKED.message()).help =
                Some(say::NOT_HOOKED_HELP.message());
        }
    }

    fn ports(&mut self) {
        let (seen, wanted) = (self.seen, self.wanted);
        for (name, port) in &wanted.ports {
            let Some(planned) = self.planned.get(name).copied() else { continue };
            match seen.ports.get(name).filter(|port| !port.doors.is_empty()) {
                Some(found) => self.port(name, planned, found, port),
                None => self.missing(name, planned),
            }
        }
        // Chains that nothing leads to are left over, and harm nobody.
        for (name, port) in seen.ports.iter().filter(|(_, port)| !port.doors.is_empty()) {
            if !self.planned.contains_key(name) {
                self.unknown(name, port);
            }
        }
        self.masquerading();
        self.chains();
    }

    fn port(&mut self, name: &PortName, planned: &PlannedPort<'_>, seen: &PortSeen, wanted: &PortSeen) {
        self.doors(name, planned, seen, wanted);
        self.endpoints(name, planned, seen, wanted);
        self.odds(name, seen);
        let policy = |local: bool| if local { TrafficPolicy::Local } else { TrafficPolicy::Cluster }.as_str();
        if let (Some(found), Some(external)) = (seen.external, wanted.external)
            && found.local != external.local
        {
            let message = say::EXTERNAL_POLICY.with([
                ("seen", Arg::code(policy(found.local))),
                ("wanted", Arg::code(policy(external.local))),
            ]);
            let one = self.add(DifferenceKind::ExternalPolicy, Some(name), Certainty::Proved, message);
            (one.line, one.origin) = (Some(found.line), Some(planned.origin("spec.externalTrafficPolicy")));
        }
        if seen.pools().next().is_some()
            && wanted.pools().next().is_some()
            && seen.affinity() != wanted.affinity()
        {
            let time = |time: Option<u32>| {
                Arg::code(time.map_or("None".into(), |time| format!("ClientIP ({time} s)")))
            };
            let arguments = [("seen", time(seen.affinity())), ("wanted", time(wanted.affinity()))];
            let message = say::AFFINITY.with(arguments);
            let line = seen.pools().next().map(|pool| pool.line);
            let one = self.add(DifferenceKind::Affinity, Some(name), Certainty::Proved, message);
            (one.line, one.origin) = (line, Some(planned.origin("spec.sessionAffinity")));
        }
    }

    /// A Service port of the manifests of which the dump has nothing.
    fn missing(&mut self, name: &PortName, planned: &PlannedPort<'_>) {
        let origin = planned.port_origin("port");
        let sure = planned.service.meta.stated;
        let certainty = if sure { Certainty::Proved } else { Certainty::Likely };
        let message = say::MISSING_SERVICE.with([("ip", Arg::code(planned.cluster_ip.to_string()))]);
        let message =
            if self.is_stated(planned, &["spec.clusterIP"]) { message } else { say::MISSING_ANY.message() };
        let one = self.add(DifferenceKind::MissingService, Some(name), certainty, message);
        one.origin = Some(origin);
        one.help = Some(if sure { &say::MISSING_SERVICE_HELP } else { &say::NOT_APPLIED_HELP }.message());
    }

    /// A Service port of the dump that is in no plan.
    fn unknown(&mut self, name: &PortName, seen: &PortSeen) {
        if &*name.name == KUBERNETES || name.name.starts_with("default/kubernetes:") {
            return;
        }
        let Some((namespace, service, port)) = name.parts() else {
            return self.nameless(name, seen);
        };
        let whole = self.services.get(&("default", "kubernetes")).is_some_and(|one| one.meta.stated);
        let found = self.services.get(&(namespace, service)).copied();
        let (kind, certainty, message) = match found {
            Some(one) if one.headless || one.kind == ServiceType::ExternalName => {
                (DifferenceKind::StaleService, Certainty::Proved, say::NOT_PROXIED.message())
            }
            Some(_) => {
                let arguments = [("port", Arg::code(if port.is_empty() { "\"\"" } else { port }))];
                (DifferenceKind::StaleService, Certainty::Proved, say::STALE_PORT.with(arguments))
            }
            None if whole => (DifferenceKind::StaleService, Certainty::Likely, say::STALE_SERVICE.message()),
            None => (DifferenceKind::NotInManifests, Certainty::DependsOnCluster, say::NOT_GIVEN.message()),
        };
        let origin = found.map(|one| Origin { object: one.meta.id, path: "spec.ports".to_owned() });
        let line = first_line(seen);
        let one = self.add(kind, Some(name), certainty, message);
        (one.line, one.origin) = (line, origin);
    }

    fn nameless(&mut self, name: &PortName, seen: &PortSeen) {
        let line = first_line(seen);
        let kind = DifferenceKind::NotInManifests;
        self.add(kind, Some(name), Certainty::DependsOnCluster, say::NAMELESS.message()).line = line;
    }

    /// Whether one of these fields of a Service is written in its manifest.
    fn is_stated(&self, planned: &PlannedPort<'_>, paths: &[&str]) -> bool {
        planned.service.meta.stated || paths.iter().any(|path| (self.expected.stated)(&planned.origin(*path)))
    }

    fn add(
        &mut self,
        kind: DifferenceKind,
        port: Option<&PortName>,
        certainty: Certainty,
        message: Message,
    ) -> &mut Difference {
        let port = port.cloned();
        let one = Difference { kind, port, certainty, message, help: None, line: None, origin: None };
        let place = self.found.len();
        self.found.push(one);
        &mut self.found[place]
    }
}

/// Whether a Pod's address is in the input, and not simulated: only then are endpoints compared by address.
#[must_use]
pub fn has_stated_address(pod: &Pod) -> bool {
    pod.status.is_some() || pod.annotations.get("portolan.dev/pod-ip").is_some()
}

/// The namespace and name of a slice's Service.
fn service_of(slice: &EndpointSlice) -> Option<(&str, &str)> {
    Some((&*slice.meta.namespace, slice.meta.labels.get("kubernetes.io/service-name")?))
}

/// The first line of the dump that is about a Service port.
fn first_line(port: &PortSeen) -> Option<Line> {
    let pools = port.pools().map(|pool| pool.line);
    port.doors.values().map(|door| door.line).chain(pools).filter(|line| *line > 0).min()
}
