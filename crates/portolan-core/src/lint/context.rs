//! What rules look at: the analysis, with Services joined to the workloads whose Pods they select.

use super::finding::{Finding, Spot};
use super::rule::RuleMeta;
use crate::Analysis;
use crate::admission::Manifest;
use crate::diagnostic::{Message, ObjectId, Place};
use crate::object::{Labels, PodSpec, Service, ServiceType};
use crate::workload::Pod;
use portolan_yaml::{File, Node};
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};

/// How many sets of labels are laid beside selectors that match nothing, in one run.
const COMPARISONS: usize = 400_000;

/// How many of them a selector may still be laid beside when that many are used up.
const COMPARISONS_AT_LEAST: usize = 64;

/// The analysis as rules see it.
pub struct Context<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    templates: Vec<Template<'a>>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    services: BTreeMap<(&'a str, &'a str), &'a Service>,
    selections: Vec<Selection<'a>>,
    by_label: Postings<'a>,
    by_own_label: Postings<'a>,
    hand_made: BTreeSet<(&'a str, &'a str)>,
    services_by_name: OnceCell<BTreeMap<&'a str, Vec<&'a Service>>>,
    refused: OnceCell<Vec<Refused<'a>>>,
    comparisons: Cell<usize>,
}

/// Indexes of workloads, by one of their labels.
type Postings<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

/// Whatever an author writes to get Pods: a controller that no other one made, or a Pod.
#[derive(Clone, Debug)]
pub(super) struct Template<'a> {
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

/// A Service with what it selects.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    /// The Service; its selector is not empty.
    pub service: &'a Service,
    /// Its selector.
    pub selector: &'a Labels,
    /// The workloads whose Pods it selects, in input order.
    pub sources: Vec<Source>,
}

/// A workload some of whose Pods are selected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// The workload: index for [`Context::template`].
    pub template: usize,
    /// How many of its Pods are selected.
    pub pods: usize,
}

/// A workload that the API server refuses, as far as its labels can be read.
#[derive(Debug)]
pub(super) struct Refused<'a> {
    /// The manifest.
    pub manifest: &'a Manifest,
    /// The labels its Pods would have.
    pub labels: Labels,
}

