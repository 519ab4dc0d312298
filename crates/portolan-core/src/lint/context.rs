//! What rules look at: the analysis, with Services joined to the workloads whose Pods they select.

use super::finding::{Finding, Spot};
use super::rule::RuleMeta;
use super::template::{Roots, Source, Template};
use crate::Analysis;
use crate::admission::Manifest;
use crate::diagnostic::{Message, ObjectId, Place};
use crate::object::{Labels, Service, ServiceType};
use crate::policy::Policies;
use crate::routing::Router;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use portolan_yaml::{File, Node, Span};
use std::cell::{Cell, OnceCell};

/// How many sets of labels are laid beside selectors that match nothing, in one run.
const COMPARISONS: usize = 400_000;

/// How many of them a selector may still be laid beside when that many are used up.
const COMPARISONS_AT_LEAST: usize = 64;

/// The analysis as rules see it.
pub struct Context<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    templates: Vec<Template<'a>>,
    selections: Vec<Selection<'a>>,
    by_namespace: OnceCell<BTreeMap<&'a str, Vec<usize>>>,
    by_label: OnceCell<Postings<'a>>,
    by_own_label: OnceCell<Postings<'a>>,
    services_by_name: OnceCell<BTreeMap<&'a str, Vec<&'a Service>>>,
    services_by_namespace: OnceCell<BTreeMap<&'a str, Vec<&'a Service>>>,
    hand_made: OnceCell<BTreeSet<(&'a str, &'a str)>>,
    refused: OnceCell<Vec<Refused<'a>>>,
    policies: OnceCell<Policies<'a>>,
    router: OnceCell<Router<'a>>,
    comparisons: Cell<usize>,
}

