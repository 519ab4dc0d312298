//! The pieces of which the panel is made.

use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

/// The words on a stepper.
#[derive(Clone, Copy)]
pub(super) struct StepperWords {
    /// On the button for one less.
    pub(super) less: &'static str,
    /// On the button for one more.
    pub(super) more: &'static str,
}

/// A number with a button on each side. `name` says what is counted, to those who do not see where it stands.
pub(super) fn stepper(name: &str, number: u32, words: StepperWords, set: Callback<u32>) -> Html {
    let step = |to: u32, sign: &'static str, what: &'static str| {
        let set = set.clone();
        html! {
            <button
                type="button" aria-label={format!("{what}: {name}")} disabled={to == number}
                onclick={move |_| set.emit(to)}
            >{ sign }</button>
        }
    };
    let typed = set.reform(move |event: Event| {
        event.target_unchecked_into::<HtmlInputElement>().value().trim().parse().unwrap_or(number)
    });
    html! {
        <span class="stepper">
            { step(number.saturating_sub(1), "−", words.less) }
            <input
                type="number" min="0" max="2147483647" inputmode="numeric" aria-label={name.to_owned()}
                value={number.to_string()} onchange={typed}
            />
            { step(number.saturating_add(1), "+", words.more) }
        </span>
    }
}

/// One of a few: each with its value and how it is called. `unchanged` is marked.
pub(super) fn choice(
    name: String,
    options: &[(String, String)],
    chosen: &str,
    unchanged: &str,
    set: Callback<String>,
) -> Html {
    let choose = set.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let option = |(value, words): &(String, String)| {
        html! { <option value={value.clone()} selected={value == chosen}>{ words.clone() }</option> }
    };
    html! {
        <select
            aria-label={name} class={(chosen != unchanged).then_some("is-changed")} onchange={choose}
        >{ for options.iter().map(option) }</select>
    }
}
