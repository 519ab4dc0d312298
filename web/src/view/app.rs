//! The page: the heading, the editor, and what the core says to its text.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, NodeRef, UseReducerDispatcher, function_component, html, use_callback, use_effect_with,
    use_memo, use_mut_ref, use_node_ref, use_reducer,
};

use super::editor::Editor;
use super::findings::Findings;
use super::heading::Heading;
use super::tables::Tables;
use crate::chart::{Chart, Range};
use crate::host;
use crate::state::{Action, State};
use crate::words::Words;

/// From how many bytes a text is too large to be analysed at every key press.
const LARGE: usize = 200_000;

/// How long the reader must pause before a large text is analysed, in milliseconds.
const PAUSE: u32 = 300;

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

    let act = use_pause(state.dispatcher());
    let go = go_to(editor.clone(), chart.lines);
    let mend = mend(editor.clone(), Rc::clone(&state.settled), Rc::clone(&*chart));
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

/// Passes actions on. Small texts are analysed at every key press; a large one when the reader pauses.
#[yew::hook]
fn use_pause(dispatch: UseReducerDispatcher<State>) -> Callback<Action> {
    let pause = use_mut_ref(|| None::<Timeout>);
    use_callback(dispatch, move |mut action: Action, dispatch| {
        match &mut action {
            Action::Edit { text, unfinished: unfinished @ false } if text.len() > LARGE => {
                *unfinished = true;
                let dispatch = dispatch.clone();
                let settle = Timeout::new(PAUSE, move || dispatch.dispatch(Action::Settle));
                *pause.borrow_mut() = Some(settle);
            }
            Action::Edit { .. } => *pause.borrow_mut() = None,
            Action::Speak(lang) => host::remember(*lang),
            Action::Settle | Action::Open(_) => {}
        }
        dispatch.dispatch(action);
    })
}

/// Selects a range of the editor's text.
fn go_to(editor: NodeRef, lines: u32) -> Callback<Range> {
    Callback::from(move |range: Range| {
        if let Some(editor) = editor.cast::<HtmlTextAreaElement>() {
            host::select(&editor, range, lines);
        }
    })
}

/// Applies the fix of a finding, given by its index, unless the text has gone on since it was analysed.
fn mend(editor: NodeRef, analysed: Rc<str>, chart: Rc<Chart>) -> Callback<usize> {
    Callback::from(move |finding: usize| {
        let editor = editor.cast::<HtmlTextAreaElement>().filter(|editor| *editor.value() == *analysed);
        if let Some((editor, text)) = editor.zip(chart.mended(finding)) {
            host::retype(&editor, &text);
        }
    })
}
