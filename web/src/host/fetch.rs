//! Files of the page's own host.

use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

/// Fetches a text that lies beside the page, and hands it over; `None` if it cannot be had.
pub(crate) fn fetch(name: &str, done: impl FnOnce(Option<String>) + 'static) {
    // The page for frames lies one folder deeper than what it shares with the page.
    let embed = document().document_element().is_some_and(|root| root.has_attribute("data-embed"));
    let address = if embed { format!("../{name}") } else { format!("./{name}") };
    spawn_local(async move { done(text(&address).await.ok()) });
}

async fn text(address: &str) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(JsValue::NULL)
}
