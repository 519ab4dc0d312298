//! Nodes.

use super::Meta;
use ipnet::IpNet;
use std::net::IpAddr;

/// A Node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Who it is; `None` for a node of the simulated default cluster.
    pub meta: Option<Meta>,
    /// Its name.
    pub name: Box<str>,
    /// Addresses of type InternalIP, in order; the first of a family is the primary one.
    pub internal_ips: Vec<IpAddr>,
    /// Networks of its Pods, one of each family at most.
    pub pod_cidrs: Vec<IpNet>,
    /// The label `topology.kubernetes.io/zone`; empty for none.
    pub zone: Box<str>,
    /// The label `topology.kubernetes.io/region`; empty for none.
    pub region: Box<str>,
    /// Whether the condition Ready is true or not stated.
    pub ready: bool,
    /// Whether it is switched off: nothing comes to it or from it. No manifest states that.
    pub lost: bool,
    /// Whether it takes new Pods.
    pub schedulable: bool,
    /// Allocatable CPU in thousandths.
    pub cpu_millis: u64,
}
