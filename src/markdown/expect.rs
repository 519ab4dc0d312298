//! What a page says of its fences: findings that it expects are taken out and missed where they are absent; those that
//! it tells to ignore become ignores.

use super::fences::Fence;
use super::marks::{self, Word};
use portolan_core::Span;
use portolan_core::diagnostic::{Diagnostic, FileId, Place};
use portolan_core::lint::{self, Ignore, Scope};

/// The page's own file.
const PAGE: FileId = FileId(0);

/// Takes the expected findings out, and puts in what is expected and not there.
pub(super) fn settle(fences: &[Fence], found: &mut Vec<Diagnostic>) {
    let mut absent = Vec::new();
    for fence in fences {
        let here = |one: &Diagnostic| (fence.body.start..=fence.body.end).contains(&one.place.span.start);
        for expected in &fence.marks.expected {
            let before = found.len();
            let unknown = lint::unknown_mark(place(expected.span), &expected.text, true);
            found.retain(|one| !(one.rule == expected.text && here(one)));
            if unknown.is_some() {
                absent.extend(unknown);
            } else if found.len() == before {
                absent.push(lint::expected_finding_absent(place(expected.span), &expected.text));
            }
        }
        let unknown = |word: &Word| lint::unknown_mark(place(word.span), &word.text, false);
        absent.extend(fence.marks.unknown.iter().filter_map(unknown));
    }
    found.extend(absent);
}

/// What the comments above fences tell to ignore: the lines of the fence.
pub(super) fn ignores(fences: &[Fence], lines: impl Fn(u32) -> u32) -> Vec<Ignore> {
    let marks = fences.iter().flat_map(|fence| fence.marks.ignored.iter().map(move |one| (fence, one)));
    let ignore = |(fence, one): (&Fence, &super::marks::Ignored)| Ignore {
        place: place(one.rule.span),
        rule: one.rule.text.clone(),
        scope: Scope::Lines {
            file: PAGE,
            first: fence.line,
            last: lines(fence.body.end.saturating_sub(1)).max(fence.line),
        },
        within: place(one.within),
    };
    marks.map(ignore).collect()
}

/// What comments tell to ignore that stand above a paragraph, a list or a table: the lines to the next blank one.
pub(super) fn ignores_of_paragraphs(page: &str) -> Vec<Ignore> {
    let mut found = Vec::new();
    let mut lines = page.split_inclusive('\n').zip(1..).peekable();
    let mut at = 0_usize;
    while let Some((line, _)) = lines.next() {
        at = at.saturating_add(line.len());
        let Some(&(below, first)) = lines.peek() else { break };
        let text = below.trim_start_matches([' ', '\t', '>']);
        if !line.contains("portolan:")
            || text.trim().is_empty()
            || is_mark(text)
            || text.starts_with(['`', '~'])
        {
            continue;
        }
        let rest = page.get(at..).unwrap_or_default().lines();
        let count = rest.take_while(|line| !line.trim_start_matches([' ', '\t', '>']).is_empty()).count();
        let last = u32::try_from(count).unwrap_or(u32::MAX).saturating_add(first).saturating_sub(1);
        let marks = marks::above(page, at);
        let scope = Scope::Lines { file: PAGE, first, last };
        found.extend(marks.ignored.iter().map(|one| Ignore {
            place: place(one.rule.span),
            rule: one.rule.text.clone(),
            scope,
            within: place(one.within),
        }));
    }
    found
}

/// Whether a line is another comment.
fn is_mark(line: &str) -> bool {
    ["<!--", "{/*", "[//]: # ("].iter().any(|open| line.starts_with(open))
}

const fn place(span: Span) -> Place {
    Place { file: PAGE, span }
}
