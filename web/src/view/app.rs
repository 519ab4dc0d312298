//! The page: the heading, the verdict, what would be otherwise, the editor, and the views.

use super::ViewProperties;
use super::editor::Editor;
use super::gallery::Gallery;
use super::glossary::Glossary;
use super::guide::Guide;
use super::heading::Heading;
use super::help::{self, Help};
use super::notice::Notice;
use super::panel::Panel;
use super::place::{Show, place};
use super::share::{Share, opened, use_address};
use super::update::Update;
use super::verdict::Verdict;
use super::what_if::WhatIf;
use crate::chart::{CHANGER, Chart, Light};
use crate::content::use_asked;
use crate::deferred::{Code, deferred, use_code};
use crate::state::{Action, Dialog, Files, Guide as Leader, Pane, State};
use crate::view::part::part;
use crate::words::{example, words};
use crate::{host, rest};
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::{
    Callback, Html, UseReducerDispatcher, UseReducerHandle, classes, function_component, html, use_callback,
    use_effect_with, use_memo, use_mut_ref, use_reducer,
};

words! {
    struct Words {
        private: "All of it happens in this page. Your manifests are sent nowhere.",
            "すべてこのページの中で動きます。マニフェストはどこにも送信されません。";
        simulated: "Addresses and Pod names are Portolan's own choice where the manifests leave them open.",
            "マニフェストが決めていないアドレスやPodの名前は、Portolanが決めています。";
        panes: "Halves of the page", "ページの表示";
        editor: "YAML", "YAML";
        answers: "Answers", "結果";
    }
}

/// From how many bytes texts are too large to be analysed at every key press.
const LARGE: usize = 200_000;

/// How long the reader must pause before large texts are analysed, in milliseconds.
const PAUSE: u32 = 300;

/// The whole page.
#[function_component]
pub(crate) fn App() -> Html {
    let state = use_reducer(open);
    use_kept(&state.files);
    let act = use_pause(state.dispatcher(), state.files.size());
    let view = use_view(&state, act);
    use_effect_with(state.lang, |lang| host::speak(*lang));
    use_effect_with(state.theme, |theme| host::paint(*theme));
    use_keys(&view.act);
    use_address(&view.state, &view.act);
    use_asked(state.lang, &view.act);

    let words = Words::of(state.lang);
    let pane = match state.pane {
        Pane::Editor => "at-editor",
        Pane::View => "at-view",
    };
    html! {
        <>
            { part::<Update>(view.clone()) }
            <Heading lang={state.lang} theme={state.theme} act={view.act.clone()} />
            { part::<Notice>(view.clone()) }
            { part::<Verdict>(view.clone()) }
            { part::<WhatIf>(view.clone()) }
            <main class={classes!(pane)}>
                { panes(&state, &view.act, words) }
                { guide(&view) }
                { part::<Editor>(view.clone()) }
                { part::<Panel>(view.clone()) }
            </main>
            <footer><p>{ words.private }{ " " }{ words.simulated }</p></footer>
            { dialog(&view) }
        </>
    }
}

/// The page as it opens: with the texts that outlived a panic, else as the address has it, else with the
/// files of the last visit, else with the example.
fn open() -> State {
    let lang = host::language();
    let page = |files| State { theme: host::theme(), plain: host::is_plain(), ..State::new(files, lang) };
    let given = || Files::single(example(lang));
    match host::restarted() {
        Some(files) => page(Files::new(files).unwrap_or_else(given)),
        None => opened(page(host::saved_files().unwrap_or_else(given))),
    }
}

/// Keeps the texts where they outlive a panic: at once, before anything is computed of them.
#[yew::hook]
pub(super) fn use_kept(files: &Files) {
    let kept = use_mut_ref(|| None::<Files>);
    let before = kept.borrow_mut().replace(files.clone());
    host::keep(before.as_ref(), files);
}

