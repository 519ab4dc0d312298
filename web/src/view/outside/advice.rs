//! Which type of Service fits, why, what each would mean, and its manifest.

use super::super::ViewProperties;
use super::super::copy::Copy;
use super::super::prose::prose;
use crate::chart::Chart;
use crate::state::{Action, Outside};
use crate::words::words;
use portolan_core::advice::{self, Answer, Aspect, Choice, Fit, Given, Kind, Proposal, Subject, meaning};
use portolan_render::advice::{Advised, said, title};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, classes, function_component, html, use_memo, use_state_eq};

words! {
    struct Words {
        none: "There is no Service, and nothing that makes Pods.", "Serviceも、Podを作るものもありません。";
        about: "About", "対象";
        as_shown: "as the manifests show", "マニフェストから判断";
        yes: "yes", "はい";
        no: "no", "いいえ";
        fits: "fits", "適している";
        possible: "possible", "使える";
        unfit: "does not fit", "適さない";
        now: "now", "現在";
        scope: "Reach", "範囲";
        usage: "Use", "用途";
        cost: "Cost", "費用";
        limits: "Limits", "制限";
        more: "Read more", "詳しく読む";
        manifest: "Its manifest", "マニフェスト";
        copy: "Copy the manifest", "マニフェストをコピー";
    }
}

/// The advice: given anew when the manifests or the answers change, and not when the caret moves.
struct Shown {
    /// What there is advice about.
    names: Vec<String>,
    /// Which of them is chosen.
    chosen: usize,
    advice: advice::Advice,
    kind: Kind,
    proposal: Proposal,
}

impl Shown {
    fn of(chart: &Chart, about: &str, given: Given, kind: Option<Kind>) -> Option<Self> {
        let subjects = Subject::every(&chart.analysis);
        let names: Vec<String> = subjects.iter().map(Subject::word).collect();
        let chosen = names.iter().position(|one| one == about).unwrap_or(0);
        let subject = subjects.into_iter().nth(chosen)?;
        let Advised { advice, kind, proposal, .. } = Advised::new(&chart.analysis, subject, given, kind);
        Some(Self { names, chosen, advice, kind, proposal })
    }
}

/// Which type fits.
#[function_component]
pub(super) fn Advice(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let given = use_state_eq(Given::default);
    let kind = use_state_eq(|| None::<Kind>);
    let about = (view.chart.clone(), view.state.outside.about.clone(), *given, *kind);
    let shown = use_memo(about, |(chart, about, given, kind)| Shown::of(chart, about, *given, *kind));
    let Some(found) = &*shown else {
        return html! { <p class="quiet">{ words.none }</p> };
    };
    let choose = {
        let (act, outside) = (view.act.clone(), view.state.outside.clone());
        Callback::from(move |event: Event| {
            let about = event.target_unchecked_into::<HtmlSelectElement>().value();
            act.emit(Action::Outside(Outside { about, ..outside.clone() }));
        })
    };
    let option = |(place, one): (usize, &String)| {
        html! { <option value={one.clone()} selected={place == found.chosen}>{ one.clone() }</option> }
    };
    let answers = found.advice.answers.iter().map(|answer| {
        let (given, aspect) = (given.clone(), answer.aspect);
        let now = match aspect {
            Aspect::Outside => given.outside,
            Aspect::Http => given.http,
            Aspect::PerPod => given.per_pod,
        };
        let set = Callback::from(move |yes: Option<bool>| given.set(with(*given, aspect, yes)));
        self::answer(view, words, answer, now, set)
    });
    let choices = found.advice.choices.iter().map(|choice| {
        let kind = kind.clone();
        let own = choice.kind;
        self::choice(view, words, choice, found.kind == own, Callback::from(move |()| kind.set(Some(own))))
    });
    let text = found.proposal.text();
    let copied = text.clone();
    html! {
        <div class="advice">
            <p class="advice-about"><label>{ words.about }{ " " }<select onchange={choose}>{ for found.names.iter().enumerate().map(option) }</select></label></p>
            <div class="advice-answers">{ for answers }</div>
            <ol class="advice-choices">{ for choices }</ol>
            <section class="advice-manifest">
                <h3>{ words.manifest }{ ": " }{ title(found.kind, view.lang()) }</h3>
                { for found.proposal.notes.iter().map(|note| html! { <p class="hint">{ prose(&note.render(view.lang())) }</p> }) }
                <pre tabindex="0">{ text }</pre>
                <Copy text={Callback::from(move |()| copied.clone())} label={words.copy} lang={view.lang()} />
            </section>
        </div>
    }
}

