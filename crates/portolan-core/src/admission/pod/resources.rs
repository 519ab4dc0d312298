//! Requests and limits: `validateResourceRequirements`.

use super::amount::{Amount, Amounts, amounts};
use super::claims;
use super::source::RESOURCES;
use crate::admission::format;
use crate::admission::report::Report;
use crate::api::Quantity;
use crate::api::core::ResourceRequirements;
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// How the names of huge pages begin; their size follows.
pub(super) const HUGE_PAGES: &str = "hugepages-";
const CONTAINER_RESOURCES: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
/// `integerResources`, the quota resources that are counted.
pub(in crate::admission) const COUNTED_RESOURCES: [&str; 9] = [
    "configmaps",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
];
/// What else `standardResources` holds, besides what a value can be taken from.
const OTHER_RESOURCES: [&str; 2] = ["requests.storage", "storage"];

/// Whose resources they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A container.
    Container,
    /// The Pod as a whole.
    Pod,
}

/// Checks requests, limits and claims of a container; in a Pod, a limit without a request is the request too.
pub(super) fn check(
    wanted: &ResourceRequirements,
    is_pod: bool,
    known: &BTreeSet<&str>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let limits = amounts(wanted.limits.as_ref());
    check_both(&limits, &requests_of(wanted, is_pod), Owner::Container, path, report);
    let claims = wanted.claims.as_deref().unwrap_or_default();
    claims::check_uses(claims, known, &path.child("claims"), report);
}

/// `validateOverhead`.
pub(super) fn check_overhead(
    overhead: Option<&BTreeMap<String, Quantity>>,
    path: &Path<'_>,
    report: &mut Report,
) {
    check_both(&amounts(overhead), &Amounts::new(), Owner::Container, path, report);
}

/// The requests as they are after defaulting.
pub(super) fn requests_of(wanted: &ResourceRequirements, is_pod: bool) -> Amounts<'_> {
    let mut requests = amounts(wanted.requests.as_ref());
    if is_pod {
        for (name, amount) in amounts(wanted.limits.as_ref()) {
            requests.entry(name).or_insert(amount);
        }
    }
    requests
}

/// Checks names and amounts, and that no request is above its limit.
pub(super) fn check_both(
    limits: &Amounts<'_>,
    requests: &Amounts<'_>,
    owner: Owner,
    path: &Path<'_>,
    report: &mut Report,
) {
    let limits_path = path.child("limits");
    for (name, amount) in limits {
        let path = limits_path.key(name);
        check_amount(name, *amount, owner, &path, report);
        check_pages(name, *amount, &path, report);
    }
    let requests_path = path.child("requests");
    for (name, amount) in requests {
        let path = requests_path.key(name);
        check_amount(name, *amount, owner, &path, report);
        match limits.get(name) {
            Some(limit) => compare(name, *amount, *limit, &requests_path, report),
            None if !may_overcommit(name) => {
                report.required(&limits_path, "Limit must be set for non overcommitable resources");
            }
            None => {}
        }
        check_pages(name, *amount, &path, report);
    }
    let has = |wanted: fn(&str) -> bool| limits.keys().chain(requests.keys()).any(|name| wanted(name));
    if has(|name| name.starts_with(HUGE_PAGES)) && !has(|name| matches!(name, "cpu" | "memory")) {
        report.forbidden(path, "HugePages require cpu or memory");
    }
}

/// The name, and `ValidateResourceQuantityValue`.
fn check_amount(name: &str, amount: Amount, owner: Owner, path: &Path<'_>, report: &mut Report) {
    match owner {
        Owner::Container => check_name(name, path, report),
        Owner::Pod => check_pod_name(name, path, report),
    }
    if amount.nanos() < 0 {
        report.invalid(path, amount.show().as_str(), "must be greater than or equal to 0");
    }
    if (COUNTED_RESOURCES.contains(&name) || is_extended(name)) && !amount.is_whole() {
        report.invalid(path, amount.show().as_str(), "must be an integer");
    }
}

/// `validateResourceQuantityHugePageValue`.
fn check_pages(name: &str, amount: Amount, path: &Path<'_>, report: &mut Report) {
    let Some(size) = name.strip_prefix(HUGE_PAGES) else { return };
    let size = Amount::parse(size).filter(|size| size.nanos() > 0 && size.is_whole()).map(Amount::value);
    if size.and_then(|size| amount.value().checked_rem(size)) != Some(0) {
        let shown = amount.show();
        let words = format!("{shown} is not positive integer multiple of {name}");
        report.invalid(path, shown.as_str(), &words);
    }
}

/// `validateContainerResourceName`.
fn check_name(name: &str, path: &Path<'_>, report: &mut Report) {
    check_any_name(name, path, report);
    if name.contains('/') {
        if !is_native(name) && !is_extended(name) {
            report.invalid(path, name, "doesn't follow extended resource name standard");
        }
    } else if !CONTAINER_RESOURCES.contains(&name) && !name.starts_with(HUGE_PAGES) {
        report.invalid(path, name, "must be a standard resource for containers");
    }
}

/// `validatePodResourceName`.
fn check_pod_name(name: &str, path: &Path<'_>, report: &mut Report) {
    let before = report.count();
    check_any_name(name, path, report);
    if report.count() == before && !is_of_pod(name) {
        report.not_supported(path, name, &["cpu", HUGE_PAGES, "memory"]);
    }
}

/// `validateResourceName`.
fn check_any_name(name: &str, path: &Path<'_>, report: &mut Report) {
    let wrongs = format::qualified_name(name);
    let sound = wrongs.is_empty();
    report.invalid_each(path, name, wrongs);
    let known = CONTAINER_RESOURCES.contains(&name)
        || COUNTED_RESOURCES.contains(&name)
        || RESOURCES.contains(&name)
        || OTHER_RESOURCES.contains(&name)
        || name.strip_prefix("requests.").unwrap_or(name).starts_with(HUGE_PAGES);
    if sound && !name.contains('/') && !known {
        report.invalid(path, name, "must be a standard resource type or fully qualified");
    }
}

fn compare(name: &str, request: Amount, limit: Amount, path: &Path<'_>, report: &mut Report) {
    let rule = if request.nanos() != limit.nanos() && !may_overcommit(name) {
        "equal to"
    } else if request.nanos() > limit.nanos() {
        "less than or equal to"
    } else {
        return;
    };
    let words = format!("must be {rule} {name} limit of {}", limit.show());
    report.invalid(path, request.show().as_str(), &words);
}

/// `IsSupportedPodLevelResource`.
pub(super) fn is_of_pod(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || name.starts_with(HUGE_PAGES)
}

/// `IsNativeResource`.
fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

/// `IsExtendedResourceName`.
fn is_extended(name: &str) -> bool {
    !is_native(name)
        && !name.starts_with("requests.")
        && format::qualified_name(&format!("requests.{name}")).is_empty()
}

/// `IsOvercommitAllowed`.
pub(super) fn may_overcommit(name: &str) -> bool {
    is_native(name) && !name.starts_with(HUGE_PAGES)
}