impl<'a> Context<'a> {
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        let mut roots = Roots::new(analysis);
        let mut selections = Vec::new();
        for service in &analysis.cluster.services {
            let Some(selector) = &service.selector else { continue };
            if service.kind != ServiceType::ExternalName {
                selections.push(Selection { service, selector, sources: roots.sources(service, selector) });
            }
        }
        let mut by_namespace: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, template) in roots.templates.iter().enumerate() {
            by_namespace.entry(template.namespace).or_default().push(index);
        }
        let services = analysis.cluster.services.iter();
        Self {
            analysis,
            by_label: postings(&roots.templates, |one| one.labels),
            by_own_label: postings(&roots.templates, |one| one.own_labels),
            hand_made: hand_made(analysis),
            templates: roots.templates,
            by_namespace,
            services: services.map(|one| ((&*one.meta.namespace, &*one.meta.name), one)).collect(),
            selections,
            services_by_name: OnceCell::new(),
            refused: OnceCell::new(),
            comparisons: Cell::new(COMPARISONS),
        }
    }

    /// The Services with selectors, each with what it selects.
    pub(super) fn selections(&self) -> &[Selection<'a>] {
        &self.selections
    }

    /// The workloads whose Pods a Service selects, with the number of those Pods.
    pub(super) fn sources(&self, selection: &Selection<'a>) -> impl Iterator<Item = (&Template<'a>, usize)> {
        selection.sources.iter().filter_map(|one| Some((self.templates.get(one.template)?, one.pods)))
    }

    /// The workloads of a namespace, for comparing a selector with each; fewer when much has been compared already.
    pub(super) fn candidates(&self, namespace: &str) -> impl Iterator<Item = &Template<'a>> {
        let all = self.by_namespace.get(namespace).map_or(&[][..], Vec::as_slice);
        let left = self.comparisons.get();
        let taken = all.len().min(left.max(COMPARISONS_AT_LEAST));
        self.comparisons.set(left.saturating_sub(taken));
        all.iter().take(taken).filter_map(|&index| self.templates.get(index))
    }

    /// The workloads of a namespace whose Pods have the labels that a selector wants, whether they have Pods or not.
    pub(super) fn with_labels<'s>(
        &'s self,
        namespace: &'s str,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let found = self.posted(&self.by_label, selector);
        found.filter(move |one| one.namespace == namespace && selector.select(one.labels))
    }

    /// The workloads of other namespaces whose Pods have the labels that a selector wants.
    pub(super) fn with_labels_outside<'s>(
        &'s self,
        namespace: &'s str,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let found = self.posted(&self.by_label, selector);
        found.filter(move |one| one.namespace != namespace && selector.select(one.labels))
    }

    /// The workloads of a namespace that have these labels themselves.
    pub(super) fn with_own_labels<'s>(
        &'s self,
        namespace: &'s str,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let found = self.posted(&self.by_own_label, selector);
        found.filter(move |one| one.namespace == namespace && selector.select(one.own_labels))
    }

    /// The workloads with the rarest label of a selector.
    fn posted<'s>(
        &'s self,
        postings: &'s Postings<'a>,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let lists = selector.iter().map(|label| postings.get(&label).map_or(&[][..], Vec::as_slice));
        let rarest = lists.min_by_key(|list| list.len()).unwrap_or_default();
        rarest.iter().filter_map(|&index| self.templates.get(index))
    }

    /// Whether somebody makes the Service's endpoints by hand.
    pub(super) fn has_hand_made_endpoints(&self, service: &Service) -> bool {
        self.hand_made.contains(&(&*service.meta.namespace, &*service.meta.name))
    }

    /// All workloads, in input order.
    pub(super) fn templates(&self) -> &[Template<'a>] {
        &self.templates
    }

    /// The Service of that name.
    pub(super) fn service(&self, namespace: &str, name: &str) -> Option<&'a Service> {
        self.services.get(&(namespace, name)).copied()
    }

    /// The Services of a namespace, by name.
    pub(super) fn services_of<'n>(&'n self, namespace: &'n str) -> impl Iterator<Item = &'a Service> + 'n {
        let from = self.services.range((namespace, "")..);
        from.take_while(move |((one, _), _)| *one == namespace).map(|(_, service)| *service)
    }

    /// The manifests of accepted Services that have no node ports, sorted.
    pub(super) fn services_without_node_ports(&self) -> Vec<ObjectId> {
        let inside = |one: &&Service| matches!(one.kind, ServiceType::ClusterIp | ServiceType::ExternalName);
        let mut all: Vec<ObjectId> =
            self.analysis.cluster.services.iter().filter(inside).map(|one| one.meta.id).collect();
        all.sort_unstable();
        all
    }

    /// Whether a Service selects no Pod at all.
    pub(super) fn selects_nothing(&self, service: &Service) -> bool {
        let mut selections = self.selections.iter();
        selections.any(|one| one.service.meta.id == service.meta.id && one.sources.is_empty())
    }

    /// Whether the input has Services in a namespace.
    pub(super) fn has_services(&self, namespace: &str) -> bool {
        self.services_of(namespace).next().is_some()
    }

    /// The Service of that name, if exactly one namespace has one.
    pub(super) fn only_service_named(&self, name: &str) -> Option<&'a Service> {
        let all = self.services_by_name.get_or_init(|| {
            let mut all: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
            for service in &self.analysis.cluster.services {
                all.entry(&service.meta.name).or_default().push(service);
            }
            all
        });
        match all.get(name)?.as_slice() {
            [service] => Some(service),
            _ => None,
        }
    }

    /// The workloads that the API server refuses.
    pub(super) fn refused(&self) -> &[Refused<'a>] {
        self.refused.get_or_init(|| refused(self.analysis))
    }

    /// A manifest.
    pub(super) fn manifest(&self, object: ObjectId) -> Option<&'a Manifest> {
        self.analysis.manifests.get(object.0 as usize)
    }

    /// A field of a manifest as it is written.
    pub(super) fn field(&self, object: ObjectId, path: &str) -> Option<Node<'a>> {
        let files: &'a [File] = &self.analysis.files;
        self.manifest(object)?.tree(files)?.at(path)
    }

    /// Where a field stands.
    pub(super) fn place(&self, spot: &Spot) -> Place {
        self.manifest(spot.object).map_or_else(
            || Place { file: crate::diagnostic::FileId(0), span: portolan_yaml::Span::default() },
            |manifest| manifest.place(&self.analysis.files, &spot.path, spot.part),
        )
    }

    /// Begins a finding about a field.
    pub(super) fn finding(&self, meta: &'static RuleMeta, spot: Spot, message: Message) -> Finding {
        let place = self.place(&spot);
        Finding::new(meta, spot, place, message)
    }
}

impl Template<'_> {
    /// Kind and name, as kubectl writes them: `Deployment/echo`.
    pub(super) fn title(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }

    /// The path of a field of its Pods: `spec.template.metadata.labels`.
    pub(super) fn path_of(&self, pod_path: &str) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{pod_path}", self.path)
    }

    /// Where one of the labels of its Pods is written.
    pub(super) fn label_spot(&self, key: &str) -> Spot {
        Spot::value(self.object, key_path(&self.path_of("metadata.labels"), key))
    }
}

