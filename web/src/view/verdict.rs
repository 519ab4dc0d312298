//! One sentence on top: whether the traffic arrives.

use super::ViewProperties;
use super::problems::mend;
use super::prose::prose;
use crate::chart::findings;
use crate::words::words;
use yew::{Html, classes, function_component, html, use_memo};

words! {
    struct Words {
        label: "Verdict", "判定";
        fine: "Nothing to find fault with.", "指摘はありません。";
        fix: "Fix", "修正";
    }
}

/// The verdict, and the fix that mends it.
#[function_component]
pub(super) fn Verdict(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let findings = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| findings(chart, *lang));
    let worst = findings.iter().enumerate().min_by_key(|(_, finding)| finding.severity);
    let (tone, sentence) =
        worst.map_or(("good", words.fine), |(_, finding)| ("bad", finding.message.as_str()));
    let fix = worst.filter(|(_, finding)| finding.fix.is_some());
    html! {
        <section class={classes!("verdict", tone)} aria-label={words.label}>
            <p aria-live="polite">{ prose(sentence) }</p>
            { for fix.map(|(index, _)| html! { <button type="button" class="primary" onclick={mend(view, index)}>{ words.fix }</button> }) }
        </section>
    }
}
