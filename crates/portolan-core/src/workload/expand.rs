//! What the controllers make, one after another in input order, until nothing is left to do.
//!
//! Follows the controllers of kube-controller-manager: replicaset, replication, deployment, statefulset, daemon and
//! job. Pods that are there already are counted; only what is missing is simulated.

use super::mold::Mold;
use super::name::generated;
use super::pod::Pod;
use super::present::Present;
use super::sets;
use crate::diagnostic::ObjectId;
use crate::object::{Node, Workload, WorkloadKind, WorkloadStatus, WrittenPod};

/// How many Pods are simulated for one controller at most.
pub(super) const MAX_PODS_OF_ONE: u32 = 10_000;
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
pub fn expand(written: Vec<WrittenPod>, mut workloads: Vec<Workload>, nodes: &[Node]) -> Expansion {
    sets::adopt(&mut workloads);
    let owning = sets::owning(&workloads);
    let summed = workloads.iter().zip(&owning).filter(|(one, owns)| **owns && one.status.is_none());
    let summed = summed.map(|(one, _)| one.meta.id).collect();
    let mut controllers = Controllers {
        nodes,
        present: Present::new(written.into_iter().map(Pod::written).collect()),
        made: Vec::new(),
        workloads: Vec::with_capacity(workloads.len()),
        cuts: Vec::new(),
    };
    for (workload, owns_sets) in workloads.into_iter().zip(owning) {
        if workload.kind == WorkloadKind::Deployment && !owns_sets {
            let mut set = sets::replica_set(&workload);
            if workload.meta.stated
                && let Some(name) = controllers.present.unseen_set(&workload)
            {
                sets::take_name(&mut set, &workload, &name);
            }
            let counts = controllers.run(&set);
            controllers.keep(workload, counts);
            controllers.keep(set, counts);
        } else {
            let counts = controllers.run(&workload);
            controllers.keep(workload, counts);
        }
    }
    sets::sum_up(&mut controllers.workloads, &summed);
    controllers.finish()
}

/// How many Pods a controller has, and how many of them are ready.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) pods: u32,
    pub(super) ready: u32,
}

/// The controllers at work.
pub(super) struct Controllers<'n> {
    pub(super) nodes: &'n [Node],
    pub(super) present: Present,
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
        if workload.status.is_none() && counts.pods > wanted {
            counts = self.present.shrink(workload, wanted).into();
        }
        let (stay, ready) = self.present.adopt_orphans(workload, wanted.saturating_sub(counts.pods));
        counts = counts.and(Counts { pods: stay, ready });
        let mold = Mold::new(workload, counts.ready, &[]);
        let base = format!("{}-", workload.meta.name);
        let missing = self.grant(workload, wanted.saturating_sub(counts.pods));
        counts.and(self.make((0..missing).map(|nth| mold.pod(nth, generated(&base, mold.hash, nth)))))
    }

    /// How many of so many Pods may be made; what is refused is noted.
    pub(super) fn grant(&mut self, workload: &Workload, asked: u32) -> u32 {
        let made = u32::try_from(self.made.len()).unwrap_or(u32::MAX);
        let granted = asked.min(MAX_PODS_OF_ONE).min(MAX_PODS.saturating_sub(made));
        if granted < asked {
            self.cuts.push(Cut { object: workload.meta.id, missing: asked - granted });
        }
        granted
    }

    /// Adds Pods; returns how many of them count.
    pub(super) fn make(&mut self, pods: impl Iterator<Item = Pod>) -> Counts {
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
        let mut pods = self.made;
        if !self.present.is_empty() {
            pods.extend(self.present.into_pods());
        }
        pods.sort_by_key(|pod| pod.origin);
        Expansion { workloads: self.workloads, pods, cuts: self.cuts }
    }
}

impl From<(u32, u32)> for Counts {
    fn from((pods, ready): (u32, u32)) -> Self {
        Self { pods, ready }
    }
}

impl Counts {
    pub(super) fn of(pods: &[&Pod]) -> Self {
        pods.iter().copied().fold(Self::default(), Self::with)
    }

    pub(super) fn with(self, pod: &Pod) -> Self {
        self.and(Self { pods: 1, ready: u32::from(pod.ready) })
    }

