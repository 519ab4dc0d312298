//! The XML of Checkstyle, which reviewdog, Jenkins and many others read: <https://checkstyle.org>.

use super::xml::escaped;
use super::{Findings, sentences};
use crate::location::location;
use portolan_core::diagnostic::{Diagnostic, FileId, Severity};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// What `portolan check --output checkstyle` prints: the files with findings, names relative to the folder of the run.
#[must_use]
pub fn checkstyle(findings: &Findings<'_>) -> String {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for (diagnostic, _) in findings.each() {
        by_file.entry(diagnostic.place.file).or_default().push(diagnostic);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for group in by_file.values() {
        let name = group.first().map_or("", |one| location(findings.analysis, one.place).file);
        let _ = writeln!(out, "  <file name=\"{}\">", escaped(&findings.folders.in_run(name)));
        group.iter().for_each(|one| error(findings, one, &mut out));
        out.push_str("  </file>\n");
    }
    out + "</checkstyle>\n"
}

fn error(findings: &Findings<'_>, diagnostic: &Diagnostic, out: &mut String) {
    let at = location(findings.analysis, diagnostic.place);
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    };
    let message = escaped(&sentences(diagnostic, findings.lang).join("\n"));
    let _ = writeln!(
        out,
        "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{message}\" source=\"portolan.{}\"/>",
        at.line, at.column, diagnostic.rule
    );
}
