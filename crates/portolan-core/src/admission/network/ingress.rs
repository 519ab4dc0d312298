//! `ValidateIngressCreate` (`pkg/apis/networking/validation/validation.go`).

use super::check_reference;
use crate::admission::Verb;
use crate::admission::address::parse_sloppy;
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::report::{Report, Value};
use crate::api::core::TypedLocalObjectReference;
use crate::api::networking::{
    HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec, IngressTLS,
};
use crate::diagnostic::Path;

const CLASS_ANNOTATION: &str = "kubernetes.io/ingress.class";
const PATH_TYPES: [&str; 3] = ["Exact", "ImplementationSpecific", "Prefix"];
const BAD_SEQUENCES: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];
const BAD_ENDS: [&str; 2] = ["/..", "/."];

/// Checks an Ingress.
pub(in crate::admission) fn validate(ingress: &Ingress, namespace: &str, verb: Verb, report: &mut Report) {
    meta::check(&ingress.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let none = IngressSpec::default();
    let spec = ingress.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    if spec.rules.as_ref().is_none_or(Vec::is_empty) && spec.default_backend.is_none() {
        let shown = if spec.rules.is_some() { "[]" } else { "null" };
        report.invalid(&root, Value::Json(shown), "either `defaultBackend` or `rules` must be specified");
    }
    if let Some(backend) = &spec.default_backend {
        check_backend(backend, &root.child("defaultBackend"), report);
    }
    for (index, rule) in spec.rules.iter().flatten().enumerate() {
        check_rule(rule, &root.child("rules").index(index), report);
    }
    for (index, tls) in spec.tls.iter().flatten().enumerate() {
        check_tls(tls, &root.child("tls").index(index), report);
    }
    let Some(class) = &spec.ingress_class_name else { return };
    report.invalid_each(&root.child("ingressClassName"), class, format::dns1123_subdomain(class));
    let annotation =
        class_annotation(ingress).filter(|annotation| verb == Verb::Create && *annotation != class);
    if let Some(annotation) = annotation {
        let path = Path::new("annotations");
        let words = "must match `ingressClassName` when both are specified";
        report.invalid(&path.child(CLASS_ANNOTATION), annotation, words);
    }
}

/// `WarningsOnCreate` of `pkg/registry/networking/ingress/strategy.go`.
pub(crate) fn warn(ingress: &Ingress, report: &mut Report) {
    let class = ingress.spec.as_ref().and_then(|spec| spec.ingress_class_name.as_ref());
    if class_annotation(ingress).is_some() && class.is_none() {
        report.warn(format!(
            "annotation \"{CLASS_ANNOTATION}\" is deprecated, please use 'spec.ingressClassName' instead"
        ));
    }
}

fn class_annotation(ingress: &Ingress) -> Option<&String> {
    ingress.metadata.annotations.as_ref()?.get(CLASS_ANNOTATION)
}

fn check_rule(rule: &IngressRule, path: &Path<'_>, report: &mut Report) {
    if let Some(host) = rule.host.as_deref().filter(|host| !host.is_empty()) {
        let path = path.child("host");
        if parse_sloppy(host).is_some() {
            report.invalid(&path, host, "must be a DNS name, not an IP address");
        }
        report.invalid_each(&path, host, host_wrongs(host));
    }
    let Some(http) = &rule.http else { return };
    let path = path.child("http");
    let path = path.child("paths");
    if http.paths.is_empty() {
        report.required(&path, "");
    }
    for (index, one) in http.paths.iter().enumerate() {
        check_path(one, &path.index(index), report);
    }
}

fn check_tls(tls: &IngressTLS, path: &Path<'_>, report: &mut Report) {
    for (index, host) in tls.hosts.iter().flatten().enumerate() {
        report.invalid_each(&path.child("hosts").index(index), host, host_wrongs(host));
    }
    if let Some(name) = tls.secret_name.as_deref().filter(|name| !name.is_empty()) {
        report.invalid_each(&path.child("secretName"), name, format::dns1123_subdomain(name));
    }
}

fn host_wrongs(host: &str) -> format::Wrongs {
    if host.contains('*') { format::wildcard_subdomain(host) } else { format::dns1123_subdomain(host) }
}

fn check_path(one: &HTTPIngressPath, path: &Path<'_>, report: &mut Report) {
    let value = one.path.as_deref().unwrap_or_default();
    let field = path.child("path");
    let absolute = value.starts_with('/');
    let Some(kind) = one.path_type.as_deref() else {
        report.required(&path.child("pathType"), "pathType must be specified");
        return;
    };
    match kind {
        "Exact" | "Prefix" => {
            if !absolute {
                report.invalid(&field, value, "must be an absolute path");
            }
            for part in BAD_SEQUENCES.into_iter().filter(|part| value.contains(part)) {
                report.invalid(&field, value, &format!("must not contain '{part}'"));
            }
            for end in BAD_ENDS.into_iter().filter(|end| value.ends_with(end)) {
                report.invalid(&field, value, &format!("cannot end with '{end}'"));
            }
        }
        "ImplementationSpecific" if !value.is_empty() && !absolute => {
            report.invalid(&field, value, "must be an absolute path");
        }
        "ImplementationSpecific" => {}
        other => report.not_supported(&path.child("pathType"), other, &PATH_TYPES),
    }
    check_backend(&one.backend, &path.child("backend"), report);
}

fn check_backend(backend: &IngressBackend, path: &Path<'_>, report: &mut Report) {
    match (&backend.resource, &backend.service) {
        (Some(_), Some(_)) => report.invalid(path, "", "cannot set both resource and service backends"),
        (Some(resource), None) => check_resource(resource, &path.child("resource"), report),
        (None, Some(service)) => check_service(service, path, report),
        (None, None) => report.invalid(path, "", "resource or service backend is required"),
    }
}

fn check_resource(one: &TypedLocalObjectReference, path: &Path<'_>, report: &mut Report) {
    check_reference(one.api_group.as_deref(), &one.kind, &one.name, path, report);
}

fn check_service(service: &IngressServiceBackend, path: &Path<'_>, report: &mut Report) {
    let field = path.child("service");
    match service.name.as_str() {
        "" => report.required(&field.child("name"), ""),
        name => {
            let wrongs = NameRule::Service.check(name, report);
            report.invalid_each(&field.child("name"), name, wrongs);
        }
    }
    let port = service.port.as_ref();
    let name = port.and_then(|port| port.name.as_deref()).unwrap_or_default();
    let number = port.and_then(|port| port.number).unwrap_or(0);
    let field = field.child("port");
    match (name, number) {
        ("", 0) => report.required(path, "port name or number is required"),
        ("", number) => {
            if let Some(words) = format::port_number(number) {
                report.invalid(&field.child("number"), number, words);
            }
        }
        (name, 0) => report.invalid_each(&field.child("name"), name, format::port_name(name)),
        _ => report.invalid(path, "", "cannot set both port name & port number"),
    }
}
