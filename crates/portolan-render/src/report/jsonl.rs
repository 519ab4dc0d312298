//! The findings as JSON Lines: each line has the fields of a finding of version 1, as `docs/schema/check-v1.json`
//! describes them.

use super::Findings;
use crate::json::check::finding;

/// What `portolan check --output jsonl` prints.
#[must_use]
pub fn jsonl(findings: &Findings<'_>) -> String {
    let mut out = String::new();
    for diagnostic in &findings.analysis.diagnostics {
        let line = serde_json::to_string(&finding(findings.analysis, diagnostic, findings.lang));
        out.push_str(&line.unwrap_or_default());
        out.push('\n');
    }
    out
}
