//! A file: its text, its documents, their trees. [`parse`] is the only way to one, and takes any bytes.

use std::sync::OnceLock;

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::span::offset;
use crate::split::{Piece, split};
use crate::tree::{Builder, Tree};
use crate::{Comment, LineIndex, Node, NodeId, Span, events, expand, fast, words};

/// One input, read.
#[derive(Debug)]
pub struct File {
    name: String,
    text: String,
    exact: bool,
    documents: Vec<Document>,
    tree: Tree,
    comments: Vec<Span>,
    issues: Vec<SyntaxError>,
    lines: OnceLock<LineIndex>,
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
    root: Option<u32>,
    comments: (u32, u32),
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

    /// What is wrong with the file as a whole.
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
        self.tree.nodes.get(id.0 as usize)?;
        let mut document =
            self.documents.iter().enumerate().filter_map(|(place, document)| Some((place, document.root?)));
        let (place, _) = document.rfind(|&(_, root)| root <= id.0)?;
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

/// About so many bytes of a manifest come to a node.
const BYTES_PER_NODE: usize = 8;

/// Reads a file. Any bytes will do: what cannot be read is said in [`Document::error`] and [`File::issues`].
#[must_use]
pub fn parse(name: String, bytes: Vec<u8>) -> File {
    parse_by(name, bytes, true)
}

/// Reads a file, with or without the fast way.
fn parse_by(name: String, bytes: Vec<u8>, fast: bool) -> File {
    let mut issues = Vec::new();
    let bytes = if bytes.len() >= u32::MAX as usize {
        let words = "the file is larger than 4 GiB".to_owned();
        issues.push(SyntaxError { span: Span::at(0), words, kind: SyntaxErrorKind::TooLarge });
        Vec::new()
    } else {
        bytes
    };
    let (text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => lossy(error.as_bytes()),
    };
    let exact = issues.is_empty() && invalid.is_empty();
    let mut reader =
        Reader { text: &text, invalid: &invalid, fast, tree: Tree::default(), comments: Vec::new() };
    reader.tree.nodes.reserve(text.len() / BYTES_PER_NODE);
    let documents = split(&text).into_iter().map(|piece| reader.document(piece)).collect();
    let Reader { tree, comments, .. } = reader;
    File { name, documents, tree, comments, issues, exact, lines: OnceLock::new(), text }
}

/// The text of bytes that are not all UTF-8, and where it shows bytes that are not, with Go's words.
fn lossy(bytes: &[u8]) -> (String, Vec<(u32, &'static str)>) {
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = Vec::new();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            invalid.push((offset(text.len()), words::invalid_utf8(bytes.get(at..).unwrap_or_default())));
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
        }
    }
    (text, invalid)
}

struct Reader<'t> {
    text: &'t str,
    invalid: &'t [(u32, &'static str)],
    fast: bool,
    tree: Tree,
    comments: Vec<Span>,
}

