//! A tree as JSON, for comparison.

use portolan_yaml::{Kind, Node, Scalar};
use serde_json::Value;

/// The value of a node; of repeated keys the last one counts.
pub(crate) fn of(node: Node<'_>) -> Value {
    match node.scalar() {
        Some(Scalar::Null) => Value::Null,
        Some(Scalar::Bool(value)) => value.into(),
        Some(Scalar::Int(value)) => value.into(),
        Some(Scalar::Uint(value)) => value.into(),
        Some(Scalar::Float(value)) => value.into(),
        Some(Scalar::Str(value)) => value.into(),
        None if node.kind() == Kind::Sequence => node.items().map(of).collect(),
        None => node.pairs().map(|(key, value)| (key.to_owned(), of(value))).collect(),
    }
}
