//! The sentences.

use crate::diagnostic::Template;
use crate::template;
use crate::trace::Ending;

template!(pub(super) REACHES_ONE, "verdict.reaches-one",
    en: "Traffic from {from} to {to} reaches {pod}",
    ja: "{from}から{to}へのトラフィックは{pod}に届きます");
template!(pub(super) REACHES_EACH, "verdict.reaches-each",
    en: "Traffic from {from} to {to} reaches {n} Pods, {share} each",
    ja: "{from}から{to}へのトラフィックは{n}個のPodに{share}ずつ届きます");
template!(pub(super) REACHES_TWO, "verdict.reaches-two",
    en: "Traffic from {from} to {to} reaches 2 Pods, {share} of it goes to {pod}, {rest} to {other}",
    ja: "{from}から{to}へのトラフィックは2個のPodに届きます: {pod}に{share}、{other}に{rest}");
template!(pub(super) REACHES_UNEVENLY, "verdict.reaches-unevenly",
    en: "Traffic from {from} to {to} reaches {n} Pods, but not evenly: between {least} and {most} each",
    ja: "{from}から{to}へのトラフィックは{n}個のPodに届きますが、均等ではありません: それぞれ{least}から{most}");
template!(pub(super) REACHES_TEAMS, "verdict.reaches-teams",
    en: "Traffic from {from} to {to} reaches {n} Pods, {share} of it goes to {one}, {rest} to {other}",
    ja: "{from}から{to}へのトラフィックは{n}個のPodに届きます: {one}に{share}、{other}に{rest}");
template!(pub(super) REACHES_NODE, "verdict.reaches-node",
    en: "Traffic from {from} to {to} reaches {node} itself: {reason}",
    ja: "{from}から{to}へのトラフィックは{node}自身に届きます: {reason}");
template!(pub(super) LEAVES, "verdict.leaves",
    en: "Traffic from {from} to {to} leaves the cluster: {reason}",
    ja: "{from}から{to}へのトラフィックはクラスターの外に出ます: {reason}");
template!(pub(super) LOST, "verdict.lost",
    en: "Traffic from {from} to {to} cannot arrive: {reason}",
    ja: "{from}から{to}へのトラフィックは届きません: {reason}");
template!(pub(super) DOUBTFUL, "verdict.doubtful",
    en: "Traffic from {from} to {to} reaches {n|the Pod|the Pods}, but is probably refused there: {reason}",
    ja: "{from}から{to}へのトラフィックはPod（{n}個）に届きますが、おそらくそこで拒否されます: {reason}");
template!(pub(super) PARTLY_LOST, "verdict.partly-lost",
    en: "Traffic from {from} to {to} arrives only in part, {share} of the connections {fail}: {reason}",
    ja: "{from}から{to}へのトラフィックは一部しか届かず、接続の{share}は{fail}: {reason}");

template!(pub(super) ALIAS, "verdict.alias",
    en: "{service} is only another name for {host}: what answers there, manifests do not show",
    ja: "{service}は{host}の別名にすぎません。その先で何が応答するかはマニフェストに現れません");
template!(pub(super) ALIAS_WRONG, "verdict.alias-wrong",
    en: "The name {service} leads nowhere: {reason}",
    ja: "{service}という名前はどこにもつながりません: {reason}");

template!(pub(super) ALL_ANSWER, "verdict.all-answer",
    en: "{first}; all {n} Services answer",
    ja: "{first}。{n}個のServiceはすべて応答します");
template!(pub(super) BOTH_ANSWER, "verdict.both-answer",
    en: "{first}; both Services answer",
    ja: "{first}。2個のServiceはどちらも応答します");
template!(pub(super) ONE_DOES_NOT, "verdict.one-does-not",
    en: "{ok} of {n} Services {ok|answers|answer}; {service} does not: {reason}",
    ja: "{n}個のServiceのうち{ok}個が応答します。{service}は応答しません: {reason}");
template!(pub(super) SEVERAL_DO_NOT, "verdict.several-do-not",
    en: "{ok} of {n} Services {ok|answers|answer}; {service} for one does not: {reason}",
    ja: "{n}個のServiceのうち{ok}個が応答します。たとえば{service}は応答しません: {reason}");
template!(pub(super) NONE_ANSWERS, "verdict.none-answers",
    en: "None of the {n} Services answers; {service}: {reason}",
    ja: "{n}個のServiceはどれも応答しません。{service}については: {reason}");
template!(pub(super) NEITHER_ANSWERS, "verdict.neither-answers",
    en: "Neither Service answers; {service}: {reason}",
    ja: "2個のServiceはどちらも応答しません。{service}については: {reason}");

template!(pub(super) REFUSES, "verdict.refuses",
    en: "The API server refuses {name}: {reason}",
    ja: "APIサーバーが{name}を拒否します: {reason}");
template!(pub(super) OBJECT, "verdict.object", en: "{kind} {name}", ja: "{kind} {name}");
template!(pub(super) ON_LINE, "verdict.on-line",
    en: "the {kind} on line {line}",
    ja: "{line}行目の{kind}");
