//! The ways in, node by node.

use super::super::ViewProperties;
use super::super::prose::prose;
use crate::words::words;
use portolan_core::diagnostic::Origin;
use portolan_core::trace::Ending;
use portolan_render::outside::{self, Answer, Outside as Found, Share, Way, WayKind};
use yew::{Html, classes, function_component, html, use_memo};

words! {
    struct Words {
        none: "No Service is open to the outside: none has a node port, a load balancer or external IPs.",
            "外部に開かれたServiceはありません（NodePort、ロードバランサー、externalIPsのいずれもありません）。";
        from: "What a client outside the cluster gets, by the node that its packets reach. Every answer is a walk through that node's rules.",
            "クラスター外のクライアントから見た結果です。パケットが届いたノードごとに、そのノードのルールをたどって求めています。";
        way: "Way in", "入口";
        node_port: "node port", "NodePort";
        balancer: "load balancer", "ロードバランサー";
        external: "external IP", "externalIPs";
        pending: "<pending>", "<pending>";
        answered: "answers", "応答";
        refused: "refused", "接続拒否";
        timeout: "times out", "タイムアウト";
        no_route: "no way", "到達不可";
        kept: "client's address kept", "送信元は元のまま";
        replaced: "client's address replaced", "送信元は置き換わる";
        mixed: "client's address kept by some", "送信元は宛先により異なる";
        health: "health check on port", "ヘルスチェックのポート";
        more_nodes: "Nodes that are not shown: ", "表示していないノード数：";
        more_ways: "Ways in that are not walked: ", "調べていない入口の数：";
        not_simulated: "Not simulated: firewalls and networks between clients and nodes. The walk follows URLs through Ingresses and Gateways.",
            "クライアントとノードの間にあるファイアウォールやネットワークは、シミュレーションの対象外です。IngressやGatewayを通るURLは、「経路」でたどれます。";
        was: "was", "以前は";
    }
}

/// What a client outside gets by each way in.
#[function_component]
pub(super) fn Ways(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let after = use_memo(view.chart.clone(), |chart| outside::of(&chart.analysis, &chart.proxy));
    let before = use_memo(view.before.clone(), |before| {
        before.as_ref().map(|chart| outside::of(&chart.analysis, &chart.proxy))
    });
    let limits = html! { <p class="hint outside-limits">{ words.not_simulated }</p> };
    if after.ways.is_empty() {
        return html! { <><p class="quiet">{ words.none }</p>{ limits }</> };
    }
    let before = before.as_ref().as_ref();
    let services = after.ways.chunk_by(|one, other| one.service == other.service);
    html! {
        <>
            <p class="hint">{ words.from }</p>
            { for services.map(|ways| service(view, words, &after, ways, before)) }
            if after.more_nodes > 0 { <p class="hint">{ words.more_nodes }{ after.more_nodes }</p> }
            if after.more_ways > 0 { <p class="hint">{ words.more_ways }{ after.more_ways }</p> }
            { limits }
        </>
    }
}

/// The ways in to a Service.
fn service(
    view: &ViewProperties,
    words: &'static Words,
    found: &Found,
    ways: &[Way],
    before: Option<&Found>,
) -> Html {
    let Some(first) = ways.first() else { return html! {} };
    let old = |way: &Way| before.map(|before| before.ways.iter().find(|one| same(one, way)));
    let heads = found.nodes.iter().map(|node| html! { <th scope="col">{ node.clone() }</th> });
    let policy = if first.local { "Local" } else { "Cluster" };
    let whole = Origin { object: first.origin.object, path: String::new() };
    html! {
        <section class="outside-service" key={first.service.clone()}>
            <h3>
                <button type="button" class="bare link" onclick={view.show(&whole)}>{ first.service.clone() }</button>
                <button type="button" class={classes!("bare", "outside-policy", view.lit([&first.policy]))} onclick={view.show(&first.policy)}>
                    <code>{ format!("externalTrafficPolicy: {policy}") }</code>
                </button>
                if first.local && first.health_check != 0 { <small>{ format!("{} {}", words.health, first.health_check) }</small> }
            </h3>
            <div class="scroll">
                <table class="plain outside-table">
                    <thead><tr><th scope="col">{ words.way }</th>{ for heads }</tr></thead>
                    <tbody>{ for ways.iter().map(|way| line(view, words, found, way, old(way))) }</tbody>
                </table>
            </div>
        </section>
    }
}

