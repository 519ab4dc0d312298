//! The findings: a list that is read out when it changes; a click selects the text that a finding is about.

use std::rc::Rc;

use yew::{Callback, Html, Properties, classes, function_component, html};

use super::class;
use crate::chart::{Chart, Finding};
use crate::words::Words;

#[derive(PartialEq, Properties)]
pub(super) struct FindingsProperties {
    pub(super) chart: Rc<Chart>,
    /// Whether nothing was written at all.
    pub(super) blank: bool,
    pub(super) words: &'static Words,
    pub(super) go: Callback<Finding>,
}

/// What there is to say about the text.
#[function_component]
pub(super) fn Findings(properties: &FindingsProperties) -> Html {
    let FindingsProperties { chart, blank, words, go } = properties;
    let body = if *blank {
        html! { <p class="quiet">{ words.nothing_written }</p> }
    } else if chart.findings.is_empty() {
        html! { <p class="quiet well">{ words.nothing_found }</p> }
    } else {
        html! { <ol>{ for chart.findings.iter().map(|finding| item(finding, words, go)) }</ol> }
    };
    html! {
        <section class="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">{ words.findings }<span class="count">{ chart.findings.len() }</span></h2>
            <div aria-live="polite">{ body }</div>
        </section>
    }
}

fn item(finding: &Finding, words: &'static Words, go: &Callback<Finding>) -> Html {
    let (line, column) = finding.position;
    let select = {
        let finding = finding.clone();
        go.reform(move |_| finding.clone())
    };
    html! {
        <li class={classes!("finding", class(finding.severity))}>
            <button type="button" onclick={select}>
                <span class="line">
                    <span class="severity">{ words.severity(finding.severity) }</span>
                    <span class="place">{ format!("{line}:{column}") }</span>
                    <span class="rule">{ finding.rule }</span>
                </span>
                <span class="message">{ code(&finding.message) }</span>
            </button>
            { for finding.notes.iter().map(|note| html! { <p class="remark">{ code(note) }</p> }) }
            { for finding.help.iter().map(|help| html! { <p class="remark help"><b>{ words.help }</b>{ code(help) }</p> }) }
        </li>
    }
}

/// A sentence, with what stands between backquotes set as code.
fn code(sentence: &str) -> Html {
    let part = |(index, text): (usize, &str)| {
        if index % 2 == 1 {
            html! { <code>{ text }</code> }
        } else {
            html! { { text } }
        }
    };
    sentence.split('`').enumerate().map(part).collect()
}
