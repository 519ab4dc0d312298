//! The address keeps what the page shows: it opens as a link says, and follows what the reader does.

use crate::host;
use crate::link::{self, Broken, Field};
use crate::state::{Action, Notice, State};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::{Callback, hook, use_effect_with, use_mut_ref};

/// How long the reader must pause before the address follows, in milliseconds: browsers refuse many changes at a time.
const PAUSE: u32 = 400;

/// A link that is longer is not written into the address, nor offered: browsers, servers and chats cut it.
pub(super) const LONGEST: usize = 100_000;

/// The page as its address has it. A link that cannot be opened leaves the page as it is, and is told of.
pub(crate) fn opened(page: State) -> State {
    match from_link(&host::fragment(), &page) {
        Some(Ok(state)) => state,
        Some(Err(notice)) => State { notice: Some(notice), ..page },
        None => page,
    }
}

/// Keeps the address up with the page, in one entry of the browser's history, and the page with the address.
#[hook]
pub(crate) fn use_address(state: &Rc<State>, act: &Callback<Action>) {
    let written: Rc<std::cell::RefCell<Vec<Field>>> = use_mut_ref(|| link::said(state, None));
    use_effect_with(Rc::clone(state), move |state| {
        let state = Rc::clone(state);
        let pause = Timeout::new(PAUSE, move || write(&state, &mut written.borrow_mut()));
        move || drop(pause)
    });
    let newest = use_mut_ref(|| Rc::clone(state));
    *newest.borrow_mut() = Rc::clone(state);
    use_effect_with(act.clone(), move |act| {
        let act = act.clone();
        let listener = host::on_fragment(move |fragment| {
            let page = Rc::clone(&newest.borrow());
            match from_link(&fragment, &page) {
                Some(Ok(opened)) => act.emit(Action::Restore(Box::new(opened))),
                Some(Err(notice)) => act.emit(Action::Notice(Some(notice))),
                None => {}
            }
        });
        move || drop(listener)
    });
}

/// What a fragment makes of the page, if it is a link.
fn from_link(fragment: &str, page: &State) -> Option<Result<State, Notice>> {
    match link::decode(fragment) {
        Ok(fields) => Some(Ok(link::open(&fields, page))),
        Err(Broken::Foreign) => None,
        Err(broken) => Some(Err(Notice::BrokenLink(broken))),
    }
}

fn write(state: &State, written: &mut Vec<Field>) {
    let fields = link::said(state, None);
    if fields != *written {
        let fragment = link::encode(&fields);
        host::replace_fragment(if fragment.len() > LONGEST { "" } else { &fragment });
        *written = fields;
    }
}
