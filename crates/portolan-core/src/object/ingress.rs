//! Ingress and IngressClass.

use super::{Meta, TargetPort};
use std::net::IpAddr;

/// An Ingress.
#[derive(Clone, Debug)]
pub struct Ingress {
    /// Who it is.
    pub meta: Meta,
    /// `spec.ingressClassName`.
    pub class: Option<Box<str>>,
    /// `spec.defaultBackend`.
    pub default_backend: Option<Backend>,
    /// `spec.rules`, each with its paths.
    pub rules: Vec<IngressRule>,
    /// `spec.tls`.
    pub tls: Vec<IngressTls>,
    /// `status.loadBalancer.ingress`: where the controller says that it is reached.
    pub addresses: Vec<IngressAddress>,
}

/// One of an Ingress's `rules`.
#[derive(Clone, Debug)]
pub struct IngressRule {
    /// `host`; empty for all.
    pub host: Box<str>,
    /// `http.paths`: path, path type and back end.
    pub paths: Vec<(Box<str>, Box<str>, Backend)>,
}

/// A back end of an Ingress.
#[derive(Clone, Debug)]
pub struct Backend {
    /// The Service's name; empty for a resource.
    pub service: Box<str>,
    /// The Service's port by number or name.
    pub port: Option<TargetPort>,
    /// The kind and the name of a resource that is no Service.
    pub resource: Option<(Box<str>, Box<str>)>,
}

/// One of an Ingress's `tls`.
#[derive(Clone, Debug)]
pub struct IngressTls {
    /// `hosts`.
    pub hosts: Vec<Box<str>>,
    /// `secretName`; empty for none.
    pub secret: Box<str>,
}

/// One of the addresses in an Ingress's status.
#[derive(Clone, Debug)]
pub struct IngressAddress {
    /// Its IP.
    pub ip: Option<IpAddr>,
    /// Its host name; empty for none.
    pub hostname: Box<str>,
}

/// An IngressClass.
#[derive(Clone, Debug)]
pub struct IngressClass {
    /// Who it is.
    pub meta: Meta,
    /// `spec.controller`.
    pub controller: Box<str>,
}

/// The annotation that makes an IngressClass the one of Ingresses that name none.
pub const IS_DEFAULT_CLASS: &str = "ingressclass.kubernetes.io/is-default-class";

/// The annotation that named a class before `spec.ingressClassName` did; controllers still follow it.
pub const CLASS_ANNOTATION: &str = "kubernetes.io/ingress.class";

impl Ingress {
    /// The class it names: by its field, else by the annotation from before.
    #[must_use]
    pub fn named_class(&self) -> Option<&str> {
        self.class.as_deref().or_else(|| self.meta.annotations.get(CLASS_ANNOTATION))
    }
}

impl IngressClass {
    /// Whether Ingresses without a class get this one.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.meta.annotations.get(IS_DEFAULT_CLASS) == Some("true")
    }
}
