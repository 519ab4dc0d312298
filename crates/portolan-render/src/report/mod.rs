//! The findings in all their forms, a file a form: for people in full or a line each, for programs as each of them
//! documents it.
//!
//! The words are in the chosen language in every form; names of rules, severities and fields are not translated.

mod checkstyle;
mod concise;
mod fingerprint;
mod folders;
mod full;
mod github;
mod gitlab;
mod jsonl;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod summary;
mod xml;

pub use checkstyle::checkstyle;
pub use fingerprint::fingerprints;
pub use folders::Folders;
pub use github::github;
pub use gitlab::gitlab;
pub use jsonl::jsonl;
pub use junit::junit;
pub use markdown::markdown;
pub use rdjson::rdjson;
pub use sarif::sarif;
pub use summary::summary;

pub(crate) use full::pointer;
pub(crate) use summary::Counts;

use concise::concise;
use full::full;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Diagnostic, Lang, Severity};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportOptions {
    /// The language.
    pub lang: Lang,
    /// Whether it has ANSI colours.
    pub color: bool,
    /// How much it shows.
    pub format: Format,
}

/// How much a report shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Each finding with the lines it is about, and a summary.
    #[default]
    Full,
    /// A line for each finding: `file:line:column: severity[rule] message`.
    Concise,
}
/// The report of an analysis; the last line of a full one counts the findings.
#[must_use]
pub fn report(analysis: &Analysis, options: &ReportOptions) -> String {
    let mut out = String::new();
    for diagnostic in &analysis.diagnostics {
        match options.format {
            Format::Full => full(analysis, diagnostic, options, &mut out),
            Format::Concise => concise(analysis, diagnostic, options.lang, &mut out),
        }
    }
    if options.format == Format::Full {
        out.push_str(&summary(analysis, options.lang));
    }
    out
}

/// One finding in full.
#[must_use]
pub fn finding(analysis: &Analysis, diagnostic: &Diagnostic, options: &ReportOptions) -> String {
    let mut out = String::new();
    full(analysis, diagnostic, options, &mut out);
    out
}
/// What every form for programs is made of.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'a> {
    /// The analysis, with the findings to report.
    pub analysis: &'a Analysis,
    /// The fingerprint of each of its findings, in the same order: those of [`fingerprints`], fewer if some findings
    /// were taken out since.
    pub fingerprints: &'a [String],
    /// What the names of files are relative to.
    pub folders: &'a Folders,
    /// The language of the words.
    pub lang: Lang,
}

impl<'a> Findings<'a> {
    /// Each finding with its fingerprint.
    fn each(&self) -> impl Iterator<Item = (&'a Diagnostic, &'a str)> + use<'a> {
        let none = std::iter::repeat("");
        self.analysis.diagnostics.iter().zip(self.fingerprints.iter().map(String::as_str).chain(none))
    }
}

/// What is the matter, why it matters and what to do: a line each.
fn sentences(diagnostic: &Diagnostic, lang: Lang) -> Vec<String> {
    let first = std::iter::once(&diagnostic.message);
    let all = first.chain(&diagnostic.notes).chain(&diagnostic.help);
    all.map(|one| one.render(lang)).collect()
}

/// The name of a severity.
pub(crate) const fn severity(severity: Severity, lang: Lang) -> &'static str {
    portolan_core::lint::severity(severity, lang)
}
