//! What a field does in the simulated cluster, and what it means.

use super::server::Server;
use super::words;
use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};
use portolan_render::assist;

pub(super) fn hover(server: &Server, params: HoverParams) -> Option<Hover> {
    let caret = server.caret(&params.text_document_position_params)?;
    let found = assist::hover(caret.seen.analysis, caret.seen.id, caret.offset)?;
    let mut paragraphs: Vec<String> = found.sentences.iter().map(|one| one.render(server.lang)).collect();
    if let Some(url) = found.url(server.lang) {
        paragraphs.push(format!("[{}]({url})", words::MORE.message().render(server.lang)));
    }
    let value = format!("`{}`\n\n{}", found.path, paragraphs.join("\n\n"));
    let range = server.client.encoding.range(caret.seen.file, found.span.start, found.span.end);
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(range),
    })
}
