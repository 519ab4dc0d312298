//! A dialog over the page: the browser keeps the focus inside and closes it with Escape.

use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlDialogElement, MouseEvent};
use yew::{
    Callback, Children, Html, Properties, TargetCast, function_component, html, use_effect_with, use_node_ref,
};

#[derive(PartialEq, Properties)]
pub(super) struct DialogProperties {
    /// The heading.
    pub(super) title: &'static str,
    /// What the closing button is called.
    pub(super) close: &'static str,
    /// Closes the dialog.
    pub(super) onclose: Callback<()>,
    /// What stands in it.
    pub(super) children: Children,
}

/// A dialog. It is open as long as it is there.
#[function_component]
pub(super) fn Dialog(properties: &DialogProperties) -> Html {
    let DialogProperties { title, close, onclose, children } = properties;
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        if let Some(dialog) = node.cast::<HtmlDialogElement>() {
            // A dialog that cannot be modal is still a part of the page.
            let _: Result<(), JsValue> = dialog.show_modal();
        }
    });
    let closed = onclose.reform(|_: Event| ());
    let beside = {
        let onclose = onclose.clone();
        move |event: MouseEvent| {
            if event.target_dyn_into::<HtmlDialogElement>().is_some() {
                onclose.emit(());
            }
        }
    };
    html! {
        <dialog ref={node} aria-labelledby="dialog-title" onclose={closed} onclick={beside}>
            <div class="dialog">
                <header>
                    <h2 id="dialog-title">{ *title }</h2>
                    <button type="button" class="plain" aria-label={*close} title={*close} onclick={onclose.reform(|_| ())}>
                        { "✕" }
                    </button>
                </header>
                <div class="dialog-body">{ children.clone() }</div>
            </div>
        </dialog>
    }
}
