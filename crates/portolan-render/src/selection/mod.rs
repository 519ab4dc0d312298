//! Why each Pod is behind a Service or not: its labels beside the selector, its readiness, and the EndpointSlices that
//! come of it.
//!
//! Pods of one workload have the same labels but for those that controllers add, so they are laid beside the selector
//! once: 300 Pods are a few groups.

mod slices;
mod words;

pub use slices::{EndpointLine, Maker, SliceLines, slices_of};

use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message, Origin};
use portolan_core::lint::{Comparison, Miss, Roots, Template, compare, is_given, key_path};
use portolan_core::object::{Labels, Phase, Service, ServiceType};
use portolan_core::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// A Service and all Pods of its namespace.
#[derive(Clone, Debug)]
pub struct Selection {
    /// What the selector asks for; empty where there is none.
    pub selector: Vec<Wanted>,
    /// Why there is nothing to select with, where that is so.
    pub note: Option<Message>,
    /// The Pods of the namespace: those that are selected first, then the nearest.
    pub groups: Vec<Group>,
}

/// A label that a selector asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// Where the Service says it.
    pub origin: Origin,
}

/// Pods of one workload with the same labels.
#[derive(Clone, Debug)]
pub struct Group {
    /// Kind and name of the workload: `Deployment/echo`.
    pub workload: String,
    /// Its manifest.
    pub origin: Origin,
    /// Whether the selector takes them.
    pub selected: bool,
    /// Whether they may be those that were meant, and are not taken.
    pub near: bool,
    /// A test for each label that the selector asks for, in its order.
    pub tests: Vec<Test>,
    /// Their other labels: those that the author wrote.
    pub others: Vec<(String, String)>,
    /// The Pods.
    pub pods: Vec<PodLine>,
}

/// A label that is asked for beside the one that is there.
#[derive(Clone, Debug)]
pub struct Test {
    /// The key.
    pub key: String,
    /// The value that is asked for.
    pub wanted: String,
    /// The value that is there; `None` if the label is not.
    pub found: Option<String>,
    /// Whether both are the same.
    pub holds: bool,
    /// What it is missed by.
    pub hint: Option<Message>,
    /// The field of the selector, and that of the Pod's label.
    pub origins: Vec<Origin>,
}

/// A Pod.
#[derive(Clone, Debug)]
pub struct PodLine {
    /// The name.
    pub name: String,
    /// The first address; empty for none.
    pub ip: String,
    /// The node; empty for none.
    pub node: String,
    /// How it stands.
    pub state: PodState,
    /// Why it gets connections, or does not.
    pub reason: Message,
    /// Its manifest.
    pub origin: Origin,
}

/// How a Pod stands with a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PodState {
    /// It is selected and gets connections.
    Ready,
    /// It is in a slice and gets none, as it is not ready.
    NotReady,
    /// It is being deleted and serves still.
    Draining,
    /// It is being deleted.
    Terminating,
    /// It is selected and in no slice.
    LeftOut,
    /// It is not selected.
    NotSelected,
}

/// Smaller is nearer: selected, plausible or neither; then by what is missed.
type Rank = (u8, (usize, usize));

/// Lays the Pods of a Service's namespace beside its selector.
#[must_use]
pub fn of(analysis: &Analysis, service: &Service) -> Selection {
    let field = |key: &str| Origin { object: service.meta.id, path: key_path("spec.selector", key) };
    let empty = Labels::default();
    let selector = service.selector.as_ref().unwrap_or(&empty);
    let wanted = selector.iter().map(|(key, value)| Wanted {
        key: key.to_owned(),
        value: value.to_owned(),
        origin: field(key),
    });
    let note = match service.kind {
        ServiceType::ExternalName => Some(&words::EXTERNAL_NAME),
        _ if service.selector.is_none() => Some(&words::NO_SELECTOR),
        _ => None,
    };
    let groups = if note.is_some() { Vec::new() } else { groups(analysis, service, selector) };
    Selection { selector: wanted.collect(), note: note.map(|note| note.message()), groups }
}

fn groups(analysis: &Analysis, service: &Service, selector: &Labels) -> Vec<Group> {
    let mut roots = Roots::new(analysis);
    let nodes: BTreeSet<&str> = analysis.cluster.nodes.iter().map(|node| &*node.name).collect();
    let mut places: BTreeMap<(usize, Labels), usize> = BTreeMap::new();
    let mut groups: Vec<(Group, Rank)> = Vec::new();
    let pods = analysis.cluster.pods.iter().filter(|pod| pod.namespace == service.meta.namespace);
    for pod in pods {
        let root = roots.root(pod);
        // What controllers add counts only where the selector asks for it.
        let labels = pod.labels.only(|key| !is_given(key) || selector.get(key).is_some());
        let place = *places.entry((root, labels)).or_insert_with_key(|(_, labels)| {
            let comparison = compare(selector, labels);
            let template = roots.templates.get(root);
            groups.push(group(service, pod, template, (&comparison, labels)));
            groups.len() - 1
        });
        if let Some((group, _)) = groups.get_mut(place) {
            let selected = group.selected;
            group.pods.push(line(service, pod, selected, &nodes));
        }
    }
    groups.sort_by_key(|(_, rank)| *rank);
    groups.into_iter().map(|(group, _)| group).collect()
}

