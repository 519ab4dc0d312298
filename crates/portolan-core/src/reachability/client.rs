//! The rows: workloads, Pods of their own, any other Pod of a namespace, and the world outside.

use super::class::{ClassId, Classes};
use super::target::Only;
use crate::cluster::Cluster;
use crate::diagnostic::{Certainty, Message, ObjectId, Origin};
use crate::object::{Labels, Meta, NetworkPolicy, Owner, Workload, WrittenPod};
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::BTreeMap;
use std::sync::Arc;

/// A client.
#[derive(Debug)]
pub struct Client<'a> {
    /// Who it is.
    pub who: Who<'a>,
    /// How many Pods it is.
    pub pods: usize,
    /// Whether it can look names up.
    pub names: Names<'a>,
    pub(super) parts: Vec<ClassId>,
    /// The only Pod, if there is just one.
    pub(super) only: Only,
    /// The Pod that stands for any other Pod of a namespace.
    pub(super) other: Option<Box<Pod>>,
}

/// Who a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who<'a> {
    /// The Pods of a controller, or one that has none: kind, namespace and name.
    Workload(&'a str, &'a str, &'a str),
    /// A Pod of a namespace that is none of these and has no labels.
    Other(&'a str),
    /// Somebody outside of the cluster.
    Outside,
}

/// Whether a client can look names up.
#[derive(Clone, Debug, Default)]
pub enum Names<'a> {
    /// It can, as far as policies go; or it does not ask the cluster's DNS.
    #[default]
    Yes,
    /// Policies keep it from the cluster's DNS: why, which, and how sure that is.
    No(Message, Vec<(&'a NetworkPolicy, Origin)>, Certainty),
}

impl<'a> Client<'a> {
    fn new(who: Who<'a>, other: Option<Box<Pod>>) -> Self {
        Self { who, pods: 0, names: Names::Yes, parts: Vec::new(), only: Only::Nobody, other }
    }
}

impl Client<'_> {
    /// The name of the object; empty where it is none.
    #[must_use]
    pub fn name(&self) -> &str {
        match self.who {
            Who::Workload(_, _, name) => name,
            Who::Other(_) | Who::Outside => "",
        }
    }
}

/// All of them: by namespace as in the input, the outside last.
pub(super) fn clients<'a>(cluster: &'a Cluster, classes: &Classes<'a>) -> Vec<Client<'a>> {
    let owners = Owners::new(cluster);
    let mut rows: BTreeMap<&str, Vec<Client<'a>>> = BTreeMap::new();
    let mut places: BTreeMap<Who<'a>, usize> = BTreeMap::new();
    for (pod, id) in cluster.pods.iter().zip(0..) {
        let Some(class) = classes.of(PodId(id)) else { continue };
        let who = owners.of(pod);
        let rows = rows.entry(&pod.namespace).or_default();
        let place = *places.entry(who).or_insert(rows.len());
        if place == rows.len() {
            rows.push(Client::new(who, None));
        }
        let Some(row) = rows.get_mut(place) else { continue };
        row.pods += 1;
        row.only = row.only.and(PodId(id));
        if !row.parts.contains(&class) {
            row.parts.push(class);
        }
    }
    let mut all = Vec::new();
    for namespace in cluster.namespaces.keys() {
        all.extend(rows.remove(&**namespace).unwrap_or_default());
        all.push(Client::new(Who::Other(namespace), Some(Box::new(other(namespace)))));
    }
    all.push(Client::new(Who::Outside, None));
    all
}

/// A Pod without labels.
fn other(namespace: &str) -> Pod {
    let meta = Meta {
        id: ObjectId(u32::MAX),
        namespace: namespace.into(),
        name: "other".into(),
        labels: Labels::default(),
        annotations: Labels::default(),
        owner: None,
        stated: false,
    };
    Pod::written(WrittenPod { meta, spec: Arc::default(), status: None })
}

/// Which controller is above which.
pub(super) struct Owners<'a> {
    by_name: BTreeMap<(&'a str, &'a str, &'a str), &'a Workload>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(cluster: &'a Cluster) -> Self {
        let named = |one: &'a Workload| ((&*one.meta.namespace, one.kind.as_str(), &*one.meta.name), one);
        Self { by_name: cluster.workloads.iter().map(named).collect() }
    }

    /// The controller above all that made a Pod, or the Pod itself.
    pub(super) fn of(&self, pod: &'a Pod) -> Who<'a> {
        let Some(mut owner) = pod.owner.as_ref() else {
            return Who::Workload("Pod", &pod.namespace, &pod.name);
        };
        // A CronJob makes Jobs, a Deployment ReplicaSets: one step is all there is.
        let above = |owner: &Owner| {
            let workload = self.by_name.get(&(&*pod.namespace, &*owner.kind, &*owner.name));
            workload.and_then(|workload| workload.meta.owner.as_ref())
        };
        if let Some(next) = above(owner) {
            owner = next;
        }
        Who::Workload(&owner.kind, &pod.namespace, &owner.name)
    }
}
