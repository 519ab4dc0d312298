//! What to ask of a Service: which of its ports, and how a client writes that.

use super::Question;
use crate::Analysis;
use crate::object::{EndpointSlice, Protocol, Service, ServicePort, ServiceType};
use crate::proxy::ProxyOptions;
use crate::trace::{Client, Request, Target};

/// The port that is asked for where a Service states none.
const ANY_PORT: u16 = 80;

/// A question with what it was made of.
pub(super) struct Asked<'a> {
    pub(super) service: &'a Service,
    pub(super) question: Question,
    pub(super) request: Request,
}

/// Asks for a port of a Service as this client would.
pub(super) fn of<'a>(
    analysis: &Analysis,
    (service, port): (&'a Service, Option<&ServicePort>),
    from: Client,
    proxy: &ProxyOptions,
) -> Asked<'a> {
    let cluster = &analysis.cluster;
    let number = number(analysis, service, port);
    let near = match &from {
        Client::Pod(id) => cluster.pod(*id).is_some_and(|pod| pod.namespace == service.meta.namespace),
        Client::Node(_) | Client::Outside(_) => false,
    };
    let name = &service.meta.name;
    let host = if near { name.to_string() } else { format!("{name}.{}", service.meta.namespace) };
    let protocol = port.map_or(Protocol::Tcp, |port| port.protocol);
    Asked {
        service,
        question: Question { from: from.name(cluster), to: written(&host, number, port) },
        request: Request { from, to: Target::new(host, number), protocol, proxy: proxy.clone() },
    }
}

/// The number of the port to connect to. The name of a headless Service leads to the Pods themselves, where no rule
/// changes the port.
fn number(analysis: &Analysis, service: &Service, port: Option<&ServicePort>) -> u16 {
    let own = port.map_or(ANY_PORT, |port| port.port);
    if !service.headless {
        return own;
    }
    let name = port.map_or("", |port| &port.name);
    let full_name = (&*service.meta.namespace, &*service.meta.name);
    let slices = analysis.slices.iter().filter(|slice| service_of(slice) == Some(full_name));
    let ports = slices.flat_map(|slice| slice.ports.iter().flatten());
    let mut named = ports.filter(|one| one.name.as_deref().unwrap_or_default() == name);
    named.find_map(|one| one.port).unwrap_or(own)
}

/// As people write it: a URL for what speaks HTTP.
fn written(host: &str, number: u16, port: Option<&ServicePort>) -> String {
    let protocol = port.map_or(Protocol::Tcp, |port| port.protocol);
    let says = |word: &str| {
        port.is_some_and(|port| {
            let of_name = port.name.strip_prefix(word);
            of_name.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                || port.app_protocol.as_deref() == Some(word)
        })
    };
    match (protocol, number) {
        (Protocol::Udp, _) => format!("udp://{host}:{number}"),
        (Protocol::Sctp, _) => format!("sctp://{host}:{number}"),
        (Protocol::Tcp, 80) => format!("http://{host}/"),
        (Protocol::Tcp, 443) => format!("https://{host}/"),
        (Protocol::Tcp, _) if says("https") => format!("https://{host}:{number}/"),
        (Protocol::Tcp, _) if says("http") => format!("http://{host}:{number}/"),
        (Protocol::Tcp, _) => format!("{host}:{number}"),
    }
}

/// Whether a Service is only another name for a host.
pub(super) fn is_alias(service: &Service) -> bool {
    service.kind == ServiceType::ExternalName
}

/// Namespace and name of the Service of an EndpointSlice.
pub(super) fn service_of(slice: &EndpointSlice) -> Option<(&str, &str)> {
    Some((&*slice.meta.namespace, slice.meta.labels.get("kubernetes.io/service-name")?))
}
