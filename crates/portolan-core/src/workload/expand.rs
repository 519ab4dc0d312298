//! What the controllers make, one after another in input order, until nothing is left to do.
//!
//! Follows the controllers of kube-controller-manager: replicaset, replication, deployment, statefulset, daemon and
//! job. Pods that are there already are counted; only what is missing is simulated.

use super::mold::{Mold, identity};
use super::name::{generated, template_hash, uid};
use super::pod::Pod;
use super::present::Present;
use super::{node_fits, sets};
use crate::diagnostic::ObjectId;
use crate::object::{Labels, Node, Workload, WorkloadKind, WorkloadStatus, WrittenPod};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many Pods are simulated for one controller at most.
const MAX_PODS_OF_ONE: u32 = 10_000;
/// How many Pods are simulated at most.
const MAX_PODS: u32 = 100_000;

/// What the controllers made of the input.
#[derive(Debug, Default)]
pub struct Expansion {
    /// The controllers, with the ReplicaSets that Deployments made, and with a status.
    pub workloads: Vec<Workload>,
    /// All Pods, in input order; not yet bound to nodes, and with only the addresses that are given.
    pub pods: Vec<Pod>,
    /// The controllers of which not all Pods are simulated.
    pub cuts: Vec<Cut>,
}

/// A controller that wants more Pods than are simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its manifest.
    pub object: ObjectId,
    /// How many Pods are missing that a real cluster would try to make.
    pub missing: u32,
}

/// Lets the controllers work on what was written.
#[must_use]
pub fn expand(written: Vec<WrittenPod>, workloads: Vec<Workload>, nodes: &[Node]) -> Expansion {
    let owning = sets::owning(&workloads);
    let mut controllers = Controllers {
        nodes,
        present: Present::new(written.into_iter().map(Pod::written).collect()),
        made: Vec::new(),
        workloads: Vec::with_capacity(workloads.len()),
        cuts: Vec::new(),
    };
    for (workload, owns_sets) in workloads.into_iter().zip(owning) {
        if workload.kind == WorkloadKind::Deployment && !owns_sets {
            let set = sets::replica_set(&workload);
            let counts = controllers.run(&set);
            controllers.keep(workload, counts);
            controllers.keep(set, counts);
        } else {
            let counts = controllers.run(&workload);
            controllers.keep(workload, counts);
        }
    }
    controllers.finish()
}

/// How many Pods a controller has, and how many of them are ready.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    pods: u32,
    ready: u32,
}

struct Controllers<'n> {
    nodes: &'n [Node],
    present: Present,
    made: Vec<Pod>,
    workloads: Vec<Workload>,
    cuts: Vec<Cut>,
}

