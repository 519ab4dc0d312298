//! Where there is nothing to walk to: names for hosts outside, and clusters without Services.

use super::outcome::{Outcome, short_name};
use super::question::Asked;
use super::reason::{self, Why, about};
use super::{Tone, Verdict, refusal, words};
use crate::Analysis;
use crate::diagnostic::{Arg, Diagnostic, Origin, Severity};
use crate::trace::Trace;

/// A Service that is only another name.
pub(super) fn alias(analysis: &Analysis, asked: &Asked<'_>, walk: &Trace) -> Verdict {
    let service = ("service", Arg::code(short_name(asked.service)));
    let about_it =
        |one: &Diagnostic| one.object == Some(asked.service.meta.id) && one.severity != Severity::Note;
    let question = Some(asked.question.clone());
    let wrong = about(analysis, about_it).map(|(index, one)| Why::found(index, one));
    let outcome = Outcome::of(walk);
    let wrong = wrong.or_else(|| outcome.worst.map(|end| reason::why(analysis, end)));
    let object = asked.service.meta.id;
    let origin = Origin { object, path: "spec.externalName".to_owned() };
    if let Some(why) = wrong {
        let why = Why { origin: why.origin.clone().or(Some(origin)), ..why };
        let sentence = words::ALIAS_WRONG.with([service, ("reason", Arg::said(why.message.clone()))]);
        return Verdict { question, ..Verdict::new(Tone::Bad, sentence).because(&why) };
    }
    let host = ("host", Arg::code(&*asked.service.external_name));
    Verdict { question, origin: Some(origin), ..Verdict::new(Tone::Open, words::ALIAS.with([service, host])) }
}

/// There is no Service to ask for.
pub(super) fn without_services(analysis: &Analysis) -> Verdict {
    if let Some(refused) = refusal::first(analysis) {
        return refused.verdict();
    }
    let cluster = &analysis.cluster;
    let pods = cluster.pods.iter().filter(|pod| !pod.is_terminal()).count();
    let sentence = match (analysis.manifests.is_empty(), pods, cluster.workloads.first()) {
        (true, ..) => words::EMPTY.message(),
        (_, 0, Some(workload)) => {
            let (kind, name) = (workload.kind.as_str(), &*workload.meta.name);
            let workload = words::OBJECT.with([("kind", Arg::text(kind)), ("name", Arg::code(name))]);
            words::NO_PODS.with([("workload", Arg::said(workload))])
        }
        (_, 0, None) => words::NOTHING_TO_REACH.message(),
        (_, 1, _) => words::NO_SERVICE_FOR_ONE.message(),
        _ => words::NO_SERVICE.with([("n", Arg::count(pods))]),
    };
    Verdict::new(Tone::Open, sentence)
}
