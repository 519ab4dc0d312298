//! Who reaches what: clients by rows, what they may reach by columns, and the policies that decide.

use super::super::ViewProperties;
use super::super::prose::prose;
use crate::words::words;
use portolan_core::diagnostic::{Certainty, Origin};
use portolan_core::reachability::{Cell, Client, Offer, Reach, Scope, Target, Who, reachability};
use portolan_render::reachability::{client_title, pair_key};
use std::collections::BTreeMap;
use yew::{Html, classes, function_component, html};

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

/// The table.
#[function_component]
pub(super) fn Matrix(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let chart = &view.chart;
    let found = reachability(&chart.analysis, &Scope::default(), &chart.proxy);
    if found.targets.is_empty() || found.clients.is_empty() {
        return html! { <p class="quiet">{ words.none }</p> };
    }
    let old: Option<BTreeMap<String, Reach>> = view.before.as_ref().map(|before| {
        let found = reachability(&before.analysis, &Scope::default(), &before.proxy);
        let rows = found.clients.iter().zip(&found.cells);
        let cells = rows.flat_map(|(client, cells)| {
            found.targets.iter().zip(cells).map(move |(target, cell)| (pair_key(client, target), cell.reach))
        });
        cells.collect()
    });
    let was =
        |client: &Client<'_>, target: &Target<'_>| old.as_ref()?.get(&pair_key(client, target)).copied();
    let targets = found.targets.get(..found.targets.len().min(MOST_COLUMNS)).unwrap_or_default();
    let hidden =
        found.targets.len().saturating_sub(MOST_COLUMNS) + found.clients.len().saturating_sub(MOST_ROWS);
    let rows = found.clients.iter().zip(&found.cells).take(MOST_ROWS).map(|(client, cells)| {
        let cells = targets
            .iter()
            .zip(cells)
            .map(|(target, cell)| self::cell(view, words, cell, was(client, target)));
        html! { <tr><th scope="row">{ title(view, client) }</th>{ for cells }</tr> }
    });
    html! {
        <>
            <p class="hint">{ words.about }</p>
            <div class="scroll">
                <table class="plain reach-table">
                    <thead><tr><th scope="col">{ words.client }</th>{ for targets.iter().map(|target| head(view, target)) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if hidden > 0 { <p class="hint">{ words.more }{ hidden }</p> }
            { legend(words) }
            if !chart.analysis.cluster.policies.is_empty() { <p class="hint">{ words.enforced }</p> }
        </>
    }
}

fn title(view: &ViewProperties, client: &Client<'_>) -> Html {
    let namespace = match client.who {
        Who::Workload(_, namespace, _) | Who::Other(namespace) => namespace,
        Who::Outside => "",
    };
    html! { <>{ client_title(client, view.lang()) }if !namespace.is_empty() { <small>{ namespace.to_owned() }</small> }</> }
}

fn head(view: &ViewProperties, target: &Target<'_>) -> Html {
    let name = format!("{} {}/{}", target.name, target.port, target.protocol);
    let name = match target.offer {
        Offer::Service(service, _) => {
            let whole = Origin { object: service.meta.id, path: String::new() };
            html! { <button type="button" class="bare link" onclick={view.show(&whole)}>{ name }</button> }
        }
        Offer::Workload(kind) => html! { <>{ format!("{} {name}", kind.to_ascii_lowercase()) }</> },
    };
    html! { <th scope="col">{ name }<small>{ target.namespace.to_owned() }</small></th> }
}

fn mark(words: &'static Words, reach: Reach) -> (&'static str, &'static str, &'static str) {
    match reach {
        Reach::Yes => ("good", "✓", words.yes),
        Reach::Partly => ("partly", "~", words.partly),
        Reach::No => ("bad", "✗", words.no),
    }
}

fn cell(view: &ViewProperties, words: &'static Words, cell: &Cell<'_>, was: Option<Reach>) -> Html {
    let (class, sign, said) = mark(words, cell.reach);
    let doubtful = cell.certainty == Certainty::DependsOnCluster && !cell.decided_by.is_empty();
    let policies = cell.decided_by.iter().map(|(policy, _)| policy.meta.full_name()).collect::<Vec<_>>();
    let reason = cell.reason.as_ref().map(|reason| reason.render(view.lang()));
    let why = reason.unwrap_or_else(|| policies.join(", "));
    let lit = view.lit(cell.decided_by.iter().map(|(_, origin)| origin));
    let changed = was.filter(|was| *was != cell.reach);
    let name =
        format!("{said}{}{}", if doubtful { ", " } else { "" }, if doubtful { words.unsure } else { "" });
    let shown = html! { <><span aria-hidden="true">{ sign }{ if doubtful { "?" } else { "" } }</span><span class="unseen">{ name }</span></> };
    let shown = match cell.decided_by.first() {
        Some((_, origin)) => {
            html! { <button type="button" class="bare link" title={why.clone()} onclick={view.show(origin)}>{ shown }</button> }
        }
        None => html! { <span title={why.clone()}>{ shown }</span> },
    };
    html! {
        <td class={classes!("reach-cell", class, lit, changed.map(|_| "changed"))}>
            { shown }
            { for policies.iter().map(|policy| html! { <small>{ policy.clone() }</small> }) }
            if cell.reach != Reach::Yes && policies.is_empty() && !why.is_empty() { <small>{ prose(&why) }</small> }
            { for changed.map(|was| html! { <small class="outside-was">{ words.was }{ ": " }{ mark(words, was).2 }</small> }) }
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