impl Controllers<'_> {
    fn run(&mut self, workload: &Workload) -> Counts {
        match workload.kind {
            WorkloadKind::ReplicaSet | WorkloadKind::ReplicationController => self.replicas(workload),
            WorkloadKind::StatefulSet { .. } => self.stateful(workload),
            WorkloadKind::DaemonSet => self.daemons(workload),
            WorkloadKind::Job { .. } => self.job(workload),
            WorkloadKind::Deployment | WorkloadKind::CronJob => Counts::default(),
        }
    }

    fn replicas(&mut self, workload: &Workload) -> Counts {
        let wanted = workload.status.as_ref().map_or(workload.replicas, |status| status.replicas);
        let mut counts = Counts::of(&self.present.owned(workload));
        let (stay, ready) = self.present.adopt_orphans(workload, wanted.saturating_sub(counts.pods));
        counts = counts.and(Counts { pods: stay, ready });
        let mold = Mold::new(workload, counts.ready, &[]);
        let base = format!("{}-", workload.meta.name);
        let missing = self.grant(workload, wanted.saturating_sub(counts.pods));
        counts.and(self.make((0..missing).map(|nth| mold.pod(nth, generated(&base, mold.hash(), nth)))))
    }

    fn stateful(&mut self, workload: &Workload) -> Counts {
        let WorkloadKind::StatefulSet { service_name, first, .. } = &workload.kind else {
            return Counts::default();
        };
        let wanted = workload.status.as_ref().map_or(workload.replicas, |status| status.replicas);
        let mut counts = Counts::of(&self.present.owned(workload));
        let missing = self.missing_ordinals(workload, *first, wanted, &mut counts);
        let asked = missing.len() + wanted.saturating_sub(MAX_PODS_OF_ONE) as usize;
        let granted = self.grant(workload, u32::try_from(asked).unwrap_or(u32::MAX));
        let revision =
            format!("{}-{}", workload.meta.name, template_hash(identity(workload), &workload.template));
        let mold = Mold::new(workload, counts.ready, &[("controller-revision-hash", &revision)]);
        let pods = (0..granted).zip(missing).map(|(nth, (ordinal, name))| {
            let pod = mold.pod(nth, name.into());
            let index = ordinal.to_string();
            let own = [("apps.kubernetes.io/pod-index", index.as_str()), (POD_NAME, &pod.name)];
            Pod {
                labels: with(&pod.labels, &own),
                hostname: pod.name.clone(),
                subdomain: service_name.clone(),
                ..pod
            }
        });
        let mut waits = false;
        let pods: Vec<Pod> =
            pods.take_while(|pod| !std::mem::replace(&mut waits, holds_back(workload, pod))).collect();
        counts.and(self.make(pods.into_iter()))
    }

    /// The ordinals for which a StatefulSet finds no Pod, with the names that theirs get.
    fn missing_ordinals(
        &mut self,
        workload: &Workload,
        first: u32,
        wanted: u32,
        counts: &mut Counts,
    ) -> Vec<(u32, String)> {
        let mut missing = Vec::new();
        for ordinal in (first..).take(wanted.min(MAX_PODS_OF_ONE) as usize) {
            let name = format!("{}-{ordinal}", workload.meta.name);
            match self.present.named(&workload.meta.namespace, &name) {
                Some((id, pod)) if pod.owner.is_none() && workload.selector.matches(&pod.labels) => {
                    *counts = counts.with(pod);
                    self.present.adopt(id, workload);
                }
                Some(_) => {}
                None => missing.push((ordinal, name)),
            }
        }
        missing
    }

    fn daemons(&mut self, workload: &Workload) -> Counts {
        for id in self.present.orphans(workload) {
            self.present.adopt(id, workload);
        }
        let owned = self.present.owned(workload);
        let counts = Counts::of(&owned);
        let template = &workload.template;
        let served: BTreeSet<&str> = owned.iter().map(|pod| pod.node_name.as_ref()).collect();
        let named = &template.spec.node_name;
        let limit = workload.status.as_ref().map_or(u32::MAX, |status| status.replicas);
        let bare: Vec<&Node> = self
            .nodes
            .iter()
            .filter(|node| node_fits(node, &template.spec) && (named.is_empty() || *named == node.name))
            .filter(|node| !served.contains(node.name.as_ref()))
            .take(limit.saturating_sub(counts.pods) as usize)
            .collect();
        let granted = self.grant(workload, u32::try_from(bare.len()).unwrap_or(u32::MAX));
        let revision = template_hash(identity(workload), template);
        let extra = [("controller-revision-hash", revision.as_str()), ("pod-template-generation", "1")];
        let mold = Mold::new(workload, counts.ready, &extra);
        let base = format!("{}-", workload.meta.name);
        counts.and(self.make((0..granted).zip(bare).map(|(nth, node)| {
            let pod = mold.pod(nth, generated(&base, mold.hash(), nth));
            Pod { node_name: node.name.clone(), ..pod }
        })))
    }

    fn job(&mut self, workload: &Workload) -> Counts {
        let WorkloadKind::Job { completions, indexed, suspended } = workload.kind else {
            return Counts::default();
        };
        let parallel = if suspended { 0 } else { workload.replicas.min(completions.unwrap_or(u32::MAX)) };
        let wanted = workload.status.as_ref().map_or(parallel, |status| status.replicas);
        let counts = Counts::of(&self.present.owned(workload));
        let granted = self.grant(workload, wanted.saturating_sub(counts.pods));
        let name = &workload.meta.name;
        let uid = uid(identity(workload));
        let mut extra = vec![(JOB_NAME, name.as_ref()), ("job-name", name)];
        if workload.template.labels.get(CONTROLLER_UID).is_none() {
            extra.extend([(CONTROLLER_UID, uid.as_str()), ("controller-uid", &uid)]);
        }
        let mold = Mold::new(workload, counts.ready, &extra);
        let pods = (0..granted).map(|nth| {
            if !indexed {
                return mold.pod(nth, generated(&format!("{name}-"), mold.hash(), nth));
            }
            let index = nth.saturating_add(counts.pods).to_string();
            let pod = mold.pod(nth, generated(&format!("{name}-{index}-"), mold.hash(), nth));
            let own = [(COMPLETION_INDEX, index.as_str())];
            Pod {
                labels: with(&pod.labels, &own),
                annotations: with(&pod.annotations, &own),
                hostname: format!("{name}-{index}").into(),
                ..pod
            }
        });
        counts.and(self.make(pods))
    }

    /// How many of so many Pods may be made; what is refused is noted.
    fn grant(&mut self, workload: &Workload, asked: u32) -> u32 {
        let made = u32::try_from(self.made.len()).unwrap_or(u32::MAX);
        let granted = asked.min(MAX_PODS_OF_ONE).min(MAX_PODS.saturating_sub(made));
        if granted < asked {
            self.cuts.push(Cut { object: workload.meta.id, missing: asked - granted });
        }
        granted
    }

    fn make(&mut self, pods: impl Iterator<Item = Pod>) -> Counts {
        let before = self.made.len();
        self.made.extend(pods);
        let made = self.made.get(before..).unwrap_or_default();
        made.iter().filter(|pod| pod.is_active()).fold(Counts::default(), Counts::with)
    }

    /// Keeps a controller, with the status that its Pods give it where none is stated.
    fn keep(&mut self, mut workload: Workload, counts: Counts) {
        let Counts { pods, ready } = counts;
        if workload.status.is_none() {
            let status = match workload.kind {
                WorkloadKind::Job { .. } => {
                    WorkloadStatus { replicas: pods, ready, updated: 0, available: 0 }
                }
                _ => WorkloadStatus { replicas: pods, ready, updated: pods, available: ready },
            };
            workload.status = Some(status);
        }
        self.workloads.push(workload);
    }

    fn finish(self) -> Expansion {
        let mut pods: Vec<Pod> = self.present.into_pods().chain(self.made).collect();
        pods.sort_by_key(|pod| pod.origin);
        Expansion { workloads: self.workloads, pods, cuts: self.cuts }
    }
}

impl Counts {
    fn of(pods: &[&Pod]) -> Self {
        pods.iter().copied().fold(Self::default(), Self::with)
    }

    fn with(self, pod: &Pod) -> Self {
        self.and(Self { pods: 1, ready: u32::from(pod.ready) })
    }

    fn and(self, more: Self) -> Self {
        Self { pods: self.pods.saturating_add(more.pods), ready: self.ready.saturating_add(more.ready) }
    }
}

/// Whether a StatefulSet waits for this Pod before it makes the next one.
fn holds_back(workload: &Workload, pod: &Pod) -> bool {
    let parallel = matches!(workload.kind, WorkloadKind::StatefulSet { parallel: true, .. });
    !parallel && workload.status.is_none() && !pod.ready
}

const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";
const JOB_NAME: &str = "batch.kubernetes.io/job-name";
const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";
const COMPLETION_INDEX: &str = "batch.kubernetes.io/job-completion-index";

fn with(labels: &Labels, more: &[(&str, &str)]) -> Arc<Labels> {
    Arc::new(super::mold::with_all(labels, more))
}
