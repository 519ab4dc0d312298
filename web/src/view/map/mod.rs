//! The map: from clients through Services to containers; or the same as lists.

mod camera;
mod canvas;
mod export;
mod legend;
mod lists;
mod sheet;

pub(super) use canvas::Canvas;

use super::ViewProperties;
use crate::words::words;
use export::Export;
use legend::Legend;
use lists::Lists;
use portolan_core::diagnostic::Origin;
use portolan_render::map::{self as render, Group, Scene, Ways};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::{Html, MouseEvent, function_component, hook, html, use_memo, use_state_eq};

words! {
    struct Words {
        as_lists: "As lists", "一覧で表示";
        form: "Form", "表示形式";
    }
}

/// A map, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) map: render::Map,
    pub(super) scene: Scene,
    pub(super) ways: Ways,
}

impl Drawn {
    /// The group of a key, and the card around it.
    fn group(&self, key: &str) -> Option<(&Group, &Group)> {
        let within = |card: &'_ Group| card.key == key || card.parts.iter().any(|part| part.key == key);
        let card = self.scene.groups.iter().find(|card| within(card))?;
        let part = card.parts.iter().find(|part| part.key == key && card.key != key);
        Some((part.unwrap_or(card), card))
    }

    /// What the thing of a key comes from.
    fn origin(&self, key: &str) -> Option<&Origin> {
        let (group, card) = self.group(key)?;
        group.origins.first().or_else(|| card.origins.first())
    }

    /// The keys of what was derived from fields that are in the light.
    fn lit(&self, view: &ViewProperties) -> BTreeSet<String> {
        let groups = self.scene.groups.iter().flat_map(|group| std::iter::once(group).chain(&group.parts));
        let lit = groups.filter(|group| view.light.on_any(&group.origins));
        lit.map(|group| group.key.clone()).collect()
    }
}

/// The map of what a view shows, marked where it differs from what it is compared with.
#[hook]
pub(super) fn use_drawn(view: &ViewProperties) -> Rc<Drawn> {
    let about = (view.chart.clone(), view.before.clone(), view.lang(), view.state.unfolded.clone());
    use_memo(about, |(chart, before, lang, unfolded)| {
        let options = render::Options { lang: *lang, turned: unfolded.0.iter().cloned().collect() };
        let map = render::Map::of(&chart.analysis, &options);
        let map = match before {
            Some(before) => map.since(&render::Map::of(&before.analysis, &options)),
            None => map,
        };
        Drawn { scene: Scene::of(&map), ways: Ways::of(&map), map }
    })
}

/// The map, what its signs mean, and the ways to take it along.
#[function_component]
pub(super) fn Map(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let drawn = use_drawn(view);
    let listed = use_state_eq(|| false);
    let toggle = {
        let listed = listed.clone();
        move |_: MouseEvent| listed.set(!*listed)
    };
    let tools = html! {
        <div role="group" aria-label={words.form}>
            <button type="button" aria-pressed={listed.to_string()} onclick={toggle}>{ words.as_lists }</button>
            <Export drawn={drawn.clone()} lang={view.lang()} theme={view.state.theme} />
        </div>
    };
    if *listed {
        return html! { <><div class="map-tools">{ tools }</div><Lists view={view.clone()} {drawn} /></> };
    }
    html! {
        <>
            <Canvas view={view.clone()} drawn={drawn.clone()}>{ tools }</Canvas>
            <Legend {drawn} lang={view.lang()} />
        </>
    }
}
