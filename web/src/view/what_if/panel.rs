//! What can be changed: who asks, the cluster, its nodes, the Services, the Pods.

use super::super::ViewProperties;
use super::chips::mode_name;
use super::controls::choice;
use super::pods::Pods;
use crate::state::{Action, Walk, WhatIf};
use crate::words::words;
use portolan_core::change::{Change, Choices, NodeChoice, Setting};
use portolan_core::cluster::OUTSIDE;
use portolan_core::proxy::Mode;
use portolan_core::{Options, Provider};
use yew::{Callback, Html, function_component, html, use_memo};

words! {
    struct Words {
        cluster: "Cluster", "クラスター";
        client: "Client", "クライアント";
        client_open: "as suggested", "おまかせ";
        client_on: "Pod on ", "Pod：";
        client_outside: "outside the cluster", "クラスターの外";
        client_asked: "of the walk: ", "経路の指定：";
        mode: "kube-proxy's mode", "kube-proxyのモード";
        version: "Kubernetes", "Kubernetes";
        provider: "Load balancers of", "ロードバランサーの提供元";
        no_provider: "nobody in particular", "指定なし";
        nodes: "Nodes", "ノード";
        up: "up", "稼働";
        down: "down", "停止";
        pods_before: "Pods: ", "Pod：";
        services: "Services", "Service";
        hidden: "More Services that are not shown: ", "表示していないServiceの数：";
        no_services: "There are no Services with addresses of their own.", "自分のアドレスを持つServiceはありません。";
    }
}

/// The client that the bar puts somewhere; its name is that of the guest who asks where nobody is named.
const CLIENT: &str = "client";

/// More Services are not listed: their fields are changed in the text.
const MOST: usize = 30;

/// The minor versions whose rules are known.
const VERSIONS: std::ops::RangeInclusive<u32> = 17..=36;

/// The panel.
#[function_component]
pub(super) fn Panel(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let choices = use_memo((view.written.clone(), view.chart.clone()), |(written, chart)| {
        Choices::of(&written.analysis.cluster, &chart.analysis.cluster)
    });
    let changes = view.state.what_if.understood();
    html! {
        <div id="what-if-panel" class="what-if-panel">
            { cluster(view, &choices, words) }
            { nodes(view, &choices.nodes, &changes, words) }
            { services(view, &choices.settings, &changes, words) }
            <Pods view={view.clone()} choices={(*choices).clone()} {changes} />
        </div>
    }
}

fn cluster(view: &ViewProperties, choices: &Choices, words: &'static Words) -> Html {
    let what_if = &view.state.what_if;
    let modes = [Mode::Iptables, Mode::Nftables, Mode::Ipvs];
    let mode_options: Vec<_> =
        modes.iter().map(|mode| (mode_name(*mode).to_owned(), mode_name(*mode).to_owned())).collect();
    let set_mode = set(view, move |what_if, chosen| {
        let mode = modes.into_iter().find(|mode| mode_name(*mode) == chosen);
        WhatIf { mode: mode.filter(|mode| *mode != what_if.usual_mode()), ..what_if }
    });
    let newest = Options::default().kubernetes;
    let versions: Vec<_> = VERSIONS.rev().map(|minor| (minor.to_string(), format!("1.{minor}"))).collect();
    let set_version = set(view, move |what_if, chosen| WhatIf {
        kubernetes: chosen.parse().ok().filter(|minor| *minor != newest),
        ..what_if
    });
    let name = |mode: Option<Mode>| mode_name(mode.unwrap_or_else(|| what_if.usual_mode()));
    let release = |minor: Option<u32>| minor.unwrap_or(newest).to_string();
    let given = what_if.given;
    let mode = choice(words.mode.to_owned(), &mode_options, name(what_if.mode), name(given.mode), set_mode);
    let version = choice(
        words.version.to_owned(),
        &versions,
        &release(what_if.kubernetes),
        &release(given.kubernetes),
        set_version,
    );
    let nobody = (String::new(), words.no_provider.to_owned());
    let providers = Provider::ALL.map(|one| (one.as_str().to_owned(), one.as_str().to_owned()));
    let providers: Vec<_> = std::iter::once(nobody).chain(providers).collect();
    let called = |provider: Option<Provider>| provider.map_or("", Provider::as_str);
    let set_provider = set(view, |what_if, chosen| WhatIf { provider: Provider::parse(&chosen), ..what_if });
    let provider = choice(
        words.provider.to_owned(),
        &providers,
        called(what_if.provider),
        called(given.provider),
        set_provider,
    );
    html! {
        <section>
            <h3>{ words.cluster }</h3>
            { labelled(words.client, client(view, &choices.nodes, words)) }
            { labelled(words.mode, mode) }
            { labelled(words.version, version) }
            { labelled(words.provider, provider) }
        </section>
    }
}

