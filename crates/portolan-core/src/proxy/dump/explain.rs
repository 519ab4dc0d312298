//! What each chain of a dump does, in a sentence.

use super::{ChainSeen, PoolSeen, Reading, Role};
use crate::diagnostic::{Arg, Message};
use crate::template;

/// More endpoints than this are counted, not listed.
const LISTED: usize = 8;

template!(POOL, "dump.explain.pool",
    en: "shares connections out among {n} {n|endpoint|endpoints}: {shares}",
    ja: "接続を{n}個のエンドポイントに配分します: {shares}{n||}");
template!(STICKY_POOL, "dump.explain.sticky-pool",
    en: "shares clients out among {n} {n|endpoint|endpoints}, where each stays for {seconds} s: {shares}",
    ja: "クライアントを{n}個のエンドポイントに配分し、{seconds}秒間は同じところに送ります: {shares}{n||}");
template!(LOCAL_POOL, "dump.explain.local-pool",
    en: "shares connections out among {n} {n|endpoint|endpoints} on this node: {shares}",
    ja: "接続をこのノードの{n}個のエンドポイントに配分します: {shares}{n||}");
template!(NO_POOL, "dump.explain.no-pool",
    en: "has no endpoint: packets fall through it",
    ja: "エンドポイントがありません。パケットは素通りします");
template!(ENDPOINT, "dump.explain.endpoint",
    en: "gives packets the destination {address}",
    ja: "パケットの宛先を{address}に書き換えます");
template!(NO_ENDPOINT, "dump.explain.no-endpoint",
    en: "has no destination for packets",
    ja: "パケットの宛先がありません");
template!(EXTERNAL_CLUSTER, "dump.explain.external-cluster",
    en: "takes traffic from outside to any endpoint, which sees the node's address as its source",
    ja: "外部からの通信をどのエンドポイントにも送ります。Podから見た送信元はノードのアドレスです");
template!(EXTERNAL_LOCAL, "dump.explain.external-local",
    en: "takes traffic from outside to endpoints on this node, which see the client's own address",
    ja: "外部からの通信をこのノードのエンドポイントに送ります。Podからはクライアントのアドレスが見えます");
template!(FIREWALL, "dump.explain.firewall",
    en: "admits to the load balancer's address only {sources}",
    ja: "ロードバランサーのアドレスへの通信を{sources}からに限ります");
template!(BUILT_IN, "dump.explain.built-in",
    en: "is where the kernel starts",
    ja: "カーネルが最初に通るチェーンです");
template!(FOREIGN, "dump.explain.foreign",
    en: "belongs to {owner}, not to kube-proxy",
    ja: "kube-proxyではなく{owner}のチェーンです");
template!(UNKNOWN, "dump.explain.unknown",
    en: "is not kube-proxy's",
    ja: "kube-proxyのチェーンではありません");

impl ChainSeen {
    /// What the chain does, with what the whole dump tells of its Service port.
    #[must_use]
    pub fn explanation(&self, reading: &Reading) -> Message {
        let port = self.port.as_ref().and_then(|name| reading.ports.get(name));
        match self.role {
            Role::Cluster => pool(port.and_then(|port| port.cluster.as_ref()), false),
            Role::Local => pool(port.and_then(|port| port.local.as_ref()), true),
            Role::External => match port.and_then(|port| port.external) {
                Some(external) if external.local => EXTERNAL_LOCAL.message(),
                _ => EXTERNAL_CLUSTER.message(),
            },
            Role::Firewall => {
                let ranges = port.and_then(|port| port.ranges.as_ref());
                let sources = ranges.into_iter().flat_map(|ranges| ranges.sources.iter().cloned());
                FIREWALL.with([("sources", Arg::Codes(sources.collect()))])
            }
            Role::Endpoint => match self.address {
                Some(address) => ENDPOINT.with([("address", Arg::code(address.to_string()))]),
                None => NO_ENDPOINT.message(),
            },
            Role::Common(common) => common.purpose.message(),
            Role::BuiltIn => BUILT_IN.message(),
            Role::Foreign(owner) => FOREIGN.with([("owner", Arg::text(owner))]),
            Role::Unknown => UNKNOWN.message(),
        }
    }
}

fn pool(pool: Option<&PoolSeen>, local: bool) -> Message {
    let Some(pool) = pool.filter(|pool| !pool.shares.is_empty()) else { return NO_POOL.message() };
    let listed = pool.shares.iter().take(LISTED);
    let mut shares: Vec<String> =
        listed.map(|share| format!("{} {}", share.address, percent(share.odds))).collect();
    if pool.shares.len() > LISTED {
        shares.push(format!("… +{}", pool.shares.len() - LISTED));
    }
    let arguments = [("n", Arg::count(pool.shares.len())), ("shares", Arg::text(shares.join(", ")))];
    match pool.affinity {
        Some(seconds) => {
            let [count, shares] = arguments;
            STICKY_POOL.with([count, shares, ("seconds", Arg::Number(seconds.into()))])
        }
        None if local => LOCAL_POOL.with(arguments),
        None => POOL.with(arguments),
    }
}

/// `33.3 %`, `50 %`.
fn percent(fraction: f64) -> String {
    let text = format!("{:.1}", fraction * 100.0);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}