/// Indexes of workloads, by one of their labels: the value first, which tells more apart than the key.
type Postings<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

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
        Self {
            analysis,
            templates: roots.templates,
            selections,
            by_namespace: OnceCell::new(),
            by_label: OnceCell::new(),
            by_own_label: OnceCell::new(),
            services_by_name: OnceCell::new(),
            services_by_namespace: OnceCell::new(),
            hand_made: OnceCell::new(),
            refused: OnceCell::new(),
            policies: OnceCell::new(),
            router: OnceCell::new(),
            comparisons: Cell::new(COMPARISONS),
        }
    }

    /// The Ingresses and Gateways with their tables, compiled when one is first asked for.
    pub(super) fn router(&self) -> &Router<'a> {
        self.router.get_or_init(|| Router::new(&self.analysis.cluster, &self.analysis.slices))
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
        let all = self.by_namespace.get_or_init(|| by_namespace(&self.templates));
        let all = all.get(namespace).map_or(&[][..], Vec::as_slice);
        all.iter().take(self.afford(all.len())).filter_map(|&index| self.templates.get(index))
    }

    /// How many of so many things may be compared with one, after all that has been compared already.
    pub(super) fn afford(&self, count: usize) -> usize {
        let left = self.comparisons.get();
        let taken = count.min(left.max(COMPARISONS_AT_LEAST));
        self.comparisons.set(left.saturating_sub(taken));
        taken
    }

    /// The workloads of a namespace whose Pods have the labels that a selector wants, whether they have Pods or not.
    pub(super) fn with_labels<'s>(
        &'s self,
        namespace: &'s str,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let found = self.posted(self.by_label(), selector);
        found.filter(move |one| one.namespace == namespace && selector.select(one.labels))
    }

    /// The workloads of other namespaces whose Pods have the labels that a selector wants.
    pub(super) fn with_labels_outside<'s>(
        &'s self,
        namespace: &'s str,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let found = self.posted(self.by_label(), selector);
        found.filter(move |one| one.namespace != namespace && selector.select(one.labels))
    }

    /// The workloads of a namespace that have these labels themselves.
    pub(super) fn with_own_labels<'s>(
        &'s self,
        namespace: &'s str,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let found = self.posted(
            self.by_own_label.get_or_init(|| postings(&self.templates, |one| one.own_labels)),
            selector,
        );
        found.filter(move |one| one.namespace == namespace && selector.select(one.own_labels))
    }

    fn by_label(&self) -> &Postings<'a> {
        self.by_label.get_or_init(|| postings(&self.templates, |one| one.labels))
    }

    /// The workloads with the rarest label of a selector.
    fn posted<'s>(
        &'s self,
        postings: &'s Postings<'a>,
        selector: &'s Labels,
    ) -> impl Iterator<Item = &'s Template<'a>> {
        let lists =
            selector.iter().map(|(key, value)| postings.get(&(value, key)).map_or(&[][..], Vec::as_slice));
        let rarest = lists.min_by_key(|list| list.len()).unwrap_or_default();
        rarest.iter().filter_map(|&index| self.templates.get(index))
    }

    /// Whether somebody makes the Service's endpoints by hand.
    pub(super) fn has_hand_made_endpoints(&self, service: &Service) -> bool {
        let hand_made = self.hand_made.get_or_init(|| hand_made(self.analysis));
        hand_made.contains(&(&*service.meta.namespace, &*service.meta.name))
    }

    /// All workloads, in input order.
    pub(super) fn templates(&self) -> &[Template<'a>] {
        &self.templates
    }

    /// The Service of that name.
    pub(super) fn service(&self, namespace: &str, name: &str) -> Option<&'a Service> {
        let all = self.services_by_name().get(name)?;
        let found = all.binary_search_by(|one| (*one.meta.namespace).cmp(namespace)).ok()?;
        all.get(found).copied()
    }

    /// The Services by name, those of one name by namespace.
    fn services_by_name(&self) -> &BTreeMap<&'a str, Vec<&'a Service>> {
        self.services_by_name.get_or_init(|| {
            let mut groups = grouped(self.analysis, |one| &one.meta.name);
            for group in groups.values_mut() {
                group.sort_by(|one, other| one.meta.namespace.cmp(&other.meta.namespace));
            }
            groups
        })
    }

    /// The Services of a namespace, in input order.
    pub(super) fn services_of(&self, namespace: &str) -> impl Iterator<Item = &'a Service> {
        self.services_by_namespace().get(namespace).map_or(&[][..], Vec::as_slice).iter().copied()
    }

    fn services_by_namespace(&self) -> &BTreeMap<&'a str, Vec<&'a Service>> {
        self.services_by_namespace.get_or_init(|| grouped(self.analysis, |one| &one.meta.namespace))
    }

    /// The manifests of accepted Services that have no node ports, sorted.
    pub(super) fn services_without_node_ports(&self) -> Vec<ObjectId> {
        let inside = |one: &&Service| matches!(one.kind, ServiceType::ClusterIp | ServiceType::ExternalName);
        let mut all: Vec<ObjectId> =
            self.analysis.cluster.services.iter().filter(inside).map(|one| one.meta.id).collect();
        all.sort_unstable();
        all
    }

    /// The workloads whose Pods a Service selects.
    pub(super) fn pods_of(&self, service: &Service) -> Vec<&Template<'a>> {
        let selection = self.selections.iter().find(|one| one.service.meta.id == service.meta.id);
        selection.into_iter().flat_map(|one| self.sources(one)).map(|(template, _)| template).collect()
    }

    /// Whether a Service selects no Pod at all.
    pub(super) fn selects_nothing(&self, service: &Service) -> bool {
        let mut selections = self.selections.iter();
        selections.any(|one| one.service.meta.id == service.meta.id && one.sources.is_empty())
    }

    /// The namespaces that have Services; `default` if none has.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &str> {
        let all = self.services_by_namespace();
        let none = all.is_empty().then_some("default");
        all.keys().copied().chain(none)
    }

    /// Whether the input has Services in a namespace.
    pub(super) fn has_services(&self, namespace: &str) -> bool {
        self.services_of(namespace).next().is_some()
    }

    /// The Service of that name, if exactly one namespace has one.
    pub(super) fn only_service_named(&self, name: &str) -> Option<&'a Service> {
        match self.services_by_name().get(name)?.as_slice() {
            [service] => Some(service),
            _ => None,
        }
    }

    /// The NetworkPolicies, by the Pods that they select.
    pub(super) fn policies(&self) -> &Policies<'a> {
        self.policies.get_or_init(|| Policies::new(&self.analysis.cluster))
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

    /// Where a part of a scalar stands; the whole scalar if it is not written letter for letter.
    pub(super) fn place_within(&self, spot: &Spot, part: &str) -> Place {
        let whole = self.place(spot);
        let narrow = || {
            let node = self.field(spot.object, &spot.path)?;
            let at = u32::try_from(node.text().find(part)?).ok()?;
            let start = node.span().start.checked_add(at)?;
            let end = start.checked_add(u32::try_from(part.len()).ok()?)?;
            Some(Place { file: whole.file, span: Span { start, end } })
        };
        narrow().unwrap_or(whole)
    }

    /// Begins a finding about a field.
    pub(super) fn finding(&self, meta: &'static RuleMeta, spot: Spot, message: Message) -> Finding {
        let place = self.place(&spot);
        Finding::new(meta, spot, place, message)
    }
}

fn by_namespace<'a>(templates: &[Template<'a>]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut by_namespace: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, template) in templates.iter().enumerate() {
        by_namespace.entry(template.namespace).or_default().push(index);
    }
    by_namespace
}

fn postings<'a>(templates: &[Template<'a>], labels: impl Fn(&Template<'a>) -> &'a Labels) -> Postings<'a> {
    let mut postings = Postings::new();
    for (index, template) in templates.iter().enumerate() {
        for (key, value) in labels(template).iter() {
            postings.entry((value, key)).or_default().push(index);
        }
    }
    postings
}

fn grouped<'a>(
    analysis: &'a Analysis,
    by: impl Fn(&'a Service) -> &'a str,
) -> BTreeMap<&'a str, Vec<&'a Service>> {
    let mut groups: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for service in &analysis.cluster.services {
        groups.entry(by(service)).or_default().push(service);
    }
    groups
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
