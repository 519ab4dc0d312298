//! From node to node: entries, items, parents, keys.

use std::borrow::Cow;

use crate::tree::{Form, NONE, flag, keys_of};
use crate::{Node, Span};

/// An entry of a mapping.
#[derive(Clone, Debug)]
pub struct Entry<'f> {
    /// The key as JSON has it: `80:` is `"80"`, `yes:` is `"true"`.
    pub key: Cow<'f, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node<'f>,
    /// Whether a merge key `<<` brought the entry.
    pub merged: bool,
    /// The span of the first key of this name, when this one repeats it.
    pub duplicate_of: Option<Span>,
}

impl<'f> Node<'f> {
    /// The entries of a mapping, in source order; those of a merge key stand where it stands. No entry for others.
    pub fn entries(self) -> impl Iterator<Item = Entry<'f>> {
        let nodes = &self.file().tree().nodes;
        let mapping = if self.raw().form == Form::Mapping { self.id().0 } else { NONE };
        keys_of(nodes, mapping).map(move |key| self.with(key).entry())
    }

    /// The keys and values of a mapping, in source order. None for others.
    pub fn pairs(self) -> impl Iterator<Item = (&'f str, Self)> {
        let mapping = if self.raw().form == Form::Mapping { self.id().0 } else { NONE };
        keys_of(&self.file().tree().nodes, mapping).map(move |key| {
            let key = self.with(key);
            (key.content(), key.after())
        })
    }

    /// The value of a key. Of repeated keys the last one counts, as for Go.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        let mapping = if self.raw().form == Form::Mapping { self.id().0 } else { NONE };
        let found = keys_of(&self.file().tree().nodes, mapping)
            .filter(|&id| self.with(id).content() == key)
            .last()?;
        Some(self.with(found).after())
    }

    /// The items of a sequence; none for others.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let raw = self.raw();
        let count = if raw.form == Form::Sequence { raw.data } else { 0 };
        let mut at = self.with(self.id().0 + 1);
        (0..count).map(move |_| {
            let item = at;
            at = at.after();
            item
        })
    }

    /// The item of a sequence at a 0-based index.
    #[must_use]
    pub fn item(self, index: usize) -> Option<Self> {
        self.items().nth(index)
    }

    /// The mapping or sequence that holds this node.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = self.raw().parent;
        (parent != NONE).then(|| self.with(parent))
    }

    /// The place among the items or entries of the parent, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.raw().index as usize
    }

    /// The node after this one's subtree.
    pub(crate) fn after(self) -> Self {
        self.with(self.raw().next)
    }

    /// The key before a value. Keys are scalars, so it is the node just before.
    pub(crate) fn key_node(self) -> Option<Self> {
        let key = self.with(self.id().0.checked_sub(1)?);
        let (raw, own) = (key.raw(), self.raw());
        (raw.has(flag::KEY) && !own.has(flag::KEY) && raw.parent == own.parent).then_some(key)
    }

    /// The entry a key begins.
    fn entry(self) -> Entry<'f> {
        let raw = self.raw();
        let key = self.content();
        let duplicate_of = raw.has(flag::DUPLICATE).then(|| self.first_of_name().span());
        Entry {
            key: Cow::Borrowed(key),
            key_span: raw.span(),
            value: self.after(),
            merged: raw.has(flag::MERGED),
            duplicate_of,
        }
    }

    /// The first key of the mapping with the text of this one.
    pub(crate) fn first_of_name(self) -> Self {
        let key = self.content();
        keys_of(&self.file().tree().nodes, self.raw().parent)
            .map(|id| self.with(id))
            .find(|first| first.content() == key)
            .unwrap_or(self)
    }
}
