//! Who asks, and for what: chosen from what there is, or written.

use crate::state::{self, Action};
use crate::view::ViewProperties;
use crate::words::words;
use portolan_core::verdict::Question;
use portolan_render::walk::{Choice, Choices};
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::{Html, Properties, TargetCast, function_component, html, use_memo};

words! {
    struct Words {
        from: "From", "接続元";
        to: "To", "接続先";
        written: "or any address", "または任意の宛先";
        hint: "http://echo/, db:5432, 10.96.0.1:443", "http://echo/、db:5432、10.96.0.1:443";
        suggested: "suggested", "自動";
        guest: "a client Pod, added for this", "このために加えたPod";
        pods: "Pods", "Pod";
        nodes: "Nodes", "ノード";
        outside: "Outside the cluster", "クラスターの外";
        services: "Services", "Service";
        node_ports: "Node ports", "NodePort";
        addresses: "Addresses", "アドレス";
        own: "as written", "入力した宛先";
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct AskProperties {
    pub(super) view: ViewProperties,
    /// What is asked now.
    pub(super) question: Question,
}

/// The question.
#[function_component]
pub(super) fn Ask(properties: &AskProperties) -> Html {
    let AskProperties { view, question } = properties;
    let words = Words::of(view.lang());
    let choices = use_memo(view.chart.clone(), |chart| Choices::of(&chart.analysis));
    let walk = &view.state.walk;
    let (from, to) = (walk.from.clone(), walk.to.clone());
    let asked_by = {
        let to = to.clone();
        view.act.reform(move |event: Event| {
            asks(&event.target_unchecked_into::<HtmlSelectElement>().value(), &to)
        })
    };
    let chosen = {
        let from = from.clone();
        view.act.reform(move |event: Event| {
            asks(&from, &event.target_unchecked_into::<HtmlSelectElement>().value())
        })
    };
    let written = view.act.reform(move |event: Event| {
        asks(&from, event.target_unchecked_into::<HtmlInputElement>().value().trim())
    });
    html! {
        <div class="toolbar ask">
            <label>{ words.from }
                <select class="ask-from" onchange={asked_by}>{ clients(&choices, &walk.from, &question.from, words) }</select>
            </label>
            <label>{ words.to }
                <select class="ask-to" onchange={chosen}>{ targets(&choices, &walk.to, &question.to, words) }</select>
            </label>
            <label>{ words.written }
                <input
                    class="ask-written" type="text" value={to} placeholder={words.hint} onchange={written}
                    spellcheck="false" autocapitalize="off" autocomplete="off"
                />
            </label>
        </div>
    }
}

/// Asks anew, from the first step on.
fn asks(from: &str, to: &str) -> Action {
    Action::Walk(state::Walk { from: from.to_owned(), to: to.to_owned(), ..state::Walk::default() })
}

/// The first choice: whatever suggests itself.
fn suggestion(chosen: &str, suggested: &str, words: &'static Words) -> Html {
    let name = match chosen {
        "" => format!("{}: {suggested}", words.suggested),
        _ => words.suggested.to_owned(),
    };
    html! { <option value="" selected={chosen.is_empty()}>{ name }</option> }
}

fn clients(choices: &Choices, chosen: &str, suggested: &str, words: &'static Words) -> Html {
    let is_guest =
        choices.guest.as_ref().is_some_and(|guest| suggested.ends_with(&format!("/{}", guest.name)));
    let suggested =
        if is_guest { words.guest } else { suggested.strip_prefix("pod/default/").unwrap_or(suggested) };
    let guest: Vec<Choice> =
        choices.guest.iter().map(|guest| Choice { name: words.guest.to_owned(), ..guest.clone() }).collect();
    let groups =
        [(words.pods, &choices.pods), (words.nodes, &choices.nodes), (words.outside, &choices.outside)];
    html! {
        <>
            { suggestion(chosen, suggested, words) }
            { for guest.iter().map(|one| option(one, chosen)) }
            { unlisted(chosen, guest.iter().chain(groups.iter().flat_map(|(_, all)| all.iter()))) }
            { for groups.iter().map(|(label, all)| group(label, all, chosen)) }
        </>
    }
}

fn targets(choices: &Choices, chosen: &str, suggested: &str, words: &'static Words) -> Html {
    let groups = [
        (words.services, &choices.services),
        (words.node_ports, &choices.node_ports),
        (words.addresses, &choices.addresses),
    ];
    html! {
        <>
            { suggestion(chosen, suggested, words) }
            { unlisted(chosen, groups.iter().flat_map(|(_, all)| all.iter())) }
            { for groups.iter().map(|(label, all)| group(label, all, chosen)) }
        </>
    }
}

/// What was written, or came with a link, and is none of the choices.
fn unlisted<'c>(chosen: &str, mut known: impl Iterator<Item = &'c Choice>) -> Html {
    if chosen.is_empty() || known.any(|one| one.word == chosen) {
        return html! {};
    }
    html! { <option value={chosen.to_owned()} selected={true}>{ chosen }</option> }
}

fn group(label: &'static str, all: &[Choice], chosen: &str) -> Html {
    if all.is_empty() {
        return html! {};
    }
    html! { <optgroup {label}>{ for all.iter().map(|one| option(one, chosen)) }</optgroup> }
}

fn option(one: &Choice, chosen: &str) -> Html {
    html! { <option value={one.word.clone()} selected={one.word == chosen}>{ &one.name }</option> }
}
