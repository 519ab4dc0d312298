//! The map: from clients through Services to containers.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_render::draw::{self, Drawing};
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "Map", "図";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// The map: from clients through Services to containers.
#[function_component]
pub(super) fn Map(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        draw::text(&chart.analysis, Drawing { lang: *lang, color: false })
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
