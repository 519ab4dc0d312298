//! Which Pods have which labels, without asking every Pod: Pods that share their labels are asked once.

use super::hash::{Fnv, Postings};
use super::pod::{Pod, PodId};
use crate::object::{Labels, Operator, Selector};

/// The labels that the API server copies from a node to its Pods: they differ between Pods of one template.
pub(crate) const TOPOLOGY: [&str; 2] = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];

/// So few groups are asked one by one, without looking for a label that fewer have.
const FEW: usize = 8;

/// An index of Pods by namespace and labels; made before the topology labels are copied to them.
#[derive(Clone, Debug, Default)]
pub struct PodIndex {
    groups: Vec<Group>,
    /// Groups by namespace and label, and by namespace alone.
    postings: Postings,
}

/// Neighbouring Pods of one namespace that share their labels.
#[derive(Clone, Debug)]
struct Group {
    labels: Labels,
    first: u32,
    end: u32,
}

impl PodIndex {
    /// Indexes these Pods; their ids are their places.
    #[must_use]
    pub fn new(pods: &[Pod]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut postings = Vec::with_capacity(pods.len());
        let same = |one: &Pod, other: &Pod| {
            one.labels.shares_text_with(&other.labels) && one.namespace == other.namespace
        };
        for run in pods.chunk_by(same) {
            let Some(pod) = run.first() else { continue };
            let number = u32::try_from(groups.len()).unwrap_or(u32::MAX);
            let first = groups.last().map_or(0, |group| group.end);
            let end = first.saturating_add(u32::try_from(run.len()).unwrap_or(u32::MAX));
            groups.push(Group { labels: pod.labels.clone(), first, end });
            let namespace = Fnv::new().feed(&pod.namespace);
            let labels = pod.labels.iter().filter(|(key, _)| !TOPOLOGY.contains(key));
            postings.extend(labels.map(|(key, value)| (hash(namespace, key, value), number)));
            postings.push((namespace.finish(), number));
        }
        Self { groups, postings: postings.into_iter().collect() }
    }

    /// The Pods of a namespace that have all these labels, in Pod order. `pods` are those that were indexed.
    #[must_use]
    pub fn select(&self, pods: &[Pod], namespace: &str, labels: &Labels) -> Vec<PodId> {
        let early = || labels.iter().filter(|(key, _)| !TOPOLOGY.contains(key));
        let within = Fnv::new().feed(namespace);
        let mut candidates = None;
        for (key, value) in early() {
            let list = self.postings.of(hash(within, key, value));
            if candidates.as_ref().is_none_or(|known: &_| ExactSizeIterator::len(known) > list.len()) {
                let few = list.len() <= FEW;
                candidates = Some(list);
                if few {
                    break;
                }
            }
        }
        let candidates = candidates.unwrap_or_else(|| self.postings.of(within.finish()));
        let mut found = Vec::new();
        for group in candidates.filter_map(|number| self.groups.get(number as usize)) {
            let place = |place: u32| pods.get(place as usize);
            let is_here = place(group.first).is_some_and(|pod| pod.namespace.as_ref() == namespace);
            if is_here && early().all(|(key, value)| group.labels.get(key) == Some(value)) {
                found.extend((group.first..group.end).map(PodId));
            }
        }
        if labels.iter().any(|(key, _)| TOPOLOGY.contains(&key)) {
            found.retain(|id| pods.get(id.0 as usize).is_some_and(|pod| labels.select(&pod.labels)));
        }
        found
    }

    /// The Pods of a namespace that a controller's selector matches, in Pod order.
    #[must_use]
    pub fn select_all(&self, pods: &[Pod], namespace: &str, selector: &Selector) -> Vec<PodId> {
        let single = selector.match_expressions.iter().find(|one| {
            one.operator == Operator::In && one.values.len() == 1 && !TOPOLOGY.contains(&one.key.as_ref())
        });
        let narrowed = match single.and_then(|one| Some((one.key.as_ref(), one.values.first()?.as_ref()))) {
            Some((key, value)) => selector.match_labels.with(key, value),
            None => selector.match_labels.clone(),
        };
        let mut found = self.select(pods, namespace, &narrowed);
        if !selector.match_expressions.is_empty() {
            found.retain(|id| pods.get(id.0 as usize).is_some_and(|pod| selector.matches(&pod.labels)));
        }
        found
    }
}

fn hash(namespace: Fnv, key: &str, value: &str) -> u64 {
    namespace.feed(key).feed(value).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::pod::tests::pod;

    fn places(ids: &[PodId]) -> Vec<u32> {
        ids.iter().map(|id| id.0).collect()
    }

    fn labels(entries: &[(&str, &str)]) -> Labels {
        entries.iter().copied().collect()
    }

    #[test]
    fn pods_are_found_by_all_their_labels_and_in_their_namespace() {
        let pods = [
            pod("default", "a", &[("app", "web"), ("tier", "front")]),
            pod("default", "b", &[("app", "web")]),
            pod("other", "c", &[("app", "web"), ("tier", "front")]),
        ];
        let index = PodIndex::new(&pods);
        assert_eq!(places(&index.select(&pods, "default", &labels(&[("app", "web")]))), [0, 1]);
        let both = labels(&[("app", "web"), ("tier", "front")]);
        assert_eq!(places(&index.select(&pods, "default", &both)), [0]);
        assert_eq!(places(&index.select(&pods, "default", &labels(&[("app", "Web")]))), Vec::<u32>::new());
        assert_eq!(places(&index.select(&pods, "other", &Labels::default())), [2]);
    }

    #[test]
    fn topology_labels_that_come_later_are_still_asked_for() {
        let mut pods = [pod("default", "a", &[("app", "web")]), pod("default", "b", &[("app", "web")])];
        let index = PodIndex::new(&pods);
        pods[1].labels = pods[1].labels.with(TOPOLOGY[1], "zone-b");
        let zone = labels(&[("app", "web"), (TOPOLOGY[1], "zone-b")]);
        assert_eq!(places(&index.select(&pods, "default", &zone)), [1]);
        assert_eq!(places(&index.select(&pods, "default", &labels(&[(TOPOLOGY[1], "zone-b")]))), [1]);
    }

    #[test]
    fn expressions_narrow_what_the_labels_found() {
        let pods = [
            pod("default", "a", &[("app", "web"), ("track", "canary")]),
            pod("default", "b", &[("app", "web"), ("track", "stable")]),
        ];
        let index = PodIndex::new(&pods);
        let requirement = |operator, values: &[&str]| crate::object::Requirement {
            key: "track".into(),
            operator,
            values: values.iter().map(|value| (*value).into()).collect(),
        };
        let with = |one| Selector { match_labels: labels(&[("app", "web")]), match_expressions: vec![one] };
        let only = with(requirement(Operator::In, &["canary"]));
        assert_eq!(places(&index.select_all(&pods, "default", &only)), [0]);
        let but = with(requirement(Operator::NotIn, &["canary"]));
        assert_eq!(places(&index.select_all(&pods, "default", &but)), [1]);
    }
}
