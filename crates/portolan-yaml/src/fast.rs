//! The fast way, for plain documents: block mappings and sequences, scalars on one line, flow collections, `|` and `>`.
//!
//! It reads a document once, byte by byte, and gives up at anything else: anchors, tags, merges, scalars over several
//! lines, keys JSON cannot have, and all that is wrong. What it accepts, it reads exactly as the other way does.

mod block;
mod flow;
mod plain;
mod scalar;
mod simple;

use self::plain::is_plain;
use crate::builder::{Builder, NewScalar, Owned};
use crate::span::{Span, offset};
use crate::tree::{Form, Mode, Tree};

/// More levels are left to the other way.
const DEEPEST: usize = 500;

/// What the fast way found beside the tree.
#[derive(Debug, Default)]
pub(crate) struct Fast {
    pub(crate) comments: Vec<Span>,
}

/// Reads the document under `span`, or gives up; then `tree` holds leftovers.
pub(crate) fn read(source: &str, span: Span, tree: &mut Tree) -> Option<Fast> {
    let bytes = source.as_bytes().get(..span.end as usize)?;
    if !is_plain(span.slice(source)) {
        return None;
    }
    let mut reader = Reader {
        source,
        bytes,
        at: span.start as usize,
        builder: Builder::new(tree, source),
        levels: Vec::new(),
        pending: None,
        last_end: span.start,
        scratch: String::new(),
        fast: Fast::default(),
    };
    reader.document()?;
    Some(reader.fast)
}

/// An open block collection.
#[derive(Clone, Copy, Debug)]
struct Level {
    indent: usize,
    sequence: bool,
}

/// A scalar that was read, but not yet written; an owned text is in the scratch.
#[derive(Clone, Copy, Debug)]
struct Token {
    span: Span,
    form: Form,
    owned: bool,
}

struct Reader<'t> {
    source: &'t str,
    /// The text up to the end of the document. It holds no NUL.
    bytes: &'t [u8],
    at: usize,
    builder: Builder<'t>,
    levels: Vec<Level>,
    /// The innermost entry waits for its value, which if missing stands here.
    pending: Option<u32>,
    last_end: u32,
    scratch: String,
    fast: Fast,
}

