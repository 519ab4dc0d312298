//! The words of a comparison.

use portolan_core::template;

template!(pub(super) CAME, "comparison.came", en: "Service {service} is new", ja: "Service {service}が加わりました");
template!(pub(super) CHANGED, "comparison.changed", en: "Service {service} changes", ja: "Service {service}が変わります");
template!(pub(super) WENT, "comparison.went",
    en: "Service {service} is not in the new manifests",
    ja: "Service {service}は新しいマニフェストにありません");
template!(pub(super) BEFORE, "comparison.before", en: "before: {sentence}", ja: "変更前：{sentence}");
template!(pub(super) AFTER, "comparison.after", en: "after: {sentence}", ja: "変更後：{sentence}");
template!(pub(super) REFUSED, "comparison.refused",
    en: "The API server refuses {n} {n|document|documents}",
    ja: "APIサーバーが{n}件を拒否します");
template!(pub(super) REFUSED_NOTE, "comparison.refused-note",
    en: "a refused update leaves the object as it was; the comparison shows what the new manifests say by themselves",
    ja: "更新が拒否されると、オブジェクトは元のままです。この比較は、新しいマニフェストだけを適用した場合を示します");
template!(pub(super) LEFT_OUT, "comparison.left-out",
    en: "Only in the old manifests",
    ja: "古いマニフェストにだけあるもの");
template!(pub(super) LEFT_OUT_NOTE, "comparison.left-out-note",
    en: "`kubectl apply` leaves these as they are, unless it prunes",
    ja: "`kubectl apply`は、pruneしないかぎり、これらをそのまま残します");
template!(pub(super) REACH, "comparison.reach",
    en: "Who reaches what, by NetworkPolicies",
    ja: "NetworkPolicyによる到達性");
template!(pub(super) RECORDS, "comparison.records", en: "DNS records", ja: "DNSレコード");
template!(pub(super) RULES, "comparison.rules",
    en: "kube-proxy ({mode}): {before} lines of rules before, {after} after",
    ja: "kube-proxy（{mode}）のルール：変更前{before}行、変更後{after}行");
template!(pub(super) NOTHING, "comparison.nothing",
    en: "Nothing changes for traffic",
    ja: "通信に関わる変更はありません");
template!(pub(super) SUMMARY, "comparison.summary",
    en: "Services: {changed} changed, {came} new, {went} gone; {refused} refused",
    ja: "Service：変更{changed}件、追加{came}件、削除{went}件。拒否：{refused}件");
