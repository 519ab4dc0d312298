//! The lines: by Service port and chain, or as they are printed; hover, focus and arrow keys choose the one that is
//! explained.

use super::super::prose::prose;
use super::line::{fields, line};
use super::{Current, Scene};
use crate::host;
use crate::state::Action;
use portolan_render::rules::{Block, Change, Group, Way};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{Callback, Html, classes, html};

/// What is unfolded while the lines stand as they are printed.
pub(super) const PRINTED: &str = "rules/printed";

/// With no more rules than this everything is unfolded.
const FEW: usize = 60;

/// How many lines of a group, or of the whole, are rendered before the reader asks for more.
const SHOWN: usize = 240;

/// All lines.
pub(super) fn lines(scene: Scene<'_>) -> Html {
    let order = visible(scene);
    let body = if scene.view.state.unfolded.has(PRINTED) {
        printed(scene, &order)
    } else {
        let few = scene.sets.after.lines.len() <= FEW + 40;
        let groups = scene.sets.groups.iter().enumerate();
        groups.map(|(place, group)| self::group(scene, group, few || place == 0, &order)).collect::<Html>()
    };
    let choose = || {
        let current = scene.current.clone();
        move |target: Option<Element>| {
            if let Some(change) = target.and_then(|target| change_of(&target))
                && *current != Some(change)
            {
                current.set(Some(change));
            }
        }
    };
    let (over, focus) = (choose(), choose());
    html! {
        <div
            class="rules-lines"
            onmouseover={move |event: yew::MouseEvent| over(element(event.target()))}
            onfocusin={move |event: yew::FocusEvent| focus(element(event.target()))}
            onkeydown={move_by_arrows(scene.current, order)}
        >{ body }</div>
    }
}

fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// The line in which an element stands.
fn change_of(target: &Element) -> Option<Change> {
    let line = target.closest("[data-line]").ok()??;
    let text = line.get_attribute("data-line")?;
    let place = text.get(1..)?.parse().ok()?;
    Some(match text.get(..1)? {
        "g" => Change::Gone(place),
        "n" => Change::New(place),
        _ => Change::Same(place),
    })
}

/// How a line is named in ids and in `data-line`.
pub(super) fn name(change: Change) -> String {
    match change {
        Change::Same(place) => format!("s{place}"),
        Change::New(place) => format!("n{place}"),
        Change::Gone(place) => format!("g{place}"),
    }
}

/// The keys by which a group is folded, and shown whole.
fn keys(group: &Group) -> (String, String) {
    (format!("rules/{}", group.name), format!("rules-all/{}", group.name))
}

/// Whether a group is unfolded: few rules are, and the first of many; the reader turns that round.
fn is_open(scene: Scene<'_>, group: &Group, first: bool) -> bool {
    let by_itself = group.port.is_some() && first;
    scene.view.state.unfolded.has(&keys(group).0) != by_itself
}

/// The lines that are rendered, in order.
fn visible(scene: Scene<'_>) -> Vec<Change> {
    let unfolded = &scene.view.state.unfolded;
    let few = scene.sets.after.lines.len() <= FEW + 40;
    let mut order = Vec::new();
    if unfolded.has(PRINTED) {
        order = in_text(scene);
        order.truncate(if unfolded.has("rules-all/") { usize::MAX } else { SHOWN });
        return order;
    }
    for (place, group) in scene.sets.groups.iter().enumerate() {
        if is_open(scene, group, few || place == 0) {
            let most = if unfolded.has(&keys(group).1) { usize::MAX } else { SHOWN };
            let lines = group.blocks.iter().flat_map(|block| shown_of(scene, group, block));
            order.extend(lines.take(most));
        }
    }
    order
}

/// The lines of a block that say something: the frame of chains that are shown by their names is left out.
fn shown_of<'s>(scene: Scene<'s>, group: &Group, block: &'s Block) -> impl Iterator<Item = Change> + 's {
    let all = group.name.is_empty() && block.chain.is_empty();
    let lines = block.lines.iter().copied();
    lines.filter(move |change| {
        let line = scene.sets.find(*change).map(|(.., line)| line.part.is_rule());
        all || line.unwrap_or_default()
    })
}

