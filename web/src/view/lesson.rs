//! A lesson: what is to be done, how its goals stand at every key press, hints one by one, and the solution.

use super::ViewProperties;
use super::gallery::begin_lesson;
use super::guide::tools;
use super::prose::{paragraphs, prose};
use crate::chart::{Chart, Reached, right_answer, standing};
use crate::content::{Content, Goal, Lesson, Shelf};
use crate::host;
use crate::state::{Action, Course, Dialog, Guide};
use crate::words::words;
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::{Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with};

words! {
    struct Words {
        lesson: "Lesson", "レッスン";
        goals: "Goals", "目標";
        met: "reached", "達成";
        open: "open", "未達成";
        answer: "Your answer", "答え";
        check: "Check", "確認";
        hint: "Hint", "ヒント";
        reveal: "Show the solution", "答えを見る";
        again: "Start again", "最初から";
        next: "Next lesson", "次のレッスン";
        all: "All lessons", "レッスン一覧";
        done: "Done!", "できました！";
        done_dot: "done", "完了";
        here: "this one", "現在";
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct LessonProperties {
    pub(super) shelf: Shelf,
    pub(super) course: Course,
    pub(super) view: ViewProperties,
}

/// A lesson above the editor.
#[function_component]
pub(super) fn LessonGuide(properties: &LessonProperties) -> Html {
    let LessonProperties { shelf, course, view } = properties;
    let lang = view.lang();
    // What would be otherwise does not count: the manifests are to be mended.
    let chart = &view.written;
    let found = shelf.content().and_then(|content| Some((content, content.lesson(&course.id)?)));
    let standings: Vec<Reached> =
        found.map(|(_, (_, lesson))| standings(chart, lesson, course, lang)).unwrap_or_default();
    let done = !standings.is_empty() && standings.iter().all(|one| one.met);
    use_effect_with((course.id.clone(), done), |(id, done)| {
        if *done {
            host::lesson_done(id);
        }
    });
    let Some((content, (place, lesson))) = found else { return html! {} };
    let words = Words::of(lang);
    html! {
        <section class={classes!("guide", "lesson", done.then_some("done"))} aria-label={words.lesson} key={course.id.clone()}>
            <header>
                <h2><span class="number">{ place + 1 }</span>{ &lesson.title }</h2>
                { dots(content, place, done, words, &view.act) }
                { tools(view) }
            </header>
            <div class="told">
                if done {
                    <div class="closing" role="status"><b>{ words.done }</b>{ paragraphs(&lesson.closing, lang) }</div>
                    { steps(content, (place, lesson), course, (done, chart), view) }
                } else {
                    { paragraphs(&lesson.about, lang) }
                }
                <ul class="goals" aria-label={words.goals} aria-live="polite">
                    { for lesson.goals.iter().enumerate().zip(&standings).map(|(one, reached)| goal(view, one, reached, course, chart)) }
                </ul>
                if !done {
                    { for lesson.hints.iter().take(course.hints).enumerate().map(|(at, hint)| html! {
                        <p class="hint-text"><b>{ format!("{} {}", words.hint, at + 1) }</b>{ prose(hint) }</p>
                    }) }
                    { steps(content, (place, lesson), course, (done, chart), view) }
                }
            </div>
        </section>
    }
}

/// How the goals stand. A question that was answered rightly stays so.
fn standings(
    chart: &Chart,
    lesson: &Lesson,
    course: &Course,
    lang: portolan_core::diagnostic::Lang,
) -> Vec<Reached> {
    let goals = lesson.goals.iter().enumerate();
    let one = |(at, goal): (usize, &Goal)| {
        let reached = standing(chart, &goal.check, course.answer(at), lang);
        let answered = course.has_answered(at);
        Reached { met: if reached.question { answered } else { reached.met }, ..reached }
    };
    goals.map(one).collect()
}

/// One goal; a question has a field for its answer.
fn goal(
    view: &ViewProperties,
    (at, goal): (usize, &Goal),
    reached: &Reached,
    course: &Course,
    chart: &Chart,
) -> Html {
    let (lang, words) = (view.lang(), Words::of(view.lang()));
    let onsubmit = {
        let (course, chart, act, check) =
            (course.clone(), chart.clone(), view.act.clone(), goal.check.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form = event.target_unchecked_into::<web_sys::Element>();
            let field = form.query_selector("input").ok().flatten();
            let Some(answer) =
                field.map(|field| wasm_bindgen::JsCast::unchecked_into::<HtmlInputElement>(field).value())
            else {
                return;
            };
            let right = standing(&chart, &check, &answer, lang).met;
            act.emit(Action::Guide(Guide::Lesson(course.answered(at, &answer, right))));
        })
    };
    let state = if reached.met { words.met } else { words.open };
    let now = (!reached.met && !reached.now.is_empty()).then_some(&reached.now);
    html! {
        <li class={classes!("goal", reached.met.then_some("met"))}>
            <span class="sign" aria-hidden="true">{ if reached.met { "✓" } else { "○" } }</span>
            <div>
                <span>{ prose(&goal.text) }</span><span class="unseen">{ format!(" ({state})") }</span>
                if reached.question && !reached.met {
                    <form class="answer" {onsubmit}>
                        <input type="text" aria-label={words.answer} autocomplete="off" autocapitalize="off" spellcheck="false" />
                        <button type="submit">{ words.check }</button>
                    </form>
                } else if reached.question {
                    <code class="right">{ course.answer(at) }</code>
                }
                if let Some(now) = now { <p class="now">{ prose(now) }</p> }
            </div>
        </li>
    }
}

/// Hint, solution, start again, next.
fn steps(
    content: &Content,
    (place, lesson): (usize, &Lesson),
    course: &Course,
    (done, chart): (bool, &Chart),
    view: &ViewProperties,
) -> Html {
    let words = Words::of(view.lang());
    let act = &view.act;
    let more = Course { hints: course.hints + 1, ..course.clone() };
    let hint = act.reform(move |_: web_sys::MouseEvent| Action::Guide(Guide::Lesson(more.clone())));
    let next = content.lessons.get(place + 1);
    html! {
        <p class="steps">
            if done {
                if let Some(next) = next {
                    <button type="button" class="primary" onclick={begin_lesson(act, next)}>{ words.next }</button>
                } else {
                    <button type="button" class="primary" onclick={act.reform(|_| Action::Dialog(Some(Dialog::Gallery)))}>{ words.all }</button>
                }
            } else {
                if course.hints < lesson.hints.len() {
                    <button type="button" onclick={hint}>
                        { words.hint }<span class="count">{ format!("{}/{}", course.hints + 1, lesson.hints.len()) }</span>
                    </button>
                }
                <button type="button" onclick={reveal(lesson, course, chart, act)}>{ words.reveal }</button>
            }
            <button type="button" onclick={begin_lesson(act, lesson)}>{ words.again }</button>
        </p>
    }
}

/// Puts the solution into the editor and gives the answers.
fn reveal(
    lesson: &Lesson,
    course: &Course,
    chart: &Chart,
    act: &Callback<Action>,
) -> Callback<web_sys::MouseEvent> {
    let (solved, act) = (lesson.solved(), act.clone());
    let mut course = Course { revealed: true, ..course.clone() };
    for (at, goal) in lesson.goals.iter().enumerate() {
        if let Some(answer) = right_answer(chart, &goal.check) {
            course = course.answered(at, &answer, true);
        }
    }
    Callback::from(move |_| {
        for (file, one) in solved.list().iter().enumerate() {
            act.emit(Action::Edit { file, text: one.text.to_string(), unfinished: false });
        }
        act.emit(Action::Guide(Guide::Lesson(course.clone())));
    })
}

/// All lessons as dots: where one is, and what is done.
fn dots(
    content: &Content,
    here: usize,
    done_here: bool,
    words: &'static Words,
    act: &Callback<Action>,
) -> Html {
    let done = host::lessons_done();
    let dot = |(place, lesson): (usize, &Lesson)| {
        let is_done = done.iter().any(|id| **id == *lesson.id) || (place == here && done_here);
        let state = [is_done.then_some(words.done_dot), (place == here).then_some(words.here)];
        let state: Vec<&str> = state.into_iter().flatten().collect();
        let name = format!("{} {}: {} {}", words.lesson, place + 1, lesson.title, state.join(", "));
        let class = classes!("bare", "dot", is_done.then_some("done"));
        html! {
            <li><button type="button" {class} aria-current={(place == here).then_some("step")} aria-label={name.clone()}
                title={name} onclick={begin_lesson(act, lesson)} /></li>
        }
    };
    html! { <ol class="dots">{ for content.lessons.iter().enumerate().map(dot) }</ol> }
}
