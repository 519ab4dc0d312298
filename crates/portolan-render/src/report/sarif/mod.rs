//! SARIF 2.1.0, as <https://docs.oasis-open.org/sarif/sarif/v2.1.0/> has it and as GitHub's code scanning takes it:
//! <https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning>.
//!
//! GitHub follows alerts from run to run by a hash of the line, which its upload action adds; other readers have our own
//! fingerprint.

mod log;
mod rules;

use super::{Findings, sentences};
use crate::json::check::certainty;
use crate::json::indented;
use log::*;
use portolan_core::diagnostic::{Diagnostic, FileId, Fix, Lang, Place, Severity};
use portolan_yaml::Span;
use portolan_yaml::collections::BTreeMap;

/// The schema's address.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder that relative addresses begin at; a reader knows it by this name.
const ROOT: &str = "%SRCROOT%";

/// The name of our fingerprint; another way to make it would have another name.
const FINGERPRINT: &str = "portolan/v1";

/// What `portolan check --output sarif` prints.
#[must_use]
pub fn sarif(findings: &Findings<'_>) -> String {
    let lang = findings.lang;
    let rules = rules::of(findings);
    let result = |(diagnostic, fingerprint)| result(findings, diagnostic, fingerprint, &rules);
    let results = findings.each().map(result).collect();
    let language = match lang {
        Lang::En => "en",
        Lang::Ja => "ja",
    };
    let version = env!("CARGO_PKG_VERSION");
    let driver = Driver { name: "Portolan", version, semantic_version: version, language, rules };
    let root = match lang {
        Lang::En => "The folder of the repository",
        Lang::Ja => "リポジトリーのフォルダー",
    };
    let root = Root { description: Text { text: root.to_owned() } };
    let run = Run {
        tool: Tool { driver },
        language,
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
        results,
    };
    indented(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn result<'a>(
    findings: &Findings<'a>,
    diagnostic: &'a Diagnostic,
    fingerprint: &'a str,
    rules: &[Rule],
) -> SarifResult<'a> {
    let lang = findings.lang;
    let related: Vec<Location> = related(findings, diagnostic);
    let mut words = sentences(diagnostic, lang);
    words.extend(related.iter().filter_map(link));
    SarifResult {
        rule_id: diagnostic.rule,
        rule_index: rules.iter().position(|rule| rule.id == diagnostic.rule).unwrap_or_default(),
        level: level(diagnostic.severity),
        message: Text { text: words.join("\n") },
        locations: at(findings, diagnostic.place)
            .map(|physical_location| Location {
                id: None,
                physical_location,
                logical_locations: logical(findings, diagnostic),
                message: None,
            })
            .into_iter()
            .collect(),
        related_locations: related,
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        fixes: diagnostic.fix.iter().map(|one| fix(findings, one)).collect(),
        properties: Properties { certainty: certainty(diagnostic.certainty), path: &diagnostic.path },
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Other places, numbered from 1: GitHub shows those that the message links to.
fn related(findings: &Findings<'_>, diagnostic: &Diagnostic) -> Vec<Location> {
    let places = diagnostic.related.iter().zip(1..).filter_map(|(one, id)| {
        let physical_location = at(findings, one.place)?;
        let message = Some(Text { text: one.message.render(findings.lang) });
        Some(Location { id: Some(id), physical_location, logical_locations: Vec::new(), message })
    });
    places.collect()
}

/// A link to another place, by its number; brackets in its words are escaped (§3.11.6).
fn link(place: &Location) -> Option<String> {
    let words = place.message.as_ref()?.text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    Some(format!("[{words}]({})", place.id?))
}

fn at(findings: &Findings<'_>, place: Place) -> Option<PhysicalLocation> {
    let file = findings.analysis.files.get(place.file.0 as usize)?;
    Some(PhysicalLocation {
        artifact_location: artifact(findings, file.name()),
        region: region(file, place.span),
    })
}

fn artifact(findings: &Findings<'_>, name: &str) -> ArtifactLocation {
    let (uri, inside) = findings.folders.uri(name);
    ArtifactLocation { uri, uri_base_id: inside.then_some(ROOT) }
}

fn region(file: &portolan_core::File, span: Span) -> Region {
    let start = file.lines().utf16_position(span.start);
    let end = file.lines().utf16_position(span.end.max(span.start));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// The object, and the field in it.
fn logical(findings: &Findings<'_>, diagnostic: &Diagnostic) -> Vec<LogicalLocation> {
    let manifest = diagnostic.object.and_then(|object| findings.analysis.manifests.get(object.0 as usize));
    let Some(manifest) = manifest else { return Vec::new() };
    let parts = [&manifest.kind, &manifest.namespace, &manifest.name];
    let object: Vec<&str> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
    let object = object.join("/");
    if object.is_empty() {
        return Vec::new();
    }
    let path = if diagnostic.path.is_empty() { String::new() } else { format!(".{}", diagnostic.path) };
    vec![LogicalLocation { fully_qualified_name: object + &path, kind: "resource" }]
}

fn fix(findings: &Findings<'_>, fix: &Fix) -> SarifFix {
    let mut by_file: BTreeMap<FileId, Vec<(Span, &str)>> = BTreeMap::new();
    for one in &fix.edits {
        by_file.entry(one.file).or_default().push((one.edit.span, &one.edit.text));
    }
    let changes = by_file.into_iter().filter_map(|(file, mut edits)| {
        let file = findings.analysis.files.get(file.0 as usize)?;
        edits.sort_by_key(|(span, _)| *span);
        let replacements = edits.into_iter().map(|(span, text)| Replacement {
            deleted_region: region(file, span),
            inserted_content: Text { text: text.to_owned() },
        });
        let replacements = replacements.collect();
        Some(ArtifactChange { artifact_location: artifact(findings, file.name()), replacements })
    });
    SarifFix {
        description: Text { text: fix.title.render(findings.lang) },
        artifact_changes: changes.collect(),
    }
}
