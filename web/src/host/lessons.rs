//! Which lessons the reader has done, kept in this browser, and moving the focus in a list.

use super::{element, recall, remember};
use gloo::utils::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Where the ids of the lessons that are done are kept, with blanks between.
const DONE: &str = "portolan.lessons";

/// The ids of the lessons that are done.
pub(crate) fn lessons_done() -> Vec<String> {
    recall(DONE).map(|ids| ids.split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
}

/// Notes that a lesson is done.
pub(crate) fn lesson_done(id: &str) {
    let mut done = lessons_done();
    if !done.iter().any(|known| known == id) {
        done.push(id.to_owned());
        remember(DONE, &done.join(" "));
    }
}

/// Forgets which lessons are done.
pub(crate) fn forget_lessons() {
    remember(DONE, "");
}

/// Brings an element into view.
pub(crate) fn bring_into_view(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view();
    }
}

/// Moves the focus along the elements of a selector; whether there was one to go to.
pub(crate) fn move_focus(selector: &str, step: i32) -> bool {
    let Ok(all) = document().query_selector_all(selector) else { return false };
    let elements: Vec<HtmlElement> =
        (0..all.length()).filter_map(|index| all.item(index)?.dyn_into().ok()).collect();
    let Some(focused) = document().active_element() else { return false };
    let Some(place) = elements.iter().position(|element| **element == focused) else { return false };
    let next = if step < 0 { place.checked_sub(1) } else { place.checked_add(1) };
    let Some(element) = next.and_then(|next| elements.get(next)) else { return false };
    let moved: Result<(), JsValue> = element.focus();
    moved.is_ok()
}
