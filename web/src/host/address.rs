//! The page's address: what stands behind its `#`, and the clipboard that carries it.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// What stands behind the `#` of the address; empty for nothing.
pub(crate) fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Puts something else behind the `#`, in the same entry of the browser's history.
pub(crate) fn replace_fragment(fragment: &str) {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(history)) = (location.pathname(), location.search(), window().history())
    else {
        return;
    };
    let sign = if fragment.is_empty() { "" } else { "#" };
    let address = format!("{path}{query}{sign}{fragment}");
    // A browser that refuses, for the address is too long or changes too often, leaves the page as usable as before.
    let _: Result<(), JsValue> = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
}

/// Where the page is, without what stands behind `?` and `#`: the beginning of every link to it.
pub(crate) fn page_address() -> String {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    format!("{origin}{}", path.strip_suffix("index.html").unwrap_or(&path))
}

/// Calls `act` when the reader goes to another fragment of the page: a link is pasted, or clicked. Ends when what it
/// returns is dropped.
pub(crate) fn on_fragment(act: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| act(fragment()))
}

/// Selects the text of an area and puts it on the clipboard; says whether it is there. If it is not, it is selected, and
/// the reader's own keys copy it.
pub(crate) fn copy(area: &HtmlTextAreaElement) -> bool {
    let _: Result<(), JsValue> = area.focus();
    area.select();
    // The older way asks nobody for leave, and works in frames and on pages that are not served securely.
    document().dyn_into::<HtmlDocument>().is_ok_and(|document| document.exec_command("copy").unwrap_or(false))
}
