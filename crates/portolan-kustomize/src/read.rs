//! From trees of text to values: the scalars by the rules of go-yaml v3, which kustomize reads with.

use crate::value::{Data, Field, Place, Value, Written};
use portolan_yaml::{Kind, Node, Scalar, Span};

/// Deeper values are refused: no manifest comes near, and everything here walks by recursion.
pub(crate) const DEEPEST: usize = 128;

/// Where the bytes of a parsed text stand in a source.
#[derive(Clone, Debug)]
pub(crate) enum Ground {
    /// The text is the source.
    Source(u32),
    /// The text is a block scalar of the source: for each of its lines, where it starts in the text and in the source.
    Lines(u32, Vec<(u32, u32)>),
    /// The text is made from this part of the source.
    Part(u32, Span),
}

impl Ground {
    /// The ground of a text that is the value of a scalar of a source.
    pub(crate) fn of_scalar(source: u32, file: &str, span: Span, content: &str) -> Self {
        lines(file, span, content).map_or(Self::Part(source, span), |lines| Self::Lines(source, lines))
    }

    /// The place of a span of the text.
    pub(crate) fn place(&self, span: Span) -> Place {
        let (source, span) = match self {
            Self::Source(source) => (*source, span),
            Self::Part(source, whole) => (*source, *whole),
            Self::Lines(source, lines) => {
                let at = |offset: u32| {
                    let index = lines.partition_point(|&(start, _)| start <= offset).saturating_sub(1);
                    let (start, there) = lines.get(index).copied().unwrap_or((0, 0));
                    there.saturating_add(offset.saturating_sub(start))
                };
                let end = if span.is_empty() { span.end } else { span.end.saturating_sub(1) };
                let last = at(end).saturating_add(u32::from(!span.is_empty()));
                (*source, Span::new(at(span.start), last))
            }
        };
        Place { source, span, written: Written::Verbatim }
    }
}

/// Pairs each line of a literal block scalar with its line of the source; nothing where they do not agree.
fn lines(file: &str, span: Span, content: &str) -> Option<Vec<(u32, u32)>> {
    let written = span.slice(file);
    let (header, mut rest) = written.split_once('\n').unwrap_or((written, ""));
    let mut at = span.start as usize + header.len() + 1;
    if !header.starts_with('|') {
        (rest, at) = (written, span.start as usize);
    }
    let mut pairs = Vec::new();
    let mut start = 0;
    for line in content.split_inclusive('\n') {
        let (there, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let bare = there.trim_end_matches('\r');
        let text = line.trim_end_matches('\n');
        let indent = bare.strip_suffix(text).filter(|indent| indent.bytes().all(|byte| byte == b' '))?;
        pairs.push((u32::try_from(start).ok()?, u32::try_from(at + indent.len()).ok()?));
        start += line.len();
        at += there.len() + 1;
        rest = after;
    }
    Some(pairs)
}

/// The value of a node; nothing if it is nested too deep.
pub(crate) fn value(node: Node<'_>, ground: &Ground) -> Option<Value> {
    value_at(node, ground, 0)
}

fn value_at(node: Node<'_>, ground: &Ground, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    let data = match node.kind() {
        Kind::Sequence => {
            let items: Option<Vec<_>> = node.items().map(|item| value_at(item, ground, depth + 1)).collect();
            Data::List(items?)
        }
        Kind::Mapping => Data::Map(fields(node, ground, depth)?),
        _ => scalar(node),
    };
    Some(Value::new(data, ground.place(node.span())))
}

fn fields(node: Node<'_>, ground: &Ground, depth: usize) -> Option<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::with_capacity(node.len());
    let mut repeated = false;
    for entry in node.entries() {
        let value = value_at(entry.value, ground, depth + 1)?;
        repeated |= entry.duplicate_of.is_some() || entry.merged;
        let written = entry.key_span.slice(node.file().text());
        let key = if is_old_word(written) { written } else { &entry.key };
        fields.push(Field { key: key.to_owned(), place: ground.place(entry.key_span), value });
    }
    if repeated {
        fields = last_of_each(fields);
    }
    Some(fields)
}

/// Of repeated keys the last one counts.
fn last_of_each(fields: Vec<Field>) -> Vec<Field> {
    let mut last = portolan_yaml::collections::BTreeMap::new();
    for (index, field) in fields.iter().enumerate() {
        last.insert(field.key.clone(), index);
    }
    let kept = |(index, field): &(usize, Field)| last.get(&field.key) == Some(index);
    fields.into_iter().enumerate().filter(kept).map(|(_, field)| field).collect()
}

fn scalar(node: Node<'_>) -> Data {
    let content = node.content();
    match node.scalar() {
        None | Some(Scalar::Null) => Data::Null { spelled: !content.is_empty() },
        Some(Scalar::Bool(_)) if is_old_word(content) => Data::Text(content.to_owned()),
        Some(Scalar::Bool(value)) => Data::Bool(value),
        Some(Scalar::Str(text)) => {
            let plain = !node.text().starts_with(['"', '\'', '|', '>']);
            let dated = plain && is_date(&text);
            Data::Text(if dated { format!("{text}T00:00:00Z") } else { text.into_owned() })
        }
        Some(_) => match node.json_number() {
            Some(number) => Data::Number(number),
            None => Data::Text(content.to_owned()),
        },
    }
}

/// The words of YAML 1.1 for booleans that go-yaml v3 takes as strings.
fn is_old_word(text: &str) -> bool {
    const WORDS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    text.len() <= 3 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// A plain date, which becomes a time on its way through JSON.
fn is_date(text: &str) -> bool {
    let digits = |part: Option<&str>, count: usize| {
        part.is_some_and(|part| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut parts = text.split('-');
    text.len() == 10
        && digits(parts.next(), 4)
        && digits(parts.next(), 2)
        && digits(parts.next(), 2)
        && parts.next().is_none()
}
