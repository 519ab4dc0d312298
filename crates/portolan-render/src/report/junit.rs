//! The XML of JUnit, as <https://github.com/testmoapp/junitxml> writes down what is common to its readers: a suite a
//! file, a case a finding. Notes are no failures; a file without failures has a case that passes.

use super::xml::escaped;
use super::{Findings, sentences, severity};
use crate::location::location;
use portolan_core::diagnostic::{Diagnostic, FileId, Lang, Severity};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// What `portolan check --output junit` prints; names of files are relative to the folder of the run.
#[must_use]
pub fn junit(findings: &Findings<'_>) -> String {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    let files = 0..u32::try_from(findings.analysis.files.len()).unwrap_or(u32::MAX);
    by_file.extend(files.map(|index| (FileId(index), Vec::new())));
    for (diagnostic, _) in findings.each() {
        by_file.entry(diagnostic.place.file).or_default().push(diagnostic);
    }
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    for (file, group) in by_file {
        let name = findings.analysis.files.get(file.0 as usize).map(portolan_core::File::name);
        let name = escaped(&findings.folders.in_run(name.unwrap_or_default()));
        let failed = group.iter().filter(|one| is_failure(one)).count();
        let cases = group.len().max(1);
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">"
        );
        if group.is_empty() {
            let _ = writeln!(suites, "    <testcase name=\"portolan\" classname=\"{name}\"/>");
        }
        group.iter().for_each(|one| case(findings, one, &name, &mut suites));
        suites.push_str("  </testsuite>\n");
        tests += cases;
        failures += failed;
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"portolan\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{suites}</testsuites>\n"
    )
}

fn is_failure(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity != Severity::Note
}

fn case(findings: &Findings<'_>, diagnostic: &Diagnostic, name: &str, out: &mut String) {
    let at = location(findings.analysis, diagnostic.place);
    let (line, rule) = (at.line, diagnostic.rule);
    let words = sentences(diagnostic, findings.lang);
    let message = escaped(words.first().map_or("", String::as_str));
    let text =
        escaped(&format!("{}:{line}:{}\n{}", findings.folders.in_run(at.file), at.column, words.join("\n")));
    let _ = writeln!(
        out,
        "    <testcase name=\"{rule}:{line}:{}\" classname=\"{name}\" file=\"{name}\" line=\"{line}\">",
        at.column
    );
    let _ = if is_failure(diagnostic) {
        let kind = severity(diagnostic.severity, Lang::En);
        writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{text}</failure>")
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")
    };
    out.push_str("    </testcase>\n");
}
