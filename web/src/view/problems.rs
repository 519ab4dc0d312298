//! The findings: a list that is read out when it changes; a click selects the text that a finding is about.

use super::prose::prose;
use super::{ViewProperties, class};
use crate::chart::{Chart, Finding, Spot, findings};
use crate::state::Action;
use crate::words::words;
use portolan_core::diagnostic::{Certainty, Severity};
use yew::{Callback, Html, MouseEvent, classes, function_component, html, use_memo};

words! {
    struct Words {
        none: "Nothing to find fault with.", "指摘はありません。";
        blank: "Write or paste a Service and its workload.", "ServiceとワークロードのYAMLをエディターに書くか、貼り付けてください。";
        error: "error", "エラー";
        warning: "warning", "警告";
        note: "note", "メモ";
        likely: "likely", "おそらく";
        depends: "depends on the cluster", "クラスターによります";
        help: "What to do", "対処";
        fix: "Fix", "修正";
        guess: "a guess at what was meant", "意図の推測を含みます";
        fresh: "new", "新しい指摘";
        gone: "no longer found", "なくなった指摘";
    }
}

impl Words {
    fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }
}

/// What there is to say about the files.
#[function_component]
pub(super) fn Problems(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let found = use_memo((view.chart.clone(), view.lang()), |(chart, lang)| findings(chart, *lang));
    let base = use_memo((view.before.clone(), view.lang()), |(before, lang)| {
        before.as_ref().map(|before| findings(before, *lang))
    });
    let body = if view.state.settled.is_blank() {
        html! { <p class="quiet">{ words.blank }</p> }
    } else if found.is_empty() {
        html! { <p class="quiet well">{ words.none }</p> }
    } else {
        let item = |(index, finding)| item(view, finding, is_fresh(finding, &base), &mend(view, index));
        html! { <ol class="findings">{ for found.iter().enumerate().map(item) }</ol> }
    };
    html! { <div aria-live="polite">{ body }{ gone(&found, &base, words) }</div> }
}

/// Whether a finding was not there before; nothing is fresh where there is nothing to compare with.
fn is_fresh(finding: &Finding, base: &Option<Vec<Finding>>) -> bool {
    base.as_ref().is_some_and(|base| !base.iter().any(|old| is_same(old, finding)))
}

/// Findings are the same if they say the same, wherever it stands by now.
fn is_same(one: &Finding, other: &Finding) -> bool {
    (one.rule, &one.message, &one.notes) == (other.rule, &other.message, &other.notes)
}

/// What was found before, and is not any more.
fn gone(found: &[Finding], base: &Option<Vec<Finding>>, words: &'static Words) -> Html {
    let is_gone = |old: &&Finding| !found.iter().any(|finding| is_same(old, finding));
    let gone: Vec<&Finding> = base.iter().flatten().filter(is_gone).collect();
    if gone.is_empty() {
        return html! {};
    }
    let line = |old: &Finding| html! { <li class="removed">{ prose(&old.message) }{ " " }<code>{ old.rule }</code></li> };
    html! { <><h3 class="gone">{ words.gone }</h3><ul class="gone">{ for gone.into_iter().map(line) }</ul></> }
}

/// Applies the fix of a finding, unless the text has gone on since it was analysed.
pub(super) fn mend(view: &ViewProperties, finding: usize) -> Callback<MouseEvent> {
    let (chart, state, act) = (view.chart.clone(), view.state.clone(), view.act.clone());
    Callback::from(move |_| {
        if state.files == state.settled {
            apply(&chart, finding, &act);
        }
    })
}

/// Gives the files the texts that a finding's fix makes.
pub(super) fn apply(chart: &Chart, finding: usize, act: &Callback<Action>) {
    for (file, text) in chart.mended(finding).into_iter().flatten() {
        act.emit(Action::Edit { file, text, unfinished: false });
    }
}

fn item(view: &ViewProperties, finding: &Finding, fresh: bool, mend: &Callback<MouseEvent>) -> Html {
    let words = Words::of(view.lang());
    let Spot { position: (line, column), .. } = finding.spot;
    let related = |(spot, message): &(Spot, String)| {
        html! {
            <button type="button" class="related" onclick={go(view, spot)}>
                <span class="place">{ format!("{}:{}", spot.position.0, spot.position.1) }</span>{ prose(message) }
            </button>
        }
    };
    let certainty = match finding.certainty {
        Certainty::Proved => None,
        Certainty::Likely => Some(words.likely),
        Certainty::DependsOnCluster => Some(words.depends),
    };
    let file = (view.state.settled.list().len() > 1)
        .then(|| view.state.settled.list().get(finding.spot.file).map(|file| format!("{}:", file.name)))
        .flatten();
    html! {
        <li class={classes!("finding", class(finding.severity))}>
            <button type="button" class="what" onclick={go(view, &finding.spot)}>
                <span class="line">
                    <span class="severity">{ words.severity(finding.severity) }</span>
                    <span class="place">{ file }{ format!("{line}:{column}") }</span>
                    <span class="rule">{ finding.rule }</span>
                    if fresh { <span class="fresh">{ words.fresh }</span> }
                    { for certainty.map(|words| html! { <span class="certainty">{ words }</span> }) }
                </span>
                <span class="message">{ prose(&finding.message) }</span>
            </button>
            { for finding.related.iter().map(related) }
            { for finding.notes.iter().map(|note| html! { <p class="remark">{ prose(note) }</p> }) }
            { for finding.help.iter().map(|help| html! { <p class="remark help"><b>{ words.help }</b>{ prose(help) }</p> }) }
            { for finding.fix.iter().map(|(title, safe)| fix(title, *safe, words, mend)) }
        </li>
    }
}

fn go(view: &ViewProperties, spot: &Spot) -> Callback<MouseEvent> {
    let Spot { file, stretch, .. } = *spot;
    view.act.reform(move |_| Action::Show(file, stretch))
}

fn fix(title: &str, safe: bool, words: &'static Words, mend: &Callback<MouseEvent>) -> Html {
    html! {
        <p class="fix">
            <button type="button" onclick={mend.clone()}><b>{ words.fix }</b>{ prose(title) }</button>
            if !safe { <span class="hint">{ words.guess }</span> }
        </p>
    }
}
