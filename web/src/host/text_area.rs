//! The plain text area: selecting in it, and typing into it so that it can be undone.

use crate::state::Stretch;
use gloo::utils::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Selects a stretch of the text and brings it into view; takes the focus, unless it is to stay where it is.
pub(crate) fn select(editor: &HtmlTextAreaElement, stretch: Stretch, aside: bool) {
    let text = editor.value();
    if !aside {
        let _: Result<(), JsValue> = editor.focus();
    }
    let _: Result<(), JsValue> = editor.set_selection_range(stretch.from, stretch.to);
    let lines = text.split('\n').count();
    let line = lines_before(&text, stretch.from);
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    let above = f64::from(editor.scroll_height()) / lines.max(1) as f64 * line as f64;
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

/// How many lines end before a UTF-16 unit of a text.
fn lines_before(text: &str, unit: u32) -> usize {
    text.encode_utf16().take(unit as usize).filter(|unit| *unit == u16::from(b'\n')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_retyped() {
        assert_eq!(difference("a: sumer\n", "a: summer\n"), (6, 6, "m"));
        assert_eq!(difference("日: 1", "日: 22"), (5, 6, "22"));
        assert_eq!(difference("aa", "a"), (1, 2, ""));
        assert_eq!(difference("same", "same"), (4, 4, ""));
    }

    #[test]
    fn lines_are_counted_to_the_unit() {
        let text = "a: 𠮷野\nb: 日本\n";
        assert_eq!(lines_before(text, 0), 0);
        assert_eq!(lines_before(text, 7), 1);
        assert_eq!(lines_before(text, 99), 2);
    }
}
