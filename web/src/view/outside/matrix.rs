//! Who reaches what: clients by rows, what they may reach by columns, and the policies that decide.

use super::super::ViewProperties;
use super::super::prose::prose;
use crate::chart::Chart;
use crate::words::words;
use portolan_core::diagnostic::{Certainty, Lang, Origin};
use portolan_core::reachability::{
    Cell, Client, Offer, Reach, Reachability, Scope, Target, Who, reachability,
};
use portolan_render::reachability::{client_title, pair_key};
use std::collections::BTreeMap;
use yew::{Html, classes, function_component, html, use_memo};

words! {
    struct Words {
        none: "There is nothing to reach: no Service has ports, and no Pod declares one.",
            "到達先がありません（ポートを持つServiceも、ポートを宣言するPodもありません）。";
        about: "Every client against every port, with the NetworkPolicies that decide. Press a mark to see the rule.",
            "すべてのクライアントとポートの組み合わせを、決め手となるNetworkPolicyとともに示します。印を押すとルールを表示します。";
        client: "Client", "クライアント";
        yes: "reaches it", "届く";
        partly: "in part", "一部だけ届く";
        no: "does not", "届かない";
        unsure: "depends on the cluster", "クラスターによる";
        enforced: "This holds where the network plugin enforces NetworkPolicies.",
            "ネットワークプラグインがNetworkPolicyに対応している場合の結果です。";
        more: "Clients or targets that are not shown: ", "表示していないクライアントと到達先の数：";
        because: "Why", "理由";
        was: "was", "以前は";
    }
}

/// At most so many rows and columns are drawn.
const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 24;

/// Who reaches what, as it is drawn: made anew when the manifests or the language change, and not when the caret moves.
struct Table {
    /// The columns: the target, its namespace, and the Service to show.
    heads: Vec<(String, String, Option<Origin>)>,
    /// The rows: the client, its namespace, and a cell for each column.
    rows: Vec<(String, String, Vec<Shown>)>,
    /// How many rows and columns there are besides.
    hidden: usize,
}

/// A cell.
struct Shown {
    reach: Reach,
    doubtful: bool,
    /// The policies that decide, by name, and the rule of each.
    decided_by: Vec<(String, Origin)>,
    reason: Option<String>,
    was: Option<Reach>,
}

impl Table {
    fn of(chart: &Chart, before: Option<&Chart>, lang: Lang) -> Self {
        let found = found(chart);
        let old = before.map(old);
        let targets = found.targets.get(..found.targets.len().min(MOST_COLUMNS)).unwrap_or_default();
        let row = |(client, cells): (&Client<'_>, &Vec<Cell<'_>>)| {
            let was = |target: &Target<'_>| old.as_ref()?.get(&pair_key(client, target)).copied();
            let cells = targets.iter().zip(cells).map(|(target, cell)| Shown::of(cell, was(target), lang));
            let namespace = match client.who {
                Who::Workload(_, namespace, _) | Who::Other(namespace) => namespace,
                Who::Outside => "",
            };
            (client_title(client, lang), namespace.to_owned(), cells.collect())
        };
        Self {
            heads: targets.iter().map(head_of).collect(),
            rows: found.clients.iter().zip(&found.cells).take(MOST_ROWS).map(row).collect(),
            hidden: found.targets.len().saturating_sub(MOST_COLUMNS)
                + found.clients.len().saturating_sub(MOST_ROWS),
        }
    }
}

impl Shown {
    fn of(cell: &Cell<'_>, was: Option<Reach>, lang: Lang) -> Self {
        let decided_by = cell.decided_by.iter();
        Self {
            reach: cell.reach,
            doubtful: cell.certainty == Certainty::DependsOnCluster && !cell.decided_by.is_empty(),
            decided_by: decided_by
                .map(|(policy, origin)| (policy.meta.full_name(), origin.clone()))
                .collect(),
            reason: cell.reason.as_ref().map(|reason| reason.render(lang)),
            was: was.filter(|was| *was != cell.reach),
        }
    }
}

fn found(chart: &Chart) -> Reachability<'_> {
    reachability(&chart.analysis, &Scope::default(), &chart.proxy)
}

/// What was reached, by client and target.
fn old(before: &Chart) -> BTreeMap<String, Reach> {
    let found = found(before);
    let rows = found.clients.iter().zip(&found.cells);
    let cells = rows.flat_map(|(client, cells)| {
        found.targets.iter().zip(cells).map(move |(target, cell)| (pair_key(client, target), cell.reach))
    });
    cells.collect()
}

