//! The rest of the program: what does not run while the page opens lies in a second file, which comes when the reader
//! first touches the page.
//!
//! Which functions these are the page's build observes (`cargo xtask web --release`). In the place of each that has gone
//! stands one that calls [`fetch_rest`] unless the rest is here, so that nothing else need know of it: what waits here
//! only spares the page to stand still meanwhile. Other builds of the page are one file.

use std::fmt;
use std::future::Future;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;

/// `web/rest.js`; where the page is one file, there is nothing of it.
#[wasm_bindgen]
extern "C" {
    /// Puts the rest beside what exports this; it is waited for if it is not here.
    #[wasm_bindgen(js_namespace = globalThis, js_name = portolanRest)]
    fn join_rest(exports: &JsValue);

    /// The same, as a promise.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanRestWanted)]
    fn rest_wanted(exports: &JsValue) -> Result<Promise, JsValue>;

    /// A promise of the rest, if it is on its way.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanRestComing)]
    fn rest_coming() -> Result<JsValue, JsValue>;
}

/// Fetches the rest of the program at once: what the functions call that stand for others.
#[wasm_bindgen(js_name = fetchRest)]
pub fn fetch_rest() {
    join_rest(&wasm_bindgen::exports());
}

/// Code of the page is not here, and cannot be had now.
#[derive(Debug)]
pub struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file of the page's code could not be fetched")
    }
}

impl std::error::Error for Lost {}

/// Has the rest here: code in other files takes for granted that it is.
pub(crate) async fn here() -> Result<(), Lost> {
    match rest_wanted(&wasm_bindgen::exports()) {
        Ok(joined) => JsFuture::from(joined).await.map(drop).map_err(|_| Lost),
        Err(_) => Ok(()),
    }
}

/// The rest, while it is on its way.
pub(crate) fn coming() -> Option<impl Future<Output = ()>> {
    let coming: Promise = rest_coming().ok()?.dyn_into().ok()?;
    Some(async move { drop(JsFuture::from(coming).await) })
}
