//! The editor: a plain text area, which every keyboard, input method and screen reader knows, with line numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use gloo::events::EventListener;
use portolan_core::diagnostic::Severity;
use web_sys::{Event, HtmlElement, HtmlTextAreaElement, InputEvent};
use yew::{
    Callback, Html, NodeRef, Properties, TargetCast, classes, function_component, html, use_effect_with,
    use_node_ref,
};

use super::class;
use crate::chart::Chart;
use crate::state::Action;
use crate::words::Words;

#[derive(PartialEq, Properties)]
pub(super) struct EditorProperties {
    pub(super) text: Rc<str>,
    pub(super) chart: Rc<Chart>,
    pub(super) words: &'static Words,
    /// The text area, for those who select in it.
    pub(super) node: NodeRef,
    pub(super) act: Callback<Action>,
}

/// The text and its line numbers.
#[function_component]
pub(super) fn Editor(properties: &EditorProperties) -> Html {
    let EditorProperties { text, chart, words, node, act } = properties;
    let numbers = use_node_ref();
    use_composition_end(node, act);

    let typed = act.reform(|event: InputEvent| edit(&event.target_unchecked_into(), event.is_composing()));
    let scrolled = {
        let numbers = numbers.clone();
        move |event: Event| {
            if let Some(numbers) = numbers.cast::<HtmlElement>() {
                numbers.set_scroll_top(event.target_unchecked_into::<HtmlTextAreaElement>().scroll_top());
            }
        }
    };
    html! {
        <section class="editor" aria-labelledby="editor-title">
            <h2 id="editor-title"><label for="manifests">{ words.editor }</label></h2>
            <p id="editor-hint" class="hint">{ words.editor_hint }</p>
            <div class="sheet">
                <div class="numbers" aria-hidden="true" ref={numbers}>{ line_numbers(text, chart) }</div>
                <textarea
                    id="manifests" ref={node} value={text.to_string()} oninput={typed} onscroll={scrolled}
                    aria-describedby="editor-hint" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off"
                />
            </div>
        </section>
    }
}

/// Reports the text when an input method has finished: browsers differ in whether an input event follows.
#[yew::hook]
fn use_composition_end(node: &NodeRef, act: &Callback<Action>) {
    use_effect_with((node.clone(), act.clone()), |(node, act)| {
        let act = act.clone();
        let listener = node.cast::<HtmlTextAreaElement>().map(|area| {
            let target = area.clone();
            EventListener::new(&target, "compositionend", move |_| act.emit(edit(&area, false)))
        });
        move || drop(listener)
    });
}

fn edit(area: &HtmlTextAreaElement, unfinished: bool) -> Action {
    Action::Edit { text: area.value(), unfinished }
}

/// The numbers of the lines: one text, with a mark laid under each line that has findings.
fn line_numbers(text: &str, chart: &Chart) -> Html {
    let lines = text.split('\n').count();
    let numbers = (1..=lines).fold(String::with_capacity(lines * 5), |mut out, line| {
        let _ = writeln!(out, "{line}");
        out
    });
    let mark = |(line, severity): (&u32, &Severity)| {
        let line = format!("--line: {}", line.saturating_sub(1));
        html! { <span class={classes!("mark", class(*severity))} style={line}></span> }
    };
    html! { <>{ for worst(chart).iter().map(mark) }<pre>{ numbers }</pre></> }
}

/// The worst severity found on each line.
fn worst(chart: &Chart) -> BTreeMap<u32, Severity> {
    let mut worst = BTreeMap::new();
    for finding in &chart.findings {
        let severity = worst.entry(finding.position.0).or_insert(finding.severity);
        *severity = finding.severity.min(*severity);
    }
    worst
}
