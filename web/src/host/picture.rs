//! Files for the reader: a text is saved as it is, a picture in SVG as the pixels that the browser makes of it.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement,
    Url,
};

/// Pixels of a saved picture for one of the map's.
const SHARP: f64 = 2.0;

/// The longest side that browsers make a picture of.
const LONGEST: f64 = 8_000.0;

/// How long a file's address is kept for the browser to read it, in milliseconds.
const KEPT: u32 = 10_000;

/// Whether the reader's system wants dark colours.
pub(crate) fn is_dark() -> bool {
    let query = window().match_media("(prefers-color-scheme: dark)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Saves a text as a file. A browser that refuses leaves the page as it is.
pub(crate) fn save(name: &str, kind: &str, text: &str) {
    if let Some(blob) = blob(kind, text) {
        offer(name, &blob);
    }
}

/// Saves an SVG picture of a size as PNG.
pub(crate) fn save_png(name: &str, svg: &str, size: (i32, i32)) {
    let Some(address) =
        blob("image/svg+xml", svg).and_then(|blob| Url::create_object_url_with_blob(&blob).ok())
    else {
        return;
    };
    let Ok(image) = HtmlImageElement::new() else { return };
    let name = name.to_owned();
    let painted = image.clone();
    let source = address.clone();
    EventListener::once(&image, "load", move |_| {
        paint(&painted, size, &name);
        let _: Result<(), JsValue> = Url::revoke_object_url(&source);
    })
    .forget();
    image.set_src(&address);
}

/// Paints an image on a canvas and offers what comes of it.
fn paint(image: &HtmlImageElement, size: (i32, i32), name: &str) {
    let canvas =
        document().create_element("canvas").ok().and_then(|one| one.dyn_into::<HtmlCanvasElement>().ok());
    let Some(canvas) = canvas else { return };
    // The picture has its legend below the map: what the image says of itself counts.
    let (wide, tall) = match (image.natural_width(), image.natural_height()) {
        (0, _) | (_, 0) => (f64::from(size.0), f64::from(size.1)),
        (wide, tall) => (f64::from(wide), f64::from(tall)),
    };
    let scale = SHARP.min(LONGEST / wide.max(tall).max(1.0));
    canvas.set_width(pixels(wide * scale));
    canvas.set_height(pixels(tall * scale));
    let context = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|one| one.dyn_into::<CanvasRenderingContext2d>().ok());
    let Some(context) = context else { return };
    let (wide, tall) = (f64::from(canvas.width()), f64::from(canvas.height()));
    if context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, wide, tall).is_err() {
        return;
    }
    let name = name.to_owned();
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            offer(&name, &blob);
        }
    });
    let _: Result<(), JsValue> = canvas.to_blob(done.unchecked_ref());
}

/// A length in whole pixels.
fn pixels(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and the longest side"
    )]
    let pixels = length.clamp(1.0, LONGEST).round() as u32;
    pixels
}

fn blob(kind: &str, text: &str) -> Option<Blob> {
    let parts = JsValue::from(vec![text.to_owned()]);
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&parts, &options).ok()
}

/// Has the browser save a file under a name.
fn offer(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let link = document().create_element("a").ok().and_then(|one| one.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    Timeout::new(KEPT, move || {
        let _: Result<(), JsValue> = Url::revoke_object_url(&address);
    })
    .forget();
}
