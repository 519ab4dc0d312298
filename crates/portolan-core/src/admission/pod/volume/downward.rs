//! Files with fields of the Pod: `validateDownwardAPIVolumeSource`. The API server tells of a file without its place.

use super::path::{check_mode, check_not_reserved, check_required};
use crate::admission::format;
use crate::admission::report::Report;
use crate::api::core::{
    DownwardAPIVolumeFile, DownwardAPIVolumeSource, ObjectFieldSelector, ResourceFieldSelector,
};
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};

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
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];
const HUGE_PAGES: [&str; 2] = ["limits.hugepages-", "requests.hugepages-"];
const DIVISORS: [&str; 13] =
    ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

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
            check_field(field, &path.child("fieldRef"), report);
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

/// `validateObjectFieldSelector`, after `ConvertDownwardAPIFieldLabel` has seen the name.
fn check_field(field: &ObjectFieldSelector, path: &Path<'_>, report: &mut Report) {
    let name = field.field_path.as_str();
    let field_path = path.child("fieldPath");
    if name.is_empty() {
        report.required(&field_path, "");
        return;
    }
    let mut refuse = |words: &str| {
        report.invalid(&field_path, name, &format!("error converting fieldPath: {words}"));
    };
    match field.api_version.as_deref().unwrap_or_default() {
        "" | "v1" => {}
        other => return refuse(&format!("unsupported pod version: {other}")),
    }
    let parts = name.strip_suffix("']").and_then(|name| name.split_once("['"));
    match parts.filter(|(of, _)| !of.is_empty()) {
        Some(("metadata.annotations", key)) => {
            report.invalid_each(path, &key.to_lowercase(), format::qualified_name(&key.to_lowercase()));
        }
        Some(("metadata.labels", key)) => report.invalid_each(path, key, format::qualified_name(key)),
        Some(_) => refuse(&format!("field label does not support subscript: {name}")),
        None if FIELDS.contains(&name) => {}
        None if name == "spec.host" => report.not_supported(&field_path, "spec.nodeName", &FIELDS),
        None if OTHER_FIELDS.contains(&name) => report.not_supported(&field_path, name, &FIELDS),
        None => refuse(&format!("field label not supported: {name}")),
    }
}

/// `validateContainerResourceFieldSelector` for a volume, which must name the container.
fn check_resource(one: &ResourceFieldSelector, path: &Path<'_>, report: &mut Report) {
    let name = one.resource.as_str();
    let is_huge = HUGE_PAGES.iter().any(|prefix| name.starts_with(prefix));
    if one.container_name.as_deref().unwrap_or_default().is_empty() {
        report.required(&path.child("containerName"), "");
    } else if name.is_empty() {
        report.required(&path.child("resource"), "");
    } else if !is_huge && !RESOURCES.contains(&name) {
        report.not_supported(&path.child("resource"), name, &RESOURCES);
    }
    check_divisor(one, is_huge, path, report);
}

/// `validateContainerResourceDivisor`.
fn check_divisor(one: &ResourceFieldSelector, is_huge: bool, path: &Path<'_>, report: &mut Report) {
    let text = one.divisor.as_ref().map_or("0", |divisor| divisor.0.trim());
    if parse(text).is_ok_and(|divisor| divisor.nanos() == 0) {
        return;
    }
    let text = canonical(text);
    let of = match one.resource.as_str() {
        "limits.cpu" | "requests.cpu" => {
            if text != "1m" && text != "1" {
                let words = "only divisor's values 1m and 1 are supported with the cpu resource";
                report.invalid(&path.child("divisor"), &one.resource, words);
            }
            return;
        }
        "limits.memory" | "requests.memory" => "memory",
        "limits.ephemeral-storage" | "requests.ephemeral-storage" => "local ephemeral storage",
        _ if is_huge => "hugepages",
        _ => return,
    };
    if !DIVISORS.contains(&text.as_str()) {
        let words =
            format!("only divisor's values {} are supported with the {of} resource", DIVISORS.join(", "));
        report.invalid(&path.child("divisor"), &one.resource, &words);
    }
}
