//! Ingress, IngressClass, NetworkPolicy, EndpointSlice and Endpoints.

mod endpoint_slice;
mod endpoints;
mod ingress;
mod ingress_class;
mod network_policy;

pub(super) use endpoint_slice::validate as validate_endpoint_slice;
pub(super) use endpoints::validate as validate_endpoints;
pub(super) use ingress::{validate as validate_ingress, warn as warn_ingress};
pub(super) use ingress_class::validate as validate_ingress_class;
pub(super) use network_policy::validate as validate_network_policy;
