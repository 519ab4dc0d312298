//! What may come of the connection: a choice of outcomes, each with its probability, and with the one before a change.

use crate::chart;
use crate::state::{self, Action};
use crate::view::ViewProperties;
use crate::words::words;
use portolan_render::walk::Outcome;
use yew::{Html, MouseEvent, classes, html};

words! {
    struct Words {
        label: "What may come of it", "起こりうる結果";
        before: "before: ", "変更前: ";
        never: "never", "なし";
        gone: "no more: ", "なくなる結果: ";
        more: "More that are not shown: ", "表示していない結果：";
    }
}

/// At most so many are offered.
const MOST: usize = 24;

/// The outcomes, and those that were there before.
pub(super) fn outcomes(
    view: &ViewProperties,
    walk: &chart::Walk,
    before: Option<&std::rc::Rc<chart::Walk>>,
) -> Html {
    let words = Words::of(view.lang());
    let old = |one: &Outcome| before.map(|before| (share_of(before, &one.key), share_of(walk, &one.key)));
    let gone = before.into_iter().flat_map(|before| &before.outcomes);
    let gone = gone.filter(|one| !walk.outcomes.iter().any(|known| known.key == one.key)).take(MOST);
    let gone: Vec<Html> =
        gone.map(|one| html! { <li class="outcome gone">{ inside(one, None) }</li> }).collect();
    let offered = walk.outcomes.iter().enumerate().take(MOST);
    let hidden = walk.outcomes.len().saturating_sub(MOST);
    html! {
        <ul class="outcomes" aria-label={words.label}>
            { for offered.map(|(index, one)| button(view, (index, one), walk.chosen, old(one), words)) }
            if !gone.is_empty() { <li class="hint">{ words.gone }</li> }
            { for gone }
            if hidden > 0 { <li class="hint">{ words.more }{ hidden }</li> }
        </ul>
    }
}

fn share_of(walk: &chart::Walk, key: &str) -> f64 {
    walk.outcomes.iter().filter(|one| one.key == key).map(|one| one.share).sum()
}

fn button(
    view: &ViewProperties,
    (index, one): (usize, &Outcome),
    chosen: usize,
    before: Option<(f64, f64)>,
    words: &'static Words,
) -> Html {
    let walk = state::Walk { outcome: index, step: 0, ..view.state.walk.clone() };
    let choose = view.act.reform(move |_: MouseEvent| Action::Walk(walk.clone()));
    let change = before.filter(|(before, now)| (before - now).abs() > 1e-6).map(|(before, _)| before);
    let class = change.map(|before| if before > 0.0 { "changed" } else { "added" });
    let told = change.map(|before| {
        let share = if before > 0.0 { format!("{:.0}%", before * 100.0) } else { words.never.to_owned() };
        format!("{}{share}", words.before)
    });
    html! {
        <li>
            <button
                type="button" class={classes!("outcome", tone(one), class)} aria-pressed={(index == chosen).to_string()}
                onclick={choose}
            >{ inside(one, told) }</button>
        </li>
    }
}

fn inside(one: &Outcome, before: Option<String>) -> Html {
    let who =
        if one.receiver.is_empty() { one.result.clone() } else { one.receiver.replacen("default/", "", 1) };
    html! {
        <>
            <span class="ends" aria-hidden="true">{ one.mark }</span>
            <b>{ &one.percent }</b>
            <span class="who">{ who }</span>
            if !one.receiver.is_empty() && one.mark == "✗" { <span class="result">{ &one.result }</span> }
            { for before.map(|before| html! { <span class="hint">{ before }</span> }) }
        </>
    }
}

/// The class of an outcome.
pub(super) fn tone(one: &Outcome) -> &'static str {
    match one.mark {
        "✓" => "good",
        "✗" => "bad",
        _ => "open",
    }
}
