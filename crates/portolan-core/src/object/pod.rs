//! Pods and Pod templates, as far as Services, DNS, rules and findings need them.

use super::{Labels, Meta, Port, Probe, Protocol};
use std::net::IpAddr;
use std::sync::Arc;

/// A Pod that has a manifest of its own.
#[derive(Clone, Debug)]
pub struct WrittenPod {
    /// Who it is.
    pub meta: Meta,
    /// Its specification.
    pub spec: Arc<PodSpec>,
    /// Its state, where the manifest is part of a cluster dump.
    pub status: Option<PodStatus>,
}

/// `spec.template` of a controller.
#[derive(Clone, Debug)]
pub struct PodTemplate {
    /// Labels of its Pods.
    pub labels: Labels,
    /// Annotations of its Pods.
    pub annotations: Labels,
    /// Specification of its Pods.
    pub spec: Arc<PodSpec>,
}

/// `PodSpec`.
#[derive(Clone, Debug, Default)]
pub struct PodSpec {
    /// Containers, in order.
    pub containers: Vec<Container>,
    /// Init containers, in order; sidecars are those with `restartPolicy: Always`.
    pub init_containers: Vec<Container>,
    /// `nodeName`; empty for none.
    pub node_name: Box<str>,
    /// `nodeSelector`.
    pub node_selector: Labels,
    /// `hostname`; empty for none.
    pub hostname: Box<str>,
    /// `subdomain`; empty for none.
    pub subdomain: Box<str>,
    /// `setHostnameAsFQDN`.
    pub set_hostname_as_fqdn: bool,
    /// `hostNetwork`.
    pub host_network: bool,
    /// `dnsPolicy`.
    pub dns_policy: Box<str>,
    /// `enableServiceLinks`.
    pub enable_service_links: bool,
    /// `restartPolicy`.
    pub restart_policy: Box<str>,
    /// `readinessGates`, by condition type.
    pub readiness_gates: Vec<Box<str>>,
}

/// A container.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// Its name.
    pub name: Box<str>,
    /// Its image.
    pub image: Box<str>,
    /// `ports`, in order.
    pub ports: Vec<ContainerPort>,
    /// `env`, in order.
    pub env: Vec<EnvVar>,
    /// `command` and `args`, one behind the other.
    pub command: Vec<Box<str>>,
    /// For an init container: whether it goes on beside the others (`restartPolicy: Always`).
    pub sidecar: bool,
    /// Its probes: at most one of each kind.
    pub probes: Vec<Probe>,
}

/// One of a container's `ports`.
#[derive(Clone, Debug)]
pub struct ContainerPort {
    /// The name; empty for none.
    pub name: Box<str>,
    /// The number.
    pub port: Port,
    /// The protocol.
    pub protocol: Protocol,
    /// `hostPort`; 0 for none.
    pub host_port: Port,
}

/// One of a container's `env`.
#[derive(Clone, Debug)]
pub struct EnvVar {
    /// The name.
    pub name: Box<str>,
    /// `value`; empty where it comes from elsewhere.
    pub value: Box<str>,
}

/// `status.phase`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// `Pending`.
    Pending,
    /// `Running`.
    #[default]
    Running,
    /// `Succeeded`.
    Succeeded,
    /// `Failed`.
    Failed,
    /// `Unknown`.
    Unknown,
}

/// What a cluster dump states of a Pod.
#[derive(Clone, Debug, Default)]
pub struct PodStatus {
    /// `status.phase`.
    pub phase: Phase,
    /// `status.reason`.
    pub reason: Box<str>,
    /// Whether the condition `Ready` is true.
    pub ready: bool,
    /// `metadata.deletionTimestamp` is set.
    pub terminating: bool,
    /// `status.podIPs`, in order.
    pub ips: Vec<IpAddr>,
    /// `status.hostIPs`, in order.
    pub host_ips: Vec<IpAddr>,
    /// `status.containerStatuses`, in order.
    pub containers: Vec<ContainerState>,
    /// `status.initContainerStatuses`, in order.
    pub init_containers: Vec<ContainerState>,
    /// Condition types that are true.
    pub true_conditions: Vec<Box<str>>,
    /// `status.nominatedNodeName`.
    pub nominated_node: Box<str>,
}

/// One of `status.containerStatuses`, as `kubectl get` reads it.
#[derive(Clone, Debug, Default)]
pub struct ContainerState {
    /// The container's name.
    pub name: Box<str>,
    /// Whether it is ready.
    pub ready: bool,
    /// Whether it has started.
    pub started: bool,
    /// Whether it runs.
    pub running: bool,
    /// How often it was restarted.
    pub restarts: u32,
    /// The reason for which it waits; empty if it does not.
    pub waiting: Box<str>,
    /// Reason, exit code and signal of its end; `None` if it has not ended.
    pub terminated: Option<(Box<str>, i32, i32)>,
}

impl PodSpec {
    /// Init containers, then containers.
    pub fn all_containers(&self) -> impl Iterator<Item = &Container> {
        self.init_containers.iter().chain(&self.containers)
    }
}
