//! What the dialogs over the page's own content share: the field that narrows it down, and the wait until it is there.

use crate::content::{Content, Shelf};
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Html, TargetCast, UseStateHandle, html};

/// The field for the words that are wanted; it has the focus when the dialog opens.
pub(super) fn search(wanted: &UseStateHandle<String>, label: &'static str) -> Html {
    let oninput = {
        let wanted = wanted.clone();
        move |event: InputEvent| wanted.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    html! {
        <input
            type="search" class="search" autofocus=true placeholder={label} aria-label={label}
            value={(**wanted).clone()} {oninput}
        />
    }
}

/// The content, or that it is on its way or cannot be had.
pub(super) fn shown(
    shelf: &Shelf,
    (loading, missing): (&'static str, &'static str),
    full: impl FnOnce(&Content) -> Html,
) -> Html {
    match shelf {
        Shelf::Empty => html! { <p class="quiet" role="status">{ loading }</p> },
        Shelf::Missing => html! { <p class="quiet" role="alert">{ missing }</p> },
        Shelf::Full(content) => full(content),
    }
}
