//! `networking/v1` Ingress and IngressClass.

use super::{each, port, some_text, text};
use crate::api::networking;
use crate::object::{Backend, Ingress, IngressClass, IngressRule, Meta, TargetPort};

impl Ingress {
    /// An Ingress after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, ingress: networking::Ingress) -> Self {
        let spec = ingress.spec.unwrap_or_default();
        Self {
            meta,
            class: some_text(spec.ingress_class_name),
            default_backend: spec.default_backend.map(backend),
            rules: each(spec.rules.unwrap_or_default(), rule),
        }
    }
}

impl IngressClass {
    /// An IngressClass after validation.
    pub(crate) fn from_api(meta: Meta, class: networking::IngressClass) -> Self {
        Self { meta, controller: text(class.spec.and_then(|spec| spec.controller)) }
    }
}

fn rule(one: networking::IngressRule) -> IngressRule {
    let paths = one.http.map(|http| http.paths).unwrap_or_default();
    IngressRule {
        host: text(one.host),
        paths: each(paths, |path| {
            (text(path.path), path.path_type.unwrap_or_default().into(), backend(path.backend))
        }),
    }
}

fn backend(one: networking::IngressBackend) -> Backend {
    let service = one.service.unwrap_or_default();
    let number_or_name = service.port.map(|one| match one.name {
        Some(name) if !name.is_empty() => TargetPort::Name(name.into()),
        _ => TargetPort::Number(port(one.number.unwrap_or(0))),
    });
    Backend { service: service.name.into(), port: number_or_name }
}
