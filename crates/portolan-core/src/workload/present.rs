//! The Pods that are already there when the controllers begin, and who takes care of them.
//!
//! Follows `controller.PodControllerRefManager`: a controller counts the Pods it owns and adopts those without an
//! owner that its selector matches; what is then too many, it deletes.

use super::hash::{Fnv, Postings};
use super::index::PodIndex;
use super::mold::owner_of;
use super::pod::{Pod, PodId};
use crate::object::{Labels, Owner, Workload};
use portolan_yaml::collections::BTreeMap;
use std::sync::Arc;

/// The written Pods.
#[derive(Debug)]
pub(crate) struct Present {
    pods: Vec<Pod>,
    deleted: Vec<bool>,
    by_owner: Postings,
    by_name: Postings,
    /// `None` if every Pod has an owner.
    index: Option<PodIndex>,
    /// The ReplicaSets that stated Pods name as their owners; `None` until somebody asks.
    sets: Option<Sets>,
}

/// By namespace and name the labels of a Pod of each ReplicaSet, and how many Pods it has.
type Sets = BTreeMap<(Box<str>, Arc<str>), (Labels, u32)>;

impl Present {
    /// All of them, in input order.
    pub(crate) fn new(pods: Vec<Pod>) -> Self {
        let owned = |(place, pod): (u32, &Pod)| {
            pod.owner.as_ref().map(|owner| (by_owner(&pod.namespace, owner), place))
        };
        let named = |(place, pod): (u32, &Pod)| (by_name(&pod.namespace, &pod.name), place);
        Self {
            by_owner: (0..).zip(&pods).filter_map(owned).collect(),
            by_name: (0..).zip(&pods).map(named).collect(),
            sets: None,
            index: pods.iter().any(|pod| pod.owner.is_none()).then(|| PodIndex::new(&pods)),
            deleted: vec![false; pods.len()],
            pods,
        }
    }

    /// The active Pods that a controller owns.
    pub(crate) fn owned(&self, workload: &Workload) -> Vec<&Pod> {
        self.places(workload).into_iter().filter_map(|place| self.pods.get(place as usize)).collect()
    }

    /// Their places.
    fn places(&self, workload: &Workload) -> Vec<u32> {
        if self.pods.is_empty() {
            return Vec::new();
        }
        let owner = owner_of(workload);
        let namespace = &workload.meta.namespace;
        let owns = |pod: &Pod| {
            pod.namespace == *namespace
                && pod.is_active()
                && pod.owner.as_ref().is_some_and(|known| same(known, &owner))
        };
        let places = self.by_owner.of(by_owner(namespace, &owner));
        places.filter(|place| self.pods.get(*place as usize).is_some_and(owns)).collect()
    }

    /// The Pod of a name.
    pub(crate) fn named(&self, namespace: &str, name: &str) -> Option<(PodId, &Pod)> {
        let mut places = self.by_name.of(by_name(namespace, name));
        places.find_map(|place| {
            let pod = self.pods.get(place as usize)?;
            (pod.namespace.as_ref() == namespace && pod.name.as_ref() == name).then_some((PodId(place), pod))
        })
    }

    /// The active Pods without owner that a controller's selector matches.
    pub(crate) fn orphans(&self, workload: &Workload) -> Vec<PodId> {
        let Some(index) = &self.index else { return Vec::new() };
        let mut found = index.select_all(&self.pods, &workload.meta.namespace, &workload.selector);
        found.retain(|id| {
            self.pods.get(id.0 as usize).is_some_and(|pod| pod.owner.is_none() && pod.is_active())
        });
        found
    }

    /// Gives a Pod an owner.
    pub(crate) fn adopt(&mut self, id: PodId, workload: &Workload) {
        if let Some(pod) = self.pods.get_mut(id.0 as usize) {
            pod.owner = Some(owner_of(workload));
        }
    }

    /// Adopts the orphans of a controller that wants `room` more Pods; returns how many of them stay, and how many
    /// of those are ready. One that was written after its controller finds all places taken and is deleted, as is
    /// one too many; a stated Pod always stays.
    pub(crate) fn adopt_orphans(&mut self, workload: &Workload, room: u32) -> (u32, u32) {
        let (mut stay, mut ready) = (0, 0);
        for id in self.orphans(workload) {
            self.adopt(id, workload);
            let Some(pod) = self.pods.get(id.0 as usize) else { continue };
            let in_time = pod.origin < workload.meta.id && stay < room;
            if in_time || pod.status.is_some() {
                stay += 1;
                ready += u32::from(pod.ready);
            } else if let Some(deleted) = self.deleted.get_mut(id.0 as usize) {
                *deleted = true;
            }
        }
        (stay, ready)
    }

