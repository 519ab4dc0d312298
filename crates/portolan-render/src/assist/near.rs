//! What of the input can be named at a place: labels, ports, Services, namespaces.

use super::complete::{Completion, CompletionKind};
use super::words;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::object::{Labels, Service};
use portolan_core::workload::Pod;
use portolan_yaml::collections::BTreeMap;

/// More Pods than these are not asked for their labels and ports.
const PODS: usize = 5_000;

/// More of a kind are not offered.
pub(super) const MOST: usize = 100;

/// Labels that controllers and the API server add: nobody writes them in a selector.
const ADDED: [&str; 8] = [
    "pod-template-hash",
    "pod-template-generation",
    "controller-revision-hash",
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "batch.kubernetes.io/job-completion-index",
];

fn pods<'a>(analysis: &'a Analysis, namespace: &'a str) -> impl Iterator<Item = &'a Pod> {
    analysis.cluster.pods.iter().take(PODS).filter(move |pod| &*pod.namespace == namespace)
}

fn own(labels: &Labels) -> impl Iterator<Item = (&str, &str)> {
    labels.iter().filter(|(key, _)| !ADDED.contains(key) && !key.ends_with("controller-uid"))
}

/// The labels of the Pods of a namespace, each with the number of Pods that have it; then those that Services want and
/// no Pod has.
fn counted<'a>(analysis: &'a Analysis, namespace: &'a str) -> BTreeMap<(&'a str, &'a str), usize> {
    let mut counts = BTreeMap::new();
    for pod in pods(analysis, namespace) {
        for label in own(&pod.labels) {
            *counts.entry(label).or_default() += 1;
        }
    }
    for service in services(analysis, namespace) {
        for label in service.selector.iter().flat_map(Labels::iter) {
            counts.entry(label).or_default();
        }
    }
    counts
}

/// Whole labels, `app: echo`, but for keys that are there already.
pub(super) fn labels(analysis: &Analysis, namespace: &str, siblings: &[&str]) -> Vec<Completion> {
    let counts = counted(analysis, namespace);
    let new = counts.into_iter().filter(|((key, _), _)| !siblings.contains(key));
    let mut new: Vec<_> = new.collect();
    new.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let label = |((key, value), count)| {
        item(format!("{key}: {}", scalar(value)), CompletionKind::Label, how_many(count))
    };
    new.into_iter().take(MOST).map(label).collect()
}

/// The values of a label.
pub(super) fn label_values(analysis: &Analysis, namespace: &str, key: &str) -> Vec<Completion> {
    let counts = counted(analysis, namespace);
    let known = counts.into_iter().filter(|((known, _), _)| *known == key);
    known
        .take(MOST)
        .map(|((_, value), count)| item(scalar(value), CompletionKind::Label, how_many(count)))
        .collect()
}

/// The ports of the Pods that a Service selects, by name and by number; those of all Pods of its namespace, where it
/// selects none.
pub(super) fn ports(analysis: &Analysis, namespace: &str, service: Option<&str>) -> Vec<Completion> {
    let selected = service.and_then(|name| services(analysis, namespace).find(|one| &*one.meta.name == name));
    let selector = selected.and_then(|one| one.selector.as_ref());
    let mut found = containers_ports(pods(analysis, namespace), |pod| {
        selector.is_none_or(|selector| selector.select(&pod.labels))
    });
    if found.is_empty() {
        found = containers_ports(pods(analysis, namespace), |_| true);
    }
    let items = found.into_iter().take(MOST);
    items
        .map(|(port, container)| {
            let from = words::OF_CONTAINER.with([("container", Arg::text(container))]);
            item(port, CompletionKind::Value, Some(from))
        })
        .collect()
}

/// Names, then numbers, of container ports, each with a container that has it.
fn containers_ports<'a>(
    pods: impl Iterator<Item = &'a Pod>,
    wanted: impl Fn(&Pod) -> bool,
) -> BTreeMap<String, &'a str> {
    let mut found = BTreeMap::new();
    for pod in pods.filter(|pod| wanted(pod)) {
        for container in pod.spec.all_containers() {
            for port in &container.ports {
                if !port.name.is_empty() {
                    found.entry(port.name.to_string()).or_insert(&*container.name);
                }
                found.entry(port.port.to_string()).or_insert(&*container.name);
            }
        }
    }
    found
}

/// The names of the Services of a namespace that fulfil a condition.
pub(super) fn service_names(
    analysis: &Analysis,
    namespace: &str,
    wanted: impl Fn(&Service) -> bool,
) -> Vec<Completion> {
    let wanted = services(analysis, namespace).filter(|one| wanted(one)).take(MOST);
    wanted.map(|one| item(one.meta.name.to_string(), CompletionKind::Value, None)).collect()
}

/// The ports of all Services of a namespace, by name or by number.
pub(super) fn service_ports(analysis: &Analysis, namespace: &str, by_name: bool) -> Vec<Completion> {
    let mut found = BTreeMap::new();
    for service in services(analysis, namespace).take(MOST) {
        for port in &service.ports {
            let text = if by_name { port.name.to_string() } else { port.port.to_string() };
            found.entry(text).or_insert(&*service.meta.name);
        }
    }
    let named = found.into_iter().filter(|(text, _)| !text.is_empty());
    named
        .map(|(text, service)| {
            let from = words::OF_SERVICE.with([("service", Arg::text(service))]);
            item(text, CompletionKind::Value, Some(from))
        })
        .collect()
}

/// The namespaces of the input.
pub(super) fn namespaces(analysis: &Analysis) -> Vec<Completion> {
    let names = analysis.cluster.namespaces.keys().take(MOST);
    names.map(|name| item(name.to_string(), CompletionKind::Value, None)).collect()
}

/// The nodes of the cluster.
pub(super) fn nodes(analysis: &Analysis) -> Vec<Completion> {
    let nodes = analysis.cluster.nodes.iter().take(MOST);
    nodes.map(|node| item(node.name.to_string(), CompletionKind::Value, None)).collect()
}

fn services<'a>(analysis: &'a Analysis, namespace: &'a str) -> impl Iterator<Item = &'a Service> {
    analysis.cluster.services.iter().filter(move |one| &*one.meta.namespace == namespace)
}

pub(super) fn item(text: String, kind: CompletionKind, detail: Option<Message>) -> Completion {
    Completion { insert: text.clone(), label: text, detail, about: None, kind }
}

fn how_many(count: usize) -> Option<Message> {
    let counted = words::HAVE_IT.with([("n", Arg::count(count))]);
    Some(if count == 0 { words::WANTED.message() } else { counted })
}

/// A text as YAML takes it for one: quoted where it looks like something else.
fn scalar(text: &str) -> String {
    let plain = portolan_yaml::parse(String::new(), text.as_bytes().to_vec());
    let is_text = plain.root(0).and_then(|node| node.as_str()).is_some_and(|read| read == text);
    if is_text { text.to_owned() } else { format!("\"{text}\"") }
}
