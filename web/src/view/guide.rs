//! What leads the reader: the words of an example, or a lesson, above the editor.

use super::ViewProperties;
use super::gallery::begin_example;
use super::lesson::{LessonGuide, LessonProperties};
use super::part::part;
use super::prose::paragraphs;
use crate::content::{Example, Group, use_content};
use crate::state::{Action, Guide as Leader};
use crate::words::words;
use std::rc::Rc;
use yew::{Callback, Html, classes, function_component, html};

words! {
    pub(super) struct Words {
        example: "Example", "例";
        close: "Close, and keep these files", "閉じる（ファイルはこのまま）";
        back: "Back to what I had", "元のファイルに戻す";
        variants: "Variants", "比べる";
        symptom: "Symptom", "症状";
    }
}

/// The guide, if there is one.
#[function_component]
pub(super) fn Guide(view: &ViewProperties) -> Html {
    let shelf = use_content(view.lang(), view.state.guide != Leader::None);
    let Some(content) = shelf.content() else { return html! {} };
    match &view.state.guide {
        Leader::None => html! {},
        Leader::Example(id, mended) => match content.example(id) {
            Some((group, one)) => example(view, group, one, *mended),
            None => html! {},
        },
        Leader::Lesson(course) => match content.lesson(&course.id) {
            Some(_) => {
                let (shelf, course) = (shelf.clone(), course.clone());
                part::<LessonGuide>(LessonProperties { shelf, course, view: view.clone() })
            }
            None => html! {},
        },
    }
}

fn example(view: &ViewProperties, group: &Group, example: &Example, mended: bool) -> Html {
    let words = Words::of(view.lang());
    let choice = |which: bool, name: &str| {
        html! {
            <button type="button" aria-pressed={(which == mended).to_string()} onclick={begin_example(&view.act, example, which)}>
                { name }
            </button>
        }
    };
    let told = if mended && !example.mended.is_empty() { &example.mended } else { &example.about };
    let symptom = if mended { "" } else { &*example.symptom };
    html! {
        <section class={classes!("guide", "example")} aria-label={words.example} key={Rc::clone(&example.id)}>
            <header>
                <h2>{ &example.title }</h2>
                if !example.mended_files.is_empty() {
                    <span class="variants" role="group" aria-label={words.variants}>
                        { choice(false, &group.original) }{ choice(true, &group.twin) }
                    </span>
                }
                { tools(view) }
            </header>
            <div class="told">
                if !symptom.is_empty() { <p class="symptom"><span class="unseen">{ words.symptom }{ ": " }</span>{ symptom }</p> }
                { paragraphs(told, view.lang()) }
            </div>
        </section>
    }
}

/// The ways out.
pub(super) fn tools(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let leave = |name: &'static str, sign: &'static str, onclick: Callback<web_sys::MouseEvent>| {
        html! { <button type="button" aria-label={name} title={name} {onclick}>{ sign }</button> }
    };
    html! {
        <span class="leave">
            if view.state.laid_aside.is_some() {
                { leave(words.back, "↶", view.act.reform(|_| Action::TakeBack)) }
            }
            { leave(words.close, "✕", view.act.reform(|_| Action::Guide(Leader::None))) }
        </span>
    }
}
