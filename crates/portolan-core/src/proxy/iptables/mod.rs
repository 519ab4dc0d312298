//! The rules of kube-proxy's iptables mode: `pkg/proxy/iptables/proxier.go`.
//!
//! [`ruleset`] makes the tables `nat` and `filter` as data, which the trace walks; their [`Display`](std::fmt::Display)
//! is what `iptables-save` prints for them.

mod base;
mod port;
mod probability;
mod rule;
mod text;

pub use probability::Probability;
pub use rule::{Address, Chain, ChainName, Match, Policy, Rule, Ruleset, States, Table, Target};

use super::Plan;

/// Above this many endpoints kube-proxy leaves out comments that repeat the Service's name
/// (`largeClusterEndpointsThreshold`).
const LARGE_CLUSTER: usize = 1000;

/// Writes the rules of a plan.
#[must_use]
pub fn ruleset(plan: &Plan<'_>) -> Ruleset {
    let mut rules = base::ruleset(plan);
    let endpoints: usize = plan.ports.iter().map(|port| port.endpoints.len()).sum();
    for port in &plan.ports {
        port::write(plan, port, endpoints > LARGE_CLUSTER, &mut rules);
    }
    base::node_ports(plan, &mut rules);
    rules
}
