//! What of a document cannot be decoded, in the words and the order of the API server.
//!
//! The server turns YAML into JSON, whose keys are sorted, and decodes that with `sigs.k8s.io/json`: the first wrong
//! type is the answer, unless a type with a decoder of its own refuses a value, which ends the decoding at once. Only
//! when all types fit do repeated keys and unknown fields matter, and then all of them.

use super::go_time;
use super::go_types::{Struct, Type, struct_at};
use super::quantity;
use portolan_yaml::{Kind, Node, NodeId};
use std::borrow::Cow;

/// One thing that does not fit.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// What is the matter.
    pub kind: FaultKind,
    /// The field, as the API server writes paths; for an unknown one with its name.
    pub path: String,
    /// The value.
    pub node: NodeId,
    /// The server's words.
    pub words: String,
}

/// What can be the matter with a value.
#[derive(Clone, Debug)]
pub(crate) enum FaultKind {
    /// The value is of another type than the field.
    WrongType {
        /// What it is.
        found: Kind,
        /// What it should be.
        wanted: Wanted,
    },
    /// A text that is no amount.
    BadText,
    /// A text that is no time.
    BadTime,
    /// No field has this name.
    Unknown {
        /// The struct around it.
        owner: &'static Struct,
        /// Where a field of this name exists, if near: as a path.
        elsewhere: Option<String>,
    },
    /// A key that stands twice.
    Repeated,
}

/// What a value should be, in the terms of YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A whole number or a text.
    IntOrText,
    /// A list.
    List,
    /// A mapping.
    Mapping,
}

/// All faults of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    /// In the order in which the server meets them.
    pub all: Vec<Fault>,
    /// The index of the first at which decoding ends.
    ends: Option<usize>,
}

/// Go's limit of strict errors.
const MOST_UNKNOWN: usize = 100;

/// Compares a tree with the Go type that it should have.
pub(crate) fn find(node: Node<'_>, wanted: Type) -> Faults {
    let mut search = Search::default();
    search.value(node, wanted);
    let mut faults = search.faults;
    for repeated in node.duplicates() {
        let path = node.file().node(repeated.value).map(Node::path).unwrap_or_default();
        let (words, value) = (repeated.words, repeated.value);
        faults.all.push(Fault { kind: FaultKind::Repeated, path, node: value, words });
    }
    faults
}

impl Faults {
    /// The server's words behind `cannot be handled as a …: `, unless all is well.
    pub(crate) fn words(&self) -> Option<String> {
        if let Some(end) = self.ends.and_then(|index| self.all.get(index)) {
            return Some(end.words.clone());
        }
        let is_type = |fault: &&Fault| !matches!(fault.kind, FaultKind::Unknown { .. } | FaultKind::Repeated);
        if let Some(first) = self.all.iter().find(is_type) {
            return Some(first.words.clone());
        }
        let mut parts = Vec::new();
        let repeated: Vec<&str> = self.of(&|kind| matches!(kind, FaultKind::Repeated));
        if !repeated.is_empty() {
            parts.push(format!("yaml: unmarshal errors:\n  {}", repeated.join("\n  ")));
        }
        let unknown = self.of(&|kind| matches!(kind, FaultKind::Unknown { .. }));
        parts.extend(unknown.into_iter().take(MOST_UNKNOWN).map(str::to_owned));
        (!parts.is_empty()).then(|| format!("strict decoding error: {}", parts.join(", ")))
    }

    fn of(&self, is: &dyn Fn(&FaultKind) -> bool) -> Vec<&str> {
        self.all.iter().filter(|fault| is(&fault.kind)).map(|fault| fault.words.as_str()).collect()
    }
}

/// The walk: where it is, for Go's two ways to name the place.
#[derive(Default)]
struct Search {
    faults: Faults,
    /// The innermost struct, without its package.
    owner: &'static str,
    /// Fields and embedded structs on the way: `spec.containers.readinessProbe.ProbeHandler.exec`.
    fields: Vec<String>,
    /// The path with indices and keys.
    path: String,
    /// The structs around, each with the length of its path.
    around: Vec<(&'static Struct, usize)>,
}

impl Search {
    fn value(&mut self, node: Node<'_>, wanted: Type) {
        let kind = node.kind();
        if kind == Kind::Null {
            return;
        }
        match (wanted, kind) {
            (Type::Object(index), Kind::Mapping) => self.object(node, index),
            (Type::Map(_, of), Kind::Mapping) => self.map(node, *of),
            (Type::List(_, of), Kind::Sequence) => self.list(node, *of),
            (Type::Text(_) | Type::IntOrString, Kind::String) | (Type::Bool, Kind::Bool) | (Type::Any, _) => {
            }
            (Type::Int32 | Type::Int64 | Type::IntOrString, Kind::Int | Kind::Float) => {
                self.integer(node, wanted)
            }
            (Type::Quantity, Kind::String | Kind::Int | Kind::Float) => self.quantity(node),
            (Type::Quantity, _) => self.end_with(FaultKind::BadText, node, quantity_words(node)),
            (Type::Time, Kind::String) => {
                if let Some(words) = go_time::wrong(node.content()) {
                    self.end_with(FaultKind::BadTime, node, &words);
                }
            }
            _ => self.wrong_type(node, kind, wanted, None),
        }
    }

