//! How large an element is on the page, as long as somebody wants to know, and the wheel over it.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, WheelEvent};

/// Watches the size of an element until it is dropped.
pub(crate) struct Sight {
    observer: Option<ResizeObserver>,
    _heard: Closure<dyn FnMut()>,
}

impl Sight {
    /// Calls `act` with width and height, in pixels, whenever they change, and at first.
    pub(crate) fn of(element: &Element, act: impl Fn((f64, f64)) + 'static) -> Self {
        let watched = element.clone();
        let heard = Closure::new(move || act(size(&watched)));
        let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _heard: heard }
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Width and height of what is inside of an element's borders.
fn size(element: &Element) -> (f64, f64) {
    (f64::from(element.client_width()), f64::from(element.client_height()))
}

/// Calls `act` with each turn of the wheel over an element; `act` says whether it took it. Ends when what it returns is
/// dropped.
pub(crate) fn on_wheel(element: &Element, act: impl Fn(&WheelEvent) -> bool + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(element, "wheel", options, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
        if act(event) {
            event.prevent_default();
        }
    })
}
