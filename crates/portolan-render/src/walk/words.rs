//! What is said around a walk.

use portolan_core::diagnostic::{Arg, Certainty, Message, Template};
use portolan_core::template;
use portolan_core::trace::{Ending, Stage};

template!(pub(crate) DNS, "trace.head.dns", en: "DNS", ja: "DNS");
template!(pub(crate) CLIENT, "trace.head.client", en: "Client", ja: "クライアント");
template!(pub(crate) OUTSIDE, "trace.head.outside", en: "Outside the cluster", ja: "クラスターの外");
template!(pub(crate) NETWORK, "trace.head.network", en: "Network", ja: "ネットワーク");
template!(pub(crate) POLICY, "trace.head.policy", en: "Policy", ja: "ポリシー");
template!(pub(crate) ARRIVAL, "trace.head.arrival", en: "Arrival", ja: "到着");
template!(pub(crate) REPLY, "trace.head.reply", en: "Answer", ja: "応答");
template!(pub(crate) PREROUTING, "trace.head.prerouting",
    en: "PREROUTING (what comes in)",
    ja: "PREROUTING（入ってくるパケット）");
template!(pub(crate) INPUT, "trace.head.input",
    en: "INPUT (what is for the node itself)",
    ja: "INPUT（ノード自身宛てのパケット）");
template!(pub(crate) FORWARD, "trace.head.forward",
    en: "FORWARD (what passes through)",
    ja: "FORWARD（通り抜けるパケット）");
template!(pub(crate) OUTPUT, "trace.head.output",
    en: "OUTPUT (what the node itself sends)",
    ja: "OUTPUT（ノード自身が送るパケット）");
template!(pub(crate) POSTROUTING, "trace.head.postrouting",
    en: "POSTROUTING (what goes out)",
    ja: "POSTROUTING（出ていくパケット）");
template!(pub(crate) IPVS, "trace.head.ipvs", en: "IPVS (virtual servers)", ja: "IPVS（仮想サーバー）");

template!(pub(crate) ANSWERED, "trace.result.answered", en: "answered", ja: "応答あり");
template!(pub(crate) ELSEWHERE, "trace.result.elsewhere", en: "elsewhere", ja: "クラスターの外へ");
template!(pub(crate) REFUSED, "trace.result.refused", en: "connection refused", ja: "接続拒否");
template!(pub(crate) TIMEOUT, "trace.result.timeout", en: "no answer (timeout)", ja: "応答なし（タイムアウト）");
template!(pub(crate) NXDOMAIN, "trace.result.nxdomain",
    en: "name not found (NXDOMAIN)",
    ja: "名前が見つからない（NXDOMAIN）");
template!(pub(crate) NO_ROUTE, "trace.result.no-route", en: "no route", ja: "経路なし");

template!(pub(crate) FROM_ANYWHERE, "trace.from-anywhere",
    en: "(a client outside of the cluster; --from names another one)",
    ja: "（クラスターの外のクライアントです。--fromで別のクライアントを指定できます）");
template!(REPLIED, "trace.result.replied", en: "answered with {status}", ja: "{status}が返されます");
template!(PROXY, "trace.head.proxy", en: "Proxy", ja: "プロキシ");
template!(pub(crate) NOT_CHOSEN, "trace.not-chosen", en: "not: {what}", ja: "他の候補: {what}");
template!(pub(crate) FROM_NOBODY, "trace.from-nobody",
    en: "(a Pod added to ask from; --from names another client)",
    ja: "（接続元として加えたPodです。--fromで別のクライアントを指定できます）");
template!(pub(crate) ASKED, "trace.asked", en: "{from} → {to} ({details})", ja: "{from} → {to}（{details}）");

template!(pub(crate) ONE_POD, "trace.verdict.one-pod",
    en: "Answered: every connection comes to Pod {pod}.",
    ja: "応答があります。どの接続もPod {pod}に届きます。");
