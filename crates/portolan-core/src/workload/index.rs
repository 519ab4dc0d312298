//! Which Pods have which labels, without asking every Pod: Pods that share their labels are asked once.

use super::hash::{Fnv, Postings};
use super::pod::{Pod, PodId};
use crate::object::{Labels, Operator, Selector};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The labels that the API server copies from a node to its Pods: they differ between Pods of one template.
pub(crate) const TOPOLOGY: [&str; 2] = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];

/// An index of Pods by namespace and labels; made before the topology labels are copied to them.
#[derive(Debug, Default)]
pub struct PodIndex {
    groups: Vec<Group>,
    by_label: Postings,
    by_namespace: BTreeMap<Box<str>, Vec<u32>>,
}

/// Pods of one namespace that share their labels.
#[derive(Debug)]
struct Group {
    namespace: Box<str>,
    labels: Arc<Labels>,
    pods: Vec<PodId>,
}

impl PodIndex {
    /// Indexes these Pods; their ids are their places.
    #[must_use]
    pub fn new(pods: &[Pod]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut known: BTreeMap<(&str, *const Labels), usize> = BTreeMap::new();
        for (place, pod) in (0..).zip(pods) {
            let key = (pod.namespace.as_ref(), Arc::as_ptr(&pod.labels));
            let place = PodId(place);
            let group = *known.entry(key).or_insert(groups.len());
            match groups.get_mut(group) {
                Some(group) => group.pods.push(place),
                None => groups.push(Group {
                    namespace: pod.namespace.clone(),
                    labels: Arc::clone(&pod.labels),
                    pods: vec![place],
                }),
            }
        }
        Self::of_groups(groups)
    }

    fn of_groups(groups: Vec<Group>) -> Self {
        let mut by_namespace: BTreeMap<Box<str>, Vec<u32>> = BTreeMap::new();
        let mut postings = Vec::new();
        for (number, group) in (0..).zip(&groups) {
            let labels = group.labels.iter().filter(|(key, _)| !TOPOLOGY.contains(key));
            postings.extend(labels.map(|(key, value)| (hash(&group.namespace, key, value), number)));
            match by_namespace.get_mut(&group.namespace) {
                Some(numbers) => numbers.push(number),
                None => drop(by_namespace.insert(group.namespace.clone(), vec![number])),
            }
        }
        Self { by_label: postings.into_iter().collect(), by_namespace, groups }
    }

    /// The Pods of a namespace that have all these labels, in Pod order. `pods` are those that were indexed.
    #[must_use]
    pub fn select(&self, pods: &[Pod], namespace: &str, labels: &Labels) -> Vec<PodId> {
        let (late, early): (Vec<_>, Vec<_>) = labels.iter().partition(|(key, _)| TOPOLOGY.contains(key));
        let late: Labels = late.into_iter().collect();
        let rarest = early
            .iter()
            .map(|(key, value)| self.by_label.of(hash(namespace, key, value)))
            .min_by_key(ExactSizeIterator::len);
        let fits = |group: &Group| {
            group.namespace.as_ref() == namespace
                && early.iter().all(|(key, value)| group.labels.get(key) == Some(value))
        };
        let mut found = match rarest {
            Some(numbers) => self.pods_of(numbers, fits),
            None => self.pods_of(self.groups_in(namespace), fits),
        };
        found.retain(|id| {
            late.is_empty() || pods.get(id.0 as usize).is_some_and(|pod| late.select(&pod.labels))
        });
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

    fn groups_in(&self, namespace: &str) -> impl Iterator<Item = u32> {
        self.by_namespace.get(namespace).into_iter().flatten().copied()
    }

    fn pods_of(&self, numbers: impl Iterator<Item = u32>, fits: impl Fn(&Group) -> bool) -> Vec<PodId> {
        let groups =
            numbers.filter_map(|number| self.groups.get(number as usize)).filter(|group| fits(group));
        let mut found: Vec<PodId> = Vec::new();
        for group in groups {
            found.extend(&group.pods);
        }
        found.sort_unstable();
        found
    }
}

fn hash(namespace: &str, key: &str, value: &str) -> u64 {
    Fnv::new().feed(namespace).feed(key).feed(value).finish()
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
        pods[1].labels = Arc::new(pods[1].labels.with(TOPOLOGY[1], "zone-b"));
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
