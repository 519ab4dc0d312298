//! Our own opinion: named rules over the whole analysis, and the repair of lists written where mappings belong.

mod context;
mod edit;
mod finding;
mod host;
mod nearest;
mod page;
mod ports;
mod rule;
mod rules;
mod suppress;

pub use context::Context;
pub use finding::Sink;
pub use page::{Example, Page, examples, page, pages};
pub use rule::{Rule, RuleMeta, Words};
pub use rules::RULES;

use crate::Analysis;
use crate::diagnostic::Diagnostic;

/// The findings of all rules, those left out that the text tells to ignore.
#[must_use]
pub fn run(analysis: &Analysis) -> Vec<Diagnostic> {
    let context = Context::new(analysis);
    let mut sink = Sink::default();
    for rule in RULES {
        rule.check(&context, &mut sink);
    }
    suppress::retain(&analysis.files, &mut sink.found);
    sink.found
}

/// The rule of that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static RuleMeta> {
    RULES.iter().map(|rule| rule.meta()).find(|meta| meta.name == name)
}