/// Where the client is: a Pod that is put on a node, or somebody outside.
fn client(view: &ViewProperties, nodes: &[NodeChoice], words: &'static Words) -> Html {
    let (what_if, walk) = (&view.state.what_if, &view.state.walk);
    let about = Change::client(CLIENT).about();
    let placed = what_if.understood().into_iter().find(|change| change.about() == about);
    let placed =
        placed.as_ref().and_then(|change| change.word().split_once('@')).map(|(_, node)| node.to_owned());
    let mut options = vec![(String::new(), words.client_open.to_owned())];
    options.extend(
        nodes.iter().map(|node| (format!("@{}", node.name), format!("{}{}", words.client_on, node.name))),
    );
    let [outside, _] = OUTSIDE;
    options.push((outside.to_string(), words.client_outside.to_owned()));
    let chosen = match placed {
        Some(node) => format!("@{node}"),
        None => walk.from.clone(),
    };
    if !options.iter().any(|(value, _)| *value == chosen) {
        options.push((chosen.clone(), format!("{}{chosen}", words.client_asked)));
    }
    let set = {
        let (what_if, walk, act) = (what_if.clone(), walk.clone(), view.act.clone());
        Callback::from(move |chosen: String| {
            let word = chosen.starts_with('@').then(|| format!("{CLIENT}{chosen}"));
            let from = if word.is_some() { format!("pod/{CLIENT}") } else { chosen };
            act.emit(Action::WhatIf(what_if.with(&about, word.as_deref().map(Change::client).as_ref())));
            act.emit(Action::Walk(Walk { from, to: walk.to.clone(), ..Walk::default() }));
        })
    };
    choice(words.client.to_owned(), &options, &chosen, "", set)
}

fn nodes(view: &ViewProperties, nodes: &[NodeChoice], changes: &[Change], words: &'static Words) -> Html {
    let options = [("up", words.up), ("down", words.down)].map(|(id, name)| (id.to_owned(), name.to_owned()));
    let row = |node: &NodeChoice| {
        let chosen = if node.is_down(changes) { "down" } else { "up" };
        let down = node.down();
        let set = set(view, move |what_if, chosen| {
            what_if.with(&down.about(), (chosen == "down").then_some(&down))
        });
        html! {
            <li class="what-if-row">
                <span class="what-if-name">
                    <code>{ node.name.clone() }</code><span class="hint">{ words.pods_before }{ node.pods }</span>
                </span>
                { choice(node.name.clone(), &options, chosen, "up", set) }
            </li>
        }
    };
    html! { <section><h3>{ words.nodes }</h3><ul>{ for nodes.iter().map(row) }</ul></section> }
}

fn services(view: &ViewProperties, settings: &[Setting], changes: &[Change], words: &'static Words) -> Html {
    let row = |setting: &Setting| {
        let options: Vec<_> =
            setting.values.iter().map(|value| ((*value).to_owned(), (*value).to_owned())).collect();
        let own = setting.clone();
        let set = set(view, move |what_if, chosen| what_if.with(&own.about(), own.to(&chosen).as_ref()));
        let name = setting.about();
        html! {
            <li class="what-if-row">
                <code>{ setting.field }</code>
                { choice(name, &options, setting.under(changes), setting.value, set) }
            </li>
        }
    };
    let group = |own: &[Setting]| {
        html! {
            <div class="what-if-group">
                <code class="what-if-object">{ own.first().map(|one| one.object.clone()).unwrap_or_default() }</code>
                <ul>{ for own.iter().map(row) }</ul>
            </div>
        }
    };
    let groups = settings.chunk_by(|one, other| one.object == other.object);
    html! {
        <section>
            <h3>{ words.services }</h3>
            if settings.is_empty() { <p class="hint">{ words.no_services }</p> }
            { for groups.clone().take(MOST).map(group) }
            if groups.clone().count() > MOST { <p class="hint">{ words.hidden }{ groups.count() - MOST }</p> }
        </section>
    }
}

/// Makes a change of what is chosen.
fn set(view: &ViewProperties, change: impl Fn(WhatIf, String) -> WhatIf + 'static) -> Callback<String> {
    let (what_if, act) = (view.state.what_if.clone(), view.act.clone());
    Callback::from(move |chosen: String| act.emit(Action::WhatIf(change(what_if.clone(), chosen))))
}

fn labelled(name: &'static str, control: Html) -> Html {
    html! { <div class="what-if-row"><span>{ name }</span>{ control }</div> }
}
