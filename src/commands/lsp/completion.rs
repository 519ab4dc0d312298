//! What could stand at the caret.

use super::client::Client;
use super::documents;
use super::server::Server;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionTextEdit, Documentation,
    InsertTextFormat, InsertTextMode, Range, TextEdit,
};
use portolan_core::diagnostic::Lang;
use portolan_render::assist::{self, Completion, CompletionKind};
use portolan_yaml::LineIndex;

pub(super) fn complete(server: &Server, params: &CompletionParams) -> Option<CompletionList> {
    let at = &params.text_document_position;
    let path = documents::path(&at.text_document.uri);
    let text = &server.documents.get(&path)?.text;
    let lines = LineIndex::new(text);
    let encoding = server.client.encoding;
    let caret = encoding.offset(text, &lines, at.position);
    let seen = server.workspace.find(&path)?;
    let found = assist::complete(text, caret, seen.analysis)?;
    let start = encoding.position(&lines, u32::try_from(found.start).ok()?);
    let range = Range { start, end: encoding.position(&lines, u32::try_from(caret).ok()?) };
    let items = found.items.into_iter().enumerate();
    let items = items.map(|(place, one)| item(one, place, range, &server.client, server.lang));
    Some(CompletionList { is_incomplete: false, items: items.collect() })
}

fn item(one: Completion, place: usize, range: Range, client: &Client, lang: Lang) -> CompletionItem {
    let (new_text, format) = inserted(&one.insert, client.snippets);
    let several = new_text.contains('\n') && client.indents;
    CompletionItem {
        kind: Some(kind(one.kind)),
        detail: one.detail.map(|detail| detail.render(lang)),
        documentation: one.about.map(|about| Documentation::String(about.message().render(lang))),
        sort_text: Some(format!("{place:05}")),
        filter_text: Some(one.label.clone()),
        insert_text_format: Some(format),
        insert_text_mode: several.then_some(InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        label: one.label,
        ..CompletionItem::default()
    }
}

/// What is written, with the caret's place in it where the client can put it there.
fn inserted(text: &str, snippets: bool) -> (String, InsertTextFormat) {
    match text.split_once("$0") {
        Some((before, after)) if snippets => {
            (format!("{}$0{}", escaped(before), escaped(after)), InsertTextFormat::SNIPPET)
        }
        Some((before, after)) => (format!("{before}{after}"), InsertTextFormat::PLAIN_TEXT),
        None => (text.to_owned(), InsertTextFormat::PLAIN_TEXT),
    }
}

/// A text in which a client finds no place for the caret.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

const fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Field => CompletionItemKind::FIELD,
        CompletionKind::Value => CompletionItemKind::VALUE,
        CompletionKind::Label => CompletionItemKind::PROPERTY,
        CompletionKind::Object => CompletionItemKind::SNIPPET,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carets_place_is_for_clients_that_know_it() {
        let snippet = inserted("a: {$0}", true);
        assert_eq!(snippet, ("a: {$0\\}".to_owned(), InsertTextFormat::SNIPPET));
        assert_eq!(inserted("a: {$0}", false), ("a: {}".to_owned(), InsertTextFormat::PLAIN_TEXT));
        assert_eq!(inserted("${x}", true), ("${x}".to_owned(), InsertTextFormat::PLAIN_TEXT));
    }
}
