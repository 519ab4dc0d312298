//! The ReplicaSets that Deployments make and take over.

use super::hash::{Fnv, Postings};
use super::mold::{identity, owner_of};
use super::name::template_hash;
use crate::diagnostic::ObjectId;
use crate::object::{Meta, PodTemplate, Workload, WorkloadKind, WorkloadStatus};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
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

/// Gives the ReplicaSet of a stated Deployment the name that its Pods know it by, and the hash in it.
pub(crate) fn take_name(set: &mut Workload, deployment: &Workload, name: &str) {
    let hash = name.get(deployment.meta.name.len() + 1..).unwrap_or_default();
    let label = [("pod-template-hash", hash)];
    let template = &deployment.template;
    set.meta.name = name.into();
    set.meta.labels = template.labels.with_all(&label);
    set.selector.match_labels = deployment.selector.match_labels.with_all(&label);
    let labels = set.meta.labels.clone();
    set.template = Arc::new(PodTemplate { labels, ..PodTemplate::clone(template) });
}

/// Counts the Pods of Deployments by their ReplicaSets, where no dump states the count.
pub(crate) fn sum_up(workloads: &mut [Workload], deployments: &BTreeSet<ObjectId>) {
    if deployments.is_empty() {
        return;
    }
    let key = |namespace: &str, name: &str| (namespace.to_owned(), name.to_owned());
    let mut sums: BTreeMap<(String, String), WorkloadStatus> = BTreeMap::new();
    for set in workloads.iter().filter(|one| one.kind == WorkloadKind::ReplicaSet) {
        let owner = set.meta.owner.as_ref().filter(|owner| &*owner.kind == "Deployment");
        if let (Some(owner), Some(status)) = (owner, &set.status) {
            let sum = sums.entry(key(&set.meta.namespace, &owner.name)).or_default();
            sum.replicas = sum.replicas.saturating_add(status.replicas);
            sum.ready = sum.ready.saturating_add(status.ready);
        }
    }
    for one in workloads.iter_mut().filter(|one| one.kind == WorkloadKind::Deployment) {
        if let Some(sum) =
            sums.get(&key(&one.meta.namespace, &one.meta.name)).filter(|_| deployments.contains(&one.meta.id))
        {
            one.status = Some(WorkloadStatus { updated: sum.replicas, available: sum.ready, ..sum.clone() });
        }
    }
}

/// Lets the controllers of these manifests work towards what they want now, although a dump states what they had: a
/// Deployment passes its number on to its newest ReplicaSet.
pub(crate) fn resume(workloads: &mut [Workload], objects: &BTreeSet<ObjectId>) {
    let mut sets: Vec<(usize, u32)> = Vec::new();
    for deployment in workloads.iter().filter(|one| objects.contains(&one.meta.id)) {
        let own = workloads.iter().enumerate().filter(|(_, set)| is_set_of(set, deployment));
        let own: Vec<(usize, &Workload)> = own.collect();
        let Some((newest, _)) = own.iter().max_by_key(|(_, set)| revision(set)) else { continue };
        let others = own.iter().filter(|(place, _)| place != newest).map(|(_, set)| set.replicas);
        let others = others.fold(0_u32, u32::saturating_add);
        sets.push((*newest, deployment.replicas.saturating_sub(others)));
    }
    for (place, replicas) in sets {
        if let Some(set) = workloads.get_mut(place) {
            set.replicas = replicas;
            set.status = None;
        }
    }
    for one in workloads.iter_mut().filter(|one| objects.contains(&one.meta.id)) {
        one.status = None;
    }
}

fn is_set_of(set: &Workload, deployment: &Workload) -> bool {
    let owns = |set: &Workload| {
        let owner = set.meta.owner.as_ref();
        owner.is_some_and(|one| &*one.kind == "Deployment" && *one.name == *deployment.meta.name)
    };
    deployment.kind == WorkloadKind::Deployment
        && set.kind == WorkloadKind::ReplicaSet
        && set.meta.namespace == deployment.meta.namespace
        && owns(set)
}

/// The revision of a ReplicaSet that the Deployment controller notes on it; how many Pods it wants decides between
/// those without.
fn revision(set: &Workload) -> (u64, u32) {
    let noted = set.meta.annotations.get("deployment.kubernetes.io/revision");
    (noted.and_then(|number| number.parse().ok()).unwrap_or(0), set.replicas)
}
