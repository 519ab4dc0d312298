//! Services: defaulting, allocation, validation and warnings, in the order of the API server.
//!
//! The allocators run before validation (`pkg/registry/core/service/storage`), so that a Service with several faults
//! is answered for its addresses first.

mod allocate;
mod choose;
mod cluster_ips;
mod defaults;
mod families;
mod update;
mod validate;
mod warnings;

pub(super) use allocate::{Allocators, Refusal};
pub(super) use defaults::set_defaults;
pub(super) use update::validate_update;
pub(super) use validate::validate;
pub(super) use warnings::warn;

use crate::api::core::ServiceSpec;

const NONE: &str = "None";
const EXTERNAL_NAME: &str = "ExternalName";
const CLUSTER_IP: &str = "ClusterIP";
const NODE_PORT: &str = "NodePort";
const LOAD_BALANCER: &str = "LoadBalancer";
const LOCAL: &str = "Local";

/// A string field of Go: absent is empty.
fn text(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or_default()
}

/// A list field of Go: absent is empty.
fn list<T>(field: &Option<Vec<T>>) -> &[T] {
    field.as_deref().unwrap_or_default()
}

/// `ExternallyAccessible`: reachable from outside the cluster.
fn is_external(spec: &ServiceSpec) -> bool {
    match text(&spec.type_) {
        LOAD_BALANCER | NODE_PORT => true,
        CLUSTER_IP => !list(&spec.external_ips).is_empty(),
        _ => false,
    }
}

/// `NeedsHealthCheck`: a load balancer asks the nodes who has endpoints.
fn needs_health_check(spec: &ServiceSpec) -> bool {
    text(&spec.type_) == LOAD_BALANCER && text(&spec.external_traffic_policy) == LOCAL
}

/// `isHeadlessService` of validation.
fn is_headless(spec: &ServiceSpec) -> bool {
    matches!(list(&spec.cluster_ips), [only] if only == NONE)
}
