//! Object metadata: `ValidateObjectMeta` (`apimachinery/pkg/api/validation/objectmeta.go` and its extension in
//! `pkg/apis/core/validation/validation.go`).

use super::format::{self, Wrongs};
use super::go;
use super::release::Change;
use super::report::{Report, Value};
use crate::api::meta::{ObjectMeta, OwnerReference};
use crate::diagnostic::Path;
use crate::document::Kind;
use portolan_yaml::collections::BTreeMap;

/// The rule for an object's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameRule {
    /// `NameIsDNSLabel`.
    Label,
    /// `NameIsDNSSubdomain`.
    Subdomain,
    /// `ValidateServiceName`: `NameIsDNS1035Label` before `RelaxedServiceNameValidation`, `NameIsDNSLabel` since.
    Service,
    /// `ValidatePathSegmentName`: what every name must be.
    PathSegment,
    /// None, and the name may be missing: for kinds that are passed over.
    Any,
}

/// Whether a kind lives in namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// It does.
    Namespaced,
    /// It does not. A namespace that is written all the same has been cleared before
    /// (`EnsureObjectNamespaceMatchesRequestNamespace`).
    Cluster,
}

const IMMUTABLE: &str = "field is immutable";
const MAX_ANNOTATION_BYTES: usize = 256 << 10;
/// How often the list of owners is shown: each error shows all of it.
const MOST_CONTROLLERS: usize = 64;
const ORPHAN: &str = "orphan";
const FOREGROUND: &str = "foregroundDeletion";

/// `ValidateObjectMeta` of `pkg/apis/core/validation`, after names have been generated.
pub(crate) fn check(meta: &ObjectMeta, namespace: &str, scope: Scope, rule: NameRule, report: &mut Report) {
    check_accessor(meta, namespace, scope, rule, report);
    check_standard_finalizers(meta, report);
}

/// `validateCommonFields` of `rest.BeforeUpdate`: the metadata for itself, with any name that fits in a path, and then
/// beside the stored object's.
pub(crate) fn check_common(meta: &ObjectMeta, namespace: &str, scope: Scope, report: &mut Report) {
    check_accessor(meta, namespace, scope, NameRule::PathSegment, report);
    check_changes(meta, report);
}

/// `ValidateObjectMetaUpdate` of `pkg/apis/core/validation`, which most kinds ask once more.
pub(crate) fn check_update(meta: &ObjectMeta, report: &mut Report) {
    check_changes(meta, report);
    check_standard_finalizers(meta, report);
}

/// What the server sets itself whatever is written: the generation of most kinds, which their strategies reset.
pub(crate) fn reset(kind: Kind, meta: &mut ObjectMeta) {
    if !matches!(kind, Kind::Service | Kind::Endpoints | Kind::Node | Kind::Namespace) {
        meta.generation = None;
    }
}

/// `ValidateObjectMetaAccessor` of apimachinery.
fn check_accessor(meta: &ObjectMeta, namespace: &str, scope: Scope, rule: NameRule, report: &mut Report) {
    let path = Path::new("metadata");
    if let Some(prefix) = meta.generate_name.as_deref().filter(|prefix| !prefix.is_empty()) {
        let wrongs = rule.check_prefix(prefix, report);
        report.invalid_each(&path.child("generateName"), prefix, wrongs);
    }
    match meta.name.as_deref().unwrap_or_default() {
        "" if rule == NameRule::Any => {}
        "" => report.required(&path.child("name"), "name or generateName is required"),
        name => {
            let wrongs = rule.check(name, report);
            report.invalid_each(&path.child("name"), name, wrongs);
        }
    }
    if scope == Scope::Namespaced {
        report.invalid_each(&path.child("namespace"), namespace, format::dns1123_label(namespace));
    }
    report.non_negative(&path.child("generation"), meta.generation.unwrap_or_default());
    check_words(meta, report);
    check_owners(
        meta.owner_references.as_deref().unwrap_or_default(),
        &path.child("ownerReferences"),
        report,
    );
    check_finalizers(meta.finalizers.as_deref().unwrap_or_default(), &path.child("finalizers"), report);
}

