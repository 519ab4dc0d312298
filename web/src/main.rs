//! The playground: a manifest on one side, what a cluster will do with it on the other, at every key press.
//!
//! The page is views over one analysis and has no semantics of its own. [`state`] is what the reader did, [`chart`] is
//! what the core says to it (the only file that calls the core), [`view`] shows both, [`content`] is what the
//! page itself brings to read, [`host`] is the browser's part.

mod chart;
mod content;
mod editor;
mod host;
mod link;
mod state;
mod view;
mod words;
mod zip;

use wasm_bindgen::prelude::wasm_bindgen;

/// What `portolan check --output json -` prints for this text: JSON v1. `lang` is `en` or `ja`.
///
/// For other pages and for tests; needs no element of this page.
#[wasm_bindgen(js_name = analyzeJson)]
#[must_use]
pub fn analyze_json(text: &str, lang: &str) -> String {
    chart::json(text, words::language(lang).unwrap_or_default())
}

fn main() {
    host::tell_panics();
    if let Some(place) = host::element("app") {
        yew::Renderer::<view::App>::with_root(place).render();
    } else if let Some(place) = host::element("embed") {
        yew::Renderer::<view::Embed>::with_root(place).render();
    }
}
