//! The Reviewdog Diagnostic Format: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>. Columns count bytes
//! of UTF-8 from 1, and an end is the first byte behind.

use super::{Findings, sentences};
use crate::json::indented;
use portolan_core::File;
use portolan_core::diagnostic::{Diagnostic, FileEdit, Fix, Place, Severity};
use portolan_yaml::{Edit, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Report {
    source: Source,
    diagnostics: Vec<Finding>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Finding {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// What `portolan check --output rdjson` prints; names of files are relative to the folder of the run, as reviewdog
/// takes them.
#[must_use]
pub fn rdjson(findings: &Findings<'_>) -> String {
    let diagnostics = findings.each().map(|(diagnostic, _)| finding(findings, diagnostic)).collect();
    indented(&Report { source: Source { name: "portolan" }, diagnostics })
}

fn finding(findings: &Findings<'_>, diagnostic: &Diagnostic) -> Finding {
    let related = diagnostic.related.iter();
    Finding {
        message: sentences(diagnostic, findings.lang).join("\n"),
        location: location(findings, diagnostic.place),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        code: Code { value: diagnostic.rule },
        suggestions: diagnostic.fix.iter().filter_map(|fix| suggestion(findings, diagnostic, fix)).collect(),
        related_locations: related
            .map(|one| Related {
                message: one.message.render(findings.lang),
                location: location(findings, one.place),
            })
            .collect(),
    }
}

/// A fix as one replacement, since each suggestion is offered by itself; nothing for one that edits other files too.
fn suggestion(findings: &Findings<'_>, diagnostic: &Diagnostic, fix: &Fix) -> Option<Suggestion> {
    let file = file(findings, diagnostic.place)?;
    if fix.edits.iter().any(|one| one.file != diagnostic.place.file) {
        return None;
    }
    let start = fix.edits.iter().map(|one| one.edit.span.start).min()?;
    let end = fix.edits.iter().map(|one| one.edit.span.end).max()?;
    let moved = |FileEdit { edit, .. }: &FileEdit| Edit {
        span: Span { start: edit.span.start.saturating_sub(start), end: edit.span.end.saturating_sub(start) },
        text: edit.text.clone(),
    };
    let mut edits: Vec<Edit> = fix.edits.iter().map(moved).collect();
    edits.sort_by_key(|edit| edit.span);
    let span = Span { start, end };
    let text = portolan_yaml::apply(span.slice(file.text()), &edits).ok()?;
    Some(Suggestion { range: range(file, span), text })
}

fn file<'a>(findings: &Findings<'a>, place: Place) -> Option<&'a File> {
    findings.analysis.files.get(place.file.0 as usize)
}

fn location(findings: &Findings<'_>, place: Place) -> Location {
    let nowhere = || Range { start: Position { line: 1, column: 1 }, end: Position { line: 1, column: 1 } };
    let file = file(findings, place);
    Location {
        path: findings.folders.in_run(file.map_or("", File::name)),
        range: file.map_or_else(nowhere, |file| range(file, place.span)),
    }
}

fn range(file: &File, span: Span) -> Range {
    let position = |offset: u32| {
        let line = file.lines().line(offset);
        let column = offset.saturating_sub(file.lines().line_start(line)).saturating_add(1);
        Position { line, column }
    };
    Range { start: position(span.start), end: position(span.end.max(span.start)) }
}
