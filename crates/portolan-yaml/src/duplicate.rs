//! Repeated keys, as Go's strict decoding reports them.

use std::cmp::{Ordering, Reverse};

use crate::go::{go_scalar, quote};
use crate::tree::flag;
use crate::{Kind, Node, NodeId};

/// A repeated key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The value of the repeated key.
    pub value: NodeId,
    /// The 1-based line of that value, counted from the start of the document.
    pub line: u32,
    /// Go's words: `line 11: key "port" already set in map`.
    pub words: String,
}

impl Node<'_> {
    /// The repeated keys in this node and below, in the order in which Go reports them: after the value of the second
    /// key has been decoded. Keys that a merge brings count too. Kubectl accepts all of these in silence; the API server,
    /// given YAML, does not: `yaml: unmarshal errors:`, then a line each.
    #[must_use]
    pub fn duplicates(self) -> Vec<Duplicate> {
        let nodes = &self.file().tree().nodes;
        let end = (self.raw().next as usize).min(nodes.len());
        let range = nodes.get(self.id().0 as usize..end).unwrap_or_default();
        let keys = range.iter().zip(self.id().0..).filter(|(raw, _)| raw.has(flag::DUPLICATE));
        let mut repeated: Vec<_> =
            keys.map(|(_, key)| self.with(key)).filter(|key| key.repeats_in_go()).collect();
        if repeated.is_empty() {
            return Vec::new();
        }
        repeated.sort_by(|a, b| decoded_first(*a, *b));
        let start = self.file().documents().get(self.document()).map_or(0, |document| document.span.start);
        let start = self.file().lines().line(start);
        repeated.into_iter().map(|key| key.duplicate(start)).collect()
    }

    /// Whether an earlier key is the same value for Go, to whom `80` and `"80"` are two keys.
    fn repeats_in_go(self) -> bool {
        let first = self.first_of_name();
        first.scalar() == self.scalar()
    }

    fn duplicate(self, start: u32) -> Duplicate {
        let value = self.after();
        let line = self.file().lines().line(value.span().start).saturating_sub(start) + 1;
        let shown =
            if self.kind() == Kind::String { quote(self.content()) } else { go_scalar(self.content()) };
        Duplicate { value: value.id(), line, words: format!("line {line}: key {shown} already set in map") }
    }
}

/// A key comes after the keys inside its own value, and otherwise in reading order.
fn decoded_first(a: Node<'_>, b: Node<'_>) -> Ordering {
    let last = |key: Node<'_>| (key.after().raw().next, Reverse(key.id()));
    last(a).cmp(&last(b))
}
