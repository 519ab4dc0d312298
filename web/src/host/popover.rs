//! Cards in the browser's top layer, beside the button that shows them.

use gloo::utils::{document, window};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// How far cards stay from the window's edges and from their button, in pixels.
const GAP: f64 = 8.0;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element has.
pub(crate) fn fresh_id(prefix: &str) -> String {
    let number = LAST.get().wrapping_add(1);
    LAST.set(number);
    format!("{prefix}-{number}")
}

/// Whether a card is shown.
pub(crate) fn is_shown(card: &HtmlElement) -> bool {
    card.matches(":popover-open").unwrap_or(false)
}

/// Puts a card below the button that shows it, or above it where there is more room.
pub(crate) fn put_beside(card: &HtmlElement) {
    let button = document().query_selector(&format!("[popovertarget=\"{}\"]", card.id())).ok().flatten();
    let Some(button) = button.map(|button| button.get_bounding_client_rect()) else { return };
    let size =
        |length: Result<JsValue, JsValue>| length.ok().and_then(|length| length.as_f64()).unwrap_or_default();
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    let own = card.get_bounding_client_rect();
    let left = button.left().min(width - own.width() - GAP).max(GAP);
    let style = card.style();
    let put = |name: &str, pixels: f64| {
        // A card that cannot be moved is in the middle of the window.
        let _: Result<(), JsValue> = style.set_property(name, &format!("{pixels:.0}px"));
    };
    put("left", left);
    if button.bottom() > height * 0.6 {
        put("bottom", height - button.top() + GAP / 2.0);
    } else {
        put("top", button.bottom() + GAP / 2.0);
    }
}
