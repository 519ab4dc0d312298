//! All Services at once: which of them answer, and the one to talk about.
//!
//! At most [`MOST_WALKS`] walks are made: to every port of the Services of which something is said or which have no
//! endpoint first. All walks share what nodes have, so that a walk costs little more than the rules that it passes.

use super::client::Clients;
use super::outcome::{self, short_name};
use super::question::{self, Asked};
use super::refusal::{self, Refused};
use super::{Tone, Verdict, state, words};
use crate::Analysis;
use crate::diagnostic::{Arg, ObjectId, Severity};
use crate::object::{EndpointSlice, Service, ServicePort};
use crate::proxy::ProxyOptions;
use crate::trace::{self, Request, Trace};
use portolan_yaml::collections::BTreeSet;

/// So many ports are walked to at most; Services beyond answer if they have a ready endpoint.
pub(super) const MOST_WALKS: usize = 24;

/// Everything that is known of the Services.
struct Survey<'a> {
    analysis: &'a Analysis,
    refused: Vec<Refused<'a>>,
    asked: Vec<(Asked<'a>, Trace)>,
    /// How many Services there are, refused ones among them, and aliases not.
    count: usize,
    /// How many of them do not answer.
    bad: usize,
}

/// The verdict on all Services; none if there are none.
pub(super) fn verdict(analysis: &Analysis, proxy: &ProxyOptions) -> Option<Verdict> {
    let survey = Survey::new(analysis, proxy);
    let worst = |wanted: Tone| {
        let sounds =
            |(asked, walk): &&(Asked<'_>, Trace)| outcome::tone(analysis, &asked.request, walk) == wanted;
        survey.asked.iter().find(sounds)
    };
    let chosen = worst(Tone::Bad).or_else(|| worst(Tone::Partly)).or(survey.asked.first());
    if survey.count == 0 {
        return chosen.map(|(asked, walk)| state::alias(analysis, asked, walk));
    }
    match (survey.refused.first(), chosen) {
        (Some(refused), _) if survey.count == 1 => Some(refused.verdict()),
        (_, Some((asked, walk))) if survey.count == 1 || survey.bad == 0 => Some(survey.one(asked, walk)),
        (refused, chosen) => survey.several(refused, chosen),
    }
}

impl<'a> Survey<'a> {
    fn new(analysis: &'a Analysis, proxy: &ProxyOptions) -> Self {
        let refused = refusal::services(analysis);
        let services = &analysis.cluster.services;
        let aliases = services.iter().filter(|service| question::is_alias(service)).count();
        let count = services.len().saturating_sub(aliases).saturating_add(refused.len());
        let clients = Clients::new(&analysis.cluster);
        let (chosen, silent) = choose(analysis, count == 0);
        let ask = |(service, port): (&'a Service, _)| {
            let client = clients.of(&analysis.cluster, service)?;
            Some(question::of(analysis, (service, port), client, proxy))
        };
        let asked: Vec<Asked<'a>> = chosen.into_iter().filter_map(ask).collect();
        let requests: Vec<Request> = asked.iter().map(|asked| asked.request.clone()).collect();
        let walks = trace::traces(&analysis.cluster, &analysis.slices, &requests);
        let asked: Vec<_> = asked.into_iter().zip(walks).collect();
        let bad =
            asked.iter().filter(|(asked, walk)| outcome::tone(analysis, &asked.request, walk) == Tone::Bad);
        let bad: BTreeSet<ObjectId> = bad.map(|(asked, _)| asked.service.meta.id).collect();
        let bad = bad.len().saturating_add(refused.len()).saturating_add(silent);
        Self { analysis, refused, asked, count, bad }
    }

    /// One Service, or one for all that answer.
    fn one(&self, asked: &Asked<'_>, walk: &Trace) -> Verdict {
        let verdict = outcome::verdict(self.analysis, (&asked.request, &asked.question.to), walk);
        let verdict = Verdict { question: Some(asked.question.clone()), ..verdict };
        if self.count == 1 || verdict.tone != Tone::Good {
            return verdict;
        }
        let first = ("first", Arg::said(verdict.sentence.clone()));
        let sentence = match self.count {
            2 => words::BOTH_ANSWER.with([first]),
            n => words::ALL_ANSWER.with([first, ("n", Arg::count(n))]),
        };
        Verdict { sentence, ..verdict }
    }

    /// Some answer, or none, and why the first of the others does not.
    fn several(&self, refused: Option<&Refused<'_>>, chosen: Option<&(Asked<'_>, Trace)>) -> Option<Verdict> {
        let (name, why, question, ending) = match (refused, chosen) {
            (Some(refused), _) => (refused.name(), refused.as_reason(), None, None),
            (None, Some((asked, walk))) => {
                let (why, ending) = outcome::loss(self.analysis, &asked.request, walk)?;
                (Arg::code(asked.name()), why, Some(asked.question.clone()), Some(ending))
            }
            (None, None) => return None,
        };
        let ok = self.count.saturating_sub(self.bad);
        let template = match (ok, self.bad) {
            (0, 2) => &words::NEITHER_ANSWERS,
            (0, _) => &words::NONE_ANSWERS,
            (_, 1) => &words::ONE_DOES_NOT,
            _ => &words::SEVERAL_DO_NOT,
        };
        let mut sentence = template.with([("n", Arg::count(self.count)), ("service", name)]);
        sentence.args.push(("ok", Arg::count(ok)));
        sentence.args.push(("reason", Arg::said(why.message.clone())));
        let tone = if ok == 0 { Tone::Bad } else { Tone::Partly };
        Some(Verdict { question, ending, ..Verdict::new(tone, sentence).because(&why) })
    }
}

