//! The arena: all nodes of a file in reading order, 28 bytes each.
//!
//! A collection is followed by its children, a mapping's alternately keys and values; `next` skips a subtree. What the
//! text holds as it is meant stays a range of the text; only unescaped, folded and converted texts are owned.

use crate::Span;
use crate::span::offset;

/// No parent.
pub(crate) const NONE: u32 = u32::MAX;

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Quoted,
    Block,
    Sequence,
    Mapping,
}

impl Form {
    pub(crate) const fn is_collection(self) -> bool {
        matches!(self, Self::Sequence | Self::Mapping)
    }
}

/// How the text of a scalar becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// By go-yaml's rules for plain scalars.
    Resolve,
    /// It is a string.
    Text,
    /// By the rules, then as a float (`!!float`).
    Float,
}

/// Facts about a node, or'ed.
pub(crate) mod flag {
    /// The node is a key.
    pub(crate) const KEY: u8 = 1;
    /// The text is in the table of owned texts.
    pub(crate) const OWNED: u8 = 2;
    /// The key came out of a `<<`.
    pub(crate) const MERGED: u8 = 4;
    /// The node was copied out of an anchor.
    pub(crate) const COPY: u8 = 8;
    /// An earlier key of the mapping is the same.
    pub(crate) const DUPLICATE: u8 = 16;
    /// The value is written as an alias; the span is that of `*name`.
    pub(crate) const ALIAS: u8 = 32;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawNode {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The node after this one's subtree.
    pub(crate) next: u32,
    pub(crate) parent: u32,
    /// The place among the parent's items or entries.
    pub(crate) index: u32,
    /// Of an owned scalar its place in the table; of a collection the number of items or entries.
    pub(crate) data: u32,
    pub(crate) form: Form,
    pub(crate) mode: Mode,
    pub(crate) flags: u8,
}

impl RawNode {
    pub(crate) const fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    pub(crate) const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Texts that do not stand in the source as they are meant, in one buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextTable {
    texts: String,
    ends: Vec<u32>,
}

impl TextTable {
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        let place = offset(self.ends.len());
        self.texts.push_str(text);
        self.ends.push(offset(self.texts.len()));
        place
    }

    pub(crate) fn get(&self, place: u32) -> &str {
        let place = place as usize;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.texts.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Forgets all but the first `count` texts.
    fn truncate(&mut self, count: usize) {
        self.ends.truncate(count);
        self.texts.truncate(self.ends.last().map_or(0, |&end| end as usize));
    }
}

/// The nodes of a file and the texts they own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<RawNode>,
    pub(crate) texts: TextTable,
}

/// How much a tree held at some time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checkpoint {
    nodes: usize,
    texts: usize,
}

impl Tree {
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint { nodes: self.nodes.len(), texts: self.texts.ends.len() }
    }

    /// Forgets what came after a checkpoint.
    pub(crate) fn roll_back(&mut self, to: Checkpoint) {
        self.nodes.truncate(to.nodes);
        self.texts.truncate(to.texts);
    }

    /// The text of a scalar after unescaping and folding; empty for a collection.
    pub(crate) fn content<'t>(&'t self, source: &'t str, node: RawNode) -> &'t str {
        let span = node.span();
        match node.form {
            Form::Sequence | Form::Mapping => "",
            _ if node.has(flag::OWNED) => self.texts.get(node.data),
            Form::Plain | Form::Block => span.slice(source),
            Form::Quoted => Span::new(span.start + 1, span.end.saturating_sub(1)).slice(source),
        }
    }
}

/// The keys of a mapping, in reading order.
pub(crate) fn keys_of(nodes: &[RawNode], mapping: u32) -> impl Iterator<Item = u32> {
    let end = nodes.get(mapping as usize).map_or(0, |node| node.next);
    let next = move |at: u32| nodes.get(at as usize).map(|node| node.next).filter(|&next| next > at);
    let mut at = mapping.saturating_add(1);
    std::iter::from_fn(move || {
        let key = at;
        if key >= end {
            return None;
        }
        at = next(key).and_then(next).unwrap_or(end);
        Some(key)
    })
}
