//! A button that puts a text on the clipboard.

use crate::host;
use crate::words::words;
use gloo::timers::callback::Timeout;
use portolan_core::diagnostic::Lang;
use web_sys::HtmlTextAreaElement;
use yew::{AttrValue, Callback, Html, Properties, function_component, html, use_node_ref, use_state};

words! {
    struct Words {
        copied: "Copied", "コピーしました";
        selected: "Press Ctrl+C", "Ctrl+Cでコピーできます";
    }
}

/// How long the button says that it has copied, in milliseconds.
const SAID: u32 = 1_600;

#[derive(PartialEq, Properties)]
pub(super) struct CopyProperties {
    /// Makes the text when it is wanted.
    pub(super) text: Callback<(), String>,
    /// What the button says.
    pub(super) label: AttrValue,
    /// The language to speak.
    pub(super) lang: Lang,
}

/// The button.
#[function_component]
pub(super) fn Copy(properties: &CopyProperties) -> Html {
    let words = Words::of(properties.lang);
    let area = use_node_ref();
    let said = use_state(|| None::<bool>);
    let copy = {
        let (area, said, text) = (area.clone(), said.clone(), properties.text.clone());
        Callback::from(move |_| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                area.set_value(&text.emit(()));
                said.set(Some(host::copy(&area)));
                let said = said.clone();
                Timeout::new(SAID, move || said.set(None)).forget();
            }
        })
    };
    let label = match *said {
        Some(true) => words.copied.into(),
        Some(false) => words.selected.into(),
        None => properties.label.clone(),
    };
    html! {
        <span class="copy">
            <button type="button" onclick={copy}>{ label }</button>
            <textarea ref={area} class="unseen" readonly=true tabindex="-1" aria-hidden="true" />
        </span>
    }
}
