//! Ingress and IngressClass.

use super::{Meta, TargetPort};

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
}

/// An IngressClass.
#[derive(Clone, Debug)]
pub struct IngressClass {
    /// Who it is.
    pub meta: Meta,
    /// `spec.controller`.
    pub controller: Box<str>,
}
