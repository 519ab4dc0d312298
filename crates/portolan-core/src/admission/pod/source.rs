//! What a value is taken from: a field of the Pod, or a resource of a container.

use super::amount::Amount;
use crate::admission::format;
use crate::admission::report::Report;
use crate::api::core::{ObjectFieldSelector, ResourceFieldSelector};
use crate::diagnostic::Path;

/// The resources of a container, apart from huge pages.
pub(super) const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];
const HUGE_PAGES: [&str; 2] = ["limits.hugepages-", "requests.hugepages-"];
const DIVISORS_OF_CPU: [&str; 2] = ["1m", "1"];
const DIVISORS: [&str; 13] =
    ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/// `validateObjectFieldSelector`, after `ConvertDownwardAPIFieldLabel` has seen the name: some fields can be taken,
/// `others` have a name and cannot.
pub(super) fn check_field(
    field: &ObjectFieldSelector,
    (taken, others): (&[&str], &[&str]),
    path: &Path<'_>,
    report: &mut Report,
) {
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
    let converted = if name == "spec.host" { "spec.nodeName" } else { name };
    match parts.filter(|(of, _)| !of.is_empty()) {
        Some(("metadata.annotations", key)) => {
            let key = key.to_lowercase();
            report.invalid_each(path, &key, format::qualified_name(&key));
        }
        Some(("metadata.labels", key)) => report.invalid_each(path, key, format::qualified_name(key)),
        Some(_) => refuse(&format!("field label does not support subscript: {name}")),
        None if taken.contains(&converted) => {}
        None if others.contains(&converted) => report.not_supported(&field_path, converted, taken),
        None => refuse(&format!("field label not supported: {name}")),
    }
}

/// Whether a resource is one of huge pages, of whatever size.
pub(super) fn is_huge(resource: &str) -> bool {
    HUGE_PAGES.iter().any(|prefix| resource.starts_with(prefix))
}

/// `validateContainerResourceDivisor`.
pub(super) fn check_divisor(one: &ResourceFieldSelector, path: &Path<'_>, report: &mut Report) {
    let divisor = one.divisor.as_ref().and_then(Amount::of).filter(|divisor| divisor.nanos() != 0);
    let Some(divisor) = divisor.map(Amount::show) else { return };
    let name = one.resource.as_str();
    let (of, list) = match name.split_once('.').unwrap_or_default().1 {
        "cpu" => ("cpu", &DIVISORS_OF_CPU[..]),
        "memory" => ("memory", &DIVISORS[..]),
        "ephemeral-storage" => ("local ephemeral storage", &DIVISORS[..]),
        _ if is_huge(name) => ("hugepages", &DIVISORS[..]),
        _ => return,
    };
    if !list.contains(&divisor.as_str()) {
        let list = if of == "cpu" { "1m and 1".to_owned() } else { list.join(", ") };
        let words = format!("only divisor's values {list} are supported with the {of} resource");
        report.invalid(&path.child("divisor"), name, &words);
    }
}
