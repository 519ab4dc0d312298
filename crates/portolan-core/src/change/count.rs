//! Controllers count their Pods anew after some of them have become not ready, are being deleted, or are gone.

use crate::object::{Owner, Workload, WorkloadKind};
use portolan_yaml::collections::BTreeMap;

/// What became of a Pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is there, and not ready any more.
    Unready,
    /// It is being deleted.
    Ending,
    /// It is gone altogether.
    Gone,
}

/// A Pod that its controller has lost, or that is no longer ready.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) namespace: Box<str>,
    pub(super) owner: Owner,
    /// Whether it was ready before.
    pub(super) was_ready: bool,
    pub(super) fate: Fate,
}

/// Takes what is lost off the status of the controllers, and of their own.
pub(super) fn recount(workloads: &mut [Workload], lost: &[Lost]) {
    if lost.is_empty() {
        return;
    }
    let key =
        |namespace: &str, kind: &str, name: &str| (namespace.to_owned(), kind.to_owned(), name.to_owned());
    let places: BTreeMap<_, usize> = workloads
        .iter()
        .enumerate()
        .map(|(place, one)| (key(&one.meta.namespace, one.kind.as_str(), &one.meta.name), place))
        .collect();
    for one in lost {
        let mut owner = Some(one.owner.clone());
        // A Deployment's Pods are two steps away from it; more steps than these are a circle.
        for _ in 0..3 {
            let Some(next) = owner.take() else { break };
            let place = places.get(&key(&one.namespace, &next.kind, &next.name));
            let Some(workload) = place.and_then(|place| workloads.get_mut(*place)) else { break };
            take_off(workload, one);
            owner.clone_from(&workload.meta.owner);
        }
    }
}

/// A Pod that is being deleted counts no more for ReplicaSets and Jobs (`FilterActivePods`), but it does for DaemonSets
/// (`getNodesToDaemonPods`) and, except as updated, for StatefulSets (`computeReplicaStatus`).
fn take_off(workload: &mut Workload, lost: &Lost) {
    let is_job = matches!(workload.kind, WorkloadKind::Job { .. });
    let nodes_decide = workload.kind == WorkloadKind::DaemonSet;
    let keeps_ending = nodes_decide || matches!(workload.kind, WorkloadKind::StatefulSet { .. });
    let Some(status) = &mut workload.status else { return };
    if lost.fate == Fate::Ending && keeps_ending {
        status.updated = status.updated.saturating_sub(u32::from(!nodes_decide));
        return;
    }
    let (ready, gone) = (u32::from(lost.was_ready), u32::from(lost.fate != Fate::Unready));
    status.ready = status.ready.saturating_sub(ready);
    if !is_job {
        status.available = status.available.saturating_sub(ready);
        status.updated = status.updated.saturating_sub(gone);
    }
    if !nodes_decide {
        status.replicas = status.replicas.saturating_sub(gone);
    }
}
