//! Examples and lessons: a list to search, and to open one of.

use super::ViewProperties;
use super::dialog::Dialog;
use super::prose::prose;
use super::shelf::{search, shown};
use crate::content::{Content, Example, Group, Lesson, use_content};
use crate::host;
use crate::state::{Action, Course, Guide};
use crate::words::words;
use web_sys::KeyboardEvent;
use yew::{Callback, Html, UseStateHandle, classes, function_component, html, use_state};

words! {
    struct Words {
        title: "Examples and lessons", "例とレッスン";
        close: "Close", "閉じる";
        search: "Search, also by symptom: refused, pending…", "検索（refused、pendingなど症状でも）";
        sections: "Sections", "見出し";
        lessons: "Ten lessons", "10のレッスン";
        about: "Each is a broken system to mend, in a few minutes. What you have done is kept in this browser.",
            "壊れたシステムを数分で直す練習です。どこまで終えたかは、このブラウザーに保存されます。";
        forget: "Forget what I have done", "進み具合を消す";
        done: "done", "完了";
        nothing: "Nothing has these words.", "一致するものはありません。";
        loading: "Loading…", "読み込んでいます…";
        missing: "The examples could not be loaded. Are you offline?", "例を読み込めませんでした。オフラインではありませんか？";
        found: "found", "件";
    }
}

/// Examples and lessons.
#[function_component]
pub(super) fn Gallery(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let wanted = use_state(String::new);
    let done = use_state(host::lessons_done);
    let shelf = use_content(view.lang(), true);
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            <div class="gallery" onkeydown={move_focus}>
                { search(&wanted, words.search) }
                { shown(&shelf, (words.loading, words.missing), |content| list(view, content, &wanted, &done)) }
            </div>
        </Dialog>
    }
}

/// What there is, as far as it has the wanted words.
fn list(view: &ViewProperties, content: &Content, wanted: &str, done: &UseStateHandle<Vec<String>>) -> Html {
    let words = Words::of(view.lang());
    let wanted = wanted.to_lowercase();
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let lessons: Vec<(usize, &Lesson)> =
        content.lessons.iter().enumerate().filter(|(_, one)| has(&wanted, &lesson_words(one))).collect();
    let groups: Vec<(&Group, Vec<&Example>)> = content
        .groups
        .iter()
        .map(|group| (group, group.examples.iter().filter(|one| has(&wanted, &example_words(one))).collect()))
        .filter(|(_, examples): &(_, Vec<_>)| !examples.is_empty())
        .collect();
    let count = lessons.len() + groups.iter().map(|(_, examples)| examples.len()).sum::<usize>();
    let forget = {
        let done = done.clone();
        move |_| {
            host::forget_lessons();
            done.set(Vec::new());
        }
    };
    html! {
        <>
            <p class="unseen" role="status">{ format!("{count} {}", words.found) }</p>
            if count == 0 { <p class="quiet">{ words.nothing }</p> }
            { sections(!lessons.is_empty(), &groups, words) }
            if !lessons.is_empty() {
                <section id="gallery-0">
                    <h3>{ words.lessons }</h3>
                    <p class="hint">{ words.about }</p>
                    <ol class="cards lessons">
                        { for lessons.into_iter().map(|(place, one)| lesson(view, place, one, done.iter().any(|id| **id == *one.id), words)) }
                    </ol>
                    if !done.is_empty() { <p><button type="button" class="bare link" onclick={forget}>{ words.forget }</button></p> }
                </section>
            }
            { for groups.into_iter().enumerate().map(|(at, (group, examples))| section(view, at, group, &examples)) }
        </>
    }
}

/// Buttons that lead to the sections.
fn sections(lessons: bool, groups: &[(&Group, Vec<&Example>)], words: &'static Words) -> Html {
    let to = |at: usize, name: &str| {
        let onclick = move |_| host::bring_into_view(&format!("gallery-{at}"));
        html! { <button type="button" {onclick}>{ name }</button> }
    };
    html! {
        <nav class="sections" aria-label={words.sections}>
            if lessons { { to(0, words.lessons) } }
            { for groups.iter().enumerate().map(|(at, (group, _))| to(at + 1, &group.title)) }
        </nav>
    }
}

fn section(view: &ViewProperties, at: usize, group: &Group, examples: &[&Example]) -> Html {
    html! {
        <section id={format!("gallery-{}", at + 1)}>
            <h3>{ &group.title }</h3>
            <p class="hint">{ prose(&group.about) }</p>
            <ul class="cards">{ for examples.iter().map(|one| example(view, group, one)) }</ul>
        </section>
    }
}

fn lesson(view: &ViewProperties, place: usize, lesson: &Lesson, done: bool, words: &'static Words) -> Html {
    html! {
        <li>
            <button type="button" class={classes!("entry", done.then_some("done"))} onclick={begin_lesson(&view.act, lesson)}>
                <span class="number" aria-hidden="true">{ if done { "✓".to_owned() } else { (place + 1).to_string() } }</span>
                <span class="name">{ &lesson.title }</span>
                if done { <span class="unseen">{ words.done }</span> }
            </button>
        </li>
    }
}

fn example(view: &ViewProperties, group: &Group, example: &Example) -> Html {
    let twin = |mended: bool, name: &str| {
        html! { <button type="button" onclick={begin_example(&view.act, example, mended)}>
            { name }<span class="unseen">{ ": " }{ &example.title }</span>
        </button> }
    };
    html! {
        <li>
            <button type="button" class="entry" onclick={begin_example(&view.act, example, false)}>
                <span class="name">{ &example.title }</span>
                if !example.symptom.is_empty() { <span class="symptom">{ &example.symptom }</span> }
                <span class="about">{ prose(&example.about) }</span>
            </button>
            if !example.mended_files.is_empty() {
                <span class="twins">{ twin(false, &group.original) }{ twin(true, &group.twin) }</span>
            }
        </li>
    }
}

/// Opens an example, or its twin.
pub(super) fn begin_example<E: 'static>(
    act: &Callback<Action>,
    example: &Example,
    mended: bool,
) -> Callback<E> {
    let (desk, guide) = (example.desk(mended), example.guide(mended));
    act.reform(move |_| Action::Begin(Box::new(desk.clone()), guide.clone()))
}

/// Opens a lesson at its start.
pub(super) fn begin_lesson<E: 'static>(act: &Callback<Action>, lesson: &Lesson) -> Callback<E> {
    let (desk, guide) = (lesson.desk.clone(), Guide::Lesson(Course::new(&lesson.id)));
    act.reform(move |_| Action::Begin(Box::new(desk.clone()), guide.clone()))
}

/// Whether a text has all the words, whatever the case.
fn has(wanted: &[&str], text: &str) -> bool {
    let text = text.to_lowercase();
    wanted.iter().all(|word| text.contains(word))
}

fn example_words(example: &Example) -> String {
    [&*example.id, &example.title, &example.symptom, &example.about, &example.mended].join(" ")
}

fn lesson_words(lesson: &Lesson) -> String {
    [&*lesson.id, &lesson.title, &lesson.about].join(" ")
}

/// Moves the focus between the entries, and from the search to the first of them.
fn move_focus(event: KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    if host::move_focus(".gallery .search, .gallery .entry", step) {
        event.prevent_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_wanted_in_any_case_and_order() {
        assert!(has(&["pod", "selector"], "The Selector matches no Pod"));
        assert!(!has(&["pod", "node"], "The Selector matches no Pod"));
        assert!(has(&[], "anything"));
        assert!(has(&["セレクター"], "セレクターがどのPodにも一致しない"));
    }
}
