//! The DNS records, and the dig box.

use super::ViewProperties;
use super::terminal::Terminal;
use crate::words::words;
use portolan_core::dns::Zone;
use portolan_render::dns_table;
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        label: "DNS", "DNS";
        none: "None.", "ありません。";
        hidden: "Lines that are not shown: ", "表示していない行数：";
    }
}

/// The DNS records, and the dig box.
#[function_component]
pub(super) fn Dns(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| {
        let _ = lang;
        dns_table(&Zone::new(&chart.analysis.cluster, &chart.analysis.slices))
    });
    html! { <Terminal text={(*text).clone()} empty={words.none} hidden={words.hidden} label={words.label} /> }
}
