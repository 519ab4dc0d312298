//! What is around the Services: the ways in from outside, what load balancers do, who reaches what, and which type of
//! Service fits.

mod advice;
mod balancers;
mod matrix;
mod ways;

use super::ViewProperties;
use super::part::part;
use crate::state::{Action, Outside as Chosen, OutsidePart};
use crate::words::words;
use advice::Advice;
use balancers::Balancers;
use matrix::Matrix;
use ways::Ways;
use yew::{Html, function_component, html};

words! {
    struct Words {
        parts: "Parts of this view", "この画面の内容";
        ways: "Ways in", "入口";
        balancers: "Load balancers", "ロードバランサー";
        reachability: "Who reaches what", "到達可能性";
        advice: "Which type?", "どの型を使うか";
    }
}

/// What is around the Services.
#[function_component]
pub(super) fn Outside(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let chosen = &view.state.outside;
    let choice = |part: OutsidePart| {
        let name = match part {
            OutsidePart::Ways => words.ways,
            OutsidePart::Balancers => words.balancers,
            OutsidePart::Reachability => words.reachability,
            OutsidePart::Advice => words.advice,
        };
        let next = Chosen { part, ..chosen.clone() };
        let choose = view.act.reform(move |_| Action::Outside(next.clone()));
        let pressed = (chosen.part == part).to_string();
        html! { <button type="button" aria-pressed={pressed} onclick={choose}>{ name }</button> }
    };
    html! {
        <>
            <div class="outside-parts" role="group" aria-label={words.parts}>{ for OutsidePart::ALL.map(choice) }</div>
            { match chosen.part {
                OutsidePart::Ways => part::<Ways>(view.clone()),
                OutsidePart::Balancers => part::<Balancers>(view.clone()),
                OutsidePart::Reachability => part::<Matrix>(view.clone()),
                OutsidePart::Advice => part::<Advice>(view.clone()),
            } }
        </>
    }
}
