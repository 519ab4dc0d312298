//! `portolan admit --output json`: an entry for each document, with the fields of the server's own answer.

use super::pretty;
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_yaml::{File, Kind, Node, Scalar};
use serde::{Serialize, Serializer};

/// The answers, in the order of the documents.
#[must_use]
pub fn admission(analysis: &Analysis) -> String {
    let mut counter = Counter { files: &analysis.files, file: None, document: 0, count: 0 };
    let records: Vec<Record<'_>> = analysis
        .manifests
        .iter()
        .filter_map(|manifest| Record::new(manifest, counter.number(manifest), &analysis.files))
        .collect();
    pretty(&records)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    doc: usize,
    line: u32,
    api_version: Option<Written<'a>>,
    kind: Option<Written<'a>>,
    namespace: Option<&'a str>,
    name: Option<&'a str>,
    accepted: bool,
    code: Option<u16>,
    reason: Option<&'a str>,
    message: Option<&'a str>,
    causes: Vec<Cause<'a>>,
    warnings: &'a [String],
}

#[derive(Serialize)]
struct Cause<'a> {
    reason: Option<&'a str>,
    field: Option<&'a str>,
    message: &'a str,
}

/// A field as far as it is known: its text, or whatever stands there.
enum Written<'a> {
    Text(&'a str),
    Tree(Node<'a>),
}

impl<'a> Record<'a> {
    fn new(manifest: &'a Manifest, doc: usize, files: &'a [File]) -> Option<Self> {
        let answer = manifest.answer.as_ref()?;
        let tree = manifest.tree(files);
        let field = |text: &'a Option<String>, name: &str| match text {
            Some(text) => Some(Written::Text(text)),
            None => tree.and_then(|tree| tree.get(name)).filter(|node| !node.is_null()).map(Written::Tree),
        };
        let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        let causes = answer.causes.iter().map(|cause| Cause {
            reason: some(cause.reason),
            field: some(&cause.field),
            message: &cause.message,
        });
        Some(Self {
            doc,
            line: manifest.line,
            api_version: field(&manifest.api_version, "apiVersion"),
            kind: field(&manifest.kind, "kind"),
            namespace: manifest.namespace.as_deref(),
            name: manifest.name.as_deref(),
            accepted: answer.accepted,
            code: answer.code,
            reason: some(answer.reason),
            message: answer.message.as_deref(),
            causes: causes.collect(),
            warnings: &answer.warnings,
        })
    }
}

/// Counts the documents of each file that hold something.
struct Counter<'a> {
    files: &'a [File],
    file: Option<u32>,
    document: usize,
    count: usize,
}

impl Counter<'_> {
    /// The number of a manifest's document, from 0. Manifests come in the order of the text.
    fn number(&mut self, manifest: &Manifest) -> usize {
        if self.file != Some(manifest.file.0) {
            (self.file, self.document, self.count) = (Some(manifest.file.0), 0, 0);
        }
        let documents = self.files.get(manifest.file.0 as usize).map_or(&[][..], File::documents);
        let passed = documents.get(self.document..manifest.document).unwrap_or_default();
        self.count += passed.iter().filter(|document| !document.is_empty()).count();
        self.document = self.document.max(manifest.document);
        self.count
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Tree(node) => serialize_node(*node, 0, serializer),
        }
    }
}

/// How deep a value of no meaning is shown.
const MAX_DEPTH: usize = 16;

fn serialize_node<S: Serializer>(node: Node<'_>, depth: usize, serializer: S) -> Result<S::Ok, S::Error> {
    match node.scalar() {
        Some(Scalar::Bool(value)) => serializer.serialize_bool(value),
        Some(Scalar::Int(value)) => serializer.serialize_i64(value),
        Some(Scalar::Uint(value)) => serializer.serialize_u64(value),
        Some(Scalar::Float(value)) => serializer.serialize_f64(value),
        Some(Scalar::Str(text)) => serializer.serialize_str(&text),
        None if depth < MAX_DEPTH && node.kind() == Kind::Sequence => {
            serializer.collect_seq(node.items().map(|node| Nested { node, depth: depth + 1 }))
        }
        None if depth < MAX_DEPTH => serializer.collect_map(
            node.entries().map(|entry| (entry.key, Nested { node: entry.value, depth: depth + 1 })),
        ),
        Some(Scalar::Null) | None => serializer.serialize_unit(),
    }
}

struct Nested<'a> {
    node: Node<'a>,
    depth: usize,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_node(self.node, self.depth, serializer)
    }
}
