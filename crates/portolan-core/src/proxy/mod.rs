//! The rules that kube-proxy writes: one [`Plan`] of what it knows, and back ends that are functions of the plan alone.
//!
//! [`plan`] reads Services and EndpointSlices as `pkg/proxy` does: which ports there are, under which addresses, and
//! which endpoints each traffic policy may use on this node. A back end turns that into the rules of one mode; none of
//! them looks at a manifest or at another back end.

mod chain_names;
pub mod dump;
mod endpoints;
#[cfg(test)]
pub(crate) mod fixture;
mod flags;
pub mod iptables;
pub mod ipvs;
pub mod nftables;
mod options;
mod plan;
mod service_port;
mod topology;

pub use endpoints::PlannedEndpoint;
pub use options::{DetectLocal, Mode, NodePortAddresses, ProxyOptions};
pub use plan::{LocalTraffic, NodePortDestinations, Plan, ServicePlans, plan};
pub use service_port::PlannedPort;
pub use topology::Usable;
