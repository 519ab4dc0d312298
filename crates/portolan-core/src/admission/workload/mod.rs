//! Controllers: `pkg/apis/{apps,batch}/validation`, the ReplicationController of `pkg/apis/core/validation`, and what the
//! strategies of `pkg/registry/{apps,batch,core}` do around them.

mod cron_job;
mod daemon_set;
mod deployment;
mod duration;
mod failure_policy;
mod indexes;
mod job;
mod job_selector;
mod job_update;
mod replica_set;
mod replication_controller;
mod rolling;
mod schedule;
mod stateful_set;
mod success_policy;
mod time_zone;
mod update;
mod warnings;

pub(super) use cron_job::validate as validate_cron_job;
pub(super) use daemon_set::validate as validate_daemon_set;
pub(super) use deployment::validate as validate_deployment;
pub(super) use job::{set_defaults as set_job_defaults, validate as validate_job};
pub(super) use replica_set::validate as validate_replica_set;
pub(super) use replication_controller::{
    set_defaults as set_replication_controller_defaults, validate as validate_replication_controller,
};
pub(super) use stateful_set::validate as validate_stateful_set;
pub(super) use update::validate as validate_update;
pub(super) use warnings::{warn, warn_update};

use super::go::{json_map, json_string};
use super::pod::{self, Context};
use super::report::{Report, Value};
use super::selector;
use crate::api::core::PodTemplateSpec;
use crate::api::meta::LabelSelector;
use crate::diagnostic::Path;
use crate::document::Typed;
use portolan_yaml::collections::BTreeMap;

const IMMUTABLE: &str = "field is immutable";

/// Whether an object is of one of these kinds.
pub(super) fn is_controller(typed: &Typed) -> bool {
    matches!(
        typed,
        Typed::ReplicationController(_)
            | Typed::ReplicaSet(_)
            | Typed::Deployment(_)
            | Typed::StatefulSet(_)
            | Typed::DaemonSet(_)
            | Typed::Job(_)
            | Typed::CronJob(_)
    )
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

/// `ValidateImmutableField` of `spec.selector`.
fn check_same_selector(new: Option<&LabelSelector>, old: Option<&LabelSelector>, report: &mut Report) {
    let shown = |one: Option<&LabelSelector>| one.map_or_else(|| "null".to_owned(), selector::json);
    let new = shown(new);
    if new != shown(old) {
        report.invalid(&Path::new("spec").child("selector"), Value::Json(&new), IMMUTABLE);
    }
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

/// `ValidatePodTemplateSpecForReplicaSet` but for the selector: the template, and that its Pods run for ever; `kind` is
/// named where they may not.
fn check_lasting(template: &PodTemplateSpec, context: Context<'_>, kind: &str, report: &mut Report) {
    let root = Path::new("spec");
    pod::check_template(template, context, &root.child("template"), report);
    check_runs_for_ever(template, kind, report);
}

fn check_runs_for_ever(template: &PodTemplateSpec, kind: &str, report: &mut Report) {
    let root = Path::new("spec");
    let path = root.child("template");
    let path = path.child("spec");
    let policy = restart_policy(template);
    if policy != "Always" {
        unsupported(&path.child("restartPolicy"), policy, &["Always"], report);
    }
    if template.spec.as_ref().is_some_and(|spec| spec.active_deadline_seconds.is_some()) {
        let words = format!("activeDeadlineSeconds in {kind} is not Supported");
        report.forbidden(&path.child("activeDeadlineSeconds"), &words);
    }
}

/// The restart policy after `SetDefaults_PodSpec`.
fn restart_policy(template: &PodTemplateSpec) -> &str {
    let policy = template.spec.as_ref().and_then(|spec| spec.restart_policy.as_deref());
    policy.filter(|policy| !policy.is_empty()).unwrap_or("Always")
}

/// A value of a named string type is none of those supported: Go shows it as JSON.
fn unsupported(path: &Path<'_>, value: &str, supported: &[&str], report: &mut Report) {
    report.not_supported_json(path, &json_string(value), supported);
}
