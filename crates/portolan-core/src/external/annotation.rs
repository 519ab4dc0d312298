//! Annotations of Services that make a difference to what a provider's load balancer does.

use super::profile::{AWS_TARGET_GROUP, Profile, Targets};
use crate::object::{Protocol, Service};
use crate::options::Provider;

const ACK_BACKEND: &str = "service.beta.kubernetes.io/backend-type";
const ACK_ADDRESS: &str = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type";
const AWS_TARGET: &str = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
const AWS_TYPE: &str = "service.beta.kubernetes.io/aws-load-balancer-type";
const AWS_SCHEME: &str = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const AWS_ATTRIBUTES: &str = "service.beta.kubernetes.io/aws-load-balancer-attributes";
const AWS_CROSS_ZONE: &str = "service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled";
const GKE_TYPE: [&str; 2] = ["networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type"];
const AZURE_INTERNAL: &str = "service.beta.kubernetes.io/azure-load-balancer-internal";

/// What a Service's load balancer sends to: what an annotation says, or what the provider does by default.
pub(super) fn targets(profile: &Profile, service: &Service) -> Targets {
    let note = |key| service.meta.annotations.get(key);
    let asked = if profile.provider.is_ack() {
        note(ACK_BACKEND)
    } else if profile.provider.is_aws() {
        note(AWS_TARGET).or_else(|| note(AWS_TYPE).filter(|kind| *kind == "nlb-ip"))
    } else {
        None
    };
    match asked {
        Some("eni" | "ip" | "nlb-ip") => Targets::Pods,
        Some("ecs" | "instance") => Targets::Nodes,
        _ => profile.targets,
    }
}

/// Whether its address is one of the provider's private network, and the field that says so.
pub(super) fn internal(profile: &Profile, service: &Service) -> bool {
    let note = |key| service.meta.annotations.get(key);
    match profile.provider {
        Provider::AckFlannel | Provider::AckTerwayEniip => note(ACK_ADDRESS) == Some("intranet"),
        Provider::AwsNlbInstance | Provider::AwsNlbIp => note(AWS_SCHEME) != Some("internet-facing"),
        Provider::Gke => {
            let class = service.load_balancer.class.as_deref();
            class == Some("networking.gke.io/l4-regional-internal")
                || GKE_TYPE
                    .iter()
                    .any(|key| note(key).is_some_and(|kind| kind.eq_ignore_ascii_case("Internal")))
        }
        Provider::Aks => note(AZURE_INTERNAL) == Some("true"),
        _ => false,
    }
}

/// Whether each zone has its own share: NLBs do not send across zones unless they are told to.
pub(super) fn by_zone(profile: &Profile, service: &Service) -> bool {
    let note = |key| service.meta.annotations.get(key);
    let across = note(AWS_CROSS_ZONE) == Some("true")
        || has(note(AWS_ATTRIBUTES), "load_balancing.cross_zone.enabled", "true")
        || has(note(AWS_TARGET_GROUP), "load_balancing.cross_zone.enabled", "true");
    profile.by_zone && !across
}

/// Whether a node's share goes by its number of Pods, where that can be asked for.
pub(super) fn by_pods(profile: &Profile, service: &Service) -> bool {
    profile.weighted_by.is_some_and(|(key, value)| service.meta.annotations.get(key) == Some(value))
}

/// Whether the load balancer leaves the client's address as it is.
///
/// NLBs do so for nodes, and for Pods only in UDP, unless `preserve_client_ip.enabled` says otherwise.
pub(super) fn keeps_source(profile: &Profile, service: &Service, targets: Targets) -> bool {
    if !profile.provider.is_aws() {
        return true;
    }
    let attributes = service.meta.annotations.get(AWS_TARGET_GROUP);
    if has(attributes, "preserve_client_ip.enabled", "true") {
        return true;
    }
    let udp = service.ports.first().is_some_and(|port| port.protocol == Protocol::Udp);
    let refused = has(attributes, "preserve_client_ip.enabled", "false");
    udp || (targets == Targets::Nodes && !refused)
}

/// Whether an annotation asks the load balancer to send clients back to where they were.
pub(super) fn is_sticky(service: &Service, key: &str) -> bool {
    let note = service.meta.annotations.get(key);
    if key == AWS_TARGET_GROUP { has(note, "stickiness.enabled", "true") } else { note.is_some() }
}

/// Whether a list of `key=value` with commas between has this pair.
fn has(list: Option<&str>, key: &str, value: &str) -> bool {
    let mut pairs = list.into_iter().flat_map(|list| list.split(',')).filter_map(|pair| pair.split_once('='));
    pairs.any(|(one, other)| one.trim() == key && other.trim() == value)
}
