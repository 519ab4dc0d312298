//! What only the browser knows or does: elements, the reader's languages, what was chosen last time.

use gloo::utils::{document, window};
use portolan_core::diagnostic::Lang;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlTextAreaElement, UrlSearchParams};

use crate::words;

/// Where the chosen language is kept.
const LANGUAGE_KEY: &str = "portolan.lang";

/// An element of the page.
pub(crate) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The language to open in: the address's `?lang=`, the last choice, the browser's list, English.
pub(crate) fn language() -> Lang {
    let asked = || {
        let query = window().location().search().ok()?;
        UrlSearchParams::new_with_str(&query).ok()?.get("lang")
    };
    let chosen = || window().local_storage().ok()??.get_item(LANGUAGE_KEY).ok()?;
    let preferred =
        || window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect::<Vec<_>>();
    asked()
        .and_then(|tag| words::language(&tag))
        .or_else(|| chosen().and_then(|tag| words::language(&tag)))
        .or_else(|| preferred().iter().find_map(|tag| words::language(tag)))
        .unwrap_or_default()
}

/// Tells the browser, and the next visit, what language the page speaks.
pub(crate) fn speak(lang: Lang) {
    let tag = words::tag(lang);
    if let Some(root) = document().document_element() {
        // A refused attribute or a full store leaves the page as usable as before.
        let _: Result<(), JsValue> = root.set_attribute("lang", tag);
    }
}

/// Keeps a choice of language for the next visit, where the browser allows it.
pub(crate) fn remember(lang: Lang) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _: Result<(), JsValue> = storage.set_item(LANGUAGE_KEY, words::tag(lang));
    }
}

/// Selects a range of the editor's text, given as lines and columns in UTF-16 units, and brings it into view.
pub(crate) fn select(editor: &HtmlTextAreaElement, range: [(u32, u32); 2], lines: u32) {
    let text = editor.value();
    let [start, end] = range.map(|position| offset(&text, position));
    let _: Result<(), JsValue> = editor.focus();
    let _: Result<(), JsValue> = editor.set_selection_range(start, end);
    let height = f64::from(editor.scroll_height()) / f64::from(lines.max(1));
    let above = f64::from(range[0].0.saturating_sub(1)) * height;
    #[expect(clippy::cast_possible_truncation, reason = "pixels, saturating")]
    editor.set_scroll_top((above - f64::from(editor.client_height()) / 2.0).max(0.0) as i32);
}

/// How many UTF-16 units of a text stand before a line and column (both from 1).
fn offset(text: &str, (line, column): (u32, u32)) -> u32 {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1) as usize);
    let units: usize = before.map(|line| line.encode_utf16().count()).sum();
    u32::try_from(units).unwrap_or(u32::MAX).saturating_add(column.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_counts_utf16_units() {
        let text = "a: 𠮷野\nb: 日本\n";
        assert_eq!(offset(text, (1, 1)), 0);
        assert_eq!(offset(text, (2, 1)), 7);
        assert_eq!(offset(text, (2, 6)), 12);
    }

    #[test]
    fn a_line_behind_the_end_is_the_end() {
        assert_eq!(offset("a: 1\n", (99, 1)), 5);
        assert_eq!(offset("", (1, 1)), 0);
    }
}
