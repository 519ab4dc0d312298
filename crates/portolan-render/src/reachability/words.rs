//! The words around the table of who reaches what.

use portolan_core::template;

template!(pub(super) OTHER, "reachability.other", en: "any other Pod", ja: "その他のPod");
template!(pub(super) OUTSIDE, "reachability.outside", en: "outside", ja: "クラスター外");
template!(pub(super) DNS, "reachability.dns", en: "DNS", ja: "DNS");
template!(pub(super) LEGEND, "reachability.legend",
    en: "✓ reaches it  ✗ does not  ~ in part  ? manifests alone cannot tell for certain",
    ja: "✓ 届く  ✗ 届かない  ~ 一部だけ届く  ? マニフェストだけでは確実には分からない");
template!(pub(super) COLUMNS, "reachability.columns", en: "Columns", ja: "列");
template!(pub(super) DNS_LEGEND, "reachability.dns-legend",
    en: "looking names up in the cluster's DNS",
    ja: "クラスターのDNSでの名前解決");
template!(pub(super) WHY, "reachability.why", en: "Why not", ja: "届かない理由");
template!(pub(super) CUT, "reachability.cut",
    en: "There are too many: the last clients are left out. Choose a namespace (-n) or names.",
    ja: "多すぎるため、後のクライアントは省かれています。名前空間（-n）か名前を指定してください。");
template!(pub(super) CLOSED, "reachability.closed",
    en: "not open to networks outside of the cluster",
    ja: "クラスター外のネットワークには公開されていません");
template!(pub(super) MORE, "reachability.more", en: "… {n} more", ja: "… ほか{n}件");
template!(pub(super) ENFORCED, "reachability.enforced",
    en: "This holds where the network plugin enforces NetworkPolicies.",
    ja: "ネットワークプラグインがNetworkPolicyに対応している場合の結果です。");
