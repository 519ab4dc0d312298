//! The end of the way: what the one who asks sees, why, and what to do about it.

use super::outcomes::tone;
use crate::view::ViewProperties;
use crate::view::problems::mend;
use crate::view::prose::prose;
use crate::words::words;
use portolan_render::walk::Outcome;
use web_sys::MouseEvent;
use yew::{Callback, Html, classes, html};

words! {
    struct Words {
        simulated: "simulated", "シミュレーション";
        terminal: "What the terminal shows", "ターミナルの表示";
        fix: "Fix", "修正";
        look: "Show the line", "該当行を表示";
        sees: "The receiver ", "受け手から見た";
    }
}

/// The outcome as the last item of the list.
pub(super) fn ending(
    view: &ViewProperties,
    one: &Outcome,
    (place, here): (usize, bool),
    go: Callback<MouseEvent>,
) -> Html {
    let words = Words::of(view.lang());
    let index = one.diagnostic;
    let diagnostics = &view.chart.analysis.diagnostics;
    let mendable = index.filter(|index| diagnostics.get(*index).is_some_and(|one| one.fix.is_some()));
    let fix = mendable.map(|index| {
        html! { <button type="button" class="primary" onclick={mend(view, index)}>{ words.fix }</button> }
    });
    let look = one.blame.as_ref().map(|origin| {
        html! { <button type="button" onclick={view.show::<MouseEvent>(origin)}>{ words.look }</button> }
    });
    let seen = one.seen.as_ref().map(|seen| html! { <p class="hint">{ words.sees }{ seen }</p> });
    html! {
        <li class={classes!("ending", tone(one), here.then_some("here"), view.lit(&one.blame))} data-step={place.to_string()}>
            <button type="button" class="bare" aria-current={here.then_some("step")} onclick={go}>
                <span class="ends" aria-hidden="true">{ one.mark }</span>
                <b>{ &one.result }</b>{ " · " }{ &one.percent }
            </button>
            <p>{ prose(&one.reason) }</p>
            { for one.caution.iter().map(|caution| html! { <p class="hint">{ caution }</p> }) }
            { for seen }
            { terminal(one, words) }
            { for one.advice.iter().map(|advice| html! { <p class="advice">{ prose(advice) }</p> }) }
            <div class="deeds">{ for fix }{ for look }</div>
        </li>
    }
}

/// The command and what it says, as in a terminal, and how that feels.
fn terminal(one: &Outcome, words: &'static Words) -> Html {
    let symptom = &one.symptom;
    html! {
        <figure class="symptom">
            <figcaption class="unseen">{ words.terminal }</figcaption>
            <pre class="terminal"><span class="prompt">{ "$ " }</span>{ &symptom.command }{ "\n" }
                if !symptom.says.is_empty() { <span class="says">{ &symptom.says }{ "\n" }</span> }
                <span class="feels">{ "# " }{ &symptom.words }</span>
            </pre>
            <span class="badge">{ words.simulated }</span>
        </figure>
    }
}
