//! What the editor keeps in this browser: the files, and which editor was chosen.

use super::{parameter, recall, remember};
use crate::state::{Files, SourceFile};
use gloo::utils::{document, window};
use wasm_bindgen::JsValue;
use web_sys::js_sys::{Array, JSON};

/// Where the files are kept, as a JSON list of names and texts by turns.
const FILES: &str = "portolan.files";

/// Where the choice of the editor is kept.
const EDITOR: &str = "portolan.editor";

/// More text than this, in bytes, is not kept.
const MOST: usize = 500_000;

/// Screens on which the plain editor is the better one: fingers, and little room.
const SMALL: &str = "(max-width: 60rem), (pointer: coarse)";

thread_local! {
    /// What the page says of itself as it opens.
    static FRAMED: bool = document().document_element().is_some_and(|root| root.has_attribute("data-embed"));
}

/// Whether this is the page for frames, which keeps nothing.
pub(crate) fn is_framed() -> bool {
    FRAMED.with(|framed| *framed)
}

/// Whether the editor is the plain one: by the address's `?editor=`, the last choice, the screen.
pub(crate) fn is_plain() -> bool {
    let asked = parameter("editor").or_else(|| recall(EDITOR));
    match asked.as_deref() {
        Some("plain") => true,
        Some("rich") => false,
        _ => window().match_media(SMALL).ok().flatten().is_some_and(|screen| screen.matches()),
    }
}

/// Keeps the choice of the editor for the next visit.
pub(crate) fn remember_plain(plain: bool) {
    remember(EDITOR, if plain { "plain" } else { "rich" });
}

/// Keeps the files for the next visit, and says whether they could be kept.
pub(crate) fn save_files(files: &Files) -> bool {
    if files.size() > MOST {
        return false;
    }
    let list: Array = files
        .list()
        .iter()
        .flat_map(|file| [&file.name, &file.text])
        .map(|one| JsValue::from_str(one))
        .collect();
    let json = JSON::stringify(&list).ok().and_then(|json| json.as_string());
    json.is_some_and(|json| remember(FILES, &json))
}

/// Keeps them no longer.
pub(crate) fn forget_files() {
    if let Ok(Some(storage)) = window().local_storage() {
        let _: Result<(), JsValue> = storage.remove_item(FILES);
    }
}

/// The files of the last visit.
pub(crate) fn saved_files() -> Option<Files> {
    let parsed = JSON::parse(&recall(FILES)?).ok()?;
    if !Array::is_array(&parsed) {
        return None;
    }
    let words: Vec<String> = Array::from(&parsed).iter().filter_map(|word| word.as_string()).collect();
    Files::new(words.chunks_exact(2).filter_map(|file| {
        Some(SourceFile { name: file.first()?.as_str().into(), text: file.get(1)?.as_str().into() })
    }))
}
