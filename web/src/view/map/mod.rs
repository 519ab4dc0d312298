//! The map: from clients through Services to containers; or the same as lists.

mod camera;
mod canvas;
mod export;
mod hand;
mod legend;
mod lists;
mod sheet;

pub(super) use canvas::Canvas;

use super::ViewProperties;
use crate::words::words;
use camera::{Camera, Size};
use export::Export;
use legend::Legend;
use lists::Lists;
use portolan_core::collections::BTreeSet;
use portolan_core::diagnostic::Origin;
use portolan_render::map::{self as render, Group, Scene, Ways};
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
    /// The columns beside each other.
    pub(super) scene: Scene,
    /// The columns one below the other.
    upright: Scene,
    pub(super) ways: Ways,
}

impl Drawn {
    /// The scene that is larger in a window of a size.
    fn scene(&self, window: Size) -> &Scene {
        let scale = |scene: &Scene| Camera::fit(size(scene), window).scale;
        let whole = |scene: &Scene| Camera::whole(size(scene), window);
        let larger = |by: fn(f64, f64) -> bool| by(whole(&self.upright), whole(&self.scene));
        let is_better = scale(&self.upright) > scale(&self.scene) || larger(|one, other| one > other * 1.5);
        if is_better { &self.upright } else { &self.scene }
    }

    /// What the thing of a key comes from.
    fn origin(&self, key: &str) -> Option<&Origin> {
        let (group, card) = group(&self.scene, key)?;
        group.origins.first().or_else(|| card.origins.first())
    }

    /// The keys of what was derived from fields that are in the light.
    fn lit(&self, view: &ViewProperties) -> BTreeSet<String> {
        let groups = self.scene.groups.iter().flat_map(|group| std::iter::once(group).chain(&group.parts));
        let lit = groups.filter(|group| view.light.on_any(&group.origins));
        lit.map(|group| group.key.clone()).collect()
    }
}

/// The group of a key, and the card around it.
fn group<'s>(scene: &'s Scene, key: &str) -> Option<(&'s Group, &'s Group)> {
    let within = |card: &'_ Group| card.key == key || card.parts.iter().any(|part| part.key == key);
    let card = scene.groups.iter().find(|card| within(card))?;
    let part = card.parts.iter().find(|part| part.key == key && card.key != key);
    Some((part.unwrap_or(card), card))
}

/// The size of a scene.
fn size(scene: &Scene) -> Size {
    (f64::from(scene.width), f64::from(scene.height))
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
        Drawn { scene: Scene::of(&map), upright: Scene::upright(&map), ways: Ways::of(&map), map }
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
