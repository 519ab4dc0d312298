//! The words around an explained dump.

use portolan_core::diagnostic::{Certainty, Template};
use portolan_core::template;

template!(pub(super) HEAD, "explain-rules.head",
    en: "{file}: {tool}, {family}: {ports} {ports|Service port|Service ports}, {chains} {chains|chain|chains}",
    ja: "{file}: {tool}、{family}: Serviceのポート{ports}個、チェーン{chains}個");
template!(pub(super) IPTABLES, "explain-rules.iptables",
    en: "kube-proxy in iptables mode",
    ja: "kube-proxyはiptablesモードです");
template!(pub(super) FIREWALL, "explain-rules.firewall",
    en: "kube-proxy in iptables mode, in the form of about Kubernetes 1.26 and later",
    ja: "kube-proxyはiptablesモードです。ルールの形はKubernetes 1.26ごろ以降のものです");
template!(pub(super) EXT, "explain-rules.ext",
    en: "kube-proxy in iptables mode, in the form of about Kubernetes 1.24 and 1.25",
    ja: "kube-proxyはiptablesモードです。ルールの形はKubernetes 1.24から1.25ごろのものです");
template!(pub(super) XLB, "explain-rules.xlb",
    en: "kube-proxy in iptables mode, in the form of about Kubernetes 1.23 and before (`KUBE-XLB`)",
    ja: "kube-proxyはiptablesモードです。ルールの形はKubernetes 1.23ごろ以前のものです（`KUBE-XLB`）");
template!(pub(super) COLON, "explain-rules.colon",
    en: "kube-proxy in iptables mode, in the form of about Kubernetes 1.17 and before (names end with a colon)",
    ja: "kube-proxyはiptablesモードです。ルールの形はKubernetes 1.17ごろ以前のものです（名前の末尾がコロン）");
template!(pub(super) IPVS, "explain-rules.ipvs",
    en: "kube-proxy in IPVS mode: endpoints are not in this dump, `ipvsadm -Ln` shows them; Services are not compared",
    ja: "kube-proxyはIPVSモードです。エンドポイントはこの出力に含まれません（`ipvsadm -Ln`で確認できます）。Serviceは比べません");
template!(pub(super) NFTABLES, "explain-rules.nftables",
    en: "kube-proxy in nftables mode",
    ja: "kube-proxyはnftablesモードです");
template!(pub(super) NODE, "explain-rules.node",
    en: "compared with what kube-proxy on {node} would write",
    ja: "{node}のkube-proxyが書くルールと比べました");
template!(pub(super) NO_NODE, "explain-rules.no-node",
    en: "from which node it is cannot be told: endpoints of the policy Local are not compared; `--node NAME` tells",
    ja: "どのノードのものか分からないので、ポリシーLocalのエンドポイントは比べません。`--node NAME`で指定できます");
template!(pub(super) NO_ADDRESSES, "explain-rules.no-addresses",
    en: "the manifests do not tell the addresses of their Pods: endpoints are compared by number and port",
    ja: "マニフェストにPodのアドレスがないので、エンドポイントは数とポートだけを比べます");
template!(pub(super) LOOKS_LIKE, "explain-rules.looks-like",
    en: "note: the rules look like those of {node}",
    ja: "補足: このルールは{node}のもののようです");
template!(pub(super) UNUSED, "explain-rules.unused",
    en: "nothing leads here: these chains are left over, and harm nobody",
    ja: "ここに続くルールはありません。残っているだけで、害はありません");
template!(pub(super) NO_DIFFERENCE, "explain-rules.no-difference",
    en: "no difference from the manifests",
    ja: "マニフェストとの違いはありません");
template!(pub(super) DIFFERENCES, "explain-rules.differences",
    en: "{n} {n|difference|differences} from the manifests",
    ja: "マニフェストとの違い: {n}件{n||}");
template!(pub(super) NODE_ITSELF, "explain-rules.node-itself",
    en: "the node as a whole",
    ja: "ノード全体");
template!(pub(super) NOT_GIVEN, "explain-rules.not-given",
    en: "not in these manifests, so that nothing is said of {n|it|them}: {names}",
    ja: "このマニフェストにないため、判断していないもの: {names}{n||}");
template!(pub(super) CLUSTER_IP, "explain-rules.cluster-ip", en: "cluster IP", ja: "クラスターIP");
template!(pub(super) EXTERNAL, "explain-rules.external", en: "external address", ja: "外部アドレス");
template!(pub(super) NODE_PORT, "explain-rules.node-port", en: "node port", ja: "NodePort");
template!(pub(super) REJECTED, "explain-rules.rejected",
    en: ": connections are refused",
    ja: ": 接続は拒否されます");
template!(pub(super) DROPPED, "explain-rules.dropped",
    en: ": packets are dropped, clients time out",
    ja: ": パケットは捨てられ、クライアントはタイムアウトします");
template!(pub(super) PACKETS, "explain-rules.packets",
    en: ", {n} {n|packet|packets}",
    ja: "、{n}パケット{n||}");
template!(pub(super) LINE, "explain-rules.line", en: " (line {line})", ja: "（{line}行目）");
template!(pub(super) COMMON, "explain-rules.common",
    en: "Chains that every node has",
    ja: "どのノードにもあるチェーン");
template!(pub(super) OTHERS, "explain-rules.others",
    en: "Chains of other programs, which kube-proxy leaves alone",
    ja: "他のプログラムのチェーン（kube-proxyは触りません）");
template!(pub(super) UNKNOWN_OWNER, "explain-rules.unknown-owner", en: "unknown", ja: "不明");
template!(pub(super) POD, "explain-rules.pod", en: " (Pod {pod})", ja: "（Pod {pod}）");
template!(PROVED, "explain-rules.proved", en: " (certain)", ja: "（確実）");
template!(LIKELY, "explain-rules.likely", en: " (likely)", ja: "（おそらく）");
template!(DEPENDS, "explain-rules.depends", en: " (depends on the cluster)", ja: "（クラスター次第）");

/// How sure a difference is.
pub(super) const fn certainty(certainty: Certainty) -> &'static Template {
    match certainty {
        Certainty::Proved => &PROVED,
        Certainty::Likely => &LIKELY,
        Certainty::DependsOnCluster => &DEPENDS,
    }
}
