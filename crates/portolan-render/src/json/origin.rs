//! The manifest field that something was derived from, with its place in the text.

use crate::location::location;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Origin, Part};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Written<'a> {
    kind: &'a str,
    namespace: Option<&'a str>,
    name: &'a str,
    path: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
}

/// Where an origin stands; nothing for one without a manifest.
pub(super) fn written<'a>(analysis: &'a Analysis, origin: &'a Origin) -> Option<Written<'a>> {
    let manifest = analysis.manifests.get(origin.object.0 as usize)?;
    let place = location(analysis, manifest.place(&analysis.files, &origin.path, Part::Value));
    Some(Written {
        kind: manifest.kind.as_deref().unwrap_or_default(),
        namespace: manifest.namespace.as_deref(),
        name: manifest.name.as_deref().unwrap_or_default(),
        path: &origin.path,
        file: place.file,
        line: place.line,
        column: place.column,
    })
}
