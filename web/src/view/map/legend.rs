//! What the signs of the map mean, as far as they are on it.

use super::Drawn;
use super::sheet::sign;
use portolan_core::diagnostic::Lang;
use portolan_render::map::Sign;
use std::rc::Rc;
use yew::{Html, Properties, classes, function_component, html};

#[derive(PartialEq, Properties)]
pub(super) struct LegendProperties {
    pub(super) drawn: Rc<Drawn>,
    pub(super) lang: Lang,
}

/// The list of signs.
#[function_component]
pub(super) fn Legend(properties: &LegendProperties) -> Html {
    let item = |one: &Sign| {
        let picture = match one.wire {
            Some(class) => html! {
                <svg width="30" height="16" aria-hidden="true" class={classes!("map-wire", class)}><path class="map-path" d="M0 8h30" /></svg>
            },
            None => {
                html! { <svg width="16" height="16" aria-hidden="true">{ sign(&one.shapes((8, 8))) }</svg> }
            }
        };
        html! { <li>{ picture }{ one.words(properties.lang) }</li> }
    };
    html! { <ul class="map-signs">{ for properties.drawn.scene.legend.iter().map(item) }</ul> }
}
