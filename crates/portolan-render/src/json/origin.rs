//! The manifest field that something was derived from, with its place in the text.

use crate::location::location;
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::{Origin, Part};
use serde::Serialize;

/// A field of a manifest. Line and column begin at 1; the column counts characters.
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    /// As the API server writes paths; empty for the whole object.
    path: &'a str,
    object: Object<'a>,
}

/// An object as its manifest names it.
#[derive(Serialize)]
pub(super) struct Object<'a> {
    kind: Option<&'a str>,
    namespace: Option<&'a str>,
    name: Option<&'a str>,
}

/// Where an origin stands; nothing for one without a manifest.
pub(crate) fn written<'a>(analysis: &'a Analysis, origin: &'a Origin) -> Option<Written<'a>> {
    let manifest = analysis.manifests.get(origin.object.0 as usize)?;
    let place = location(analysis, manifest.place(&analysis.files, &origin.path, Part::Value));
    Some(Written {
        file: place.file,
        line: place.line,
        column: place.column,
        path: &origin.path,
        object: object(manifest),
    })
}

/// The object that a manifest describes.
pub(super) fn object(manifest: &Manifest) -> Object<'_> {
    Object {
        kind: manifest.kind.as_deref(),
        namespace: manifest.namespace.as_deref(),
        name: manifest.name.as_deref(),
    }
}
