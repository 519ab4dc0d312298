//! Facts at the ends of lines: how many ready Pods are behind a Service, and its address.

use super::documents;
use super::server::Server;
use lsp_types::{InlayHint, InlayHintLabel, InlayHintParams};
use portolan_render::assist;

pub(super) fn inlays(server: &Server, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let seen = server.workspace.find(&documents::path(&params.text_document.uri))?;
    let hints = assist::inlays(seen.analysis, seen.id).into_iter().filter_map(|one| {
        let position = server.client.encoding.position(seen.file.lines(), u32::try_from(one.at).ok()?);
        let inside = params.range.start.line <= position.line && position.line <= params.range.end.line;
        inside.then(|| InlayHint {
            position,
            label: InlayHintLabel::String(one.message.render(server.lang)),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    });
    Some(hints.collect())
}
