//! The Service of the input, edited so that comments and order stay.

use super::Part;
use super::new::HOST;
use crate::Analysis;
use crate::advice::choice::Kind;
use crate::diagnostic::{FileEdit, ObjectId};
use crate::object::Service;
use portolan_yaml::{Edit, Node, Span};

/// A step of an edit.
enum Step {
    /// Gives a field a value.
    Set(&'static str, &'static str),
    /// Takes a field out.
    Unset(String),
}

/// Fields that only load balancers have.
const OF_LOAD_BALANCERS: [&str; 5] = [
    "allocateLoadBalancerNodePorts",
    "healthCheckNodePort",
    "loadBalancerClass",
    "loadBalancerIP",
    "loadBalancerSourceRanges",
];

/// Fields that names for hosts outside do not have.
const OF_ADDRESSES: [&str; 12] = [
    "clusterIP",
    "clusterIPs",
    "externalIPs",
    "internalTrafficPolicy",
    "ipFamilies",
    "ipFamilyPolicy",
    "ports",
    "publishNotReadyAddresses",
    "selector",
    "sessionAffinity",
    "sessionAffinityConfig",
    "trafficDistribution",
];

/// The document in which a manifest stands.
pub(super) fn document(analysis: &Analysis, object: ObjectId) -> Option<&str> {
    let manifest = analysis.manifests.get(object.0 as usize)?;
    let file = analysis.files.get(manifest.file.0 as usize)?;
    Some(file.documents().get(manifest.document)?.span.slice(file.text()))
}

/// The Service as a kind; `None` where its manifest cannot be edited.
pub(super) fn edited(analysis: &Analysis, service: &Service, kind: Kind) -> Option<Part> {
    let object = service.meta.id;
    let manifest = analysis.manifests.get(object.0 as usize)?;
    let tree = manifest.tree(&analysis.files)?;
    let base = tree.path();
    let before = document(analysis, object)?;
    let mut text = before.to_owned();
    for step in steps(service, kind, tree) {
        text = taken(&text, &base, &step)?;
    }
    let file = analysis.files.get(manifest.file.0 as usize)?;
    let start = file.documents().get(manifest.document)?.span.start;
    let edit = FileEdit { file: manifest.file, edit: difference(before, &text, start)? };
    Some(Part::Edited { object, edit, text })
}

/// What leads from a Service to a kind.
fn steps(service: &Service, kind: Kind, tree: Node<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let opens = matches!(kind, Kind::NodePort | Kind::LoadBalancer);
    let word = match kind {
        Kind::NodePort | Kind::LoadBalancer | Kind::ExternalName => Some(kind.as_str()),
        _ => tree.at("spec.type").map(|_| "ClusterIP"),
    };
    steps.extend(word.map(|word| Step::Set("spec.type", word)));
    match kind {
        Kind::Headless => steps.push(Step::Set("spec.clusterIP", "None")),
        Kind::ExternalName => steps.push(Step::Set("spec.externalName", HOST)),
        _ if service.ports.is_empty() => steps.push(Step::Set("spec.ports", "[{port: 80}]")),
        _ => {}
    }
    let mut unset = |field: &str| {
        let path = format!("spec.{field}");
        steps.extend(tree.at(&path).map(|_| Step::Unset(path)));
    };
    if kind != Kind::LoadBalancer {
        OF_LOAD_BALANCERS.into_iter().for_each(&mut unset);
    }
    if !opens {
        unset("externalTrafficPolicy");
        (0..service.ports.len()).for_each(|index| unset(&format!("ports[{index}].nodePort")));
    }
    if kind == Kind::ExternalName {
        OF_ADDRESSES.into_iter().for_each(&mut unset);
    } else {
        unset("externalName");
    }
    if kind == Kind::Headless {
        ["clusterIPs", "sessionAffinity", "sessionAffinityConfig"].into_iter().for_each(&mut unset);
    } else if service.headless && kind != Kind::ExternalName {
        ["clusterIP", "clusterIPs"].into_iter().for_each(&mut unset);
    }
    steps
}

/// The text after a step.
fn taken(text: &str, base: &str, step: &Step) -> Option<String> {
    let file = portolan_yaml::parse(String::new(), text.as_bytes().to_vec());
    let root = file.root(0)?;
    let dot = if base.is_empty() { "" } else { "." };
    let edit = match step {
        Step::Set(path, value) => portolan_yaml::set(root, &format!("{base}{dot}{path}"), value).ok()?,
        Step::Unset(path) => portolan_yaml::unset(root.at(&format!("{base}{dot}{path}"))?)?,
    };
    portolan_yaml::apply(text, &[edit]).ok()
}

/// The one edit that turns a document, which begins at an offset of its file, into another.
fn difference(before: &str, after: &str, start: u32) -> Option<Edit> {
    let same = |(one, other): &(char, char)| one == other;
    let head =
        before.chars().zip(after.chars()).take_while(same).map(|(one, _)| one.len_utf8()).sum::<usize>();
    let (old, new) = (before.get(head..)?, after.get(head..)?);
    let tail = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(same)
        .map(|(one, _)| one.len_utf8())
        .sum::<usize>();
    let offset = |at: usize| start.checked_add(u32::try_from(at).ok()?);
    let span = Span { start: offset(head)?, end: offset(before.len().checked_sub(tail)?)? };
    Some(Edit { span, text: new.get(..new.len().checked_sub(tail)?)?.to_owned() })
}
