//! `ValidateJobUpdate` (`pkg/apis/batch/validation`): what of a Job may not change.

use super::{IMMUTABLE, check_same_selector, failure_policy, job, job_selector, success_policy};
use crate::admission::go::json_string;
use crate::admission::internal::Template;
use crate::admission::meta;
use crate::admission::report::{Report, Value};
use crate::admission::selector::Values;
use crate::api::batch::{Job, JobSpec};
use crate::diagnostic::Path;

/// Checks a Job that takes the place of another: as a new one, and then once more for what has changed.
pub(super) fn validate(
    (new, new_template): (&Job, &Template),
    (old, old_template): (&Job, &Template),
    namespace: &str,
    report: &mut Report,
) {
    let uid = job_selector::uid_of(old);
    let old = job_selector::generate(old, uid);
    let none = JobSpec::default();
    let (spec, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
    let values = Values::after(old.selector.as_ref());
    let prefixed = job_selector::has_prefixed(&old.template);
    job::check(new, namespace, (uid, prefixed), values, report);
    meta::check_update(&new.metadata, report);
    job::check_job_spec(spec, values, report);
    check_changes((spec, new_template), (old, old_template), report);
}

/// The rest of `ValidateJobSpecUpdate`: what may not change.
fn check_changes(
    (new, new_template): (&JobSpec, &Template),
    (old, old_template): (&JobSpec, &Template),
    report: &mut Report,
) {
    let root = Path::new("spec");
    let path = root.child("completions");
    if !job::is_indexed(new) {
        check_same(number_json(new.completions), number_json(old.completions), &path, report);
    } else if new.completions != old.completions
        && let Some(completions) = new.completions.filter(|completions| Some(*completions) != new.parallelism)
    {
        report.invalid(&path, completions, "can only be modified in tandem with spec.parallelism");
    }
    check_same_selector(new.selector.as_ref(), old.selector.as_ref(), report);
    check_template((new, new_template), (old, old_template), &root, report);
    let mode = |spec: &JobSpec| json_string(spec.completion_mode.as_deref().unwrap_or("NonIndexed"));
    let failure = |spec: &JobSpec| spec.pod_failure_policy.as_ref().map(failure_policy::json);
    let limit = |spec: &JobSpec| number_json(spec.backoff_limit_per_index);
    let manager = |spec: &JobSpec| spec.managed_by.as_deref().map(json_string);
    let success = |spec: &JobSpec| spec.success_policy.as_ref().map(success_policy::json);
    check_same(Some(mode(new)), Some(mode(old)), &root.child("completionMode"), report);
    check_same(failure(new), failure(old), &root.child("podFailurePolicy"), report);
    check_same(limit(new), limit(old), &root.child("backoffLimitPerIndex"), report);
    check_same(manager(new), manager(old), &root.child("managedBy"), report);
    check_same(success(new), success(old), &root.child("successPolicy"), report);
}

/// `validatePodTemplateUpdate`. Of a Job that is suspended, and so has no Pods, the amounts of resources and where the
/// Pods may be scheduled can change, and the template's metadata.
fn check_template(
    (new, new_template): (&JobSpec, &Template),
    (old, old_template): (&JobSpec, &Template),
    root: &Path<'_>,
    report: &mut Report,
) {
    let path = root.child("template");
    if old.suspend == Some(true) {
        if new_template.fixed() != old_template.fixed() {
            report.invalid(&path.child("spec"), Value::Json(&new_template.pods().json()), IMMUTABLE);
        }
        return;
    }
    let new = new_template.with_labels(new.template.metadata.as_ref());
    if new != old_template.with_labels(old.template.metadata.as_ref()) {
        report.invalid(&path, Value::Json(&new.json()), IMMUTABLE);
    }
}

/// `ValidateImmutableField` of values as JSON; an empty list is as good as none.
fn check_same(new: Option<String>, old: Option<String>, path: &Path<'_>, report: &mut Report) {
    let plain = |json: &str| json.replace("[]", "null").replace("{}", "null");
    if new.as_deref().map(plain) != old.as_deref().map(plain) {
        report.invalid(path, Value::Json(new.as_deref().unwrap_or("null")), IMMUTABLE);
    }
}

fn number_json(number: Option<i32>) -> Option<String> {
    number.map(|number| number.to_string())
}
