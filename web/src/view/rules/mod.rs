//! The rules that kube-proxy writes: folded by Service port, each explained in words, each a way to its YAML.
//!
//! Lines are places in the rule sets of [`crate::chart`]; only what is unfolded is rendered.

mod choice;
mod detail;
mod line;
mod lines;

use super::ViewProperties;
use super::prose::prose;
use crate::chart::{RuleSets, mode_of};
use crate::words::words;
use portolan_render::rules::{Change, of_release};
use std::rc::Rc;
use yew::{Html, UseStateHandle, function_component, html, use_memo, use_state};

words! {
    struct Words {
        mode: "Mode", "モード";
        node: "Node", "ノード";
        family: "Family", "IPファミリー";
        version: "Kubernetes", "Kubernetes";
        flags: "kube-proxy's flags", "kube-proxyのフラグ";
        by_service: "By Service", "Service別";
        printed: "As printed", "出力どおり";
        layout: "Order", "並び順";
        copy: "Copy rules", "ルールをコピー";
        common: "What every node has", "どのノードにもあるルール";
        gone: "gone", "なくなりました";
        rules_one: " rule", "個のルール";
        rules: " rules", "個のルール";
        more: "Show all", "すべて表示";
        more_lines: "Show more lines", "さらに表示";
        lit: "contains what the caret is on", "カーソルの項目から作られたルールがあります";
        new_count: "new", "追加";
        gone_count: "gone", "削除";
        same_as: "The same on a node:", "ノード上で同じものを見るには:";
        hint: "Point at a line, or move with ↑ ↓, to read what it says. A click shows where it comes from.",
            "行にマウスを合わせるか↑↓で移動すると、意味が表示されます。クリックすると、元になったYAMLを表示します。";
        what: "What the line says", "この行の意味";
        from: "From", "出典";
        leads: "Leads to", "進む先";
        when: "if", "条件";
        then: "then", "動作";
        chain_is: "Go to the chain", "チェーンへ移動";
        ways_cluster: "cluster IP", "クラスターIP";
        ways_external: "external IP", "externalIPs";
        ways_balancer: "load balancer", "ロードバランサー";
        ways_node: "node port", "NodePort";
        ways_health: "health check", "ヘルスチェック";
    }
}

/// The line that is explained.
type Current = UseStateHandle<Option<Change>>;

/// What the pieces of the view are functions of.
#[derive(Clone, Copy)]
struct Scene<'a> {
    view: &'a ViewProperties,
    words: &'static Words,
    sets: &'a RuleSets,
    current: &'a Current,
}

/// The rules that kube-proxy writes.
#[function_component]
pub(super) fn Rules(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let choice = view.state.rules.clone();
    let current: Current = use_state(|| None::<Change>);
    let sets = use_memo((view.chart.clone(), view.before.clone(), choice), |(chart, before, choice)| {
        RuleSets::of(chart, before.as_ref(), choice).map(Rc::new)
    });
    let known = of_release(mode_of(&view.chart, &view.state.rules), view.chart.options.kubernetes);
    let body = match (&*sets, &known) {
        (_, Err(message)) => html! { <p class="quiet bad">{ prose(&message.render(view.lang())) }</p> },
        (Err(message), _) => html! { <p class="quiet bad">{ prose(&message.render(view.lang())) }</p> },
        (Ok(sets), Ok(note)) => {
            let scene = Scene { view, words, sets, current: &current };
            let note =
                note.iter().map(|note| html! { <p class="hint">{ prose(&note.render(view.lang())) }</p> });
            html! { <>{ for note }{ lines::lines(scene) }{ detail::detail(scene) }</> }
        }
    };
    html! {
        <>
            { choice::toolbar(view, words, sets.as_ref().as_ref().ok()) }
            { body }
        </>
    }
}
