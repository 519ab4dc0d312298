//! `# portolan: ignore[rule, rule] reason`, and the lines that it is about.
//!
//! Behind something it is about that line; behind a key whose value stands below, about the value too. Alone on its line
//! it is about the entry or the item that begins below it, to the last line of its value; above everything else in a
//! document, about the whole document.

use super::list;
use super::{Ignore, Scope};
use crate::diagnostic::{FileId, Place};
use portolan_yaml::collections::BTreeMap;
use portolan_yaml::{Comment, File, Node, Span};
use std::cmp::Reverse;

/// What every such comment has.
pub(super) const NAME: &str = "portolan:";

/// What the comments of a file tell to ignore.
#[cold]
pub(super) fn of_file(id: FileId, file: &File, out: &mut Vec<Ignore>) {
    for document in 0..file.documents().len() {
        let mut extents = None;
        for comment in file.comments(document) {
            let Some(directive) = Directive::read(file, &comment) else { continue };
            let extents = extents.get_or_insert_with(|| Extents::of(file, document));
            let (first, last) = extents.about(&comment);
            let within = Place { file: id, span: directive.span };
            list::read(
                directive.names,
                directive.names_start,
                within,
                Scope::Lines { file: id, first, last },
                out,
            );
        }
    }
}

/// The part of a comment that tells to ignore something: all of it, or its end from a second `#` on.
struct Directive<'f> {
    span: Span,
    /// What is between the brackets; nothing where there are none.
    names: &'f str,
    names_start: u32,
}

impl<'f> Directive<'f> {
    fn read(file: &'f File, comment: &Comment<'f>) -> Option<Self> {
        let text = comment.span.slice(file.text());
        let at = text.rfind(NAME)?;
        let (before, rest) = text.split_at_checked(at)?;
        let hash = before.trim_end().strip_suffix('#')?.trim_end_matches('#').len();
        let rest = rest.strip_prefix(NAME)?.trim_start().strip_prefix("ignore")?;
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let list = rest.trim_start().strip_prefix('[').unwrap_or_default();
        let names = list.split_once(']').map_or("", |(names, _)| names);
        let offset = |at: usize| comment.span.start.checked_add(u32::try_from(at).ok()?);
        let span = Span { start: offset(hash)?, end: comment.span.end };
        Some(Self { span, names, names_start: offset(text.len().checked_sub(list.len())?)? })
    }
}

/// How far what begins on a line reaches.
#[derive(Clone, Copy)]
struct Reach {
    /// The last line of the outermost thing that begins on the line.
    outer: u32,
    /// Where the innermost thing begins and, the other way round, ends: the last one of the line is the greatest.
    inner: (u32, Reverse<u32>),
}

/// The entries and items of a document, by the line on which they begin.
struct Extents<'f> {
    file: &'f File,
    whole: Option<(u32, u32)>,
    by_line: BTreeMap<u32, Reach>,
}

impl<'f> Extents<'f> {
    /// Those of a document, or of the next one where it holds nothing but comments.
    fn of(file: &'f File, document: usize) -> Self {
        let empty = file.documents().get(document).is_some_and(portolan_yaml::Document::is_empty);
        let root = file.root(if empty { document.saturating_add(1) } else { document });
        let mut extents = Self { file, whole: None, by_line: BTreeMap::new() };
        extents.whole = root.map(|root| (extents.line(root.span().start), extents.last(root.span())));
        let mut open: Vec<Node<'f>> = root.into_iter().collect();
        while let Some(node) = open.pop() {
            for entry in node.entries().filter(|entry| !entry.merged) {
                let end = entry.value.span().end.max(entry.key_span.end);
                extents.note(Span { start: entry.key_span.start, end });
                open.extend((!entry.value.is_alias()).then_some(entry.value));
            }
            for item in node.items() {
                extents.note(item.span());
                open.extend((!item.is_alias()).then_some(item));
            }
        }
        extents
    }

    fn note(&mut self, span: Span) {
        let last = self.last(span);
        let inner = (span.start, Reverse(span.end));
        let reach = self.by_line.entry(self.line(span.start)).or_insert(Reach { outer: last, inner });
        reach.outer = reach.outer.max(last);
        reach.inner = reach.inner.max(inner);
    }

