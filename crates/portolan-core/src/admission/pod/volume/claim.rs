//! What a claim asks for: `ValidatePersistentVolumeClaimSpec` and `ValidatePersistentVolumeClaimTemplate`.

use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::meta::{check_annotations, check_labels};
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::core::{PersistentVolumeClaim, PersistentVolumeClaimSpec};
use crate::api::meta::ObjectMeta;
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};

const ACCESS_MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES: [&str; 2] = ["Block", "Filesystem"];
const CLAIM: &str = "PersistentVolumeClaim";

/// Checks the template of an ephemeral volume.
pub(super) fn check_template(template: Option<&PersistentVolumeClaim>, path: &Path<'_>, report: &mut Report) {
    let Some(template) = template else { return report.required(path, "") };
    check_template_meta(&template.metadata, &path.child("metadata"), report);
    check_claim(template.spec.as_ref(), &path.child("spec"), report);
}

/// `ValidateTemplateObjectMeta`: labels and annotations are all that it may have. The names are those that the server
/// makes of the fields of Go.
fn check_template_meta(meta: &ObjectMeta, path: &Path<'_>, report: &mut Report) {
    check_annotations(meta.annotations.as_ref(), &path.child("annotations"), report);
    check_labels(meta.labels.as_ref(), &path.child("labels"), report);
    let is_set = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let others = [
        ("name", is_set(&meta.name)),
        ("generateName", is_set(&meta.generate_name)),
        ("namespace", is_set(&meta.namespace)),
        ("selfLink", is_set(&meta.self_link)),
        ("uID", is_set(&meta.uid)),
        ("resourceVersion", is_set(&meta.resource_version)),
        ("generation", meta.generation.is_some_and(|generation| generation != 0)),
        ("creationTimestamp", meta.creation_timestamp.is_some()),
        ("deletionTimestamp", meta.deletion_timestamp.is_some()),
        ("deletionGracePeriodSeconds", meta.deletion_grace_period_seconds.is_some()),
        ("ownerReferences", meta.owner_references.is_some()),
        ("finalizers", meta.finalizers.is_some()),
    ];
    for (field, _) in others.into_iter().filter(|(_, is_set)| *is_set) {
        report.forbidden(&path.child(field), "cannot be set");
    }
}

/// Checks what a claim asks for.
pub(in crate::admission) fn check_claim(
    spec: Option<&PersistentVolumeClaimSpec>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let none = PersistentVolumeClaimSpec::default();
    let spec = spec.unwrap_or(&none);
    let modes = spec.access_modes.as_deref().unwrap_or_default();
    let field = path.child("accessModes");
    if modes.is_empty() {
        report.required(&field, "at least 1 access mode is required");
    }
    if let Some(one) = &spec.selector {
        selector::check(one, &path.child("selector"), report);
    }
    for mode in modes.iter().filter(|mode| !ACCESS_MODES.contains(&mode.as_str())) {
        report.not_supported_json(&field, &json_string(mode), &ACCESS_MODES);
    }
    let known = modes.iter().filter(|mode| ACCESS_MODES.contains(&mode.as_str())).count();
    let alone = modes.iter().filter(|mode| *mode == "ReadWriteOncePod").count();
    if alone > 0 && alone < known {
        report.forbidden(&field, "may not use ReadWriteOncePod with other access modes");
    }
    check_storage(spec, &path.child("resources"), report);
    if let Some(class) = spec.storage_class_name.as_deref().filter(|class| !class.is_empty()) {
        report.invalid_each(&path.child("storageClassName"), class, format::dns1123_subdomain(class));
    }
    if let Some(mode) = spec.volume_mode.as_deref().filter(|mode| !VOLUME_MODES.contains(mode)) {
        report.not_supported_json(&path.child("volumeMode"), &json_string(mode), &VOLUME_MODES);
    }
    check_data_sources(spec, path, report);
    if let Some(class) = spec.volume_attributes_class_name.as_deref().filter(|class| !class.is_empty()) {
        let field = path.child("volumeAttributesClassName");
        report.invalid_each(&field, class, format::dns1123_subdomain(class));
    }
}

fn check_storage(spec: &PersistentVolumeClaimSpec, path: &Path<'_>, report: &mut Report) {
    let storage = spec.resources.as_ref().and_then(|resources| resources.requests.as_ref()?.get("storage"));
    let field = path.key("storage");
    match storage.map(|storage| storage.0.trim()) {
        None => report.required(&field, ""),
        Some(text) if parse(text).is_ok_and(|value| value.nanos() <= 0) => {
            report.invalid(&field, canonical(text).as_str(), "must be greater than zero");
        }
        Some(_) => {}
    }
}

/// `dataSource` and `dataSourceRef`, which are the same where both are written. The server shows no value of them.
fn check_data_sources(spec: &PersistentVolumeClaimSpec, path: &Path<'_>, report: &mut Report) {
    if let Some(one) = &spec.data_source {
        let path = path.child("dataSource");
        check_data_source(one.api_group.as_deref(), &one.kind, &one.name, &path, report);
    }
    let Some(reference) = &spec.data_source_ref else { return };
    let own = path.child("dataSourceRef");
    check_data_source(reference.api_group.as_deref(), &reference.kind, &reference.name, &own, report);
    let namespace = reference.namespace.as_deref().unwrap_or_default();
    if !namespace.is_empty() {
        report.invalid_each(&own.child("namespace"), namespace, format::dns1123_label(namespace));
    }
    let Some(one) = &spec.data_source else { return };
    if !namespace.is_empty() {
        let words = "may not be specified when dataSourceRef.namespace is specified";
        report.invalid(path, Value::Json("{}"), words);
    } else if (&one.api_group, &one.kind, &one.name)
        != (&reference.api_group, &reference.kind, &reference.name)
    {
        report.invalid(path, Value::Json("{}"), "must match dataSourceRef");
    }
}

/// `validateDataSource`.
fn check_data_source(group: Option<&str>, kind: &str, name: &str, path: &Path<'_>, report: &mut Report) {
    for (field, value) in [("name", name), ("kind", kind)] {
        if value.is_empty() {
            report.required(&path.child(field), "");
        }
    }
    let group = group.unwrap_or_default();
    if !group.is_empty() {
        report.invalid_each(&path.child("apiGroup"), group, format::dns1123_subdomain(group));
    } else if kind != CLAIM {
        report.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }
}
