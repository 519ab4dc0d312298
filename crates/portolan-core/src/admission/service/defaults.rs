//! `SetDefaults_Service` (`pkg/apis/core/v1/defaults.go`).

use super::{LOAD_BALANCER, is_external, text};
use crate::api::IntOrString;
use crate::api::core::{ClientIPConfig, ServicePort, ServiceSpec, SessionAffinityConfig};

/// Three hours, in seconds.
const AFFINITY_SECONDS: i32 = 10_800;

/// Fills in what the API server fills in.
pub(crate) fn set_defaults(spec: &mut ServiceSpec) {
    set_affinity(spec);
    default_text(&mut spec.type_, "ClusterIP");
    for port in spec.ports.iter_mut().flatten() {
        set_port(port);
    }
    if is_external(spec) {
        default_text(&mut spec.external_traffic_policy, "Cluster");
    }
    let known = matches!(text(&spec.type_), "ClusterIP" | "NodePort" | LOAD_BALANCER);
    if spec.internal_traffic_policy.is_none() && known {
        spec.internal_traffic_policy = Some("Cluster".to_owned());
    }
    if text(&spec.type_) == LOAD_BALANCER {
        spec.allocate_load_balancer_node_ports.get_or_insert(true);
    }
}

fn set_affinity(spec: &mut ServiceSpec) {
    default_text(&mut spec.session_affinity, "None");
    match text(&spec.session_affinity) {
        "None" => spec.session_affinity_config = None,
        "ClientIP" => {
            let client = spec.session_affinity_config.as_ref().and_then(|config| config.client_ip.as_ref());
            if client.and_then(|client| client.timeout_seconds).is_none() {
                let client_ip = Some(ClientIPConfig { timeout_seconds: Some(AFFINITY_SECONDS) });
                spec.session_affinity_config = Some(SessionAffinityConfig { client_ip });
            }
        }
        _ => {}
    }
}

fn set_port(port: &mut ServicePort) {
    default_text(&mut port.protocol, "TCP");
    let unset = match &port.target_port {
        None | Some(IntOrString::Int(0)) => true,
        Some(IntOrString::String(name)) => name.is_empty(),
        Some(IntOrString::Int(_)) => false,
    };
    if unset {
        port.target_port = Some(IntOrString::Int(port.port));
    }
}

fn default_text(field: &mut Option<String>, value: &str) {
    if text(field).is_empty() {
        *field = Some(value.to_owned());
    }
}
