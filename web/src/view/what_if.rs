//! What would be otherwise: the bar of changes.

use super::ViewProperties;
use super::prose::prose;
use crate::words::words;
use yew::{Html, function_component, html};

words! {
    struct Words {
        label: "What if", "もしも";
    }
}

/// The changes that are made, and those that cannot be.
#[function_component]
pub(super) fn WhatIf(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let unmet = view
        .chart
        .unmet
        .iter()
        .map(|message| html! { <p class="remark">{ prose(&message.render(view.lang())) }</p> });
    html! { <section class="what-if" aria-label={words.label}>{ for unmet }</section> }
}
