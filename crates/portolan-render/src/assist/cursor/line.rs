//! One line of a text, taken apart: its dashes, its key, and what is being typed on it.

use super::Part;

/// What is being typed on the caret's line.
pub(super) struct Found<'t> {
    pub(super) parent: usize,
    pub(super) own: Option<usize>,
    pub(super) part: Part<'t>,
    pub(super) start: usize,
    pub(super) typed: &'t str,
    pub(super) has_colon: bool,
    /// Whether it stands in brackets.
    pub(super) flow: bool,
}

/// A line without its indentation and dashes.
pub(super) struct Content<'t> {
    pub(super) text: &'t str,
    pub(super) column: usize,
    pub(super) dashes: Vec<usize>,
}

/// A line, taken apart. On an empty line the caret's column is the content's.
pub(super) fn content(line: &str, caret: Option<usize>) -> Content<'_> {
    let mut text = line.trim_start_matches(' ');
    let mut dashes = Vec::new();
    while text == "-" || text.starts_with("- ") {
        dashes.push(line.len() - text.len());
        text = text.get(1..).unwrap_or_default().trim_start_matches(' ');
    }
    let column = match caret {
        Some(caret) if text.is_empty() => caret,
        _ => line.len() - text.len(),
    };
    Content { text, column, dashes }
}

/// The key at the beginning of a text, and what follows its colon.
pub(super) fn key(text: &str) -> Option<(&str, &str)> {
    let end = text.match_indices(':').map(|(at, _)| at).find(|&at| {
        let after = text.get(at + 1..).unwrap_or_default();
        after.is_empty() || after.starts_with(' ')
    })?;
    let key = plain(text.get(..end)?);
    let value = text.get(end + 1..)?.trim_start();
    let value = if value.starts_with('#') { "" } else { value };
    (!key.is_empty() && !key.starts_with(['{', '[', '#'])).then_some((key, value))
}

/// A scalar without its quotes and without the comment behind it.
pub(super) fn plain(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some((inside, _)) = text.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inside;
        }
    }
    text.split_once(" #").map_or(text, |(value, _)| value.trim_end())
}

/// What is being typed on the caret's line; `start` is the line's.
pub(super) fn found<'t>(
    content: &Content<'t>,
    key: Option<(&'t str, &'t str)>,
    caret: usize,
    parent: usize,
    own: Option<usize>,
    start: usize,
) -> Option<Found<'t>> {
    let typed_len = caret.checked_sub(content.column)?;
    let before = content.text.get(..typed_len.min(content.text.len()))?;
    let after = content.text.get(before.len()..).unwrap_or_default();
    if before.contains(" #") {
        return None;
    }
    let is_value = key.is_some() && self::key(before).is_some();
    let (part, typed, parent) = match (key, own) {
        (Some((name, _)), Some(own)) if is_value => {
            let colon = before.find(": ").map_or(before.len(), |at| at + 1);
            (Part::Value(name), before.get(colon..)?.trim_start(), own)
        }
        _ => (Part::Key, before, parent),
    };
    if typed.starts_with(['{', '[', '|', '>', '&', '*']) || typed.contains(['"', '\'']) {
        return None;
    }
    let blank = part != Part::Key && !before.ends_with(' ') && typed.is_empty();
    let start = start + caret - typed.len();
    (!blank).then_some(Found { parent, own, part, start, typed, has_colon: has_colon(after), flow: false })
}

/// Whether the rest of a word and a colon follow.
pub(super) fn has_colon(after: &str) -> bool {
    after
        .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_'))
        .starts_with(':')
}
