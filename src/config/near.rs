//! What was probably meant by a word that is not known.

use crate::words;
use portolan_core::diagnostic::{Arg, Message};

/// That a key is not known, and which one was probably meant.
pub(super) fn unknown_key(key: &str, known: &[&str]) -> Message {
    match nearest(key, known) {
        Some(near) => words::UNKNOWN_KEY_NEAR.with([("key", Arg::code(key)), ("near", Arg::code(near))]),
        None => {
            let known = known.iter().map(|one| (*one).to_owned()).collect();
            words::UNKNOWN_KEY.with([("key", Arg::code(key)), ("known", Arg::Codes(known))])
        }
    }
}

/// The known word that is at most two edits, and less than half of its letters, away.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let near = known.iter().map(|one| (edits(word, one), *one)).min()?;
    (near.0 <= 2 && near.0 * 2 < near.1.len()).then_some(near.1)
}

/// Levenshtein's distance.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().take(100).enumerate() {
        let mut previous = index + 1;
        let mut next = vec![previous];
        for (above, known) in row.windows(2).zip(&other) {
            let [diagonal, above] = above else { continue };
            previous = (diagonal + usize::from(letter != *known)).min(above + 1).min(previous + 1);
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
