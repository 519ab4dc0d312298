//! A file: its text, its documents, their trees.

use std::sync::OnceLock;

use crate::error::SyntaxError;
use crate::span::offset;
use crate::tree::Tree;
use crate::{Comment, LineIndex, Node, NodeId, Span};

/// One input, read.
#[derive(Clone, Debug)]
pub struct File {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) exact: bool,
    pub(crate) documents: Vec<Document>,
    pub(crate) tree: Tree,
    pub(crate) comments: Vec<Span>,
    pub(crate) issues: Vec<SyntaxError>,
    pub(crate) lines: OnceLock<LineIndex>,
    /// The text as it was read, if it is shown with another one around it.
    pub(crate) veiled: Option<String>,
}

/// One document of a file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text of the document without the separator before it.
    pub span: Span,
    /// The 1-based line on which it starts.
    pub line: u32,
    /// Why it cannot be read; then it has no tree.
    pub error: Option<SyntaxError>,
    /// What follows the end of the document's value (`...`, or a second value) before the next separator: Go passes it
    /// over in silence.
    pub unread: Option<Span>,
    pub(crate) root: Option<u32>,
    /// Its part of the comments of the file.
    pub(crate) comments: (u32, u32),
}

impl Document {
    /// Whether there is nothing in it, or only comments: Go sees null.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.root.is_none() && self.error.is_none()
    }
}

impl File {
    /// The name the file was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text that all spans are offsets into.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is the bytes that were given, so that edits of it may be written back. Bytes that are not UTF-8
    /// are shown as `U+FFFD`.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.exact
    }

    /// The documents in order, empty ones included.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The lines of the text; the index is made at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// What is wrong with the file as a whole. Bytes that are not UTF-8 are errors of the documents they stand in.
    #[must_use]
    pub fn issues(&self) -> &[SyntaxError] {
        &self.issues
    }

    /// The value of a document, unless the document is empty or cannot be read.
    #[must_use]
    pub fn root(&self, document: usize) -> Option<Node<'_>> {
        let root = self.documents.get(document)?.root?;
        Some(Node::new(self, root, offset(document)))
    }

    /// The node at a place; nothing for an id of another file.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        let start = self.tree.nodes.get(id.0 as usize)?.start;
        let place = self.documents.partition_point(|document| document.span.start <= start).checked_sub(1)?;
        Some(Node::new(self, id.0, offset(place)))
    }

    /// The comments of a document, in order.
    pub fn comments(&self, document: usize) -> impl Iterator<Item = Comment<'_>> {
        let (start, end) = self.documents.get(document).map_or((0, 0), |document| document.comments);
        let spans = self.comments.get(start as usize..end as usize).unwrap_or_default();
        spans.iter().map(|&span| Comment::new(self, span))
    }

    pub(crate) const fn tree(&self) -> &Tree {
        &self.tree
    }
}
