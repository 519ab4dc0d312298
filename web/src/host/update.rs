//! A newer version of the page: the page's script (`web/start/offline.js`) tells of it and brings it, by events.

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// Calls `tell` when a newer version is ready. Ends when what it returns is dropped.
pub(crate) fn on_update(tell: impl Fn() + 'static) -> EventListener {
    EventListener::new(&window(), "portolan:update", move |_| tell())
}

/// Loads the page again, in its newer version.
pub(crate) fn take_update() {
    // Where no event can be made there is no script either that could have told of a version.
    let _: Result<bool, JsValue> =
        Event::new("portolan:reload").and_then(|event| window().dispatch_event(&event));
}