    /// The lines that a comment is about.
    fn about(&self, comment: &Comment<'_>) -> (u32, u32) {
        let line = comment.line;
        let here = (line, line);
        if !comment.own_line {
            let reach = self.by_line.get(&line).map(|reach| reach.inner);
            return reach.map_or(here, |(start, Reverse(end))| (line, self.last(Span { start, end })));
        }
        match self.whole {
            Some(whole) if line < whole.0 => whole,
            _ => {
                let below = self.by_line.range(line.saturating_add(1)..).next();
                below.map_or(here, |(first, reach)| (*first, reach.outer))
            }
        }
    }

    fn line(&self, offset: u32) -> u32 {
        self.file.lines().line(offset)
    }

    fn last(&self, span: Span) -> u32 {
        self.line(span.end.saturating_sub(1).max(span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each rule that is ignored, with its lines.
    fn ignored(text: &str) -> Vec<(String, u32, u32)> {
        let file = portolan_yaml::parse("f".to_owned(), text.into());
        let mut found = Vec::new();
        of_file(FileId(0), &file, &mut found);
        found
            .into_iter()
            .filter_map(|one| {
                assert!(one.rule.is_empty() || one.place.span.slice(text) == one.rule, "{one:?}");
                let Scope::Lines { first, last, .. } = one.scope else { return None };
                Some((one.rule, first, last))
            })
            .collect()
    }

    fn lines(text: &str) -> (u32, u32) {
        let found = ignored(text);
        let [(_, first, last)] = found.as_slice() else { panic!("{found:?}") };
        (*first, *last)
    }

    #[test]
    fn a_comment_names_its_rules() {
        let rules = |comment: &str| -> Vec<String> {
            ignored(&format!("a: 1 #{comment}\n")).into_iter().map(|(rule, ..)| rule).collect()
        };
        assert_eq!(rules(" portolan: ignore[a, b-c] because"), ["a", "b-c"]);
        assert_eq!(rules("portolan:ignore [a,b]"), ["a", "b"]);
        assert_eq!(rules(" yamllint disable-line # portolan: ignore[ignore] 1"), ["ignore"]);
        assert_eq!(rules(" portolan: ignore everything"), [""]);
        assert_eq!(rules(" portolan: ignore[]"), [""]);
        assert_eq!(rules(" portolan: ignored[a]"), [""; 0]);
        assert_eq!(rules(" as portolan: ignore[a] says"), [""; 0]);
    }

    #[test]
    fn behind_something_it_is_about_the_line_and_the_value_below() {
        assert_eq!(lines("x: 0\na: 1 # portolan: ignore[r]\nb: 2\n"), (2, 2));
        assert_eq!(lines("a: # portolan: ignore[r]\n  b: 1\n  c: 2\nd: 3\n"), (1, 3));
        assert_eq!(lines("l:\n- a: 1 # portolan: ignore[r]\n  b: 2\n"), (2, 2));
        assert_eq!(lines("l:\n- a: # portolan: ignore[r]\n    b: 2\n  c: 1\n"), (2, 3));
        assert_eq!(lines("a: | # portolan: ignore[r]\n  text\n  more\nb: 1\n"), (1, 3));
    }

    #[test]
    fn alone_it_is_about_what_begins_below() {
        assert_eq!(lines("x: 0\n# portolan: ignore[r]\n\n# and more\na:\n  b: 1\n  c: 2\nd: 3\n"), (5, 7));
        assert_eq!(lines("x: 0\nl:\n# portolan: ignore[r]\n- a: 1\n  b: 2\n- c: 3\n"), (4, 5));
        assert_eq!(lines("x: 0\nl:\n- a: 1\n  b: 2\n# portolan: ignore[r]\n-\n  c: 3\n"), (7, 7));
        assert_eq!(lines("x: 0\ny: 1\n# portolan: ignore[r]\n"), (3, 3));
    }

    #[test]
    fn above_everything_it_is_about_the_document() {
        assert_eq!(lines("# portolan: ignore[r]\na: 1\nb: 2\n---\nc: 3\n"), (2, 3));
        assert_eq!(lines("# portolan: ignore[r]\n---\na: 1\nb: 2\n"), (3, 4));
        assert_eq!(lines("a: 1\n---\n# portolan: ignore[r]\nb: 2\nc: 3\n"), (4, 5));
    }
}
