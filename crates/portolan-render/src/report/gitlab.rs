//! The Code Quality report of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use super::{Findings, sentences};
use crate::json::indented;
use crate::location::location;
use portolan_core::diagnostic::{Diagnostic, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// What `portolan check --output gitlab` prints: a list, with the names of files relative to the repository.
///
/// The widget does not show the name of a check: it begins the description.
#[must_use]
pub fn gitlab(findings: &Findings<'_>) -> String {
    let issue = |(diagnostic, fingerprint)| issue(findings, diagnostic, fingerprint);
    let issues: Vec<Issue<'_>> = findings.each().map(issue).collect();
    indented(&issues)
}

fn issue<'a>(findings: &Findings<'a>, diagnostic: &Diagnostic, fingerprint: &'a str) -> Issue<'a> {
    let at = location(findings.analysis, diagnostic.place);
    Issue {
        description: format!("{}: {}", diagnostic.rule, sentences(diagnostic, findings.lang).join("\n")),
        check_name: diagnostic.rule,
        fingerprint,
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: Location {
            path: findings.folders.in_repository(at.file),
            lines: Lines { begin: at.line, end: at.end_line },
        },
    }
}
