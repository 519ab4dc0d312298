//! EndpointSlices as tables.

use super::Scene;
use crate::state::Action;
use portolan_render::selection::{EndpointLine, Maker, SliceLines};
use yew::{Html, classes, html};

/// How many endpoints of a slice are listed before the reader asks for all.
const SHOWN: usize = 12;

/// All slices of a Service.
pub(super) fn slices(scene: Scene<'_>, slices: &[SliceLines], old: Option<&[SliceLines]>) -> Html {
    if slices.is_empty() {
        return html! { <p class="hint">{ scene.words.no_slices }</p> };
    }
    slices.iter().map(|one| slice(scene, one, old)).collect::<Html>()
}

fn slice(scene: Scene<'_>, slice: &SliceLines, old: Option<&[SliceLines]>) -> Html {
    let words = scene.words;
    let maker = match slice.maker {
        Maker::Controller => words.by_controller,
        Maker::Mirroring => words.by_mirroring,
        Maker::Hand => words.by_hand,
    };
    let port = |(port, origins): &(String, Vec<_>)| {
        let show = origins.first().map(|origin| scene.view.show(origin));
        html! { <button type="button" class={classes!("bare", "endpoints-label", scene.view.lit(origins))} onclick={show}><code>{ port.clone() }</code></button> }
    };
    let old: Option<Vec<&EndpointLine>> = old.map(|old| {
        old.iter().filter(|one| one.family == slice.family).flat_map(|one| &one.endpoints).collect()
    });
    let key = format!("slice/{}", slice.name);
    let all = scene.view.state.unfolded.has(&key) || slice.endpoints.len() <= SHOWN + 3;
    let count = if all { slice.endpoints.len() } else { SHOWN };
    let unfold = scene.view.act.reform(move |_| Action::Fold(key.clone()));
    let has = |text: fn(&EndpointLine) -> &String| slice.endpoints.iter().any(|one| !text(one).is_empty());
    let columns = (has(|one| &one.zone), has(|one| &one.hints));
    html! {
        <div class="endpoints-slice">
            <p>
                <button type="button" class="bare link" onclick={scene.view.show(&slice.origin)}><code>{ slice.name.clone() }</code></button>
                <small>{ slice.family }{ " · " }{ maker }</small>
                { for slice.ports.iter().map(port) }
            </p>
            if slice.endpoints.is_empty() { <p class="hint">{ words.empty_slice }</p> } else {
                <div class="scroll">
                    <table class="plain">
                        <thead><tr>
                            <th scope="col">{ words.addresses }</th>
                            <th scope="col">{ "ready" }</th><th scope="col">{ "serving" }</th><th scope="col">{ "terminating" }</th>
                            <th scope="col">{ words.pod }</th><th scope="col">{ words.node }</th>
                            if columns.0 { <th scope="col">{ words.zone }</th> }
                            if columns.1 { <th scope="col">{ words.hints }</th> }
                        </tr></thead>
                        <tbody>{ for slice.endpoints.iter().take(count).map(|one| endpoint(scene, one, columns, old.as_deref())) }</tbody>
                    </table>
                </div>
                if !all { <button type="button" onclick={unfold}>{ format!("{} ({})", words.all, slice.endpoints.len()) }</button> }
            }
        </div>
    }
}

fn endpoint(
    scene: Scene<'_>,
    one: &EndpointLine,
    (zone, hints): (bool, bool),
    old: Option<&[&EndpointLine]>,
) -> Html {
    let words = scene.words;
    let was = old.map(|old| old.iter().find(|old| old.addresses == one.addresses));
    let mark = match was {
        Some(None) => Some("added"),
        Some(Some(was)) if was.conditions != one.conditions || was.hints != one.hints => Some("changed"),
        _ => None,
    };
    let (ready, serving, terminating) = one.conditions;
    let condition = |holds: bool, wanted: bool| {
        let class = if holds == wanted { "good" } else { "bad" };
        let (mark, label) = if holds { ("✓", words.yes) } else { ("–", words.no) };
        html! { <td class={classes!("endpoints-condition", class)}><span aria-hidden="true">{ mark }</span><span class="unseen">{ label }</span></td> }
    };
    let show = one.origins.first().map(|origin| scene.view.show(origin));
    html! {
        <tr class={classes!(mark, scene.view.lit(one.origins.iter().filter(|origin| !origin.path.is_empty())))}>
            <td><button type="button" class="bare link" onclick={show}><code>{ one.addresses.clone() }</code></button></td>
            { condition(ready, true) }{ condition(serving, true) }{ condition(terminating, false) }
            <td>{ one.pod.clone() }</td>
            <td>{ one.node.clone() }</td>
            if zone { <td>{ one.zone.clone() }</td> }
            if hints { <td>{ one.hints.clone() }</td> }
        </tr>
    }
}
