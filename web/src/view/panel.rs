//! The views as tabs, and the open one.

use super::ViewProperties;
use super::dns::Dns;
use super::endpoints::Endpoints;
use super::kubectl::Kubectl;
use super::map::Map;
use super::outside::Outside;
use super::place::{Show, place};
use super::ports::Ports;
use super::problems::Problems;
use super::rules::Rules;
use super::walk::Walk;
use crate::deferred::deferred;
use crate::host;
use crate::state::{Action, View};
use crate::view::part::part;
use crate::words::words;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{Html, classes, function_component, html};

words! {
    struct Words {
        views: "Views", "ビュー";
        map: "Map", "図";
        problems: "Problems", "問題";
        ports: "Ports", "ポート";
        endpoints: "Endpoints", "エンドポイント";
        rules: "Rules", "ルール";
        walk: "Walk", "経路";
        outside: "Outside", "外部";
    }
}

impl Words {
    fn name(&self, view: View) -> &'static str {
        match view {
            View::Map => self.map,
            View::Problems => self.problems,
            View::Ports => self.ports,
            View::Endpoints => self.endpoints,
            View::Dns => "DNS",
            View::Rules => self.rules,
            View::Walk => self.walk,
            View::Kubectl => "kubectl",
            View::Outside => self.outside,
        }
    }
}

/// The tabs and the open view.
#[function_component]
pub(super) fn Panel(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let open = view.state.view;
    html! {
        <section class="panel" aria-label={words.views}>
            <div class="tabs" role="tablist" aria-label={words.views} onkeydown={move_by_arrows(view)}>
                { for View::ALL.into_iter().map(|one| tab(view, words, one)) }
            </div>
            <div
                class={classes!("view", open.id())} id="view" role="tabpanel" tabindex="0"
                aria-labelledby={format!("tab-{}", open.id())}
            >{ body(view) }</div>
        </section>
    }
}

deferred! {
    /// All views but the first two.
    VIEWS: Show = others, in views
}

/// The open view.
pub(super) fn body(view: &ViewProperties) -> Html {
    match view.state.view {
        View::Map => part::<Map>(view.clone()),
        View::Problems => part::<Problems>(view.clone()),
        _ => place(VIEWS, view),
    }
}

fn others(view: ViewProperties) -> Html {
    match view.state.view {
        View::Ports => part::<Ports>(view),
        View::Endpoints => part::<Endpoints>(view),
        View::Dns => part::<Dns>(view),
        View::Rules => part::<Rules>(view),
        View::Walk => part::<Walk>(view),
        View::Kubectl => part::<Kubectl>(view),
        View::Outside => part::<Outside>(view),
        View::Map | View::Problems => html! {},
    }
}

fn tab(view: &ViewProperties, words: &'static Words, one: View) -> Html {
    let open = one == view.state.view;
    let findings = view.chart.analysis.diagnostics.len();
    html! {
        <button
            type="button" role="tab" id={format!("tab-{}", one.id())} aria-selected={open.to_string()} aria-controls="view"
            tabindex={if open { "0" } else { "-1" }} onclick={view.act.reform(move |_| Action::Open(one))}
        >
            { words.name(one) }
            if one == View::Problems && findings > 0 { <span class="count">{ findings }</span> }
        </button>
    }
}

/// Arrow keys, Home and End move between the tabs, as in any list of tabs.
fn move_by_arrows(view: &ViewProperties) -> impl Fn(KeyboardEvent) + use<> {
    let (open, act) = (view.state.view, view.act.clone());
    move |event: KeyboardEvent| {
        let count = View::ALL.len();
        let at = View::ALL.iter().position(|view| *view == open).unwrap_or_default();
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(view) = View::ALL.get(to) {
            act.emit(Action::Open(*view));
            if let Some(tab) = host::element(&format!("tab-{}", view.id())) {
                // A tab that cannot have the focus is open all the same.
                let _: Result<(), JsValue> = tab.unchecked_into::<HtmlElement>().focus();
            }
        }
    }
}
