//! A terminal with kubectl's look-alike: a command line, a small form for it, and what is printed, simulated.

use super::ViewProperties;
use super::copy::Copy;
use super::prose::prose;
use crate::state::{Action, Kubectl as Line};
use crate::words::words;
use portolan_render::kubectl::{self, Command, Output, OutputLine, Refusal, Verb};
use std::rc::Rc;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, SubmitEvent};
use yew::{Callback, Html, InputEvent, TargetCast, classes, function_component, html, use_memo};

words! {
    struct Words {
        line: "Command line", "コマンドライン";
        simulated: "simulated", "シミュレーション";
        simulated_hint: "Nothing is asked of a cluster: this is what kubectl would print of these manifests.",
            "クラスターには問い合わせません。このマニフェストに対してkubectlが表示する内容です。";
        verb: "Verb", "動作";
        kinds: "Kinds", "種類";
        namespace: "Namespace", "名前空間";
        all: "all (-A)", "すべて（-A）";
        labels: "Labels (-l)", "ラベル（-l）";
        wide: "wide", "wide";
        show_labels: "labels", "ラベル列";
        examples: "Commands to try", "試せるコマンド";
        output: "What kubectl would print", "kubectlの出力（シミュレーション）";
        copy: "Copy output", "出力をコピー";
        more: "Lines that are not shown: ", "表示していない行数：";
        removed: "gone: ", "なくなった行: ";
        added: "new: ", "新しい行: ";
    }
}

/// A longer output is cut off.
const LINES: usize = 600;

/// The kinds that the form offers.
const KINDS: [&str; 12] = [
    "svc,endpointslices,pods",
    "svc",
    "endpointslices",
    "endpoints",
    "pods",
    "deploy",
    "rs",
    "sts",
    "ds",
    "nodes",
    "ingress",
    "all",
];

/// What is printed, of now and of before the changes.
type Printed = Result<(Command, Output, Option<Output>), Refusal>;

/// Look-alikes of kubectl's output.
#[function_component]
pub(super) fn Kubectl(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let line = view.state.kubectl.line.clone();
    let printed =
        use_memo((view.chart.clone(), view.before.clone(), line), |(chart, before, line)| -> Printed {
            let command = Command::parse(line)?;
            let output = kubectl::run(&chart.analysis, &command);
            let before = before.as_ref().map(|before| kubectl::run(&before.analysis, &command));
            let before = before.filter(|before| *before != output);
            Ok((command, output, before))
        });
    let suggestions = use_memo(view.chart.clone(), |chart| kubectl::suggestions(&chart.analysis));
    html! {
        <>
            { form(view, words, printed.as_ref().as_ref().ok().map(|(command, ..)| command)) }
            <div class="kubectl-terminal">
                { prompt(view, words) }
                { screen(view, words, &printed) }
            </div>
            { examples(view, words, &suggestions) }
        </>
    }
}

/// Another command is given.
fn give<T: 'static>(view: &ViewProperties, line: impl Fn(T) -> String + 'static) -> Callback<T> {
    view.act.reform(move |typed| Action::Kubectl(Line { line: line(typed) }))
}

/// The command line.
fn prompt(view: &ViewProperties, words: &'static Words) -> Html {
    let typed = give(view, |event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <form class="kubectl-prompt" onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
            <span aria-hidden="true">{ "$" }</span>
            <input
                type="text" value={view.state.kubectl.line.clone()} oninput={typed} aria-label={words.line}
                autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go"
            />
            <span class="chip" title={words.simulated_hint}>{ words.simulated }</span>
        </form>
    }
}

