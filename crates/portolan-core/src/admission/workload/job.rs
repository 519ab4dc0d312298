//! `ValidateJob` (`pkg/apis/batch/validation`).

use super::{labels_of, mismatch};
use crate::admission::Verb;
use crate::admission::format;
use crate::admission::go::json_map;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::{self, Context};
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::batch::{Job, JobSpec};
use crate::api::meta::LabelSelector;
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

type LabelMap = BTreeMap<String, String>;

const MAX_INDEXED: i32 = 100_000;
/// What stands for the uid that the server would give.
const UID: &str = "00000000-0000-0000-0000-000000000000";

/// `SetDefaults_Job`: one Pod, unless the Job says how many.
pub(crate) fn set_defaults(job: &mut Job) {
    let spec = job.spec.get_or_insert_default();
    if spec.completions.is_none() && spec.parallelism.is_none() {
        spec.completions = Some(1);
    }
    spec.parallelism.get_or_insert(1);
}

/// Selector and template labels with what the API server generates unless `manualSelector` is set
/// (`pkg/registry/batch/job/strategy.go`).
struct Generated {
    labels: Option<LabelMap>,
    selector: Option<LabelSelector>,
}

impl Generated {
    fn new(spec: &JobSpec, name: &str, generates: bool) -> Self {
        let mut labels = labels_of(&spec.template).cloned();
        let mut selector = spec.selector.clone();
        if generates {
            let labels = labels.get_or_insert_default();
            for (key, value) in own_labels(name) {
                labels.entry(key.to_owned()).or_insert_with(|| value.to_owned());
            }
            let wanted = selector.get_or_insert_default().match_labels.get_or_insert_default();
            wanted.entry(CONTROLLER.to_owned()).or_insert_with(|| UID.to_owned());
        }
        Self { labels, selector }
    }
}

fn own_labels(name: &str) -> [(&'static str, &str); 4] {
    [("controller-uid", UID), ("job-name", name), (CONTROLLER, UID), ("batch.kubernetes.io/job-name", name)]
}

const CONTROLLER: &str = "batch.kubernetes.io/controller-uid";

/// Checks a Job.
pub(in crate::admission) fn validate(job: &Job, namespace: &str, verb: Verb, report: &mut Report) {
    meta::check(&job.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let none = JobSpec::default();
    let spec = job.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    let name = job.metadata.name.as_deref().unwrap_or_default();
    let generates = verb == Verb::Create && spec.manual_selector != Some(true);
    let own = Generated::new(spec, name, generates);
    if generates {
        check_generated(&own, name, &root, report);
    }
    check_spec(spec, &root, report);
    let labels = own.labels.as_ref();
    match &own.selector {
        None => {
            report.required(&root.child("selector"), "");
            mismatch(labels, report);
        }
        Some(one) => {
            let usable = selector::check(one, &root.child("selector"), report);
            if usable && !selector::matches(one, labels) {
                mismatch(labels, report);
            }
        }
    }
    let last = spec.completions.filter(|_| is_indexed(spec)).filter(|completions| *completions > 0);
    if let Some(last) = last.map(|completions| format!("{name}-{}", completions - 1))
        && !format::dns1123_label(&last).is_empty()
    {
        let path = Path::new("metadata");
        let words = format!("will not able to create pod with invalid DNS label: {last}");
        report.invalid(&path.child("name"), name, &words);
    }
}

/// `ValidateJobSpec` without the selector: what a CronJob's template has too.
pub(super) fn check_spec(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    let numbers = [
        ("parallelism", spec.parallelism.map(i64::from)),
        ("completions", spec.completions.map(i64::from)),
        ("activeDeadlineSeconds", spec.active_deadline_seconds),
        ("backoffLimit", spec.backoff_limit.map(i64::from)),
        ("ttlSecondsAfterFinished", spec.ttl_seconds_after_finished.map(i64::from)),
        ("backoffLimitPerIndex", spec.backoff_limit_per_index.map(i64::from)),
        ("maxFailedIndexes", spec.max_failed_indexes.map(i64::from)),
    ];
    for (field, number) in numbers {
        report.non_negative(&path.child(field), number.unwrap_or(0));
    }
    if spec.max_failed_indexes.is_some() && spec.backoff_limit_per_index.is_none() {
        report.required(&path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
    }
    check_mode(spec, path, report);
    pod::check_template(&spec.template, Context::default(), &path.child("template"), report);
    let policy =
        spec.template.spec.as_ref().and_then(|pod| pod.restart_policy.as_deref()).unwrap_or("Always");
    let path = path.child("template");
    let path = path.child("spec");
    let path = path.child("restartPolicy");
    match policy {
        "Always" => report.required(&path, "valid values: \"OnFailure\", \"Never\""),
        "OnFailure" if spec.pod_failure_policy.is_some() => {
            report.invalid(&path, policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
        "OnFailure" | "Never" => {}
        other => report.not_supported(&path, other, &["OnFailure", "Never"]),
    }
}

fn check_mode(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    if let Some(mode) =
        spec.completion_mode.as_deref().filter(|mode| !matches!(*mode, "NonIndexed" | "Indexed"))
    {
        report.not_supported(&path.child("completionMode"), mode, &["NonIndexed", "Indexed"]);
    }
    if is_indexed(spec) {
        if spec.completions.is_none() {
            report.required(&path.child("completions"), "when completion mode is Indexed");
        }
        if let Some(many) = spec.parallelism.filter(|many| *many > MAX_INDEXED) {
            let words = "must be less than or equal to 100000 when completion mode is Indexed";
            report.invalid(&path.child("parallelism"), many, words);
        }
        let failed = spec.max_failed_indexes;
        if let (Some(failed), Some(completions)) = (failed, spec.completions)
            && failed > completions
        {
            let words = "must be less than or equal to completions";
            report.invalid(&path.child("maxFailedIndexes"), failed, words);
        }
        return;
    }
    let numbers = [
        ("backoffLimitPerIndex", spec.backoff_limit_per_index),
        ("maxFailedIndexes", spec.max_failed_indexes),
    ];
    for (field, number) in numbers {
        if let Some(number) = number {
            report.invalid(&path.child(field), number, "requires indexed completion mode");
        }
    }
}

fn is_indexed(spec: &JobSpec) -> bool {
    spec.completion_mode.as_deref() == Some("Indexed")
}

/// `validateGeneratedSelector`: generated labels must not have been written otherwise.
fn check_generated(own: &Generated, name: &str, root: &Path<'_>, report: &mut Report) {
    let labels = own.labels.as_ref();
    let path = root.child("template");
    let path = path.child("metadata");
    let path = path.child("labels");
    for (key, value) in own_labels(name) {
        if labels.and_then(|map| map.get(key)).map(String::as_str) != Some(value) {
            let shown = json_map(labels);
            report.invalid(&path.key(key), Value::Json(&shown), &format!("must be '{value}'"));
        }
    }
    let expected = own_labels(name).into_iter().map(|(key, value)| (key.to_owned(), value.to_owned()));
    let expected: LabelMap = expected.collect();
    if let Some(one) = own.selector.as_ref().filter(|one| !selector::matches(one, Some(&expected))) {
        let shown = selector::json(one);
        report.invalid(&root.child("selector"), Value::Json(&shown), "`selector` not auto-generated");
    }
}
