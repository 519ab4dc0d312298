//! `GetWarningsForService` (`pkg/api/service/warnings.go`).

use super::{CLUSTER_IP, EXTERNAL_NAME, NONE, list, text};
use crate::admission::address::{warn_cidr, warn_ip};
use crate::admission::release::Change;
use crate::admission::report::Report;
use crate::api::core::{Service, ServiceSpec};
use crate::diagnostic::Path;

/// Says what is taken but will not do what it seems to.
pub(crate) fn warn(service: &Service, report: &mut Report) {
    let Some(spec) = &service.spec else { return };
    let annotations = service.metadata.annotations.as_ref();
    if annotations.is_some_and(|map| map.contains_key("service.kubernetes.io/topology-aware-hints")) {
        report.warn(
            "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use \
             service.kubernetes.io/topology-mode instead"
                .to_owned(),
        );
    }
    let headless = text(&spec.type_) == CLUSTER_IP && text(&spec.cluster_ip) == NONE;
    let root = Path::new("spec");
    if !matches!(text(&spec.cluster_ip), "" | NONE) {
        for (index, ip) in list(&spec.cluster_ips).iter().enumerate() {
            warn_ip(&root.child("clusterIPs").index(index), ip, report);
        }
    }
    if headless {
        warn_headless(spec, report);
    }
    warn_addresses(spec, &root, headless, report);
    warn_external_name(spec, report);
    let deprecated = report.release.has(Change::PreferCloseIsDeprecated);
    if deprecated && spec.traffic_distribution.as_deref() == Some("PreferClose") {
        let words = "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"";
        report.warn(words.to_owned());
    }
}

fn warn_headless(spec: &ServiceSpec, report: &mut Report) {
    let ignored = [
        ("loadBalancerIP", !text(&spec.load_balancer_ip).is_empty()),
        ("externalIPs", !list(&spec.external_ips).is_empty()),
        ("SessionAffinity", text(&spec.session_affinity) != "None"),
    ];
    for (field, _) in ignored.into_iter().filter(|(_, is_set)| *is_set) {
        report.warn(format!("spec.{field} is ignored for headless services"));
    }
}

fn warn_addresses(spec: &ServiceSpec, root: &Path<'_>, headless: bool, report: &mut Report) {
    let external = list(&spec.external_ips);
    for (index, ip) in external.iter().enumerate() {
        warn_ip(&root.child("externalIPs").index(index), ip, report);
    }
    let deprecated = report.release.has(Change::ExternalIPsAreDeprecated);
    if deprecated && !external.is_empty() && !headless && text(&spec.type_) != EXTERNAL_NAME {
        let words = "spec.externalIPs is deprecated and may no longer be implemented in some clusters";
        report.warn(words.to_owned());
    }
    warn_ip(&root.child("loadBalancerIP"), text(&spec.load_balancer_ip), report);
    for (index, range) in list(&spec.load_balancer_source_ranges).iter().enumerate() {
        warn_cidr(&root.child("loadBalancerSourceRanges").index(index), range, report);
    }
}

fn warn_external_name(spec: &ServiceSpec, report: &mut Report) {
    let is_external_name = text(&spec.type_) == EXTERNAL_NAME;
    if is_external_name && !list(&spec.external_ips).is_empty() {
        report.warn("spec.externalIPs is ignored when spec.type is \"ExternalName\"".to_owned());
    }
    if !is_external_name && !text(&spec.external_name).is_empty() {
        report.warn("spec.externalName is ignored when spec.type is not \"ExternalName\"".to_owned());
    }
}