/// The answers of a person, with another one.
fn with(given: Given, aspect: Aspect, yes: Option<bool>) -> Given {
    match aspect {
        Aspect::Outside => Given { outside: yes, ..given },
        Aspect::Http => Given { http: yes, ..given },
        Aspect::PerPod => Given { per_pod: yes, ..given },
    }
}

/// A question with its answer, the signs, and the choice of another answer.
fn answer(
    view: &ViewProperties,
    words: &'static Words,
    answer: &Answer,
    given: Option<bool>,
    set: Callback<Option<bool>>,
) -> Html {
    let question = answer.aspect.question().render(view.lang());
    let choose = set.reform(|event: Event| {
        match event.target_unchecked_into::<HtmlSelectElement>().value().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    });
    let option = |value: &'static str, name: &'static str, of: Option<bool>| {
        html! { <option {value} selected={given == of}>{ name }</option> }
    };
    let signs = answer.signs.iter().map(|sign| {
        let words = prose(&sign.message.render(view.lang()));
        let mark = if sign.yes { "+" } else { "−" };
        let words = match &sign.origin {
            Some(origin) => html! { <button type="button" class={classes!("bare", "link", view.lit([origin]))} onclick={view.show(origin)}>{ words }</button> },
            None => words,
        };
        html! { <li><b aria-hidden="true">{ mark }</b>{ words }</li> }
    });
    html! {
        <section class="advice-answer">
            <h3>{ question.clone() }</h3>
            <p><b>{ prose(&said(answer).render(view.lang())) }</b>
                <select aria-label={question} onchange={choose}>
                    { option("", words.as_shown, None) }
                    { option("yes", words.yes, Some(true)) }
                    { option("no", words.no, Some(false)) }
                </select>
            </p>
            <ul>{ for signs }</ul>
        </section>
    }
}

/// A type, how it fits, and why.
fn choice(
    view: &ViewProperties,
    words: &'static Words,
    choice: &Choice,
    is_shown: bool,
    show: Callback<()>,
) -> Html {
    let lang = view.lang();
    let (class, fit) = match choice.fit {
        Fit::Fits => ("good", words.fits),
        Fit::Possible => ("partly", words.possible),
        Fit::Unfit => ("bad", words.unfit),
    };
    let means = meaning(choice.kind);
    let fact = |name: &'static str, said: &'static portolan_core::diagnostic::Template| {
        html! { <><dt>{ name }</dt><dd>{ prose(&said.message().render(lang)) }</dd></> }
    };
    html! {
        <li class={classes!("advice-choice", class)}>
            <h4>
                <button type="button" aria-pressed={is_shown.to_string()} onclick={show.reform(|_| ())}>{ title(choice.kind, lang) }</button>
                <span class="chip">{ fit }</span>
                if choice.current { <span class="chip">{ words.now }</span> }
            </h4>
            <ul>{ for choice.reasons.iter().map(|reason| html! { <li>{ prose(&reason.render(lang)) }</li> }) }</ul>
            if is_shown {
                <dl>
                    { fact(words.scope, means.scope) }
                    { fact(words.usage, means.usage) }
                    { fact(words.cost, means.cost) }
                    { fact(words.limits, means.limits) }
                </dl>
                <a href={means.source} target="_blank" rel="noopener">{ words.more }</a>
            }
        </li>
    }
}
