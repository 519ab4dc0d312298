//! Which port leads where: a table of four columns for each Service, from the node's port to that of a container.

use super::ViewProperties;
use super::prose::prose;
use crate::words::words;
use portolan_core::diagnostic::Origin;
use portolan_core::object::ServiceType;
use portolan_render::ports::{self, Cell, End, Row, ServicePorts, State};
use yew::{Html, classes, function_component, html, use_memo};

words! {
    struct Words {
        none: "There are no Services.", "Serviceがありません。";
        service: "Service", "Service";
        node_port: "nodePort", "nodePort";
        port: "port", "port";
        target: "targetPort", "targetPort";
        container: "containerPort", "containerPort";
        node_port_hint: "on every node", "全ノードで";
        port_hint: "on the Service's address", "Serviceのアドレスで";
        target_hint: "asked of the Pods", "Podのどのポートか";
        container_hint: "declared by containers", "コンテナの宣言";
        defaulted: "not written: the same as port", "省略: portと同じ";
        given: "given out by the cluster", "クラスターが割り当て";
        pods_one: "1 Pod", "1個のPod";
        pods: " Pods", "個のPod";
        nothing: "—", "—";
        was: "was", "以前は";
        gone: "gone", "なくなりました";
        declared: "declared", "宣言あり";
        other_protocol: "another protocol", "別のプロトコル";
        undeclared: "not declared", "宣言なし";
        no_such_name: "no such name", "名前なし";
        headless: "headless", "headless";
    }
}

/// Which port leads where.
#[function_component]
pub(super) fn Ports(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let after = use_memo(view.chart.clone(), |chart| ports::of(&chart.analysis));
    let before = use_memo(view.before.clone(), |before| before.as_ref().map(|one| ports::of(&one.analysis)));
    if after.is_empty() && before.as_ref().as_ref().is_none_or(Vec::is_empty) {
        return html! { <p class="quiet">{ words.none }</p> };
    }
    let known = |service: &ServicePorts| {
        let all = before.as_ref().as_ref();
        all.map(|all| all.iter().find(|one| one.service == service.service))
    };
    let gone = before.iter().flatten().filter(|one| !after.iter().any(|now| now.service == one.service));
    let gone = gone.map(|service| {
        html! { <p class="ports-gone removed">{ format!("{} {}", words.service, service.service) }<span class="unseen">{ words.gone }</span></p> }
    });
    html! {
        <div class="ports-list">
            { for after.iter().map(|service| table(view, words, service, known(service))) }
            { for gone }
        </div>
    }
}

/// A Service with its ports; `before` is what it was, if there is something to compare with.
fn table(
    view: &ViewProperties,
    words: &'static Words,
    service: &ServicePorts,
    before: Option<Option<&ServicePorts>>,
) -> Html {
    let whole = Origin { object: service.object, path: String::new() };
    let kind = match service.kind {
        ServiceType::ClusterIp if service.headless => words.headless,
        kind => kind.as_str(),
    };
    let rows = service.rows.iter().flat_map(|row| {
        let was = before.map(|before| before.and_then(|one| one.rows.iter().find(|old| same(old, row))));
        self::rows(view, words, row, was)
    });
    let is_new = before.is_some_and(|before| before.is_none());
    html! {
        <section class={classes!("ports-service", is_new.then_some("added"))} key={service.service.clone()}>
            <h3>
                <button type="button" class="bare link" onclick={view.show(&whole)}>{ service.service.clone() }</button>
                <span class="chip">{ kind }</span>
            </h3>
            if !service.rows.is_empty() {
                <div class="scroll">
                    <table class="plain">
                        <thead><tr>
                            { head(words.node_port, words.node_port_hint) }
                            { head(words.port, words.port_hint) }
                            { head(words.target, words.target_hint) }
                            { head(words.container, words.container_hint) }
                        </tr></thead>
                        <tbody>{ for rows }</tbody>
                    </table>
                </div>
            }
            { for service.note.iter().map(|note| html! { <p class="hint">{ prose(&note.render(view.lang())) }</p> }) }
        </section>
    }
}

/// Whether a port of before is this one: of the same name, or, without names, of the same number.
fn same(old: &Row, row: &Row) -> bool {
    old.name == row.name
        && old.protocol == row.protocol
        && (!row.name.is_empty() || old.port.text == row.port.text)
}