/// Whether a label is one that the API server or a controller puts on Pods, and not their author.
pub(super) fn is_given(key: &str) -> bool {
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
pub(super) fn key_path(map: &str, key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if key.bytes().all(plain) && !key.is_empty() { format!("{map}.{key}") } else { format!("{map}[{key}]") }
}

/// Finds the workload at the root of each Pod.
struct Roots<'a> {
    analysis: &'a Analysis,
    templates: Vec<Template<'a>>,
    by_object: BTreeMap<ObjectId, usize>,
    by_name: BTreeMap<(&'a str, &'a str, &'a str), usize>,
    owners: BTreeMap<(&'a str, &'a str, &'a str), &'a crate::object::Owner>,
}

impl<'a> Roots<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        let mut roots = Self {
            analysis,
            templates: Vec::new(),
            by_object: BTreeMap::new(),
            by_name: BTreeMap::new(),
            owners: BTreeMap::new(),
        };
        for workload in &analysis.cluster.workloads {
            let key = (&*workload.meta.namespace, workload.kind.as_str(), &*workload.meta.name);
            if let Some(owner) = &workload.meta.owner {
                roots.owners.insert(key, owner);
                continue;
            }
            let index = roots.templates.len();
            roots.by_object.insert(workload.meta.id, index);
            roots.by_name.insert(key, index);
            roots.templates.push(Template {
                kind: workload.kind.as_str(),
                namespace: &workload.meta.namespace,
                name: &workload.meta.name,
                object: workload.meta.id,
                own_labels: &workload.meta.labels,
                labels: &workload.template.labels,
                spec: &workload.template.spec,
                path: workload.kind.template_path(),
            });
        }
        for pod in &analysis.cluster.pods {
            roots.root(pod);
        }
        roots
    }

    /// The workload a Pod belongs to; a new one for a Pod of its own, or with an owner that the input does not show.
    fn root(&mut self, pod: &'a Pod) -> usize {
        if let Some(&index) = self.by_object.get(&pod.origin) {
            return index;
        }
        let mut kind = "Pod";
        let mut name = &*pod.name;
        let mut owner = pod.owner.as_ref();
        let mut steps = 0;
        while let Some(above) = owner
            && steps < 8
        {
            (kind, name) = (&above.kind, &above.name);
            owner = self.owners.get(&(&*pod.namespace, kind, name)).copied();
            steps += 1;
        }
        let key = (&*pod.namespace, kind, name);
        let known = self.by_name.get(&key).copied();
        let index = known.unwrap_or_else(|| {
            self.templates.push(Template {
                kind,
                namespace: &pod.namespace,
                name,
                object: pod.origin,
                own_labels: &pod.labels,
                labels: &pod.labels,
                spec: &pod.spec,
                path: pod.template_path,
            });
            self.templates.len() - 1
        });
        self.by_name.insert(key, index);
        self.by_object.insert(pod.origin, index);
        index
    }

    fn sources(&mut self, service: &Service, selector: &Labels) -> Vec<Source> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let analysis = self.analysis;
        for id in analysis.cluster.select(&service.meta.namespace, selector) {
            if let Some(pod) = analysis.cluster.pod(id) {
                *counts.entry(self.root(pod)).or_default() += 1;
            }
        }
        counts.into_iter().map(|(template, pods)| Source { template, pods }).collect()
    }
}

fn postings<'a>(templates: &[Template<'a>], labels: impl Fn(&Template<'a>) -> &'a Labels) -> Postings<'a> {
    let mut postings = Postings::new();
    for (index, template) in templates.iter().enumerate() {
        for label in labels(template).iter() {
            postings.entry(label).or_default().push(index);
        }
    }
    postings
}

/// Namespace and name of the Services whose endpoints somebody writes.
fn hand_made(analysis: &Analysis) -> BTreeSet<(&str, &str)> {
    let slices = analysis.cluster.slices.iter();
    let slices = slices
        .filter_map(|one| Some((&*one.meta.namespace, one.meta.labels.get("kubernetes.io/service-name")?)));
    let endpoints = analysis.cluster.endpoints.iter().map(|one| (&*one.meta.namespace, &*one.meta.name));
    slices.chain(endpoints).collect()
}

/// The kinds that make Pods, with the path of their Pods' labels.
const WORKLOADS: [(&str, &str); 8] = [
    ("Pod", "metadata.labels"),
    ("ReplicationController", "spec.template.metadata.labels"),
    ("ReplicaSet", "spec.template.metadata.labels"),
    ("Deployment", "spec.template.metadata.labels"),
    ("StatefulSet", "spec.template.metadata.labels"),
    ("DaemonSet", "spec.template.metadata.labels"),
    ("Job", "spec.template.metadata.labels"),
    ("CronJob", "spec.jobTemplate.spec.template.metadata.labels"),
];

fn refused(analysis: &Analysis) -> Vec<Refused<'_>> {
    let refused = analysis.manifests.iter().filter(|one| one.answer.as_ref().is_some_and(|it| !it.accepted));
    refused
        .filter_map(|manifest| {
            let kind = manifest.kind.as_deref()?;
            let (_, path) = WORKLOADS.iter().find(|(known, _)| *known == kind)?;
            let labels = manifest.tree(&analysis.files)?.at(path)?;
            let strings =
                labels.entries().filter_map(|one| Some((one.key.into_owned(), one.value.as_str()?)));
            let labels: Labels = strings.map(|(key, value)| (key, value.into_owned())).collect();
            Some(Refused { manifest, labels })
        })
        .collect()
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