/// All lines in the order of the text, those that are gone where they stood.
fn in_text(scene: Scene<'_>) -> Vec<Change> {
    match &scene.sets.before {
        Some(before) => portolan_render::rules::changes(before, &scene.sets.after),
        None => (0..scene.sets.after.lines.len()).map(Change::Same).collect(),
    }
}

fn printed(scene: Scene<'_>, order: &[Change]) -> Html {
    let hidden = scene.sets.after.lines.len() > order.len();
    let more = scene.view.act.reform(|_| Action::Fold("rules-all/".to_owned()));
    html! {
        <>
            <ol class="rules-printed">{ for order.iter().map(|change| line(scene, *change, order)) }</ol>
            if hidden { <button type="button" onclick={more}>{ scene.words.more_lines }</button> }
        </>
    }
}

fn group(scene: Scene<'_>, group: &Group, first: bool, order: &[Change]) -> Html {
    let open = is_open(scene, group, first);
    let (key, all) = keys(group);
    let fold = scene.view.act.reform(move |_| Action::Fold(key.clone()));
    let unfold = scene.view.act.reform(move |_| Action::Fold(all.clone()));
    let rules: Vec<_> = group.rules(&scene.sets.after, scene.sets.before.as_ref()).collect();
    if rules.is_empty() {
        return html! {};
    }
    let lit = !open && rules.iter().any(|(_, line)| scene.view.light.on_any(fields(&line.origins)));
    let most = if scene.view.state.unfolded.has(&keys(group).1) { usize::MAX } else { SHOWN };
    html! {
        <section class="rules-group">
            <h3>
                <button
                    type="button" class={classes!("bare", "rules-title", lit.then_some("lit"))}
                    aria-expanded={open.to_string()} onclick={fold}
                >{ title(scene, group, &rules) }</button>
            </h3>
            if lit { <span class="unseen">{ scene.words.lit }</span> }
            if open {
                { for blocks(scene, group, order, most) }
                if rules.len() > most {
                    <button type="button" onclick={unfold}>{ format!("{} ({})", scene.words.more, rules.len()) }</button>
                }
            }
        </section>
    }
}

fn title(scene: Scene<'_>, group: &Group, rules: &[(Change, &portolan_render::rules::Line)]) -> Html {
    let words = scene.words;
    let port = group.port.and_then(|port| scene.sets.after.ports.get(port));
    let name = if group.name.is_empty() { words.common.to_owned() } else { group.name.clone() };
    let count = |wanted: fn(&Change) -> bool| rules.iter().filter(|(change, _)| wanted(change)).count();
    let new = count(|change| matches!(change, Change::New(_)));
    let gone = count(|change| matches!(change, Change::Gone(_)));
    let unit = if rules.len() == 1 { words.rules_one } else { words.rules };
    let way = |(way, address): &(Way, String)| {
        let label = match way {
            Way::ClusterIp => words.ways_cluster,
            Way::ExternalIp => words.ways_external,
            Way::LoadBalancer => words.ways_balancer,
            Way::NodePort => words.ways_node,
            Way::HealthCheck => words.ways_health,
        };
        html! { <span class="rules-way"><small>{ label }</small>{ " " }<code>{ address.clone() }</code></span> }
    };
    html! {
        <>
            <b>{ name }</b>
            { for port.iter().flat_map(|port| &port.ways).take(4).map(way) }
            if group.port.is_none() && !group.name.is_empty() { <span class="chip removed">{ words.gone }</span> }
            if new > 0 { <span class="chip added">{ format!("+{new} {}", words.new_count) }</span> }
            if gone > 0 { <span class="chip removed">{ format!("−{gone} {}", words.gone_count) }</span> }
            <span class="count">{ format!("{}{unit}", rules.len()) }</span>
        </>
    }
}

