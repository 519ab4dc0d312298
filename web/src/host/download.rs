//! Giving files to the reader, and taking them.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Uint8Array};
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, DragEvent, Element, Event, FileList,
    HtmlAnchorElement, Url,
};

#[wasm_bindgen]
extern "C" {
    /// `web/start/intake.js`: calls back with names and texts by turns, and with the names that were left out.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanTake)]
    fn portolan_take(source: &JsValue, done: &JsValue) -> Result<(), JsValue>;
}

/// Files that the reader has given, and what was left out of them.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Names and texts.
    pub(crate) files: Vec<(String, String)>,
    /// The names of those that are too large or neither YAML nor JSON.
    pub(crate) left_out: Vec<String>,
}

/// Has the browser save bytes under a name.
pub(crate) fn download(name: &str, media_type: &str, bytes: &[u8]) {
    // A browser that refuses leaves the page as usable as before.
    let _: Result<(), JsValue> = save(name, media_type, bytes);
}

fn save(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let url =
        Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken the bytes by the time that this runs.
    gloo::timers::callback::Timeout::new(10_000, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

/// Reads what was dropped or pasted.
pub(crate) fn take_dropped(transfer: &DataTransfer, act: impl FnOnce(Taken) + 'static) {
    take(transfer, act);
}

/// Reads the files that were chosen.
pub(crate) fn take_chosen(files: &FileList, act: impl FnOnce(Taken) + 'static) {
    take(files, act);
}

fn take(source: &JsValue, act: impl FnOnce(Taken) + 'static) {
    let done = Closure::once_into_js(move |files: Vec<String>, left_out: Vec<String>| {
        let files =
            files.chunks_exact(2).filter_map(|file| Some((file.first()?.clone(), file.get(1)?.clone())));
        act(Taken { files: files.collect(), left_out });
    });
    // Without the page's script nothing can be taken, and nothing is.
    let _: Result<(), JsValue> = portolan_take(source, &done);
}

/// Takes whatever is dropped anywhere on the page; tells whether something is being dragged over it. Ends when what it
/// returns is dropped.
pub(crate) fn on_drop(
    dragging: impl Fn(bool) + 'static,
    act: impl Fn(Taken) + Clone + 'static,
) -> [EventListener; 3] {
    let dragging = std::rc::Rc::new(dragging);
    let (over, left) = (dragging.clone(), dragging.clone());
    let options = EventListenerOptions::enable_prevent_default();
    let listen = |name: &'static str, act: Box<dyn Fn(&DragEvent)>| {
        EventListener::new_with_options(&document(), name, options, move |event| {
            if let Some(event) = event.dyn_ref::<DragEvent>() {
                act(event);
            }
        })
    };
    [
        listen(
            "dragover",
            Box::new(move |event| {
                if brings_files(event) {
                    event.prevent_default();
                    over(true);
                }
            }),
        ),
        listen(
            "dragleave",
            Box::new(move |event| {
                if event.related_target().is_none() {
                    left(false);
                }
            }),
        ),
        listen(
            "drop",
            Box::new(move |event| {
                dragging(false);
                if let Some(transfer) = event.data_transfer().filter(|_| brings_files(event)) {
                    event.prevent_default();
                    take_dropped(&transfer, act.clone());
                }
            }),
        ),
    ]
}

/// Takes what is pasted where no text is typed. Ends when what it returns is dropped.
pub(crate) fn on_paste(act: impl Fn(Taken) + 'static) -> EventListener {
    EventListener::new(&document(), "paste", move |event| {
        let Some(event) = event.dyn_ref::<ClipboardEvent>().filter(|event| !is_typed(event)) else { return };
        let text =
            event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if !text.trim().is_empty() {
            act(Taken { files: vec![("pasted.yaml".to_owned(), text)], left_out: Vec::new() });
        }
    })
}

/// Whether text is typed where something happens.
fn is_typed(event: &Event) -> bool {
    let inner = event.composed_path().get(0);
    let typed = "input, textarea, select, [contenteditable=true], dialog *";
    inner.dyn_ref::<Element>().is_some_and(|element| element.closest(typed).ok().flatten().is_some())
}

/// Text that is dragged within the editor is the editor's own affair.
fn brings_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|transfer| transfer.types());
    types.is_some_and(|types| types.includes(&JsValue::from_str("Files"), 0))
}
