//! The findings: a list that is read out when it changes; a click selects the text that a finding is about.

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, classes, function_component, html};

use super::class;
use crate::chart::{Chart, Finding, Range};
use crate::words::Words;

#[derive(PartialEq, Properties)]
pub(super) struct FindingsProperties {
    pub(super) chart: Rc<Chart>,
    /// Whether nothing was written at all.
    pub(super) blank: bool,
    pub(super) words: &'static Words,
    /// Selects a range of the text.
    pub(super) go: Callback<Range>,
    /// Applies the fix of a finding, given by its index.
    pub(super) mend: Callback<usize>,
}

/// What there is to say about the text.
#[function_component]
pub(super) fn Findings(properties: &FindingsProperties) -> Html {
    let FindingsProperties { chart, blank, words, go, mend } = properties;
    let body = if *blank {
        html! { <p class="quiet">{ words.nothing_written }</p> }
    } else if chart.findings.is_empty() {
        html! { <p class="quiet well">{ words.nothing_found }</p> }
    } else {
        let item = |(index, finding)| item(finding, words, go, &mend.reform(move |_| index));
        html! { <ol>{ for chart.findings.iter().enumerate().map(item) }</ol> }
    };
    html! {
        <section class="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">{ words.findings }<span class="count">{ chart.findings.len() }</span></h2>
            <div aria-live="polite">{ body }</div>
        </section>
    }
}

fn item(finding: &Finding, words: &'static Words, go: &Callback<Range>, mend: &Callback<MouseEvent>) -> Html {
    let (line, column) = finding.position;
    let select = |range: Range| go.reform(move |_| range);
    let related = |(range, message): &(Range, String)| {
        html! {
            <button type="button" class="related" onclick={select(*range)}>
                <span class="place">{ format!("{}:{}", range.start.0, range.start.1) }</span>{ code(message) }
            </button>
        }
    };
    html! {
        <li class={classes!("finding", class(finding.severity))}>
            <button type="button" class="what" onclick={select(finding.range)}>
                <span class="line">
                    <span class="severity">{ words.severity(finding.severity) }</span>
                    <span class="place">{ format!("{line}:{column}") }</span>
                    <span class="rule">{ finding.rule }</span>
                </span>
                <span class="message">{ code(&finding.message) }</span>
            </button>
            { for finding.related.iter().map(related) }
            { for finding.notes.iter().map(|note| html! { <p class="remark">{ code(note) }</p> }) }
            { for finding.help.iter().map(|help| html! { <p class="remark help"><b>{ words.help }</b>{ code(help) }</p> }) }
            { for finding.fix.iter().map(|(title, safe)| fix(title, *safe, words, mend)) }
        </li>
    }
}

fn fix(title: &str, safe: bool, words: &'static Words, mend: &Callback<MouseEvent>) -> Html {
    html! {
        <p class="fix">
            <button type="button" onclick={mend.clone()}><b>{ words.mend }</b>{ code(title) }</button>
            if !safe { <span class="hint">{ words.guess }</span> }
        </p>
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
