//! Files that come from outside: dropped on the page, pasted into it, or chosen.

use crate::host::{self, Taken};
use crate::state::{Action, SourceFile};
use yew::{Callback, use_effect_with, use_state};

/// Takes files that are dropped on the page or pasted where no text is typed; says whether some are being dragged over it.
#[yew::hook]
pub(super) fn use_drop(act: &Callback<Action>) -> bool {
    let dragging = use_state(|| false);
    let setter = dragging.setter();
    use_effect_with(act.clone(), move |act| {
        let (dropped, pasted) = (act.clone(), act.clone());
        let listeners = (!host::is_framed()).then(|| {
            let over = host::on_drop(move |over| setter.set(over), move |found| take(&dropped, found));
            (over, host::on_paste(move |found| take(&pasted, found)))
        });
        move || drop(listeners)
    });
    *dragging
}

/// Takes what could be read, and tells what could not.
pub(super) fn take(act: &Callback<Action>, found: Taken) {
    let Taken { files, left_out } = found;
    let file = |(name, text): (String, String)| SourceFile { name: name.into(), text: text.into() };
    act.emit(Action::Take(files.into_iter().map(file).collect(), left_out));
}
