//! The objects of a file and of the workspace by name.

use super::documents;
use super::server::Server;
use lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, OneOf, SymbolKind, WorkspaceSymbol,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::Part;
use std::path::Path;

/// More objects are not listed at once.
const MOST: usize = 500;

pub(super) fn of_document(server: &Server, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let seen = server.workspace.find(&documents::path(&params.text_document.uri))?;
    let own = seen.analysis.manifests.iter().filter(|one| one.file == seen.id);
    let symbols = own.filter_map(|manifest| {
        let tree = manifest.tree(&seen.analysis.files)?.span();
        let name = manifest.place(&seen.analysis.files, "metadata.name", Part::Value).span;
        let encoding = server.client.encoding;
        #[expect(deprecated, reason = "the type has a field that nobody is to use")]
        Some(DocumentSymbol {
            name: manifest.name.clone().filter(|name| !name.is_empty())?,
            detail: manifest.kind.clone(),
            kind: kind(manifest),
            tags: None,
            deprecated: None,
            range: encoding.range(seen.file, tree.start, tree.end),
            selection_range: encoding.range(seen.file, name.start, name.end),
            children: None,
        })
    });
    Some(DocumentSymbolResponse::Nested(symbols.collect()))
}

pub(super) fn of_workspace(server: &Server, params: &WorkspaceSymbolParams) -> WorkspaceSymbolResponse {
    let asked = params.query.to_lowercase();
    let all = server.workspace.analyses();
    let all = all.flat_map(|analysis| analysis.manifests.iter().map(move |one| (analysis, one)));
    let found = all.filter(|(_, one)| is_asked_for(&title(one).to_lowercase(), &asked));
    let symbols = found.filter_map(|(analysis, one)| symbol(server, analysis, one));
    WorkspaceSymbolResponse::Nested(symbols.take(MOST).collect())
}

fn symbol(server: &Server, analysis: &Analysis, manifest: &Manifest) -> Option<WorkspaceSymbol> {
    let place = manifest.place(&analysis.files, "metadata.name", Part::Value);
    manifest.name.as_ref()?;
    let file = analysis.files.get(place.file.0 as usize)?;
    Some(WorkspaceSymbol {
        name: title(manifest),
        kind: kind(manifest),
        tags: None,
        container_name: manifest.namespace.clone(),
        location: OneOf::Left(lsp_types::Location {
            uri: server.form().uri(Path::new(file.name()))?,
            range: server.client.encoding.range(file, place.span.start, place.span.end),
        }),
        data: None,
    })
}

/// Kind and name, as kubectl writes them: `Service/echo`.
fn title(manifest: &Manifest) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    format!("{}/{}", text(&manifest.kind), text(&manifest.name))
}

/// Whether all letters of what is asked for are in a name, in their order.
fn is_asked_for(name: &str, asked: &str) -> bool {
    let mut letters = name.chars();
    asked.chars().filter(|letter| !letter.is_whitespace()).all(|letter| letters.any(|one| one == letter))
}

/// The picture beside it in a list.
fn kind(manifest: &Manifest) -> SymbolKind {
    match manifest.kind.as_deref() {
        Some("Service" | "Ingress" | "Gateway" | "HTTPRoute" | "GRPCRoute") => SymbolKind::INTERFACE,
        Some("Namespace") => SymbolKind::NAMESPACE,
        Some("ConfigMap" | "Secret") => SymbolKind::CONSTANT,
        _ => SymbolKind::OBJECT,
    }
}
