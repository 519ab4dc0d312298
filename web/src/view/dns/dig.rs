//! The dig box: a name as a chosen Pod looks it up, query by query through its search list.

use crate::chart::{Lookup, lookup};
use crate::state::{self, Action};
use crate::view::ViewProperties;
use crate::view::prose::prose;
use crate::words::words;
use portolan_render::dns::Answer;
use portolan_render::walk::Choices;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, InputEvent, MouseEvent};
use yew::{Callback, Html, TargetCast, classes, function_component, html, use_memo};

words! {
    struct Words {
        title: "Look a name up", "名前を引く";
        from: "From", "問い合わせ元";
        name: "Name", "名前";
        kind: "Type", "タイプ";
        guest: "a client Pod, added for this", "このために加えたPod";
        pods: "Pods", "Pod";
        nobody: "There is no Pod that could ask.", "問い合わせられるPodがありません。";
        ask: "What its resolver asks for, one after another", "リゾルバーが順に問い合わせる名前";
        found: "found", "見つかりました";
        missed: "missed", "見つかりません";
        conf: "/etc/resolv.conf of the Pod", "Podの/etc/resolv.conf";
        own: "This Pod asks its node's resolver, and knows no name of the cluster.",
            "このPodはノードのリゾルバーに問い合わせるため、クラスター内の名前を引けません。";
        answer: "The answer, as dig shows it", "digの表示";
        simulated: "simulated", "シミュレーション";
        try_it: "Look up", "引き直す";
    }
}

/// The types that are offered.
const TYPES: [&str; 7] = ["A", "AAAA", "SRV", "CNAME", "PTR", "TXT", "SOA"];

/// The box.
#[function_component]
pub(super) fn DigBox(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let about = (view.chart.clone(), view.state.dig.clone(), view.lang());
    let found = use_memo(about, |(chart, dig, lang)| lookup(chart, dig, *lang));
    let choices = use_memo(view.chart.clone(), |chart| Choices::of(&chart.analysis));
    let body = match &*found {
        Some(found) => html! { <>{ form(view, found, &choices, words) }{ answer(view, found, words) }</> },
        None => html! { <p class="quiet">{ words.nobody }</p> },
    };
    html! { <section class="dig" aria-labelledby="dig-title"><h2 id="dig-title">{ words.title }</h2>{ body }</section> }
}

/// With another choice.
fn chosen<E: 'static>(view: &ViewProperties, choose: impl Fn(&mut state::Dig, E) + 'static) -> Callback<E> {
    let dig = view.state.dig.clone();
    view.act.reform(move |event: E| {
        let mut dig = dig.clone();
        choose(&mut dig, event);
        Action::Dig(dig)
    })
}

fn form(view: &ViewProperties, found: &Lookup, choices: &Choices, words: &'static Words) -> Html {
    let value = |event: &Event| event.target_unchecked_into::<HtmlSelectElement>().value();
    let from = chosen(view, move |dig, event: Event| dig.from = value(&event));
    let kind = chosen(view, move |dig, event: Event| dig.kind = value(&event));
    let name = chosen(view, |dig, event: InputEvent| {
        dig.name = event.target_unchecked_into::<HtmlInputElement>().value()
    });
    let option = |word: &str, name: String| {
        let selected = word == found.from || (word == "pod/client" && found.from == "pod/default/client");
        html! { <option value={word.to_owned()} {selected}>{ name }</option> }
    };
    html! {
        <div class="toolbar">
            <label>{ words.from }
                <select class="dig-from" onchange={from}>
                    { for choices.guest.iter().map(|guest| option(&guest.word, words.guest.to_owned())) }
                    if !choices.pods.is_empty() {
                        <optgroup label={words.pods}>{ for choices.pods.iter().map(|pod| option(&pod.word, pod.name.clone())) }</optgroup>
                    }
                </select>
            </label>
            <label class="dig-name">{ words.name }
                <input
                    type="text" value={view.state.dig.name.clone()} placeholder={found.name.clone()} oninput={name}
                    spellcheck="false" autocapitalize="off" autocomplete="off"
                />
            </label>
            <label>{ words.kind }
                <select class="dig-type" onchange={kind}>
                    { for TYPES.iter().map(|kind| html! { <option value={*kind} selected={*kind == found.kind}>{ *kind }</option> }) }
                </select>
            </label>
        </div>
    }
}

fn answer(view: &ViewProperties, found: &Lookup, words: &'static Words) -> Html {
    let queries = &found.dig.queries;
    let last = queries.len().saturating_sub(1);
    html! {
        <div class="dig-answer" aria-live="polite">
            if found.dig.asks_cluster {
                <details class="dig-conf">
                    <summary>{ words.conf }</summary>
                    <pre class="terminal">{ found.dig.resolv_conf() }</pre>
                </details>
            } else {
                <p class="hint">{ words.own }</p>
            }
            <h3>{ words.ask }</h3>
            <ol class="dig-queries">
                { for queries.iter().enumerate().map(|(index, one)| query(view, one, index == last, words)) }
            </ol>
            { for found.dig.meant.clone().map(|(hint, meant)| html! {
                <p class="dig-hint">
                    <span>{ prose(&hint) }</span>
                    <button type="button" onclick={chosen(view, move |dig, _: MouseEvent| dig.name.clone_from(&meant))}>{ words.try_it }</button>
                </p>
            }) }
            { for queries.last().map(|one| terminal(found, one, words)) }
        </div>
    }
}

/// A question of the resolver, with what it is answered.
fn query(view: &ViewProperties, one: &Answer, is_last: bool, words: &'static Words) -> Html {
    let found = !one.answers.is_empty();
    let data: Vec<&str> = one.answers.iter().map(|row| row.data.as_str()).collect();
    let lit = view.lit(one.answers.iter().filter_map(|row| row.origin.as_ref()));
    let (sign, name) = if found { ("✓", words.found) } else { ("✗", words.missed) };
    html! {
        <li class={classes!(found.then_some("good"), (!found).then_some("missed"), is_last.then_some("last"), lit)}>
            <span class="sign" aria-hidden="true">{ sign }</span><span class="unseen">{ name }{ ": " }</span>
            <code class="asked">{ &one.name }</code>
            <span class="status">{ one.status }</span>
            if found { <code class="data">{ data.join(", ") }</code> }
            if is_last { { for one.sentence.iter().map(|sentence| html! { <p class="hint">{ prose(sentence) }</p> }) } }
        </li>
    }
}

fn terminal(found: &Lookup, one: &Answer, words: &'static Words) -> Html {
    html! {
        <figure class="symptom">
            <figcaption class="unseen">{ words.answer }</figcaption>
            <pre class="terminal" tabindex="0" role="region" aria-label={words.answer}><span class="prompt">{ "$ " }</span>{ format!("dig +search {} {}\n", found.name, found.kind) }{ one.as_dig() }</pre>
            <span class="badge">{ words.simulated }</span>
        </figure>
    }
}
