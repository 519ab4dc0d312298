//! Text edits for fixes: small, and in the hand of the author (quotes, indentation, line ends).

use super::context::Context;
use crate::diagnostic::{FileEdit, FileId, ObjectId, Place};
use portolan_yaml::{Edit, Node, Span};

/// Writes another value in the place of a scalar, in the same quotes.
pub(super) fn replace(
    context: &Context<'_>,
    object: ObjectId,
    path: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let node = context.field(object, path)?;
    let written = node.text();
    let text = match written.as_bytes().first()? {
        b'"' | b'\'' => quoted(value, written.starts_with('"'))?,
        b'&' | b'*' | b'!' | b'|' | b'>' => return None,
        _ => plain(value)?,
    };
    if !matches!(node.kind(), portolan_yaml::Kind::Mapping | portolan_yaml::Kind::Sequence) {
        return Some(vec![edit(context, object, node.span(), text)?]);
    }
    None
}

/// Writes another label in the place of one: always a string, so that numbers get quotes.
pub(super) fn replace_label(
    context: &Context<'_>,
    object: ObjectId,
    path: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let written = context.field(object, path)?.text();
    if plain_string(value) == plain(value) || written.starts_with(['"', '\'']) {
        return replace(context, object, path, value);
    }
    replace_bare(context, object, path, &plain_string(value)?)
}

/// Writes a number, `true` or `false` in the place of a scalar, without quotes: in them it would be a string.
pub(super) fn replace_bare(
    context: &Context<'_>,
    object: ObjectId,
    path: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let node = context.field(object, path)?;
    let special = node.text().starts_with(['&', '*', '!', '|', '>', '{', '[']);
    (!special).then_some(())?;
    Some(vec![edit(context, object, node.span(), value.to_owned())?])
}

/// Takes an entry out of its mapping.
pub(super) fn remove(context: &Context<'_>, object: ObjectId, path: &str) -> Option<Vec<FileEdit>> {
    let edit = portolan_yaml::unset(context.field(object, path)?)?;
    Some(vec![FileEdit { file: context.manifest(object)?.file, edit }])
}

/// Writes another key before a value.
pub(super) fn rename(
    context: &Context<'_>,
    object: ObjectId,
    path: &str,
    key: &str,
) -> Option<Vec<FileEdit>> {
    let node = context.field(object, path)?;
    let span = node.key_span()?;
    let written = span.slice(node.file().text());
    (node.key()? == written).then_some(())?;
    Some(vec![edit(context, object, span, plain(key)?)?])
}

/// Writes another word in the place of a part of a scalar, if that part stands there letter for letter.
pub(super) fn replace_within(
    context: &Context<'_>,
    object: ObjectId,
    path: &str,
    part: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let node = context.field(object, path)?;
    let at = node.text().find(part)?;
    let start = node.span().start.checked_add(u32::try_from(at).ok()?)?;
    let end = start.checked_add(u32::try_from(part.len()).ok()?)?;
    Some(vec![edit(context, object, Span { start, end }, value.to_owned())?])
}

/// Writes a key behind another one of the same mapping.
pub(super) fn insert_beside(
    context: &Context<'_>,
    object: ObjectId,
    sibling: &str,
    key: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let node = context.field(object, sibling)?;
    insert_behind(context, object, node, key, &plain(value)?)
}

/// Writes an entry whose value is a string at the end of a mapping that has some already.
pub(super) fn insert_into(
    context: &Context<'_>,
    object: ObjectId,
    mapping: &str,
    key: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let last = context.field(object, mapping)?.entries().filter(|entry| !entry.merged).last()?;
    insert_behind(context, object, last.value, key, &plain_string(value)?)
}

/// Writes an entry whose value is `false` at the end of a mapping that has some already.
pub(super) fn insert_false(
    context: &Context<'_>,
    object: ObjectId,
    mapping: &str,
    key: &str,
) -> Option<Vec<FileEdit>> {
    let last = context.field(object, mapping)?.entries().filter(|entry| !entry.merged).last()?;
    insert_behind(context, object, last.value, key, "false")
}

