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
use crate::chart::{Chart, Range};
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
    let mend = mend(editor.clone(), Rc::clone(&*chart));
    let words = Words::of(state.lang);
    html! {
        <>
            <Heading lang={state.lang} act={act.clone()} />
            <main>
                <Editor text={Rc::clone(&state.text)} chart={Rc::clone(&*chart)} {words} node={editor} act={act.clone()} />
                <div class="answers">
                    <Findings chart={Rc::clone(&*chart)} blank={state.settled.trim().is_empty()} {words} {go} {mend} />
                    <Tables chart={Rc::clone(&*chart)} open={state.table} lang={state.lang} {act} />
                </div>
            </main>
            <footer><p>{ words.private }</p></footer>
        </>
    }
}

/// Selects a range of the editor's text.
fn go_to(editor: NodeRef, lines: u32) -> Callback<Range> {
    Callback::from(move |range: Range| {
        if let Some(editor) = editor.cast::<HtmlTextAreaElement>() {
            host::select(&editor, range, lines);
        }
    })
}

/// Applies the fix of a finding, given by its index.
fn mend(editor: NodeRef, chart: Rc<Chart>) -> Callback<usize> {
    Callback::from(move |finding: usize| {
        if let Some((editor, text)) = editor.cast::<HtmlTextAreaElement>().zip(chart.mended(finding)) {
            host::retype(&editor, &text);
        }
    })
}