/// What the views are functions of: analysed when the settled files or the changes are others, and only then.
#[yew::hook]
pub(super) fn use_view(state: &UseReducerHandle<State>, act: Callback<Action>) -> ViewProperties {
    let unchanged = state.what_if.without_changes();
    let written = use_memo((state.settled.clone(), unchanged.clone()), |(files, unchanged)| {
        Chart::of(files, unchanged)
    });
    let changer = match use_code(CHANGER, !state.what_if.changes.is_empty()) {
        Code::Here(changer) => Some(changer),
        Code::Awaited | Code::Lost(_) => None,
    };
    let changes = (!state.what_if.is_empty()).then(|| (state.settled.clone(), state.what_if.clone()));
    let changed = use_memo((changes, changer.is_some()), |(changes, _)| {
        let (files, what_if) = changes.as_ref()?;
        Some(changer.map_or_else(|| Chart::of(files, what_if), |make| Chart::changed(files, what_if, make)))
    });
    let pinned = use_memo((state.pinned.clone(), unchanged), |(pinned, unchanged)| {
        pinned.as_ref().map(|files| Chart::of(files, unchanged))
    });
    let before = (*pinned).clone().or_else(|| changed.as_ref().as_ref().map(|_| (*written).clone()));
    let chart = (*changed).clone().unwrap_or_else(|| (*written).clone());
    let light = Light::of(&chart, state.caret);
    ViewProperties {
        chart,
        written: (*written).clone(),
        before,
        light,
        state: Rc::new((**state).clone()),
        act,
    }
}

/// Passes actions on. Small texts are analysed at every key press; large ones when the reader pauses. While the rest of
/// the program is on its way, what is typed is taken down, and all else waits for it.
#[yew::hook]
pub(super) fn use_pause(dispatch: UseReducerDispatcher<State>, size: usize) -> Callback<Action> {
    let pause = use_mut_ref(|| None::<Timeout>);
    use_callback((dispatch, size > LARGE), move |action: Action, (dispatch, large)| {
        let (dispatch, large, pause) = (dispatch.clone(), *large, Rc::clone(&pause));
        let Some(coming) = rest::coming() else { return pass(action, &dispatch, large, &pause) };
        let later = match action {
            Action::Edit { file, text, unfinished: false } => {
                dispatch.dispatch(Action::Edit { file, text, unfinished: true });
                Action::Settle
            }
            Action::Edit { .. } => return dispatch.dispatch(action),
            other => other,
        };
        spawn_local(async move {
            coming.await;
            pass(later, &dispatch, large, &pause);
        });
    })
}

/// Passes an action on; the analysis of a large text is put off.
fn pass(
    mut action: Action,
    dispatch: &UseReducerDispatcher<State>,
    large: bool,
    pause: &RefCell<Option<Timeout>>,
) {
    match &mut action {
        Action::Edit { text, unfinished: unfinished @ false, .. } if large || text.len() > LARGE => {
            *unfinished = true;
            let dispatch = dispatch.clone();
            *pause.borrow_mut() = Some(Timeout::new(PAUSE, move || dispatch.dispatch(Action::Settle)));
        }
        Action::Edit { .. } | Action::Replace(_) => *pause.borrow_mut() = None,
        Action::Speak(lang) => host::remember_language(*lang),
        Action::Paint(theme) => host::remember_theme(*theme),
        _ => {}
    }
    dispatch.dispatch(action);
}

/// The keys that work everywhere.
#[yew::hook]
fn use_keys(act: &Callback<Action>) {
    use_effect_with(act.clone(), |act| {
        let act = act.clone();
        let listener = host::on_key(move |key| {
            let meaning = help::meaning(key);
            let is_meant = meaning.is_some();
            meaning.into_iter().for_each(|action| act.emit(action));
            is_meant
        });
        move || drop(listener)
    });
}

/// The switch between the halves of the page, for narrow windows.
fn panes(state: &State, act: &Callback<Action>, words: &'static Words) -> Html {
    let half = |pane: Pane, name: &'static str| {
        let pressed = (state.pane == pane).to_string();
        html! { <button type="button" aria-pressed={pressed} onclick={act.reform(move |_| Action::Turn(pane))}>{ name }</button> }
    };
    html! {
        <div class="panes" role="group" aria-label={words.panes}>
            { half(Pane::Editor, words.editor) }
            { half(Pane::View, words.answers) }
        </div>
    }
}

deferred! {
    /// The dialogs.
    DIALOGS: Show = open_dialog, in extras
}

fn dialog(view: &ViewProperties) -> Html {
    if view.state.dialog.is_some() {
        place(DIALOGS, view)
    } else {
        html! {}
    }
}

fn open_dialog(view: ViewProperties) -> Html {
    match view.state.dialog {
        Some(Dialog::Help) => part::<Help>(view),
        Some(Dialog::Gallery) => part::<Gallery>(view),
        Some(Dialog::Share) => part::<Share>(view),
        Some(Dialog::Glossary) => part::<Glossary>(view),
        None => html! {},
    }
}

deferred! {
    /// The words of examples, and the lessons.
    GUIDE: Show = part::<Guide>, in extras
}

fn guide(view: &ViewProperties) -> Html {
    if view.state.guide == Leader::None {
        html! {}
    } else {
        place(GUIDE, view)
    }
}
