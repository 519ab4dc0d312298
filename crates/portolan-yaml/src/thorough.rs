//! The thorough way, for documents that are not plain: Go's verdict first, then granit-parser's tree, then aliases,
//! merges and Go's own complaints.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use crate::builder::Builder;
use crate::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::events::{self, DEEPEST, Events};
use crate::expand::expand;
use crate::span::{Span, offset};
use crate::tree::Tree;
use crate::words;

/// How often a document is read again after a line break was hidden from granit.
const MOST_ATTEMPTS: usize = 100;

/// So many bytes are read again in all.
const MOST_WORK: usize = 32 << 20;

/// What the thorough way found beside the tree.
#[derive(Debug, Default)]
pub(crate) struct Thorough {
    pub(crate) comments: Vec<Span>,
    /// What Go does not read, since the document is over before.
    pub(crate) unread: Option<Span>,
}

/// Reads the document under `span` into `tree`.
pub(crate) fn read(source: &str, span: Span, tree: &mut Tree) -> Result<Thorough, SyntaxError> {
    let seen = words::verdict(span.slice(source), span.start)?;
    let mut written = Tree { nodes: Vec::new(), texts: std::mem::take(&mut tree.texts) };
    let events = read_events(source, span, &seen, &mut written);
    tree.texts = written.texts;
    let Events { comments, end, complaint } = events?;
    if let Some(complaint) = complaint {
        return Err(complaint);
    }
    if !written.nodes.is_empty() {
        expand(&written.nodes, &mut Builder::new(tree, source))?;
    }
    let unread = Span::new(end, span.end);
    let mut lines = unread.slice(source).lines().map(str::trim);
    let any = lines.any(|line| !line.is_empty() && !line.starts_with('#') && line != "...");
    Ok(Thorough { comments, unread: any.then_some(unread) })
}

/// The events of a document, of which more is hidden from granit until it takes what Go takes.
fn read_events(source: &str, span: Span, document: &str, tree: &mut Tree) -> Result<Events, SyntaxError> {
    let mut document = Cow::Borrowed(document);
    let before = tree.checkpoint();
    let attempts = (MOST_WORK / document.len().max(1)).min(MOST_ATTEMPTS);
    for _ in 0..attempts {
        match events::read(source, span, &document, tree) {
            Ok(events) => return Ok(events),
            Err(error) => {
                let Some((line_break, blanks)) = hidden_break(&error, &document) else {
                    tree.roll_back(before);
                    return read_root_alone(source, span, &error, &document, tree)
                        .ok_or_else(|| refusal(&error, span));
                };
                document.to_mut().replace_range(line_break, blanks);
                tree.roll_back(before);
            }
        }
    }
    events::read(source, span, &document, tree).map_err(|error| refusal(&error, span))
}

/// Reads a scalar or flow collection after which granit found what it refuses. For Go the document is over there.
fn read_root_alone(
    source: &str,
    span: Span,
    error: &ScanError,
    document: &str,
    tree: &mut Tree,
) -> Option<Events> {
    let (readable, rest) = document.split_at_checked(error.marker().byte_offset()?)?;
    if rest.starts_with(':') {
        return None;
    }
    let mut events = events::read(source, span, readable, tree).ok()?;
    let root = tree.nodes.first()?;
    let in_flow = root.span().slice(source).starts_with(['[', '{']);
    events.end = root.end;
    (!root.form.is_collection() || in_flow).then_some(events)
}

/// The line break before a line of a quoted scalar that is not indented enough for granit, though it is for Go. Without
/// the break granit takes the scalar; its text is then taken from the source.
fn hidden_break(error: &ScanError, document: &str) -> Option<(Range<usize>, &'static str)> {
    if !matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent) {
        return None;
    }
    let before = document.get(..error.marker().byte_offset()?)?;
    let end = before.rfind('\n')?;
    let after_return = before.get(..end)?.ends_with('\r');
    Some(if after_return { (end - 1..end + 1, "  ") } else { (end..end + 1, " ") })
}

/// granit's own words, for what only it refuses.
fn refusal(error: &ScanError, span: Span) -> SyntaxError {
    let at = span.start + offset(error.marker().byte_offset().unwrap_or_default());
    let info = error.info();
    let (words, kind) = if info.contains("nest") || info.contains("depth") || info.contains("recursion") {
        let line = error.marker().line();
        let line = if line > 1 { format!("line {line}: ") } else { String::new() };
        (format!("yaml: {line}exceeded max depth of {DEEPEST}"), Kind::TooDeep)
    } else {
        (format!("yaml: line {}: {info}", error.marker().line()), Kind::Other)
    };
    SyntaxError { span: Span::at(at.min(span.end)), words, kind }
}
