//! Why connections are lost, in as few words as possible, and the finding that says so.

use super::{refusal, words};
use crate::Analysis;
use crate::diagnostic::{Arg, Diagnostic, Message, Origin, Severity, nearest};
use crate::object::{Labels, Service};
use crate::trace::End;
use portolan_yaml::collections::BTreeSet;

/// Why, the field to look at, and what is found there.
#[derive(Clone)]
pub(super) struct Why {
    pub(super) message: Message,
    pub(super) origin: Option<Origin>,
    pub(super) diagnostic: Option<usize>,
}

/// The findings that say less than the walk itself does: that a selector matches nothing, or that there are nodes
/// without a Pod.
const SAY_LESS: [&str; 2] =
    ["selector-matches-nothing.no-pod", "internal-traffic-local-without-pods.not-everywhere"];

/// Why a walk ended so: the finding on the field that is to blame, else what the walk itself says.
pub(super) fn why(analysis: &Analysis, end: &End) -> Why {
    let blame = end.blame.as_ref();
    let unmet = blame.filter(|_| end.reason.template.id == "trace.selects-nothing");
    let unmet = unmet.and_then(|blame| service_of(analysis, blame));
    if let Some(why) = unmet.and_then(|service| refusal::of_pods(analysis, service)) {
        return why;
    }
    let found = blame.and_then(|blame| finding(analysis, blame)).filter(|(_, one)| is_about(one, end));
    let message = match found {
        Some((_, one)) if !SAY_LESS.contains(&one.message.template.id) => plainly(one),
        _ => {
            let labels = unmet.and_then(|service| unmatched(analysis, service));
            labels.unwrap_or_else(|| end.reason.clone())
        }
    };
    let origin = found.map(|(_, one)| origin(one)).unwrap_or_else(|| blame.cloned());
    Why { message, origin, diagnostic: found.map(|(index, _)| index) }
}

/// What is found on a whole object, errors first.
pub(super) fn about(
    analysis: &Analysis,
    is_meant: impl Fn(&Diagnostic) -> bool,
) -> Option<(usize, &Diagnostic)> {
    let mut found = analysis.diagnostics.iter().enumerate().filter(|(_, one)| is_meant(one));
    let first = found.clone().find(|(_, one)| one.severity == Severity::Error);
    first.or_else(|| found.next())
}

/// A finding in the plainest words that it has: what its rule says of the text rather than what the API server says of
/// its bytes, and the hint that it gives if that is a question.
pub(super) fn plainly(one: &Diagnostic) -> Message {
    let plain = match one.rule {
        "yaml-syntax" => one.notes.first(),
        "not-an-object" => one.help.first(),
        "list-where-mapping-belongs" => one.related.first().map(|related| &related.message),
        _ => None,
    };
    let message = plain.unwrap_or(&one.message).clone();
    match one.help.first().filter(|help| help.template.en.ends_with('?')) {
        Some(help) => {
            words::WITH_HELP.with([("reason", Arg::said(message)), ("help", Arg::said(help.clone()))])
        }
        None => message,
    }
}

/// The field that a finding is about.
pub(super) fn origin(one: &Diagnostic) -> Option<Origin> {
    Some(Origin { object: one.object?, path: one.path.clone() })
}

/// What is found at a field, above it or below it; what can be mended first.
fn finding<'a>(analysis: &'a Analysis, blame: &Origin) -> Option<(usize, &'a Diagnostic)> {
    let around = blame.path.rsplit_once('.').map(|(around, _)| around).filter(|path| path.contains('['));
    let is_near = |one: &Diagnostic| {
        !one.path.is_empty()
            && (one.path.starts_with(&blame.path)
                || blame.path.starts_with(&one.path)
                || around.is_some_and(|around| one.path.starts_with(around)))
    };
    let all = analysis.diagnostics.iter().enumerate();
    let mut near = all.filter(|(_, one)| {
        one.object == Some(blame.object)
            && !blame.path.is_empty()
            && (one.severity != Severity::Note || one.fix.is_some())
            && is_near(one)
    });
    let mendable = near.clone().find(|(_, one)| one.fix.is_some());
    mendable.or_else(|| near.next())
}

/// Whether a finding may be why a walk ended so: that names cannot be looked up says nothing of a packet that was sent.
fn is_about(found: &Diagnostic, end: &End) -> bool {
    found.rule != "network-policy-blocks-dns" || end.packet.is_none()
}

fn service_of<'a>(analysis: &'a Analysis, blame: &Origin) -> Option<&'a Service> {
    analysis.cluster.services.iter().find(|service| service.meta.id == blame.object)
}

/// Which labels of a selector no Pod has, and what was probably meant.
fn unmatched(analysis: &Analysis, service: &Service) -> Option<Message> {
    let selector = service.selector.as_ref()?;
    let of_namespace = analysis.cluster.pods.iter().filter(|pod| pod.namespace == service.meta.namespace);
    let known: BTreeSet<(&str, &str)> = of_namespace.flat_map(|pod| pod.labels.iter()).collect();
    let text = |(key, value): &(&str, &str)| format!("{key}={value}");
    let strange: Vec<_> = selector.iter().filter(|label| !known.contains(label)).collect();
    Some(match strange.as_slice() {
        [] => words::NO_POD_HAS_ALL.with([("labels", all(selector))]),
        [label @ (key, value)] => {
            let labels = ("labels", Arg::code(text(label)));
            let values = known.iter().filter(|(known, _)| known == key).map(|(_, value)| *value);
            match nearest(value, values) {
                Some(near) => words::NO_POD_HAS_NEAR.with([labels, ("near", Arg::code(near))]),
                None => words::NO_POD_HAS.with([labels]),
            }
        }
        several => {
            let labels = Arg::Codes(several.iter().map(text).collect());
            words::NO_POD_HAS_ALL.with([("labels", labels)])
        }
    })
}

fn all(labels: &Labels) -> Arg {
    Arg::Codes(labels.iter().map(|(key, value)| format!("{key}={value}")).collect())
}
