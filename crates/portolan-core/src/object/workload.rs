//! Controllers: whatever makes Pods from a template.

use super::{Meta, PodTemplate, Selector};
use std::sync::Arc;

/// A controller.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Who it is.
    pub meta: Meta,
    /// Its kind, with what only this kind has.
    pub kind: WorkloadKind,
    /// How many Pods it wants: `replicas`, `parallelism` for a Job, 0 where the nodes decide (DaemonSet).
    pub replicas: u32,
    /// Its selector; a ReplicationController's map is `match_labels`; a Job's own is generated.
    pub selector: Selector,
    /// What its Pods look like.
    pub template: Arc<PodTemplate>,
    /// What a cluster dump states of it.
    pub status: Option<WorkloadStatus>,
}

/// The kinds that make Pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkloadKind {
    /// `ReplicationController`.
    ReplicationController,
    /// `ReplicaSet`.
    ReplicaSet,
    /// `Deployment`: makes a ReplicaSet that makes Pods.
    Deployment,
    /// `StatefulSet`.
    StatefulSet {
        /// `serviceName`.
        service_name: Box<str>,
        /// `ordinals.start`.
        first: u32,
        /// `podManagementPolicy: Parallel`: no Pod waits for the one before it to be ready.
        parallel: bool,
    },
    /// `DaemonSet`: a Pod a node.
    DaemonSet,
    /// `Job`.
    Job {
        /// `completions`; `None` for one success in a work queue.
        completions: Option<u32>,
        /// `completionMode: Indexed`.
        indexed: bool,
        /// `suspend`.
        suspended: bool,
    },
    /// `CronJob`: its Jobs are made by the clock, so none stands in the simulated cluster.
    CronJob,
}

/// `status` of a controller, as `kubectl get` prints it.
#[derive(Clone, Debug, Default)]
pub struct WorkloadStatus {
    /// `replicas`.
    pub replicas: u32,
    /// `readyReplicas`.
    pub ready: u32,
    /// `updatedReplicas`.
    pub updated: u32,
    /// `availableReplicas`.
    pub available: u32,
}

impl WorkloadKind {
    /// Spelled as in the API.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::ReplicationController => "ReplicationController",
            Self::ReplicaSet => "ReplicaSet",
            Self::Deployment => "Deployment",
            Self::StatefulSet { .. } => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::Job { .. } => "Job",
            Self::CronJob => "CronJob",
        }
    }

    /// Its group and version.
    #[must_use]
    pub const fn api_version(&self) -> &'static str {
        match self {
            Self::ReplicationController => "v1",
            Self::Job { .. } | Self::CronJob => "batch/v1",
            _ => "apps/v1",
        }
    }

    /// The path of the Pod template in its manifest.
    #[must_use]
    pub const fn template_path(&self) -> &'static str {
        match self {
            Self::CronJob => "spec.jobTemplate.spec.template",
            _ => "spec.template",
        }
    }
}
