//! What is particular about StatefulSets, DaemonSets and Jobs: names, places and numbers of their Pods.

use super::expand::{Controllers, Counts, MAX_PODS_OF_ONE};
use super::mold::{Mold, identity};
use super::name::{generated, template_hash, uid};
use super::node_fits;
use super::pod::Pod;
use crate::object::{Node, Workload, WorkloadKind};
use portolan_yaml::collections::BTreeSet;

const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";
const JOB_NAME: &str = "batch.kubernetes.io/job-name";
const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";
const COMPLETION_INDEX: &str = "batch.kubernetes.io/job-completion-index";

impl Controllers<'_> {
    /// A StatefulSet makes its Pods in the order of their ordinals, and waits for each to be ready unless it is told
    /// not to.
    pub(super) fn stateful(&mut self, workload: &Workload) -> Counts {
        let WorkloadKind::StatefulSet { service_name, first, parallel } = &workload.kind else {
            return Counts::default();
        };
        let wanted = workload.status.as_ref().map_or(workload.replicas, |status| status.replicas);
        let mut counts = Counts::of(&self.present.owned(workload));
        if workload.status.is_none() && counts.pods > 0 {
            let ordinals = *first..first.saturating_add(wanted);
            let keeps = |pod: &Pod| ordinal(pod).is_none_or(|ordinal| ordinals.contains(&ordinal));
            counts = self.present.keep_only(workload, keeps).into();
        }
        let missing = self.missing_ordinals(workload, *first, wanted, &mut counts);
        let asked = missing.len() + wanted.saturating_sub(MAX_PODS_OF_ONE) as usize;
        let granted = self.grant(workload, u32::try_from(asked).unwrap_or(u32::MAX));
        let hash = template_hash(identity(workload), &workload.template);
        let revision = format!("{}-{hash}", workload.meta.name);
        let mold = Mold::new(workload, counts.ready, &[("controller-revision-hash", &revision)]);
        let pods = (0..granted)
            .zip(missing)
            .map(|(nth, (ordinal, name))| member(mold.pod(nth, name.into()), ordinal, service_name));
        let mut waits = false;
        let in_turn = pods.take_while(|pod| {
            let go_on = *parallel || workload.status.is_some() || pod.ready;
            !std::mem::replace(&mut waits, !go_on)
        });
        let pods: Vec<Pod> = in_turn.collect();
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

    /// A DaemonSet makes a Pod for each node that its `nodeSelector` fits; taints and affinity are not looked at.
    pub(super) fn daemons(&mut self, workload: &Workload) -> Counts {
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
            let pod = mold.pod(nth, generated(&base, mold.hash, nth));
            Pod { node_name: node.name.clone(), ..pod }
        })))
    }

    /// A Job runs `parallelism` Pods at a time, but no more than it still needs.
    pub(super) fn job(&mut self, workload: &Workload) -> Counts {
        let WorkloadKind::Job { completions, indexed, suspended } = workload.kind else {
            return Counts::default();
        };
        let parallel = if suspended { 0 } else { workload.replicas.min(completions.unwrap_or(u32::MAX)) };
        let wanted = workload.status.as_ref().map_or(parallel, |status| status.replicas);
        let mut counts = Counts::of(&self.present.owned(workload));
        if workload.status.is_none() && counts.pods > wanted {
            counts = self.present.shrink(workload, wanted).into();
        }
        let granted = self.grant(workload, wanted.saturating_sub(counts.pods));
        let name = &workload.meta.name;
        let uid = uid(identity(workload));
        let mut extra = vec![(JOB_NAME, name.as_ref()), ("job-name", name)];
        if workload.template.labels.get(CONTROLLER_UID).is_none() {
            extra.extend([(CONTROLLER_UID, uid.as_str()), ("controller-uid", &uid)]);
        }
        let mold = Mold::new(workload, counts.ready, &extra);
        let pods = (0..granted).map(|nth| match indexed {
            true => completion(&mold, name, nth, nth.saturating_add(counts.pods)),
            false => mold.pod(nth, generated(&format!("{name}-"), mold.hash, nth)),
        });
        counts.and(self.make(pods))
    }
}

/// The Pod of a Job for one of its completion indexes.
fn completion(mold: &Mold<'_>, job: &str, nth: u32, index: u32) -> Pod {
    let pod = mold.pod(nth, generated(&format!("{job}-{index}-"), mold.hash, nth));
    let number = index.to_string();
    let own = [(COMPLETION_INDEX, number.as_str())];
    Pod {
        labels: pod.labels.with_all(&own),
        annotations: pod.annotations.with_all(&own),
        hostname: format!("{job}-{index}").into(),
        ..pod
    }
}

/// The number at the end of a Pod's name.
fn ordinal(pod: &Pod) -> Option<u32> {
    pod.name.rsplit_once('-')?.1.parse().ok()
}

/// The Pod of a StatefulSet for an ordinal.
fn member(pod: Pod, ordinal: u32, service_name: &str) -> Pod {
    let index = ordinal.to_string();
    let own = [("apps.kubernetes.io/pod-index", index.as_str()), (POD_NAME, &pod.name)];
    Pod {
        labels: pod.labels.with_all(&own),
        hostname: pod.name.clone(),
        subdomain: service_name.into(),
        ..pod
    }
}
