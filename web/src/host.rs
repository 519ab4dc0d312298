//! What only the browser knows or does: elements, the reader's languages, what was chosen last time.

use gloo::utils::{document, window};
use portolan_core::diagnostic::Lang;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDocument, HtmlTextAreaElement, UrlSearchParams};

use crate::chart::Range;
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

/// Selects a range of the editor's text and brings it into view.
pub(crate) fn select(editor: &HtmlTextAreaElement, range: Range, lines: u32) {
    let text = editor.value();
    let _: Result<(), JsValue> = editor.focus();
    let _: Result<(), JsValue> =
        editor.set_selection_range(offset(&text, range.start), offset(&text, range.end));
    let height = f64::from(editor.scroll_height()) / f64::from(lines.max(1));
    let above = f64::from(range.start.0.saturating_sub(1)) * height;
    #[expect(clippy::cast_possible_truncation, reason = "pixels, saturating")]
    editor.set_scroll_top((above - f64::from(editor.client_height()) / 2.0).max(0.0) as i32);
}

/// Makes the editor's text this one, as if it had been typed: it can be undone, and an input event follows.
pub(crate) fn retype(editor: &HtmlTextAreaElement, text: &str) {
    let old = editor.value();
    let (start, end, new) = difference(&old, text);
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let _: Result<(), JsValue> = editor.focus();
    let _: Result<(), JsValue> = editor.set_selection_range(
        units(old.get(..start).unwrap_or_default()),
        units(old.get(..end).unwrap_or_default()),
    );
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        let _: Result<bool, JsValue> = document.exec_command_with_show_ui_and_value("insertText", false, new);
    }
}

/// What differs between two texts: the bytes of the old one, and what stands there in the new one.
fn difference<'n>(old: &str, new: &'n str) -> (usize, usize, &'n str) {
    let same = |(one, other): &(char, char)| one == other;
    let length = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(same).map(|(one, _)| one.len_utf8()).sum()
    };
    let start = length(&mut old.chars().zip(new.chars()));
    let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let tail = length(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
    (start, old.len() - tail, new_rest.get(..new_rest.len() - tail).unwrap_or_default())
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
    fn only_what_differs_is_retyped() {
        assert_eq!(difference("a: sumer\n", "a: summer\n"), (6, 6, "m"));
        assert_eq!(difference("日: 1", "日: 22"), (5, 6, "22"));
        assert_eq!(difference("aa", "a"), (1, 2, ""));
        assert_eq!(difference("same", "same"), (4, 4, ""));
    }

    #[test]
    fn a_line_behind_the_end_is_the_end() {
        assert_eq!(offset("a: 1\n", (99, 1)), 5);
        assert_eq!(offset("", (1, 1)), 0);
    }
}
