//! When the browser draws.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;

/// Calls `act` when the browser has drawn the next frame, unless what it returns is dropped before that. A page that
/// nobody sees draws none.
pub(crate) fn after_frame(act: impl FnOnce() + 'static) -> AnimationFrame {
    // Within a frame, before it is drawn: what a timer does comes behind it.
    request_animation_frame(move |_| {
        Timeout::new(0, act).forget();
    })
}
