//! Which port leads where.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_render::describe;
use portolan_render::get::Selection;
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "Ports", "ポート";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// Which port leads where.
#[function_component]
pub(super) fn Ports(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        let _ = lang;
        describe::services(&chart.analysis, &Selection::default()).0
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
