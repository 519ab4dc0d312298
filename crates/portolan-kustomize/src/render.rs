//! From values to text, with the way back: which bytes of the text stand where in the sources.

use crate::value::{Data, Place, Value, Written};
use portolan_yaml::{Span, inline};

/// A part of the built text and its place in the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The bytes of the built text.
    pub span: Span,
    /// Where it stands in the sources.
    pub place: Place,
    /// Whether it is a key.
    pub is_key: bool,
    /// Whether everything below stands in the sources as it is built, so that an edit there is an edit here.
    pub is_whole: bool,
    /// The part around this one.
    parent: Option<u32>,
}

/// The parts of a text, each before those within it.
#[derive(Clone, Debug, Default)]
pub struct Parts(Vec<Part>);

impl Parts {
    /// The innermost part around a span of the built text.
    #[must_use]
    pub fn around(&self, span: Span) -> Option<&Part> {
        let after = self.0.partition_point(|part| part.span.start <= span.start);
        let mut part = self.0.get(after.checked_sub(1)?)?;
        while part.span.end < span.end || part.span.start > span.start {
            part = self.0.get(part.parent? as usize)?;
        }
        Some(part)
    }

    /// All of them, in the order of the text.
    #[must_use]
    pub fn as_slice(&self) -> &[Part] {
        &self.0
    }
}

/// A text as it grows.
#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) text: String,
    pub(crate) parts: Parts,
}

impl Writer {
    /// Writes a document, and gives its span.
    pub(crate) fn document(&mut self, value: &Value) -> Span {
        if !self.text.is_empty() {
            self.text.push_str("---\n");
        }
        let start = self.offset();
        self.value(value, 0, None);
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        Span::new(start, self.offset())
    }

    fn offset(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    fn open(&mut self, place: Place, is_key: bool, parent: Option<u32>) -> u32 {
        let span = Span::at(self.offset());
        self.parts.0.push(Part { span, place, is_key, is_whole: false, parent });
        u32::try_from(self.parts.0.len() - 1).unwrap_or(u32::MAX)
    }

    fn close(&mut self, part: u32, is_whole: bool) {
        let end = self.offset();
        let breaks = u32::from(self.text.ends_with('\n'));
        if let Some(part) = self.parts.0.get_mut(part as usize) {
            part.span.end = end.saturating_sub(breaks).max(part.span.start);
            part.is_whole = is_whole;
        }
    }

    /// Writes a value where the text stands; whether it stands so in the sources.
    fn value(&mut self, value: &Value, indent: usize, parent: Option<u32>) -> bool {
        let part = self.open(value.place, false, parent);
        let mut whole = !value.cut && matches!(value.place.written, Written::Verbatim | Written::Patch(_));
        match &value.data {
            Data::Map(fields) if fields.is_empty() => self.text.push_str("{}"),
            Data::List(items) if items.is_empty() => self.text.push_str("[]"),
            Data::Map(fields) => {
                for (index, field) in fields.iter().enumerate() {
                    self.line(index, indent);
                    let key = self.open(field.place, true, Some(part));
                    self.text.push_str(&scalar(&field.key));
                    self.close(key, true);
                    self.text.push(':');
                    self.separate(&field.value, indent);
                    let deeper = if matches!(field.value.data, Data::List(_)) { indent } else { indent + 2 };
                    whole &= self.value(&field.value, deeper, Some(part));
                    whole &= is_within(field.value.place, value.place);
                }
            }
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.line(index, indent);
                    self.text.push_str("- ");
                    whole &= self.value(item, indent + 2, Some(part));
                    whole &= is_within(item.place, value.place);
                }
            }
            Data::Text(text) => self.text.push_str(&scalar(text)),
            Data::Null { .. } => self.text.push_str("null"),
            Data::Bool(_) | Data::Number(_) => self.text.push_str(value.content()),
        }
        self.close(part, whole);
        whole
    }

    /// Begins the line of an entry; the first one stands where the collection begins.
    fn line(&mut self, index: usize, indent: usize) {
        if index > 0 {
            if !self.text.ends_with('\n') {
                self.text.push('\n');
            }
            self.text.extend(std::iter::repeat_n(' ', indent));
        }
    }

    /// What stands between a key's colon and its value.
    fn separate(&mut self, value: &Value, indent: usize) {
        let deeper = match &value.data {
            Data::Map(fields) if !fields.is_empty() => indent + 2,
            Data::List(items) if !items.is_empty() => indent,
            _ => return self.text.push(' '),
        };
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', deeper));
    }
}

/// Whether a place lies in another, both written there.
fn is_within(inner: Place, outer: Place) -> bool {
    let verbatim = |place: Place| matches!(place.written, Written::Verbatim | Written::Patch(_));
    inner.source == outer.source
        && verbatim(inner)
        && verbatim(outer)
        && outer.span.start <= inner.span.start
        && inner.span.end <= outer.span.end
}

/// A string as YAML; words that mean something else are quoted.
fn scalar(text: &str) -> String {
    const LONGEST_WORD: usize = 5;
    const BREAKS: [char; 3] = ['\u{2028}', '\u{2029}', '\u{feff}'];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-');
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
    if text.len() > LONGEST_WORD && begins && text.bytes().all(plain) {
        return text.to_owned();
    }
    let quoted = inline(text);
    if quoted.contains(BREAKS) {
        return quoted.replace('\u{2028}', "\\L").replace('\u{2029}', "\\P").replace('\u{feff}', "\\uFEFF");
    }
    quoted
}
