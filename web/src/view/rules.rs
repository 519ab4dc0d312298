//! The rules that kube-proxy writes.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_core::proxy;
use portolan_render::rules_text;
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "Rules", "ルール";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// The rules that kube-proxy writes.
#[function_component]
pub(super) fn Rules(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        let _ = lang;
        rules_text(&proxy::iptables::ruleset(&proxy::plan(
            &chart.analysis.cluster,
            &chart.analysis.slices,
            &chart.proxy,
        )))
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
