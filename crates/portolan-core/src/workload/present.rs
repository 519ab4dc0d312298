//! The Pods that are already there when the controllers begin, and who takes care of them.
//!
//! Follows `controller.PodControllerRefManager`: a controller counts the Pods it owns and adopts those without an
//! owner that its selector matches; what is then too many, it deletes.

use super::hash::{Fnv, Postings};
use super::index::PodIndex;
use super::mold::owner_of;
use super::pod::{Pod, PodId};
use crate::object::{Owner, Workload};

/// The written Pods.
#[derive(Debug)]
pub(crate) struct Present {
    pods: Vec<Pod>,
    deleted: Vec<bool>,
    by_owner: Postings,
    by_name: Postings,
    /// `None` if every Pod has an owner.
    index: Option<PodIndex>,
}

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
            index: pods.iter().any(|pod| pod.owner.is_none()).then(|| PodIndex::new(&pods)),
            deleted: vec![false; pods.len()],
            pods,
        }
    }

    /// The active Pods that a controller owns.
    pub(crate) fn owned(&self, workload: &Workload) -> Vec<&Pod> {
        if self.pods.is_empty() {
            return Vec::new();
        }
        let owner = owner_of(workload);
        let namespace = &workload.meta.namespace;
        let places = self.by_owner.of(by_owner(namespace, &owner));
        let pods = places.filter_map(|place| self.pods.get(place as usize));
        let owns = |pod: &&Pod| {
            pod.namespace == *namespace && pod.owner.as_ref().is_some_and(|known| same(known, &owner))
        };
        pods.filter(owns).filter(|pod| pod.is_active()).collect()
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

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.pods.is_empty()
    }

    /// Those that are left in the end.
    pub(crate) fn into_pods(self) -> impl Iterator<Item = Pod> {
        self.pods.into_iter().zip(self.deleted).filter(|(_, deleted)| !deleted).map(|(pod, _)| pod)
    }
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
