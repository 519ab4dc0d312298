//! Advice on the type of a Service: for a terminal, and as JSON ([`crate::json::advice`]).

mod text;
mod words;

pub use text::{advice_text, said, title};

use portolan_core::Analysis;
use portolan_core::advice::{Advice, Given, Kind, Proposal, Subject, advise, propose};

/// Advice with the manifest of one of the choices.
#[derive(Clone, Debug)]
pub struct Advised<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// The advice.
    pub advice: Advice,
    /// The choice whose manifest is shown: the best one, unless another one is asked for.
    pub kind: Kind,
    /// That manifest.
    pub proposal: Proposal,
}

impl<'a> Advised<'a> {
    /// Advises, and writes the manifest of a kind or of the best one.
    #[must_use]
    pub fn new(analysis: &'a Analysis, subject: Subject<'a>, given: Given, kind: Option<Kind>) -> Self {
        let advice = advise(analysis, &subject, given);
        let kind = kind.unwrap_or_else(|| advice.best());
        let proposal = propose(analysis, &subject, kind);
        Self { subject, advice, kind, proposal }
    }
}
