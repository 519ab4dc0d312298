//! Our own opinion: named rules over the whole analysis, and the repair of lists written where mappings belong.

mod context;
mod edit;
mod finding;
mod host;
mod ignore;
mod nearest;
mod outside;
mod page;
mod peers;
mod ports;
mod probes;
mod quotes;
mod rule;
mod rules;
mod shape;
mod spelling;
mod template;
mod texts;
mod told;

pub use context::Context;
pub use finding::Sink;
pub use ignore::{ANNOTATION, Ignore, Scope, comment_ignores, object_ignores, settle};
pub use nearest::{Comparison, Miss, compare};
pub use page::{Example, Page, certainty, examples, page, pages, severity, summary};
pub use ports::{Declared, declared};
pub use rule::{Rule, RuleMeta, Words};
pub use rules::RULES;
pub use rules::expected_finding_absent::finding as expected_finding_absent;
pub use rules::unknown_mark::finding as unknown_mark;
pub use template::{Roots, Template, is_given, key_path};
pub use told::{Told, around};

use crate::Analysis;
use crate::diagnostic::Diagnostic;
use portolan_yaml::File;

/// The findings of all rules, those too that the text tells to ignore.
#[must_use]
pub fn run(analysis: &Analysis) -> Vec<Diagnostic> {
    let context = Context::new(analysis);
    let mut sink = Sink::default();
    for rule in RULES {
        rule.check(&context, &mut sink);
    }
    sink.found
}

/// Gives fixes to those of the API server's answers that a change of the text alone can mend.
pub fn repair(files: &[File], diagnostics: &mut [Diagnostic]) {
    shape::repair(files, diagnostics);
    quotes::repair(files, diagnostics);
    spelling::repair(files, diagnostics);
}

/// The rule of that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static RuleMeta> {
    RULES.iter().map(|rule| rule.meta()).find(|meta| meta.name == name)
}

/// The name of the rule nearest to a name that no rule has.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    let names = RULES.iter().map(|rule| rule.meta().name);
    nearest::nearest(name, names.clone())
        .map(|(near, _)| near)
        .or_else(|| names.filter(|known| known.len() > name.len()).find(|known| known.contains(name)))
}