/// Whether two ways are the same one, though a number may have changed.
fn same(one: &Way, other: &Way) -> bool {
    one.service == other.service
        && one.kind == other.kind
        && one.port == other.port
        && one.address == other.address
}

fn line(
    view: &ViewProperties,
    words: &'static Words,
    found: &Found,
    way: &Way,
    old: Option<Option<&Way>>,
) -> Html {
    let kind = match way.kind {
        WayKind::NodePort => words.node_port,
        WayKind::LoadBalancer => words.balancer,
        WayKind::ExternalIp => words.external,
    };
    let address = if way.address.is_empty() { words.pending.to_owned() } else { way.address.clone() };
    let is_new = old.is_some_and(|old| old.is_none());
    let was = |place: usize| old.flatten().and_then(|old| old.answers.get(place));
    let answers = way.answers.iter().enumerate().map(|(place, one)| answer(view, words, one, was(place)));
    let span = found.nodes.len().to_string();
    let note = way.note.as_ref().map(|note| note.render(view.lang()));
    html! {
        <tr class={classes!(is_new.then_some("added"))}>
            <th scope="row" class={classes!("outside-way", view.lit([&way.origin]))}>
                <button type="button" class="bare link" onclick={view.show(&way.origin)}><code>{ address }</code></button>
                <small>{ kind }{ " · " }{ way.port.clone() }</small>
                { for note.iter().filter(|_| !way.answers.is_empty()).map(|note| html! { <small>{ prose(note) }</small> }) }
            </th>
            { for answers }
            if way.answers.is_empty() {
                <td colspan={span} class="hint">{ for note.iter().map(|note| prose(note)) }</td>
            }
        </tr>
    }
}

fn ending(words: &'static Words, answer: &Answer) -> (&'static str, &'static str, &'static str) {
    match answer.ending {
        Ending::Answered if answer.reason.is_some() => ("partly", "◐", words.answered),
        Ending::Answered | Ending::Replied(_) => ("good", "●", words.answered),
        Ending::Refused => ("bad", "✗", words.refused),
        Ending::Timeout => ("bad", "✗", words.timeout),
        Ending::NxDomain | Ending::NoRoute => ("bad", "✗", words.no_route),
    }
}

fn answer(view: &ViewProperties, words: &'static Words, answer: &Answer, was: Option<&Answer>) -> Html {
    let (class, mark, label) = ending(words, answer);
    let changed = was.filter(|was| !alike(was, answer));
    let source = match answer.source_kept {
        _ if answer.shares.is_empty() => None,
        Some(true) => Some(words.kept),
        Some(false) => Some(words.replaced),
        None => Some(words.mixed),
    };
    let lit = view.lit(answer.blame.iter().filter(|blame| !blame.path.is_empty()));
    html! {
        <td class={classes!("outside-answer", class, lit, changed.map(|_| "changed"))}>
            <span class="state"><span aria-hidden="true">{ mark }</span>{ " " }{ label }</span>
            { for changed.map(|was| html! { <small class="outside-was">{ words.was }{ ": " }{ ending(words, was).2 }{ " " }{ was.shares.len() }</small> }) }
            <ul>{ for answer.shares.iter().take(6).map(|share| self::share(view, share)) }</ul>
            if answer.shares.len() > 6 { <small>{ format!("… +{}", answer.shares.len() - 6) }</small> }
            { for source.map(|source| html! { <small>{ source }</small> }) }
            { for answer.reason.iter().map(|reason| reason_of(view, reason, answer)) }
        </td>
    }
}

fn reason_of(view: &ViewProperties, reason: &portolan_core::diagnostic::Message, answer: &Answer) -> Html {
    let words = prose(&reason.render(view.lang()));
    match &answer.blame {
        Some(blame) => {
            html! { <button type="button" class="bare link outside-reason" onclick={view.show(blame)}>{ words }</button> }
        }
        None => html! { <small class="outside-reason">{ words }</small> },
    }
}

fn share(view: &ViewProperties, share: &Share) -> Html {
    let percent = format!("{:.0} %", share.probability * 100.0);
    let name = html! { <>{ share.pod.clone() }<small>{ format!(" {}", share.node) }</small></> };
    let name = match &share.origin {
        Some(origin) => {
            html! { <button type="button" class="bare link" onclick={view.show(origin)}>{ name }</button> }
        }
        None => name,
    };
    html! { <li><b>{ percent }</b>{ " " }{ name }</li> }
}

/// Whether two answers say the same.
fn alike(one: &Answer, other: &Answer) -> bool {
    one.ending == other.ending && one.shares == other.shares && one.source_kept == other.source_kept
}
