//! An edit that gives a path another value, in the form in which the document is written.

use std::fmt::Write as _;

use crate::{Edit, Kind, Node, Span, Step, split_path};

/// Why a path cannot be given a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unset {
    /// The way leads through this part, which is a single value and holds no others.
    NoCollection(String),
    /// This list has only so many items.
    NoItem(String, usize),
    /// This part is written in a form that cannot be added to: by an anchor or a merge key, or with `?`.
    Form(String),
}

/// The edit after which the value at `path`, seen from `root`, is `value`. What is missing on the way is added.
///
/// `value` is YAML on one line that stands in brackets as well as outside, see [`inline`].
///
/// # Errors
/// When the path leads through a scalar, past the end of a list, or through an anchor's text.
pub fn set(root: Node<'_>, path: &str, value: &str) -> Result<Edit, Unset> {
    let mut node = root;
    let steps: Vec<Step<'_>> = steps(path).collect();
    let mut rest = steps.as_slice();
    while let Some((next, after)) =
        rest.split_first().and_then(|(step, after)| Some((node.follow(*step)?, after)))
    {
        (node, rest) = (next, after);
    }
    let form = || Unset::Form(node.path());
    if node.is_shared() || (node.is_alias() && !rest.is_empty()) {
        return Err(form());
    }
    let Some((step, deeper)) = rest.split_first() else {
        return Ok(replace(node, value));
    };
    let value = nested(deeper, value).ok_or_else(|| Unset::NoItem(path.to_owned(), 0))?;
    match (node.kind(), step) {
        (Kind::Mapping, Step::Key(key) | Step::Bracket(key)) => add_entry(node, key, &value).ok_or_else(form),
        (Kind::Sequence, Step::Bracket(index)) if index.parse() == Ok(node.len()) => {
            add_item(node, &value).ok_or_else(form)
        }
        (Kind::Sequence, _) => Err(Unset::NoItem(node.path(), node.len())),
        (Kind::Null, step) => {
            let value = nested(&[*step], &value).ok_or_else(|| Unset::NoItem(node.path(), 0))?;
            Ok(replace(node, &value))
        }
        _ => Err(Unset::NoCollection(node.path())),
    }
}