/// What is printed, or why nothing is.
fn screen(view: &ViewProperties, words: &'static Words, printed: &Rc<Printed>) -> Html {
    let lang = view.lang();
    let (command, output, before) = match &**printed {
        Err(Refusal::Kubectl(error)) => {
            return html! { <p class="kubectl-error" aria-live="polite">{ error.clone() }</p> };
        }
        Err(Refusal::NotSimulated(message)) => {
            return html! { <p class="kubectl-note" aria-live="polite">{ prose(&message.render(lang)) }</p> };
        }
        Ok((command, output, before)) => (command, output, before),
    };
    let lines = merged(output, before.as_ref());
    let hidden = lines.len().saturating_sub(LINES);
    let note = |message: &portolan_core::diagnostic::Message| html! { <p class="kubectl-note">{ prose(&message.render(lang)) }</p> };
    let copy = {
        let printed = Rc::clone(printed);
        Callback::from(move |()| match &*printed {
            Ok((_, output, _)) => output.lines.iter().map(|line| format!("{}\n", line.text)).collect(),
            Err(_) => String::new(),
        })
    };
    html! {
        <>
            { for command.notes.iter().map(note) }
            <div class="kubectl-screen" role="region" aria-label={words.output} tabindex="0">
                { for lines.iter().take(LINES).map(|(line, change)| self::line(view, words, line, *change)) }
            </div>
            if hidden > 0 { <p class="kubectl-note">{ words.more }{ hidden }</p> }
            { for output.errors.iter().map(|error| html! { <p class="kubectl-error">{ error.clone() }</p> }) }
            if !output.lines.is_empty() { <div class="kubectl-tools"><Copy text={copy} label={words.copy} {lang} /></div> }
        </>
    }
}

/// What has become of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Same,
    New,
    Gone,
}

/// The lines with those that are gone where they stood. Lines with the same words are the same, however wide the columns.
fn merged<'o>(output: &'o Output, before: Option<&'o Output>) -> Vec<(&'o OutputLine, Fate)> {
    let Some(before) = before else { return output.lines.iter().map(|line| (line, Fate::Same)).collect() };
    let key = |line: &OutputLine| line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let old: Vec<String> = before.lines.iter().map(key).collect();
    let now: Vec<String> = output.lines.iter().map(key).collect();
    let mut all = Vec::new();
    let mut at = 0;
    for (line, words) in output.lines.iter().zip(&now) {
        let found = old.iter().skip(at).position(|one| one == words).map(|ahead| at + ahead);
        // What stands between is gone only if it does not come later.
        if let Some(found) = found {
            let between = before.lines.iter().zip(&old).take(found).skip(at);
            all.extend(between.filter(|(_, words)| !now.contains(words)).map(|(line, _)| (line, Fate::Gone)));
            at = found + 1;
        }
        let known = old.contains(words);
        all.push((line, if known { Fate::Same } else { Fate::New }));
    }
    let rest = before.lines.iter().zip(&old).skip(at);
    all.extend(rest.filter(|(_, words)| !now.contains(words)).map(|(line, _)| (line, Fate::Gone)));
    all
}

fn line(view: &ViewProperties, words: &'static Words, line: &OutputLine, change: Fate) -> Html {
    let (class, said) = match change {
        Fate::Same => (None, ""),
        Fate::New => (Some("added"), words.added),
        Fate::Gone => (Some("removed"), words.removed),
    };
    let lit = view.lit(&line.origin);
    let class = classes!("kubectl-line", class, lit);
    let text = if line.text.is_empty() { " ".to_owned() } else { line.text.clone() };
    match line.origin.as_ref().filter(|_| change != Fate::Gone) {
        Some(origin) => html! {
            <button type="button" class={classes!("bare", class)} onclick={view.show(origin)}>
                if !said.is_empty() { <span class="unseen">{ said }</span> }{ text }
            </button>
        },
        None => html! { <p {class}>if !said.is_empty() { <span class="unseen">{ said }</span> }{ text }</p> },
    }
}

