//! The findings as JSON, version 1: `docs/schema/check-v1.json` describes it. Within the version fields are only added.

use super::origin::{Object, object};
use crate::location::location;
use crate::report::Counts;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Certainty, Diagnostic, Family, FileEdit, Fix, Lang, Place, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Check<'a> {
    schema: &'static str,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Finding<'a> {
    rule: &'static str,
    family: &'static str,
    severity: &'static str,
    certainty: &'static str,
    message: String,
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    object: Option<Object<'a>>,
    path: &'a str,
    related: Vec<Related<'a>>,
    notes: Vec<String>,
    help: Vec<String>,
    fix: Option<FixOffer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Related<'a> {
    message: String,
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct FixOffer<'a> {
    title: String,
    safe: bool,
    edits: Vec<TextEdit<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TextEdit<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
    fixable: Fixable,
}

#[derive(Serialize)]
struct Fixable {
    safe: usize,
    #[serde(rename = "unsafe")]
    guessed: usize,
}

/// What `portolan check --output json` prints.
#[must_use]
pub fn check(analysis: &Analysis, lang: Lang) -> String {
    let findings = analysis.diagnostics.iter().map(|one| finding(analysis, one, lang)).collect();
    let Counts { errors, warnings, notes, files, safe, guessed } = Counts::of(analysis);
    let fixable = Fixable { safe, guessed };
    let summary = Summary { errors, warnings, notes, files, fixable };
    let check = Check { schema: "portolan/v1", findings, summary };
    super::indented(&check)
}

/// One finding.
pub(crate) fn finding<'a>(analysis: &'a Analysis, diagnostic: &'a Diagnostic, lang: Lang) -> Finding<'a> {
    let at = location(analysis, diagnostic.place);
    let manifest = diagnostic.object.and_then(|object| analysis.manifests.get(object.0 as usize));
    let words = |all: &[portolan_core::diagnostic::Message]| all.iter().map(|one| one.render(lang)).collect();
    Finding {
        rule: diagnostic.rule,
        family: family(diagnostic.family),
        severity: severity(diagnostic.severity),
        certainty: certainty(diagnostic.certainty),
        message: diagnostic.message.render(lang),
        file: at.file,
        line: at.line,
        column: at.column,
        end_line: at.end_line,
        end_column: at.end_column,
        object: manifest.map(object),
        path: &diagnostic.path,
        related: diagnostic
            .related
            .iter()
            .map(|one| related(analysis, one.place, one.message.render(lang)))
            .collect(),
        notes: words(&diagnostic.notes),
        help: words(&diagnostic.help),
        fix: diagnostic.fix.as_ref().map(|fix| offer(analysis, fix, lang)),
    }
}

fn related(analysis: &Analysis, place: Place, message: String) -> Related<'_> {
    let at = location(analysis, place);
    Related {
        message,
        file: at.file,
        line: at.line,
        column: at.column,
        end_line: at.end_line,
        end_column: at.end_column,
    }
}

fn offer<'a>(analysis: &'a Analysis, fix: &'a Fix, lang: Lang) -> FixOffer<'a> {
    let edits = fix.edits.iter().map(|FileEdit { file, edit }| {
        let at = location(analysis, Place { file: *file, span: edit.span });
        TextEdit {
            file: at.file,
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            text: &edit.text,
        }
    });
    FixOffer { title: fix.title.render(lang), safe: fix.safe, edits: edits.collect() }
}

const fn family(family: Family) -> &'static str {
    match family {
        Family::Admission => "admission",
        Family::Lint => "lint",
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub(crate) const fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Proved => "proved",
        Certainty::Likely => "likely",
        Certainty::DependsOnCluster => "depends-on-cluster",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};
    use serde_json::Value;

    /// A finding of each family, with and without an object, related places and fixes.
    const TEXT: &str = "apiVersion: v1\nkind: Service\nmetadata:\n- name: web\n---\n\
        apiVersion: v1\nkind: Service\nmetadata:\n  name: echo\nspec:\n  selector:\n    app: ehco\n  ports:\n  - port: 80\n---\n\
        apiVersion: v1\nkind: Pod\nmetadata:\n  name: echo\n  labels:\n    app: echo\nspec:\n  containers:\n  - name: a\n    image: nginx\n";

    fn checked() -> Value {
        let analysis = analyze(vec![parse("a.yaml".to_owned(), TEXT.into())], &Options::default());
        serde_json::from_str(&check(&analysis, Lang::En)).expect("JSON")
    }

    #[test]
    fn positions_begin_at_one_and_ends_are_behind() {
        let checked = checked();
        let finding = checked["findings"].as_array().expect("findings").iter();
        let finding =
            finding.clone().find(|one| one["rule"] == "selector-matches-nothing").expect("a finding");
        let place = ["line", "column", "endLine", "endColumn"].map(|name| finding[name].as_u64());
        assert_eq!(place, [Some(12), Some(10), Some(12), Some(14)]);
        assert_eq!(finding["path"], "spec.selector.app");
        assert_eq!(finding["object"]["name"], "echo");
        assert_eq!(finding["fix"]["edits"][0]["text"], "echo");
    }
}
