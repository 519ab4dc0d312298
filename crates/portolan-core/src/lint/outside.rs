//! What Ingresses and routes lead to: each back end with its field, and the Services that may be meant.

use super::context::Context;
use super::nearest::nearest;
use crate::diagnostic::ObjectId;
use crate::object::{Backend, Ingress, Service, ServicePort};

/// Two names are compared letter by letter: that costs as much as so many sets of labels.
const WEIGHT: usize = 8;

/// A back end of an Ingress.
pub(super) struct Leads<'a> {
    /// The Ingress.
    pub ingress: &'a Ingress,
    /// The back end.
    pub backend: &'a Backend,
    /// Its field.
    pub path: String,
}

/// All back ends of Ingresses that are Services.
pub(super) fn backends<'a>(context: &Context<'a>) -> impl Iterator<Item = Leads<'a>> + use<'a> {
    context.analysis.cluster.ingresses.iter().flat_map(|ingress| {
        let default = ingress.default_backend.iter().map(move |backend| Leads {
            ingress,
            backend,
            path: "spec.defaultBackend".to_owned(),
        });
        let rules = ingress.rules.iter().enumerate().flat_map(move |(at, rule)| {
            rule.paths.iter().enumerate().map(move |(index, (_, _, backend))| Leads {
                ingress,
                backend,
                path: format!("spec.rules[{at}].http.paths[{index}].backend"),
            })
        });
        default.chain(rules).filter(|one| !one.backend.service.is_empty())
    })
}

/// The back ends whose Service is in the input, with it.
pub(super) fn known_backends<'c, 'a>(
    context: &'c Context<'a>,
) -> impl Iterator<Item = (Leads<'a>, &'a Service)> + use<'c, 'a> {
    backends(context).filter_map(|one| {
        let service = context.service(&one.ingress.meta.namespace, &one.backend.service)?;
        Some((one, service))
    })
}

impl Leads<'_> {
    /// The manifest.
    pub(super) fn id(&self) -> ObjectId {
        self.ingress.meta.id
    }

    /// A field of the back end.
    pub(super) fn field(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }
}

/// The Service of a namespace whose name is a slip away.
pub(super) fn near_service<'a>(context: &Context<'a>, namespace: &str, name: &str) -> Option<&'a Service> {
    let count = context.afford(context.services_of(namespace).count() * WEIGHT) / WEIGHT;
    let names = context.services_of(namespace).map(|one| &*one.meta.name).take(count);
    let (near, _) = nearest(name, names)?;
    context.service(namespace, near)
}

/// The ports of a Service in words: `80 (http)`.
pub(super) fn ports(service: &Service) -> Vec<String> {
    let title = |port: &ServicePort| match &*port.name {
        "" => port.port.to_string(),
        name => format!("{} ({name})", port.port),
    };
    service.ports.iter().map(title).collect()
}
