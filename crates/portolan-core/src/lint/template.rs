//! Workloads as their authors think of them: a controller with its template, or a Pod that is written out.

use super::context::Context;
use super::finding::Spot;
use crate::Analysis;
use crate::diagnostic::ObjectId;
use crate::object::{Labels, Owner, PodSpec, Service};
use crate::workload::Pod;
use portolan_yaml::collections::BTreeMap;
use std::cell::OnceCell;

/// Whatever an author writes to get Pods: a controller that no other one made, or a Pod.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    /// The kind.
    pub kind: &'a str,
    /// The namespace.
    pub namespace: &'a str,
    /// The name.
    pub name: &'a str,
    /// Its manifest, or that of its first Pod where the input has only Pods.
    pub object: ObjectId,
    /// `metadata.labels` of the controller; the Pod's own for a Pod.
    pub own_labels: &'a Labels,
    /// The labels of its Pods.
    pub labels: &'a Labels,
    /// The specification of its Pods.
    pub spec: &'a PodSpec,
    /// The path of the Pod template in its manifest; empty for a Pod.
    pub path: &'static str,
}

/// A workload some of whose Pods are selected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// The workload: index for [`Context::template`].
    pub template: usize,
    /// How many of its Pods are selected.
    pub pods: usize,
}

/// Finds the workload at the root of each Pod.
pub struct Roots<'a> {
    analysis: &'a Analysis,
    /// The workloads, in input order.
    pub templates: Vec<Template<'a>>,
    /// The workload of each manifest.
    by_object: Vec<Option<usize>>,
    names: OnceCell<Names<'a>>,
}

/// Namespace, kind and name.
type Identity<'a> = (&'a str, &'a str, &'a str);

/// Controllers by name, for Pods of a cluster dump, which only name their owner.
struct Names<'a> {
    templates: BTreeMap<Identity<'a>, usize>,
    owners: BTreeMap<Identity<'a>, &'a Owner>,
}

impl Template<'_> {
    /// Kind and name, as kubectl writes them: `Deployment/echo`.
    pub fn title(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }

    /// The path of a field of its Pods: `spec.template.metadata.labels`.
    pub fn path_of(&self, pod_path: &str) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{pod_path}", self.path)
    }

    /// Whether a headless Service of that name is the one that its Pods have their own names from.
    pub(super) fn names(&self, context: &Context<'_>, service: &str) -> bool {
        let written = context.field(self.object, "spec.serviceName").and_then(|node| node.as_str());
        let governing = self.kind == "StatefulSet" && written.is_some_and(|name| &*name == service);
        governing || *self.spec.subdomain == *service
    }

    /// Where one of the labels of its Pods is written.
    pub(super) fn label_spot(&self, key: &str) -> Spot {
        Spot::value(self.object, key_path(&self.path_of("metadata.labels"), key))
    }
}

/// Whether a label is one that the API server or a controller puts on Pods, and not their author.
pub fn is_given(key: &str) -> bool {
    const GIVEN: [&str; 10] = [
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "batch.kubernetes.io/job-name",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-generation",
        "pod-template-hash",
        "statefulset.kubernetes.io/pod-name",
    ];
    key.starts_with("topology.kubernetes.io/") || GIVEN.binary_search(&key).is_ok()
}

/// The path of an entry of a map, as the API server writes it: `spec.selector.app`, `metadata.labels[a.b/c]`.
pub fn key_path(map: &str, key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if key.bytes().all(plain) && !key.is_empty() { format!("{map}.{key}") } else { format!("{map}[{key}]") }
}

impl<'a> Roots<'a> {
    /// The controllers of an analysis, and the Pods that have none.
    #[must_use]
    pub fn new(analysis: &'a Analysis) -> Self {
        let mut roots = Self {
            analysis,
            templates: Vec::new(),
            by_object: vec![None; analysis.manifests.len()],
            names: OnceCell::new(),
        };
        for workload in analysis.cluster.workloads.iter().filter(|one| one.meta.owner.is_none()) {
            roots.push(
                workload.meta.id,
                Template {
                    kind: workload.kind.as_str(),
                    namespace: &workload.meta.namespace,
                    name: &workload.meta.name,
                    object: workload.meta.id,
                    own_labels: &workload.meta.labels,
                    labels: &workload.template.labels,
                    spec: &workload.template.spec,
                    path: workload.kind.template_path(),
                },
            );
        }
        for pod in &analysis.cluster.pods {
            roots.root(pod);
        }
        roots
    }

