//! The words of the field, explained: all cards, and a button that shows one of them anywhere on the page.

use super::ViewProperties;
use super::dialog::Dialog;
use super::prose::prose;
use super::shelf::{search, shown};
use crate::content::{Shelf, Term as Card, use_content};
use crate::host;
use crate::state::Action;
use crate::words::words;
use portolan_core::diagnostic::Lang;
use std::rc::Rc;
use web_sys::{Event, HtmlElement};
use yew::{Html, Properties, TargetCast, function_component, html, use_memo, use_state};

words! {
    struct Words {
        title: "Glossary", "用語集";
        close: "Close", "閉じる";
        filter: "Filter", "絞り込み";
        nothing: "No card has these words.", "一致する用語はありません。";
        loading: "Loading…", "読み込んでいます…";
        missing: "The glossary could not be loaded. Are you offline?", "用語集を読み込めませんでした。オフラインではありませんか？";
        more: "Kubernetes documentation", "Kubernetesのドキュメント";
        explain: "What is this?", "これは何ですか？";
    }
}

/// All cards.
#[function_component]
pub(super) fn Glossary(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let wanted = use_state(String::new);
    let shelf = use_content(view.lang(), true);
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            { search(&wanted, words.filter) }
            { shown(&shelf, (words.loading, words.missing), |content| cards(&content.terms, &wanted.to_lowercase(), words)) }
        </Dialog>
    }
}

fn cards(terms: &[Card], wanted: &str, words: &'static Words) -> Html {
    let fits = |term: &&Card| {
        [&term.id, &term.name, &term.about].iter().any(|text| text.to_lowercase().contains(wanted))
    };
    let found: Vec<&Card> = terms.iter().filter(fits).collect();
    if found.is_empty() {
        return html! { <p class="quiet" role="status">{ words.nothing }</p> };
    }
    let one = |term: &Card| {
        html! { <div class="card"><dt>{ &term.name }</dt><dd>{ prose(&term.about) }{ link(term, words) }</dd></div> }
    };
    html! { <dl class="glossary">{ for found.into_iter().map(one) }</dl> }
}

fn link(term: &Card, words: &'static Words) -> Html {
    let lang = if term.link.contains("/ja/") { "ja" } else { "en" };
    html! {
        <p class="more"><a href={term.link.clone()} hreflang={lang} target="_blank" rel="noopener noreferrer">{ words.more }</a></p>
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct TermProperties {
    /// The id of the card.
    pub(crate) id: Rc<str>,
    /// What the button says.
    pub(crate) word: Rc<str>,
    /// The language of the card.
    pub(crate) lang: Lang,
}

/// A word of the field as a button that shows its card. Nothing is fetched before it is pressed. It wants an element of
/// its own around it, of the class `term`.
#[function_component]
pub(crate) fn Term(properties: &TermProperties) -> Html {
    let TermProperties { id, word, lang } = properties;
    let words = Words::of(*lang);
    let place = use_memo((), |()| host::fresh_id("term"));
    let open = use_state(|| false);
    let shelf = use_content(*lang, *open);
    let ontoggle = {
        let open = open.clone();
        move |event: Event| {
            let card = event.target_unchecked_into::<HtmlElement>();
            let is_open = host::is_shown(&card);
            if is_open {
                host::put_beside(&card);
            }
            open.set(is_open);
        }
    };
    let inside = match (&shelf, shelf.content().and_then(|content| content.term(id))) {
        _ if !*open => html! {},
        (_, Some(term)) => {
            html! { <><b>{ &term.name }</b><p>{ prose(&term.about) }</p>{ link(term, words) }</> }
        }
        (Shelf::Empty, None) => html! { { words.loading } },
        (_, None) => html! { { words.missing } },
    };
    html! {
        <>
            <button type="button" class="bare" popovertarget={(*place).clone()} title={words.explain}>{ word.clone() }</button>
            <span id={(*place).clone()} popover="auto" role="note" class="card" {ontoggle}>{ inside }</span>
        </>
    }
}