/// The command in pieces to choose from.
fn form(view: &ViewProperties, words: &'static Words, command: Option<&Command>) -> Html {
    let Some(command) = command else { return html! {} };
    let change = |set: fn(&mut Command, String)| {
        let command = command.clone();
        give(view, move |value: String| {
            let mut command = command.clone();
            set(&mut command, value);
            command.line()
        })
    };
    let select = |set: fn(&mut Command, String)| {
        change(set).reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let check = |set: fn(&mut Command, String)| {
        change(set)
            .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked().to_string())
    };
    let option = |value: &str, name: &str, chosen: bool| html! { <option value={value.to_owned()} selected={chosen}>{ name.to_owned() }</option> };
    let describes = command.verb == Verb::Describe;
    let known = KINDS.contains(&command.kinds.as_str());
    let namespace = command.view.selection.namespace.clone().unwrap_or_default();
    let namespaces =
        view.chart.analysis.cluster.namespaces.keys().map(|name| option(name, name, **name == *namespace));
    let typed = change(|command, value| command.labels = value)
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <div class="toolbar kubectl-form">
            <label>{ words.verb }<select onchange={select(set_verb)}>
                { option("get", "get", !describes) }{ option("describe", "describe", describes) }
            </select></label>
            if !describes {
                <label>{ words.kinds }<select onchange={select(|command, value| command.kinds = value)}>
                    if !known { { option(&command.kinds, &command.kinds, true) } }
                    { for KINDS.iter().map(|kind| option(kind, kind, command.kinds == *kind)) }
                </select></label>
            }
            <label>{ words.namespace }<select onchange={select(set_namespace)}>
                { option("", words.all, namespace.is_empty()) }
                { for namespaces }
            </select></label>
            <label>{ words.labels }<input type="text" value={command.labels.clone()} onchange={typed} placeholder="app=echo" autocomplete="off" spellcheck="false" /></label>
            if !describes {
                <label class="kubectl-check"><input type="checkbox" checked={command.view.wide} onchange={check(|command, value| command.view.wide = value == "true")} />{ words.wide }</label>
                <label class="kubectl-check"><input type="checkbox" checked={command.view.show_labels} onchange={check(|command, value| command.view.show_labels = value == "true")} />{ words.show_labels }</label>
            }
        </div>
    }
}

fn set_verb(command: &mut Command, verb: String) {
    command.verb = if verb == "describe" { Verb::Describe } else { Verb::Get };
    if command.verb == Verb::Describe {
        "svc".clone_into(&mut command.kinds);
        command.view.wide = false;
        command.view.show_labels = false;
    }
}

fn set_namespace(command: &mut Command, namespace: String) {
    command.view.selection.namespace = (!namespace.is_empty()).then_some(namespace);
}

fn examples(view: &ViewProperties, words: &'static Words, lines: &[String]) -> Html {
    let one = |line: &String| {
        let given = line.clone();
        let pressed = (view.state.kubectl.line == *line).to_string();
        html! {
            <li><button type="button" aria-pressed={pressed} onclick={give(view, move |_| given.clone())}><code>{ line.clone() }</code></button></li>
        }
    };
    html! {
        <section class="kubectl-examples">
            <h3>{ words.examples }</h3>
            <ul>{ for lines.iter().map(one) }</ul>
            <p class="hint">{ words.simulated_hint }</p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(lines: &[&str]) -> Output {
        let line = |text: &&str| OutputLine { text: (*text).to_owned(), origin: None };
        Output { lines: lines.iter().map(line).collect(), errors: Vec::new() }
    }

    #[test]
    fn lines_that_are_gone_stand_where_they_stood() {
        let (before, after) = (
            output(&["NAME  AGE", "a  0s", "b  0s", "d  0s"]),
            output(&["NAME     AGE", "a     0s", "cc    0s", "d     0s"]),
        );
        let shown: Vec<_> = merged(&after, Some(&before))
            .into_iter()
            .map(|(line, fate)| {
                (line.text.split(' ').next().unwrap_or_default(), fate == Fate::Gone, fate == Fate::New)
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("NAME", false, false),
                ("a", false, false),
                ("cc", false, true),
                ("b", true, false),
                ("d", false, false)
            ]
        );
    }
}
