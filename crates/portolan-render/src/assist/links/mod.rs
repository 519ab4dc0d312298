//! What names what: a selector Pods, a back end a Service, a target port a container's port. An editor goes from the one
//! to the other, and back.

mod hosts;
mod names;
mod ports;
mod selectors;

use portolan_core::Analysis;
use portolan_core::diagnostic::{ObjectId, Place};
use portolan_core::lint::{Roots, Template, key_path};
use portolan_core::object::{Labels, Service};
use portolan_yaml::collections::BTreeMap;
use portolan_yaml::{Node, Span};

/// A text that names something, and what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What names it.
    pub from: Place,
    /// What is named: a name, a label, or a port.
    pub to: Place,
}

/// All links of an analysis, sorted.
#[must_use]
pub fn links(analysis: &Analysis) -> Vec<Link> {
    let mut book = Book::new(analysis);
    selectors::collect(&mut book);
    ports::collect(&mut book);
    hosts::collect(&mut book);
    names::collect(&mut book);
    book.links.sort_unstable();
    book.links.dedup();
    book.links
}

/// Kind, namespace and name.
type Identity<'a> = (&'a str, &'a str, &'a str);

/// The analysis by name and label, and the links that have been found.
struct Book<'a> {
    analysis: &'a Analysis,
    templates: Vec<Template<'a>>,
    /// Workloads by namespace, and by one of their Pods' labels.
    by_label: BTreeMap<(&'a str, &'a str, &'a str), Vec<usize>>,
    services: BTreeMap<(&'a str, &'a str), &'a Service>,
    objects: BTreeMap<Identity<'a>, ObjectId>,
    links: Vec<Link>,
}

impl<'a> Book<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        let templates = Roots::new(analysis).templates;
        let mut by_label: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, one) in templates.iter().enumerate() {
            for (key, value) in one.labels.iter() {
                by_label.entry((one.namespace, value, key)).or_default().push(index);
            }
        }
        let services = analysis.cluster.services.iter();
        let objects = analysis.manifests.iter().filter_map(|one| {
            let namespace = one.namespace.as_deref().unwrap_or_default();
            Some(((one.kind.as_deref()?, namespace, one.name.as_deref()?), one.id))
        });
        Self {
            analysis,
            templates,
            by_label,
            services: services.map(|one| ((&*one.meta.namespace, &*one.meta.name), one)).collect(),
            objects: objects.collect(),
            links: Vec::new(),
        }
    }

    /// A field of an object as it is written.
    fn field(&self, object: ObjectId, path: &str) -> Option<Node<'a>> {
        let analysis: &'a Analysis = self.analysis;
        analysis.manifests.get(object.0 as usize)?.tree(&analysis.files)?.at(path)
    }

    /// Bytes of the file that an object stands in.
    fn place(&self, object: ObjectId, span: Span) -> Option<Place> {
        Some(Place { file: self.analysis.manifests.get(object.0 as usize)?.file, span })
    }

    /// Where a field is written: key and value of a scalar, the key of anything else.
    fn entry(&self, object: ObjectId, path: &str) -> Option<Place> {
        self.place(object, entry(self.field(object, path)?))
    }

    /// The name of an object.
    fn name(&self, object: ObjectId) -> Option<Place> {
        self.entry(object, "metadata.name")
    }

    fn link(&mut self, from: Option<Place>, to: Option<Place>) {
        if let (Some(from), Some(to)) = (from, to) {
            self.links.push(Link { from, to });
        }
    }

    /// The workloads of a namespace whose Pods have these labels, whether they have Pods or not.
    fn with_labels(&self, namespace: &str, labels: &Labels) -> Vec<Template<'a>> {
        let lists = labels.iter().map(|(key, value)| self.by_label.get(&(namespace, value, key)));
        let rarest = lists.map(|list| list.map_or(&[][..], Vec::as_slice)).min_by_key(|list| list.len());
        let all = rarest.unwrap_or_default().iter().filter_map(|&index| self.templates.get(index));
        all.filter(|one| labels.select(one.labels)).cloned().collect()
    }
}

/// The key and the value of a scalar, the key of anything else.
fn entry(node: Node<'_>) -> Span {
    let is_scalar = node.scalar().is_some();
    match node.key_span() {
        Some(key) if is_scalar => key.cover(node.span()),
        Some(key) => key,
        None => node.span(),
    }
}

/// The path of one of the labels of a workload's Pods.
fn label_path(template: &Template<'_>, key: &str) -> String {
    key_path(&template.path_of("metadata.labels"), key)
}

#[cfg(test)]
mod tests;
