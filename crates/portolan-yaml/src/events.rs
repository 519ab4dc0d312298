//! granit-parser's events become nodes.
//!
//! granit gives exact ranges for scalars and brackets. Dashes, block headers and the places of missing values are
//! found in the text between two events.

use crate::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag};

use crate::builder::{Builder, NewScalar, Owned};
use crate::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::quoted::unquote;
use crate::span::{Span, offset};
use crate::tag::{Meaning, meaning};
use crate::tree::{Form, Mode, Tree, flag};

/// go-yaml's `max_flow_level` and `max_indents`.
pub(crate) const DEEPEST: usize = 10_000;

/// What the events of a document came to.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) comments: Vec<Span>,
    /// Where the text begins that the parser did not read, because the document was over.
    pub(crate) end: u32,
    /// The first thing that only Go finds wrong.
    pub(crate) complaint: Option<SyntaxError>,
}

/// Reads the first document under `span`. `document` is its text, with some characters hidden.
///
/// An alias becomes a node with [`flag::ALIAS`] whose `data` is its target; the key of a merge carries [`flag::MERGED`].
pub(crate) fn read(source: &str, span: Span, document: &str, tree: &mut Tree) -> Result<Events, ScanError> {
    let mut options = granit_parser::Options::default();
    options.max_buffered_comment_events = document.len();
    options.flow_nesting_limit = DEEPEST;
    options.block_nesting_limit = DEEPEST;
    let mut parser = Parser::new_from_str_with_options(document, options);
    let mut reader = Reader::new(source, span, document, tree);
    while let Some(event) = parser.next_event() {
        let (event, at) = event?;
        let range = at.byte_range().unwrap_or_default();
        let at = Span::new(span.start + offset(range.start), span.start + offset(range.end)).within(span);
        if !reader.event(event, at) {
            break;
        }
    }
    Ok(reader.events)
}

struct Reader<'t> {
    builder: Builder<'t>,
    document: &'t str,
    /// Where the document starts in the text.
    base: u32,
    /// Everything before is consumed.
    cursor: u32,
    limit: u32,
    /// Where the last value ended.
    last_end: u32,
    /// Of each open collection: whether it is a block sequence, and whether it is in flow style.
    open: Vec<(bool, bool)>,
    anchors: BTreeMap<usize, u32>,
    events: Events,
}

impl<'t> Reader<'t> {
    fn new(source: &'t str, span: Span, document: &'t str, tree: &'t mut Tree) -> Self {
        Self {
            builder: Builder::new(tree, source),
            document,
            base: span.start,
            cursor: span.start,
            limit: span.end,
            last_end: span.start,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            events: Events { end: span.end, ..Events::default() },
        }
    }

