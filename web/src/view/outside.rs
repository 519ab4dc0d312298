//! What is reached from outside of the cluster.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_render::get::{Resource, View, get};
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "Outside", "外部";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// What is reached from outside of the cluster.
#[function_component]
pub(super) fn Outside(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        let _ = lang;
        let kinds: Vec<Resource> = Resource::parse("svc").iter().copied().collect();
        get(&chart.analysis, &kinds, &View { wide: true, ..View::default() }).text
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
