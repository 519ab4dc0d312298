//! What a page says of its fences: findings that it expects are taken out and missed where they are absent; those that
//! it tells to ignore become ignores.

use super::fences::Fence;
use super::marks::Word;
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

const fn place(span: Span) -> Place {
    Place { file: PAGE, span }
}
