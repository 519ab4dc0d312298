//! Which objects a file holds: its documents, and the items of Lists one by one; and where kubectl would send each.

use super::kind::{self, Resource};
use crate::diagnostic::FileId;
use portolan_yaml::{File, Kind, Node, SyntaxError};
use std::borrow::Cow;

/// One object as it was written.
#[derive(Debug)]
pub(crate) struct Written<'f> {
    /// The file.
    pub file: FileId,
    /// Index of the document in the file.
    pub document: usize,
    /// The line on which the document starts.
    pub line: u32,
    /// The object's tree.
    pub node: Option<Node<'f>>,
    /// `apiVersion`, if it is a text.
    pub api_version: Option<Cow<'f, str>>,
    /// `kind`, if it is a text.
    pub kind: Option<Cow<'f, str>>,
    /// Where it goes.
    pub route: Route<'f>,
}

/// Where kubectl sends an object.
#[derive(Debug)]
pub(crate) enum Route<'f> {
    /// To this resource.
    To(&'static Resource),
    /// Nowhere: the document is not YAML.
    Broken(&'f SyntaxError),
    /// Nowhere: it is no object, or says too little about itself.
    Shapeless(Shapeless),
    /// Nowhere: no API has this kind. Where a custom resource may add it, only the cluster knows.
    Unknown,
    /// To the resource whose kind is spelled with capitals; the server then refuses it.
    LowerCase(&'static Resource),
}

/// What kubectl misses in a document, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shapeless {
    /// `items: [null]`.
    NoObject,
    /// `error validating data: …`.
    Invalid(String),
}

const NOT_AN_OBJECT: &str = "invalid object to validate";

/// All objects of a file, in order.
pub(crate) fn collect<'f>(id: FileId, file: &'f File, out: &mut Vec<Written<'f>>) {
    for (document, piece) in file.documents().iter().enumerate() {
        let blank = Written {
            file: id,
            document,
            line: piece.line,
            node: None,
            api_version: None,
            kind: None,
            route: Route::Unknown,
        };
        if let Some(error) = &piece.error {
            out.push(Written { route: Route::Broken(error), ..blank });
        } else if let Some(node) = file.root(document).filter(|node| !node.is_null()) {
            collect_node(node, blank, out);
        }
    }
}

fn collect_node<'f>(node: Node<'f>, blank: Written<'f>, out: &mut Vec<Written<'f>>) {
    let kind = text(node.get("kind"));
    let Some(items) = kind.as_deref().and_then(|kind| list_items(node, kind)) else {
        out.push(written(node, None, blank));
        return;
    };
    let of = kind.as_deref().and_then(|kind| kind.strip_suffix("List")).filter(|of| !of.is_empty());
    let inherited = of.map(|of| (text(node.get("apiVersion")), Cow::from(of.to_owned())));
    for item in items.items() {
        let blank = Written { api_version: None, kind: None, route: Route::Unknown, ..blank };
        if item.is_null() {
            out.push(Written { node: Some(item), route: Route::Shapeless(Shapeless::NoObject), ..blank });
        } else {
            out.push(written(item, inherited.as_ref(), blank));
        }
    }
}

/// The items, where the kind is a List and has a list of them.
fn list_items<'f>(node: Node<'f>, kind: &str) -> Option<Node<'f>> {
    let items = node.get("items").filter(|items| items.kind() == Kind::Sequence)?;
    kind.ends_with("List").then_some(items)
}

fn written<'f>(
    node: Node<'f>,
    inherited: Option<&(Option<Cow<'f, str>>, Cow<'f, str>)>,
    blank: Written<'f>,
) -> Written<'f> {
    if node.kind() != Kind::Mapping {
        let route = Route::Shapeless(Shapeless::Invalid(NOT_AN_OBJECT.to_owned()));
        return Written { node: Some(node), route, ..blank };
    }
    let (version_node, kind_node) = (node.get("apiVersion"), node.get("kind"));
    let missing = |field: Option<Node<'_>>| field.is_none_or(Node::is_null);
    let mut api_version = text(version_node);
    let mut kind = text(kind_node);
    if let Some((of_version, of_kind)) = inherited
        && missing(version_node)
        && missing(kind_node)
    {
        api_version.clone_from(of_version);
        kind = Some(of_kind.clone());
    }
    let mut wrongs = Vec::new();
    for (name, field, value) in [("apiVersion", version_node, &api_version), ("kind", kind_node, &kind)] {
        if value.is_none() {
            wrongs.push(format!("{name} {}", if missing(field) { "not set" } else { "isn't string type" }));
        }
    }
    let route = match wrongs.as_slice() {
        [] => route(api_version.as_deref().unwrap_or_default(), kind.as_deref().unwrap_or_default()),
        [one] => Route::Shapeless(Shapeless::Invalid(one.clone())),
        _ => Route::Shapeless(Shapeless::Invalid(format!("[{}]", wrongs.join(", ")))),
    };
    Written { node: Some(node), api_version, kind, route, ..blank }
}

fn route<'f>(api_version: &str, kind: &str) -> Route<'f> {
    if api_version.matches('/').count() > 1 {
        let words = format!("unexpected GroupVersion string: {api_version}");
        return Route::Shapeless(Shapeless::Invalid(words));
    }
    if let Some(resource) = kind::find(api_version, kind) {
        return Route::To(resource);
    }
    if kind.ends_with("List") && kind::find(api_version, kind.trim_end_matches("List")).is_some()
        || kind == "List"
    {
        return Route::Shapeless(Shapeless::Invalid(NOT_AN_OBJECT.to_owned()));
    }
    kind::find_lower_case(api_version, kind).map_or(Route::Unknown, Route::LowerCase)
}

fn text(node: Option<Node<'_>>) -> Option<Cow<'_, str>> {
    node?.as_str()
}
