//! What is said of ways in.

use portolan_core::template;

template!(pub(super) ROUTED, "outside.routed",
    en: "which node gets the packets depends on the network outside",
    ja: "どのノードに届くかは、クラスター外のネットワーク次第です");
template!(pub(super) HOSTNAME, "outside.hostname",
    en: "a host name: its addresses, and the machines behind them, are not simulated",
    ja: "ホスト名のアドレスと、その先のマシンはシミュレーションの対象外です");
template!(pub(super) PROXY, "outside.proxy",
    en: "opens connections of its own to the node ports (ipMode: Proxy)",
    ja: "ロードバランサーが自らNodePortへ接続します（ipMode: Proxy）");
template!(pub(super) PENDING, "outside.pending",
    en: "`EXTERNAL-IP <pending>`: no provider gives it an address here; `portolan.dev/lb-ip` on the Service does",
    ja: "`EXTERNAL-IP <pending>`: ここにはアドレスを割り当てるプロバイダーがありません。Serviceの`portolan.dev/lb-ip`で指定できます");
