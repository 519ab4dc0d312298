//! `ValidatePodSpecificAnnotations`: annotations that mean something.

use super::profile;
use crate::admission::report::Report;
use crate::api::core::PodSpec;
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

const MIRROR: &str = "kubernetes.io/config.mirror";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// Checks the annotations of a Pod or a template.
pub(super) fn check(
    spec: &PodSpec,
    annotations: &BTreeMap<String, String>,
    path: &Path<'_>,
    report: &mut Report,
) {
    if let Some(value) = annotations.get(MIRROR)
        && spec.node_name.as_deref().unwrap_or_default().is_empty()
    {
        report.invalid(&path.key(MIRROR), value, "must set spec.nodeName if mirror pod annotation is set");
    }
    if let Some(value) = annotations.get(DELETION_COST).filter(|value| !is_cost(value)) {
        report.invalid(&path.key(DELETION_COST), value, "must be a 32bit integer");
    }
    profile::check_annotations(spec, annotations, path, report);
}

/// `GetDeletionCostFromPodAnnotations`: no plus sign and no leading zeros.
fn is_cost(value: &str) -> bool {
    let first = value.bytes().next();
    (value == "0" || first.is_some_and(|b| matches!(b, b'-' | b'1'..=b'9'))) && value.parse::<i32>().is_ok()
}
