//! Controllers: `pkg/apis/{apps,batch}/validation` and the ReplicationController of `pkg/apis/core/validation`.

mod cron_job;
mod daemon_set;
mod deployment;
mod job;
mod replica_set;
mod replication_controller;
mod rolling;
mod schedule;
mod stateful_set;

pub(super) use cron_job::validate as validate_cron_job;
pub(super) use daemon_set::validate as validate_daemon_set;
pub(super) use deployment::validate as validate_deployment;
pub(super) use job::{set_defaults as set_job_defaults, validate as validate_job};
pub(super) use replica_set::validate as validate_replica_set;
pub(super) use replication_controller::{
    set_defaults as set_replication_controller_defaults, validate as validate_replication_controller,
};
pub(super) use stateful_set::validate as validate_stateful_set;

use super::go::json_map;
use super::pod::{self, Context};
use super::report::{Report, Value};
use super::selector;
use crate::api::core::PodTemplateSpec;
use crate::api::meta::LabelSelector;
use crate::diagnostic::Path;
use portolan_yaml::Node;
use portolan_yaml::collections::BTreeMap;

/// The selector of a controller, if it was written: an absent one selects nothing, an empty one everything.
fn written_selector<'s>(selector: &'s LabelSelector, tree: Node<'_>) -> Option<&'s LabelSelector> {
    let node = tree.get("spec")?.get("selector")?;
    (!node.is_null()).then_some(selector)
}

/// `spec.selector` of a Deployment, a ReplicaSet or a StatefulSet; whether it can be used.
fn check_selector(selector: Option<&LabelSelector>, kind: &str, report: &mut Report) -> bool {
    let root = Path::new("spec");
    let path = root.child("selector");
    let Some(selector) = selector else {
        report.required(&path, "");
        return true;
    };
    let usable = selector::check(selector, &path, report);
    if selector::is_empty(selector) {
        report.invalid(&path, Value::Json("{}"), &format!("empty selector is invalid for {kind}"));
    }
    usable
}

/// The template's labels must be those that the selector selects; an empty selector is another matter.
fn check_match(selector: Option<&LabelSelector>, template: &PodTemplateSpec, report: &mut Report) {
    let labels = labels_of(template);
    if selector.is_some_and(|one| selector::is_empty(one) || selector::matches(one, labels)) {
        return;
    }
    mismatch(labels, report);
}

fn mismatch(labels: Option<&BTreeMap<String, String>>, report: &mut Report) {
    let root = Path::new("spec");
    let path = root.child("template");
    let path = path.child("metadata");
    let shown = json_map(labels);
    let words = "`selector` does not match template `labels`";
    report.invalid(&path.child("labels"), Value::Json(&shown), words);
}

fn labels_of(template: &PodTemplateSpec) -> Option<&BTreeMap<String, String>> {
    template.metadata.as_ref()?.labels.as_ref()
}

/// The template, and that its Pods run for ever: `kind` is named where they may not.
fn check_lasting(template: &PodTemplateSpec, context: Context<'_>, kind: &str, report: &mut Report) {
    let root = Path::new("spec");
    let path = root.child("template");
    pod::check_template(template, context, &path, report);
    let path = path.child("spec");
    let spec = template.spec.as_ref();
    let policy = spec.and_then(|spec| spec.restart_policy.as_deref()).unwrap_or("Always");
    if policy != "Always" {
        report.not_supported(&path.child("restartPolicy"), policy, &["Always"]);
    }
    if spec.is_some_and(|spec| spec.active_deadline_seconds.is_some()) {
        let words = format!("activeDeadlineSeconds in {kind} is not Supported");
        report.forbidden(&path.child("activeDeadlineSeconds"), &words);
    }
}
