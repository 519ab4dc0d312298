//! Which rules are shown: mode, node, family, version, flags; and how they are laid out.

use super::super::ViewProperties;
use super::super::copy::Copy;
use super::Words;
use super::lines::PRINTED;
use crate::chart::{RuleSets, mode_of};
use crate::state::{Action, Rules, WhatIf};
use portolan_core::object::IpFamily;
use portolan_core::proxy::Mode;
use portolan_core::proxy::iptables::VERSIONS;
use std::rc::Rc;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

const MODES: [(Mode, &str); 3] =
    [(Mode::Iptables, "iptables"), (Mode::Nftables, "nftables"), (Mode::Ipvs, "IPVS")];

/// The selectors, and below them the command that shows the same on a node.
pub(super) fn toolbar(view: &ViewProperties, words: &'static Words, sets: Option<&Rc<RuleSets>>) -> Html {
    let text = sets.map(|sets| {
        let sets = Rc::clone(sets);
        Callback::from(move |()| sets.after.text.clone())
    });
    let layout = |printed: bool, label: &'static str| {
        let pressed = view.state.unfolded.has(PRINTED) == printed;
        let fold = (!pressed).then(|| view.act.reform(|_| Action::Fold(PRINTED.to_owned())));
        html! { <button type="button" aria-pressed={pressed.to_string()} onclick={fold}>{ label }</button> }
    };
    html! {
        <>
            <div class="toolbar">
                { modes(view, words) }
                { nodes(view, words) }
                { families(view, words) }
                { versions(view, words) }
                { flags(view, words) }
                <span class="switch" role="group" aria-label={words.layout}>
                    { layout(false, words.by_service) }
                    { layout(true, words.printed) }
                </span>
                { for text.map(|text| html! { <Copy {text} label={words.copy} lang={view.lang()} /> }) }
            </div>
            <p class="hint rules-same">{ words.same_as }{ " " }<code>{ on_a_node(view) }</code></p>
        </>
    }
}

/// What prints the same on a node of the cluster.
fn on_a_node(view: &ViewProperties) -> &'static str {
    let family = view.state.rules.family.unwrap_or(view.chart.proxy.family);
    match (mode_of(&view.chart, &view.state.rules), family) {
        (Mode::Iptables, IpFamily::V4) => "iptables-save -t nat; iptables-save -t filter",
        (Mode::Iptables, IpFamily::V6) => "ip6tables-save -t nat; ip6tables-save -t filter",
        (Mode::Nftables, IpFamily::V4) => "nft list table ip kube-proxy",
        (Mode::Nftables, IpFamily::V6) => "nft list table ip6 kube-proxy",
        (Mode::Ipvs, IpFamily::V4) => "ipvsadm -Ln; ipset save; iptables-save",
        (Mode::Ipvs, IpFamily::V6) => "ipvsadm -Ln; ipset save; ip6tables-save",
    }
}

/// A selector: what is chosen is handed over as the place among the options.
fn select(label: &'static str, options: &[String], chosen: usize, set: Callback<usize>) -> Html {
    let choose = set.reform(|event: Event| {
        usize::try_from(event.target_unchecked_into::<HtmlSelectElement>().selected_index()).unwrap_or(0)
    });
    let option = |(place, name): (usize, &String)| {
        html! { <option selected={place == chosen}>{ name.clone() }</option> }
    };
    html! {
        <label>{ label }<select onchange={choose}>{ for options.iter().enumerate().map(option) }</select></label>
    }
}

/// Other rules are chosen.
fn choose<T: 'static>(view: &ViewProperties, set: impl Fn(&mut Rules, T) + 'static) -> Callback<T> {
    let (act, rules) = (view.act.clone(), view.state.rules.clone());
    Callback::from(move |chosen| {
        let mut rules = rules.clone();
        set(&mut rules, chosen);
        act.emit(Action::Rules(rules));
    })
}

fn modes(view: &ViewProperties, words: &'static Words) -> Html {
    let now = mode_of(&view.chart, &view.state.rules);
    let chosen = MODES.iter().position(|(mode, _)| *mode == now).unwrap_or_default();
    let names = MODES.map(|(_, name)| name.to_owned());
    let set = choose(view, |rules, place: usize| rules.mode = MODES.get(place).map(|(mode, _)| *mode));
    select(words.mode, &names, chosen, set)
}

fn nodes(view: &ViewProperties, words: &'static Words) -> Html {
    let names: Vec<String> =
        view.chart.analysis.cluster.nodes.iter().map(|node| node.name.to_string()).collect();
    let chosen = names.iter().position(|name| *name == view.state.rules.node).unwrap_or_default();
    let known = names.clone();
    let set = choose(view, move |rules, place: usize| {
        rules.node = known.get(place).cloned().unwrap_or_default();
    });
    select(words.node, &names, chosen, set)
}

fn families(view: &ViewProperties, words: &'static Words) -> Html {
    let both = [IpFamily::V4, IpFamily::V6];
    let now = view.state.rules.family.unwrap_or(view.chart.proxy.family);
    let chosen = both.iter().position(|family| *family == now).unwrap_or_default();
    let set = choose(view, move |rules, place: usize| rules.family = both.get(place).copied());
    select(words.family, &both.map(|family| family.to_string()), chosen, set)
}

/// The version is one of the cluster, so that all views follow it.
fn versions(view: &ViewProperties, words: &'static Words) -> Html {
    let all: Vec<u32> = VERSIONS.rev().collect();
    let chosen = all.iter().position(|minor| *minor == view.chart.options.kubernetes).unwrap_or_default();
    let names: Vec<String> = all.iter().map(|minor| format!("1.{minor}")).collect();
    let (act, what_if) = (view.act.clone(), view.state.what_if.clone());
    let set = Callback::from(move |place: usize| {
        let kubernetes = all.get(place).copied().filter(|_| place > 0);
        act.emit(Action::WhatIf(WhatIf { kubernetes, ..what_if.clone() }));
    });
    select(words.version, &names, chosen, set)
}

fn flags(view: &ViewProperties, words: &'static Words) -> Html {
    let set = choose(view, |rules, text: String| rules.flags = text);
    let typed = set.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <label class="rules-flags">
            { words.flags }
            <input
                type="text" value={view.state.rules.flags.clone()} placeholder="--masquerade-all" onchange={typed}
                autocomplete="off" spellcheck="false"
            />
        </label>
    }
}
