//! YAML as Kubernetes reads it: text becomes trees with exact byte spans. Knows nothing of Kubernetes.
//!
//! [`parse`] takes any bytes and gives a [`File`] of [`Document`]s; a broken document never hides its neighbours. A
//! [`Node`] knows its value by go-yaml's rules, its [`Span`], and its path. Documents are split as kubectl splits them,
//! and errors are worded as Go words them.

mod builder;
mod children;
pub mod collections;
mod comment;
mod compare;
mod duplicate;
mod edit;
mod error;
mod events;
mod expand;
mod fast;
mod file;
mod go;
mod island;
mod node;
mod parse;
mod path;
mod position;
mod quoted;
mod resolve;
mod set;
mod span;
mod split;
mod syntax;
mod tag;
mod thorough;
mod tree;
mod unset;
mod words;

pub use children::Entry;
pub use comment::Comment;
pub use compare::changed_paths;
pub use duplicate::Duplicate;
pub use edit::{Edit, OverlappingEdits, apply};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use file::{Document, File};
pub use island::{Island, parse_islands};
pub use node::{Kind, Node, NodeId};
pub use parse::parse;
pub use path::{Step, split_path};
pub use position::{LineIndex, Position, Utf16Position};
pub use resolve::Scalar;
pub use set::{Unset, inline, set};
pub use span::Span;
pub use unset::unset;
