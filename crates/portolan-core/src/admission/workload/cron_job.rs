//! `ValidateCronJobCreate` (`pkg/apis/batch/validation`).

use super::{job, schedule};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::batch::CronJob;
use crate::diagnostic::Path;

const MAX_NAME: usize = 52;
const POLICIES: [&str; 3] = ["Allow", "Forbid", "Replace"];

/// Checks a CronJob.
pub(crate) fn validate(one: &CronJob, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let spec = &one.spec;
    let root = Path::new("spec");
    let path = root.child("schedule");
    if spec.schedule.is_empty() {
        report.required(&path, "");
    } else {
        if let Err(words) = schedule::parse(&spec.schedule) {
            report.invalid(&path, &spec.schedule, &words);
        }
        if spec.schedule.contains("TZ") {
            let words = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
            report.invalid(&path, &spec.schedule, words);
        }
    }
    report.non_negative(&root.child("startingDeadlineSeconds"), spec.starting_deadline_seconds.unwrap_or(0));
    if spec.time_zone.as_deref() == Some("") {
        report.invalid(&root.child("timeZone"), "", "timeZone must be nil or non-empty string");
    }
    let policy = spec.concurrency_policy.as_deref().unwrap_or_default();
    if !policy.is_empty() && !POLICIES.contains(&policy) {
        report.not_supported(&root.child("concurrencyPolicy"), policy, &POLICIES);
    }
    check_template(one, &root, report);
    let limits = [
        ("successfulJobsHistoryLimit", spec.successful_jobs_history_limit),
        ("failedJobsHistoryLimit", spec.failed_jobs_history_limit),
    ];
    for (field, limit) in limits {
        report.non_negative(&root.child(field), limit.unwrap_or(0));
    }
    let name = one.metadata.name.as_deref().unwrap_or_default();
    if name.len() > MAX_NAME {
        let path = Path::new("metadata");
        report.invalid(&path.child("name"), name, "must be no more than 52 characters");
    }
}

/// `ValidateJobTemplateSpec`: the Jobs get their selectors when they are made.
fn check_template(one: &CronJob, root: &Path<'_>, report: &mut Report) {
    let path = root.child("jobTemplate");
    let path = path.child("spec");
    let none = Default::default();
    let spec = one.spec.job_template.spec.as_ref().unwrap_or(&none);
    job::check_spec(spec, &path, report);
    if let Some(one) = &spec.selector {
        let shown = selector::json(one);
        report.invalid(&path.child("selector"), Value::Json(&shown), "`selector` will be auto-generated");
    }
    if spec.manual_selector == Some(true) {
        report.not_supported_json(&path.child("manualSelector"), "true", &["nil", "false"]);
    }
}
