//! What is said on the way.

use crate::diagnostic::{Arg, Message};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(INTO_SERVICES, "trace.into-services",
    en: "kube-proxy's rules look for the Service with this address",
    ja: "kube-proxyのルールで、このアドレスを持つServiceを探します");
template!(INTO_NODE_PORTS, "trace.into-node-ports",
    en: "the address is the node's own: kube-proxy's rules look for the node port",
    ja: "ノード自身のアドレスなので、NodePortを探します");
template!(INTO_ENDPOINTS, "trace.into-endpoints",
    en: "a Service has it: on to its endpoints, on whichever node they are",
    ja: "該当するServiceがあります。どのノードにあるかを問わず、そのエンドポイントへ進みます");
template!(INTO_LOCAL_ENDPOINTS, "trace.into-local-endpoints",
    en: "a Service has it: on to its endpoints on this node, as its policy is Local",
    ja: "該当するServiceがあります。ポリシーがLocalなので、このノード上のエンドポイントへ進みます");
template!(INTO_EXTERNAL, "trace.into-external",
    en: "a Service has it, for traffic from outside the cluster",
    ja: "該当するServiceがあります。クラスター外からのトラフィックとして扱います");
template!(INTO_RANGES, "trace.into-ranges",
    en: "a Service has it, and admits only the addresses in loadBalancerSourceRanges",
    ja: "該当するServiceがあります。loadBalancerSourceRangesにあるアドレスだけを受け入れます");
template!(INTO_ENDPOINT, "trace.into-endpoint",
    en: "this endpoint is chosen",
    ja: "このエンドポイントが選ばれます");
template!(INTO_REFUSALS, "trace.into-refusals",
    en: "kube-proxy's rules look for a Service with this address that has no endpoint to send it to",
    ja: "kube-proxyのルールで、このアドレスを持ちながら送り先のエンドポイントがないServiceを探します");
template!(INTO_FIREWALL, "trace.into-firewall",
    en: "kube-proxy's rules look for a load balancer with this address that admits only some clients",
    ja: "kube-proxyのルールで、このアドレスを持ち、一部のクライアントだけを受け入れるロードバランサーを探します");
template!(INTO_LOAD_BALANCER, "trace.into-load-balancer",
    en: "it is the address of a load balancer",
    ja: "ロードバランサーのアドレスです");
template!(INTO_CLUSTER_IPS, "trace.into-cluster-ips",
    en: "kube-proxy's rules look for a cluster IP that no rule has taken",
    ja: "kube-proxyのルールで、どのルールにも当てはまらなかったクラスターIPを探します");
template!(INTO_REFUSAL, "trace.into-refusal",
    en: "a Service has it, but no endpoint to send it to",
    ja: "該当するServiceがありますが、送り先のエンドポイントがありません");
template!(INTO_BOUND, "trace.into-bound",
    en: "kube-proxy's rules turn away what is for an address on kube-ipvs0 but for no virtual server there",
    ja: "kube-ipvs0のアドレス宛てで、仮想サーバー宛てではないパケットを退けるルールに進みます");
template!(INTO_BOUND_FROM_HERE, "trace.into-bound-from-here",
    en: "kube-proxy's rules close load balancers to this node where loadBalancerSourceRanges leaves it out",
    ja: "loadBalancerSourceRangesがこのノードを含まないロードバランサーについて、このノードからの接続を閉ざすルールに進みます");
template!(INTO_OTHER, "trace.into-other",
    en: "on to the chain {chain}",
    ja: "チェーン{chain}へ進みます");
template!(INTO_MARK, "trace.into-mark",
    en: "the answer will have to come back by this node: the packet is to be masqueraded",
    ja: "応答がこのノードを通って戻る必要があるので、マスカレードの対象にします");
template!(INTO_MASQUERADE, "trace.into-masquerade",
    en: "marked packets get an address of the node as their source",
    ja: "印の付いたパケットは、送信元をノードのアドレスに変えます");
template!(MARKED, "trace.marked",
    en: "marked: when it leaves the node, the node's address becomes its source",
    ja: "印を付けます。ノードを出るときに、送信元がノードのアドレスに変わります");
template!(MASQUERADED, "trace.masqueraded",
    en: "the source {before} becomes {after}: the receiver does not see who sent it",
    ja: "送信元{before}が{after}に変わります。受け手には元の送信元が見えません");
template!(MASQUERADED_ALIKE, "trace.masqueraded-alike",
    en: "the source becomes the node's address {after}, which it is already",
    ja: "送信元がノードのアドレス{after}に変わります（もとから同じアドレスです）");
