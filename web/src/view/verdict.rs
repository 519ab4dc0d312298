//! One sentence on top: whether the traffic arrives.

use super::ViewProperties;
use super::behind::use_behind;
use super::problems::mend;
use super::prose::prose;
use crate::chart::{self, Chart, verdict};
use crate::state::{Action, View, Walk};
use crate::words::words;
use portolan_core::verdict::Tone;
use yew::{Html, MouseEvent, classes, function_component, html, use_memo};

words! {
    struct Words {
        label: "Verdict", "判定";
        good: "Arrives", "届きます";
        partly: "In part", "一部";
        bad: "Lost", "届きません";
        open: "Open", "未定";
        fix: "Fix", "修正";
        guess: "a guess at what was meant: look at what it changes", "意図の推測を含むので、変更内容を確認してください";
        look: "Show the line", "該当行を表示";
        walk: "Walk the way", "経路をたどる";
        before: "Before: ", "変更前: ";
    }
}

impl Words {
    fn tone(&self, tone: Tone) -> (&'static str, &'static str, &'static str) {
        match tone {
            Tone::Good => ("good", "✓", self.good),
            Tone::Partly => ("partly", "!", self.partly),
            Tone::Bad => ("bad", "✗", self.bad),
            Tone::Open => ("open", "·", self.open),
        }
    }
}

/// The verdict, what it was before a change, and what to do about it: a frame behind the findings.
#[function_component]
pub(super) fn Verdict(view: &ViewProperties) -> Html {
    let (view, is_behind) = &use_behind(view);
    let words = Words::of(view.lang());
    let (from, to) = (view.state.walk.from.clone(), view.state.walk.to.clone());
    let asked = Walk { from, to, ..Walk::default() };
    let depends = (view.chart.clone(), view.before.clone(), asked, view.lang());
    let verdicts = use_memo(depends, |(chart, before, asked, lang)| {
        let of = |chart: &Chart| verdict(chart, asked, *lang);
        let before = before.as_ref().map(of);
        (of(chart), before)
    });
    let (now, before) = &*verdicts;
    let before = before.as_ref().filter(|before| before.sentence != now.sentence);
    let (tone, sign, name) = words.tone(now.tone);
    html! {
        <section class={classes!("verdict", tone, view.lit(&now.origin))} aria-label={words.label}>
            <span class="sign" aria-hidden="true">{ sign }</span>
            <div class="said" aria-live="polite" aria-busy={is_behind.then_some("true")}>
                <p><span class="unseen">{ name }{ ": " }</span>{ prose(&now.sentence) }</p>
                { for before.map(|before| html! { <p class="hint before">{ words.before }{ prose(&before.sentence) }</p> }) }
            </div>
            <div class="deeds">{ deeds(view, now, words) }</div>
        </section>
    }
}

/// What to do about it: mend it, look at the line, walk the way.
fn deeds(view: &ViewProperties, now: &chart::Verdict, words: &'static Words) -> Html {
    let fix = now.fix.map(|(index, safe)| {
        let title = (!safe).then_some(words.guess);
        html! { <button type="button" class="primary" {title} onclick={mend(view, index)}>{ words.fix }</button> }
    });
    let look = now.origin.as_ref().map(|origin| {
        html! { <button type="button" onclick={view.show::<MouseEvent>(origin)}>{ words.look }</button> }
    });
    let walk = now.question.as_ref().filter(|_| view.state.view != View::Walk).map(|_| {
        html! { <button type="button" onclick={view.act.reform(|_| Action::Open(View::Walk))}>{ words.walk }</button> }
    });
    html! { <>{ for fix }{ for look }{ for walk }</> }
}
