//! The map's shapes as elements. What is done to them is heard by the canvas around them, by their keys.

use super::Drawn;
use crate::words::words;
use portolan_core::collections::BTreeSet;
use portolan_core::diagnostic::Lang;
use portolan_render::map::{Group, Role, Shape};
use std::rc::Rc;
use yew::{Html, Properties, classes, function_component, html};

words! {
    struct Words {
        fold: "Fold", "折りたたむ";
        unfold: "Unfold", "展開する";
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct SheetProperties {
    pub(super) drawn: Rc<Drawn>,
    /// Whether the columns lie one below the other.
    pub(super) upright: bool,
    /// The keys that the caret lights up.
    pub(super) lit: Rc<BTreeSet<String>>,
    /// The keys of the way that the reader points at, or of the route.
    pub(super) on: Option<Rc<BTreeSet<String>>>,
    /// The wires along which a packet runs.
    pub(super) route: Rc<BTreeSet<String>>,
    pub(super) lang: Lang,
}

/// All groups.
#[function_component]
pub(super) fn Sheet(properties: &SheetProperties) -> Html {
    let SheetProperties { drawn, upright, .. } = properties;
    let groups = if *upright { &drawn.upright } else { &drawn.scene }.groups.iter();
    html! {
        <>
            { for groups.map(|group| html! { <g key={group.key.clone()} class={class(properties, group)} data-key={group.key.clone()}>{ inside(properties, group) }</g> }) }
        </>
    }
}

fn class(properties: &SheetProperties, group: &Group) -> yew::Classes {
    let lit = properties.lit.contains(&group.key);
    let on = properties.on.as_ref().is_some_and(|on| on.contains(&group.key));
    classes!(group.class.clone(), lit.then_some("lit"), on.then_some("on"))
}

fn inside(properties: &SheetProperties, group: &Group) -> Html {
    let painted = group.shapes.iter().map(shape).collect::<Html>();
    match group.role {
        Role::Card => html! {
            <>
                <title>{ group.sentence.clone() }</title>
                <g class="map-hand" role="button" tabindex="0" aria-description={group.sentence.clone()}>{ painted }</g>
                { for group.parts.iter().map(|part| self::part(properties, part)) }
            </>
        },
        Role::Wire if properties.route.contains(&group.key) => html! { <>{ painted }{ packet(group) }</> },
        _ => painted,
    }
}

/// A line of a card, or what folds it.
fn part(properties: &SheetProperties, group: &Group) -> Html {
    let words = Words::of(properties.lang);
    let painted = group.shapes.iter().map(shape).collect::<Html>();
    if group.role == Role::Fold {
        let folded = group.class.ends_with("folded");
        let name = if folded { words.unfold } else { words.fold };
        return html! {
            <g
                class={group.class.clone()} data-fold={group.key.clone()} role="button" tabindex="0" aria-label={name}
                aria-expanded={(!folded).to_string()}
            >
                <title>{ name }</title>
                { painted }
            </g>
        };
    }
    html! {
        <g class={class(properties, group)} data-key={group.key.clone()}>
            if !group.sentence.is_empty() { <title>{ group.sentence.clone() }</title> }
            { painted }
        </g>
    }
}

fn shape(shape: &Shape) -> Html {
    match shape {
        Shape::Rect { class, rect, radius } => html! {
            <rect
                class={*class} x={rect.x.to_string()} y={rect.y.to_string()} width={rect.width.to_string()}
                height={rect.height.to_string()} rx={radius.to_string()}
            />
        },
        Shape::Path { class, line } => html! { <path class={*class} d={line.clone()} /> },
        Shape::Circle { class, at: (x, y), radius } => html! {
            <circle class={*class} cx={x.to_string()} cy={y.to_string()} r={format!("{}.{}", radius / 10, radius % 10)} />
        },
        Shape::Text { class, at: (x, y), end, text, whole } => html! {
            <text class={*class} x={x.to_string()} y={y.to_string()} text-anchor={if *end { "end" } else { "start" }}>
                if let Some(whole) = whole { <title>{ whole.clone() }</title> }
                { text.clone() }
            </text>
        },
    }
}

/// A packet that runs along a wire, over and over.
fn packet(group: &Group) -> Html {
    let line = group.shapes.iter().find_map(|shape| match shape {
        Shape::Path { class: "map-path", line } => Some(line.clone()),
        _ => None,
    });
    html! {
        <circle class="map-packet" r="5">
            <animateMotion dur="1.4s" repeatCount="indefinite" path={line.unwrap_or_default()} />
        </circle>
    }
}

/// A mark beside words, as in the map.
pub(super) fn sign(shapes: &[Shape]) -> Html {
    shapes.iter().map(shape).collect()
}