/// A group without its Pods, and its place among the others.
fn group(
    service: &Service,
    pod: &Pod,
    template: Option<&Template<'_>>,
    (comparison, labels): (&Comparison<'_>, &Labels),
) -> (Group, Rank) {
    let selected = comparison.missed.is_empty();
    let near = !selected && comparison.is_plausible();
    let rank = match (selected, near) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let written = |key: &str| {
        let dot = if pod.template_path.is_empty() { "" } else { "." };
        let path = key_path(&format!("{}{dot}metadata.labels", pod.template_path), key);
        Origin { object: pod.origin, path }
    };
    let selector = service.selector.iter().flat_map(Labels::iter);
    let tests = selector.map(|(key, wanted)| {
        let found = labels.get(key);
        let missed = comparison.missed.iter().find(|miss| miss_key(miss) == key);
        let asked = Origin { object: service.meta.id, path: key_path("spec.selector", key) };
        let there = match missed {
            Some(Miss::Key { found, .. }) => written(found),
            _ => written(key),
        };
        Test {
            key: key.to_owned(),
            wanted: wanted.to_owned(),
            found: found.map(str::to_owned),
            holds: missed.is_none(),
            hint: missed.and_then(hint),
            origins: vec![asked, there],
        }
    });
    let others = labels.iter().filter(|(key, _)| {
        !is_given(key) && service.selector.as_ref().is_none_or(|selector| selector.get(key).is_none())
    });
    let group = Group {
        workload: template.map(Template::title).unwrap_or_default(),
        origin: Origin { object: pod.origin, path: String::new() },
        selected,
        near,
        tests: tests.collect(),
        others: others.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        pods: Vec::new(),
    };
    (group, (rank, comparison.rank()))
}

const fn miss_key<'a>(miss: &Miss<'a>) -> &'a str {
    match miss {
        Miss::Value { key, .. } | Miss::Absent { key, .. } => key,
        Miss::Key { wanted, .. } => wanted,
    }
}

fn hint(miss: &Miss<'_>) -> Option<Message> {
    match miss {
        Miss::Value { found, distance: Some(distance), .. } => {
            let found = ("found", Arg::code(*found));
            Some(words::NEAR_VALUE.with([found, ("n", Arg::count(*distance))]))
        }
        Miss::Key { found, .. } => Some(words::OTHER_KEY.with([("found", Arg::code(*found))])),
        _ => None,
    }
}

fn line(service: &Service, pod: &Pod, selected: bool, nodes: &BTreeSet<&str>) -> PodLine {
    let (state, reason) = state(service, pod, selected, nodes);
    PodLine {
        name: pod.name.to_string(),
        ip: pod.ips.first().map(ToString::to_string).unwrap_or_default(),
        node: pod.node_name.to_string(),
        state,
        reason,
        origin: Origin { object: pod.origin, path: String::new() },
    }
}

/// How a Pod stands, as `ShouldPodBeInEndpoints` and the conditions of endpoints have it.
fn state(service: &Service, pod: &Pod, selected: bool, nodes: &BTreeSet<&str>) -> (PodState, Message) {
    let anyway = service.publish_not_ready_addresses;
    let (state, template) = match pod.phase {
        _ if !selected => (PodState::NotSelected, &words::NOT_SELECTED),
        Phase::Succeeded => (PodState::LeftOut, &words::SUCCEEDED),
        Phase::Failed => (PodState::LeftOut, &words::FAILED),
        _ if pod.ips.is_empty() => (PodState::LeftOut, &words::NO_IP),
        _ if !nodes.contains(&*pod.node_name) && !anyway => (PodState::LeftOut, &words::NO_NODE),
        _ if pod.terminating && pod.ready => (PodState::Draining, &words::DRAINING),
        _ if pod.terminating => (PodState::Terminating, &words::TERMINATING),
        _ if !pod.ready && anyway => (PodState::Ready, &words::PUBLISHED),
        _ if pod.lost => (PodState::NotReady, &words::LOST),
        _ if !pod.ready => (PodState::NotReady, &words::NOT_READY),
        _ => (PodState::Ready, &words::READY),
    };
    (state, template.message())
}

#[cfg(test)]
mod tests;
