//! One sentence: does my traffic arrive?
//!
//! The answer is that of the walk ([`crate::trace`]) through the rules that kube-proxy really writes, put together with
//! what the API server and the lint have to say. Nothing is judged a second time.

mod client;
mod outcome;
mod question;
mod readiness;
mod reason;
mod refusal;
mod share;
mod state;
mod survey;
mod words;

use crate::Analysis;
use crate::diagnostic::{Message, Origin};
use crate::object::Service;
use crate::proxy::ProxyOptions;
use crate::trace::{Ending, Request, trace};
use client::Clients;

/// Whether traffic arrives, in a sentence.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// How it sounds.
    pub tone: Tone,
    /// The sentence, without a full stop.
    pub sentence: Message,
    /// The field to look at.
    pub origin: Option<Origin>,
    /// The question that was answered, as [`Request::parse`] understands it.
    pub question: Option<Question>,
    /// How the connections end that do not arrive.
    pub ending: Option<Ending>,
    /// Index in [`Analysis::diagnostics`] of what stands in the way; its fix, if it has one, mends it.
    pub diagnostic: Option<usize>,
}

/// How a verdict sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// All of it arrives.
    Good,
    /// Some of it arrives.
    Partly,
    /// None of it arrives.
    Bad,
    /// Manifests do not tell, or there is nothing to tell yet.
    Open,
}

/// Who connects to what, as people write it ([`Request::parse`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// `pod/web`, `node/node-a`, an address.
    pub from: String,
    /// `http://echo/`, `svc/echo:80`, `db:5432`.
    pub to: String,
}

/// The verdict on a question; without one on all the Services, and then the question is the one that matters most: of
/// a Service that does not answer, if there is one, and of a client that is not behind it.
#[must_use]
pub fn verdict(analysis: &Analysis, question: Option<&Question>, proxy: &ProxyOptions) -> Verdict {
    match question {
        Some(question) => on(analysis, question, proxy),
        None => refusal::unreadable(analysis)
            .or_else(|| survey::verdict(analysis, proxy))
            .unwrap_or_else(|| state::without_services(analysis)),
    }
}

/// The verdict on one question.
fn on(analysis: &Analysis, question: &Question, proxy: &ProxyOptions) -> Verdict {
    let words = (question.from.as_str(), question.to.as_str());
    let verdict = match Request::parse(&analysis.cluster, words, None, proxy.clone()) {
        Ok(request) => {
            let walk = trace(&analysis.cluster, &analysis.slices, &request);
            outcome::verdict(analysis, (&request, &question.to), &walk)
        }
        Err(message) => Verdict::new(Tone::Open, message),
    };
    Verdict { question: Some(question.clone()), ..verdict }
}

/// The verdict on the first port of a Service, for a client that is not behind it; none where nobody can ask.
#[must_use]
pub fn verdict_on(analysis: &Analysis, service: &Service, proxy: &ProxyOptions) -> Option<Verdict> {
    let client = Clients::new(&analysis.cluster).of(&analysis.cluster, service)?;
    let asked = question::of(analysis, (service, service.ports.first()), client, proxy);
    let walk = trace(&analysis.cluster, &analysis.slices, &asked.request);
    let verdict = outcome::verdict(analysis, (&asked.request, &asked.question.to), &walk);
    Some(Verdict { question: Some(asked.question), ..verdict })
}

/// The question that matters most, if anything can be asked.
#[must_use]
pub fn question(analysis: &Analysis, proxy: &ProxyOptions) -> Option<Question> {
    verdict(analysis, None, proxy).question
}

impl Verdict {
    fn new(tone: Tone, sentence: Message) -> Self {
        Self { tone, sentence, origin: None, question: None, ending: None, diagnostic: None }
    }
}