    fn object(&mut self, node: Node<'_>, index: usize) {
        let Some(here) = struct_at(index) else { return };
        let name = here.name.rsplit('.').next().unwrap_or_default();
        let outer = std::mem::replace(&mut self.owner, name);
        self.around.push((here, self.path.len()));
        for (key, value) in sorted(node) {
            let length = self.path.len();
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(&key);
            match here.fields.binary_search_by(|(name, ..)| (*name).cmp(key.as_ref())) {
                Ok(at) => {
                    if let Some((name, via, wanted)) = here.fields.get(at) {
                        self.owner = here.name.rsplit('.').next().unwrap_or_default();
                        self.fields.push(format!("{via}{name}"));
                        self.value(value, *wanted);
                        self.fields.pop();
                    }
                }
                Err(_) => {
                    let words = format!("unknown field {}", quote(&self.path));
                    let elsewhere = self.elsewhere(here, &key);
                    self.push(FaultKind::Unknown { owner: here, elsewhere }, value, words);
                }
            }
            self.path.truncate(length);
        }
        self.around.pop();
        self.owner = outer;
    }

    /// Where a field of this name exists: one level deeper, or in a struct around.
    fn elsewhere(&self, here: &'static Struct, key: &str) -> Option<String> {
        let prefix = self.path.get(..self.path.len().saturating_sub(key.len())).unwrap_or_default();
        let deeper = here.fields.iter().find_map(|(name, _, wanted)| match wanted {
            Type::Object(index) => struct_at(*index).filter(|inner| inner.has(key)).map(|_| *name),
            _ => None,
        });
        if let Some(name) = deeper {
            return Some(format!("{prefix}{name}.{key}"));
        }
        let (_, length) = self.around.iter().rev().skip(1).find(|(around, _)| around.has(key))?;
        let path = self.path.get(..*length)?;
        Some(if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") })
    }

    fn map(&mut self, node: Node<'_>, of: Type) {
        for (key, value) in sorted(node) {
            let length = self.path.len();
            self.path.push('[');
            self.path.push_str(&key);
            self.path.push(']');
            self.value(value, of);
            self.path.truncate(length);
        }
    }

    fn list(&mut self, node: Node<'_>, of: Type) {
        for (index, item) in node.items().enumerate() {
            let length = self.path.len();
            self.path.push_str(&format!("[{index}]"));
            self.value(item, of);
            self.path.truncate(length);
        }
    }

    fn integer(&mut self, node: Node<'_>, wanted: Type) {
        let number = node.json_number().unwrap_or_default();
        let fits = match wanted {
            Type::Int64 => number.parse::<i64>().is_ok(),
            _ => number.parse::<i32>().is_ok(),
        };
        if !fits {
            self.wrong_type(node, node.kind(), wanted, Some(&number));
        }
    }

    fn quantity(&mut self, node: Node<'_>) {
        let text = node.json_number().unwrap_or_else(|| node.content().trim().to_owned());
        if let Err(words) = quantity::parse(&text) {
            self.end_with(FaultKind::BadText, node, words);
        }
    }

    fn wrong_type(&mut self, node: Node<'_>, found: Kind, wanted: Type, number: Option<&str>) {
        let value = match found {
            Kind::Null => "null",
            Kind::Bool => "bool",
            Kind::String => "string",
            Kind::Sequence => "array",
            Kind::Mapping => "object",
            Kind::Int | Kind::Float => "number",
        };
        let number = number.map(|number| format!(" {number}")).unwrap_or_default();
        let (owner, fields) = (self.owner, self.fields.join("."));
        let go = wanted.name();
        let words = format!(
            "json: cannot unmarshal {value}{number} into Go struct field {owner}.{fields} of type {go}"
        );
        let wants = match wanted {
            Type::Bool => Wanted::Bool,
            Type::Int32 | Type::Int64 => Wanted::Int,
            Type::IntOrString => Wanted::IntOrText,
            Type::List(..) => Wanted::List,
            Type::Object(_) | Type::Map(..) => Wanted::Mapping,
            Type::Text(_) | Type::Quantity | Type::Time | Type::Any => Wanted::Text,
        };
        if matches!(wanted, Type::IntOrString | Type::Time) {
            self.faults.ends.get_or_insert(self.faults.all.len());
        }
        self.push(FaultKind::WrongType { found, wanted: wants }, node, words);
    }

    fn end_with(&mut self, kind: FaultKind, node: Node<'_>, words: &str) {
        self.faults.ends.get_or_insert(self.faults.all.len());
        self.push(kind, node, words.to_owned());
    }

    fn push(&mut self, kind: FaultKind, node: Node<'_>, words: String) {
        self.faults.all.push(Fault { kind, path: self.path.clone(), node: node.id(), words });
    }
}

/// The entries of a mapping as JSON has them: by key, each once.
fn sorted(node: Node<'_>) -> Vec<(Cow<'_, str>, Node<'_>)> {
    let mut entries: Vec<(Cow<'_, str>, Node<'_>)> =
        node.entries().map(|entry| (entry.key, entry.value)).collect();
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    entries.reverse();
    entries.dedup_by(|later, earlier| later.0 == earlier.0);
    entries.reverse();
    entries
}

/// What `ParseQuantity` says of the text of anything but a string or a number.
fn quantity_words(node: Node<'_>) -> &'static str {
    quantity::parse(node.text().trim()).err().unwrap_or(quantity::WRONG_FORM)
}

fn quote(path: &str) -> String {
    format!("\"{}\"", path.escape_debug().to_string().replace("\\'", "'"))
}
