//! `networking/v1` Ingress and IngressClass.

use super::{each, parse_ip, port, some_text, text};
use crate::api::networking;
use crate::object::{
    Backend, Ingress, IngressAddress, IngressClass, IngressRule, IngressTls, Meta, TargetPort,
};

impl Ingress {
    /// An Ingress after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, ingress: networking::Ingress) -> Self {
        let spec = ingress.spec.unwrap_or_default();
        let status = ingress.status.and_then(|status| status.load_balancer).unwrap_or_default();
        Self {
            meta,
            class: some_text(spec.ingress_class_name),
            default_backend: spec.default_backend.map(backend),
            rules: each(spec.rules.unwrap_or_default(), rule),
            tls: each(spec.tls.unwrap_or_default(), tls),
            addresses: each(status.ingress.unwrap_or_default(), |one| IngressAddress {
                ip: one.ip.as_deref().and_then(parse_ip),
                hostname: text(one.hostname),
            }),
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

fn tls(one: networking::IngressTLS) -> IngressTls {
    IngressTls { hosts: each(one.hosts.unwrap_or_default(), Box::<str>::from), secret: text(one.secret_name) }
}

fn backend(one: networking::IngressBackend) -> Backend {
    let service = one.service.unwrap_or_default();
    let number_or_name = service.port.map(|one| match one.name {
        Some(name) if !name.is_empty() => TargetPort::Name(name.into()),
        _ => TargetPort::Number(port(one.number.unwrap_or(0))),
    });
    let resource = one.resource.map(|one| (one.kind.into(), one.name.into()));
    Backend { service: service.name.into(), port: number_or_name, resource }
}
