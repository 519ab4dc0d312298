//! The ReplicaSets that Deployments make and take over.

use super::hash::{Fnv, Postings};
use super::mold::{identity, owner_of};
use super::name::template_hash;
use crate::object::{Meta, PodTemplate, Workload, WorkloadKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Gives the ReplicaSets without owner to the Deployments whose selectors match their labels: one with the
/// Deployment's own template is resized, any other is emptied.
///
/// Follows `deployment.getReplicaSetsForDeployment` and what a finished rollout leaves behind.
pub(crate) fn adopt(workloads: &mut [Workload]) {
    let orphan =
        |one: &Workload| one.kind == WorkloadKind::ReplicaSet && one.meta.owner.is_none() && !one.meta.stated;
    let places = (0u32..).zip(workloads.iter()).filter(|(_, one)| orphan(one));
    let by_label: Postings = places
        .flat_map(|(place, one)| {
            one.meta.labels.iter().map(move |(key, value)| (hash(&one.meta.namespace, key, value), place))
        })
        .collect();
    let mut adopted: Vec<(usize, usize)> = Vec::new();
    for (place, deployment) in workloads.iter().enumerate() {
        if deployment.kind != WorkloadKind::Deployment || deployment.meta.stated {
            continue;
        }
        let labels = deployment.selector.match_labels.iter();
        let lists = labels.map(|(key, value)| by_label.of(hash(&deployment.meta.namespace, key, value)));
        let Some(rarest) = lists.min_by_key(ExactSizeIterator::len) else { continue };
        let found = rarest.map(|set| set as usize);
        adopted.extend(found.filter(|set| matches(workloads, place, *set)).map(|set| (set, place)));
    }
    for (set, deployment) in adopted {
        let [Some(owner), Some(one)] = [workloads.get(deployment), workloads.get(set)] else { continue };
        let same = template_hash(Fnv::new(), &one.template) == template_hash(Fnv::new(), &owner.template);
        let (replicas, owner) = (if same { owner.replicas } else { 0 }, owner_of(owner));
        if let Some(one) = workloads.get_mut(set).filter(|one| one.meta.owner.is_none()) {
            one.replicas = replicas;
            one.meta.owner = Some(owner);
        }
    }
}

/// Whether the Deployment of one place selects the ReplicaSet of another.
fn matches(workloads: &[Workload], deployment: usize, set: usize) -> bool {
    let [Some(deployment), Some(set)] = [workloads.get(deployment), workloads.get(set)] else { return false };
    deployment.meta.namespace == set.meta.namespace && deployment.selector.matches(&set.meta.labels)
}

fn hash(namespace: &str, key: &str, value: &str) -> u64 {
    Fnv::new().feed(namespace).feed(key).feed(value).finish()
}

/// For each controller, whether it is a Deployment that has a ReplicaSet of its own already.
pub(crate) fn owning(workloads: &[Workload]) -> Vec<bool> {
    let owner = |set: &'_ Workload| {
        let current = set.meta.stated || set.replicas > 0;
        let owner = set.meta.owner.as_ref().filter(|owner| current && owner.kind.as_ref() == "Deployment");
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
