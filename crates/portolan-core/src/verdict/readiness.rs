//! Pods that the simulation takes for ready, though no kubelet would ever find them so.

use super::reason::Why;
use super::{reason, words};
use crate::Analysis;
use crate::diagnostic::{Arg, Diagnostic};
use crate::object::Service;
use crate::trace::{Client, Ending, Request, Trace};

/// The finding on a Service whose Pods never become ready.
const NEVER_READY: &str = "service-pods-never-ready";

/// The finding on the probe that is to blame.
const PROBE: &str = "probe-port-unknown";

/// Why nothing arrives in a real cluster, if the walk leads through a Service whose Pods can never become ready.
pub(super) fn obstacle(analysis: &Analysis, request: &Request, walk: &Trace) -> Option<(Why, Ending)> {
    let mut found = analysis.diagnostics.iter().filter(|one| one.rule == NEVER_READY);
    let (found, service) = found.find_map(|one| {
        let service = analysis.cluster.services.iter().find(|service| Some(service.meta.id) == one.object)?;
        let mut origins = walk.steps.iter().filter_map(|step| step.origin.as_ref());
        let passes = origins.any(|origin| origin.object == service.meta.id);
        (passes || is_asked_by_name(analysis, request, service)).then_some((one, service))
    })?;
    let place = found.related.first().map(|related| related.place);
    let is_probe = |one: &Diagnostic| one.rule == PROBE && Some(one.place) == place;
    let cause = analysis.diagnostics.iter().position(is_probe);
    let message = match found.notes.first() {
        Some(because) => words::WITH_HELP
            .with([("reason", Arg::said(found.message.clone())), ("help", Arg::said(because.clone()))]),
        None => found.message.clone(),
    };
    let origin = cause.and_then(|index| analysis.diagnostics.get(index)).and_then(reason::origin);
    let why = Why { message, origin: origin.or_else(|| reason::origin(found)), diagnostic: cause };
    Some((why, if service.headless { Ending::NxDomain } else { Ending::Refused }))
}

/// Whether the client asks for the name of a headless Service or of one of its Pods: no rule stands in that way.
fn is_asked_by_name(analysis: &Analysis, request: &Request, service: &Service) -> bool {
    let (name, namespace) = (&*service.meta.name, &*service.meta.namespace);
    let near = match &request.from {
        Client::Pod(id) => analysis.cluster.pod(*id).is_some_and(|pod| *pod.namespace == *namespace),
        Client::Node(_) | Client::Outside(_) => false,
    };
    let labels: Vec<&str> = request.to.host.split('.').take(3).collect();
    let asked = match labels.as_slice() {
        [one] => near && *one == name,
        [one, other] => (*one, *other) == (name, namespace) || (near && *other == name),
        [one, other, third, ..] => {
            (*one, *other) == (name, namespace) || (*other, *third) == (name, namespace)
        }
        [] => false,
    };
    service.headless && asked
}
