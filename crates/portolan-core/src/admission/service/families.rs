//! The IP families of a Service, as far as the author left them open: `initIPFamilyFields`
//! (`pkg/registry/core/service/storage/alloc.go`).

use super::cluster_ips::{self, family_of};
use super::{EXTERNAL_NAME, NONE, list, text};
use crate::admission::go::json_strings;
use crate::admission::report::{Report, Value};
use crate::api::core::ServiceSpec;
use crate::diagnostic::Path;

const SINGLE: &str = "SingleStack";
const REQUIRE: &str = "RequireDualStack";

/// Fills in policy and families for a cluster with these families, its own first, or says why it cannot. `old` is
/// the Service that is being updated.
pub(super) fn init(
    spec: &mut ServiceSpec,
    old: Option<&ServiceSpec>,
    cluster: &[&'static str],
    report: &mut Report,
) {
    if text(&spec.type_) == EXTERNAL_NAME || old.is_some_and(|old| keeps_prefer_dual(spec, old)) {
        return;
    }
    let by_hand = text(&spec.cluster_ip) == NONE && spec.selector.as_ref().is_none_or(|map| map.is_empty());
    if spec.ip_family_policy.is_none() {
        spec.ip_family_policy = old.and_then(|old| old.ip_family_policy.clone());
    }
    if spec.ip_family_policy.is_none() {
        spec.ip_family_policy = Some(if by_hand { REQUIRE } else { SINGLE }.to_owned());
    }
    cluster_ips::check(spec, report);
    if !report.is_valid() {
        return;
    }
    if let Some(old) = old {
        release(spec, old, report);
    }
    check_single(spec, report);
    infer(spec, cluster, report);
    if !report.is_valid() {
        return;
    }
    let own = cluster.first().copied().unwrap_or("IPv4");
    if by_hand {
        add_families(spec, own, true);
        return;
    }
    check_configured(spec, cluster, report);
    if report.is_valid() {
        add_families(spec, own, cluster.len() == 2);
    }
}

/// `isMatchingPreferDualStackClusterIPFields`: such a Service is left as it is.
pub(super) fn keeps_prefer_dual(spec: &ServiceSpec, old: &ServiceSpec) -> bool {
    let prefers = |policy: &Option<String>| policy.as_deref() == Some("PreferDualStack");
    spec.type_ == old.type_
        && prefers(&spec.ip_family_policy)
        && (old.ip_family_policy.is_none() || prefers(&old.ip_family_policy))
        && list(&spec.cluster_ips) == list(&old.cluster_ips)
        && list(&spec.ip_families) == list(&old.ip_families)
}

/// An update to a single stack gives the second address back; any other that leaves it out is refused.
fn release(spec: &mut ServiceSpec, old: &ServiceSpec, report: &mut Report) {
    let pairs = [
        (&mut spec.cluster_ips, &old.cluster_ips, "secondary cluster IP"),
        (&mut spec.ip_families, &old.ip_families, "secondary IP family"),
    ];
    let single = spec.ip_family_policy.as_deref() == Some(SINGLE);
    for (new, old, what) in pairs {
        let (count, before) = (list(new).len(), list(old).len());
        if single && list(new) == list(old) && count > 1 {
            new.get_or_insert_default().truncate(1);
        } else if !single && count != 0 && count < before {
            let path = Path::new("spec");
            let policy = spec.ip_family_policy.as_deref().unwrap_or_default();
            let words = format!("must be 'SingleStack' to release the {what}");
            report.invalid(&path.child("ipFamilyPolicy"), policy, &words);
        }
    }
}

fn check_single(spec: &ServiceSpec, report: &mut Report) {
    if text(&spec.ip_family_policy) != SINGLE {
        return;
    }
    let root = Path::new("spec");
    let counts =
        [(list(&spec.cluster_ips).len(), "cluster IPs"), (list(&spec.ip_families).len(), "IP families")];
    for (count, what) in counts {
        if count == 2 {
            let words =
                format!("must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified");
            report.invalid(&root.child("ipFamilyPolicy"), SINGLE, &words);
        }
    }
}

/// Families follow from addresses.
fn infer(spec: &mut ServiceSpec, cluster: &[&'static str], report: &mut Report) {
    let ips = spec.cluster_ips.as_deref().unwrap_or_default();
    let families = spec.ip_families.get_or_insert_default();
    for (index, ip) in ips.iter().enumerate().take_while(|(_, ip)| *ip != NONE) {
        if index < families.len() {
            continue;
        }
        let family = family_of(ip);
        if cluster.contains(&family) {
            families.push(family.to_owned());
        } else {
            let shown = json_strings(Some(ips));
            let words = format!("{family} is not configured on this cluster");
            report.invalid(&Path::new("spec").child("clusterIPs").index(index), Value::Json(&shown), &words);
        }
    }
}

fn check_configured(spec: &ServiceSpec, cluster: &[&'static str], report: &mut Report) {
    let root = Path::new("spec");
    if text(&spec.ip_family_policy) == REQUIRE && cluster.len() < 2 {
        let words = "this cluster is not configured for dual-stack services";
        report.invalid(&root.child("ipFamilyPolicy"), REQUIRE, words);
    }
    let path = root.child("ipFamilies");
    for (index, family) in list(&spec.ip_families).iter().enumerate() {
        if !cluster.contains(&family.as_str()) {
            report.invalid(&path.index(index), family, "not configured on this cluster");
        }
    }
}

/// The cluster's own family where none is given, and the other one for who asks for two.
fn add_families(spec: &mut ServiceSpec, own: &str, both: bool) {
    let families = spec.ip_families.get_or_insert_default();
    if families.is_empty() {
        families.push(own.to_owned());
    }
    if spec.ip_family_policy.as_deref() != Some(SINGLE) && both {
        let other = match families.as_slice() {
            [one] if one == "IPv4" => "IPv6",
            [one] if one == "IPv6" => "IPv4",
            _ => return,
        };
        families.push(other.to_owned());
    }
}
