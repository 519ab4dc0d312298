//! Selectors and the Pods that they select: those of Services, controllers and NetworkPolicies.

use super::{Book, label_path};
use portolan_core::diagnostic::ObjectId;
use portolan_core::lint::{Template, key_path};
use portolan_core::object::{Labels, Selector};

pub(super) fn collect(book: &mut Book<'_>) {
    let analysis = book.analysis;
    for service in &analysis.cluster.services {
        let Some(selector) = &service.selector else { continue };
        let meta = &service.meta;
        for template in book.with_labels(&meta.namespace, selector) {
            selects(book, (meta.id, "spec.selector"), selector, &template);
        }
    }
    for workload in analysis.cluster.workloads.iter().filter(|one| one.meta.owner.is_none()) {
        let labels = &workload.selector.match_labels;
        let own: Vec<_> =
            book.templates.iter().filter(|one| one.object == workload.meta.id).cloned().collect();
        for template in own {
            for path in ["spec.selector.matchLabels", "spec.selector"] {
                each_label(book, (workload.meta.id, path), labels, &template);
            }
        }
    }
    for policy in &analysis.cluster.policies {
        let namespace = &policy.meta.namespace;
        for template in chosen(book, namespace, &policy.pod_selector) {
            selects(book, (policy.meta.id, "spec.podSelector"), &Labels::default(), &template);
            let labels = &policy.pod_selector.match_labels;
            each_label(book, (policy.meta.id, "spec.podSelector.matchLabels"), labels, &template);
        }
    }
}

/// The workloads of a namespace that a selector selects; none for one that selects all.
fn chosen<'a>(book: &Book<'a>, namespace: &str, selector: &Selector) -> Vec<Template<'a>> {
    if selector.match_labels.is_empty() {
        return Vec::new();
    }
    let all = book.with_labels(namespace, &selector.match_labels);
    all.into_iter().filter(|one| selector.matches(one.labels)).collect()
}

/// A selector selects a workload: as a whole the workload, and each label the workload's.
fn selects(book: &mut Book<'_>, (object, path): (ObjectId, &str), labels: &Labels, template: &Template<'_>) {
    let to = book.name(template.object);
    book.link(book.entry(object, path), to);
    each_label(book, (object, path), labels, template);
}

fn each_label(
    book: &mut Book<'_>,
    (object, path): (ObjectId, &str),
    labels: &Labels,
    template: &Template<'_>,
) {
    for (key, _) in labels.iter() {
        let to = book.entry(template.object, &label_path(template, key));
        book.link(book.entry(object, &key_path(path, key)), to);
    }
}
