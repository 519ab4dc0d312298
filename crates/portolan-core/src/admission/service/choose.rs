//! Addresses and ports that the cluster chooses itself, where an update has to be compared with them.

use super::allocate::{Allocators, Claim};
use super::{EXTERNAL_NAME, LOAD_BALANCER, NODE_PORT, NONE, list, needs_health_check, text};
use crate::api::core::ServiceSpec;
use portolan_yaml::collections::BTreeMap;

impl Allocators {
    /// Fills in what the Service leaves open: addresses for all its families, node ports, the health-check port.
    pub(super) fn choose(&self, spec: &mut ServiceSpec, claim: &mut Claim) {
        self.choose_ips(spec, claim);
        let wants_ports = match text(&spec.type_) {
            NODE_PORT => true,
            LOAD_BALANCER => spec.allocate_load_balancer_node_ports.unwrap_or(true),
            _ => false,
        };
        if wants_ports {
            let named = list(&spec.ports).iter().filter_map(|port| Some((port.port, port.node_port?)));
            let mut given: BTreeMap<i32, i32> = named.filter(|(_, node_port)| *node_port != 0).collect();
            for port in spec.ports.iter_mut().flatten().filter(|port| port.node_port.unwrap_or(0) == 0) {
                let known = given.get(&port.port).copied();
                port.node_port = known.or_else(|| self.free_port(claim));
                given.extend(port.node_port.map(|chosen| (port.port, chosen)));
            }
        }
        if needs_health_check(spec) && spec.health_check_node_port.unwrap_or(0) == 0 {
            spec.health_check_node_port = self.free_port(claim);
        }
    }

    fn choose_ips(&self, spec: &mut ServiceSpec, claim: &mut Claim) {
        if text(&spec.type_) == EXTERNAL_NAME || list(&spec.cluster_ips).first().is_some_and(|ip| ip == NONE)
        {
            return;
        }
        let families = spec.ip_families.clone().unwrap_or_default();
        let ips = spec.cluster_ips.get_or_insert_default();
        for (index, family) in families.iter().enumerate() {
            if ips.len() <= index {
                ips.push(String::new());
            }
            if let Some(ip) = ips.get_mut(index).filter(|ip| ip.is_empty()) {
                *ip = self.free_ip(family, claim).unwrap_or_default();
            }
        }
        spec.cluster_ip = ips.first().cloned();
    }
}