impl Reader<'_> {
    /// The byte at a place; 0 past the end.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn document(&mut self) -> Option<()> {
        if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"---")) {
            self.at += 3;
            self.rest_of_line(self.at)?;
        }
        while let Some(indent) = self.content_line()? {
            if self.levels.is_empty() && !self.builder.is_empty() {
                return None;
            }
            self.line(indent)?;
        }
        self.missing();
        while self.levels.pop().is_some() {
            self.builder.close(self.last_end);
        }
        Some(())
    }

    /// Goes to the first byte of the next line with content, and gives its indentation.
    fn content_line(&mut self) -> Option<Option<usize>> {
        loop {
            let start = self.at;
            self.at = self.spaces(start);
            match self.byte(self.at) {
                0 => return Some(None),
                b'\n' => self.at += 1,
                b'\r' => self.at += 2,
                b'#' => self.comment(),
                b'\t' | b'%' => return None,
                b'.' if start == self.at
                    && self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"...")) =>
                {
                    return None;
                }
                _ => return Some(Some(self.at - start)),
            }
        }
    }

    /// A line of content, `self.at` at its first byte.
    fn line(&mut self, indent: usize) -> Option<()> {
        let dash = self.is_dash(self.at);
        if let Some(top) = self.levels.last().copied() {
            let deeper = indent > top.indent || indent == top.indent && dash && !top.sequence;
            if deeper {
                self.pending?;
                return self.begin(indent, dash);
            }
            self.missing();
            self.leave(indent, dash)?;
            return if dash { self.item(indent) } else { self.entry() };
        }
        self.begin(indent, dash)
    }

    /// Closes levels until the one to which a line of this indentation belongs.
    fn leave(&mut self, indent: usize, dash: bool) -> Option<()> {
        loop {
            let top = self.levels.last()?;
            if top.indent == indent && top.sequence == dash {
                return Some(());
            }
            if top.indent < indent || top.indent == indent && !top.sequence {
                return None;
            }
            self.levels.pop();
            self.builder.close(self.last_end);
        }
    }

    /// Begins the value that is waited for, on a line of its own.
    fn begin(&mut self, indent: usize, dash: bool) -> Option<()> {
        self.pending = None;
        if dash {
            self.open(indent, true, self.at)?;
            return self.item(indent);
        }
        self.nested(indent)
    }

    /// An item of the innermost sequence: `- …`.
    fn item(&mut self, mut indent: usize) -> Option<()> {
        loop {
            let dash = self.at;
            let content = self.spaces(dash + 1);
            if self.ends_line(content) {
                self.pending = Some(offset(dash + 1));
                return self.rest_of_line(dash + 1);
            }
            indent += content - dash;
            self.at = content;
            if !self.is_dash(content) {
                return self.nested(indent);
            }
            self.open(indent, true, content)?;
        }
    }

    /// A mapping that begins here, or any other value.
    fn nested(&mut self, indent: usize) -> Option<()> {
        if self.simple_entry(Some(indent))? {
            return Some(());
        }
        let start = self.at;
        match self.key()? {
            Some((key, colon)) => {
                self.open(indent, false, start)?;
                self.write_key(key)?;
                self.after_colon(colon)
            }
            None if self.levels.is_empty() && !matches!(self.byte(start), b'[' | b'{') => None,
            None => self.value(),
        }
    }

    /// An entry of the innermost mapping: `key: …`.
    fn entry(&mut self) -> Option<()> {
        if self.simple_entry(None)? {
            return Some(());
        }
        let (key, colon) = self.key()??;
        self.write_key(key)?;
        self.after_colon(colon)
    }

    fn after_colon(&mut self, colon: usize) -> Option<()> {
        let content = self.spaces(colon + 1);
        if self.ends_line(content) {
            self.pending = Some(offset(colon + 1));
            return self.rest_of_line(colon + 1);
        }
        self.at = content;
        self.value()
    }

    fn open(&mut self, indent: usize, sequence: bool, start: usize) -> Option<()> {
        if self.levels.len() >= DEEPEST {
            return None;
        }
        self.levels.push(Level { indent, sequence });
        self.builder.open(offset(start), !sequence, 0);
        Some(())
    }

    /// Writes the null of an entry without a value.
    fn missing(&mut self) {
        if let Some(at) = self.pending.take() {
            self.builder.scalar(NewScalar::null(at));
            self.last_end = at;
        }
    }

    fn write(&mut self, token: Token, mode: Mode) {
        let owned = if token.owned { Owned::Text(&self.scratch) } else { Owned::No };
        self.builder.scalar(NewScalar { span: token.span, form: token.form, mode, owned, flags: 0 });
        self.last_end = token.span.end;
    }

    /// Whether a dash that begins an item stands at a place.
    fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), b' ' | b'\n' | b'\r' | 0)
    }

    /// The place after the blanks from a place on.
    #[inline]
    fn spaces(&self, mut at: usize) -> usize {
        const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);
        while let Some(chunk) = self.bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let different = u64::from_le_bytes(*chunk) ^ BLANKS;
            if different != 0 {
                return at + (different.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        while self.byte(at) == b' ' {
            at += 1;
        }
        at
    }

    /// Whether nothing but a comment can follow on the line. `at` is after blanks.
    fn ends_line(&self, at: usize) -> bool {
        matches!(self.byte(at), b'\n' | b'\r' | b'#' | 0)
    }

    /// Passes the end of a line on which only blanks and a comment follow.
    fn rest_of_line(&mut self, from: usize) -> Option<()> {
        self.at = self.spaces(from);
        match self.byte(self.at) {
            b'\n' => self.at += 1,
            b'\r' => self.at += 2,
            0 => {}
            b'#' if self.at > from => self.comment(),
            _ => return None,
        }
        Some(())
    }

    /// Passes a comment and the end of its line.
    fn comment(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        self.at = start + length;
        let end = if self.byte(self.at.saturating_sub(1)) == b'\r' { self.at - 1 } else { self.at };
        self.fast.comments.push(Span::new(offset(start), offset(end)));
        self.at += usize::from(self.byte(self.at) == b'\n');
    }
}
