//! Files with fields of the Pod: `validateDownwardAPIVolumeSource`. The API server tells of a file without its place.

use super::super::source::{RESOURCES, check_divisor, check_field, is_huge};
use super::path::{check_mode, check_not_reserved, check_required};
use crate::admission::report::Report;
use crate::api::core::{DownwardAPIVolumeFile, DownwardAPIVolumeSource, ResourceFieldSelector};
use crate::diagnostic::Path;

const FIELDS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];
/// Fields that have a name but cannot be a file.
const OTHER_FIELDS: [&str; 9] = [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.phase",
    "status.podIP",
    "status.podIPs",
];
/// Checks a `downwardAPI` volume.
pub(super) fn check(one: &DownwardAPIVolumeSource, path: &Path<'_>, report: &mut Report) {
    check_mode(one.default_mode, &path.child("defaultMode"), report);
    for file in one.items.iter().flatten() {
        check_file(file, path, report);
    }
}

/// `validateDownwardAPIVolumeFile`.
pub(super) fn check_file(file: &DownwardAPIVolumeFile, path: &Path<'_>, report: &mut Report) {
    check_required(&file.path, "path", path, report);
    check_not_reserved(&file.path, &path.child("path"), report);
    match (&file.field_ref, &file.resource_field_ref) {
        (Some(field), resource) => {
            check_field(field, (&FIELDS, &OTHER_FIELDS), &path.child("fieldRef"), report);
            if resource.is_some() {
                let words = "fieldRef and resourceFieldRef can not be specified simultaneously";
                report.invalid(path, "resource", words);
            }
        }
        (None, Some(resource)) => check_resource(resource, &path.child("resourceFieldRef"), report),
        (None, None) => report.required(path, "one of fieldRef and resourceFieldRef is required"),
    }
    check_mode(file.mode, &path.child("mode"), report);
}

/// `validateContainerResourceFieldSelector` for a volume, which must name the container.
fn check_resource(one: &ResourceFieldSelector, path: &Path<'_>, report: &mut Report) {
    let name = one.resource.as_str();
    if one.container_name.as_deref().unwrap_or_default().is_empty() {
        report.required(&path.child("containerName"), "");
    } else if name.is_empty() {
        report.required(&path.child("resource"), "");
    } else if !is_huge(name) && !RESOURCES.contains(&name) {
        report.not_supported(&path.child("resource"), name, &RESOURCES);
    }
    check_divisor(one, path, report);
}
