//! An edit that takes an entry out of a mapping.

use crate::{Edit, Node, Span};
use std::ops::Range;

/// The edit after which the mapping around `entry` does not have it any more, with its comment on the same line.
///
/// None for what is not an entry, for the only entry of a mapping, and for one that shares its lines with others.
#[must_use]
pub fn unset(entry: Node<'_>) -> Option<Edit> {
    let mapping = entry.parent()?;
    let key = entry.key_span()?;
    if mapping.len() < 2 || mapping.is_shared() {
        return None;
    }
    let text = entry.file().text();
    let end = (entry.span().end as usize).max(key.end as usize);
    let range = if mapping.text().starts_with('{') {
        between_commas(text, key.start as usize..end)
    } else {
        lines(text, key.start as usize..end, next_key(entry, mapping))
    }?;
    let offset = |at: usize| u32::try_from(at).ok();
    Some(Edit { span: Span { start: offset(range.start)?, end: offset(range.end)? }, text: String::new() })
}

/// Where the key of the entry behind this one begins.
fn next_key(entry: Node<'_>, mapping: Node<'_>) -> Option<usize> {
    let own = entry.key_span()?.start;
    let behind = mapping.entries().filter(|one| !one.merged && one.key_span.start > own);
    behind.map(|one| one.key_span.start as usize).min()
}

fn between_commas(text: &str, entry: Range<usize>) -> Option<Range<usize>> {
    let (before, after) = (text.get(..entry.start)?, text.get(entry.end..)?);
    if let Some(rest) = after.trim_start().strip_prefix(',') {
        return Some(entry.start..text.len().checked_sub(rest.trim_start_matches(' ').len())?);
    }
    let lead = before.trim_end().strip_suffix(',')?;
    Some(lead.len()..entry.end)
}

/// The lines of an entry; behind the dash of an item the next entry moves up.
fn lines(text: &str, entry: Range<usize>, next: Option<usize>) -> Option<Range<usize>> {
    let line_start = text.get(..entry.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = text.get(line_start..entry.start)?;
    if lead.contains('-') && lead.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
        return next.map(|next| entry.start..next);
    }
    let end = text.get(..entry.end)?.trim_end().len().max(entry.start);
    let line_end = text.get(end..)?.find('\n').map_or(text.len(), |newline| end + newline + 1);
    lead.bytes().all(|byte| byte == b' ').then_some(line_start..line_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{apply, parse};

    fn without(text: &str, path: &str) -> Option<String> {
        let file = parse("f".to_owned(), text.into());
        let edit = unset(file.root(0)?.at(path)?)?;
        let after = apply(text, &[edit]).ok()?;
        let again = parse("f".to_owned(), after.clone().into_bytes());
        assert!(again.root(0)?.at(path).is_none(), "{after}");
        Some(after)
    }

    #[test]
    fn a_line_goes_with_its_comment() {
        assert_eq!(without("a: 1 # one\nb: 2\n", "a").as_deref(), Some("b: 2\n"));
        assert_eq!(without("a: 1\nb: 2", "b").as_deref(), Some("a: 1\n"));
        assert_eq!(without("x:\n  a:\n  - 1\n  - 2\n  b: 2\n", "x.a").as_deref(), Some("x:\n  b: 2\n"));
        assert_eq!(
            without("x:\n  b: 2\n  a:\n    c: 1 # c\n\ny: 1\n", "x.a").as_deref(),
            Some("x:\n  b: 2\n\ny: 1\n")
        );
    }

    #[test]
    fn the_first_entry_of_an_item_leaves_its_dash() {
        assert_eq!(without("- a: 1\n  b: 2\n", "[0].a").as_deref(), Some("- b: 2\n"));
        assert_eq!(without("- b: 2\n  a: 1\n", "[0].a").as_deref(), Some("- b: 2\n"));
    }

    #[test]
    fn an_entry_in_braces_goes_with_a_comma() {
        assert_eq!(without("x: {a: 1, b: 2}\n", "x.a").as_deref(), Some("x: {b: 2}\n"));
        assert_eq!(without("x: {a: 1, b: 2}\n", "x.b").as_deref(), Some("x: {a: 1}\n"));
        assert_eq!(without("x: {a: 1}\n", "x.a"), None);
    }
}
