//! Requests and limits: `validateResourceRequirements`.

use crate::admission::format;
use crate::admission::report::Report;
use crate::api::Quantity;
use crate::api::core::ResourceRequirements;
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};
use portolan_yaml::collections::BTreeMap;

type Amounts = BTreeMap<String, Quantity>;

const HUGE_PAGES: &str = "hugepages-";
const CONTAINER_RESOURCES: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
const OTHER_RESOURCES: [&str; 17] = [
    "configmaps",
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
    "requests.storage",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
    "storage",
];

/// Checks requests and limits; in a Pod, a limit without a request is the request too.
pub(super) fn check(wanted: &ResourceRequirements, is_pod: bool, path: &Path<'_>, report: &mut Report) {
    let none = Amounts::new();
    let limits = wanted.limits.as_ref().unwrap_or(&none);
    let written = wanted.requests.as_ref().unwrap_or(&none);
    let list = path.child("limits");
    for (name, amount) in limits {
        check_amount(name, amount, &list.key(name), report);
    }
    let mut requests: BTreeMap<&str, &Quantity> =
        written.iter().map(|(name, amount)| (name.as_str(), amount)).collect();
    if is_pod {
        for (name, amount) in limits {
            requests.entry(name).or_insert(amount);
        }
    }
    let requests_path = path.child("requests");
    for (name, amount) in &requests {
        check_amount(name, amount, &requests_path.key(name), report);
        match limits.get(*name) {
            Some(limit) => compare(name, amount, limit, &requests_path, report),
            None if !may_overcommit(name) => {
                report.required(&list, "Limit must be set for non overcommitable resources");
            }
            None => {}
        }
    }
    let names = || limits.keys().map(String::as_str).chain(requests.keys().copied());
    if names().any(|name| name.starts_with(HUGE_PAGES))
        && !names().any(|name| matches!(name, "cpu" | "memory"))
    {
        report.forbidden(path, "HugePages require cpu or memory");
    }
}

fn check_amount(name: &str, amount: &Quantity, path: &Path<'_>, report: &mut Report) {
    check_name(name, path, report);
    let Ok(value) = parse(amount.0.trim()) else { return };
    if value.nanos() < 0 {
        report.invalid(path, canonical(amount.0.trim()).as_str(), "must be greater than or equal to 0");
    }
    let whole = name.starts_with(HUGE_PAGES) || !is_native(name);
    if whole && value.nanos() % 1_000_000_000 != 0 {
        report.invalid(path, canonical(amount.0.trim()).as_str(), "must be an integer");
    }
}

/// `validateContainerResourceName`.
fn check_name(name: &str, path: &Path<'_>, report: &mut Report) {
    let wrongs = format::qualified_name(name);
    let sound = wrongs.is_empty();
    report.invalid_each(path, name, wrongs);
    if name.contains('/') {
        if !is_native(name) && name.starts_with("requests.") {
            report.invalid(path, name, "doesn't follow extended resource name standard");
        }
        return;
    }
    let known = CONTAINER_RESOURCES.contains(&name) || name.starts_with(HUGE_PAGES);
    if sound && !known && !OTHER_RESOURCES.contains(&name) {
        report.invalid(path, name, "must be a standard resource type or fully qualified");
    }
    if !known {
        report.invalid(path, name, "must be a standard resource for containers");
    }
}

fn compare(name: &str, request: &Quantity, limit: &Quantity, path: &Path<'_>, report: &mut Report) {
    let (request, limit) = (request.0.trim(), limit.0.trim());
    let (Ok(one), Ok(other)) = (parse(request), parse(limit)) else { return };
    let (one, other) = (one.nanos(), other.nanos());
    let rule = if one != other && !may_overcommit(name) {
        "equal to"
    } else if one > other {
        "less than or equal to"
    } else {
        return;
    };
    let words = format!("must be {rule} {name} limit of {}", canonical(limit));
    report.invalid(path, canonical(request).as_str(), &words);
}

/// `IsNativeResource`.
fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn may_overcommit(name: &str) -> bool {
    is_native(name) && !name.starts_with(HUGE_PAGES)
}
