//! The heading: the name, what the page is for, and the choice of language.

use portolan_core::diagnostic::Lang;
use yew::{Callback, Html, Properties, function_component, html};

use crate::state::Action;
use crate::words::{Words, tag};

/// The languages, each by its own name.
const LANGUAGES: [(Lang, &str); 2] = [(Lang::En, "English"), (Lang::Ja, "日本語")];

#[derive(PartialEq, Properties)]
pub(super) struct HeadingProperties {
    pub(super) lang: Lang,
    pub(super) act: Callback<Action>,
}

/// The top of the page.
#[function_component]
pub(super) fn Heading(properties: &HeadingProperties) -> Html {
    let words = Words::of(properties.lang);
    let choice = |(lang, name): (Lang, &'static str)| {
        let choose = properties.act.reform(move |_| Action::Speak(lang));
        html! {
            <button type="button" lang={tag(lang)} aria-pressed={(lang == properties.lang).to_string()} onclick={choose}>
                { name }
            </button>
        }
    };
    html! {
        <header>
            <img src="./icon.svg" alt="" width="36" height="36" />
            <div class="title">
                <h1>{ "Portolan" }</h1>
                <p>{ words.tagline }</p>
            </div>
            <div class="languages" role="group" aria-label={words.language}>
                { for LANGUAGES.into_iter().map(choice) }
            </div>
        </header>
    }
}
