//! `ValidateIngressClass` (`pkg/apis/networking/validation/validation.go`).

use super::check_reference;
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::report::Report;
use crate::api::networking::{IngressClass, IngressClassParametersReference};
use crate::diagnostic::Path;

const MAX_CONTROLLER: usize = 250;

/// Checks an IngressClass.
pub(crate) fn validate(class: &IngressClass, report: &mut Report) {
    meta::check(&class.metadata, "", Scope::Cluster, NameRule::Subdomain, report);
    let spec = class.spec.as_ref();
    let root = Path::new("spec");
    let controller = spec.and_then(|spec| spec.controller.as_deref()).unwrap_or_default();
    if controller.len() > MAX_CONTROLLER {
        report.too_long(&root.child("controller"), MAX_CONTROLLER);
    }
    check_prefixed_path(controller, &root.child("controller"), report);
    if let Some(parameters) = spec.and_then(|spec| spec.parameters.as_ref()) {
        check_parameters(parameters, &root.child("parameters"), report);
    }
}

/// `ValidateIngressClassUpdate`: the controller stays.
pub(crate) fn validate_update(new: &IngressClass, old: &IngressClass, report: &mut Report) {
    meta::check_update(&new.metadata, report);
    let controller = |class: &IngressClass| {
        class.spec.as_ref().and_then(|spec| spec.controller.clone()).unwrap_or_default()
    };
    let (written, stored) = (controller(new), controller(old));
    if written != stored {
        report.invalid(&Path::new("spec").child("controller"), &written, "field is immutable");
    }
    validate(new, report);
}

/// `IsDomainPrefixedPath`: `acme.io/foo`.
pub(in crate::admission) fn check_prefixed_path(value: &str, path: &Path<'_>, report: &mut Report) {
    if value.is_empty() {
        report.required(path, "");
        return;
    }
    let parts = value.split_once('/').filter(|(host, rest)| !host.is_empty() && !rest.is_empty());
    let Some((host, rest)) = parts else {
        report.invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        return;
    };
    report.invalid_each(path, host, format::dns1123_subdomain(host));
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&b);
    if !rest.bytes().all(allowed) {
        let words = r"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')";
        report.invalid(path, rest, words);
    }
}

fn check_parameters(one: &IngressClassParametersReference, path: &Path<'_>, report: &mut Report) {
    check_reference(one.api_group.as_deref(), &one.kind, &one.name, path, report);
    let namespace = path.child("namespace");
    match (one.scope.as_deref().unwrap_or("Cluster"), &one.namespace) {
        ("Namespace", None) => report.required(&namespace, "`parameters.scope` is set to 'Namespace'"),
        ("Namespace", Some(name)) => report.invalid_each(&namespace, name, format::dns1123_label(name)),
        ("Cluster", Some(_)) => report.forbidden(&namespace, "`parameters.scope` is set to 'Cluster'"),
        ("Cluster", None) => {}
        (scope, _) => report.not_supported(&path.child("scope"), scope, &["Cluster", "Namespace"]),
    }
}