    pub(super) fn and(self, more: Self) -> Self {
        Self { pods: self.pods.saturating_add(more.pods), ready: self.ready.saturating_add(more.ready) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::{Labels, Meta, Owner, Phase, PodStatus, PodTemplate, Selector};
    use crate::workload::fixtures::written;
    use std::sync::Arc;

    fn workload(id: u32, kind: WorkloadKind, name: &str, replicas: u32) -> Workload {
        let labels: Labels = [("app", name)].into_iter().collect();
        let meta = Meta {
            id: ObjectId(id),
            namespace: "default".into(),
            name: name.into(),
            labels: labels.clone(),
            annotations: Labels::default(),
            owner: None,
            stated: false,
        };
        Workload {
            meta,
            kind,
            replicas,
            selector: Selector { match_labels: labels.clone(), match_expressions: Vec::new() },
            template: Arc::new(PodTemplate { labels, annotations: Labels::default(), spec: Arc::default() }),
            status: None,
        }
    }

    fn steered(mut workload: Workload, key: &str, value: &str) -> Workload {
        let template = PodTemplate {
            annotations: [(key, value)].into_iter().collect(),
            ..PodTemplate::clone(&workload.template)
        };
        workload.template = Arc::new(template);
        workload
    }

    fn at(id: u32, name: &str, labels: &[(&str, &str)]) -> WrittenPod {
        let mut pod = written("default", name, labels);
        pod.meta.id = ObjectId(id);
        pod
    }

    fn stateful(name: &str, replicas: u32) -> Workload {
        let kind = WorkloadKind::StatefulSet { service_name: "db".into(), first: 5, parallel: false };
        workload(0, kind, name, replicas)
    }

    fn names(expansion: &Expansion) -> Vec<&str> {
        expansion.pods.iter().map(|pod| pod.name.as_ref()).collect()
    }

    #[test]
    fn a_deployment_makes_a_replica_set_whose_hash_its_pods_carry() {
        let made = expand(Vec::new(), vec![workload(3, WorkloadKind::Deployment, "web", 2)], &[]);
        let [_, set] = &made.workloads[..] else { panic!("a Deployment and its ReplicaSet") };
        let hash = set.selector.match_labels.get("pod-template-hash").expect("a hash");
        assert_eq!(set.meta.name.as_ref(), format!("web-{hash}"));
        assert_eq!(made.pods.len(), 2);
        for pod in &made.pods {
            assert!(
                pod.name.starts_with(&format!("web-{hash}-")) && pod.name.len() == set.meta.name.len() + 6
            );
            assert_eq!(pod.labels.get("pod-template-hash"), Some(hash));
            assert_eq!((pod.origin, pod.template_path), (ObjectId(3), "spec.template"));
        }
    }

    #[test]
    fn a_deployment_takes_over_replica_sets_with_its_labels_and_empties_those_of_another_template() {
        let mut old = workload(0, WorkloadKind::ReplicaSet, "web", 3);
        old.meta.name = "old".into();
        old.template = Arc::new(PodTemplate {
            labels: old.template.labels.with("version", "1"),
            ..PodTemplate::clone(&old.template)
        });
        let other = workload(1, WorkloadKind::ReplicaSet, "other", 1);
        let made = expand(Vec::new(), vec![old, other, workload(2, WorkloadKind::Deployment, "web", 2)], &[]);
        assert_eq!(made.pods.iter().filter(|pod| pod.origin == ObjectId(0)).count(), 0);
        assert_eq!(made.pods.len(), 3);

        let mut same = workload(0, WorkloadKind::ReplicaSet, "web", 3);
        same.meta.name = "same".into();
        let made = expand(Vec::new(), vec![same, workload(2, WorkloadKind::Deployment, "web", 2)], &[]);
        assert_eq!((made.pods.len(), made.workloads.len()), (2, 2));
        assert!(made.pods.iter().all(|pod| pod.name.starts_with("same-")));
    }

    #[test]
    fn an_orphan_written_before_a_replica_set_is_adopted_and_one_written_after_is_deleted() {
        let orphan = |id| vec![at(id, "orphan", &[("app", "web")])];
        let set = || vec![workload(1, WorkloadKind::ReplicaSet, "web", 3)];
        let before = expand(orphan(0), set(), &[]);
        assert_eq!((before.pods.len(), names(&before)[0]), (3, "orphan"));
        assert_eq!(before.pods[0].owner.as_ref().map(|owner| owner.kind.as_ref()), Some("ReplicaSet"));
        let after = expand(orphan(2), set(), &[]);
        assert!(after.pods.len() == 3 && !names(&after).contains(&"orphan"));
    }

    #[test]
    fn pods_that_are_there_are_counted_and_only_the_missing_ones_made() {
        let owner = Owner { api_version: "apps/v1".into(), kind: "ReplicaSet".into(), name: "web".into() };
        let mut there = at(4, "web-abcde", &[("app", "web")]);
        there.meta.owner = Some(owner);
        there.status = Some(PodStatus { phase: Phase::Running, ready: true, ..PodStatus::default() });
        let made = expand(vec![there.clone()], vec![workload(9, WorkloadKind::ReplicaSet, "web", 2)], &[]);
        assert_eq!((made.pods.len(), names(&made)[0]), (2, "web-abcde"));
        let mut stated = workload(9, WorkloadKind::ReplicaSet, "web", 2);
        stated.status = Some(WorkloadStatus { replicas: 1, ready: 1, ..WorkloadStatus::default() });
        assert_eq!(
            expand(vec![there], vec![stated], &[]).pods.len(),
            1,
            "what the dump says is all there is"
        );
    }

    #[test]
    fn a_stateful_set_numbers_its_pods_and_waits_for_each() {
        let made = expand(Vec::new(), vec![stateful("db", 2)], &[]);
        assert_eq!(names(&made), ["db-5", "db-6"]);
        let pod = &made.pods[0];
        assert_eq!((pod.hostname.as_ref(), pod.subdomain.as_ref()), ("db-5", "db"));
        assert_eq!(pod.labels.get("apps.kubernetes.io/pod-index"), Some("5"));
        assert_eq!(pod.labels.get("statefulset.kubernetes.io/pod-name"), Some("db-5"));

        let held =
            expand(Vec::new(), vec![steered(stateful("db", 3), "portolan.dev/ready", "true,false")], &[]);
        assert_eq!(names(&held), ["db-5", "db-6"]);
    }

    #[test]
    fn a_daemon_set_serves_the_nodes_that_its_selector_fits() {
        let node = |name: &str, disk: &str| Node {
            meta: Some(Meta {
                labels: [("disk", disk)].into_iter().collect(),
                ..workload(0, WorkloadKind::DaemonSet, name, 0).meta
            }),
            name: name.into(),
            internal_ips: Vec::new(),
            pod_cidrs: Vec::new(),
            zone: "".into(),
            region: "".into(),
            ready: true,
            lost: false,
            schedulable: false,
            cpu_millis: 0,
        };
        let mut agent = workload(0, WorkloadKind::DaemonSet, "agent", 0);
        agent.template = Arc::new(PodTemplate {
            spec: Arc::new(crate::object::PodSpec {
                node_selector: [("disk", "ssd")].into_iter().collect(),
                ..crate::object::PodSpec::default()
            }),
            ..PodTemplate::clone(&agent.template)
        });
        let nodes = [node("one", "ssd"), node("two", "hdd"), node("three", "ssd")];
        let made = expand(Vec::new(), vec![agent], &nodes);
        let places: Vec<&str> = made.pods.iter().map(|pod| pod.node_name.as_ref()).collect();
        assert_eq!(places, ["one", "three"]);
        assert_eq!(made.workloads[0].status.as_ref().map(|status| status.replicas), Some(2));
    }

    #[test]
    fn an_indexed_job_gives_each_pod_its_index_as_host_name() {
        let kind = WorkloadKind::Job { completions: Some(2), indexed: true, suspended: false };
        let made = expand(Vec::new(), vec![workload(0, kind, "sum", 5)], &[]);
        assert_eq!(made.pods.len(), 2);
        assert_eq!(made.pods[1].hostname.as_ref(), "sum-1");
        assert!(made.pods[1].name.starts_with("sum-1-"));
        assert_eq!(made.pods[1].labels.get("job-name"), Some("sum"));
        assert!(made.pods[1].labels.get("controller-uid").is_some_and(|uid| uid.len() == 36));
    }

    #[test]
    fn a_million_replicas_are_cut_and_the_cut_is_noted() {
        let made = expand(Vec::new(), vec![workload(0, WorkloadKind::ReplicaSet, "web", 1_000_000)], &[]);
        assert_eq!(made.pods.len(), 10_000);
        assert_eq!(made.cuts, [Cut { object: ObjectId(0), missing: 990_000 }]);
        let many = expand(Vec::new(), vec![stateful("db", u32::MAX)], &[]);
        assert_eq!((many.pods.len(), many.cuts[0].missing), (10_000, u32::MAX - 10_000));
    }
}
