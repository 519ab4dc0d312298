//! The page for frames (`embed/`): the verdict, one view, and the text if it may be changed. Nothing is kept in the
//! browser and the address stays as it is, because another page has written it.
//!
//! `?view=` one of the views' ids, `edit=1` shows the text, `theme=`, `lang=`. What is shown is the state in the fragment,
//! written as in links to the page, or `example=` an example's id, with `mended=1` its mended twin.

use super::app::{use_kept, use_pause, use_view};
use super::editor::Editor;
use super::notice::Notice;
use super::panel;
use super::part::part;
use super::share::opened;
use super::verdict::Verdict;
use crate::content::{Shelf, use_content};
use crate::state::{Action, Desk, Files, Guide, State, Theme, View};
use crate::words::{example, words};
use crate::{host, link};
use yew::{Callback, Html, classes, function_component, html, use_effect_with, use_reducer};

words! {
    struct Words {
        open: "Open in Portolan", "Portolanで開く";
        missing: "The example could not be loaded.", "例を読み込めませんでした。";
    }
}

/// What becomes of the example that the address names.
enum Named {
    /// None is named, or it stands there.
    Shown,
    /// It is on its way.
    Awaited,
    /// There is none of that id, or it cannot be had.
    Missing,
}

/// The whole page for frames.
#[function_component]
pub(crate) fn Embed() -> Html {
    let state = use_reducer(open);
    use_kept(&state.files);
    let act = use_pause(state.dispatcher(), state.files.size());
    let view = use_view(&state, act.clone());
    use_effect_with(state.lang, |lang| host::speak(*lang));
    use_effect_with(state.theme, |theme| host::paint(*theme));
    let words = Words::of(state.lang);
    match use_named(&state, &act) {
        Named::Awaited => return html! { <main class="embed-sheets" aria-busy="true"></main> },
        Named::Missing => return html! { <p class="notice" role="alert">{ words.missing }</p> },
        Named::Shown => {}
    }
    let edit = is_set("edit");
    let language = host::parameter("lang").map(|_| state.lang);
    let whole = format!("../#{}", link::encode(&link::said(&state, language)));
    html! {
        <>
            { part::<Notice>(view.clone()) }
            { part::<Verdict>(view.clone()) }
            <main class={classes!("embed-sheets", edit.then_some("two"))}>
                if edit { { part::<Editor>(view.clone()) } }
                <div class={classes!("view", state.view.id())}>{ panel::body(&view) }</div>
            </main>
            <p class="embed-foot"><a href={whole} target="_blank" rel="noopener">{ words.open }</a></p>
        </>
    }
}

/// What the address asks for; what it does not say is as in the page, but for what only the reader's store knows.
fn open() -> State {
    let lang = host::language_of_page();
    let state = opened(State::new(Files::single(example(lang)), lang));
    let theme = host::parameter("theme").and_then(|id| Theme::parse(&id)).unwrap_or_default();
    let view = asked_view().unwrap_or(state.view);
    State { theme, view, lang, plain: true, dialog: None, ..state }
}

/// Fetches the example that the address names, and lays it out.
#[yew::hook]
fn use_named(state: &State, act: &Callback<Action>) -> Named {
    let id = host::parameter("example");
    let shelf = use_content(state.lang, id.is_some());
    let desk = id.as_ref().zip(shelf.content()).and_then(|(id, content)| {
        let desk = content.example(id)?.1.desk(is_set("mended"));
        Some(Desk { view: asked_view().unwrap_or(desk.view), ..desk })
    });
    let laid_out = yew::use_state_eq(|| false);
    let named = match (&id, &shelf, &desk) {
        (None, ..) => Named::Shown,
        (Some(_), Shelf::Empty, _) => Named::Awaited,
        (Some(_), _, None) => Named::Missing,
        (Some(_), _, Some(_)) if *laid_out => Named::Shown,
        _ => Named::Awaited,
    };
    let (act, laid_out) = (act.clone(), laid_out.setter());
    use_effect_with(desk.is_some(), move |_| {
        if let Some(desk) = desk {
            act.emit(Action::Begin(Box::new(desk), Guide::None));
            laid_out.set(true);
        }
    });
    named
}

fn asked_view() -> Option<View> {
    View::parse(&host::parameter("view")?)
}

fn is_set(parameter: &str) -> bool {
    host::parameter(parameter).is_some_and(|value| value == "1")
}
