//! `core/v1` Node.

use super::parse_ip;
use crate::api::core;
use crate::object::{Meta, Node};

impl Node {
    /// A Node after validation.
    pub(crate) fn from_api(meta: Meta, node: core::Node) -> Self {
        let status = node.status.unwrap_or_default();
        let spec = node.spec.unwrap_or_default();
        let internal = status.addresses.iter().flatten().filter(|address| address.type_ == "InternalIP");
        let ready = status.conditions.iter().flatten().find(|condition| condition.type_ == "Ready");
        let cpu = status.allocatable.as_ref().and_then(|resources| resources.get("cpu"));
        let pod_cidrs = spec.pod_cidrs.filter(|all| !all.is_empty()).or(spec.pod_cidr.map(|one| vec![one]));
        let label = |key| meta.labels.get(key).unwrap_or_default().into();
        Self {
            name: meta.name.clone(),
            internal_ips: internal.filter_map(|address| parse_ip(&address.address)).collect(),
            pod_cidrs: pod_cidrs.iter().flatten().filter_map(|cidr| cidr.parse().ok()).collect(),
            zone: label("topology.kubernetes.io/zone"),
            region: label("topology.kubernetes.io/region"),
            ready: ready.is_none_or(|condition| condition.status == "True"),
            lost: false,
            schedulable: !spec.unschedulable.unwrap_or(false),
            cpu_millis: cpu.map_or(0, |quantity| millis(&quantity.0)),
            meta: Some(meta),
        }
    }
}

/// Thousandths of a CPU in a quantity of whole or `m` units; 0 for other forms.
fn millis(quantity: &str) -> u64 {
    match quantity.strip_suffix('m') {
        Some(number) => number.parse().unwrap_or(0),
        None => quantity.parse::<u64>().unwrap_or(0).saturating_mul(1000),
    }
}
