//! When the browser draws.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;

/// Something to do after the next frame.
pub(crate) struct AfterFrame {
    _frame: AnimationFrame,
    _timeout: Rc<RefCell<Option<Timeout>>>,
}

/// Calls `act` when the browser has drawn the next frame, unless what it returns has been dropped by then. A page that
/// nobody sees draws none.
pub(crate) fn after_frame(act: impl FnOnce() + 'static) -> AfterFrame {
    let timeout = Rc::new(RefCell::new(None));
    let behind = Rc::clone(&timeout);
    // Within a frame, before it is drawn: what a timer does comes behind it.
    let frame = request_animation_frame(move |_| {
        behind.replace(Some(Timeout::new(0, act)));
    });
    AfterFrame { _frame: frame, _timeout: timeout }
}