/// The text as one line of YAML that is a string whatever it looks like.
#[must_use]
pub fn inline(text: &str) -> String {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-');
    let plain = text.bytes().all(word) && text.starts_with(|first: char| first.is_ascii_alphabetic());
    if plain && is_string(text) {
        return text.to_owned();
    }
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\U{:08x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The steps of a path.
fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    let mut rest = path;
    std::iter::from_fn(move || {
        let (step, after) = split_path(rest)?;
        rest = after;
        Some(step)
    })
}

/// Whether YAML 1.1 reads a plain word as a string.
fn is_string(word: &str) -> bool {
    let file = crate::parse(String::new(), word.as_bytes().to_vec());
    file.root(0).is_some_and(|node| node.kind() == Kind::String)
}

/// The value inside of what is missing on the way to it; `None` if that begins with an item that is not the first.
fn nested(steps: &[Step<'_>], value: &str) -> Option<String> {
    let mut out = value.to_owned();
    for step in steps.iter().rev() {
        out = match step {
            Step::Bracket(index) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                (index.parse() == Ok(0)).then(|| format!("[{out}]"))?
            }
            Step::Key(key) | Step::Bracket(key) => format!("{{{}: {out}}}", inline(key)),
        };
    }
    Some(out)
}

/// Writes a value in the place of another one.
fn replace(node: Node<'_>, value: &str) -> Edit {
    let blank = if node.span().is_empty() { " " } else { "" };
    Edit { span: node.span(), text: format!("{blank}{value}") }
}

/// Writes an entry before all others, or as the only one.
fn add_entry(node: Node<'_>, key: &str, value: &str) -> Option<Edit> {
    let entry = format!("{}: {value}", inline(key));
    let flow = node.text().starts_with('{');
    if node.is_empty() {
        return flow.then(|| Edit { span: node.span(), text: format!("{{{entry}}}") });
    }
    if flow {
        return Some(Edit { span: Span::at(node.span().start + 1), text: format!("{entry}, ") });
    }
    let first = node.entries().find(|entry| !entry.merged)?.key_span.start;
    let indent = " ".repeat(lead(node, first)?.len());
    Some(Edit { span: Span::at(first), text: format!("{entry}\n{indent}") })
}

/// Writes an item behind all others, or as the only one.
fn add_item(node: Node<'_>, value: &str) -> Option<Edit> {
    if node.text().starts_with('[') {
        let comma = if node.is_empty() { "" } else { ", " };
        let end = node.span().end.checked_sub(1)?;
        return Some(Edit { span: Span::at(end), text: format!("{comma}{value}") });
    }
    let last = node.items().last()?;
    let start = node.span().start;
    let indent = " ".repeat(lead(node, start)?.len());
    let text = node.file().text();
    let end = last.span().end as usize;
    if text.get(..end)?.ends_with('\n') {
        return Some(Edit { span: Span::at(last.span().end), text: format!("{indent}- {value}\n") });
    }
    let line_end = text.get(end..)?.find('\n').map_or(text.len(), |newline| end + newline);
    Some(Edit { span: Span::at(u32::try_from(line_end).ok()?), text: format!("\n{indent}- {value}") })
}

/// What stands on the line before a place: blanks and dashes only.
fn lead(node: Node<'_>, at: u32) -> Option<&str> {
    let before = node.file().text().get(..at as usize)?;
    let line = before.rsplit('\n').next()?;
    line.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{apply, changed_paths, parse};

    /// The text after a value was set, with the proof that nothing else has changed.
    fn after(text: &str, path: &str, value: &str) -> String {
        let before = parse("f".to_owned(), text.into());
        let root = before.root(0).expect("a document");
        let edit = set(root, path, value).expect("a path that can be set");
        let mended = apply(text, &[edit]).expect("an edit that fits");
        let again = parse("f".to_owned(), mended.clone().into_bytes());
        let changed = changed_paths(root, again.root(0).expect("still a document"));
        assert!(
            changed.iter().all(|one| path.starts_with(one.as_str()) || one.starts_with(path)),
            "{changed:?}"
        );
        assert!(again.root(0).and_then(|root| root.at(path)).is_some(), "{mended}");
        mended
    }

    #[test]
    fn a_written_value_is_replaced() {
        assert_eq!(after("a:\n  b: 1 # one\n  c: 2\n", "a.b", "3"), "a:\n  b: 3 # one\n  c: 2\n");
        assert_eq!(after("a: {b: [x, 'y z']}\n", "a.b[1]", "w"), "a: {b: [x, w]}\n");
        assert_eq!(after("a:\n  b:\n    c: 1\nd: 2\n", "a.b", "{e: 1}"), "a:\n  b:\n    {e: 1}\nd: 2\n");
        assert_eq!(after("a:\nb: 1\n", "a", "2"), "a: 2\nb: 1\n");
    }

    #[test]
    fn what_is_missing_on_the_way_is_added() {
        assert_eq!(after("a:\n  b: 1\n", "a.c", "2"), "a:\n  c: 2\n  b: 1\n");
        assert_eq!(after("- x: 1\n  y: 2\n", "[0].z", "3"), "- z: 3\n  x: 1\n  y: 2\n");
        assert_eq!(after("a: {b: 1}\n", "a.c.d", "2"), "a: {c: {d: 2}, b: 1}\n");
        assert_eq!(after("a: {}\n", "a[k/x].z", "2"), "a: {k/x: {z: 2}}\n");
        assert_eq!(after("a:\nb: 1\n", "a.c", "2"), "a: {c: 2}\nb: 1\n");
        assert_eq!(after("a: 1\n", "b[0].c", "2"), "b: [{c: 2}]\na: 1\n");
        assert_eq!(after("a: 1\n", "[80]", "2").lines().count(), 2);
    }

    #[test]
    fn an_item_is_added_at_the_end_of_a_list() {
        assert_eq!(after("a: [1]\nb: 2\n", "a[1]", "3"), "a: [1, 3]\nb: 2\n");
        assert_eq!(after("a:\n- 1\nb: 2\n", "a[1]", "3"), "a:\n- 1\n- 3\nb: 2\n");
        assert_eq!(
            after("a:\n  - x: 1\n    y: 2 # two", "a[1].x", "3"),
            "a:\n  - x: 1\n    y: 2 # two\n  - {x: 3}"
        );
    }

    #[test]
    fn an_item_follows_one_of_several_lines() {
        assert_eq!(after("a:\n- |\n  x\n  y\nb: 2\n", "a[1]", "3"), "a:\n- |\n  x\n  y\n- 3\nb: 2\n");
        assert_eq!(after("- - 1\n  - 2\n", "[0][2]", "3"), "- - 1\n  - 2\n  - 3\n");
    }

    #[test]
    fn paths_that_lead_nowhere_are_told() {
        let refused = |text: &str, path| {
            let file = parse("f".to_owned(), text.into());
            set(file.root(0).expect("a document"), path, "1").expect_err("no edit")
        };
        assert_eq!(refused("a: 1\n", "a.b"), Unset::NoCollection("a".to_owned()));
        assert_eq!(refused("a: [1]\n", "a[2]"), Unset::NoItem("a".to_owned(), 1));
        assert_eq!(refused("a: [1]\n", "a.b"), Unset::NoItem("a".to_owned(), 1));
        assert_eq!(refused("a: &x {b: 1}\nc: *x\n", "c.d"), Unset::Form("c".to_owned()));
    }

    #[test]
    fn a_string_stays_one() {
        for text in ["web", "80", "yes", "a\"b\\c", "x: y", "", "null", "1e3", "a\nb", "0x10", "~", "=", "<<"]
        {
            let file = parse("f".to_owned(), format!("[{}]\n", inline(text)).into_bytes());
            let item = file.root(0).and_then(|root| root.item(0)).and_then(Node::as_str);
            assert_eq!(item.as_deref(), Some(text), "{}", inline(text));
        }
    }
}