template!(pub(crate) PODS_EVENLY, "trace.verdict.pods-evenly",
    en: "Answered: {n} Pods share the connections, {share} each.",
    ja: "応答があります。接続は{n}個のPodに{share}ずつ分かれます。");
template!(pub(crate) PODS, "trace.verdict.pods",
    en: "Answered: {n} Pods share the connections, unevenly.",
    ja: "応答があります。接続は{n}個のPodに分かれますが、均等ではありません。");
template!(pub(crate) ANSWERED_BECAUSE, "trace.verdict.answered",
    en: "Answered: {reason}",
    ja: "応答があります。{reason}");
template!(pub(crate) PERHAPS, "trace.verdict.perhaps",
    en: "It leads elsewhere: {reason}",
    ja: "クラスターの外へつながります。{reason}");
template!(pub(crate) LOST, "trace.verdict.lost",
    en: "It fails, {result}: {reason}",
    ja: "失敗します: {result}。{reason}");
template!(pub(crate) ALL_LOST, "trace.verdict.all-lost",
    en: "It fails in every case, for several reasons: {parts}.",
    ja: "どの場合も失敗します（理由は複数あります）: {parts}。");
template!(pub(crate) SOME_LOST, "trace.verdict.some-lost",
    en: "It depends on chance what comes of a connection: {parts}.",
    ja: "接続の結果は偶然に左右されます: {parts}。");
template!(pub(crate) PART, "trace.verdict.part",
    en: "{share} {result}",
    ja: "{result}が{share}");

template!(pub(crate) SEES_CLIENT, "trace.sees-client",
    en: "The receiver sees the client's own address, {ip}.",
    ja: "受け手からは、クライアント自身のアドレス{ip}が見えます。");
template!(pub(crate) SEES_NODE, "trace.sees-node",
    en: "The receiver sees {ip}, the address of {node}, and not the client's: the connection is masqueraded.",
    ja: "マスカレードされるので、受け手から見えるのは{node}のアドレス{ip}で、クライアントのアドレスではありません。");
template!(pub(crate) SEES_NODES, "trace.sees-nodes",
    en: "The receiver sees the address of a node, and not the client's: the connection is masqueraded.",
    ja: "マスカレードされるので、受け手から見えるのはノードのアドレスで、クライアントのアドレスではありません。");
template!(pub(crate) SEES_OTHER, "trace.sees-other",
    en: "The receiver sees {ip}, and not the client's address.",
    ja: "受け手から見えるのは{ip}で、クライアントのアドレスではありません。");
template!(pub(crate) SEES_DIFFERS, "trace.sees-differs",
    en: "Which address the receiver sees depends on the way.",
    ja: "受け手から見えるアドレスは経路によって異なります。");
template!(pub(crate) SEES_CLIENT_OR_NODE, "trace.sees-client-or-node",
    en: "The receiver sees the client's own address, or where the connection is masqueraded that of a node.",
    ja: "受け手からは、クライアント自身のアドレスが見えます。ただし、マスカレードされる経路ではノードのアドレスが見えます。");
template!(pub(crate) SEES, "trace.sees", en: "sees {ip}", ja: "送信元は{ip}に見える");

template!(pub(crate) LIKEWISE, "trace.likewise",
    en: "likewise: {who}",
    ja: "同様です: {who}");
template!(pub(crate) LIKEWISE_ON, "trace.likewise-on",
    en: "{what}; from there on likewise",
    ja: "{what}。その先は同様です");
template!(pub(crate) MORE_EACH, "trace.more-each",
    en: "… {n} more, {share} each",
    ja: "… ほか{n}個、それぞれ{share}");
template!(pub(crate) MORE, "trace.more",
    en: "… {n} more, {share} together",
    ja: "… ほか{n}個、合わせて{share}");
template!(pub(crate) CUT, "trace.cut",
    en: "There are more branches than are followed: the shares do not add up to 1.",
    ja: "枝が多すぎるため、すべてはたどっていません。割合の合計は1になりません。");
