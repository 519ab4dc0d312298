//! What only the browser knows or does: elements, the reader's languages, what was chosen last time.

mod address;
mod download;
mod fetch;
mod frame;
mod kept;
mod keys;
mod lessons;
mod picture;
mod popover;
mod rescue;
mod sight;
mod text_area;
mod update;

pub(crate) use address::{copy, fragment, on_fragment, page_address, replace_fragment};
pub(crate) use download::{Taken, download, on_drop, on_paste, take_chosen};
pub(crate) use fetch::fetch;
pub(crate) use frame::after_frame;
pub(crate) use kept::{forget_files, is_framed, is_plain, remember_plain, save_files, saved_files};
pub(crate) use keys::on_key;
pub(crate) use lessons::{bring_into_view, forget_lessons, lesson_done, lessons_done, move_focus};
pub(crate) use picture::{is_dark, save, save_png};
pub(crate) use popover::{fresh_id, is_shown, put_beside};
pub(crate) use rescue::{keep, restarted, tell_panics};
pub(crate) use sight::{Sight, on_wheel};
pub(crate) use text_area::{retype, select};
pub(crate) use update::{on_update, take_update};

use crate::state::Theme;
use crate::words;
use gloo::utils::{document, window};
use portolan_core::diagnostic::Lang;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Storage, UrlSearchParams};

/// Where the chosen language is kept.
const LANGUAGE: &str = "portolan.lang";

/// Where the chosen colours are kept.
const THEME: &str = "portolan.theme";

/// An element of the page.
pub(crate) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Whether an element has the focus.
pub(crate) fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|element| element.id() == id)
}

/// Gives an element the focus, after what was done has been drawn.
pub(crate) fn focus_later(id: &'static str) {
    let focus = move || {
        if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _: Result<(), JsValue> = element.focus();
        }
    };
    gloo::timers::callback::Timeout::new(0, focus).forget();
}

/// A parameter of the address: `?lang=ja`.
pub(crate) fn parameter(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// The language to open in: the address's `?lang=`, the last choice, the browser's list, English.
pub(crate) fn language() -> Lang {
    let preferred =
        || window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect::<Vec<_>>();
    parameter("lang")
        .and_then(|tag| words::language(&tag))
        .or_else(|| recall(LANGUAGE).and_then(|tag| words::language(&tag)))
        .or_else(|| preferred().iter().find_map(|tag| words::language(tag)))
        .unwrap_or_default()
}

/// The language that `web/early.js` has found without the reader's store, where nothing is kept.
pub(crate) fn language_of_page() -> Lang {
    let tag = document().document_element().and_then(|root| root.get_attribute("lang"));
    tag.and_then(|tag| words::language(&tag)).unwrap_or_default()
}

/// The colours to open in: the address's `?theme=`, the last choice, the system's.
pub(crate) fn theme() -> Theme {
    let chosen = parameter("theme").and_then(|id| Theme::parse(&id));
    chosen.or_else(|| recall(THEME).and_then(|id| Theme::parse(&id))).unwrap_or_default()
}

/// Tells the browser what language the page speaks.
pub(crate) fn speak(lang: Lang) {
    set_on_root("lang", words::tag(lang));
}

/// Tells the style sheet which colours are wanted.
pub(crate) fn paint(theme: Theme) {
    set_on_root("data-theme", theme.id());
}

/// Keeps a choice of language for the next visit, where the browser allows it.
pub(crate) fn remember_language(lang: Lang) {
    remember(LANGUAGE, words::tag(lang));
}

/// Keeps a choice of colours for the next visit, where the browser allows it.
pub(crate) fn remember_theme(theme: Theme) {
    remember(THEME, theme.id());
}

/// What was kept under a key in this browser.
pub(crate) fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text in this browser, and says whether it could be kept.
pub(crate) fn remember(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

fn set_on_root(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // A refused attribute leaves the page as usable as before.
        let _: Result<(), JsValue> = root.set_attribute(attribute, value);
    }
}
