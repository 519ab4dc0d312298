//! `ValidateReplicaSet`.

use super::{check_lasting, check_match, check_selector, written_selector};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::apps::{ReplicaSet, ReplicaSetSpec};
use crate::diagnostic::Path;
use portolan_yaml::Node;

/// Checks a ReplicaSet. Its empty selector is refused in the words of a Deployment's, as upstream does.
pub(crate) fn validate(one: &ReplicaSet, namespace: &str, tree: Node<'_>, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let none = ReplicaSetSpec::default();
    let spec = one.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    report.non_negative(&root.child("replicas"), spec.replicas.unwrap_or(1));
    report.non_negative(&root.child("minReadySeconds"), spec.min_ready_seconds.unwrap_or(0));
    let written = written_selector(&spec.selector, tree);
    if check_selector(written, "deployment", report) {
        let empty = Default::default();
        let template = spec.template.as_ref().unwrap_or(&empty);
        check_match(written, template, report);
        check_lasting(template, Context::default(), "ReplicaSet", report);
    } else {
        let shown = selector::json(&spec.selector);
        report.invalid(&root.child("selector"), Value::Json(&shown), "invalid label selector");
    }
}
