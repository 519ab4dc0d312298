//! Handles to nodes: kinds, values, spans, children. All are `Copy` and cost nothing to pass on.

use std::borrow::Cow;
use std::fmt;

use crate::resolve::{Plain, resolve};
use crate::tree::{Form, Mode, NONE, RawNode, flag};
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
        match raw.form {
            Form::Sequence => Kind::Sequence,
            Form::Mapping => Kind::Mapping,
            _ => Self::kind_of_scalar(raw, self.file.tree().content(self.file.text(), raw)),
        }
    }

    /// What a scalar with a text is.
    fn kind_of_scalar(raw: RawNode, text: &str) -> Kind {
        if raw.mode == Mode::Text {
            return Kind::String;
        }
        match resolve(text) {
            Plain::Text => Kind::String,
            Plain::Null => Kind::Null,
            Plain::Bool(_) => Kind::Bool,
            Plain::Int(_) | Plain::Uint(_) if raw.mode == Mode::Resolve => Kind::Int,
            Plain::Int(_) | Plain::Uint(_) | Plain::Float(_) => Kind::Float,
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
        self.string().map(Cow::Borrowed)
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
        let raw = self.raw();
        let may_be = !raw.form.is_collection() && raw.mode == Mode::Resolve;
        may_be && resolve(self.file.tree().content(self.file.text(), raw)) == Plain::Null
    }

    /// The number as JSON has it, when the node is one.
    #[must_use]
    pub fn json_number(self) -> Option<String> {
        match self.scalar()? {
            Scalar::Int(value) => Some(value.to_string()),
            Scalar::Uint(value) => Some(value.to_string()),
            Scalar::Float(value) => Some(crate::go::json_float(value)),
            _ => None,
        }
    }

    /// The text of a string; nothing for everything else.
    pub(crate) fn string(self) -> Option<&'f str> {
        let raw = self.raw();
        if raw.form.is_collection() {
            return None;
        }
        let text = self.file.tree().content(self.file.text(), raw);
        (Self::kind_of_scalar(raw, text) == Kind::String).then_some(text)
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
}