template!(pub(crate) REFUSED_SERVICES, "trace.refused-services",
    en: "The API server refuses {n|a Service|Services} that may be meant, so that {n|it is|they are} not in the cluster:",
    ja: "接続先と思われるServiceがAPIサーバーに拒否されるため、クラスターに存在しません（{n}件）:");
template!(pub(crate) LOOK, "trace.look",
    en: "look at {path} of {kind} {name}",
    ja: "{kind} {name}の{path}を見てください");
template!(pub(crate) LOOK_AT, "trace.look-at",
    en: "look at {kind} {name}",
    ja: "{kind} {name}を見てください");
template!(EXTERNAL_POLICY, "trace.advice.external-policy",
    en: "`Local` keeps the client's address and serves only where a Pod is. Ask a node that has one, let each node have one (a DaemonSet), or set `Cluster`: then every node passes connections on, and Pods no longer see the client's address",
    ja: "`Local`ではクライアントのアドレスが保たれ、PodのあるノードだけがServiceを提供します。Podのあるノードに接続する、各ノードにPodを置く（DaemonSet）、または`Cluster`にしてください。`Cluster`ではどのノードでもつながりますが、Podからクライアントのアドレスは見えなくなります");
template!(INTERNAL_POLICY, "trace.advice.internal-policy",
    en: "with `Local` only Pods on the client's own node are used; leave the field out, or let each node have a Pod (a DaemonSet)",
    ja: "`Local`では、クライアントと同じノードのPodだけが使われます。このフィールドを省くか、各ノードにPodを置いてください（DaemonSet）");
template!(RANGES, "trace.advice.ranges",
    en: "add the client's network to the list, or leave the field out to admit everybody",
    ja: "クライアントのネットワークをリストに加えるか、誰でも受け入れるならこのフィールドを省いてください");
template!(TARGET_PORT, "trace.advice.target-port",
    en: "`targetPort` must be the port on which the container listens, by number or by name",
    ja: "`targetPort`には、コンテナが待ち受けるポートを番号または名前で指定してください");
template!(INSIDE_ONLY, "trace.advice.inside-only",
    en: "a cluster IP is for clients in the cluster: `type: NodePort` or `type: LoadBalancer` opens the Service to others, `kubectl port-forward` to yourself",
    ja: "クラスターIPはクラスター内のクライアントのためのものです。外部に公開するには`type: NodePort`か`type: LoadBalancer`にしてください。自分だけが接続するなら`kubectl port-forward`が使えます");
template!(DNS_POLICY, "trace.advice.dns-policy",
    en: "a Pod on the node's network knows the names of the cluster only with `dnsPolicy: ClusterFirstWithHostNet`",
    ja: "ノードのネットワークを使うPodがクラスター内の名前を引けるようにするには、`dnsPolicy: ClusterFirstWithHostNet`を指定してください");
template!(OWN_PORT, "trace.advice.own-port",
    en: "connect to a port on which the container listens: no rule changes the port on the way to a Pod's own address, which is also what the name of a headless Service leads to",
    ja: "コンテナが待ち受けるポートに接続してください。Pod自身のアドレスへの経路では、ポートはどのルールでも変わりません。ヘッドレスServiceの名前が指すのもPod自身のアドレスです");
template!(READINESS, "trace.advice.readiness",
    en: "a Pod gets connections only while it is ready: look at its readiness probe and at `kubectl describe pod`",
    ja: "Podに接続が届くのは、Readyの間だけです。readinessProbeと`kubectl describe pod`を確認してください");
template!(PORTS, "trace.advice.ports",
    en: "connect to one of the ports in the list, or add the port to it",
    ja: "リストにあるポートに接続するか、ポートをリストに加えてください");