/// The chains of a group with their lines, until enough are shown.
fn blocks(scene: Scene<'_>, group: &Group, order: &[Change], most: usize) -> Vec<Html> {
    let mut left = most;
    let mut blocks = Vec::new();
    for block in &group.blocks {
        let lines: Vec<Change> = shown_of(scene, group, block).take(left).collect();
        if lines.is_empty() {
            continue;
        }
        left = left.saturating_sub(lines.len());
        let head = block.lines.first().copied().filter(|_| !block.chain.is_empty());
        blocks.push(html! {
            <div class="rules-block" key={format!("{}/{}", block.table, block.chain)}>
                { for head.map(|_| chain(scene, block)) }
                <ol>{ for lines.into_iter().map(|change| line(scene, change, order)) }</ol>
            </div>
        });
    }
    blocks
}

/// The name of a chain, and what it is for.
fn chain(scene: Scene<'_>, block: &Block) -> Html {
    let listing = &scene.sets.after;
    let known = listing.chains.iter().find(|one| one.table == block.table && one.name == block.chain);
    let purpose = known.and_then(|chain| listing.purpose(chain, scene.view.lang()));
    let table = if block.table.is_empty() || block.table == "kube-proxy" { "" } else { block.table };
    html! {
        <p class="rules-chain">
            if !table.is_empty() { <small>{ table }</small>{ " " } }
            <code>{ block.chain.clone() }</code>
            { for purpose.map(|purpose| html! { <span>{ prose(&purpose) }</span> }) }
        </p>
    }
}

/// Goes to the first rule of a chain: unfolds its group, and gives the line the focus.
pub(super) fn go(scene: Scene<'_>, to: usize, chain: &str) -> Callback<yew::MouseEvent> {
    let holds = |group: &&Group| group.blocks.iter().any(|block| block.chain == chain);
    let sets = scene.sets;
    let place = sets.groups.iter().position(|group| holds(&group));
    let few = sets.after.lines.len() <= FEW + 40;
    let group = place.and_then(|place| sets.groups.get(place).map(|group| (place, group)));
    let folded = group.filter(|(place, group)| {
        !scene.view.state.unfolded.has(PRINTED) && !is_open(scene, group, few || *place == 0)
    });
    let key = folded.map(|(_, group)| keys(group).0);
    let is_new = sets
        .groups
        .iter()
        .flat_map(|group| &group.blocks)
        .any(|block| block.lines.contains(&Change::New(to)));
    let change = if is_new { Change::New(to) } else { Change::Same(to) };
    let (act, current) = (scene.view.act.clone(), scene.current.clone());
    Callback::from(move |_| {
        key.iter().for_each(|key| act.emit(Action::Fold(key.clone())));
        current.set(Some(change));
        focus(change);
    })
}

/// Gives a line the focus, after what was done has been drawn.
fn focus(change: Change) {
    let id = format!("rule-{}", name(change));
    gloo::timers::callback::Timeout::new(0, move || {
        if let Some(line) = host::element(&id).and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
            let _: Result<(), JsValue> = line.focus();
        }
    })
    .forget();
}

/// What has the focus is clicked.
fn press(event: &KeyboardEvent) {
    if let Some(target) = element(event.target()).and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        target.click();
    }
}

/// Arrow keys, Home and End move along the lines; Enter and the space bar do what a click does.
fn move_by_arrows(current: &Current, order: Vec<Change>) -> Callback<KeyboardEvent> {
    let current = current.clone();
    Callback::from(move |event: KeyboardEvent| {
        let in_line = element(event.target()).and_then(|target| change_of(&target));
        let Some(at) = in_line.and_then(|now| order.iter().position(|one| *one == now)) else { return };
        let to = match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                press(&event);
                return;
            }
            "ArrowDown" => at + 1,
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => order.len().saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(change) = order.get(to) {
            current.set(Some(*change));
            focus(*change);
        }
    })
}
