//! The page: the heading, the editor, and what the core says to its text.

use std::rc::Rc;

use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, NodeRef, function_component, html, use_effect_with, use_memo, use_node_ref, use_reducer,
};

use super::editor::Editor;
use super::findings::Findings;
use super::heading::Heading;
use super::tables::Tables;
use crate::chart::{Chart, Finding};
use crate::host;
use crate::state::{Action, State};
use crate::words::Words;

/// The whole page.
#[function_component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| {
        let lang = host::language();
        State::new(Words::of(lang).example, lang)
    });
    let chart =
        use_memo((Rc::clone(&state.settled), state.lang), |(text, lang)| Rc::new(Chart::of(text, *lang)));
    let editor = use_node_ref();
    use_effect_with(state.lang, |lang| host::speak(*lang));

    let dispatch = state.dispatcher();
    let act = Callback::from(move |action: Action| {
        if let Action::Speak(lang) = action {
            host::remember(lang);
        }
        dispatch.dispatch(action);
    });
    let go = go_to(editor.clone(), chart.lines);
    let words = Words::of(state.lang);
    html! {
        <>
            <Heading lang={state.lang} act={act.clone()} />
            <main>
                <Editor text={Rc::clone(&state.text)} chart={Rc::clone(&*chart)} {words} node={editor} act={act.clone()} />
                <div class="answers">
                    <Findings chart={Rc::clone(&*chart)} blank={state.settled.trim().is_empty()} {words} {go} />
                    <Tables chart={Rc::clone(&*chart)} open={state.table} {words} {act} />
                </div>
            </main>
            <footer><p>{ words.private }</p></footer>
        </>
    }
}

/// Selects the text that a finding is about.
fn go_to(editor: NodeRef, lines: u32) -> Callback<Finding> {
    Callback::from(move |finding: Finding| {
        if let Some(editor) = editor.cast::<HtmlTextAreaElement>() {
            host::select(&editor, finding.range, lines);
        }
    })
}
