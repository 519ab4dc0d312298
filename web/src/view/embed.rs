//! The page for frames (`embed/`): the verdict, one view, and the text if it may be changed. Nothing is kept in the
//! browser and the address stays as it is, because another page has written it.
//!
//! `?view=` one of the views' ids, `edit=1` shows the text, `theme=`, `lang=`; what is shown is the state in the fragment,
//! written as in links to the page, or `example=` an example's id.

use super::app::{use_kept, use_pause, use_view};
use super::editor::Editor;
use super::notice::Notice;
use super::panel;
use super::share::opened;
use super::verdict::Verdict;
use crate::state::{Files, State, Theme, View};
use crate::view::part::part;
use crate::words::{example, words};
use crate::{host, link};
use yew::{Html, classes, function_component, html, use_effect_with, use_reducer};

words! {
    struct Words {
        open: "Open in Portolan", "Portolanで開く";
    }
}

/// The whole page for frames.
#[function_component]
pub(crate) fn Embed() -> Html {
    let state = use_reducer(open);
    let act = use_pause(state.dispatcher(), state.files.size());
    let view = use_view(&state, act);
    use_effect_with(state.lang, |lang| host::speak(*lang));
    use_effect_with(state.theme, |theme| host::paint(*theme));
    use_kept(&state.files);

    let words = Words::of(state.lang);
    let edit = host::parameter("edit").is_some_and(|edit| edit == "1");
    let whole =
        format!("../#{}", link::encode(&link::said(&state, host::parameter("lang").map(|_| state.lang))));
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
    let plain = State::new(Files::single(example(lang)), lang);
    let state = opened(plain);
    let theme = host::parameter("theme").and_then(|id| Theme::parse(&id)).unwrap_or_default();
    let view = host::parameter("view").and_then(|id| View::parse(&id)).unwrap_or(state.view);
    State { theme, view, lang, plain: true, dialog: None, ..state }
}
