//! Handles to nodes: kinds, values, spans, children. All are `Copy` and cost nothing to pass on.

use std::borrow::Cow;
use std::fmt;

use crate::resolve::{Plain, resolve};
use crate::tree::{Form, Mode, NONE, RawNode, flag, keys_of};
use crate::{File, Scalar, Span};

/// The place of a node in its [`File`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// A boolean.
    Bool,
    /// A whole number.
    Int,
    /// A number with a fraction or an exponent.
    Float,
    /// A text.
    String,
    /// A list.
    Sequence,
    /// A mapping.
    Mapping,
}

/// A node of a [`File`]. Aliases and merges are already applied: what an alias stands for is found where the alias is.
#[derive(Clone, Copy)]
pub struct Node<'f> {
    file: &'f File,
    id: u32,
    document: u32,
}

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

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.file, other.file) && self.id == other.id
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("path", &self.path())
            .field("kind", &self.kind())
            .field("text", &self.text())
            .finish()
    }
}

impl<'f> Node<'f> {
    pub(crate) const fn new(file: &'f File, id: u32, document: u32) -> Self {
        Self { file, id, document }
    }

    /// The place in the file; [`File::node`] goes back.
    #[must_use]
    pub const fn id(self) -> NodeId {
        NodeId(self.id)
    }

    /// The file the node is of.
    #[must_use]
    pub const fn file(self) -> &'f File {
        self.file
    }

    /// The index of the document the node is of.
    #[must_use]
    pub const fn document(self) -> usize {
        self.document as usize
    }

    pub(crate) fn raw(self) -> RawNode {
        const NOTHING: RawNode = RawNode {
            start: 0,
            end: 0,
            next: 0,
            parent: NONE,
            index: 0,
            data: 0,
            form: Form::Plain,
            mode: Mode::Resolve,
            flags: 0,
        };
        self.file.tree().nodes.get(self.id as usize).copied().unwrap_or(NOTHING)
    }

    pub(crate) const fn with(self, id: u32) -> Self {
        Self { id, ..self }
    }

    /// What the node is.
    #[must_use]
    pub fn kind(self) -> Kind {
        let raw = self.raw();
        match (raw.form, raw.mode) {
            (Form::Sequence, _) => Kind::Sequence,
            (Form::Mapping, _) => Kind::Mapping,
            (_, Mode::Text) => Kind::String,
            (_, Mode::Float) => Kind::Float,
            (_, Mode::Resolve) => match resolve(self.file.tree().content(self.file.text(), raw)) {
                Plain::Null => Kind::Null,
                Plain::Bool(_) => Kind::Bool,
                Plain::Int(_) | Plain::Uint(_) => Kind::Int,
                Plain::Float(_) => Kind::Float,
                Plain::Text => Kind::String,
            },
        }
    }

    /// The value, unless the node is a collection.
    #[must_use]
    pub fn scalar(self) -> Option<Scalar<'f>> {
        let raw = self.raw();
        if raw.form.is_collection() {
            return None;
        }
        let text = self.content();
        if raw.mode == Mode::Text {
            return Some(Scalar::Str(Cow::Borrowed(text)));
        }
        Some(match resolve(text) {
            #[expect(clippy::cast_precision_loss, reason = "`!!float` of a whole number, as Go converts it")]
            Plain::Int(value) if raw.mode == Mode::Float => Scalar::Float(value as f64),
            Plain::Null => Scalar::Null,
            Plain::Bool(value) => Scalar::Bool(value),
            Plain::Int(value) => Scalar::Int(value),
            Plain::Uint(value) => Scalar::Uint(value),
            Plain::Float(value) => Scalar::Float(value),
            Plain::Text => Scalar::Str(Cow::Borrowed(text)),
        })
    }

    /// The value, when it is a string; a number is none.
    #[must_use]
    pub fn as_str(self) -> Option<Cow<'f, str>> {
        (self.kind() == Kind::String).then(|| Cow::Borrowed(self.content()))
    }

    /// The text of a scalar after unescaping and folding, whatever its kind; empty for a collection.
    #[must_use]
    pub fn content(self) -> &'f str {
        self.file.tree().content(self.file.text(), self.raw())
    }

    /// The source text under [`Node::span`].
    #[must_use]
    pub fn text(self) -> &'f str {
        self.span().slice(self.file.text())
    }

    /// Where the value stands, exactly: with its quotes, without comments or blanks around it, and without anchor and
    /// tag. A block collection reaches from its first key or dash to the end of its last value. For a value written as
    /// an alias it is the alias; below that, and for merged entries, it is the text at the anchor.
    #[must_use]
    pub fn span(self) -> Span {
        self.raw().span()
    }

    /// Where the key stands that leads to this node.
    #[must_use]
    pub fn key_span(self) -> Option<Span> {
        Some(self.key_node()?.span())
    }

    /// The key that leads to this node.
    #[must_use]
    pub fn key(self) -> Option<&'f str> {
        Some(self.key_node()?.content())
    }

    /// Whether the text under the span is that of an anchor, so that other nodes stand on it too.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self.raw().has(flag::COPY)
    }

    /// Whether the value is written as an alias, `*name`.
    #[must_use]
    pub fn is_alias(self) -> bool {
        self.raw().has(flag::ALIAS)
    }

    /// Whether the value is null.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The number of items or entries; 0 for a scalar.
    #[must_use]
    pub fn len(self) -> usize {
        let raw = self.raw();
        if raw.form.is_collection() { raw.data as usize } else { 0 }
    }

    /// Whether there are no items or entries.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The entries of a mapping, in source order; those of a merge key stand where it stands. No entry for others.
    pub fn entries(self) -> impl Iterator<Item = Entry<'f>> {
        let nodes = &self.file.tree().nodes;
        let mapping = if self.raw().form == Form::Mapping { self.id } else { NONE };
        keys_of(nodes, mapping).map(move |key| self.with(key).entry())
    }

    /// The value of a key. Of repeated keys the last one counts, as for Go.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        let mapping = if self.raw().form == Form::Mapping { self.id } else { NONE };
        let found =
            keys_of(&self.file.tree().nodes, mapping).filter(|&id| self.with(id).content() == key).last()?;
        Some(self.with(found).after())
    }

    /// The items of a sequence; none for others.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let raw = self.raw();
        let count = if raw.form == Form::Sequence { raw.data } else { 0 };
        let mut at = self.with(self.id + 1);
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
        let key = self.with(self.id.checked_sub(1)?);
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
        keys_of(&self.file.tree().nodes, self.raw().parent)
            .map(|id| self.with(id))
            .find(|first| first.content() == key)
            .unwrap_or(self)
    }
}
