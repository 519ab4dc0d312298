//! `ValidateCronJobCreate` and `ValidateCronJobUpdate` (`pkg/apis/batch/validation`).

use super::{job, schedule, time_zone, unsupported};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::batch::{CronJob, CronJobSpec};
use crate::diagnostic::Path;

const MAX_NAME: usize = 52;
const POLICIES: [&str; 3] = ["Allow", "Forbid", "Replace"];

/// Checks a new CronJob.
pub(crate) fn validate(one: &CronJob, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    check_spec(&one.spec, None, report);
    let name = one.metadata.name.as_deref().unwrap_or_default();
    if name.len() > MAX_NAME {
        let path = Path::new("metadata");
        report.invalid(&path.child("name"), name, "must be no more than 52 characters");
    }
}

/// `validateCronJobSpec`, which is more lenient with what a CronJob had before.
pub(super) fn check_spec(spec: &CronJobSpec, old: Option<&CronJobSpec>, report: &mut Report) {
    let root = Path::new("spec");
    check_schedule(spec, old, &root.child("schedule"), report);
    report.non_negative(&root.child("startingDeadlineSeconds"), spec.starting_deadline_seconds.unwrap_or(0));
    if old.is_none_or(|old| old.time_zone != spec.time_zone)
        && let Some(zone) = &spec.time_zone
    {
        time_zone::check(zone, &root.child("timeZone"), report);
    }
    let policy = spec.concurrency_policy.as_deref().unwrap_or_default();
    if !policy.is_empty() && !POLICIES.contains(&policy) {
        unsupported(&root.child("concurrencyPolicy"), policy, &POLICIES, report);
    }
    check_template(spec, &root, report);
    let limits = [
        ("successfulJobsHistoryLimit", spec.successful_jobs_history_limit),
        ("failedJobsHistoryLimit", spec.failed_jobs_history_limit),
    ];
    for (field, limit) in limits {
        report.non_negative(&root.child(field), limit.unwrap_or(0));
    }
}

/// `validateScheduleFormat`.
fn check_schedule(spec: &CronJobSpec, old: Option<&CronJobSpec>, path: &Path<'_>, report: &mut Report) {
    let schedule = &spec.schedule;
    if schedule.is_empty() {
        report.required(path, "");
        return;
    }
    if let Err(words) = schedule::parse(schedule) {
        report.invalid(path, schedule, &words);
    }
    if !schedule.contains("TZ") {
        return;
    }
    if !old.is_some_and(|old| old.schedule.contains("TZ")) {
        let words = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        report.invalid(path, schedule, words);
    } else if spec.time_zone.is_some() {
        report.invalid(path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }
}

/// `ValidateJobTemplateSpec`: the Jobs get their selectors when they are made.
fn check_template(spec: &CronJobSpec, root: &Path<'_>, report: &mut Report) {
    let path = root.child("jobTemplate");
    let path = path.child("spec");
    let none = Default::default();
    let spec = spec.job_template.spec.as_ref().unwrap_or(&none);
    job::check_spec(spec, &path, report);
    if let Some(one) = &spec.selector {
        let shown = selector::json(one);
        report.invalid(&path.child("selector"), Value::Json(&shown), "`selector` will be auto-generated");
    }
    if spec.manual_selector == Some(true) {
        report.not_supported_json(&path.child("manualSelector"), "true", &["nil", "false"]);
    }
}
