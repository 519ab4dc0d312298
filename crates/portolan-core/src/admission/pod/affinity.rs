//! Affinity to nodes and Pods: `validateAffinity`.

use super::label_keys;
use crate::admission::format;
use crate::admission::report::Report;
use crate::admission::selector;
use crate::api::core::{
    Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm,
};
use crate::diagnostic::Path;

pub(super) const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
pub(super) const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
const NO_OPERATOR: &str = "not a valid selector operator";
const NO_WEIGHT: &str = "must be in the range 1-100";

/// Checks `spec.affinity`. Not merged into its caller: most Pods have none.
#[inline(never)]
pub(super) fn check(affinity: &Affinity, path: &Path<'_>, report: &mut Report) {
    if let Some(one) = &affinity.node_affinity {
        check_nodes(one, &path.child("nodeAffinity"), report);
    }
    if let Some(one) = &affinity.pod_affinity {
        check_pods(one, &path.child("podAffinity"), report);
    }
    if let Some(one) = &affinity.pod_anti_affinity {
        check_pods(one, &path.child("podAntiAffinity"), report);
    }
}

/// `validateNodeAffinity`; label values are not looked at where nodes are only preferred.
fn check_nodes(affinity: &NodeAffinity, path: &Path<'_>, report: &mut Report) {
    if let Some(required) = &affinity.required {
        let path = path.child(REQUIRED);
        let list = path.child("nodeSelectorTerms");
        if required.node_selector_terms.is_empty() {
            report.required(&list, "must have at least one node selector term");
        }
        for (index, term) in required.node_selector_terms.iter().enumerate() {
            check_term(term, true, &list.index(index), report);
        }
    }
    let list = path.child(PREFERRED);
    for (index, one) in affinity.preferred.iter().flatten().enumerate() {
        let path = list.index(index);
        check_weight(one.weight, &path, report);
        check_term(&one.preference, false, &path.child("preference"), report);
    }
}

/// `ValidateNodeSelectorTerm`.
fn check_term(term: &NodeSelectorTerm, with_values: bool, path: &Path<'_>, report: &mut Report) {
    let list = path.child("matchExpressions");
    for (index, one) in term.match_expressions.iter().flatten().enumerate() {
        check_requirement(one, with_values, &list.index(index), report);
    }
    let list = path.child("matchFields");
    for (index, one) in term.match_fields.iter().flatten().enumerate() {
        check_field(one, &list.index(index), report);
    }
}

/// `ValidateNodeSelectorRequirement`.
fn check_requirement(one: &NodeSelectorRequirement, with_values: bool, path: &Path<'_>, report: &mut Report) {
    let values = one.values.as_deref().unwrap_or_default();
    let list = path.child("values");
    match one.operator.as_str() {
        "In" | "NotIn" if values.is_empty() => {
            report.required(&list, "must be specified when `operator` is 'In' or 'NotIn'");
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            report.forbidden(&list, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        "Gt" | "Lt" if values.len() != 1 => {
            report.required(&list, "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt" => {}
        other => report.invalid(&path.child("operator"), other, NO_OPERATOR),
    }
    report.invalid_each(&path.child("key"), &one.key, format::qualified_name(&one.key));
    for (index, value) in values.iter().enumerate().filter(|_| with_values) {
        report.invalid_each(&list.index(index), value, format::label_value(value));
    }
}

/// `ValidateNodeFieldSelectorRequirement`: the one field of nodes is their name.
fn check_field(one: &NodeSelectorRequirement, path: &Path<'_>, report: &mut Report) {
    let values = one.values.as_deref().unwrap_or_default();
    let list = path.child("values");
    match one.operator.as_str() {
        "In" | "NotIn" if values.len() == 1 => {}
        "In" | "NotIn" => {
            let words = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
            report.required(&list, words);
        }
        other => report.invalid(&path.child("operator"), other, NO_OPERATOR),
    }
    if one.key != "metadata.name" {
        report.invalid(&path.child("key"), &one.key, "not a valid field selector key");
        return;
    }
    for (index, value) in values.iter().enumerate() {
        report.invalid_each(&list.index(index), value, format::dns1123_subdomain(value));
    }
}

/// `validatePodAffinity` and `validatePodAntiAffinity`.
fn check_pods(affinity: &PodAffinity, path: &Path<'_>, report: &mut Report) {
    let list = path.child(REQUIRED);
    for (index, term) in affinity.required.iter().flatten().enumerate() {
        check_pod_term(term, &list.index(index), report);
    }
    let list = path.child(PREFERRED);
    for (index, one) in affinity.preferred.iter().flatten().enumerate() {
        let path = list.index(index);
        check_weight(one.weight, &path, report);
        check_pod_term(&one.pod_affinity_term, &path.child("podAffinityTerm"), report);
    }
}

/// `validatePodAffinityTerm`.
fn check_pod_term(term: &PodAffinityTerm, path: &Path<'_>, report: &mut Report) {
    for (field, labels) in
        [("labelSelector", &term.label_selector), ("namespaceSelector", &term.namespace_selector)]
    {
        if let Some(labels) = labels {
            selector::check(labels, &path.child(field), report);
        }
    }
    for name in term.namespaces.iter().flatten() {
        report.invalid_each(&path.child("namespace"), name, format::dns1123_label(name));
    }
    let keys = term.match_label_keys.as_deref().unwrap_or_default();
    let others = term.mismatch_label_keys.as_deref().unwrap_or_default();
    label_keys::check(keys, others, term.label_selector.as_ref(), path, report);
    if term.topology_key.is_empty() {
        report.required(&path.child("topologyKey"), "can not be empty");
    }
    let wrongs = format::qualified_name(&term.topology_key);
    report.invalid_each(&path.child("topologyKey"), &term.topology_key, wrongs);
}

fn check_weight(weight: i32, path: &Path<'_>, report: &mut Report) {
    if !(1..=100).contains(&weight) {
        report.invalid(&path.child("weight"), weight, NO_WEIGHT);
    }
}
