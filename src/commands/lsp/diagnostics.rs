//! Findings as the client shows them, for all files of the workspace, whether they are open or not.

use super::client::Client;
use super::documents::Documents;
use super::uri;
use crate::config::Wrong;
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentChanges, Location, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Position,
    PublishDiagnosticsParams, Range, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use portolan_core::Analysis;
use portolan_core::diagnostic::{self as core, Certainty, Lang, Message, Place, Severity};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

/// What the client has been told, by file.
#[derive(Debug, Default)]
pub(super) struct Published(BTreeMap<PathBuf, (Uri, Vec<Diagnostic>)>);

/// Rules that find what has no effect: editors show it faded.
const UNNECESSARY: &[&str] = &["unused-ignore"];

/// No line of a configuration is longer.
const LINE: u32 = 1000;

/// How findings become the client's.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) client: &'a Client,
    pub(super) documents: &'a Documents,
    pub(super) lang: Lang,
}

impl Published {
    /// Replaces all that has been told; what of it is news.
    pub(super) fn update<'a>(
        &mut self,
        analyses: impl Iterator<Item = &'a Analysis>,
        wrong: &[Wrong],
        form: Form<'_>,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut now = form.all(analyses);
        for Wrong { path, mistakes } in wrong {
            let found = mistakes.iter().map(|(line, message)| form.mistake(*line, message)).collect();
            now.extend(form.uri(path).map(|uri| (path.clone(), (uri, found))));
        }
        let mut news = Vec::new();
        for (path, (uri, _)) in self.0.iter().filter(|(path, _)| !now.contains_key(*path)) {
            news.push(form.publish(path, uri, Vec::new()));
        }
        for (path, told) in now.iter().filter(|(path, told)| self.0.get(*path) != Some(told)) {
            let (uri, found) = told;
            news.push(form.publish(path, uri, found.clone()));
        }
        self.0 = now;
        news
    }
}

impl Form<'_> {
    /// All findings by file, each file with its address.
    fn all<'a>(
        self,
        analyses: impl Iterator<Item = &'a Analysis>,
    ) -> BTreeMap<PathBuf, (Uri, Vec<Diagnostic>)> {
        let mut all = BTreeMap::new();
        for analysis in analyses {
            for found in &analysis.diagnostics {
                let Some(file) = analysis.files.get(found.place.file.0 as usize) else { continue };
                let path = Path::new(file.name());
                let (Some(uri), Some(one)) = (self.uri(path), self.diagnostic(analysis, found)) else {
                    continue;
                };
                all.entry(path.to_owned()).or_insert_with(|| (uri, Vec::new())).1.push(one);
            }
        }
        all
    }

    /// The address of a file, as the client writes it.
    pub(super) fn uri(self, path: &Path) -> Option<Uri> {
        self.documents.get(path).map(|document| document.uri.clone()).or_else(|| uri::of(path))
    }

    /// A place in a file.
    pub(super) fn location(self, analysis: &Analysis, place: Place) -> Option<Location> {
        let file = analysis.files.get(place.file.0 as usize)?;
        let range = self.client.encoding.mark(file, place);
        Some(Location { uri: self.uri(Path::new(file.name()))?, range })
    }

    /// A finding.
    pub(super) fn diagnostic(self, analysis: &Analysis, found: &core::Diagnostic) -> Option<Diagnostic> {
        let file = analysis.files.get(found.place.file.0 as usize)?;
        let tags: Vec<DiagnosticTag> =
            UNNECESSARY.contains(&found.rule).then_some(DiagnosticTag::UNNECESSARY).into_iter().collect();
        Some(Diagnostic {
            range: self.client.encoding.mark(file, found.place),
            severity: Some(severity(found.severity)),
            code: Some(NumberOrString::String(found.rule.to_owned())),
            code_description: description(found.rule, self.lang),
            source: Some("portolan".to_owned()),
            message: self.words(analysis, found),
            related_information: self.related(analysis, found),
            tags: (!tags.is_empty()).then_some(tags),
            data: Some(json!({
                "certainty": certainty(found.certainty),
                "fix": found.fix.as_ref().map(|fix| json!({
                    "title": fix.title.render(self.lang),
                    "safe": fix.safe,
                })),
            })),
        })
    }

    /// A mistake of a configuration: its whole line, whatever its length.
    fn mistake(self, line: usize, message: &Message) -> Diagnostic {
        let line = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
        let at = |character| Position { line, character };
        Diagnostic {
            range: Range { start: at(0), end: at(LINE) },
            severity: Some(DiagnosticSeverity::ERROR),
            code: Some(NumberOrString::String("configuration".to_owned())),
            source: Some("portolan".to_owned()),
            message: message.render(self.lang),
            ..Diagnostic::default()
        }
    }

    /// What is the matter, why it matters and what to do; and the other places, where the client cannot show them.
    fn words(self, analysis: &Analysis, found: &core::Diagnostic) -> String {
        let mut text = found.message.render(self.lang);
        for one in found.notes.iter().chain(&found.help) {
            text.push('\n');
            text.push_str(&one.render(self.lang));
        }
        let related = found.related.iter().filter(|_| !self.client.related);
        for one in related {
            let Some(file) = analysis.files.get(one.place.file.0 as usize) else { continue };
            let line = file.lines().line(one.place.span.start);
            text.push_str(&format!("\n{}:{line}: {}", file.name(), one.message.render(self.lang)));
        }
        text
    }

    fn related(
        self,
        analysis: &Analysis,
        found: &core::Diagnostic,
    ) -> Option<Vec<DiagnosticRelatedInformation>> {
        let shown = found.related.iter().filter(|_| self.client.related);
        let all: Vec<_> = shown
            .filter_map(|one| {
                let location = self.location(analysis, one.place)?;
                Some(DiagnosticRelatedInformation { location, message: one.message.render(self.lang) })
            })
            .collect();
        (!all.is_empty()).then_some(all)
    }

    fn publish(self, path: &Path, uri: &Uri, diagnostics: Vec<Diagnostic>) -> PublishDiagnosticsParams {
        let version = self.documents.get(path).map(|document| document.version);
        PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version }
    }

    /// Edits as one change of the workspace, for the versions of the texts that the server knows.
    pub(super) fn workspace_edit(self, edits: &[(PathBuf, TextEdit)]) -> Option<WorkspaceEdit> {
        let mut files: BTreeMap<&Path, Vec<TextEdit>> = BTreeMap::new();
        for (path, edit) in edits {
            files.entry(path).or_default().push(edit.clone());
        }
        let files: Option<Vec<_>> =
            files.into_iter().map(|(path, edits)| Some((path, self.uri(path)?, edits))).collect();
        let files = files?;
        if !self.client.versions {
            #[expect(
                clippy::mutable_key_type,
                reason = "the protocol's own type: addresses are compared as texts"
            )]
            let changes = files.into_iter().map(|(_, uri, edits)| (uri, edits)).collect();
            return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let changes = files.into_iter().map(|(path, uri, edits)| {
            let version = self.documents.get(path).map(|document| document.version);
            let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
            TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() }
        });
        let changes = Some(DocumentChanges::Edits(changes.collect()));
        Some(WorkspaceEdit { document_changes: changes, ..WorkspaceEdit::default() })
    }
}

/// Where more is to be read of a rule.
fn description(rule: &str, lang: Lang) -> Option<CodeDescription> {
    let url = portolan_render::rule_url(rule, lang)?;
    Some(CodeDescription { href: Uri::from_str(&url).ok()? })
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

const fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Proved => "proved",
        Certainty::Likely => "likely",
        Certainty::DependsOnCluster => "depends-on-cluster",
    }
}
