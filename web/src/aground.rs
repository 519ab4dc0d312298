//! What becomes of a panic: its message is handed to the page's script, which outlives this instance and keeps the text.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Set by `web/start/boundary.js`; pages that use the exports alone have no such function.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanPanic)]
    fn portolan_panic(message: &str) -> Result<(), JsValue>;
}

/// From now on, panics are told.
pub(crate) fn tell() {
    std::panic::set_hook(Box::new(|panic| {
        // Nobody to be told: the trap that follows says enough.
        let _: Result<(), JsValue> = portolan_panic(&panic.to_string());
    }));
}
