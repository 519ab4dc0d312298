//! `ValidateReplicaSet` and `ValidateReplicaSetUpdate`.

use super::{check_lasting, check_match, check_same_selector, check_selector};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::apps::{ReplicaSet, ReplicaSetSpec};
use crate::diagnostic::Path;

/// Checks a new ReplicaSet.
pub(crate) fn validate(one: &ReplicaSet, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    check_spec(one.spec.as_ref().unwrap_or(&ReplicaSetSpec::default()), report);
}

/// Checks a ReplicaSet that takes the place of another.
pub(super) fn validate_update(new: &ReplicaSet, old: &ReplicaSet, report: &mut Report) {
    let none = ReplicaSetSpec::default();
    let (new, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
    check_spec(new, report);
    check_same_selector(new.selector.as_ref(), old.selector.as_ref(), report);
}

/// `ValidateReplicaSetSpec`. An empty selector is refused in the words of a Deployment's, as upstream does.
fn check_spec(spec: &ReplicaSetSpec, report: &mut Report) {
    let root = Path::new("spec");
    report.non_negative(&root.child("replicas"), spec.replicas.unwrap_or(1));
    report.non_negative(&root.child("minReadySeconds"), spec.min_ready_seconds.unwrap_or(0));
    let selector = spec.selector.as_ref();
    if check_selector(selector, "deployment", report) {
        let empty = Default::default();
        let template = spec.template.as_ref().unwrap_or(&empty);
        check_match(selector, template, report);
        check_lasting(template, Context::default(), "ReplicaSet", report);
    } else if let Some(selector) = selector {
        let shown = selector::json(selector);
        report.invalid(&root.child("selector"), Value::Json(&shown), "invalid label selector");
    }
}
