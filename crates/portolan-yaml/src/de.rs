//! From trees to typed values, in one pass that finds every problem and still gives the value.
//!
//! There is one Deserializer. Where a value does not fit its type it notes the node and goes on with a zero value; an
//! unknown field is noted and passed over; null is the zero value of anything, as for Go's `encoding/json`. The issues
//! come in the order in which Go meets them: by sorted keys, since YAML reaches it as marshalled JSON.

mod access;
mod deserializer;
mod time;
mod value;

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;

use crate::{Kind, Node, NodeId};

/// Something that does not fit the type.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The value it is about.
    pub node: NodeId,
    /// What is the matter.
    pub kind: IssueKind,
    /// The innermost struct around the value, by its serde name (`ServicePort`); empty at the root.
    pub struct_name: &'static str,
    /// The fields of structs on the way to the value, without map keys and indices: `spec.ports.name`. Go's
    /// `Go struct field ServicePort.spec.ports.name` is `struct_name` and this.
    pub fields: String,
}

/// What can be the matter with a value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum IssueKind {
    /// The struct has no field of this name.
    UnknownField,
    /// The value is of another type than the field.
    WrongType {
        /// What it is.
        found: Kind,
        /// The number as JSON has it, when it is one.
        number: Option<String>,
        /// What it should be.
        wanted: Wanted,
    },
    /// A nested value of no fixed type is deeper than can be decoded.
    TooDeep,
    /// The type refused the value for a reason of its own, and nothing could be decoded.
    Refused(String),
}

/// The type a value should have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wanted {
    /// `bool`.
    Bool,
    /// `int32`.
    Int32,
    /// `int64`.
    Int64,
    /// Another integer, by Go's name.
    Integer(&'static str),
    /// `float64`.
    Float64,
    /// `string`.
    String,
    /// Base64 text: `[]uint8`.
    Bytes,
    /// An integer or a text (`intstr.IntOrString`); Go says `int32`.
    IntOrString,
    /// A type with a text form of its own, by its serde name: `Quantity`, `Time`.
    Named(&'static str),
    /// A struct, by its serde name.
    Struct(&'static str),
    /// A list of such.
    List(Box<Wanted>),
    /// A mapping from strings to such.
    Map(Box<Wanted>),
    /// Anything.
    Any,
}

/// Decodes a node. The value is there unless the type itself refuses something; the issues are in Go's order.
pub fn deserialize<'f, T: Deserialize<'f>>(node: Node<'f>) -> (Option<T>, Vec<Issue>) {
    let sink = Sink::default();
    let result = T::deserialize(deserializer::Deserializer::new(node, &sink));
    let value = match result {
        Ok(value) => Some(value),
        Err(error) => {
            sink.push(Issue {
                node: node.id(),
                kind: IssueKind::Refused(error.0),
                struct_name: "",
                fields: String::new(),
            });
            None
        }
    };
    (value, in_gos_order(sink.issues.into_inner(), node))
}

/// Where issues are collected.
#[derive(Debug, Default)]
struct Sink {
    issues: RefCell<Vec<Issue>>,
}

impl Sink {
    fn push(&self, issue: Issue) {
        self.issues.borrow_mut().push(issue);
    }
}

/// The error of the Deserializer: only what a type itself refuses.
#[derive(Debug)]
struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Sorts issues by their paths, keys in byte order.
fn in_gos_order(mut issues: Vec<Issue>, root: Node<'_>) -> Vec<Issue> {
    if issues.len() > 1 {
        issues.sort_by_cached_key(|issue| Address::of(root.with(issue.node.0)));
    }
    issues
}

/// The way to a node, for sorting.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Address(Vec<(String, usize)>);

impl Address {
    fn of(node: Node<'_>) -> Self {
        let steps = std::iter::successors(Some(node), |node| node.parent());
        let mut steps: Vec<_> =
            steps.map(|node| (node.key().unwrap_or_default().to_owned(), node.index_in_sequence())).collect();
        steps.reverse();
        Self(steps)
    }
}

impl Node<'_> {
    /// The index in a sequence; 0 in a mapping, where keys tell entries apart.
    fn index_in_sequence(self) -> usize {
        let in_mapping = self.parent().is_some_and(|parent| parent.kind() == Kind::Mapping);
        if in_mapping { 0 } else { self.index() }
    }

    /// The number as JSON has it, when the node is one.
    #[must_use]
    pub fn json_number(self) -> Option<String> {
        use crate::Scalar::{Float, Int, Uint};
        match self.scalar()? {
            Int(value) => Some(value.to_string()),
            Uint(value) => Some(value.to_string()),
            Float(value) => Some(crate::go::json_float(value)),
            _ => None,
        }
    }
}
