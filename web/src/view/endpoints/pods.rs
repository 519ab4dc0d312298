//! The Pods of a namespace beside a selector: label by label, then Pod by Pod.

use super::super::prose::prose;
use super::{Scene, label_of};
use crate::state::Action;
use portolan_core::collections::BTreeMap;
use portolan_core::object::Service;
use portolan_render::selection::{Group, PodLine, PodState, Selection, Test};
use yew::{Html, classes, html};

/// How many Pods of a group are listed before the reader asks for all.
const SHOWN: usize = 6;

/// How many groups that are not near are listed in full.
const FAR: usize = 4;

/// How the Pods of before stood, by name.
type Old<'o> = BTreeMap<&'o str, PodState>;

/// All groups: those that are selected, those that nearly are, the others.
pub(super) fn groups(
    scene: Scene<'_>,
    service: &Service,
    selection: &Selection,
    old: Option<&Selection>,
) -> Html {
    if selection.groups.is_empty() {
        return html! { <p class="hint">{ scene.words.no_pods }</p> };
    }
    let states = |selection: &'_ Selection| -> Vec<(String, PodState)> {
        let pods = selection.groups.iter().flat_map(|group| &group.pods);
        pods.map(|pod| (pod.name.clone(), pod.state)).collect()
    };
    let old = old.map(states);
    let old: Option<Old<'_>> =
        old.as_ref().map(|old| old.iter().map(|(name, state)| (name.as_str(), *state)).collect());
    let now: Vec<&str> =
        selection.groups.iter().flat_map(|group| &group.pods).map(|pod| pod.name.as_str()).collect();
    let gone =
        old.iter().flatten().filter(|(name, state)| **state != PodState::NotSelected && !now.contains(name));
    let gone = gone.map(|(name, _)| {
        html! { <li class="removed"><span class="unseen">{ scene.words.gone }{ ": " }</span>{ (*name).to_owned() }</li> }
    });
    let gone: Vec<Html> = gone.collect();
    html! {
        <>
            { for selection.groups.iter().enumerate().map(|(place, one)| group(scene, service, one, place, old.as_ref())) }
            if !gone.is_empty() { <ul class="endpoints-pods">{ for gone }</ul> }
        </>
    }
}

fn group(scene: Scene<'_>, service: &Service, group: &Group, place: usize, old: Option<&Old<'_>>) -> Html {
    let words = scene.words;
    let (class, mark, verdict) = match (group.selected, group.near) {
        (true, _) => ("good", "✓", words.takes),
        (false, true) => ("warning", "≈", words.near),
        (false, false) => ("note", "✗", words.leaves),
    };
    let far = !group.selected && !group.near && place >= FAR;
    let lit = scene.view.lit(group.tests.iter().flat_map(|test| &test.origins));
    html! {
        <div class={classes!("endpoints-group", class)} key={format!("{}/{place}", group.workload)}>
            <p class="endpoints-workload">
                <span class={classes!("state", class)}><span aria-hidden="true">{ mark }</span>{ " " }{ verdict }</span>
                <button type="button" class={classes!("bare", "link", lit)} onclick={scene.view.show(&group.origin)}>{ group.workload.clone() }</button>
                <small>{ words.count(group.pods.len()) }</small>
                { for sums(scene, group) }
            </p>
            if !far { { tests(scene, group) } }
            if group.selected { { pods(scene, service, group, old) } }
        </div>
    }
}

/// How many Pods stand how, where they do not all stand alike.
fn sums(scene: Scene<'_>, group: &Group) -> Vec<Html> {
    let mut sums: BTreeMap<PodState, usize> = BTreeMap::new();
    for pod in &group.pods {
        *sums.entry(pod.state).or_default() += 1;
    }
    if !group.selected {
        return Vec::new();
    }
    let sum = |(state, count): (PodState, usize)| {
        let (class, mark, label) = scene.words.state(state);
        html! { <span class={classes!("state", class)}><span aria-hidden="true">{ mark }</span>{ format!(" {count} {label}") }</span> }
    };
    sums.into_iter().map(sum).collect()
}

/// The labels that are asked for beside those that are there.
fn tests(scene: Scene<'_>, group: &Group) -> Html {
    let words = scene.words;
    let row = |test: &Test| {
        let (class, mark, label) =
            if test.holds { ("good", "✓", words.matches) } else { ("bad", "✗", words.differs) };
        let asked = test.origins.first().map(|origin| label_of(scene, &test.wanted, origin));
        let there = match (&test.found, test.origins.last()) {
            (Some(found), Some(origin)) => label_of(scene, found, origin),
            _ => html! { <span class="endpoints-absent">{ words.absent }</span> },
        };
        html! {
            <tr>
                <th scope="row"><code>{ test.key.clone() }</code></th>
                <td>{ for asked }</td>
                <td>
                    <span class={classes!("state", class)}><span aria-hidden="true">{ mark }</span><span class="unseen">{ label }</span></span>{ " " }{ there }
                    { for test.hint.iter().map(|hint| html! { <small>{ prose(&hint.render(scene.view.lang())) }</small> }) }
                </td>
            </tr>
        }
    };
    let others: Vec<String> =
        group.others.iter().take(6).map(|(key, value)| format!("{key}={value}")).collect();
    html! {
        <div class="scroll">
            <table class="plain endpoints-tests">
                <thead><tr><th scope="col">{ words.label }</th><th scope="col">{ words.wanted }</th><th scope="col">{ words.found }</th></tr></thead>
                <tbody>{ for group.tests.iter().map(row) }</tbody>
            </table>
            if !others.is_empty() { <p class="hint endpoints-others">{ words.others }{ ": " }<code>{ others.join(", ") }</code></p> }
        </div>
    }
}

fn pods(scene: Scene<'_>, service: &Service, group: &Group, old: Option<&Old<'_>>) -> Html {
    let words = scene.words;
    let key = format!("endpoints/{}/{}", service.meta.full_name(), group.workload);
    let all = scene.view.state.unfolded.has(&key) || group.pods.len() <= SHOWN + 2;
    let count = if all { group.pods.len() } else { SHOWN };
    let unfold = scene.view.act.reform(move |_| Action::Fold(key.clone()));
    html! {
        <>
            <ul class="endpoints-pods">{ for group.pods.iter().take(count).map(|one| pod(scene, one, old)) }</ul>
            if !all { <button type="button" onclick={unfold}>{ format!("{} ({})", words.all, words.count(group.pods.len())) }</button> }
        </>
    }
}

fn pod(scene: Scene<'_>, pod: &PodLine, old: Option<&Old<'_>>) -> Html {
    let words = scene.words;
    let (class, mark, label) = words.state(pod.state);
    let was = old.map(|old| old.get(pod.name.as_str()));
    let mark_of_change = match was {
        Some(None) => Some("added"),
        Some(Some(was)) if *was != pod.state => Some("changed"),
        _ => None,
    };
    let before = was.flatten().filter(|was| **was != pod.state).map(|was| words.state(*was).2);
    html! {
        <li class={classes!(mark_of_change)}>
            <span class={classes!("state", class)}><span aria-hidden="true">{ mark }</span><span class="unseen">{ label }</span></span>
            <button type="button" class="bare link" onclick={scene.view.show(&pod.origin)}>{ pod.name.clone() }</button>
            <code>{ pod.ip.clone() }</code>
            <small>{ pod.node.clone() }</small>
            <span class="endpoints-reason">{ prose(&pod.reason.render(scene.view.lang())) }
                { for before.map(|before| html! { <small>{ format!(" ({} {before})", words.was) }</small> }) }
            </span>
        </li>
    }
}
