//! What would be otherwise: the bar of changes, and under it the panel in which they are made.

mod chips;
mod controls;
mod panel;
mod pods;

use super::ViewProperties;
use super::place::{Show, lost, place};
use super::prose::prose;
use crate::chart::{CHANGER, Chart};
use crate::deferred::{Code, deferred, use_code};
use crate::state::Action;
use crate::view::part::part;
use crate::words::words;
use panel::Panel;
use yew::{Html, MouseEvent, function_component, html, use_callback, use_state_eq};

words! {
    struct Words {
        label: "What if", "もしも";
        nothing: "Change the number of Pods, take a node down, or let a Pod terminate: every view shows before and after.",
            "Podの数を変えたり、ノードを停止させたり、Podを終了させたりできます。どのビューにも変更の前後が表示されます。";
        reset: "Undo all", "すべて元に戻す";
        pin: "Pin to compare", "比較用に固定";
        unpin: "Unpin", "固定を解除";
        pinned: "Compared with the pinned manifests.", "固定したマニフェストと比べています。";
    }
}

deferred! {
    /// Where changes are made.
    PANEL: Show = part::<Panel>, in extras
}

/// The changes that are made, those that cannot be and why, and what can be changed.
#[function_component]
pub(super) fn WhatIf(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        use_callback(*open, move |_, is_open| open.set(!is_open))
    };
    let state = &*view.state;
    let changed = !state.what_if.is_empty();
    let wanted = !state.what_if.changes.is_empty();
    let (busy, changer) = match use_code(CHANGER, wanted) {
        Code::Lost(again) => (None, lost(view.lang(), &again)),
        Code::Awaited => (wanted.then_some("true"), html! {}),
        Code::Here(_) => (None, html! {}),
    };
    let reset = {
        let unchanged = state.what_if.without_changes();
        view.act.reform(move |_: MouseEvent| Action::WhatIf(unchanged.clone()))
    };
    html! {
        <section class="what-if" aria-label={words.label} aria-busy={busy}>
            <div class="what-if-bar">
                <button
                    type="button" id="what-if" aria-expanded={open.to_string()} aria-controls="what-if-panel" onclick={toggle}
                >
                    <span class="what-if-sign" aria-hidden="true">{ if *open { "▾" } else { "▸" } }</span>{ words.label }
                </button>
                if changed {
                    { chips::chips(view) }
                    <button type="button" onclick={reset}>{ words.reset }</button>
                } else if state.pinned.is_none() {
                    <span class="hint what-if-hint">{ words.nothing }</span>
                }
                { pin(view, words) }
            </div>
            <div role="status">{ for unmet(&view.chart, view) }</div>
            { changer }
            if *open { { place(PANEL, view) } }
        </section>
    }
}

/// What cannot be changed, and why.
fn unmet(chart: &Chart, view: &ViewProperties) -> Vec<Html> {
    let told = chart.unmet.iter().map(|message| message.render(view.lang()));
    told.map(|words| html! { <p class="what-if-unmet">{ prose(&words) }</p> }).collect()
}

/// Keeps the manifests as they are, to be compared with what is typed from now on.
fn pin(view: &ViewProperties, words: &'static Words) -> Html {
    let is_pinned = view.state.pinned.is_some();
    html! {
        <span class="what-if-pin">
            if is_pinned { <span class="hint">{ words.pinned }</span> }
            <button
                type="button" aria-pressed={is_pinned.to_string()} onclick={view.act.reform(move |_| Action::Pin(!is_pinned))}
            >{ if is_pinned { words.unpin } else { words.pin } }</button>
        </span>
    }
}