    /// Takes an event; `false` ends the reading.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::DocumentEnd => {
                self.events.end = span.end.max(self.last_end);
                return false;
            }
            Event::StreamEnd => return false,
            Event::Comment(..) => self.events.comments.push(span),
            Event::DocumentStart(true, _) => self.cursor = self.cursor.max(span.end),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(&value, style, anchor, tag.as_deref(), span)
            }
            Event::SequenceStart(style, anchor, _) => self.start(false, style, anchor, span),
            Event::MappingStart(style, anchor, _) => self.start(true, style, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => {}
        }
        true
    }

    fn start(&mut self, mapping: bool, style: StructureStyle, anchor: usize, span: Span) {
        self.item();
        let flow = style == StructureStyle::Flow;
        let start = if flow || mapping {
            span.start
        } else {
            self.cursor = self.skip();
            self.cursor
        };
        let node = self.builder.open(start, mapping, 0);
        self.anchor(anchor, node);
        self.open.push((!flow && !mapping, flow));
        self.last_end = self.last_end.max(start);
        if flow {
            self.cursor = span.end;
        }
    }

    fn end(&mut self, span: Span) {
        let flow = self.open.pop().is_some_and(|(_, flow)| flow);
        let end = if flow { span.end } else { self.last_end };
        self.builder.close(end);
        if flow {
            (self.last_end, self.cursor) = (end, end);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        self.item();
        let node = self
            .builder
            .scalar(NewScalar { flags: flag::ALIAS, ..NewScalar::new(span, Form::Plain, Mode::Text) });
        let target = self.anchors.get(&anchor).copied().unwrap_or(node);
        if let Some(raw) = self.builder.tree.nodes.get_mut(node as usize) {
            raw.data = target;
        }
        (self.last_end, self.cursor) = (span.end, span.end);
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, at: Span) {
        let (after_key, key) = (self.cursor, self.builder.wants_key());
        self.item();
        let form = match style {
            ScalarStyle::Plain => Form::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Form::Quoted,
            _ => Form::Block,
        };
        let missing = form == Form::Plain && at.is_empty();
        let span = match form {
            Form::Block => self.block(at),
            _ if missing && anchor == 0 && tag.is_none() => {
                Span::at(if key { self.cursor } else { self.after_colon(after_key) })
            }
            _ => at,
        };
        let value = if missing { "" } else { value };
        let unquoted = if form == Form::Quoted { self.unquoted(span) } else { None };
        let value = unquoted.as_deref().unwrap_or(value);
        if form == Form::Plain && value.contains('?') {
            self.question_mark(span);
        }
        let meaning = meaning(tag.map(|tag| (tag.handle(), tag.suffix())), form, value);
        let meaning = meaning.unwrap_or_else(|words| {
            self.events.complaint.get_or_insert(SyntaxError { span, words, kind: Kind::BadTag });
            Meaning { mode: Mode::Text, text: None, merge: false }
        });
        let text = meaning.text.as_deref().unwrap_or(value);
        let owned = if unquoted.is_none() && self.shown(form, span) == Some(text) {
            Owned::No
        } else {
            Owned::Text(text)
        };
        let flags = if meaning.merge && key { flag::MERGED } else { 0 };
        let node = self.builder.scalar(NewScalar { span, form, mode: meaning.mode, owned, flags });
        self.anchor(anchor, node);
        self.last_end = span.end;
        self.cursor = at.end.max(span.end).max(self.cursor);
    }

    /// The text of a quoted scalar of which a line break was hidden.
    fn unquoted(&self, span: Span) -> Option<String> {
        let source = span.slice(self.builder.source);
        let seen = Span::new(span.start - self.base, span.end - self.base).slice(self.document);
        if source == seen { None } else { unquote(source) }
    }

    /// The text of a scalar as it stands in the document.
    fn shown(&self, form: Form, span: Span) -> Option<&'t str> {
        let Span { start, end } = match form {
            Form::Plain => span,
            Form::Quoted => Span::new(span.start + 1, span.end.saturating_sub(1)),
            _ => return None,
        };
        Some(Span::new(start - self.base, end.saturating_sub(self.base)).slice(self.document))
    }

    /// A plain scalar ends at a question mark in a flow collection, for Go, and nothing may follow there.
    fn question_mark(&mut self, span: Span) {
        let Some(&(_, true)) = self.open.last() else { return };
        if self.events.complaint.is_some() {
            return;
        }
        let Some(within) = span.slice(self.builder.source).find('?') else { return };
        let at = span.start + offset(within);
        let line = Span::new(self.base, at).slice(self.builder.source).matches('\n').count();
        let closing = if self.builder.in_mapping() { '}' } else { ']' };
        let line = if line == 0 { String::new() } else { format!("line {line}: ") };
        let words = format!("yaml: {line}did not find expected ',' or '{closing}'");
        self.events.complaint.get_or_insert(SyntaxError {
            span: Span::new(at, at + 1),
            words,
            kind: Kind::UnclosedFlow,
        });
    }

    fn anchor(&mut self, anchor: usize, node: u32) {
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
    }

    /// Steps over the dash of an item.
    fn item(&mut self) {
        if self.open.last().is_some_and(|&(block_sequence, _)| block_sequence) {
            let dash = self.skip();
            self.cursor = if self.byte(dash) == Some(b'-') { dash + 1 } else { dash };
        }
    }

    /// Where a missing value stands: after the colon or dash that asks for it.
    fn after_colon(&self, from: u32) -> u32 {
        if self.cursor != from {
            return self.cursor;
        }
        let mut at = from;
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        if self.byte(at) == Some(b':') { at + 1 } else { from }
    }

    /// The span of a block scalar: from its `|` or `>` to the end of its last line with text.
    fn block(&self, at: Span) -> Span {
        let start = self.skip();
        let text = Span::new(start, at.end).slice(self.builder.source);
        let header = text.find('\n').unwrap_or(text.len());
        let header = text.get(..header).unwrap_or_default();
        let header = header.split(['#', ' ', '\r']).next().unwrap_or_default().len();
        let whole = if at.start > at.end || at.is_empty() { 0 } else { text.trim_end().len() };
        Span::new(start, start + offset(whole.max(header)))
    }

    /// The next byte that is not between two nodes: blanks, breaks, comments, indicators of entries, anchors and tags.
    fn skip(&self) -> u32 {
        let mut at = self.cursor;
        while let Some(byte) = self.byte(at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b':' | b'?' | b',' => at += 1,
                b'#' => at = self.until(at, |byte| matches!(byte, b'\n' | b'\r')),
                b'&' | b'!' => at = self.until(at, |byte| byte.is_ascii_whitespace()),
                _ => break,
            }
        }
        at
    }

    fn until(&self, mut at: u32, stop: impl Fn(u8) -> bool) -> u32 {
        while self.byte(at).is_some_and(|byte| !stop(byte)) {
            at += 1;
        }
        at
    }

    fn byte(&self, at: u32) -> Option<u8> {
        if at < self.limit { self.builder.source.as_bytes().get(at as usize).copied() } else { None }
    }
}
