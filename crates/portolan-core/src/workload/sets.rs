//! The ReplicaSets that Deployments make.

use super::mold::{identity, owner_of};
use super::name::template_hash;
use crate::object::{Meta, PodTemplate, Workload, WorkloadKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// For each controller, whether it is a Deployment that owns a ReplicaSet already.
pub(crate) fn owning(workloads: &[Workload]) -> Vec<bool> {
    let owner = |set: &'_ Workload| {
        let owner = set.meta.owner.as_ref().filter(|owner| owner.kind.as_ref() == "Deployment");
        owner.map(|owner| (set.meta.namespace.to_string(), owner.name.to_string()))
    };
    let owners: BTreeSet<(String, String)> = workloads.iter().filter_map(owner).collect();
    let owns = |workload: &Workload| {
        !owners.is_empty()
            && workload.kind == WorkloadKind::Deployment
            && owners.contains(&(workload.meta.namespace.to_string(), workload.meta.name.to_string()))
    };
    workloads.iter().map(owns).collect()
}

/// The ReplicaSet of a Deployment: named after the hash of its template, which its Pods carry as a label.
///
/// Follows `deployment.getNewReplicaSet`.
pub(crate) fn replica_set(deployment: &Workload) -> Workload {
    let template = &deployment.template;
    let hash = template_hash(identity(deployment), template);
    let label = [("pod-template-hash", hash.as_str())];
    let labels = template.labels.with_all(&label);
    let mut selector = deployment.selector.clone();
    selector.match_labels = selector.match_labels.with_all(&label);
    Workload {
        meta: Meta {
            name: format!("{}-{hash}", deployment.meta.name).into(),
            labels: labels.clone(),
            owner: Some(owner_of(deployment)),
            stated: false,
            ..deployment.meta.clone()
        },
        kind: WorkloadKind::ReplicaSet,
        replicas: deployment.replicas,
        selector,
        template: Arc::new(PodTemplate {
            labels,
            annotations: template.annotations.clone(),
            spec: Arc::clone(&template.spec),
        }),
        status: deployment.status.clone(),
    }
}