template!(TRANSLATED, "trace.translated",
    en: "the destination becomes {to}",
    ja: "宛先が{to}に変わります");
template!(TRANSLATED_AND_KEPT, "trace.translated-and-kept",
    en: "the destination becomes {to}; the client's next connections go there too (sessionAffinity)",
    ja: "宛先が{to}に変わります。このクライアントの次の接続も同じ宛先になります（sessionAffinity）");
template!(DROPPED, "trace.dropped",
    en: "dropped without an answer",
    ja: "応答なしで破棄されます");
template!(REJECTED, "trace.rejected",
    en: "refused: the client is told at once that the port is unreachable",
    ja: "拒否されます。ポートに到達できないことが、すぐにクライアントへ伝えられます");

/// A jump into a chain of kube-proxy, in iptables or nftables mode, by the beginning of its name.
const CHAINS: &[(&str, &crate::diagnostic::Template)] = &[
    ("KUBE-SERVICES", &INTO_SERVICES),
    ("KUBE-EXTERNAL-SERVICES", &INTO_REFUSALS),
    ("KUBE-NODEPORTS", &INTO_NODE_PORTS),
    ("KUBE-NODE-PORT", &INTO_NODE_PORTS),
    ("KUBE-SVC-", &INTO_ENDPOINTS),
    ("KUBE-SVL-", &INTO_LOCAL_ENDPOINTS),
    ("KUBE-EXT-", &INTO_EXTERNAL),
    ("KUBE-XLB-", &INTO_EXTERNAL),
    ("KUBE-FW-", &INTO_RANGES),
    ("KUBE-SEP-", &INTO_ENDPOINT),
    ("KUBE-PROXY-FIREWALL", &INTO_FIREWALL),
    ("KUBE-SOURCE-RANGES-FIREWALL", &INTO_FIREWALL),
    ("KUBE-FIREWALL", &INTO_FIREWALL),
    ("KUBE-LOAD-BALANCER", &INTO_LOAD_BALANCER),
    ("KUBE-IPVS-FILTER", &INTO_BOUND),
    ("KUBE-IPVS-OUT-FILTER", &INTO_BOUND_FROM_HERE),
    ("KUBE-MARK-MASQ", &INTO_MARK),
    ("KUBE-POSTROUTING", &INTO_MASQUERADE),
    ("mark-for-masquerade", &INTO_MARK),
    ("masquerading", &INTO_MASQUERADE),
    ("services", &INTO_SERVICES),
    ("service-endpoints-check", &INTO_REFUSALS),
    ("nodeport-endpoints-check", &INTO_REFUSALS),
    ("firewall-check", &INTO_FIREWALL),
    ("cluster-ips-check", &INTO_CLUSTER_IPS),
    ("reject-chain", &INTO_REFUSAL),
    ("service-", &INTO_ENDPOINTS),
    ("local-", &INTO_LOCAL_ENDPOINTS),
    ("external-", &INTO_EXTERNAL),
    ("firewall-", &INTO_RANGES),
    ("endpoint-", &INTO_ENDPOINT),
];

/// What it means that a packet goes on in a chain. In iptables' table of filters the chain of all Services has only
/// those without endpoints.
pub(super) fn into_chain(name: &str, filters: bool) -> Message {
    if filters && name == "KUBE-SERVICES" {
        return INTO_REFUSALS.message();
    }
    let known = CHAINS.iter().find(|(prefix, _)| name.starts_with(prefix));
    known.map_or_else(|| INTO_OTHER.with([("chain", Arg::code(name))]), |(_, template)| template.message())
}

pub(super) fn marked() -> Message {
    MARKED.message()
}

pub(super) fn dropped() -> Message {
    DROPPED.message()
}

pub(super) fn rejected() -> Message {
    REJECTED.message()
}

/// The packet got another source.
pub(super) fn masqueraded(before: IpAddr, after: IpAddr) -> Message {
    if before == after {
        return MASQUERADED_ALIKE.with([("after", ip(after))]);
    }
    MASQUERADED.with([("before", ip(before)), ("after", ip(after))])
}

/// The packet got another destination; the client will come there again where the endpoint remembers it.
pub(super) fn translated(to: SocketAddr, remembered: bool) -> Message {
    let template = if remembered { &TRANSLATED_AND_KEPT } else { &TRANSLATED };
    template.with([("to", address(to))])
}

pub(super) fn ip(ip: IpAddr) -> Arg {
    Arg::text(ip.to_string())
}

pub(super) fn address(address: SocketAddr) -> Arg {
    Arg::text(address.to_string())
}
