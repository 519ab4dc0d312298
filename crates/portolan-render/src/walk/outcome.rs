//! What may come of the connection: ends that differ only in the way are one outcome.

use super::odds::{fraction, percent};
use super::{Symptom, Walk, symptom, who, words};
use crate::trace::findings;
use portolan_core::diagnostic::{Arg, Certainty, Message, Origin};
use portolan_core::trace::{End, Ending, Packet, Receiver, StepId};
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

/// One thing that may come of a connection.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The same for the same outcome of another walk: how it ends, and with whom.
    pub key: String,
    /// The last step of the first branch that ends so.
    pub(super) step: StepId,
    /// How it ends.
    pub ending: Ending,
    /// How sure that is.
    pub certainty: Certainty,
    /// `✓`, `✗`, `?`.
    pub mark: &'static str,
    /// How it ends, in words.
    pub result: String,
    /// The part of all connections that ends so.
    pub share: f64,
    /// The same as a fraction: `1/3`.
    pub fraction: String,
    /// The same as a percentage: `33.3%`.
    pub percent: String,
    /// Whom it reaches, with address and node: `10.244.2.2:8080, Pod default/web-0 on node-b`.
    pub who: String,
    /// The Pod or the node that it reaches; empty for none.
    pub receiver: String,
    /// From where the receiver sees it come.
    pub seen: Option<String>,
    /// Why it ends so.
    pub reason: String,
    /// That this does not follow from the manifests alone.
    pub caution: Option<String>,
    /// What to do, where it does not end well.
    pub advice: Option<String>,
    /// The field to look at.
    pub blame: Option<Origin>,
    /// The finding that says what is wrong there; one that can be mended first.
    pub diagnostic: Option<usize>,
    /// What is seen in the terminal.
    pub symptom: Symptom,
}

impl Walk<'_> {
    /// What may come of the connection: what is answered first, then the likeliest.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Outcome> {
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        let mut ends: Vec<(&End, f64)> = Vec::new();
        for end in &self.trace.ends {
            let place = *known.entry(likeness(end)).or_insert(ends.len());
            match ends.get_mut(place) {
                Some((_, share)) => *share += end.probability,
                None => ends.push((end, end.probability)),
            }
        }
        let failed = |end: &End| !end.ending.is_good();
        ends.sort_by(|(one, share), (other, others)| {
            failed(one).cmp(&failed(other)).then_with(|| others.total_cmp(share))
        });
        ends.into_iter().map(|(end, share)| self.outcome(end, share)).collect()
    }

    fn outcome(&self, end: &End, share: f64) -> Outcome {
        let (analysis, lang) = (self.analysis, self.lang);
        let words = |message: &Message| message.render(lang);
        let failed = !end.ending.is_good();
        let receiver = who::receiver(analysis, &end.receiver);
        let caution = (end.certainty != Certainty::Proved && failed || is_doubtful(end))
            .then(|| words(&words::certainty(end.certainty).message()));
        let blame = end.blame.as_ref();
        let advice = blame.and_then(|blame| words::advice(end.reason.template.id, &blame.path));
        let found = blame.map(|blame| findings(analysis, blame)).unwrap_or_default();
        let mendable = found.iter().find(|(_, one)| one.fix.is_some()).or(found.first());
        let (command, says, feels) =
            symptom::of(self.asked.request, self.asked.to, (end.ending, is_elsewhere(end)));
        Outcome {
            key: match end.ending.status() {
                Some(status) => format!("{} {status}", end.ending.as_str()),
                None => format!("{} {receiver}", end.ending.as_str()),
            },
            step: end.step,
            ending: end.ending,
            certainty: end.certainty,
            mark: mark(end.ending, end.certainty),
            result: words(&words::result(end.ending, is_elsewhere(end))),
            share,
            fraction: fraction(share),
            percent: percent(share),
            who: who::named(analysis, end, lang),
            receiver,
            seen: seen(end).map(|ip| words(&words::SEES.with([("ip", Arg::text(ip.to_string()))]))),
            reason: words(&end.reason),
            caution,
            advice: advice.filter(|_| failed).map(|advice| words(&advice.message())),
            blame: end.blame.clone(),
            diagnostic: mendable.map(|(index, _)| *index),
            symptom: Symptom { command, says, words: words(&feels) },
        }
    }
}

/// The sign of an end.
pub(crate) const fn mark(ending: Ending, certainty: Certainty) -> &'static str {
    match (ending, certainty) {
        (Ending::Answered, Certainty::DependsOnCluster) => "?",
        (Ending::Answered, _) => "✓",
        (Ending::Replied(..400), _) => "→",
        _ => "✗",
    }
}

/// Whether something answers outside of the manifests.
pub(crate) fn is_elsewhere(end: &End) -> bool {
    is_doubtful(end) && !matches!(end.receiver, Receiver::Pod(..))
}

/// Whether it cannot be told from the manifests alone that something answers.
fn is_doubtful(end: &End) -> bool {
    end.ending == Ending::Answered && end.certainty == Certainty::DependsOnCluster
}

/// What makes two ends the same outcome.
fn likeness(end: &End) -> impl Ord + use<> {
    let nobody = (end.receiver == Receiver::Nobody).then_some(end.reason.template.id);
    (end.ending, end.certainty, end.receiver.clone(), nobody, seen(end))
}

/// The address from which the one who answers sees the connection come.
pub(crate) fn seen(end: &End) -> Option<IpAddr> {
    end.packet.as_ref().filter(|_| end.ending == Ending::Answered).and_then(Packet::seen_source)
}