template!(pub(super) REFUSED, "verdict.refused",
    en: "the API server refuses it: {reason}",
    ja: "APIサーバーが拒否します: {reason}");
template!(pub(super) REFUSES_PODS, "verdict.refuses-pods",
    en: "its Pods are missing, for the API server refuses {name}: {reason}",
    ja: "APIサーバーが{name}を拒否するため、Podがありません: {reason}");
template!(pub(super) UNREADABLE, "verdict.unreadable",
    en: "Line {line} cannot be read: {reason}",
    ja: "{line}行目を読み取れません: {reason}");
template!(pub(super) UNREADABLE_IN, "verdict.unreadable-in",
    en: "Line {line} of {file} cannot be read: {reason}",
    ja: "{file}の{line}行目を読み取れません: {reason}");

template!(pub(super) EMPTY, "verdict.empty",
    en: "There is no manifest here yet",
    ja: "まだマニフェストがありません");
template!(pub(super) NOTHING_TO_REACH, "verdict.nothing-to-reach",
    en: "There is neither a Service nor a Pod here: nothing to send traffic to",
    ja: "ServiceもPodもありません。トラフィックの送り先がまだありません");
template!(pub(super) NO_SERVICE, "verdict.no-service",
    en: "Nothing leads to these {n} Pods: there is no Service",
    ja: "これら{n}個のPodに導くServiceがありません");
template!(pub(super) NO_SERVICE_FOR_ONE, "verdict.no-service-for-one",
    en: "Nothing leads to this Pod: there is no Service",
    ja: "このPodに導くServiceがありません");
template!(pub(super) NO_PODS, "verdict.no-pods",
    en: "There is neither a Service nor a running Pod: {workload} makes none",
    ja: "Serviceも、動いているPodもありません。{workload}がPodを作らないためです");

template!(pub(super) POD, "verdict.pod", en: "Pod {name}", ja: "Pod {name}");
template!(pub(super) GUEST, "verdict.guest", en: "a client Pod", ja: "クライアントのPod");
template!(pub(super) NODE, "verdict.node", en: "node {name}", ja: "ノード{name}");
template!(pub(super) OUTSIDE, "verdict.outside", en: "{ip} outside the cluster", ja: "クラスターの外の{ip}");

template!(pub(super) NO_POD_HAS, "verdict.no-pod-has",
    en: "no Pod has {labels}",
    ja: "{labels}を持つPodがありません");
template!(pub(super) NO_POD_HAS_NEAR, "verdict.no-pod-has-near",
    en: "no Pod has {labels}; did you mean {near}?",
    ja: "{labels}を持つPodがありません。{near}の書き間違いではありませんか？");
template!(pub(super) NO_POD_HAS_ALL, "verdict.no-pod-has-all",
    en: "no Pod has all of {labels}",
    ja: "{labels}をすべて持つPodがありません");
template!(pub(super) WITH_HELP, "verdict.with-help", en: "{reason}; {help}", ja: "{reason}。{help}");

template!(HALF, "verdict.half", en: "half", ja: "半分");
template!(THIRD, "verdict.third", en: "a third", ja: "3分の1");
template!(TWO_THIRDS, "verdict.two-thirds", en: "two thirds", ja: "3分の2");
template!(QUARTER, "verdict.quarter", en: "a quarter", ja: "4分の1");
template!(THREE_QUARTERS, "verdict.three-quarters", en: "three quarters", ja: "4分の3");
template!(pub(super) ONE_OF, "verdict.one-of", en: "1/{n}", ja: "{n}分の1");
template!(pub(super) PERCENT, "verdict.percent", en: "{percent}", ja: "{percent}");

/// Shares that have a name.
pub(super) static SHARES: [(f64, &Template); 5] = [
    (1.0 / 2.0, &HALF),
    (1.0 / 3.0, &THIRD),
    (2.0 / 3.0, &TWO_THIRDS),
    (1.0 / 4.0, &QUARTER),
    (3.0 / 4.0, &THREE_QUARTERS),
];

template!(ARE_REFUSED, "verdict.are-refused", en: "are refused", ja: "拒否されます");
template!(pub(super) ARE_PROBABLY_REFUSED, "verdict.are-probably-refused",
    en: "are probably refused",
    ja: "おそらく拒否されます");
template!(TIME_OUT, "verdict.time-out", en: "time out", ja: "タイムアウトします");
template!(FIND_NO_NAME, "verdict.find-no-name", en: "find no such name", ja: "名前を解決できません");
template!(FIND_NO_WAY, "verdict.find-no-way", en: "find no way there", ja: "経路がありません");
template!(ARRIVE, "verdict.arrive", en: "arrive", ja: "届きます");

/// What becomes of connections that end so.
pub(super) fn fail(ending: Ending) -> &'static Template {
    match ending {
        Ending::Refused => &ARE_REFUSED,
        Ending::Timeout => &TIME_OUT,
        Ending::NxDomain => &FIND_NO_NAME,
        Ending::NoRoute => &FIND_NO_WAY,
        Ending::Answered | Ending::Replied(_) => &ARRIVE,
    }
}
