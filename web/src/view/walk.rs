//! The walk of a packet, step by step.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_render::draw::{self, Drawing};
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "Walk", "経路";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// The walk of a packet, step by step.
#[function_component]
pub(super) fn Walk(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        draw::text(&chart.analysis, Drawing { lang: *lang, color: false })
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
