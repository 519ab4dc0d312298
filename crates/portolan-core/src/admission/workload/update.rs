//! Which rules hold for a controller that takes the place of another.

use super::{
    cron_job, daemon_set, deployment, job_update, replica_set, replication_controller, stateful_set,
};
use crate::admission::internal::Template;
use crate::admission::meta;
use crate::admission::report::Report;
use crate::admission::server::meta_of;
use crate::document::Typed;

/// Checks the update of a controller, but for what all updates check; whether the object is one. A Job's metadata is in
/// the middle of its rules.
pub(in crate::admission) fn validate(
    (new, new_template): (&Typed, &Template),
    (old, old_template): (&Typed, &Template),
    namespace: &str,
    report: &mut Report,
) -> bool {
    if let (Typed::Job(new), Typed::Job(old)) = (new, old) {
        job_update::validate((new, new_template), (old, old_template), namespace, report);
        return true;
    }
    if !super::is_controller(new) {
        return false;
    }
    meta::check_update(meta_of(new), report);
    match (new, old) {
        (Typed::ReplicationController(new), _) => replication_controller::check_spec(new, report),
        (Typed::ReplicaSet(new), Typed::ReplicaSet(old)) => replica_set::validate_update(new, old, report),
        (Typed::Deployment(new), Typed::Deployment(old)) => deployment::validate_update(new, old, report),
        (Typed::StatefulSet(new), Typed::StatefulSet(old)) => {
            stateful_set::validate_update(new, old, new_template.has_claims_of(old_template), report);
        }
        (Typed::DaemonSet(new), Typed::DaemonSet(old)) => daemon_set::validate_update(new, old, report),
        (Typed::CronJob(new), Typed::CronJob(old)) => {
            cron_job::check_spec(&new.spec, Some(&old.spec), report)
        }
        _ => {}
    }
    true
}
