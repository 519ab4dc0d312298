//! Nodes and Namespaces: `ValidateNode`, `ValidateNamespace` (`pkg/apis/core/validation/validation.go`).

use super::address::{check_cidr, parse_cidr_sloppy};
use super::format;
use super::go::{json_string, json_strings};
use super::meta::{self, NameRule, Scope};
use super::report::{Report, Value};
use crate::api::core::{Namespace, Node, NodeSpec, Taint};
use crate::diagnostic::Path;
use crate::document::Typed;
use portolan_yaml::collections::BTreeSet;

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Checks a Namespace.
pub(super) fn validate_namespace(namespace: &Namespace, report: &mut Report) {
    meta::check(&namespace.metadata, "", Scope::Cluster, NameRule::Label, report);
    let root = Path::new("spec");
    let path = root.child("finalizers");
    for finalizer in namespace.spec.iter().flat_map(|spec| spec.finalizers.iter().flatten()) {
        report.invalid_each(&path, finalizer, format::qualified_name(finalizer));
        meta::check_standard_finalizer(finalizer, &path, report);
    }
}

/// Checks a Node, as far as a manifest says what it is.
pub(super) fn validate_node(node: &Node, report: &mut Report) {
    meta::check(&node.metadata, "", Scope::Cluster, NameRule::Subdomain, report);
    let none = NodeSpec::default();
    let spec = node.spec.as_ref().unwrap_or(&none);
    let root = Path::new("metadata");
    check_taints(spec.taints.as_deref().unwrap_or_default(), &root.child("taints"), report);
    let root = Path::new("spec");
    check_networks(&networks(spec), &root.child("podCIDRs"), report);
}

/// Checks an update of one of these kinds, but for what all updates check (`ValidateNodeUpdate`); whether it is one.
/// The finalizers of a Namespace stay what they are, whatever is written.
pub(super) fn validate_update(new: &Typed, old: &Typed, report: &mut Report) -> bool {
    match (new, old) {
        (Typed::Namespace(_), _) => {}
        (Typed::Node(new), Typed::Node(old)) => {
            let none = NodeSpec::default();
            let (new, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
            let (root, spec) = (Path::new("metadata"), Path::new("spec"));
            let (before, now) = (networks(old), networks(new));
            let changes = match before.len() == now.len() {
                true => before.iter().zip(&now).filter(|(old, new)| old != new).count(),
                false => usize::from(!before.is_empty()),
            };
            for _ in 0..changes {
                let words = "node updates may not change podCIDR except from \"\" to valid";
                report.forbidden(&spec.child("podCIDRs"), words);
            }
            check_taints(new.taints.as_deref().unwrap_or_default(), &root.child("taints"), report);
        }
        _ => return false,
    }
    true
}

/// `validateNodeTaints`, whose paths begin at `metadata`.
fn check_taints(taints: &[Taint], path: &Path<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (index, taint) in taints.iter().enumerate() {
        let path = path.index(index);
        report.invalid_each(&path.child("key"), &taint.key, format::qualified_name(&taint.key));
        let wrongs = format::label_value(&taint.value);
        if !wrongs.is_empty() {
            report.invalid(&path.child("value"), &taint.value, &wrongs.join(";"));
        }
        match taint.effect.as_str() {
            "" => report.required(&path.child("effect"), ""),
            effect if !EFFECTS.contains(&effect) => {
                report.not_supported(&path.child("effect"), effect, &EFFECTS);
            }
            _ => {}
        }
        if !seen.insert((taint.effect.as_str(), taint.key.as_str())) {
            let [key, value, effect] =
                [&taint.key, &taint.value, &taint.effect].map(|text| json_string(text));
            let json = format!("{{\"Key\":{key},\"Value\":{value},\"Effect\":{effect},\"TimeAdded\":null}}");
            report.duplicate_because(
                &path,
                Value::Json(&json),
                "taints must be unique by key and effect pair",
            );
        }
    }
}

/// `Convert_v1_NodeSpec_To_core_NodeSpec`: the single network is the first of the list, and wins over it.
fn networks(spec: &NodeSpec) -> Vec<String> {
    let list = spec.pod_cidrs.as_deref().unwrap_or_default();
    match spec.pod_cidr.as_ref().filter(|one| !one.is_empty()) {
        Some(one) if list.first() != Some(one) => vec![one.clone()],
        _ => list.to_vec(),
    }
}

fn check_networks(networks: &[String], path: &Path<'_>, report: &mut Report) {
    for (index, network) in networks.iter().enumerate() {
        check_cidr(&path.index(index), network, report);
    }
    if networks.len() < 2 {
        return;
    }
    let has = |wanted: bool| {
        let mut parsed = networks.iter().filter_map(|network| parse_cidr_sloppy(network));
        parsed.any(|(address, _)| address.is_ipv6() == wanted)
    };
    if !(has(true) && has(false)) || networks.len() > 2 {
        let words = "may specify no more than one CIDR for each IP family";
        report.invalid(path, Value::Json(&json_strings(Some(networks))), words);
    }
    let mut seen = BTreeSet::new();
    for (index, network) in networks.iter().enumerate() {
        if !seen.insert(network) {
            report.duplicate(&path.index(index), network);
        }
    }
}
