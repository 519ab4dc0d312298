//! The words of the picture.

use portolan_core::template;

template!(pub(crate) CLIENT, "draw.client", en: "client", ja: "クライアント");
template!(pub(crate) INSIDE, "draw.inside", en: "in the cluster", ja: "クラスターの中から");
template!(pub(crate) OUTSIDE, "draw.outside", en: "from outside", ja: "クラスターの外から");
template!(pub(crate) NAME_TO_IP, "draw.name-to-ip", en: "{name} → {ip}", ja: "{name} → {ip}");
template!(pub(crate) NAME_TO_PODS, "draw.name-to-pods",
    en: "{name} → the Pods' own addresses",
    ja: "{name} → Podそれぞれのアドレス");
template!(pub(crate) NAME, "draw.name", en: "{name}", ja: "{name}");
template!(pub(crate) NODE_PORT, "draw.node-port",
    en: "port {port} of any node",
    ja: "すべてのノードのポート{port}");
template!(pub(crate) NODE_PORT_LOCAL, "draw.node-port-local",
    en: "port {port} of the nodes that have a ready Pod: {nodes}",
    ja: "準備のできたPodのあるノードのポート{port}: {nodes}");
template!(pub(crate) BALANCER, "draw.balancer",
    en: "{address} (load balancer), port {port}",
    ja: "{address}（ロードバランサー）のポート{port}");
template!(pub(crate) PENDING, "draw.pending",
    en: "a load balancer, once a provider gives it an address",
    ja: "ロードバランサー（アドレスが割り当てられた後）");
template!(pub(crate) EXTERNAL_IP, "draw.external-ip",
    en: "{address} (external IP), port {port}",
    ja: "{address}（externalIPs）のポート{port}");
template!(pub(crate) HEADLESS, "draw.headless", en: "ClusterIP: None (headless)", ja: "ClusterIP: None (headless)");
template!(pub(crate) CNAME, "draw.cname",
    en: "DNS answers with the name {name}; no packet passes the Service",
    ja: "DNSは{name}という別名を答えます。パケットはこのServiceを通りません");
template!(pub(crate) NO_PORTS, "draw.no-ports",
    en: "no ports: DNS alone leads to the Pods",
    ja: "ポートはありません。DNSだけがPodを指します");
template!(pub(crate) NOT_READY, "draw.not-ready", en: "not ready", ja: "準備ができていません");
template!(pub(crate) DRAINING, "draw.draining",
    en: "terminating, still serving",
    ja: "終了中（まだ応答します）");
template!(pub(crate) TERMINATING, "draw.terminating", en: "terminating", ja: "終了中");
template!(pub(crate) MORE, "draw.more", en: "and {n} more", ja: "ほか{n}個");
template!(pub(crate) NO_SELECTOR, "draw.no-selector",
    en: "the Service has no selector, and no EndpointSlice is written for it",
    ja: "このServiceにはセレクターがなく、EndpointSliceも書かれていません");
template!(pub(crate) NO_PODS, "draw.no-pods",
    en: "there are no Pods in namespace {namespace}",
    ja: "名前空間{namespace}にはPodがありません");
template!(pub(crate) NO_POD_HAS, "draw.no-pod-has",
    en: "no Pod has {labels}",
    ja: "{labels}を持つPodがありません");
template!(pub(crate) NO_POD_HAS_REST, "draw.no-pod-has-rest",
    en: "no Pod has {labels}; {n} {n|Pod has|Pods have} the rest, {rest}",
    ja: "{labels}を持つPodがありません。残りの{rest}を持つPodは{n}個あります");
template!(pub(crate) NO_POD_HAS_ALL, "draw.no-pod-has-all",
    en: "no Pod has all of {labels} together",
    ja: "{labels}をすべて持つPodがありません");
template!(pub(crate) NO_PORT_NAMED, "draw.no-port-named",
    en: "the {n} selected {n|Pod does|Pods do} not name a port {name}; {n|it names|they name} {known}",
    ja: "選ばれたPod{n}個のどれにも{name}という名前のポートがありません。あるのは{known}です");
template!(pub(crate) NO_PORT_NAMES, "draw.no-port-names",
    en: "the {n} selected {n|Pod does|Pods do} not name a port {name}, or any other",
    ja: "選ばれたPod{n}個には、{name}という名前のポートも、ほかの名前のポートもありません");
template!(pub(crate) NONE_READY, "draw.none-ready",
    en: "no endpoint is ready: connections are refused",
    ja: "準備のできたエンドポイントがありません。接続は拒否されます");
template!(pub(crate) NONE_RUNNING, "draw.none-running",
    en: "the selected Pods do not run",
    ja: "選ばれたPodは動いていません");
template!(pub(crate) LONELY, "draw.lonely",
    en: "Pods that no Service reaches:",
    ja: "どのServiceからも届かないPod:");
template!(pub(crate) NO_SUCH_SERVICE, "draw.no-such-service",
    en: "there is no Service {name} in namespace {namespace}",
    ja: "名前空間{namespace}に{name}というServiceはありません");
template!(pub(crate) NO_SUCH_PORT, "draw.no-such-port",
    en: "the Service {name} has no port {port}",
    ja: "Service {name}にポート{port}はありません");
template!(pub(crate) NOTHING, "draw.nothing",
    en: "there is nothing to draw: no Services, no Pods",
    ja: "描くものがありません。ServiceもPodもありません");
