//! Resources of the Pod as a whole: `validatePodResources`, after `defaultHugePagePodLimits` and `defaultPodRequests`.

use super::amount::{Amount, Amounts, amounts};
use super::resources::{HUGE_PAGES, Owner, check_both, is_of_pod, may_overcommit, requests_of};
use super::{init_containers, is_sidecar};
use crate::admission::report::Report;
use crate::api::core::{Container, PodSpec, ResourceRequirements};
use crate::diagnostic::Path;

/// Checks `spec.resources`.
pub(super) fn check(spec: &PodSpec, is_pod: bool, path: &Path<'_>, report: &mut Report) {
    let Some(wanted) = &spec.resources else { return };
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        report.forbidden(path, "may not be set for a windows pod");
        return;
    }
    if wanted.claims.is_some() {
        report.forbidden(&path.child("claims"), "claims may not be set for Resources at pod-level");
    }
    let all_limits = total(spec, |one| amounts(one.limits.as_ref()));
    let all_requests = total(spec, |one| requests_of(one, is_pod));
    let mut limits = amounts(wanted.limits.as_ref());
    let mut requests = amounts(wanted.requests.as_ref());
    if is_pod {
        set_defaults(&mut limits, &mut requests, &all_limits, &all_requests);
    }
    check_both(&limits, &requests, Owner::Pod, path, report);
    let huge = all_limits.iter().filter(|(name, _)| name.starts_with(HUGE_PAGES));
    check_sums(&requests, all_requests.iter(), ("requests", "requests"), path, report);
    check_sums(&limits, huge, ("limits", "limits"), path, report);
    let list = path.child("containers");
    for (index, container) in spec.containers.iter().enumerate() {
        let path = list.index(index);
        let own = container.resources.as_ref().and_then(|one| one.limits.as_ref());
        for (name, amount) in amounts(own) {
            if let Some(limit) = limits.get(name).filter(|limit| amount.nanos() > limit.nanos()) {
                let words = format!("must be less than or equal to pod limits of {}", limit.show());
                report.invalid(&path.key(name).child("limits"), amount.show().as_str(), &words);
            }
        }
    }
}

fn set_defaults<'a>(
    limits: &mut Amounts<'a>,
    requests: &mut Amounts<'a>,
    all_limits: &Amounts<'a>,
    all_requests: &Amounts<'a>,
) {
    if limits.is_empty() && requests.is_empty() {
        return;
    }
    for (name, amount) in all_limits.iter().filter(|(name, _)| name.starts_with(HUGE_PAGES)) {
        if !requests.contains_key(name) {
            limits.entry(name).or_insert(*amount);
        }
    }
    if limits.is_empty() {
        return;
    }
    for (name, amount) in all_requests.iter().filter(|(name, _)| is_of_pod(name) && may_overcommit(name)) {
        requests.entry(name).or_insert(*amount);
    }
    for (name, amount) in limits.iter().filter(|(name, _)| is_of_pod(name)) {
        requests.entry(name).or_insert(*amount);
    }
}

/// `validatePodResourceConsistency`: the containers together do not want more than the Pod.
fn check_sums<'s, 'a: 's>(
    own: &Amounts<'_>,
    sums: impl Iterator<Item = (&'s &'a str, &'s Amount)>,
    (field, what): (&str, &str),
    path: &Path<'_>,
    report: &mut Report,
) {
    let list = path.child(field);
    for (name, sum) in sums {
        if let Some(one) = own.get(name).filter(|one| sum.nanos() > one.nanos()) {
            let words =
                format!("must be greater than or equal to aggregate container {what} of {}", sum.show());
            report.invalid(&list.key(name), one.show().as_str(), &words);
        }
    }
}

/// `AggregateContainerRequests` and its kin: init containers run one by one, beside the sidecars before them.
fn total<'a>(spec: &'a PodSpec, of: impl Fn(&'a ResourceRequirements) -> Amounts<'a>) -> Amounts<'a> {
    let of = |one: &'a Container| one.resources.as_ref().map(&of).unwrap_or_default();
    let (mut all, mut sidecars, mut most) = (Amounts::new(), Amounts::new(), Amounts::new());
    for container in &spec.containers {
        add(&mut all, &of(container));
    }
    for container in init_containers(spec) {
        let mut now = of(container);
        if is_sidecar(container) {
            add(&mut all, &now);
            add(&mut sidecars, &now);
            now.clone_from(&sidecars);
        } else {
            add(&mut now, &sidecars);
        }
        raise(&mut most, &now);
    }
    raise(&mut all, &most);
    all
}

fn add<'a>(sum: &mut Amounts<'a>, more: &Amounts<'a>) {
    for (name, amount) in more {
        sum.entry(name).and_modify(|one| *one = one.plus(*amount)).or_insert(*amount);
    }
}

fn raise<'a>(most: &mut Amounts<'a>, other: &Amounts<'a>) {
    for (name, amount) in other {
        let one = most.entry(name).or_insert(*amount);
        if amount.nanos() > one.nanos() {
            *one = *amount;
        }
    }
}
