//! Why nothing answers behind a port.

use super::{behind, words};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::object::{EndpointSlice, Labels, Phase, Service, ServicePort, TargetPort};
use portolan_core::workload::PodId;
use portolan_yaml::collections::BTreeSet;

/// The reason, or `None` if a ready endpoint is behind the port.
pub(crate) fn of(
    analysis: &Analysis,
    service: &Service,
    port: &ServicePort,
    slices: &[&EndpointSlice],
) -> Option<Message> {
    let mut any = false;
    for (endpoint, _) in behind(slices, Some(port)) {
        any = true;
        if endpoint.conditions.is_ready() {
            return None;
        }
    }
    if any {
        return Some(words::NONE_READY.message());
    }
    let Some(selector) = &service.selector else { return Some(words::NO_SELECTOR.message()) };
    let pods = analysis.cluster.select(&service.meta.namespace, selector);
    if pods.is_empty() {
        return Some(nothing_selected(analysis, &service.meta.namespace, selector));
    }
    Some(no_port(analysis, &pods, port))
}

/// A selector that selects nothing, label by label.
struct Miss {
    /// The labels that some Pod has.
    rest: Labels,
    /// Those that no Pod has.
    absent: Labels,
    /// The Pods that have all of the rest.
    near: Vec<PodId>,
}

fn miss(analysis: &Analysis, namespace: &str, selector: &Labels) -> Miss {
    let cluster = &analysis.cluster;
    let had = |(key, value): &(&str, &str)| {
        let label: Labels = [(*key, *value)].into_iter().collect();
        !cluster.select(namespace, &label).is_empty()
    };
    let (rest, absent): (Vec<_>, Vec<_>) = selector.iter().partition(had);
    let (rest, absent): (Labels, Labels) = (rest.into_iter().collect(), absent.into_iter().collect());
    let is_near = !rest.is_empty() && !absent.is_empty();
    let near = if is_near { cluster.select(namespace, &rest) } else { Vec::new() };
    Miss { rest, absent, near }
}

/// The Pods that a Service's selector misses by the labels that no Pod has; none if it selects any.
pub(crate) fn near(analysis: &Analysis, service: &Service) -> Vec<PodId> {
    let namespace = &service.meta.namespace;
    match &service.selector {
        Some(selector) if analysis.cluster.select(namespace, selector).is_empty() => {
            miss(analysis, namespace, selector).near
        }
        _ => Vec::new(),
    }
}

/// Which labels no Pod has.
fn nothing_selected(analysis: &Analysis, namespace: &str, selector: &Labels) -> Message {
    if analysis.cluster.select(namespace, &Labels::default()).is_empty() {
        return words::NO_PODS.with([("namespace", Arg::code(namespace))]);
    }
    let Miss { rest, absent, near } = miss(analysis, namespace, selector);
    if absent.is_empty() {
        return words::NO_POD_HAS_ALL.with([("labels", Arg::code(selector.to_string()))]);
    }
    let labels = ("labels", Arg::code(absent.to_string()));
    if near.is_empty() {
        return words::NO_POD_HAS.with([labels]);
    }
    let rest = Arg::code(rest.to_string());
    words::NO_POD_HAS_REST.with([labels, ("n", Arg::count(near.len())), ("rest", rest)])
}

/// Pods are selected, but none has the port.
fn no_port(analysis: &Analysis, pods: &[PodId], port: &ServicePort) -> Message {
    let TargetPort::Name(name) = &port.target_port else { return words::NONE_RUNNING.message() };
    let pods = || pods.iter().filter_map(|id| analysis.cluster.pod(*id));
    if pods().all(|pod| matches!(pod.phase, Phase::Succeeded | Phase::Failed) || pod.ips.is_empty()) {
        return words::NONE_RUNNING.message();
    }
    let containers = pods().flat_map(|pod| pod.spec.all_containers());
    let names: BTreeSet<&str> = containers
        .flat_map(|container| &container.ports)
        .map(|port| &*port.name)
        .filter(|name| !name.is_empty())
        .collect();
    let count = ("n", Arg::count(pods().count()));
    let name = ("name", Arg::code(&**name));
    if names.is_empty() {
        return words::NO_PORT_NAMES.with([count, name]);
    }
    let known = Arg::Codes(names.into_iter().map(str::to_owned).collect());
    words::NO_PORT_NAMED.with([count, name, ("known", known)])
}