/// `ValidateObjectMetaAccessorUpdate`, as far as a manifest can break it. No object of a simulated cluster is being
/// deleted.
fn check_changes(meta: &ObjectMeta, report: &mut Report) {
    let path = Path::new("metadata");
    if let Some(time) = &meta.deletion_timestamp {
        report.invalid(&path.child("deletionTimestamp"), time.to_string().as_str(), IMMUTABLE);
    }
    if let Some(seconds) = meta.deletion_grace_period_seconds {
        report.invalid(&path.child("deletionGracePeriodSeconds"), seconds, IMMUTABLE);
    }
    check_words(meta, report);
    let owners = meta.owner_references.as_deref().unwrap_or_default();
    check_owners(owners, &path.child("ownerReferences"), report);
}

/// Labels and annotations.
fn check_words(meta: &ObjectMeta, report: &mut Report) {
    let path = Path::new("metadata");
    check_labels(meta.labels.as_ref(), &path.child("labels"), report);
    check_annotations(meta.annotations.as_ref(), &path.child("annotations"), report);
}

/// `ValidateLabels`: keys are qualified names, values are label values.
pub(crate) fn check_labels(labels: Option<&BTreeMap<String, String>>, path: &Path<'_>, report: &mut Report) {
    for (key, value) in labels.into_iter().flatten() {
        report.invalid_each(path, key, format::qualified_name(key));
        report.invalid_each(path, value, format::label_value(value));
    }
}

/// `ValidateAnnotations`: keys are qualified names in any case.
pub(crate) fn check_annotations(
    annotations: Option<&BTreeMap<String, String>>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let mut bytes = 0;
    for (key, value) in annotations.into_iter().flatten() {
        if key.bytes().any(|b| b.is_ascii_uppercase()) || !key.is_ascii() {
            report.invalid_each(path, key, format::qualified_name(&key.to_lowercase()));
        } else {
            report.invalid_each(path, key, format::qualified_name(key));
        }
        bytes += key.len() + value.len();
    }
    if bytes > MAX_ANNOTATION_BYTES {
        report.too_long(path, MAX_ANNOTATION_BYTES);
    }
}

impl NameRule {
    /// What is wrong with a name, by the rules of the release that the report is for.
    pub(crate) fn check(self, name: &str, report: &Report) -> Wrongs {
        match self {
            Self::Service if !report.release.has(Change::RelaxedServiceNameValidation) => {
                format::dns1035_label(name)
            }
            Self::Label | Self::Service => format::dns1123_label(name),
            Self::Subdomain => format::dns1123_subdomain(name),
            Self::PathSegment => format::path_segment(name),
            Self::Any => Wrongs::new(),
        }
    }

    /// What is wrong with the beginning of a name: it may end with a dash (`maskTrailingDash`).
    fn check_prefix(self, prefix: &str, report: &Report) -> Wrongs {
        match prefix.len().checked_sub(2).and_then(|end| prefix.get(..end)) {
            Some(kept) if prefix.ends_with('-') && self != Self::PathSegment => {
                self.check(&format!("{kept}a"), report)
            }
            _ => self.check(prefix, report),
        }
    }
}

fn check_owners(owners: &[OwnerReference], path: &Path<'_>, report: &mut Report) {
    let mut controller: Option<String> = None;
    let mut told = 0;
    for owner in owners {
        check_owner(owner, path, report);
        if owner.controller != Some(true) {
            continue;
        }
        let name = format!("{}/{}", owner.kind, owner.name);
        if let Some(first) = &controller {
            told += 1;
            if told > MOST_CONTROLLERS {
                continue;
            }
            let words = format!(
                "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {name}"
            );
            report.invalid(path, Value::Json(&owners_json(owners)), &words);
        } else {
            controller = Some(name);
        }
    }
}

