//! What outlives a panic. After one, this instance must not be called again, so the page's script (`web/start/boundary.js`)
//! holds a copy of the texts, is told what happened, and starts the page anew with what the reader then chooses.

use crate::state::{Files, SourceFile};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// Pages that use the exports alone have none of these functions: every call may fail.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanPanic)]
    fn portolan_panic(message: &str) -> Result<(), JsValue>;

    /// The text of one of so many files.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanKeep)]
    fn portolan_keep(count: usize, index: usize, name: &str, text: &str) -> Result<(), JsValue>;

    /// Names and texts by turns.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanRestarted)]
    fn portolan_restarted() -> Result<Option<Vec<String>>, JsValue>;
}

/// From now on, panics are told. Of yew, because it puts a hook of its own where none was given to it.
pub(crate) fn tell_panics() {
    yew::set_custom_panic_hook(Box::new(|panic| {
        // With nobody to be told, the trap that follows says enough.
        let _: Result<(), JsValue> = portolan_panic(&panic.to_string());
    }));
}

/// Hands over the texts that are not those of `before`.
pub(crate) fn keep(before: Option<&Files>, files: &Files) {
    let count = files.list().len();
    let before = before.map(Files::list).filter(|list| list.len() == count).unwrap_or_default();
    for (index, file) in files.list().iter().enumerate() {
        let same = |old: &SourceFile| old.name == file.name && Rc::ptr_eq(&old.text, &file.text);
        if !before.get(index).is_some_and(same) {
            let _: Result<(), JsValue> = portolan_keep(count, index, &file.name, &file.text);
        }
    }
}

/// The files to go on with, if the page was started anew after a panic; none of them for the example.
pub(crate) fn restarted() -> Option<Vec<SourceFile>> {
    let left = portolan_restarted().ok()??;
    let files = left.chunks_exact(2).filter_map(|file| match file {
        [name, text] => Some(SourceFile { name: name.as_str().into(), text: text.as_str().into() }),
        _ => None,
    });
    Some(files.collect())
}
