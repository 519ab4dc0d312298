//! The changes that are made, each with a button that takes it back.

use super::super::ViewProperties;
use crate::state::{Action, Flag, WhatIf, Wish};
use crate::words::words;
use portolan_core::proxy::Mode;
use portolan_core::{Options, Provider};
use yew::{Html, html};

words! {
    struct Words {
        list: "Changes", "変更";
        undo: "Undo: ", "元に戻す：";
        not_ready: "not ready", "準備未完了";
        terminating: "terminating", "終了中";
        deleted: "deleted", "削除";
        down: "down", "停止";
        client: "client", "クライアント";
        provider: "load balancers", "ロードバランサー";
        no_provider: "nobody's in particular", "指定なし";
    }
}

/// All of them.
pub(super) fn chips(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let what_if = &view.state.what_if;
    let wishes = what_if.changes.iter().enumerate().map(|(place, wish)| {
        let full = format!("{} {}", wish.flag.id(), wish.word);
        chip(view, words, wish_words(wish, words), full, what_if.without(place))
    });
    let given = what_if.given;
    let mode = (what_if.mode != given.mode).then(|| {
        let name = mode_name(what_if.mode());
        let less = WhatIf { mode: given.mode, ..what_if.clone() };
        chip(view, words, ("kube-proxy".to_owned(), name), format!("--mode {}", name.to_lowercase()), less)
    });
    let version = (what_if.kubernetes != given.kubernetes).then(|| {
        let minor = what_if.kubernetes.unwrap_or(Options::default().kubernetes);
        let less = WhatIf { kubernetes: given.kubernetes, ..what_if.clone() };
        let full = format!("--kubernetes 1.{minor}");
        chip(view, words, (format!("Kubernetes 1.{minor}"), ""), full, less)
    });
    let provider = (what_if.provider != given.provider).then(|| {
        let name = what_if.provider.map_or(words.no_provider, Provider::as_str);
        let full =
            what_if.provider.map_or_else(|| name.to_owned(), |one| format!("--provider {}", one.as_str()));
        let less = WhatIf { provider: given.provider, ..what_if.clone() };
        chip(view, words, (words.provider.to_owned(), name), full, less)
    });
    let cluster = mode.into_iter().chain(version).chain(provider);
    html! { <ul class="what-if-chips" aria-label={words.list}>{ for wishes.chain(cluster) }</ul> }
}

/// One change; the command's own words show when it is pointed at.
fn chip(
    view: &ViewProperties,
    words: &'static Words,
    (what, how): (String, &'static str),
    full: String,
    without: WhatIf,
) -> Html {
    let undo = view.act.reform(move |_| Action::WhatIf(without.clone()));
    html! {
        <li class="chip" title={full.clone()}>
            <code>{ what }</code>
            if !how.is_empty() { <span>{ how }</span> }
            <button type="button" class="bare chip-undo" aria-label={format!("{}{full}", words.undo)} onclick={undo}>{ "✕" }</button>
        </li>
    }
}

fn wish_words(wish: &Wish, words: &'static Words) -> (String, &'static str) {
    let how = match wish.flag {
        Flag::Set => "",
        Flag::NotReady => words.not_ready,
        Flag::Terminating => words.terminating,
        Flag::Delete => words.deleted,
        Flag::NodeDown => words.down,
        Flag::Client => words.client,
    };
    (wish.word.clone(), how)
}

/// The name of a mode.
pub(super) fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Iptables => "iptables",
        Mode::Nftables => "nftables",
        Mode::Ipvs => "IPVS",
    }
}
