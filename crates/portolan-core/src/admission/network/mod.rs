//! Ingress, IngressClass, NetworkPolicy, EndpointSlice and Endpoints.

mod endpoint_slice;
mod endpoints;
mod ingress;
mod ingress_class;
mod network_policy;

use super::Verb;
use super::format;
use super::meta;
use super::report::Report;
use crate::diagnostic::Path;
use crate::document::Typed;

pub(super) use endpoint_slice::{
    drop_topology, validate as validate_endpoint_slice, warn as warn_endpoint_slice,
};
pub(super) use endpoints::{validate as validate_endpoints, warn as warn_endpoints};
pub(super) use ingress::{validate as validate_ingress, warn as warn_ingress};
pub(super) use ingress_class::{check_prefixed_path, validate as validate_ingress_class};
pub(super) use network_policy::{validate as validate_network_policy, warn as warn_network_policy};

/// Checks an update of one of these kinds, but for what all updates check; whether it is one.
pub(super) fn validate_update(new: &Typed, old: &Typed, namespace: &str, report: &mut Report) -> bool {
    match (new, old) {
        (Typed::Endpoints(new), Typed::Endpoints(old)) => {
            endpoints::validate_update(new, old, namespace, report);
        }
        (Typed::EndpointSlice(new), Typed::EndpointSlice(old)) => {
            endpoint_slice::validate_update(new, old, namespace, report);
        }
        (Typed::Ingress(new), _) => {
            meta::check_update(&new.metadata, report);
            ingress::validate(new, namespace, Verb::Update, report);
        }
        (Typed::IngressClass(new), Typed::IngressClass(old)) => {
            ingress_class::validate_update(new, old, report);
        }
        (Typed::NetworkPolicy(new), Typed::NetworkPolicy(old)) => {
            network_policy::validate_update(new, old, report);
        }
        _ => return false,
    }
    true
}

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
