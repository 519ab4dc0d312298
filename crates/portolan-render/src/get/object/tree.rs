//! A manifest's tree as JSON.

use portolan_yaml::{Kind, Node, Scalar};
use serde_json::{Map, Value};

/// Deeper than any field of the API; what lies below is left out.
const DEPTH: usize = 200;

/// The value at a node, with Go's reading of scalars.
pub(super) fn value(node: Node<'_>) -> Value {
    at_depth(node, 0)
}

fn at_depth(node: Node<'_>, depth: usize) -> Value {
    if depth > DEPTH {
        return Value::Null;
    }
    match node.kind() {
        Kind::Mapping => {
            let entries = node.entries().map(|entry| (entry.key.into(), at_depth(entry.value, depth + 1)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Kind::Sequence => node.items().map(|item| at_depth(item, depth + 1)).collect(),
        _ => match node.scalar() {
            None | Some(Scalar::Null) => Value::Null,
            Some(Scalar::Bool(value)) => Value::from(value),
            Some(Scalar::Int(value)) => Value::from(value),
            Some(Scalar::Uint(value)) => Value::from(value),
            Some(Scalar::Float(value)) => Value::from(value),
            Some(Scalar::Str(value)) => Value::from(value.into_owned()),
        },
    }
}
