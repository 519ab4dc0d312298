//! Which type of Service fits, or whether an Ingress or a Gateway does: from what the manifests show, with the reasons,
//! and with the manifest of each choice.
//!
//! Three questions decide: do clients outside the cluster call it, does it speak HTTP, and do clients need one
//! particular Pod? The manifests answer them by signs, each with a weight; what they leave open, a person can answer.
//! The types are those of <https://kubernetes.io/docs/concepts/services-networking/service/>.

mod answer;
mod calls;
mod choice;
mod meaning;
mod proposal;
mod signs;
mod subject;
mod words;

pub use answer::{Answer, Aspect, Given, Sign, Weight};
pub use choice::{Choice, Fit, Kind};
pub use meaning::{Meaning, meaning};
pub use proposal::{Part, Proposal, propose};
pub use subject::{Backing, Subject};

use crate::Analysis;
use calls::Calls;

/// What fits a Service or a workload.
#[derive(Clone, Debug)]
pub struct Advice {
    /// What the Service is now; `None` where there is none yet.
    pub current: Option<Kind>,
    /// The answers to the three questions, with the signs for them; none for what is not in the cluster.
    pub answers: Vec<Answer>,
    /// All kinds, the one that fits best first.
    pub choices: Vec<Choice>,
}

/// Weighs what the manifests show of a subject; what is `given` is not asked any more.
#[must_use]
pub fn advise(analysis: &Analysis, subject: &Subject<'_>, given: Given) -> Advice {
    let calls = Calls::new(analysis, subject);
    let found = signs::Signs::new(analysis, subject, &calls);
    let answers = vec![
        Answer::new(Aspect::Outside, given.outside, found.outside()),
        Answer::new(Aspect::Http, given.http, found.http()),
        Answer::new(Aspect::PerPod, given.per_pod, found.per_pod()),
    ];
    let current = subject.service.map(Kind::of);
    let choices = choice::choices(analysis, subject, &answers);
    let answers = if subject.is_elsewhere() { Vec::new() } else { answers };
    Advice { current, answers, choices }
}

impl Advice {
    /// The kind that fits best.
    #[must_use]
    pub fn best(&self) -> Kind {
        self.choices.first().map_or(Kind::ClusterIp, |choice| choice.kind)
    }

    /// The questions that nothing answers.
    pub fn open(&self) -> impl Iterator<Item = Aspect> {
        self.answers.iter().filter(|answer| answer.yes.is_none()).map(|answer| answer.aspect)
    }
}

#[cfg(test)]
mod tests;
