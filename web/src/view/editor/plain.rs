//! The plain editor: a text area with line numbers, the lines with findings marked.

use crate::host;
use crate::state::{Action, State};
use crate::view::{ViewProperties, class};
use crate::words::words;
use gloo::events::EventListener;
use portolan_core::Analysis;
use portolan_core::collections::BTreeMap;
use portolan_core::diagnostic::Severity;
use std::rc::Rc;
use web_sys::{Event, HtmlElement, HtmlTextAreaElement, InputEvent};
use yew::{
    Callback, Html, NodeRef, TargetCast, function_component, html, use_effect_with, use_memo, use_node_ref,
};

words! {
    struct Words {
        label: "Manifests: the text of the open file", "マニフェスト：開いているファイルのテキスト";
        hint: "YAML or JSON, as many documents as you like. It is read at every key press.",
            "YAMLかJSONを、いくつでも書けます。キーを押すたびに解析します。";
    }
}

/// The open file's text and its line numbers.
#[function_component]
pub(super) fn Plain(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let (node, numbers) = (use_node_ref(), use_node_ref());
    let file = view.state.files.open();
    let text = view.state.files.text();
    use_text(&node, file, &text);
    use_composition_end(&node, file, &view.act);
    use_shown(&node, &view.state);

    let lines = text.split('\n').count();
    let shown = use_memo((view.chart.clone(), file, lines), |(chart, file, lines)| {
        line_numbers(*lines, &worst(&chart.analysis, *file))
    });
    let typed = {
        let act = view.act.clone();
        Callback::from(move |event: InputEvent| {
            let area = event.target_unchecked_into();
            act.emit(edit(file, &area, event.is_composing()));
            let (_, at) = caret(file, &area);
            act.emit(Action::Caret(file, at));
        })
    };
    let moved = {
        let (act, known) = (view.act.clone(), view.state.caret);
        Callback::from(move |event: Event| {
            let at = caret(file, &event.target_unchecked_into());
            // Every key that is let go tells of it once more.
            if at != known {
                act.emit(Action::Caret(at.0, at.1));
            }
        })
    };
    let scrolled = {
        let numbers = numbers.clone();
        move |event: Event| {
            if let Some(numbers) = numbers.cast::<HtmlElement>() {
                numbers.set_scroll_top(event.target_unchecked_into::<HtmlTextAreaElement>().scroll_top());
            }
        }
    };
    html! {
        <div class="sheet" id="sheet" role={super::role()} aria-labelledby={super::role().map(|_| "file-tab")}>
            <div class="numbers" aria-hidden="true" ref={numbers}>{ (*shown).clone() }</div>
            <textarea
                id="manifests" ref={node} oninput={typed} onscroll={scrolled} onselect={moved.clone()}
                onkeyup={moved.reform(Event::from)} onclick={moved.reform(Event::from)} aria-label={words.label}
                aria-description={words.hint} spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off"
            />
        </div>
    }
}

/// Keeps the area's text that of the file. Another text of the same file is typed in, so that it can be undone.
#[yew::hook]
fn use_text(node: &NodeRef, file: usize, text: &Rc<str>) {
    let last = yew::use_mut_ref(|| None::<usize>);
    use_effect_with((node.clone(), file, Rc::clone(text)), move |(node, file, text)| {
        let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
        let same_file = last.borrow_mut().replace(*file) == Some(*file);
        if area.value() == **text {
            return;
        }
        if same_file { host::retype(&area, text) } else { area.set_value(text) }
    });
}

/// Reports the text when an input method has finished: browsers differ in whether an input event follows.
#[yew::hook]
fn use_composition_end(node: &NodeRef, file: usize, act: &Callback<Action>) {
    use_effect_with((node.clone(), file, act.clone()), |(node, file, act)| {
        let (act, file) = (act.clone(), *file);
        let listener = node.cast::<HtmlTextAreaElement>().map(|area| {
            let target = area.clone();
            EventListener::new(&target, "compositionend", move |_| act.emit(edit(file, &area, false)))
        });
        move || drop(listener)
    });
}

/// Selects what a view asks to be shown.
#[yew::hook]
fn use_shown(node: &NodeRef, state: &State) {
    use_effect_with((node.clone(), state.shown), |(node, shown)| {
        if let Some((area, shown)) = node.cast::<HtmlTextAreaElement>().zip(*shown) {
            host::select(&area, shown.stretch, shown.aside);
        }
    });
}

fn edit(file: usize, area: &HtmlTextAreaElement, unfinished: bool) -> Action {
    Action::Edit { file, text: area.value(), unfinished }
}

fn caret(file: usize, area: &HtmlTextAreaElement) -> (usize, u32) {
    (file, area.selection_start().ok().flatten().unwrap_or_default())
}

/// The numbers of the lines, in runs; those with findings are marked.
fn line_numbers(lines: usize, marks: &BTreeMap<usize, Severity>) -> Html {
    let run = |from: usize, to: usize| (from..=to).map(|line| format!("{line}\n")).collect::<String>();
    let mut parts: Vec<Html> = Vec::new();
    let mut next = 1;
    for (line, severity) in marks.range(..=lines) {
        parts.push(run(next, line.saturating_sub(1)).into());
        parts.push(
            html! { <span class={yew::classes!("mark", class(*severity))}>{ format!("{line}\n") }</span> },
        );
        next = line + 1;
    }
    parts.push(run(next, lines).into());
    html! { <pre>{ for parts }</pre> }
}

/// The worst severity found on each line of a file.
fn worst(analysis: &Analysis, file: usize) -> BTreeMap<usize, Severity> {
    let mut worst = BTreeMap::new();
    let Some(lines) = analysis.files.get(file).map(|file| file.lines()) else { return worst };
    for diagnostic in analysis.diagnostics.iter().filter(|one| one.place.file.0 as usize == file) {
        let line = lines.line(diagnostic.place.span.start) as usize;
        let severity = worst.entry(line).or_insert(diagnostic.severity);
        *severity = diagnostic.severity.min(*severity);
    }
    worst
}