    /// Deletes the Pods of a controller that are too many, those that are not ready first, then the last ones; returns
    /// how many stay, and how many of those are ready. Follows `controller.ActivePodsWithRanks` as far as the Pods tell.
    pub(crate) fn shrink(&mut self, workload: &Workload, wanted: u32) -> (u32, u32) {
        let mut places = self.places(workload);
        let ready = |place: &u32| self.pods.get(*place as usize).is_some_and(|pod| pod.ready);
        places.sort_by_key(|place| !ready(place));
        let surplus = places.split_off(places.len().min(wanted as usize));
        self.delete(&surplus);
        self.count(&places)
    }

    /// Deletes the Pods of a controller of which `keeps` does not hold; returns how many stay, and how many of those
    /// are ready.
    pub(crate) fn keep_only(&mut self, workload: &Workload, keeps: impl Fn(&Pod) -> bool) -> (u32, u32) {
        let kept = |place: &u32| self.pods.get(*place as usize).is_some_and(&keeps);
        let (stay, gone): (Vec<u32>, Vec<u32>) = self.places(workload).into_iter().partition(kept);
        self.delete(&gone);
        self.count(&stay)
    }

    fn delete(&mut self, places: &[u32]) {
        for place in places {
            if let Some(deleted) = self.deleted.get_mut(*place as usize) {
                *deleted = true;
            }
        }
    }

    fn count(&self, places: &[u32]) -> (u32, u32) {
        let pods = places.iter().filter_map(|place| self.pods.get(*place as usize));
        pods.fold((0, 0), |(all, ready), pod| (all + 1, ready + u32::from(pod.ready)))
    }

    /// The ReplicaSet to which the Pods of a stated Deployment belong, where the dump shows the Pods and not the set:
    /// the one with the most of them.
    pub(crate) fn unseen_set(&mut self, deployment: &Workload) -> Option<Arc<str>> {
        let Self { sets, pods, .. } = self;
        let index = sets.get_or_insert_with(|| sets_of(pods));
        let prefix = format!("{}-", deployment.meta.name);
        let from = (deployment.meta.namespace.clone(), Arc::<str>::from(prefix.as_str()));
        let of_name = index.range(from..).take_while(|((namespace, name), _)| {
            *namespace == deployment.meta.namespace && name.starts_with(&prefix)
        });
        let sets = of_name.filter(|((_, name), (labels, _))| {
            let hash = name.get(prefix.len()..).unwrap_or_default();
            !hash.is_empty() && !hash.contains('-') && deployment.selector.matches(labels)
        });
        sets.max_by_key(|(_, (_, count))| *count).map(|((_, name), _)| Arc::clone(name))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.pods.is_empty()
    }

    /// Those that are left in the end.
    pub(crate) fn into_pods(self) -> impl Iterator<Item = Pod> {
        self.pods.into_iter().zip(self.deleted).filter(|(_, deleted)| !deleted).map(|(pod, _)| pod)
    }
}

fn sets_of(pods: &[Pod]) -> Sets {
    let mut sets = Sets::new();
    for pod in pods.iter().filter(|pod| pod.status.is_some() && pod.is_active()) {
        let Some(owner) = pod.owner.as_ref().filter(|owner| &*owner.kind == "ReplicaSet") else { continue };
        let key = (pod.namespace.clone(), Arc::clone(&owner.name));
        sets.entry(key).or_insert_with(|| (pod.labels.clone(), 0)).1 += 1;
    }
    sets
}

/// Whether two mean the same controller; the version of the API does not matter.
fn same(one: &Owner, other: &Owner) -> bool {
    one.kind == other.kind && one.name == other.name
}

fn by_owner(namespace: &str, owner: &Owner) -> u64 {
    Fnv::new().feed(namespace).feed(&owner.kind).feed(&owner.name).finish()
}

fn by_name(namespace: &str, name: &str) -> u64 {
    Fnv::new().feed(namespace).feed(name).finish()
}
