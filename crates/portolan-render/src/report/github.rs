//! Workflow commands of GitHub Actions: an annotation a finding, on the lines of the pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>: what would end a value or a
//! property is written as `%` and its code, as the toolkit of GitHub does.

use super::{Findings, sentences};
use crate::location::location;
use portolan_core::diagnostic::Severity;
use std::fmt::Write as _;

/// What `portolan check --output github` prints: a line a finding, with the names of files relative to the repository.
#[must_use]
pub fn github(findings: &Findings<'_>) -> String {
    let mut out = String::new();
    for (diagnostic, _) in findings.each() {
        let at = location(findings.analysis, diagnostic.place);
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = property(&findings.folders.in_repository(at.file));
        let _ = write!(out, "::{command} file={file},line={},endLine={}", at.line, at.end_line);
        // The runner refuses columns of a place over several lines.
        if at.line == at.end_line {
            let _ = write!(out, ",col={},endColumn={}", at.column, at.end_column);
        }
        let message = value(&sentences(diagnostic, findings.lang).join("\n"));
        let _ = writeln!(out, ",title={}::{message}", property(diagnostic.rule));
    }
    out
}

/// A text behind the second `::`.
fn value(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text behind `name=`.
fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_value_early() {
        assert_eq!(value("100%0A\r\n::error::x"), "100%250A%0D%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
