//! `ValidateJob` (`pkg/apis/batch/validation`).

use super::{failure_policy, job_selector, labels_of, mismatch, restart_policy, success_policy, unsupported};
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::network::check_prefixed_path;
use crate::admission::pod::{self, Context};
use crate::admission::report::{Report, Value};
use crate::admission::selector::{self, Values};
use crate::api::batch::{Job, JobSpec};
use crate::diagnostic::Path;

const MAX_INDEXED: i32 = 100_000;
const MAX_WITH_MANY_INDEXES: i32 = 10_000;
const MAX_MANAGER: usize = 63;
const MODES: [&str; 2] = ["NonIndexed", "Indexed"];

/// `SetDefaults_Job`: one Pod, unless the Job says how many; the template's labels, unless the Job has its own.
pub(crate) fn set_defaults(job: &mut Job) {
    let spec = job.spec.get_or_insert_default();
    if spec.completions.is_none() && spec.parallelism.is_none() {
        spec.completions = Some(1);
    }
    spec.parallelism.get_or_insert(1);
    if let Some(labels) = labels_of(&spec.template)
        && job.metadata.labels.as_ref().is_none_or(|own| own.is_empty())
    {
        job.metadata.labels = Some(labels.clone());
    }
}

/// Checks a new Job.
pub(in crate::admission) fn validate(job: &Job, namespace: &str, report: &mut Report) {
    check(&job_selector::generate(job), namespace, true, Values::Checked, report);
}

/// `ValidateJob`.
pub(super) fn check(job: &Job, namespace: &str, prefixed: bool, values: Values, report: &mut Report) {
    meta::check(&job.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    job_selector::check(job, prefixed, report);
    let none = JobSpec::default();
    let spec = job.spec.as_ref().unwrap_or(&none);
    check_job_spec(spec, values, report);
    let completions = spec.completions.filter(|completions| is_indexed(spec) && *completions > 0);
    let name = job.metadata.name.as_deref().unwrap_or_default();
    let last = completions.map(|completions| format!("{name}-{}", completions.saturating_sub(1)));
    if let Some(last) = last.filter(|last| !format::dns1123_label(last).is_empty()) {
        let path = Path::new("metadata");
        let words = format!("will not able to create pod with invalid DNS label: {last}");
        report.invalid(&path.child("name"), name, &words);
    }
}

/// `ValidateJobSpec`.
pub(super) fn check_job_spec(spec: &JobSpec, values: Values, report: &mut Report) {
    let root = Path::new("spec");
    check_spec(spec, &root, report);
    let path = root.child("selector");
    let labels = labels_of(&spec.template);
    let Some(selector) = &spec.selector else {
        report.required(&path, "");
        mismatch(labels, report);
        return;
    };
    let usable = selector::check_values(selector, values, &path, report);
    if usable && !selector::matches(selector, labels) {
        mismatch(labels, report);
    }
}

/// `validateJobSpec`: what a CronJob's template has too.
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
    if let Some(manager) = &spec.managed_by {
        let path = path.child("managedBy");
        check_prefixed_path(manager, &path, report);
        if manager.len() > MAX_MANAGER {
            report.too_long(&path, MAX_MANAGER);
        }
    }
    check_mode(spec, path, report);
    check_policies(spec, path, report);
    pod::check_template(&spec.template, Context::default(), &path.child("template"), report);
    check_restart(spec, path, report);
}

/// A Job's Pods end: `Always`, the default, is not for them.
fn check_restart(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    let path = path.child("template");
    let path = path.child("spec");
    let path = path.child("restartPolicy");
    match restart_policy(&spec.template) {
        "Always" => report.required(&path, "valid values: \"OnFailure\", \"Never\""),
        "OnFailure" if spec.pod_failure_policy.is_some() => {
            let words = "only \"Never\" is supported when podFailurePolicy is specified";
            report.invalid(&path, Value::Json("\"OnFailure\""), words);
        }
        "OnFailure" | "Never" => {}
        other => unsupported(&path, other, &["OnFailure", "Never"], report),
    }
}

/// `completionMode` and what depends on it.
fn check_mode(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    match spec.completion_mode.as_deref() {
        None | Some("NonIndexed") => {
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
        Some("Indexed") => check_indexed(spec, path, report),
        Some(mode) => unsupported(&path.child("completionMode"), mode, &MODES, report),
    }
}

fn check_indexed(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    if spec.completions.is_none() {
        report.required(&path.child("completions"), "when completion mode is Indexed");
    }
    let parallelism = |limit: i32| spec.parallelism.filter(|number| *number > limit);
    let failed = |limit: i32| spec.max_failed_indexes.filter(|number| *number > limit);
    if let Some(number) = parallelism(MAX_INDEXED) {
        let words = "must be less than or equal to 100000 when completion mode is Indexed";
        report.invalid(&path.child("parallelism"), number, words);
    }
    let field = path.child("maxFailedIndexes");
    if let Some(number) = spec.completions.and_then(failed) {
        report.invalid(&field, number, "must be less than or equal to completions");
    }
    if let Some(number) = failed(MAX_INDEXED) {
        report.invalid(&field, number, "must be less than or equal to 100000");
    }
    let many = spec.completions.is_some_and(|completions| completions > MAX_INDEXED);
    if !many || spec.backoff_limit_per_index.is_none() {
        return;
    }
    if spec.max_failed_indexes.is_none() {
        report.required(&field, "must be specified when completions is above 100000");
    }
    let words = "must be less than or equal to 10000 when completions are above 100000 and used with backoff limit \
                 per index";
    if let Some(number) = parallelism(MAX_WITH_MANY_INDEXES) {
        report.invalid(&path.child("parallelism"), number, words);
    }
    if let Some(number) = failed(MAX_WITH_MANY_INDEXES) {
        report.invalid(&field, number, words);
    }
}

/// `podFailurePolicy`, `successPolicy` and `podReplacementPolicy`.
fn check_policies(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    failure_policy::check(spec, &path.child("podFailurePolicy"), report);
    if let Some(policy) = &spec.success_policy {
        let path = path.child("successPolicy");
        if is_indexed(spec) {
            success_policy::check(policy, spec.completions, &path, report);
        } else {
            let shown = success_policy::json(policy);
            report.invalid(&path, Value::Json(&shown), "requires indexed completion mode");
        }
    }
    let all: &[&str] =
        if spec.pod_failure_policy.is_some() { &["Failed"] } else { &["Failed", "TerminatingOrFailed"] };
    if let Some(policy) = spec.pod_replacement_policy.as_deref().filter(|policy| !all.contains(policy)) {
        unsupported(&path.child("podReplacementPolicy"), policy, all, report);
    }
}

pub(super) fn is_indexed(spec: &JobSpec) -> bool {
    spec.completion_mode.as_deref() == Some("Indexed")
}
