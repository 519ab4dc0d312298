//! Controllers with their Pods: how many there are, and what becomes of each.

use super::super::ViewProperties;
use super::controls::{StepperWords, choice, stepper};
use crate::state::Action;
use crate::words::words;
use portolan_core::change::{Change, Choices, PodChoice, PodState, Scale};
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_state_eq};

words! {
    struct Words {
        title: "Pods", "Pod";
        none: "There are no Pods.", "Podはありません。";
        less: "One less", "1つ減らす";
        more: "One more", "1つ増やす";
        replicas: "Number of Pods", "Podの数";
        ready: "ready", "準備完了";
        not_ready: "not ready", "準備未完了";
        terminating: "terminating", "終了中";
        deleted: "deleted", "削除";
        new: "new", "新規";
        filter: "Only names with", "名前で絞り込む";
        hidden: "More Pods that are not shown: ", "表示していないPodの数：";
    }
}

/// More Pods are not listed: a name narrows them down.
const MOST: usize = 40;

/// From this many Pods on, they can be narrowed down.
const MANY: usize = 12;

#[derive(PartialEq, Properties)]
pub(super) struct PodsProperties {
    pub(super) view: ViewProperties,
    pub(super) choices: Choices,
    pub(super) changes: Vec<Change>,
}

/// The controllers that scale, each with its Pods; then the Pods of all others.
#[function_component]
pub(super) fn Pods(properties: &PodsProperties) -> Html {
    let PodsProperties { view, choices, changes } = properties;
    let words = Words::of(view.lang());
    let filter = use_state_eq(String::new);
    let narrow = {
        let filter = filter.clone();
        move |event: InputEvent| filter.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let shown: Vec<&PodChoice> = choices.pods.iter().filter(|pod| pod.object.contains(&**filter)).collect();
    let hidden = shown.len().saturating_sub(MOST);
    let shown = shown.get(..MOST).unwrap_or(&shown);
    let of = |controller: Option<&str>| -> Vec<Html> {
        let own = shown.iter().filter(|pod| pod.controller.as_deref() == controller);
        own.map(|one| pod(view, one, changes, words)).collect()
    };
    let scales = |name: Option<&str>| choices.scales.iter().any(|scale| Some(scale.object.as_str()) == name);
    let others: Vec<_> = shown.iter().filter(|one| !scales(one.controller.as_deref())).collect();
    let is_asked_for = |scale: &&Scale| filter.is_empty() || !of(Some(&scale.object)).is_empty();
    html! {
        <section class="what-if-pods">
            <h3>{ words.title }</h3>
            if choices.pods.len() > MANY {
                <input
                    type="search" placeholder={words.filter} aria-label={words.filter} value={(*filter).clone()}
                    oninput={narrow}
                />
            }
            if choices.pods.is_empty() && choices.scales.is_empty() { <p class="hint">{ words.none }</p> }
            { for choices.scales.iter().filter(is_asked_for).map(|scale| html! {
                <div class="what-if-group">
                    { replicas(view, scale, changes, words) }
                    <ul>{ for of(Some(&scale.object)) }</ul>
                </div>
            }) }
            if !others.is_empty() {
                <ul class="what-if-group">{ for others.iter().map(|one| pod(view, one, changes, words)) }</ul>
            }
            if hidden > 0 { <p class="hint">{ words.hidden }{ hidden }</p> }
        </section>
    }
}

fn replicas(view: &ViewProperties, scale: &Scale, changes: &[Change], words: &'static Words) -> Html {
    let set = {
        let (scale, what_if, act) = (scale.clone(), view.state.what_if.clone(), view.act.clone());
        Callback::from(move |replicas: u32| {
            act.emit(Action::WhatIf(what_if.with(&scale.about(), scale.to(replicas).as_ref())));
        })
    };
    let number = scale.under(changes);
    let name = format!("{} ({})", words.replicas, scale.object);
    let steps = StepperWords { less: words.less, more: words.more };
    html! {
        <div class="what-if-row">
            <code>{ scale.object.clone() }</code>
            if number != scale.replicas { <span class="hint">{ scale.replicas }{ " → " }</span> }
            { stepper(&name, number, steps, set) }
        </div>
    }
}

fn pod(view: &ViewProperties, pod: &PodChoice, changes: &[Change], words: &'static Words) -> Html {
    let name_of = |state: PodState| match state {
        PodState::Ready => words.ready,
        PodState::NotReady => words.not_ready,
        PodState::Terminating => words.terminating,
        PodState::Deleted => words.deleted,
    };
    let states: Vec<PodState> = pod.states().collect();
    let options: Vec<_> =
        states.iter().map(|state| (id(*state).to_owned(), name_of(*state).to_owned())).collect();
    let set = {
        let (pod, what_if, act) = (pod.clone(), view.state.what_if.clone(), view.act.clone());
        Callback::from(move |chosen: String| {
            let change = states.iter().find(|state| id(**state) == chosen).and_then(|state| pod.to(*state));
            act.emit(Action::WhatIf(what_if.with(&pod.object, change.as_ref())));
        })
    };
    let chosen = id(pod.under(changes));
    html! {
        <li class="what-if-row">
            <span class="what-if-name">
                <code>{ pod.name.clone() }</code>
                if pod.is_new { <span class="hint">{ words.new }</span> }
                <span class="hint">{ pod.node.clone() }</span>
            </span>
            { choice(pod.object.clone(), &options, chosen, id(pod.state), set) }
        </li>
    }
}

/// The value of a state in the list of choices.
fn id(state: PodState) -> &'static str {
    match state {
        PodState::Ready => "ready",
        PodState::NotReady => "not-ready",
        PodState::Terminating => "terminating",
        PodState::Deleted => "deleted",
    }
}
