//! What the strategies of `pkg/registry/{apps,batch,core}` warn of: names, Jobs of many indexes, and templates.

use super::{is_controller, job};
use crate::admission::internal::Template;
use crate::admission::report::Report;
use crate::admission::server::meta_of;
use crate::admission::{format, pod};
use crate::api::batch::JobSpec;
use crate::api::core::{PodTemplateSpec, ReplicationController};
use crate::diagnostic::Path;
use crate::document::Typed;

const MANY_COMPLETIONS: i32 = 100_000;
const MANY_AT_ONCE: i32 = 10_000;

/// `WarningsOnCreate`.
pub(in crate::admission) fn warn(typed: &Typed, report: &mut Report) {
    if is_controller(typed) && !matches!(typed, Typed::StatefulSet(_) | Typed::DaemonSet(_)) {
        warn_name(meta_of(typed).name.as_deref().unwrap_or_default(), report);
    }
    warn_spec(typed, report);
    warn_claims(typed, None, report);
    warn_history(typed, report);
}

/// `WarningsOnUpdate`; whether the object is a controller. Where nothing has changed, its template is not looked at.
pub(in crate::admission) fn warn_update(
    (new, new_template): (&Typed, &Template),
    (old, old_template): (&Typed, &Template),
    report: &mut Report,
) -> bool {
    if !is_controller(new) {
        return false;
    }
    if new_template.has_changed(old_template) || has_changed(new, old) {
        // Upstream gives the two templates of a ReplicationController in the wrong order.
        warn_spec(if matches!(new, Typed::ReplicationController(_)) { old } else { new }, report);
    }
    warn_claims(new, Some("Spec"), report);
    warn_history(new, report);
    if let Typed::CronJob(one) = new
        && one.spec.schedule.contains("TZ")
    {
        let words = "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see \
                     https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details";
        report.warn(words.to_owned());
    }
    true
}

/// What makes another generation beside the specification as it is written: annotations of a Deployment, and the
/// selector of a ReplicationController, which may come from its template.
fn has_changed(new: &Typed, old: &Typed) -> bool {
    let annotations = |one: &'_ Typed| meta_of(one).annotations.clone().unwrap_or_default();
    let selector = |one: &'_ ReplicationController| one.spec.as_ref().and_then(|spec| spec.selector.clone());
    match (new, old) {
        (Typed::ReplicationController(new), Typed::ReplicationController(old)) => {
            selector(new) != selector(old)
        }
        (Typed::Deployment(_), Typed::Deployment(_)) => annotations(new) != annotations(old),
        _ => false,
    }
}

fn warn_name(name: &str, report: &mut Report) {
    let wrongs = format::dns1123_label(name);
    if !wrongs.is_empty() {
        report.warn(format!(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS \
             label is recommended: [{}]",
            wrongs.join(" ")
        ));
    }
}

/// The claims of a StatefulSet, whose path upstream gives without `spec`, and in updates with `Spec`.
fn warn_claims(typed: &Typed, below: Option<&str>, report: &mut Report) {
    let Typed::StatefulSet(one) = typed else { return };
    let claims = one.spec.iter().flat_map(|spec| spec.volume_claim_templates.iter().flatten());
    for (index, claim) in claims.enumerate() {
        let root = Path::new("spec");
        let path = root.child("volumeClaimTemplates");
        let path = path.index(index);
        if let Some(spec) = &claim.spec {
            pod::warn_claim(spec, &below.map_or(path, |below| path.child(below)), report);
        }
    }
}

fn warn_history(typed: &Typed, report: &mut Report) {
    let Typed::StatefulSet(one) = typed else { return };
    if one.spec.as_ref().and_then(|spec| spec.revision_history_limit).is_some_and(|limit| limit < 0) {
        let words = "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is \
                     recommended";
        report.warn(words.to_owned());
    }
}

/// The template, behind `WarningsForJobSpec` where it is that of a Job.
fn warn_spec(typed: &Typed, report: &mut Report) {
    let root = Path::new("spec");
    match typed {
        Typed::Job(one) => {
            if let Some(spec) = &one.spec {
                warn_job(spec, &root, report);
            }
        }
        Typed::CronJob(one) => {
            if let Some(spec) = &one.spec.job_template.spec {
                warn_job(spec, &root.child("jobTemplate").child("spec"), report);
            }
        }
        _ => {
            if let Some(template) = template_of(typed) {
                pod::warn_template(template, &root.child("template"), report);
            }
        }
    }
}

/// `WarningsForJobSpec` (`pkg/api/job/warnings.go`).
fn warn_job(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    let over = |number: Option<i32>, limit: i32| number.is_some_and(|number| number > limit);
    if job::is_indexed(spec)
        && over(spec.completions, MANY_COMPLETIONS)
        && over(spec.parallelism, MANY_AT_ONCE)
    {
        report.warn(format!(
            "{path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, \
             Kubernetes might not be able to track completedIndexes when a big number of indexes fail"
        ));
    }
    pod::warn_template(&spec.template, &path.child("template"), report);
}

fn template_of(typed: &Typed) -> Option<&PodTemplateSpec> {
    Some(match typed {
        Typed::ReplicationController(one) => one.spec.as_ref()?.template.as_ref()?,
        Typed::ReplicaSet(one) => one.spec.as_ref()?.template.as_ref()?,
        Typed::Deployment(one) => &one.spec.as_ref()?.template,
        Typed::StatefulSet(one) => &one.spec.as_ref()?.template,
        Typed::DaemonSet(one) => &one.spec.as_ref()?.template,
        _ => return None,
    })
}
