//! The order of the output: by kind as `kubectl` does it unless `sortOptions` says otherwise.

use crate::kustomization::Kustomization;
use crate::resource::{Gvk, Resource};
use crate::value::Value;
use std::cmp::Ordering;

const FIRST: &[&str] = &[
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];

const LAST: &[&str] = &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// Sorts what is built.
pub(crate) fn sort(kustomization: &Kustomization, list: &mut [Resource]) {
    let options = kustomization.value.get("sortOptions");
    if options.is_some_and(|options| options.text_at(&["order"]) != "legacy") {
        return;
    }
    let own = options.and_then(|options| options.get("legacySortOptions"));
    let kinds = |key: &str, default: &'static [&'static str]| match own {
        Some(own) => {
            own.get(key).map_or(&[][..], Value::items).iter().map(|kind| kind.content().to_owned()).collect()
        }
        None => default.iter().map(|&kind| kind.to_owned()).collect::<Vec<_>>(),
    };
    let (first, last) = (kinds("orderFirst", FIRST), kinds("orderLast", LAST));
    list.sort_by_cached_key(|resource| Key::of(resource, &first, &last));
}

/// What objects are compared by.
#[derive(PartialEq, Eq)]
struct Key {
    rank: isize,
    gvk: Gvk,
    namespace: String,
    name: String,
}

impl Key {
    fn of(resource: &Resource, first: &[String], last: &[String]) -> Self {
        let kind = resource.kind();
        let place = |list: &[String]| list.iter().rposition(|one| one == kind);
        let signed = |number: usize| isize::try_from(number).unwrap_or(isize::MAX);
        let rank = match (place(last), place(first)) {
            (Some(place), _) => signed(place) + 1,
            (None, Some(place)) => signed(place) - signed(first.len()),
            (None, None) => 0,
        };
        let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        Self {
            rank,
            gvk: resource.gvk(),
            namespace: or(resource.namespace(), "~X"),
            name: or(resource.name(), "~N"),
        }
    }
}

/// Group, version and kind as they are compared.
fn text(gvk: &Gvk) -> String {
    let group = if gvk.group.is_empty() { "~G" } else { &gvk.group };
    let version = if gvk.version.is_empty() { "~V" } else { &gvk.version };
    format!("{group}_{version}_{}", gvk.kind)
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let kinds = || {
            let order = text(&self.gvk).cmp(&text(&other.gvk));
            let core = self.gvk.group.is_empty() || other.gvk.group.is_empty();
            let namespaces = self.gvk.kind == "Namespace" && other.gvk.kind == "Namespace" && core;
            if namespaces { order.reverse() } else { order }
        };
        let names = |key: &Self| format!("{}|{}", key.namespace, key.name);
        self.rank.cmp(&other.rank).then_with(kinds).then_with(|| names(self).cmp(&names(other)))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
