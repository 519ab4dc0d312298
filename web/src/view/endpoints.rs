//! The EndpointSlices, and why each Pod is in or out.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_render::get::{Resource, View, get};
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "Endpoints", "エンドポイント";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// The EndpointSlices, and why each Pod is in or out.
#[function_component]
pub(super) fn Endpoints(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        let _ = lang;
        let kinds: Vec<Resource> = Resource::parse("endpointslices").iter().copied().collect();
        get(&chart.analysis, &kinds, &View { wide: true, ..View::default() }).text
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