/// Writes an item at the end of a list: `block` line by line where the list has a line for each item, else `flow`.
pub(super) fn append_item(
    context: &Context<'_>,
    object: ObjectId,
    list: &str,
    (block, flow): (&[&str], &str),
) -> Option<Vec<FileEdit>> {
    let node = context.field(object, list)?;
    let manifest = context.manifest(object)?;
    let text = context.analysis.files.get(manifest.file.0 as usize)?.text();
    let last = node.items().last()?;
    let end = last.span().end as usize;
    if node.text().starts_with('[') {
        return Some(vec![edit(context, object, at(end)?, format!(", {flow}"))?]);
    }
    let start = last.span().start as usize;
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = text.get(line_start..start)?;
    let indent =
        lead.find('-').filter(|dash| lead.get(..*dash).is_some_and(|lead| lead.trim().is_empty()))?;
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').map_or(text.len(), |newline| end + newline);
    let (line_end, newline) =
        if text.get(..line_end)?.ends_with('\r') { (line_end - 1, "\r\n") } else { (line_end, "\n") };
    let indent = " ".repeat(indent);
    let lines: String = block.iter().map(|line| format!("{newline}{indent}{line}")).collect();
    Some(vec![edit(context, object, at(line_end)?, lines)?])
}

/// Makes an item of a list that has a line for each item a part of the one before it.
pub(super) fn join_item(context: &Context<'_>, object: ObjectId, item: &str) -> Option<Vec<FileEdit>> {
    let node = context.field(object, item)?;
    let manifest = context.manifest(object)?;
    let text = context.analysis.files.get(manifest.file.0 as usize)?.text();
    let start = node.span().start as usize;
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = text.get(line_start..start)?;
    let dash = line_start.checked_add(lead.find('-')?)?;
    (lead.replacen('-', " ", 1).trim().is_empty() && lead.len() >= 2).then_some(())?;
    let (start, end) = (u32::try_from(dash).ok()?, u32::try_from(dash.checked_add(1)?).ok()?);
    Some(vec![edit(context, object, Span { start, end }, " ".to_owned())?])
}

fn insert_behind(
    context: &Context<'_>,
    object: ObjectId,
    sibling: Node<'_>,
    key: &str,
    value: &str,
) -> Option<Vec<FileEdit>> {
    let manifest = context.manifest(object)?;
    let text = context.analysis.files.get(manifest.file.0 as usize)?.text();
    let key = plain(key)?;
    let (key_start, end) = (sibling.key_span()?.start as usize, sibling.span().end as usize);
    let flow = sibling.parent()?.text().starts_with('{');
    if flow {
        return Some(vec![edit(context, object, at(end)?, format!(", {key}: {value}"))?]);
    }
    let line_start = text.get(..key_start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = text.get(line_start..key_start)?;
    if !lead.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
        return None;
    }
    let indent = " ".repeat(lead.len());
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').map_or(text.len(), |newline| end + newline);
    let (line_end, newline) =
        if text.get(..line_end)?.ends_with('\r') { (line_end - 1, "\r\n") } else { (line_end, "\n") };
    Some(vec![edit(context, object, at(line_end)?, format!("{newline}{indent}{key}: {value}"))?])
}

/// Writes another text in a place.
pub(super) fn of_text(place: Place, text: &str) -> FileEdit {
    FileEdit { file: place.file, edit: Edit { span: place.span, text: text.to_owned() } }
}

fn edit(context: &Context<'_>, object: ObjectId, span: Span, text: String) -> Option<FileEdit> {
    let file: FileId = context.manifest(object)?.file;
    Some(FileEdit { file, edit: Edit { span, text } })
}

fn at(offset: usize) -> Option<Span> {
    let offset = u32::try_from(offset).ok()?;
    Some(Span { start: offset, end: offset })
}

/// The value as a plain scalar, or in double quotes where a plain one would not be read as this string or number.
pub(super) fn plain(value: &str) -> Option<String> {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-');
    let word = value.bytes().all(letter) && value.starts_with(|first: char| first.is_ascii_alphabetic());
    let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if (word && !is_reserved(value)) || number { Some(value.to_owned()) } else { quoted(value, true) }
}

/// A label's value: always a string, so numbers are put in quotes.
pub(super) fn plain_string(value: &str) -> Option<String> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) { quoted(value, true) } else { plain(value) }
}

fn quoted(value: &str, double: bool) -> Option<String> {
    let safe = |byte: u8| (b' '..=b'~').contains(&byte) && !matches!(byte, b'"' | b'\'' | b'\\');
    let quote = if double { '"' } else { '\'' };
    value.bytes().all(safe).then(|| format!("{quote}{value}{quote}"))
}

/// Words that YAML 1.1 reads as something else than a string.
fn is_reserved(word: &str) -> bool {
    const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_yaml_reads_otherwise_are_quoted() {
        assert_eq!(plain("summer").as_deref(), Some("summer"));
        assert_eq!(plain("off").as_deref(), Some("\"off\""));
        assert_eq!(plain("1.2").as_deref(), Some("\"1.2\""));
        assert_eq!(plain("80").as_deref(), Some("80"));
        assert_eq!(plain_string("80").as_deref(), Some("\"80\""));
        assert_eq!(plain("a\nb"), None);
    }
}
