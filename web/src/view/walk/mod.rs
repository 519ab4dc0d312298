//! The walk of a packet, step by step: who asks for what, what may come of it, the way on the map and in words, and what
//! the one who asks sees in the end.

mod ask;
mod ending;
mod outcomes;
mod stepper;
mod way;

use super::ViewProperties;
use super::map::{Canvas, use_drawn};
use crate::chart::{self, Chart, asked, walk};
use crate::state::{self, Action};
use crate::words::words;
use ask::Ask;
use outcomes::outcomes;
use portolan_core::diagnostic::Lang;
use portolan_core::verdict::Question;
use std::rc::Rc;
use stepper::Stepper;
use way::Way;
use yew::{Html, function_component, html, use_memo};

words! {
    struct Words {
        nothing: "There is nothing to ask for yet: write a Service.",
            "まだ接続先がありません。Serviceを書いてください。";
        cut: "There are more branches than are followed: the shares do not add up to 100%.",
            "枝が多すぎるため、すべてはたどっていません。割合の合計は100%になりません。";
    }
}

/// What is asked, its walk or what is wrong with the question, and the walk before what would be otherwise.
struct Walked {
    question: Question,
    now: Result<Rc<chart::Walk>, String>,
    before: Option<Rc<chart::Walk>>,
}

/// What the walk is of.
#[derive(Clone, PartialEq)]
struct About {
    chart: Chart,
    before: Option<Chart>,
    walk: state::Walk,
    lang: Lang,
}

/// The walk of a packet, step by step.
#[function_component]
pub(super) fn Walk(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let drawn = use_drawn(view);
    let about = About {
        chart: view.chart.clone(),
        before: view.before.clone(),
        walk: state::Walk { step: 0, ..view.state.walk.clone() },
        lang: view.lang(),
    };
    let walks = use_memo(about, walks);
    let Some(Walked { question, now, before }) = &*walks else {
        return html! { <p class="quiet">{ words.nothing }</p> };
    };
    let ask = html! { <Ask view={view.clone()} question={question.clone()} /> };
    let now = match now {
        Ok(now) => now,
        Err(wrong) => {
            return html! { <>{ ask }<p class="quiet wrong" role="alert">{ super::prose::prose(wrong) }</p></> };
        }
    };
    let at = view.state.walk.step.min(now.count());
    html! {
        <>
            { ask }
            <p class="hint asked">{ &now.question }</p>
            { outcomes(view, now, before.as_ref()) }
            if now.cut { <p class="hint">{ words.cut }</p> }
            <div class="walk-map"><Canvas view={view.clone()} {drawn} route={now.route(at)} /></div>
            <Stepper view={view.clone()} walk={now.clone()} {at}>
                <Way view={view.clone()} walk={now.clone()} {at} />
            </Stepper>
        </>
    }
}

/// Walks, on the chart and on the one before; nothing if there is nothing to ask for.
fn walks(about: &About) -> Option<Walked> {
    let question = asked(&about.chart, &about.walk)?;
    let of = |chart: &Chart| walk(chart, &question, about.walk.outcome, about.lang).map(Rc::new);
    let before = about.before.as_ref().and_then(|before| of(before).ok());
    let now = of(&about.chart);
    Some(Walked { question, now, before })
}

/// Stands on another step, and points at the field that it comes from.
fn go(view: &ViewProperties, walk: &chart::Walk, step: usize) {
    view.act.emit(Action::Walk(state::Walk { step, ..view.state.walk.clone() }));
    let origin = match walk.steps().nth(step) {
        Some((_, step)) => step.origin.as_ref(),
        None => walk.outcome().and_then(|outcome| outcome.blame.as_ref()),
    };
    if let Some(origin) = origin {
        view.point_at(origin);
    }
}