impl Reader<'_> {
    fn document(&mut self, piece: Piece) -> Document {
        let first_comment = offset(self.comments.len());
        let mut document = Document {
            span: piece.span,
            line: piece.line,
            error: None,
            unread: None,
            root: None,
            comments: (first_comment, first_comment),
        };
        if let Some(span) = piece.misplaced {
            let words = format!("invalid Yaml document separator: {}", span.slice(self.text));
            document.error = Some(SyntaxError { span, words, kind: SyntaxErrorKind::Separator });
            return document;
        }
        let (root, before) = (offset(self.tree.nodes.len()), self.tree.checkpoint());
        match self.read(&mut document) {
            Ok(()) if self.tree.nodes.len() > root as usize => document.root = Some(root),
            Ok(()) => {}
            Err(error) => {
                self.tree.roll_back(before);
                document.error = Some(error);
            }
        }
        document.comments.1 = offset(self.comments.len());
        document
    }

    fn read(&mut self, document: &mut Document) -> Result<(), SyntaxError> {
        let bom = if document.span.slice(self.text).starts_with('\u{feff}') { 3 } else { 0 };
        let span = Span::new(document.span.start + bom, document.span.end);
        let before = self.tree.checkpoint();
        let plain = self.fast && self.invalid.is_empty();
        let fast = if plain { fast::read(self.text, span, &mut self.tree) } else { None };
        if let Some(fast) = fast {
            self.comments.extend(fast.comments);
            return Ok(());
        }
        self.tree.roll_back(before);
        if let Some(error) = self.invalid_utf8(span) {
            return Err(error);
        }
        let seen = words::verdict(span.slice(self.text), span.start)?;
        self.read_events(span, &seen, document)
    }

    /// The first bytes of a document that are not UTF-8.
    fn invalid_utf8(&self, span: Span) -> Option<SyntaxError> {
        let first = self.invalid.partition_point(|&(at, _)| at < span.start);
        let &(at, words) = self.invalid.get(first).filter(|&&(at, _)| at < span.end)?;
        let width = offset(char::REPLACEMENT_CHARACTER.len_utf8());
        let kind = SyntaxErrorKind::InvalidUtf8;
        Some(SyntaxError { span: Span::new(at, at + width), words: words.to_owned(), kind })
    }

    fn read_events(&mut self, span: Span, seen: &str, document: &mut Document) -> Result<(), SyntaxError> {
        let mut written = Tree { nodes: Vec::new(), texts: std::mem::take(&mut self.tree.texts) };
        let events = events::read(self.text, span, seen, &mut written);
        self.tree.texts = written.texts;
        let events = events?;
        self.comments.extend(events.comments);
        let unread = Span::new(events.end, span.end);
        document.unread = (!unread.slice(self.text).trim().is_empty()).then_some(unread);
        if let Some(complaint) = events.complaint {
            return Err(complaint);
        }
        if written.nodes.is_empty() {
            Ok(())
        } else {
            expand::expand(&written.nodes, &mut Builder::new(&mut self.tree, self.text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::flag;

    /// The nodes as far as the two ways must agree: all but where a text is kept.
    fn comparable(file: &File) -> Vec<String> {
        let shown = |raw: &crate::tree::RawNode| {
            let content = file.tree.content(&file.text, *raw);
            let place = raw.flags & !flag::OWNED;
            let count = if raw.form.is_collection() { raw.data } else { 0 };
            format!(
                "{:?} {} {} {} {count} {:?} {:?} {place} {content:?}",
                raw.span(),
                raw.next,
                raw.parent,
                raw.index,
                raw.form,
                raw.mode
            )
        };
        file.tree
            .nodes
            .iter()
            .map(shown)
            .chain(file.comments.iter().map(|span| format!("{span:?}")))
            .collect()
    }

    #[test]
    fn corpus() {
        let Ok(list) = std::env::var("CORPUS") else { return };
        let (mut same, mut slow, mut bad) = (0, 0, 0);
        for path in std::fs::read_to_string(list).unwrap().lines() {
            let bytes = std::fs::read(path).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let quick = split(&text).iter().all(|p| {
                let bom = if p.span.slice(&text).starts_with('\u{feff}') { 3 } else { 0 };
                fast::read(&text, Span::new(p.span.start + bom, p.span.end), &mut Tree::default()).is_some()
            });
            if !quick {
                slow += 1;
                continue;
            }
            let (a, b) =
                (parse_by(String::new(), bytes.clone(), true), parse_by(String::new(), bytes, false));
            let (x, y) = (comparable(&a), comparable(&b));
            if x == y {
                same += 1
            } else {
                bad += 1;
                if bad < 15 {
                    println!("{path}: {:?}", b.documents.iter().filter_map(|d| d.error.clone()).next());
                    for (x, y) in x.iter().zip(&y).filter(|(x, y)| x != y).take(3) {
                        println!("  fast {x}\n  slow {y}");
                    }
                }
            }
        }
        println!("same {same} slow {slow} bad {bad}");
    }
}
