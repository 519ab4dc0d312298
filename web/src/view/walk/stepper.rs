//! The stepper: buttons and keys that go from step to step, and the step in words, read out as it changes.

use super::go;
use crate::chart;
use crate::view::ViewProperties;
use crate::view::prose::prose;
use crate::words::words;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use web_sys::{KeyboardEvent, MouseEvent};
use yew::{Callback, Children, Html, Properties, function_component, html, use_effect_with, use_state_eq};

words! {
    struct Words {
        label: "Steps of the walk: the arrow keys go back and forth, Home and End to both ends",
            "経路の各段階：左右の矢印キーで前後に、HomeとEndで両端に移動します";
        controls: "Steps", "段階";
        first: "To the first step", "最初の段階へ";
        back: "Step back", "前の段階へ";
        on: "Step on", "次の段階へ";
        last: "To the end", "最後へ";
        play: "Play", "再生";
        pause: "Pause", "一時停止";
        step: "Step ", "段階";
        of: " of ", "/";
        outcome: "The end", "結果";
        chance: "Chance decides: ", "確率で決まります: ";
        of_all: " of all connections come here", "の接続がここに来ます";
    }
}

/// How long each step is shown while the walk plays, in milliseconds.
const PACE: u32 = 2_200;

#[derive(PartialEq, Properties)]
pub(super) struct StepperProperties {
    pub(super) view: ViewProperties,
    pub(super) walk: Rc<chart::Walk>,
    /// The step that is shown; behind the last one is the outcome.
    pub(super) at: usize,
    /// The list of steps.
    pub(super) children: Children,
}

impl PartialEq for chart::Walk {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The buttons, the step in words, and around both what hears the keys.
#[function_component]
pub(super) fn Stepper(properties: &StepperProperties) -> Html {
    let StepperProperties { view, walk, at, children } = properties;
    let words = Words::of(view.lang());
    let (at, last) = (*at, walk.count());
    let playing = use_state_eq(|| false);
    let to = {
        let (view, walk) = (view.clone(), Rc::clone(walk));
        Callback::from(move |step: usize| go(&view, &walk, step))
    };
    {
        let (to, playing) = (to.clone(), playing.clone());
        use_effect_with((*playing, at, last), move |(on, at, last)| {
            let (at, last) = (*at, *last);
            let timer = on.then(|| {
                Timeout::new(PACE, move || if at < last { to.emit(at + 1) } else { playing.set(false) })
            });
            move || drop(timer)
        });
    }
    let keys = {
        let to = to.clone();
        move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => (at + 1).min(last),
                "ArrowLeft" => at.saturating_sub(1),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            event.prevent_default();
            to.emit(step);
        }
    };
    let play = {
        let (playing, to) = (playing.clone(), to.clone());
        move |_: MouseEvent| {
            if !*playing && at >= last {
                to.emit(0);
            }
            playing.set(!*playing);
        }
    };
    let (sign, name) = if *playing { ("❚❚", words.pause) } else { ("▶", words.play) };
    html! {
        <div class="walk-stepper" role="group" aria-label={words.label} tabindex="0" onkeydown={keys}>
            <div class="stepper-bar">
                <div class="stepper-buttons" role="group" aria-label={words.controls}>
                    { button((words.first, "⇤"), at > 0, to.reform(move |_| 0)) }
                    { button((words.back, "←"), at > 0, to.reform(move |_| at.saturating_sub(1))) }
                    <button type="button" class="play" aria-label={name} title={name} onclick={play}>{ sign }</button>
                    { button((words.on, "→"), at < last, to.reform(move |_| at + 1)) }
                    { button((words.last, "⇥"), at < last, to.reform(move |_| last)) }
                </div>
                <progress max={last.to_string()} value={at.to_string()} aria-hidden="true" />
                <span class="stepper-count">
                    { if at < last { format!("{}{}{}{last}", words.step, at + 1, words.of) } else { words.outcome.to_owned() } }
                </span>
            </div>
            <div class="narration" aria-live="polite" aria-atomic="true">{ narration(walk, at, words) }</div>
            { children.clone() }
        </div>
    }
}

fn button((name, sign): (&'static str, &'static str), able: bool, act: Callback<MouseEvent>) -> Html {
    html! { <button type="button" aria-label={name} title={name} disabled={!able} onclick={act}>{ sign }</button> }
}

/// The step in words.
fn narration(walk: &chart::Walk, at: usize, words: &'static Words) -> Html {
    let Some((station, step)) = walk.steps().nth(at) else {
        let told = walk.outcome().map(|one| format!("{} {}: {}", one.mark, one.result, one.reason));
        return html! { <p>{ prose(&told.unwrap_or_default()) }</p> };
    };
    let odds = step.odds.as_ref().zip(step.likelihood.as_ref());
    html! {
        <>
            <p class="where">
                if !station.node.is_empty() { <b>{ &station.node }</b>{ " · " } }
                { &station.head }
            </p>
            <p>{ prose(&step.sentence) }</p>
            { for odds.map(|(odds, share)| html! { <p class="odds">{ words.chance }<b>{ odds }</b>{ " · " }{ share }{ words.of_all }</p> }) }
        </>
    }
}
