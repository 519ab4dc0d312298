//! What the text around manifests says of them: the commands, names and listings of a page.
//!
//! It is compared with the manifests of the same page. What is not there may be elsewhere, so only a name that is a slip
//! away from one that is there is called wrong.

pub(super) mod command;

use super::context::Context;
use super::finding::Sink;
use super::rules::{
    chain_hash_mismatch, kubectl_names_no_such_object, text_calls_no_such_port, text_names_no_such_service,
};
use crate::Analysis;
use crate::diagnostic::{Diagnostic, FileId, Place};
use command::{Commands, commands};
use portolan_yaml::Span;
use portolan_yaml::collections::BTreeSet;

/// To lay a name beside another one costs as much as so many sets of labels.
pub(super) const WEIGHT: usize = 8;

/// A piece of the text: a session of a terminal, a listing, or code in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// The file.
    pub file: FileId,
    /// The byte of the file at which it begins.
    pub start: u32,
    /// The text.
    pub text: &'t str,
    /// Whether it is a session or a listing, and not code in a sentence.
    pub session: bool,
}

/// What is said around some manifests.
pub(super) struct Around<'t> {
    /// The pieces, each with what its commands say.
    pub pieces: Vec<(Told<'t>, Commands<'t>)>,
    /// Names that are there for certain, of whatever kind.
    pub known: BTreeSet<&'t str>,
}

/// What is wrong in the text around the manifests of an analysis. `known` are names of objects that are there though no
/// manifest of the analysis shows them.
#[must_use]
pub fn around<'t>(
    analysis: &Analysis,
    told: &[Told<'t>],
    known: impl Iterator<Item = &'t str>,
) -> Vec<Diagnostic> {
    let pieces: Vec<_> = told.iter().map(|one| (*one, commands(one.text))).collect();
    let mut known: BTreeSet<&str> = known.collect();
    for (told, commands) in &pieces {
        known.extend(commands.named.iter().filter(|one| one.made).map(|one| one.name));
        let printed = commands.printed.iter().filter(|_| told.session);
        known.extend(printed.map(|word| word.rsplit('/').next().unwrap_or_default()));
    }
    let around = Around { pieces, known };
    let context = Context::new(analysis);
    let mut sink = Sink::default();
    kubectl_names_no_such_object::look(&context, &around, &mut sink);
    text_names_no_such_service::look(&context, &around, &mut sink);
    text_calls_no_such_port::look(&context, &around, &mut sink);
    chain_hash_mismatch::look(&around, &mut sink);
    sink.found
}

impl Told<'_> {
    /// A range of its bytes as a place of the file.
    pub(super) fn place(&self, span: Span) -> Place {
        let at = |offset: u32| self.start.saturating_add(offset);
        Place { file: self.file, span: Span { start: at(span.start), end: at(span.end) } }
    }

    /// The place of a part of its text.
    pub(super) fn place_of(&self, part: &str) -> Place {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.place(Span { start: offset(at), end: offset(at.saturating_add(part.len())) })
    }
}

/// Whether two names differ as those of two things do, and not as a slip does: in a number, or in a short last part.
pub(super) fn are_two(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String { name.chars().filter(|letter| !letter.is_ascii_digit()).collect() };
    let parts = (one.rsplit_once('-'), other.rsplit_once('-'));
    let short_ends = matches!(parts, (Some((a, x)), Some((b, y))) if a == b && x.len() <= 2 && y.len() <= 2);
    letters(one) == letters(other) || short_ends || one.len() < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_short_ends_tell_things_apart() {
        assert!(are_two("web-1", "web-2") && are_two("web-a", "web-b") && are_two("web2", "web"));
        assert!(!are_two("ehco", "echo") && !are_two("fronted", "frontend"));
    }
}