fn check_owner(owner: &OwnerReference, path: &Path<'_>, report: &mut Report) {
    let version = owner.api_version.rsplit('/').next().unwrap_or_default();
    if version.is_empty() || owner.api_version.matches('/').count() > 1 {
        report.invalid(&path.child("apiVersion"), &owner.api_version, "version must not be empty");
    }
    for (field, value) in [("kind", &owner.kind), ("name", &owner.name), ("uid", &owner.uid)] {
        if value.is_empty() {
            report.invalid(&path.child(field), value, "must not be empty");
        }
    }
    if matches!(owner.api_version.as_str(), "v1" | "/v1") && owner.kind == "Event" {
        let words = "/v1, Kind=Event is disallowed from being an owner";
        report.invalid(path, Value::Json(&owner_json(owner)), words);
    }
}

/// `ValidateFinalizers`.
fn check_finalizers(finalizers: &[String], path: &Path<'_>, report: &mut Report) {
    for finalizer in finalizers {
        report.invalid_each(path, finalizer, format::qualified_name(finalizer));
    }
    let has = |name: &str| finalizers.iter().any(|finalizer| finalizer == name);
    if has(ORPHAN) && has(FOREGROUND) {
        let json = go::json_strings(Some(finalizers));
        let words = format!("finalizer {ORPHAN} and {FOREGROUND} cannot be both set");
        report.invalid(path, Value::Json(&json), &words);
    }
}

/// `validateKubeFinalizerName` of each.
fn check_standard_finalizers(meta: &ObjectMeta, report: &mut Report) {
    let path = Path::new("metadata");
    let path = path.child("finalizers");
    for (index, finalizer) in meta.finalizers.iter().flatten().enumerate() {
        check_finalizer_kind(finalizer, &path.index(index), report);
    }
}

/// `validateKubeFinalizerName` of `pkg/apis/core/validation`: without a domain only the server's own.
pub(crate) fn check_finalizer_kind(finalizer: &str, path: &Path<'_>, report: &mut Report) {
    if !finalizer.contains('/') && !matches!(finalizer, "kubernetes" | ORPHAN | FOREGROUND) {
        report.invalid(
            path,
            finalizer,
            "name is neither a standard finalizer name nor is it fully qualified",
        );
    }
}

fn owners_json(owners: &[OwnerReference]) -> String {
    let owners: Vec<String> = owners.iter().map(owner_json).collect();
    format!("[{}]", owners.join(","))
}

fn owner_json(owner: &OwnerReference) -> String {
    let texts = [
        ("apiVersion", &owner.api_version),
        ("kind", &owner.kind),
        ("name", &owner.name),
        ("uid", &owner.uid),
    ];
    let mut fields: Vec<String> =
        texts.iter().map(|(name, value)| format!("\"{name}\":{}", go::json_string(value))).collect();
    let flags = [("controller", owner.controller), ("blockOwnerDeletion", owner.block_owner_deletion)];
    fields.extend(flags.iter().filter_map(|(name, flag)| flag.map(|flag| format!("\"{name}\":{flag}"))));
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_may_end_with_a_dash() {
        let report = Report::default();
        assert!(NameRule::Label.check_prefix("web-", &report).is_empty());
        assert_eq!(NameRule::Label.check("web-", &report).len(), 1);
        assert_eq!(NameRule::Label.check_prefix("Web-", &report).len(), 1);
    }

    #[test]
    fn a_name_is_needed() {
        let mut report = Report::default();
        check(&ObjectMeta::default(), "default", Scope::Namespaced, NameRule::Label, &mut report);
        assert_eq!(report.into_words().0, "metadata.name: Required value: name or generateName is required");
    }

    #[test]
    fn one_controller_at_most() {
        let owner = OwnerReference {
            api_version: "apps/v1".into(),
            kind: "Deployment".into(),
            name: "a".into(),
            uid: "1".into(),
            controller: Some(true),
            ..OwnerReference::default()
        };
        let mut report = Report::default();
        check_owners(&[owner.clone(), owner], &Path::new("metadata").child("ownerReferences"), &mut report);
        let words = report.into_words().0;
        assert!(words.contains(r#""uid":"1","controller":true}]: Only one reference"#), "{words}");
    }
}
