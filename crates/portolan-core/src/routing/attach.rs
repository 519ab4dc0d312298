//! Which routes attach to which listeners, and why the others do not: what the status of a route would say.

use super::host::intersection;
use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::object::{GATEWAY_GROUP, Gateway, Listener, ParentRef, Route, RouteKind, RouteNamespaces};
use portolan_yaml::collections::BTreeMap;

/// What becomes of one of a route's `parentRefs`.
#[derive(Clone, Debug)]
pub struct Attachment<'a> {
    /// The route.
    pub route: &'a Route,
    /// The index of the parent.
    pub parent: usize,
    /// The Gateway, if it is in the input.
    pub gateway: Option<&'a Gateway>,
    /// The listeners that take the route, each with the hosts that both name; an empty host is any.
    pub listeners: Vec<(usize, Vec<&'a str>)>,
    /// Why none does.
    pub refusal: Option<Refusal>,
}

/// Why a Gateway does not take a route: the reason of the condition `Accepted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The Gateway is not in the input.
    NoGateway,
    /// `NoMatchingParent`: no listener has this name.
    NoSection,
    /// `NoMatchingParent`: no listener has this port.
    NoPort,
    /// `NotAllowedByListeners`: not from this namespace.
    Namespace,
    /// `NotAllowedByListeners`: not of this kind.
    Kind,
    /// `NoMatchingListenerHostname`.
    Hostname,
}

impl Attachment<'_> {
    /// The parent as it is written.
    #[must_use]
    pub fn parent_ref(&self) -> Option<&ParentRef> {
        self.route.parents.get(self.parent)
    }

    /// A field of the parent.
    #[must_use]
    pub fn origin(&self, field: &str) -> Origin {
        let path = format!("spec.parentRefs[{}].{field}", self.parent);
        Origin { object: self.route.meta.id, path: path.trim_end_matches('.').to_owned() }
    }
}

/// What becomes of all parents of all routes, in order.
pub(super) fn attachments(cluster: &Cluster) -> Vec<Attachment<'_>> {
    let gateways = cluster.gateways.iter();
    let gateways: BTreeMap<(&str, &str), &Gateway> =
        gateways.map(|one| ((&*one.meta.namespace, &*one.meta.name), one)).collect();
    let mut attachments = Vec::new();
    for route in &cluster.routes {
        for (index, parent) in route.parents.iter().enumerate().filter(|(_, parent)| parent.is_gateway) {
            let gateway = gateways.get(&(&*parent.namespace, &*parent.name)).copied();
            attachments.push(attach(cluster, route, index, parent, gateway));
        }
    }
    attachments
}

fn attach<'a>(
    cluster: &'a Cluster,
    route: &'a Route,
    index: usize,
    parent: &ParentRef,
    gateway: Option<&'a Gateway>,
) -> Attachment<'a> {
    let mut listeners = Vec::new();
    let mut refusal = gateway.map_or(Refusal::NoGateway, |_| Refusal::NoSection);
    for (place, listener) in gateway.into_iter().flat_map(|one| one.listeners.iter().enumerate()) {
        match takes(cluster, route, parent, (gateway, listener)) {
            Ok(hosts) => listeners.push((place, hosts)),
            Err(why) => refusal = nearest(refusal, why),
        }
    }
    let refusal = listeners.is_empty().then_some(refusal);
    Attachment { route, parent: index, gateway, listeners, refusal }
}

/// Of several reasons the one that came furthest.
fn nearest(one: Refusal, other: Refusal) -> Refusal {
    if (other as u8) > (one as u8) { other } else { one }
}

/// The hosts for which a listener takes a route.
fn takes<'a>(
    cluster: &Cluster,
    route: &'a Route,
    parent: &ParentRef,
    (gateway, listener): (Option<&'a Gateway>, &'a Listener),
) -> Result<Vec<&'a str>, Refusal> {
    if parent.section.as_ref().is_some_and(|name| *name != listener.name) {
        return Err(Refusal::NoSection);
    }
    if parent.port.is_some_and(|port| port != listener.port) {
        return Err(Refusal::NoPort);
    }
    let own = gateway.map_or("", |gateway| &*gateway.meta.namespace);
    let namespace = &*route.meta.namespace;
    let allowed = match &listener.from {
        RouteNamespaces::Same => namespace == own,
        RouteNamespaces::All => true,
        RouteNamespaces::Selector(selector) => {
            cluster.namespaces.get(namespace).is_some_and(|one| selector.matches(&one.labels))
        }
        RouteNamespaces::None => false,
    };
    if !allowed {
        return Err(Refusal::Namespace);
    }
    if !takes_kind(listener, route.kind) {
        return Err(Refusal::Kind);
    }
    let own = &*listener.hostname;
    if route.hostnames.is_empty() {
        return Ok(vec![own]);
    }
    let hosts: Vec<&str> = route.hostnames.iter().filter_map(|host| intersection(own, host)).collect();
    if hosts.is_empty() { Err(Refusal::Hostname) } else { Ok(hosts) }
}

/// Whether a listener takes routes of a kind: those it names, else those that its protocol implies.
fn takes_kind(listener: &Listener, kind: RouteKind) -> bool {
    let mut kinds = listener.kinds.iter();
    match &*listener.protocol {
        "HTTP" | "HTTPS" => {
            kinds.len() == 0
                || kinds.any(|(group, name)| &**group == GATEWAY_GROUP && **name == *kind.as_str())
        }
        _ => false,
    }
}
