//! The controllers of `core/v1`, `apps/v1` and `batch/v1`.

use super::{count, labels, text};
use crate::api::{apps, batch, core};
use crate::object::{Meta, PodTemplate, Selector, Workload, WorkloadKind, WorkloadStatus};
use std::sync::Arc;

impl Workload {
    /// A ReplicationController after defaulting and validation.
    pub(crate) fn from_replication_controller(meta: Meta, object: core::ReplicationController) -> Self {
        let spec = object.spec.unwrap_or_default();
        let selector = Selector { match_labels: labels(spec.selector), match_expressions: Vec::new() };
        let status = object.status.map(|status| {
            counts([Some(status.replicas), status.ready_replicas, None, status.available_replicas])
        });
        let kind = WorkloadKind::ReplicationController;
        Self::new(meta, kind, spec.replicas, selector, spec.template.unwrap_or_default()).with_status(status)
    }

    /// A ReplicaSet after defaulting and validation.
    pub(crate) fn from_replica_set(meta: Meta, object: apps::ReplicaSet) -> Self {
        let spec = object.spec.unwrap_or_default();
        let status = object.status.map(|status| {
            counts([Some(status.replicas), status.ready_replicas, None, status.available_replicas])
        });
        let selector = Selector::from_api(spec.selector.unwrap_or_default());
        let template = spec.template.unwrap_or_default();
        Self::new(meta, WorkloadKind::ReplicaSet, spec.replicas, selector, template).with_status(status)
    }

    /// A Deployment after defaulting and validation.
    pub(crate) fn from_deployment(meta: Meta, object: apps::Deployment) -> Self {
        let spec = object.spec.unwrap_or_default();
        let status = object.status.map(|status| {
            counts([
                status.replicas,
                status.ready_replicas,
                status.updated_replicas,
                status.available_replicas,
            ])
        });
        let selector = Selector::from_api(spec.selector.unwrap_or_default());
        Self::new(meta, WorkloadKind::Deployment, spec.replicas, selector, spec.template).with_status(status)
    }

    /// A StatefulSet after defaulting and validation.
    pub(crate) fn from_stateful_set(meta: Meta, object: apps::StatefulSet) -> Self {
        let spec = object.spec.unwrap_or_default();
        let status = object.status.map(|status| {
            counts([
                Some(status.replicas),
                status.ready_replicas,
                status.updated_replicas,
                status.available_replicas,
            ])
        });
        let first = known(spec.ordinals.and_then(|ordinals| ordinals.start));
        let parallel = spec.pod_management_policy.as_deref() == Some("Parallel");
        let kind = WorkloadKind::StatefulSet { service_name: text(spec.service_name), first, parallel };
        let selector = Selector::from_api(spec.selector.unwrap_or_default());
        Self::new(meta, kind, spec.replicas, selector, spec.template).with_status(status)
    }

    /// A DaemonSet after defaulting and validation.
    pub(crate) fn from_daemon_set(meta: Meta, object: apps::DaemonSet) -> Self {
        let spec = object.spec.unwrap_or_default();
        let status = object.status.map(|status| {
            counts([
                Some(status.desired_number_scheduled),
                Some(status.number_ready),
                status.updated_number_scheduled,
                status.number_available,
            ])
        });
        let selector = Selector::from_api(spec.selector.unwrap_or_default());
        Self::new(meta, WorkloadKind::DaemonSet, Some(0), selector, spec.template).with_status(status)
    }

    /// A Job after defaulting and validation.
    pub(crate) fn from_job(meta: Meta, object: batch::Job) -> Self {
        let status =
            object.status.map(|status| counts([status.active, status.ready, status.succeeded, None]));
        Self::job(meta, object.spec.unwrap_or_default()).with_status(status)
    }

    /// A CronJob after defaulting and validation.
    pub(crate) fn from_cron_job(meta: Meta, object: batch::CronJob) -> Self {
        let job = object.spec.job_template.spec.unwrap_or_default();
        Self { kind: WorkloadKind::CronJob, ..Self::job(meta, job) }
    }

    fn job(meta: Meta, spec: batch::JobSpec) -> Self {
        let kind = WorkloadKind::Job {
            completions: spec.completions.map(count),
            indexed: spec.completion_mode.as_deref() == Some("Indexed"),
            suspended: spec.suspend.unwrap_or(false),
        };
        let selector = Selector::from_api(spec.selector.unwrap_or_default());
        Self::new(meta, kind, spec.parallelism, selector, spec.template)
    }

    fn new(
        meta: Meta,
        kind: WorkloadKind,
        replicas: Option<i32>,
        selector: Selector,
        template: core::PodTemplateSpec,
    ) -> Self {
        let template = Arc::new(PodTemplate::from_api(template));
        Self { meta, kind, replicas: replicas.map_or(1, count), selector, template, status: None }
    }

    fn with_status(self, status: Option<WorkloadStatus>) -> Self {
        Self { status: status.filter(|_| self.meta.stated), ..self }
    }
}

/// Replicas, and how many of them are ready, updated and available.
fn counts([replicas, ready, updated, available]: [Option<i32>; 4]) -> WorkloadStatus {
    WorkloadStatus {
        replicas: known(replicas),
        ready: known(ready),
        updated: known(updated),
        available: known(available),
    }
}

fn known(number: Option<i32>) -> u32 {
    number.map_or(0, count)
}
