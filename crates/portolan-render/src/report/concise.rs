//! A finding as a line: `file:line:column: severity[rule] message`.

use super::severity;
use crate::location::{Location, location};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Diagnostic, Lang};
use std::fmt::Write as _;

/// Writes one finding; the severity is a word for programs, the message is in the reader's language.
pub(super) fn concise(analysis: &Analysis, diagnostic: &Diagnostic, lang: Lang, out: &mut String) {
    let Location { file, line, column, .. } = location(analysis, diagnostic.place);
    let severity = severity(diagnostic.severity, Lang::En);
    let message = diagnostic.message.render(lang).replace('\n', " ");
    let _ = writeln!(out, "{file}:{line}:{column}: {severity}[{}] {message}", diagnostic.rule);
}
