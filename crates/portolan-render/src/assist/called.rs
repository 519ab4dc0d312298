//! Services as containers call them: `echo`, `echo.shop`, `http://echo:8080/`.

use super::complete::{Completion, CompletionKind};
use super::near::{MOST, item};
use super::words;
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_core::object::Service;

/// What could stand at the end of a text that a container gets, and how much of that has been typed: the Services by the
/// names that a Pod of a namespace looks up, or the ports of the one before a colon.
pub(super) fn called<'t>(typed: &'t str, analysis: &Analysis, namespace: &str) -> (&'t str, Vec<Completion>) {
    let (before, word) = split(typed);
    let host = before.strip_suffix(':').map(|before| split(before).1);
    let service = host.and_then(|host| named(analysis, namespace, host));
    let items = match service {
        Some(service) => ports(service),
        None => names(analysis, namespace),
    };
    (word, items)
}

/// A text before its last host name, and that.
fn split(text: &str) -> (&str, &str) {
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    text.split_at(text.trim_end_matches(is_host).len())
}

fn named<'a>(analysis: &'a Analysis, namespace: &str, host: &str) -> Option<&'a Service> {
    let mut labels = host.split('.');
    let (name, there) = (labels.next()?, labels.next().unwrap_or(namespace));
    let mut services = analysis.cluster.services.iter();
    services.find(|one| &*one.meta.name == name && &*one.meta.namespace == there)
}

/// Those of the namespace by name alone, before the others.
fn names(analysis: &Analysis, namespace: &str) -> Vec<Completion> {
    let (own, others): (Vec<_>, Vec<_>) =
        analysis.cluster.services.iter().partition(|one| &*one.meta.namespace == namespace);
    let own = own.into_iter().map(|one| (one.meta.name.to_string(), one));
    let others = others.into_iter().map(|one| (format!("{}.{}", one.meta.name, one.meta.namespace), one));
    let all = own.chain(others).take(MOST);
    let listed = |service: &Service| {
        let ports: Vec<String> = service.ports.iter().map(|port| port.port.to_string()).collect();
        (!ports.is_empty()).then(|| words::TYPE.with([("type", Arg::text(ports.join(", ")))]))
    };
    all.map(|(name, service)| item(name, CompletionKind::Value, listed(service))).collect()
}

fn ports(service: &Service) -> Vec<Completion> {
    let all = service.ports.iter();
    all.map(|port| {
        let name = (!port.name.is_empty()).then(|| words::TYPE.with([("type", Arg::text(&*port.name))]));
        item(port.port.to_string(), CompletionKind::Value, name)
    })
    .collect()
}
