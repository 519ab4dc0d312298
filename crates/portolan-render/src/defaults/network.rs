//! Endpoints, EndpointSlices and NetworkPolicies.

use super::{default, each, within};
use serde_json::{Map, Value, json};

pub(super) fn set_endpoints(object: &mut Map<String, Value>) {
    for subset in each(object, "subsets") {
        each(subset, "ports").for_each(|port| default(port, "protocol", "TCP"));
    }
}

pub(super) fn set_endpoint_slice(object: &mut Map<String, Value>) {
    for port in each(object, "ports") {
        default(port, "name", "");
        default(port, "protocol", "TCP");
    }
}

/// A policy is about what comes in, and about what goes out if it says something of that.
pub(super) fn set_network_policy(object: &mut Map<String, Value>) {
    let leaves = object.get("spec").and_then(|spec| spec.get("egress")).is_some();
    within(object, "spec", |spec| {
        default(spec, "podSelector", json!({}));
        default(spec, "policyTypes", if leaves { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) });
        for list in ["ingress", "egress"] {
            for rule in each(spec, list) {
                each(rule, "ports").for_each(|port| default(port, "protocol", "TCP"));
            }
        }
    });
}
