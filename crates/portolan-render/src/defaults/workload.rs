//! Controllers.

use super::{default, each, pod, there, volume, within};
use serde_json::{Map, Value};

/// The defaults of a kind of controller; another kind stays as it is.
pub(super) fn set(kind: &str, object: &mut Map<String, Value>) {
    match kind {
        "ReplicationController" => set_replication_controller(object),
        "ReplicaSet" => within(object, "spec", |spec| {
            default(spec, "replicas", 1);
            set_template(spec);
        }),
        "Deployment" => within(object, "spec", set_deployment),
        "StatefulSet" => within(object, "spec", set_stateful_set),
        "DaemonSet" => within(object, "spec", set_daemon_set),
        "Job" => set_job(object),
        "CronJob" => within(object, "spec", set_cron_job),
        _ => {}
    }
}

fn set_template(spec: &mut Map<String, Value>) {
    within(spec, "template", |template| {
        within(template, "metadata", |_| {});
        within(template, "spec", pod::set_spec);
    });
}

/// Labels and selector are those of the template.
fn set_replication_controller(object: &mut Map<String, Value>) {
    let template = object.get("spec").and_then(|spec| spec.pointer("/template/metadata/labels")).cloned();
    if let Some(labels) = template {
        within(object, "metadata", |meta| default(meta, "labels", labels.clone()));
        within(object, "spec", |spec| {
            let is_empty = spec.get("selector").and_then(Value::as_object).is_none_or(Map::is_empty);
            if is_empty {
                spec.insert("selector".to_owned(), labels);
            }
        });
    }
    within(object, "spec", |spec| {
        default(spec, "replicas", 1);
        set_template(spec);
    });
}

fn set_deployment(spec: &mut Map<String, Value>) {
    default(spec, "replicas", 1);
    default(spec, "revisionHistoryLimit", 10);
    default(spec, "progressDeadlineSeconds", 600);
    within(spec, "strategy", |strategy| {
        default(strategy, "type", "RollingUpdate");
        if strategy.get("type").and_then(Value::as_str) == Some("RollingUpdate") {
            within(strategy, "rollingUpdate", |rolling| {
                default(rolling, "maxSurge", "25%");
                default(rolling, "maxUnavailable", "25%");
            });
        }
    });
    set_template(spec);
}

fn set_stateful_set(spec: &mut Map<String, Value>) {
    default(spec, "replicas", 1);
    default(spec, "revisionHistoryLimit", 10);
    default(spec, "podManagementPolicy", "OrderedReady");
    within(spec, "persistentVolumeClaimRetentionPolicy", |policy| {
        default(policy, "whenDeleted", "Retain");
        default(policy, "whenScaled", "Retain");
    });
    within(spec, "updateStrategy", |strategy| {
        default(strategy, "type", "RollingUpdate");
        if strategy.get("type").and_then(Value::as_str) == Some("RollingUpdate") {
            within(strategy, "rollingUpdate", |rolling| default(rolling, "partition", 0));
        }
    });
    each(spec, "volumeClaimTemplates").for_each(volume::set_claim);
    set_template(spec);
}

fn set_daemon_set(spec: &mut Map<String, Value>) {
    default(spec, "revisionHistoryLimit", 10);
    within(spec, "updateStrategy", |strategy| {
        default(strategy, "type", "RollingUpdate");
        if strategy.get("type").and_then(Value::as_str) == Some("RollingUpdate") {
            within(strategy, "rollingUpdate", |rolling| {
                default(rolling, "maxSurge", 0);
                default(rolling, "maxUnavailable", 1);
            });
        }
    });
    set_template(spec);
}

/// Without a label of its own a Job has those of its template.
fn set_job(object: &mut Map<String, Value>) {
    let template = object.get("spec").and_then(|spec| spec.pointer("/template/metadata/labels")).cloned();
    if let Some(labels) = template {
        within(object, "metadata", |meta| default(meta, "labels", labels));
    }
    within(object, "spec", set_job_spec);
}

fn set_job_spec(spec: &mut Map<String, Value>) {
    if spec.get("completions").is_none() && spec.get("parallelism").is_none() {
        default(spec, "completions", 1);
    }
    default(spec, "parallelism", 1);
    default(spec, "completionMode", "NonIndexed");
    default(spec, "manualSelector", false);
    default(spec, "suspend", false);
    let per_index = spec.contains_key("backoffLimitPerIndex");
    default(spec, "backoffLimit", if per_index { i64::from(i32::MAX) } else { 6 });
    let policy = if spec.contains_key("podFailurePolicy") { "Failed" } else { "TerminatingOrFailed" };
    default(spec, "podReplacementPolicy", policy);
    if let Some(policy) = there(spec, "podFailurePolicy") {
        for condition in each(policy, "rules").flat_map(|rule| each(rule, "onPodConditions")) {
            default(condition, "status", "True");
        }
    }
    set_template(spec);
}

fn set_cron_job(spec: &mut Map<String, Value>) {
    default(spec, "concurrencyPolicy", "Allow");
    default(spec, "suspend", false);
    default(spec, "successfulJobsHistoryLimit", 3);
    default(spec, "failedJobsHistoryLimit", 1);
    within(spec, "jobTemplate", |template| {
        within(template, "metadata", |_| {});
        within(template, "spec", set_template);
    });
}
