//! What the reader would like to be otherwise, made so: code that waits for the first wish.

use crate::deferred::deferred;
use crate::state::Wish;
use portolan_core::diagnostic::Message;
use portolan_core::{Analysis, Options, change};

/// Makes changes, and tells which of them cannot be made, and why.
pub(crate) type Changer = fn(Analysis, &[Wish], &Options) -> (Analysis, Vec<Message>);

deferred! {
    /// What makes changes.
    pub(crate) CHANGER: Changer = changed, in extras
}

/// An analysis with changes made; and what is wrong with those that cannot be understood, or cannot be made.
pub(super) fn changed(analysis: Analysis, wishes: &[Wish], options: &Options) -> (Analysis, Vec<Message>) {
    let mut changes = Vec::new();
    let mut unmet = Vec::new();
    for wish in wishes {
        match wish.change() {
            Ok(change) => changes.push(change),
            Err(message) => unmet.push(message),
        }
    }
    if changes.is_empty() {
        return (analysis, unmet);
    }
    let (analysis, more) = change(analysis, &changes, options);
    unmet.extend(more);
    (analysis, unmet)
}
