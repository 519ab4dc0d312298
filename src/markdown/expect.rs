//! Findings that a page asserts: those that are there are not reported, and those that are not there are.

use super::fences::Fence;
use portolan_core::diagnostic::Diagnostic;

/// Takes the expected findings out.
pub(super) fn settle(fences: &[Fence], found: &mut Vec<Diagnostic>) {
    for fence in fences.iter().filter(|fence| !fence.marks.expected.is_empty()) {
        let here = |one: &Diagnostic| (fence.body.start..=fence.body.end).contains(&one.place.span.start);
        for expected in &fence.marks.expected {
            found.retain(|one| !(one.rule == expected.text && here(one)));
        }
    }
}
