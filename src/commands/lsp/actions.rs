//! What can be done about findings: their fixes, all safe fixes of a file at once, and comments that silence a rule.

use super::capabilities::FIX_ALL;
use super::documents;
use super::ignoring;
use super::server::Server;
use super::words;
use super::workspace::Seen;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic as Shown, NumberOrString,
    Range, WorkspaceEdit,
};
use portolan_core::diagnostic::{Arg, Diagnostic, Family, FileEdit, Fix};
use portolan_render::fix;

pub(super) fn actions(server: &Server, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
    let seen = server.workspace.reported(&documents::path(&params.text_document.uri))?;
    let only = params.context.only.as_deref();
    let asked = Asked { server, seen, params };
    let mut actions = Vec::new();
    if wants(only, &CodeActionKind::QUICKFIX) {
        let about = || asked.findings();
        actions.extend(about().filter_map(|found| asked.fix(found)));
        actions.extend(about().filter_map(|found| asked.ignore(found)));
    }
    if wants(only, &FIX_ALL) {
        actions.extend(asked.fix_all());
    }
    let mut titles: Vec<String> = Vec::new();
    actions.retain(|one: &CodeAction| {
        let is_new = !titles.contains(&one.title);
        titles.push(one.title.clone());
        is_new
    });
    Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// Whether actions of a kind are asked for: `source` asks for `source.fixAll.portolan`, too.
fn wants(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let is_in = |asked: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(asked.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
    };
    only.is_none_or(|only| only.iter().any(is_in))
}

/// A request for actions.
#[derive(Clone, Copy)]
struct Asked<'a> {
    server: &'a Server,
    seen: Seen<'a>,
    params: &'a CodeActionParams,
}

impl<'a> Asked<'a> {
    /// The findings at the place that is asked about.
    fn findings(self) -> impl Iterator<Item = &'a Diagnostic> {
        let all = self.seen.analysis.diagnostics.iter();
        all.filter(move |one| one.place.file == self.seen.id && touch(self.range(one), self.params.range))
    }

    fn range(self, found: &Diagnostic) -> Range {
        self.server.client.encoding.mark(self.seen.file, found.place)
    }

    /// The findings as the client sent them, where it did.
    fn shown(self, found: &Diagnostic) -> Option<Vec<Shown>> {
        let range = self.range(found);
        let is_it = |one: &&Shown| {
            let named = matches!(&one.code, Some(NumberOrString::String(code)) if code == found.rule);
            named && one.range == range
        };
        let sent: Vec<Shown> = self.params.context.diagnostics.iter().filter(is_it).cloned().collect();
        (!sent.is_empty()).then_some(sent)
    }

    /// The fix of a finding, if it can be proved.
    fn fix(self, found: &Diagnostic) -> Option<CodeAction> {
        let Fix { title, safe, .. } = found.fix.as_ref()?;
        let edits = fix::edits(self.seen.analysis, found.fix.iter());
        let title = title.render(self.server.lang);
        let title = match safe {
            true => title,
            false => words::GUESS.with([("title", Arg::text(title))]).render(self.server.lang),
        };
        let edit = self.edit(&edits)?;
        Some(CodeAction { is_preferred: Some(*safe), ..self.action(title, found, edit) })
    }

    /// A comment that silences the rule at this place.
    fn ignore(self, found: &Diagnostic) -> Option<CodeAction> {
        if found.family != Family::Lint {
            return None;
        }
        let edit = ignoring::edit(self.seen.file, found.place.span.start, found.rule)?;
        let edit = self.edit(&[FileEdit { file: self.seen.id, edit }])?;
        let title = words::IGNORE.with([("rule", Arg::code(found.rule))]).render(self.server.lang);
        Some(self.action(title, found, edit))
    }

    /// All safe fixes that change this file alone.
    fn fix_all(self) -> Option<CodeAction> {
        let id = self.seen.id;
        let own = |fix: &&Fix| fix.safe && fix.edits.iter().all(|one| one.file == id);
        let fixes = self.seen.analysis.diagnostics.iter().filter_map(|one| one.fix.as_ref()).filter(own);
        let edits = fix::edits(self.seen.analysis, fixes);
        Some(CodeAction {
            title: words::FIX_ALL.message().render(self.server.lang),
            kind: Some(FIX_ALL),
            edit: Some(self.edit(&edits)?),
            ..CodeAction::default()
        })
    }

    fn action(self, title: String, found: &Diagnostic, edit: WorkspaceEdit) -> CodeAction {
        CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: self.shown(found),
            edit: Some(edit),
            ..CodeAction::default()
        }
    }

    fn edit(self, edits: &[FileEdit]) -> Option<WorkspaceEdit> {
        (!edits.is_empty()).then(|| self.server.edit(self.seen.analysis, edits)).flatten()
    }
}

/// Whether two ranges have a place in common.
fn touch(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_asked_for_by_its_beginning() {
        let asks = |kind: &'static str| wants(Some(&[CodeActionKind::new(kind)]), &FIX_ALL);
        assert!(asks("source") && asks("source.fixAll") && asks("source.fixAll.portolan") && asks(""));
        assert!(!asks("source.fix") && !asks("quickfix"));
        assert!(wants(None, &FIX_ALL));
    }
}
