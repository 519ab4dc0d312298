//! Ingress, IngressClass, NetworkPolicy, EndpointSlice and Endpoints.

mod endpoint_slice;
mod endpoints;
mod ingress;
mod ingress_class;
mod network_policy;

use super::format;
use super::report::Report;
use crate::diagnostic::Path;

pub(super) use endpoint_slice::validate as validate_endpoint_slice;
pub(super) use endpoints::validate as validate_endpoints;
pub(super) use ingress::{validate as validate_ingress, warn as warn_ingress};
pub(super) use ingress_class::{check_prefixed_path, validate as validate_ingress_class};
pub(super) use network_policy::validate as validate_network_policy;

/// Checks a reference to an object of any kind: `ValidateTypedLocalObjectReference` and its like.
fn check_reference(group: Option<&str>, kind: &str, name: &str, path: &Path<'_>, report: &mut Report) {
    if let Some(group) = group {
        report.invalid_each(&path.child("apiGroup"), group, format::dns1123_subdomain(group));
    }
    for (field, value) in [("kind", kind), ("name", name)] {
        if value.is_empty() {
            report.required(&path.child(field), "");
        } else {
            report.invalid_each(&path.child(field), value, format::path_segment(value));
        }
    }
}
