//! The heading: the name, what the page is for, the dialogs, the colours and the language.

use crate::state::{Action, Dialog, Theme};
use crate::words::{LANGUAGES, tag, words};
use portolan_core::diagnostic::Lang;
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, Properties, TargetCast, function_component, html};

words! {
    struct Words {
        tagline: "See what your Services do", "Serviceの動きが見えます";
        tools: "Tools", "ツール";
        examples: "Examples", "例とレッスン";
        glossary: "Glossary", "用語集";
        share: "Share", "共有";
        help: "Keyboard shortcuts", "キーボードショートカット";
        language: "Language", "言語";
        colours: "Colours", "配色";
        system: "System", "システム";
        light: "Light", "ライト";
        dark: "Dark", "ダーク";
        contrast: "High contrast", "ハイコントラスト";
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct HeadingProperties {
    pub(super) lang: Lang,
    pub(super) theme: Theme,
    pub(super) act: Callback<Action>,
}

/// The top of the page.
#[function_component]
pub(super) fn Heading(properties: &HeadingProperties) -> Html {
    let HeadingProperties { lang, theme, act } = properties;
    let words = Words::of(*lang);
    let opener = |dialog: Dialog, name: &'static str| {
        html! { <button type="button" aria-haspopup="dialog" onclick={act.reform(move |_| Action::Dialog(Some(dialog)))}>{ name }</button> }
    };
    html! {
        <header class="heading">
            <img src="./icon.svg" alt="" width="32" height="32" />
            <div class="title">
                <h1>{ "Portolan" }</h1>
                <p>{ words.tagline }</p>
            </div>
            <nav class="tools" aria-label={words.tools}>
                { opener(Dialog::Gallery, words.examples) }
                { opener(Dialog::Glossary, words.glossary) }
                { opener(Dialog::Share, words.share) }
                <button
                    type="button" class="round" aria-haspopup="dialog" aria-label={words.help} title={words.help}
                    onclick={act.reform(|_| Action::Dialog(Some(Dialog::Help)))}
                >{ "?" }</button>
            </nav>
            { themes(*theme, words, act) }
            { languages(*lang, words, act) }
        </header>
    }
}

fn themes(chosen: Theme, words: &'static Words, act: &Callback<Action>) -> Html {
    let choose = act.reform(|event: Event| {
        let id = event.target_unchecked_into::<HtmlSelectElement>().value();
        Action::Paint(Theme::parse(&id).unwrap_or_default())
    });
    let option = |theme: Theme| {
        let name = match theme {
            Theme::System => words.system,
            Theme::Light => words.light,
            Theme::Dark => words.dark,
            Theme::Contrast => words.contrast,
        };
        html! { <option value={theme.id()} selected={theme == chosen}>{ name }</option> }
    };
    html! {
        <select class="themes" aria-label={words.colours} title={words.colours} onchange={choose}>
            { for Theme::ALL.into_iter().map(option) }
        </select>
    }
}

fn languages(spoken: Lang, words: &'static Words, act: &Callback<Action>) -> Html {
    let choice = |(lang, name): (Lang, &'static str)| {
        html! {
            <button
                type="button" lang={tag(lang)} aria-pressed={(lang == spoken).to_string()}
                onclick={act.reform(move |_| Action::Speak(lang))}
            >{ name }</button>
        }
    };
    html! {
        <div class="languages" role="group" aria-label={words.language}>{ for LANGUAGES.into_iter().map(choice) }</div>
    }
}