    fn push(&mut self, object: ObjectId, template: Template<'a>) -> usize {
        let index = self.templates.len();
        self.templates.push(template);
        self.remember(object, index);
        index
    }

    fn remember(&mut self, object: ObjectId, index: usize) {
        if let Some(known) = self.by_object.get_mut(object.0 as usize) {
            *known = Some(index);
        }
    }

    /// The workload a Pod belongs to; a new one for a Pod of its own, or with an owner that the input does not show.
    pub fn root(&mut self, pod: &'a Pod) -> usize {
        if let Some(index) = self.by_object.get(pod.origin.0 as usize).copied().flatten() {
            return index;
        }
        let (kind, name) = match &pod.owner {
            None => ("Pod", &*pod.name),
            Some(owner) => self.root_owner(&pod.namespace, owner),
        };
        let identity = (&*pod.namespace, kind, name);
        let known = pod.owner.as_ref().and_then(|_| self.names().templates.get(&identity).copied());
        if let Some(index) = known {
            self.remember(pod.origin, index);
            return index;
        }
        let index = self.push(
            pod.origin,
            Template {
                kind,
                namespace: &pod.namespace,
                name,
                object: pod.origin,
                own_labels: &pod.labels,
                labels: &pod.labels,
                spec: &pod.spec,
                path: pod.template_path,
            },
        );
        if let Some(names) = self.names.get_mut() {
            names.templates.insert(identity, index);
        }
        index
    }

    /// Kind and name of the controller above all others.
    fn root_owner(&self, namespace: &'a str, owner: &'a Owner) -> (&'a str, &'a str) {
        let mut above = owner;
        for _ in 0..8 {
            match self.names().owners.get(&(namespace, &*above.kind, &*above.name)) {
                Some(next) => above = next,
                None => break,
            }
        }
        (&above.kind, &above.name)
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| {
            let templates = self.templates.iter().enumerate();
            let workloads = self.analysis.cluster.workloads.iter();
            Names {
                templates: templates.map(|(at, one)| ((one.namespace, one.kind, one.name), at)).collect(),
                owners: workloads
                    .filter_map(|one| {
                        let meta = &one.meta;
                        Some(((&*meta.namespace, one.kind.as_str(), &*meta.name), meta.owner.as_ref()?))
                    })
                    .collect(),
            }
        })
    }

    /// The workloads whose Pods a Service selects, in input order.
    pub(super) fn sources(&mut self, service: &Service, selector: &Labels) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        let analysis = self.analysis;
        for id in analysis.cluster.select(&service.meta.namespace, selector) {
            let Some(pod) = analysis.cluster.pod(id) else { continue };
            let template = self.root(pod);
            match sources.last_mut().filter(|last| last.template == template) {
                Some(source) => source.pods += 1,
                None => sources.push(Source { template, pods: 1 }),
            }
        }
        sources.sort_by_key(|one| one.template);
        sources.dedup_by(|next, kept| {
            let same = next.template == kept.template;
            kept.pods += if same { next.pods } else { 0 };
            same
        });
        sources
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Part;

    #[test]
    fn keys_with_dots_or_slashes_stand_in_brackets() {
        assert_eq!(key_path("spec.selector", "app"), "spec.selector.app");
        assert_eq!(key_path("metadata.labels", "a.b/c"), "metadata.labels[a.b/c]");
    }

    #[test]
    fn labels_that_nobody_writes_are_known() {
        assert!(is_given("pod-template-hash") && is_given("topology.kubernetes.io/zone"));
        assert!(is_given("apps.kubernetes.io/pod-index") && is_given("statefulset.kubernetes.io/pod-name"));
        assert!(!is_given("app"));
    }

    #[test]
    fn a_spot_may_be_a_key() {
        assert_eq!(Spot::key(ObjectId(0), "spec").part, Part::Key);
    }
}
