//! The steps as a list, station by station, with their rules; the outcome stands at the end.

use super::ending::ending;
use super::go;
use crate::chart::{self, Station, Step};
use crate::view::ViewProperties;
use crate::view::prose::prose;
use crate::words::words;
use std::rc::Rc;
use web_sys::{HtmlElement, MouseEvent};
use yew::{Html, Properties, classes, function_component, html, use_effect_with, use_node_ref};

words! {
    struct Words {
        label: "The way, step by step", "経路の各段階";
        look: "Show in the YAML", "YAMLで表示";
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct WayProperties {
    pub(super) view: ViewProperties,
    pub(super) walk: Rc<chart::Walk>,
    pub(super) at: usize,
}

/// The list.
#[function_component]
pub(super) fn Way(properties: &WayProperties) -> Html {
    let WayProperties { view, walk, at } = properties;
    let words = Words::of(view.lang());
    let list = use_node_ref();
    use_effect_with((list.clone(), *at), |(list, at)| {
        if let Some(list) = list.cast::<HtmlElement>() {
            keep_in_sight(&list, *at);
        }
    });
    let mut next = 0;
    let stations = walk.stations.iter().map(|station| {
        let first = next;
        next += station.steps.len();
        self::station(properties, station, first, words)
    });
    let stations: Vec<Html> = stations.collect();
    html! {
        <ol class="way" aria-label={words.label} ref={list}>
            { for stations }
            { for walk.outcome().map(|outcome| ending(view, outcome, (walk.count(), *at >= walk.count()), click(properties, walk.count()))) }
        </ol>
    }
}

fn station(properties: &WayProperties, station: &Station, first: usize, words: &'static Words) -> Html {
    let steps = station.steps.iter().enumerate();
    html! {
        <li class={classes!("station", station.stage)}>
            <h3>
                if !station.node.is_empty() { <span class="node">{ &station.node }</span> }
                { &station.head }
            </h3>
            <ol>{ for steps.map(|(index, one)| step(properties, one, first + index, words)) }</ol>
        </li>
    }
}

fn step(properties: &WayProperties, step: &Step, index: usize, words: &'static Words) -> Html {
    let view = &properties.view;
    let here = index == properties.at;
    let lit = view.lit(&step.origin);
    let look = step.origin.as_ref().filter(|_| here).map(|origin| {
        html! { <button type="button" class="bare link" onclick={view.show::<MouseEvent>(origin)}>{ words.look }</button> }
    });
    html! {
        <li class={classes!("step", here.then_some("here"), (index < properties.at).then_some("passed"), lit)} data-step={index.to_string()}>
            <button type="button" class="bare" aria-current={here.then_some("step")} onclick={click(properties, index)}>
                { for step.odds.as_ref().map(|odds| html! { <span class="odds">{ odds }</span> }) }
                { prose(&step.sentence) }
            </button>
            { for step.rule.as_ref().map(|rule| html! { <code class="rule">{ rule }</code> }) }
            { for look }
        </li>
    }
}

fn click(properties: &WayProperties, index: usize) -> yew::Callback<MouseEvent> {
    let (view, walk) = (properties.view.clone(), Rc::clone(&properties.walk));
    yew::Callback::from(move |_| go(&view, &walk, index))
}

/// Scrolls the list, and nothing else, until a step is in sight.
fn keep_in_sight(list: &HtmlElement, step: usize) {
    let Ok(Some(item)) = list.query_selector(&format!("[data-step='{step}']")) else { return };
    let (item, list_box) = (item.get_bounding_client_rect(), list.get_bounding_client_rect());
    let above = item.top() - list_box.top() - 40.0;
    let below = item.bottom() - list_box.bottom() + 8.0;
    let by = if above < 0.0 { above } else { below.max(0.0) };
    #[expect(clippy::cast_possible_truncation, reason = "pixels, saturating")]
    list.set_scroll_top(list.scroll_top() + by as i32);
}