template!(NO_SELECTOR, "trace.advice.no-selector",
    en: "give the Service a selector, or an EndpointSlice with its name in the label `kubernetes.io/service-name`",
    ja: "Serviceにセレクターを付けるか、ラベル`kubernetes.io/service-name`にこのServiceの名前を持つEndpointSliceを作ってください");

/// What to do, by the id of the reason and the field that is to blame.
const ADVICE: &[(&str, &str, &Template)] = &[
    ("trace.no-local-endpoints", "spec.externalTrafficPolicy", &EXTERNAL_POLICY),
    ("trace.no-healthy-node", "spec.externalTrafficPolicy", &EXTERNAL_POLICY),
    ("trace.no-local-endpoints", "spec.internalTrafficPolicy", &INTERNAL_POLICY),
    ("trace.outside-ranges", "", &RANGES),
    ("trace.port-not-declared", "spec.ports", &TARGET_PORT),
    ("trace.port-not-declared", "", &OWN_PORT),
    ("trace.none-ready", "", &READINESS),
    ("trace.named-pod-not-ready", "", &READINESS),
    ("trace.inside-only", "", &INSIDE_ONLY),
    ("trace.not-cluster-dns", "", &DNS_POLICY),
    ("trace.no-such-port", "", &PORTS),
    ("trace.load-balancer-not-listening", "", &PORTS),
    ("trace.no-endpoints", "", &NO_SELECTOR),
];

/// What to do about a reason, where that can be told.
pub(crate) fn advice(reason: &str, path: &str) -> Option<&'static Template> {
    let known = ADVICE.iter().find(|(id, field, _)| *id == reason && path.starts_with(field));
    known.map(|(_, _, template)| *template)
}

template!(pub(crate) MEND, "trace.mend",
    en: "The edit that mends it ({file}):",
    ja: "直すための変更（{file}）:");
template!(pub(crate) LIKELY, "trace.likely",
    en: "(This holds if these manifests are all there is.)",
    ja: "（マニフェストがこれですべての場合）");
template!(pub(crate) DEPENDS, "trace.depends",
    en: "(Manifests alone cannot tell this for certain.)",
    ja: "（マニフェストだけでは確実には分かりません）");
template!(pub(crate) ON_NODE, "trace.on-node", en: "{name} on {node}", ja: "{node}上の{name}");
template!(pub(crate) FROM_OUTSIDE, "trace.from-outside",
    en: "{ip} outside the cluster",
    ja: "クラスターの外の{ip}");

/// The head over the steps of a stage.
pub(crate) fn head(stage: Stage) -> &'static Template {
    match stage {
        Stage::Dns => &DNS,
        Stage::Send => &CLIENT,
        Stage::Outside => &OUTSIDE,
        Stage::Http => &PROXY,
        Stage::Prerouting => &PREROUTING,
        Stage::Output => &OUTPUT,
        Stage::Input => &INPUT,
        Stage::Ipvs => &IPVS,
        Stage::Forward => &FORWARD,
        Stage::Postrouting => &POSTROUTING,
        Stage::Route => &NETWORK,
        Stage::Policy => &POLICY,
        Stage::Arrive => &ARRIVAL,
        Stage::Reply => &REPLY,
    }
}

/// An ending in words; what answers may be outside of the manifests.
pub(crate) fn result(ending: Ending, elsewhere: bool) -> Message {
    let template = match ending {
        Ending::Replied(status) => return REPLIED.with([("status", Arg::Number(status.into()))]),
        Ending::Answered if elsewhere => &ELSEWHERE,
        Ending::Answered => &ANSWERED,
        Ending::Refused => &REFUSED,
        Ending::Timeout => &TIMEOUT,
        Ending::NxDomain => &NXDOMAIN,
        Ending::NoRoute => &NO_ROUTE,
    };
    template.message()
}

/// How sure something is that does not follow from the manifests alone.
pub(crate) fn certainty(certainty: Certainty) -> &'static Template {
    if certainty == Certainty::DependsOnCluster { &DEPENDS } else { &LIKELY }
}