fn head(name: &'static str, hint: &'static str) -> Html {
    html! { <th scope="col"><code>{ name }</code><small>{ hint }</small></th> }
}

/// The lines of a port: one for each workload behind it.
fn rows(view: &ViewProperties, words: &'static Words, row: &Row, was: Option<Option<&Row>>) -> Vec<Html> {
    let span = row.ends.len().max(1).to_string();
    let is_new = was.is_some_and(|was| was.is_none());
    let was = was.flatten();
    let name = (!row.name.is_empty()).then(|| html! { <b>{ row.name.clone() }</b> });
    let app = row.app_protocol.iter().map(|app| cell(view, words, app, None, ""));
    let arrow = html! { <span class="ports-arrow" aria-hidden="true">{ "→" }</span> };
    let node_port = row
        .node_port
        .as_ref()
        .map(|cell| self::cell(view, words, cell, old(was, |row| row.node_port.as_ref()), words.given));
    let none = html! { <span class="ports-none">{ words.nothing }</span> };
    let own = html! {
        <>
            <td rowspan={span.clone()}>{ node_port.map_or(none, |cell| html! { <>{ cell }{ arrow.clone() }</> }) }</td>
            <td rowspan={span.clone()}>
                { cell(view, words, &row.port, old(was, |row| Some(&row.port)), "") }
                <small>{ row.protocol.as_str() }</small>
                { for name }{ for app }
                { arrow.clone() }
            </td>
            <td rowspan={span}>{ cell(view, words, &row.target, old(was, |row| Some(&row.target)), words.defaulted) }{ arrow }</td>
        </>
    };
    let class = is_new.then_some("added");
    let mut ends = row.ends.iter();
    let first = ends
        .next()
        .map_or_else(|| html! { <td class="ports-none">{ words.nothing }</td> }, |one| end(view, words, one));
    let mut lines = vec![html! { <tr {class}>{ own }{ first }</tr> }];
    lines.extend(ends.map(|one| html! { <tr {class}>{ end(view, words, one) }</tr> }));
    lines
}

fn old<'r>(was: Option<&'r Row>, cell: impl Fn(&'r Row) -> Option<&'r Cell>) -> Option<&'r str> {
    was.and_then(cell).map(|cell| cell.text.as_str())
}

/// A number or a name; a click shows its field. `unwritten` is said where no manifest says it.
fn cell(
    view: &ViewProperties,
    words: &'static Words,
    cell: &Cell,
    was: Option<&str>,
    unwritten: &'static str,
) -> Html {
    let changed = was.filter(|was| *was != cell.text);
    html! {
        <span class="ports-cell">
            <button
                type="button" class={classes!("bare", "ports-number", view.lit([&cell.origin]), changed.map(|_| "changed"))}
                onclick={view.show(&cell.origin)}
            >{ cell.text.clone() }</button>
            { for changed.map(|was| html! { <small class="ports-was">{ words.was }{ " " }<del>{ was.to_owned() }</del></small> }) }
            if !cell.written && !unwritten.is_empty() { <small>{ unwritten }</small> }
        </span>
    }
}

fn end(view: &ViewProperties, words: &'static Words, end: &End) -> Html {
    let (class, mark, label) = match end.state {
        State::Declared => ("good", "✓", words.declared),
        State::OtherProtocol => ("warning", "!", words.other_protocol),
        State::Undeclared => ("note", "?", words.undeclared),
        State::NoSuchName => ("bad", "✗", words.no_such_name),
    };
    let pods = if end.pods == 1 { words.pods_one.to_owned() } else { format!("{}{}", end.pods, words.pods) };
    html! {
        <td class={classes!("ports-end", class)}>
            { for end.port.iter().map(|port| cell(view, words, port, None, "")) }
            <span class="state"><span aria-hidden="true">{ mark }</span>{ " " }{ label }</span>
            <small>{ end.workload.clone() }{ " · " }{ pods }
                if !end.container.is_empty() { { " · " }<code>{ end.container.clone() }</code> }
            </small>
            if end.state != State::Declared { <p class="ports-message">{ prose(&end.message.render(view.lang())) }</p> }
        </td>
    }
}
