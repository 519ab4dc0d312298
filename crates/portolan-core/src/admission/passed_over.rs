//! Kinds that are passed over: of these only names, metadata and what ConfigMaps and Secrets freeze are looked at.

use super::meta::{self, NameRule, Scope};
use super::report::Report;
use super::server::{Key, Reply, Server};
use super::{Manifest, Verb, status};
use crate::api::Read;
use crate::api::meta::ObjectMeta;
use crate::diagnostic::Path;
use crate::document::Resource;
use portolan_yaml::Node;
use portolan_yaml::collections::BTreeMap;

const FROZEN: &str = "field is immutable when `immutable` is set";

/// What `immutable: true` protects.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    immutable: bool,
    data: BTreeMap<String, String>,
    binary: BTreeMap<String, String>,
}

impl Server {
    /// A request for an object of a kind that is passed over.
    pub(super) fn pass_over(
        &mut self,
        resource: &'static Resource,
        manifest: &Manifest,
        tree: Node<'_>,
        verb: Verb,
    ) -> Reply {
        let namespace = manifest.namespace.as_deref().unwrap_or_default();
        let mut meta = tree.get("metadata").map(ObjectMeta::read).unwrap_or_default();
        self.fill_name(&mut meta);
        let name = meta.name.clone().filter(|name| !name.is_empty());
        let shown = name.as_deref().unwrap_or_default();
        let key: Key = (resource.plural, namespace.into(), shown.into());
        let is_known = self.names.contains_key(&key);
        let mut report = Report::new(self.release);
        let scope = if resource.namespaced { Scope::Namespaced } else { Scope::Cluster };
        let content = Content::of(resource, tree);
        let answer = match verb {
            Verb::Update if !is_known => status::not_found(resource, shown),
            Verb::Update => match super::update::precondition(resource, namespace, &meta, None) {
                Some(answer) => answer,
                None if needs_version(resource) => status::version_needed(resource, shown),
                None => {
                    meta::check_common(&meta, namespace, scope, &mut report);
                    meta::check_update(&meta, &mut report);
                    meta::check(&meta, namespace, scope, name_rule(resource), &mut report);
                    self.check_frozen(&key, content.as_ref(), &mut report);
                    if report.is_valid() {
                        status::updated()
                    } else {
                        status::invalid(resource, shown, report)
                    }
                }
            },
            Verb::Create => {
                meta::check(&meta, namespace, scope, name_rule(resource), &mut report);
                if let Some(answer) = status::no_such_namespace(resource, namespace) {
                    answer
                } else if !report.is_valid() {
                    status::invalid(resource, shown, report)
                } else if is_known && !shown.is_empty() {
                    status::already_exists(resource, shown)
                } else {
                    status::created(Vec::new())
                }
            }
        };
        if answer.accepted {
            self.names.insert(key.clone(), Some(manifest.id));
            if let Some(content) = content {
                self.contents.insert(key.clone(), content);
            }
        }
        let earlier = self.names.get(&key).copied().flatten().filter(|_| answer.reason == "AlreadyExists");
        Reply { answer, name, faults: None, earlier }
    }

    /// `ValidateConfigMapUpdate` and `ValidateSecretUpdate`.
    fn check_frozen(&self, key: &Key, new: Option<&Content>, report: &mut Report) {
        let (Some(old), Some(new)) = (self.contents.get(key).filter(|old| old.immutable), new) else {
            return;
        };
        let changes = [
            ("immutable", !new.immutable),
            ("data", new.data != old.data),
            ("binaryData", new.binary != old.binary),
        ];
        for (field, _) in changes.into_iter().filter(|(_, changes)| *changes) {
            report.forbidden(&Path::new(field), FROZEN);
        }
    }
}

/// Whether an update must name the version that it changes: not `AllowUnconditionalUpdate`.
fn needs_version(resource: &Resource) -> bool {
    matches!(
        (resource.group, resource.kind),
        ("admissionregistration.k8s.io" | "apiextensions.k8s.io" | "apiregistration.k8s.io", _)
            | ("coordination.k8s.io", "Lease")
            | ("policy", "PodDisruptionBudget")
            | ("storage.k8s.io", "CSIDriver" | "CSINode" | "VolumeAttachment")
    )
}

/// The rule for the names of a kind.
fn name_rule(resource: &Resource) -> NameRule {
    match (resource.group, resource.kind) {
        ("", "ConfigMap" | "LimitRange" | "PersistentVolume" | "PersistentVolumeClaim" | "PodTemplate")
        | ("", "ResourceQuota" | "Secret" | "ServiceAccount")
        | ("policy", "PodDisruptionBudget")
        | ("scheduling.k8s.io", "PriorityClass")
        | ("storage.k8s.io", "StorageClass") => NameRule::Subdomain,
        ("rbac.authorization.k8s.io", _) => NameRule::PathSegment,
        _ => NameRule::Any,
    }
}

impl Content {
    /// That of a ConfigMap or a Secret.
    fn of(resource: &Resource, tree: Node<'_>) -> Option<Self> {
        if !matches!(resource.plural, "configmaps" | "secrets") {
            return None;
        }
        let map = |field: &str| {
            let entries = tree.get(field).into_iter().flat_map(Node::entries);
            entries.map(|entry| (entry.key.into_owned(), entry.value.content().to_owned())).collect()
        };
        let immutable = tree.get("immutable").and_then(Node::scalar);
        let immutable = immutable == Some(portolan_yaml::Scalar::Bool(true));
        Some(Self { immutable, data: map("data"), binary: map("binaryData") })
    }
}
