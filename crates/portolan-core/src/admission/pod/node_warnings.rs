//! Warnings of labels of nodes that are gone, in selectors, affinity and spread.

use super::affinity::{PREFERRED, REQUIRED};
use super::warnings::MATCHES_NOTHING;
use crate::admission::format;
use crate::admission::report::Report;
use crate::api::core::{NodeSelectorTerm, PodSpec};
use crate::diagnostic::Path;

/// `deprecatedNodeLabels`.
const NODE_LABELS: [(&str, &str); 8] = [
    ("app.kubernetes.io/created-by", "deprecated since v1.9"),
    ("beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"),
    (
        "beta.kubernetes.io/instance-type",
        "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    ),
    ("beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"),
    (
        "failure-domain.beta.kubernetes.io/region",
        "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
    ),
    (
        "failure-domain.beta.kubernetes.io/zone",
        "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
    ),
    ("node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead"),
    (
        "scheduler.alpha.kubernetes.io/preferAvoidPods",
        "deprecated since v1.22; use Taints and Tolerations instead",
    ),
];

/// Warns of what asks for such labels, and of spreads without a selector.
pub(super) fn warn(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    warn_node_labels(spec, path, report);
    warn_spread(spec, path, report);
}

/// `GetNodeLabelDeprecatedMessage`.
fn label_words(key: &str) -> Option<&'static str> {
    NODE_LABELS.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
}

fn warn_node_labels(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let list = path.child("nodeSelector");
    for (key, words) in
        spec.node_selector.iter().flatten().filter_map(|(key, _)| Some((key, label_words(key)?)))
    {
        report.warn(format!("{}: {words}", list.key(key)));
    }
    let Some(affinity) = spec.affinity.as_ref().and_then(|one| one.node_affinity.as_ref()) else { return };
    let path = path.child("affinity");
    let path = path.child("nodeAffinity");
    let required = path.child(REQUIRED);
    let list = required.child("nodeSelectorTerms");
    let terms = affinity.required.iter().flat_map(|one| &one.node_selector_terms);
    for (index, term) in terms.enumerate() {
        warn_node_term(term, false, &list.index(index), report);
    }
    let list = path.child(PREFERRED);
    for (index, one) in affinity.preferred.iter().flatten().enumerate() {
        warn_node_term(&one.preference, true, &list.index(index).child("preference"), report);
    }
}

/// `GetWarningsForNodeSelectorTerm`.
fn warn_node_term(term: &NodeSelectorTerm, with_values: bool, path: &Path<'_>, report: &mut Report) {
    let list = path.child("matchExpressions");
    for (index, one) in term.match_expressions.iter().flatten().enumerate() {
        let path = list.index(index);
        if let Some(words) = label_words(&one.key) {
            report.warn(format!("{}: {} is {words}", path.child("key"), one.key));
        }
        for (index, value) in one.values.iter().flatten().enumerate().filter(|_| with_values) {
            for words in format::label_value(value) {
                report.warn(format!("{}: {value} is invalid, {words}", path.child("values").index(index)));
            }
        }
    }
}

fn warn_spread(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let list = path.child("topologySpreadConstraints");
    for (index, one) in spec.topology_spread_constraints.iter().flatten().enumerate() {
        let path = list.index(index);
        if let Some(words) = label_words(&one.topology_key) {
            report.warn(format!("{}: {} is {words}", path.child("topologyKey"), one.topology_key));
        }
        if one.label_selector.is_none() {
            report.warn(format!("{}: {MATCHES_NOTHING}", path.child("labelSelector")));
        }
    }
}
