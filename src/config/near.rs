//! What was probably meant by a word that is not known.

use crate::words;
use portolan_core::diagnostic::{Arg, Message, nearest};

/// That a key is not known, and which one was probably meant.
pub(super) fn unknown_key(key: &str, known: &[&str]) -> Message {
    match nearest(key, known.iter().copied()) {
        Some(near) => words::UNKNOWN_KEY_NEAR.with([("key", Arg::code(key)), ("near", Arg::code(near))]),
        None => {
            let known = known.iter().map(|one| (*one).to_owned()).collect();
            words::UNKNOWN_KEY.with([("key", Arg::code(key)), ("known", Arg::Codes(known))])
        }
    }
}
