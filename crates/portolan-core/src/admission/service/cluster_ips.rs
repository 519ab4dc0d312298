//! `ValidateServiceClusterIPsRelatedFields`: `clusterIP`, `clusterIPs`, `ipFamilies` and `ipFamilyPolicy` must agree.

use super::{EXTERNAL_NAME, NONE, is_headless, list, text};
use crate::admission::address;
use crate::admission::go::json_strings;
use crate::admission::report::{Report, Value};
use crate::api::core::ServiceSpec;
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;
use std::net::IpAddr;

const FAMILIES: [&str; 2] = ["IPv4", "IPv6"];
const POLICIES: [&str; 3] = ["PreferDualStack", "RequireDualStack", "SingleStack"];

/// Checks the fields against each other; an ExternalName is left to other rules.
pub(super) fn check(spec: &ServiceSpec, report: &mut Report) {
    if text(&spec.type_) == EXTERNAL_NAME {
        return;
    }
    let root = Path::new("spec");
    let path = root.child("clusterIPs");
    let ips = list(&spec.cluster_ips);
    let shown = if ips.is_empty() { String::new() } else { json_strings(Some(ips)) };
    check_pair(text(&spec.cluster_ip), ips, &path, &shown, report);
    check_families(spec, &root, report);
    let sound = check_each(ips, &path, &shown, report);
    if ips.len() > 2 {
        report.invalid(&path, Value::Json(&shown), "may only hold up to 2 values");
    }
    if !sound {
        return;
    }
    if ips.len() > 1 && !is_dual(ips) {
        report.invalid(&path, Value::Json(&shown), "may specify no more than one IP for each IP family");
    }
    if !is_headless(spec) {
        check_order(ips, list(&spec.ip_families), &path, report);
    }
}

/// The family of an address, as the API names it.
pub(super) fn family_of(ip: &str) -> &'static str {
    match address::parse(ip) {
        Some(IpAddr::V6(_)) => "IPv6",
        _ => "IPv4",
    }
}

/// `clusterIP` is the first of `clusterIPs`.
fn check_pair(ip: &str, ips: &[String], path: &Path<'_>, shown: &str, report: &mut Report) {
    match (ip, ips.first()) {
        ("", None) => {}
        ("", Some(_)) => {
            report.invalid(path, Value::Json(shown), "must be empty when `clusterIP` is not specified");
        }
        (_, None) => report.required(path, ""),
        (ip, Some(first)) if ip != first => {
            report.invalid(path, Value::Json(shown), "first value must match `clusterIP`");
        }
        _ => {}
    }
}

fn check_families(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let path = root.child("ipFamilies");
    let families = list(&spec.ip_families);
    let mut seen = BTreeSet::new();
    for (index, family) in families.iter().enumerate() {
        let path = path.index(index);
        if !FAMILIES.contains(&family.as_str()) {
            report.not_supported(&path, family, &FAMILIES);
        }
        if !seen.insert(family) {
            report.duplicate(&path, family);
        }
    }
    if let Some(policy) = spec.ip_family_policy.as_deref().filter(|policy| !POLICIES.contains(policy)) {
        report.not_supported(&root.child("ipFamilyPolicy"), policy, &POLICIES);
    }
}

/// Whether every address is one, and `None` stands alone.
fn check_each(ips: &[String], path: &Path<'_>, shown: &str, report: &mut Report) -> bool {
    let mut sound = true;
    for (index, ip) in ips.iter().enumerate() {
        if index > 0 || ip != NONE {
            sound &= address::check_ip(&path.index(index), ip, report);
        } else if ips.len() > 1 {
            sound = false;
            report.invalid(path, Value::Json(shown), "'None' must be the first and only value");
        }
    }
    sound
}

/// `IsDualStackIPStrings`: both families occur.
fn is_dual(ips: &[String]) -> bool {
    FAMILIES.iter().all(|family| ips.iter().any(|ip| family_of(ip) == *family))
}

fn check_order(ips: &[String], families: &[String], path: &Path<'_>, report: &mut Report) {
    for (index, (ip, family)) in ips.iter().zip(families).enumerate() {
        if FAMILIES.contains(&family.as_str()) && family_of(ip) != family {
            let words = format!("expected an {family} value as indicated by `ipFamilies[{index}]`");
            report.invalid(&path.index(index), ip, &words);
        }
    }
}