impl Asked<'_> {
    /// The Service's name, with the port where it has several.
    fn name(&self) -> String {
        let name = short_name(self.service);
        if self.service.ports.len() > 1 { format!("{name}:{}", self.request.to.port) } else { name }
    }
}

/// The ports to walk to, those that may not answer first, and how many Services beyond have no endpoint. Aliases are
/// asked for only where there is nothing else.
fn choose(analysis: &Analysis, aliases: bool) -> (Vec<(&Service, Option<&ServicePort>)>, usize) {
    let said = analysis.diagnostics.iter().filter(|one| one.severity != Severity::Note);
    let told: BTreeSet<ObjectId> = said.filter_map(|one| one.object).collect();
    let answering = answering(&analysis.slices);
    let answers = |service: &Service| answering.contains(&(&*service.meta.namespace, &*service.meta.name));
    let mut ports = Vec::new();
    for service in analysis.cluster.services.iter().filter(|one| question::is_alias(one) == aliases) {
        let answers = answers(service);
        let doubt = (answers, !told.contains(&service.meta.id));
        ports.push((doubt, 0, (service, service.ports.first())));
        let others = service.ports.iter().enumerate().skip(1).filter(|_| answers);
        ports.extend(others.map(|(index, port)| (doubt, index, (service, Some(port)))));
    }
    ports.sort_by_key(|(doubt, index, _)| (*doubt, *index));
    let beyond = ports.split_off(ports.len().min(MOST_WALKS));
    let silent = beyond.iter().filter(|((answers, _), index, _)| !answers && *index == 0).count();
    (ports.into_iter().map(|(.., port)| port).collect(), silent)
}

/// Namespace and name of the Services that have a ready endpoint.
fn answering(slices: &[EndpointSlice]) -> BTreeSet<(&str, &str)> {
    let is_ready = |slice: &&EndpointSlice| {
        slice.endpoints.iter().flatten().any(|endpoint| endpoint.conditions.ready.unwrap_or(true))
    };
    slices.iter().filter(is_ready).filter_map(question::service_of).collect()
}
