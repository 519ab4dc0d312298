//! Keys that work wherever the reader is, but for where text is typed.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Calls `act` with each plain key that is pressed while no text is typed and no dialog is open; `act` says whether it took
/// the key. Ends when what it returns is dropped.
pub(crate) fn on_key(act: impl Fn(&str) -> bool + 'static) -> EventListener {
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
        if !held && !event.default_prevented() && !is_taken(event) && act(&event.key()) {
            event.prevent_default();
        }
    })
}

/// Whether the key belongs to what has the focus.
fn is_taken(event: &KeyboardEvent) -> bool {
    let inner = event.composed_path().get(0);
    let Some(element) = inner.dyn_ref::<Element>() else { return false };
    let typed =
        "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], dialog *";
    element.closest(typed).ok().flatten().is_some()
}