fn head_of(target: &Target<'_>) -> (String, String, Option<Origin>) {
    let name = format!("{} {}/{}", target.name, target.port, target.protocol);
    let (name, whole) = match target.offer {
        Offer::Service(service, _) => (name, Some(Origin { object: service.meta.id, path: String::new() })),
        Offer::Workload(kind) => (format!("{} {name}", kind.to_ascii_lowercase()), None),
    };
    (name, target.namespace.to_owned(), whole)
}

/// The table.
#[function_component]
pub(super) fn Matrix(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let about = (view.chart.clone(), view.before.clone(), view.lang());
    let table = use_memo(about, |(chart, before, lang)| Table::of(chart, before.as_ref(), *lang));
    if table.heads.is_empty() || table.rows.is_empty() {
        return html! { <p class="quiet">{ words.none }</p> };
    }
    let rows = table.rows.iter().map(|(client, namespace, cells)| {
        html! {
            <tr>
                <th scope="row">{ client.clone() }if !namespace.is_empty() { <small>{ namespace.clone() }</small> }</th>
                { for cells.iter().map(|cell| self::cell(view, words, cell)) }
            </tr>
        }
    });
    html! {
        <>
            <p class="hint">{ words.about }</p>
            <div class="scroll">
                <table class="plain reach-table">
                    <thead><tr><th scope="col">{ words.client }</th>{ for table.heads.iter().map(|one| head(view, one)) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if table.hidden > 0 { <p class="hint">{ words.more }{ table.hidden }</p> }
            { legend(words) }
            if !view.chart.analysis.cluster.policies.is_empty() { <p class="hint">{ words.enforced }</p> }
        </>
    }
}

fn head(view: &ViewProperties, (name, namespace, whole): &(String, String, Option<Origin>)) -> Html {
    let shown = match whole {
        Some(whole) => {
            html! { <button type="button" class="bare link" onclick={view.show(whole)}>{ name.clone() }</button> }
        }
        None => html! { <>{ name.clone() }</> },
    };
    html! { <th scope="col">{ shown }<small>{ namespace.clone() }</small></th> }
}

fn mark(words: &'static Words, reach: Reach) -> (&'static str, &'static str, &'static str) {
    match reach {
        Reach::Yes => ("good", "✓", words.yes),
        Reach::Partly => ("partly", "~", words.partly),
        Reach::No => ("bad", "✗", words.no),
    }
}

fn cell(view: &ViewProperties, words: &'static Words, cell: &Shown) -> Html {
    let (class, sign, said) = mark(words, cell.reach);
    let policies = || cell.decided_by.iter().map(|(policy, _)| policy.as_str());
    let why = cell.reason.clone().unwrap_or_else(|| policies().collect::<Vec<_>>().join(", "));
    let lit = view.lit(cell.decided_by.iter().map(|(_, origin)| origin));
    let (doubt, unsure) =
        if cell.doubtful { ("?", format!(", {}", words.unsure)) } else { ("", String::new()) };
    let shown = html! { <><span aria-hidden="true">{ sign }{ doubt }</span><span class="unseen">{ said }{ unsure }</span></> };
    let shown = match cell.decided_by.first() {
        Some((_, origin)) => {
            html! { <button type="button" class="bare link" title={why.clone()} onclick={view.show(origin)}>{ shown }</button> }
        }
        None => html! { <span title={why.clone()}>{ shown }</span> },
    };
    html! {
        <td class={classes!("reach-cell", class, lit, cell.was.map(|_| "changed"))}>
            { shown }
            { for policies().map(|policy| html! { <small>{ policy.to_owned() }</small> }) }
            if cell.reach != Reach::Yes && cell.decided_by.is_empty() && !why.is_empty() { <small>{ prose(&why) }</small> }
            { for cell.was.map(|was| html! { <small class="outside-was">{ words.was }{ ": " }{ mark(words, was).2 }</small> }) }
        </td>
    }
}

fn legend(words: &'static Words) -> Html {
    let one = |reach: Reach| {
        let (class, sign, said) = mark(words, reach);
        html! { <li class={class}><b aria-hidden="true">{ sign }</b>{ " " }{ said }</li> }
    };
    html! { <ul class="reach-legend">{ for [Reach::Yes, Reach::Partly, Reach::No].map(one) }<li><b aria-hidden="true">{ "?" }</b>{ " " }{ words.unsure }</li></ul> }
}
