//! `core/v1` Pod and PodTemplateSpec.

use super::{addresses, count, each, labels, port, target_port, text};
use crate::api::core;
use crate::object::{
    Container, ContainerPort, ContainerState, EnvVar, Meta, Phase, PodSpec, PodStatus, PodTemplate, Probe,
    ProbeAction, ProbeKind, Protocol, TargetPort, WrittenPod,
};
use std::sync::Arc;

impl WrittenPod {
    /// A Pod after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, pod: core::Pod) -> Self {
        let terminating = pod.metadata.deletion_timestamp.is_some();
        let status = pod.status.filter(|_| meta.stated);
        Self {
            meta,
            spec: Arc::new(PodSpec::from_api(pod.spec.unwrap_or_default())),
            status: status.map(|status| PodStatus::from_api(status, terminating)),
        }
    }
}

impl PodTemplate {
    /// A Pod template after defaulting and validation.
    pub(crate) fn from_api(template: core::PodTemplateSpec) -> Self {
        let meta = template.metadata.unwrap_or_default();
        Self {
            labels: labels(meta.labels),
            annotations: labels(meta.annotations),
            spec: Arc::new(PodSpec::from_api(template.spec.unwrap_or_default())),
        }
    }
}

impl PodSpec {
    /// A PodSpec after defaulting and validation.
    pub(crate) fn from_api(spec: core::PodSpec) -> Self {
        let containers = |list: Vec<core::Container>| each(list, container);
        let gates = spec.readiness_gates.unwrap_or_default();
        Self {
            containers: containers(spec.containers),
            init_containers: containers(spec.init_containers.unwrap_or_default()),
            node_name: text(spec.node_name),
            node_selector: labels(spec.node_selector),
            hostname: text(spec.hostname),
            subdomain: text(spec.subdomain),
            set_hostname_as_fqdn: spec.set_hostname_as_fqdn.unwrap_or(false),
            host_network: spec.host_network.unwrap_or(false),
            dns_policy: spec.dns_policy.map_or_else(|| "ClusterFirst".into(), Into::into),
            enable_service_links: spec.enable_service_links.unwrap_or(true),
            restart_policy: spec.restart_policy.map_or_else(|| "Always".into(), Into::into),
            readiness_gates: each(gates, |gate| Box::from(gate.condition_type)),
        }
    }
}

impl PodStatus {
    /// The status that a cluster dump states.
    fn from_api(status: core::PodStatus, terminating: bool) -> Self {
        let conditions = status.conditions.unwrap_or_default();
        let holds: Vec<Box<str>> =
            conditions.into_iter().filter(|one| one.status == "True").map(|one| one.type_.into()).collect();
        let ips: Vec<String> = status.pod_ips.unwrap_or_default().into_iter().map(|one| one.ip).collect();
        let host_ips: Vec<String> =
            status.host_ips.unwrap_or_default().into_iter().map(|one| one.ip).collect();
        let states =
            |list: Option<Vec<core::ContainerStatus>>| each(list.unwrap_or_default(), container_state);
        Self {
            phase: phase(status.phase.as_deref()),
            reason: text(status.reason),
            ready: holds.iter().any(|one| one.as_ref() == "Ready"),
            terminating,
            ips: if ips.is_empty() { addresses(&status.pod_ip) } else { addresses(&ips) },
            host_ips: if host_ips.is_empty() { addresses(&status.host_ip) } else { addresses(&host_ips) },
            containers: states(status.container_statuses),
            init_containers: states(status.init_container_statuses),
            true_conditions: holds,
            nominated_node: text(status.nominated_node_name),
        }
    }
}

fn phase(phase: Option<&str>) -> Phase {
    match phase {
        Some("Running") => Phase::Running,
        Some("Succeeded") => Phase::Succeeded,
        Some("Failed") => Phase::Failed,
        Some("Unknown") => Phase::Unknown,
        _ => Phase::Pending,
    }
}

fn container(one: core::Container) -> Container {
    let ports = one.ports.unwrap_or_default();
    let env = one.env.unwrap_or_default();
    let command = one.command.unwrap_or_default().into_iter().chain(one.args.unwrap_or_default());
    let probes = [
        (ProbeKind::Readiness, one.readiness_probe),
        (ProbeKind::Liveness, one.liveness_probe),
        (ProbeKind::Startup, one.startup_probe),
    ];
    Container {
        name: one.name.into(),
        image: text(one.image),
        ports: each(ports, container_port),
        env: each(env, |one| EnvVar { name: one.name.into(), value: text(one.value) }),
        command: command.map(Into::into).collect(),
        sidecar: one.restart_policy.as_deref() == Some("Always"),
        probes: probes.into_iter().filter_map(|(kind, one)| probe(kind, one?)).collect(),
    }
}

fn container_port(one: core::ContainerPort) -> Option<ContainerPort> {
    Some(ContainerPort {
        name: text(one.name),
        port: port(one.container_port),
        protocol: Protocol::parse(one.protocol.as_deref())?,
        host_port: port(one.host_port.unwrap_or(0)),
    })
}

fn probe(kind: ProbeKind, one: core::Probe) -> Option<Probe> {
    let action = match one {
        core::Probe { http_get: Some(http), .. } => ProbeAction::HttpGet {
            port: target_port(http.port),
            host: text(http.host),
            https: http.scheme.as_deref() == Some("HTTPS"),
        },
        core::Probe { tcp_socket: Some(tcp), .. } => {
            ProbeAction::TcpSocket { port: target_port(tcp.port), host: text(tcp.host) }
        }
        core::Probe { grpc: Some(grpc), .. } => {
            ProbeAction::Grpc { port: TargetPort::Number(port(grpc.port)) }
        }
        core::Probe { exec: Some(_), .. } => ProbeAction::Exec,
        _ => return None,
    };
    Some(Probe { kind, action })
}

fn container_state(one: core::ContainerStatus) -> ContainerState {
    let state = one.state.unwrap_or_default();
    ContainerState {
        name: one.name.into(),
        ready: one.ready,
        started: one.started.unwrap_or(false),
        running: state.running.is_some(),
        restarts: count(one.restart_count),
        waiting: text(state.waiting.and_then(|waiting| waiting.reason)),
        terminated: state.terminated.map(|end| (text(end.reason), end.exit_code, end.signal.unwrap_or(0))),
    }
}
