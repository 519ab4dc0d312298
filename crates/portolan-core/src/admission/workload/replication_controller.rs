//! `ValidateReplicationController` and `ValidateReplicationControllerUpdate`. The declarative rules of the same fields
//! are only compared with these by the server, and say nothing of their own.

use super::{check_lasting, labels_of, mismatch};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::Report;
use crate::admission::selector;
use crate::api::core::{ReplicationController, ReplicationControllerSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

/// `SetDefaults_ReplicationController`: selector and labels are those of the template, where none are written.
pub(crate) fn set_defaults(one: &mut ReplicationController) {
    let Some(spec) = &mut one.spec else { return };
    let Some(labels) = spec.template.as_ref().and_then(labels_of).cloned() else { return };
    let is_unset = |map: &Option<BTreeMap<String, String>>| map.as_ref().is_none_or(BTreeMap::is_empty);
    if is_unset(&one.metadata.labels) {
        one.metadata.labels = Some(labels.clone());
    }
    if is_unset(&spec.selector) {
        spec.selector = Some(labels);
    }
}

/// Checks a new ReplicationController.
pub(crate) fn validate(one: &ReplicationController, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    check_spec(one, report);
}

/// `ValidateReplicationControllerSpec`; nothing of it is immutable.
pub(super) fn check_spec(one: &ReplicationController, report: &mut Report) {
    let none = ReplicationControllerSpec::default();
    let spec = one.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    report.non_negative(&root.child("minReadySeconds"), spec.min_ready_seconds.unwrap_or(0));
    let selects = spec.selector.as_ref().is_some_and(|map| !map.is_empty());
    if !selects {
        report.required(&root.child("selector"), "");
    }
    report.non_negative(&root.child("replicas"), spec.replicas.unwrap_or(1));
    let Some(template) = &spec.template else {
        report.required(&root.child("template"), "");
        return;
    };
    let labels = labels_of(template);
    if selects && !selector::has_all(spec.selector.as_ref(), labels) {
        mismatch(labels, report);
    }
    check_lasting(template, Context::default(), "ReplicationController", report);
}
