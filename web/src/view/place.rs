//! The places of those parts of the page whose code is deferred.

use super::ViewProperties;
use super::part::part;
use crate::deferred::{Code, Deferred, use_code};
use crate::words::words;
use portolan_core::diagnostic::Lang;
use yew::{Callback, Html, MouseEvent, Properties, function_component, html};

words! {
    struct Words {
        lost: "This part of the page could not be loaded. If it fails again, a newer version may have been published: reload the page.",
            "ページのこの部分を読み込めませんでした。もう一度試しても読み込めないときは、新しいバージョンが公開された可能性があります。ページを再読み込みしてください。";
        again: "Try again", "もう一度試す";
    }
}

/// Shows a part of the page.
pub(super) type Show = fn(ViewProperties) -> Html;

/// Shows what is deferred as soon as it is here, and before that its empty place.
pub(super) fn place(deferred: Deferred<Show>, view: &ViewProperties) -> Html {
    part::<Place>(PlaceProperties { deferred, view: view.clone() })
}

#[derive(PartialEq, Properties)]
pub(super) struct PlaceProperties {
    deferred: Deferred<Show>,
    view: ViewProperties,
}

#[function_component]
fn Place(properties: &PlaceProperties) -> Html {
    let PlaceProperties { deferred, view } = properties;
    match use_code(*deferred, true) {
        Code::Here(show) => show(view.clone()),
        Code::Awaited => html! { <div aria-busy="true"></div> },
        Code::Lost(again) => lost(view.lang(), &again),
    }
}

/// That code could not be fetched, and what can be done.
pub(super) fn lost(lang: Lang, again: &Callback<()>) -> Html {
    let words = Words::of(lang);
    html! {
        <div class="notice" role="alert">
            <p>{ words.lost }</p>
            <button type="button" onclick={again.reform(|_: MouseEvent| ())}>{ words.again }</button>
        </div>
    }
}
