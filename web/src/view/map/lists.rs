//! The same facts as the map's, as lists: for those who would rather read.

use super::Drawn;
use crate::state::Action;
use crate::view::ViewProperties;
use crate::view::prose::prose;
use portolan_render::map::{Entry, Section, outline};
use std::rc::Rc;
use yew::{Html, Properties, classes, function_component, html, use_memo};

#[derive(PartialEq, Properties)]
pub(super) struct ListsProperties {
    pub(super) view: ViewProperties,
    pub(super) drawn: Rc<Drawn>,
}

/// The columns of the map, one below the other.
#[function_component]
pub(super) fn Lists(properties: &ListsProperties) -> Html {
    let sections = use_memo((properties.drawn.clone(), properties.view.lang()), |(drawn, lang)| {
        outline(&drawn.map, *lang)
    });
    let section = |one: &Section| {
        let entries = one.entries.iter();
        html! {
            <section>
                <h3>{ one.title.clone() }</h3>
                <ul>{ for entries.map(|entry| self::entry(&properties.view, entry)) }</ul>
            </section>
        }
    };
    html! { <div class="map-lists">{ for sections.iter().map(section) }</div> }
}

fn entry(view: &ViewProperties, entry: &Entry) -> Html {
    let class = classes!("map-entry", entry.state.as_str(), changed(entry), view.lit(&entry.origins));
    let text = match entry.origins.first().and_then(|origin| view.chart.stretch(origin)) {
        Some((file, stretch)) => {
            let show = view.act.reform(move |_| Action::Show(file, stretch));
            html! { <button type="button" class="bare" onclick={show}>{ prose(&entry.text) }</button> }
        }
        None => html! { <span>{ prose(&entry.text) }</span> },
    };
    html! {
        <li {class}>
            { text }
            if !entry.entries.is_empty() { <ul>{ for entry.entries.iter().map(|inner| self::entry(view, inner)) }</ul> }
        </li>
    }
}

/// The common classes of what a change makes.
fn changed(entry: &Entry) -> Option<&'static str> {
    match entry.change.as_str() {
        "new" => Some("added"),
        "gone" => Some("removed"),
        "changed" => Some("changed"),
        _ => None,
    }
}
