//! The words of the map; those that the text picture says too are its own.

use portolan_core::template;

template!(pub(super) TITLE, "map.title",
    en: "Map of {services} {services|Service|Services} and {pods} {pods|Pod|Pods}",
    ja: "Service {services}個とPod {pods}個の図");
template!(pub(super) OUTSIDE, "map.outside", en: "Outside", ja: "外部");
template!(pub(super) OUTSIDE_TITLE, "map.outside-title", en: "the network", ja: "ネットワーク");
template!(pub(super) OUTSIDE_SENTENCE, "map.outside-sentence",
    en: "Clients outside the cluster",
    ja: "クラスターの外のクライアント");
template!(pub(super) CLIENT, "map.client", en: "Client", ja: "クライアント");
template!(pub(super) CLIENT_TITLE, "map.client-title", en: "in the cluster", ja: "クラスターの中");
template!(pub(super) CLIENT_SENTENCE, "map.client-sentence",
    en: "Clients in the cluster ask for Services by name",
    ja: "クラスターの中のクライアントはServiceを名前で呼びます");
template!(pub(super) NAME_SENTENCE, "map.name-sentence",
    en: "The name {name} leads to Service {service}",
    ja: "{name}という名前はService {service}を指します");
template!(pub(super) BALANCER, "map.balancer", en: "Load balancer", ja: "ロードバランサー");
template!(pub(super) BALANCER_PENDING, "map.balancer-pending", en: "no address yet", ja: "アドレスはまだありません");
template!(pub(super) BALANCER_SENTENCE, "map.balancer-sentence",
    en: "Load balancer of Service {service}: {address}",
    ja: "Service {service}のロードバランサー: {address}");
template!(pub(super) NODE_PORT, "map.node-port", en: "Node port", ja: "ノードポート");
template!(pub(super) ANY_NODE, "map.any-node", en: "of any node", ja: "すべてのノード");
template!(pub(super) LOCAL_NODES, "map.local-nodes", en: "nodes with a ready Pod", ja: "準備のできたPodのあるノード");
template!(pub(super) NODE_PORT_SENTENCE, "map.node-port-sentence",
    en: "Node port of Service {service}: {title}",
    ja: "Service {service}のノードポート: {title}");
template!(pub(super) EXTERNAL_IP, "map.external-ip", en: "External IP", ja: "externalIPs");
template!(pub(super) EXTERNAL_IP_SENTENCE, "map.external-ip-sentence",
    en: "External IP of Service {service}: {address}",
    ja: "Service {service}のexternalIPs: {address}");
template!(pub(super) WAY_PORT_SENTENCE, "map.way-port-sentence",
    en: "Port {port} leads to port {own} of Service {service}",
    ja: "ポート{port}はService {service}のポート{own}につながります");
template!(pub(super) INGRESS_SENTENCE, "map.ingress-sentence", en: "Ingress {name}", ja: "Ingress {name}");
template!(pub(super) ROUTE_SENTENCE, "map.route-sentence",
    en: "{url} leads to Service {backend}",
    ja: "{url}はService {backend}につながります");
template!(pub(super) HEADLESS, "map.headless", en: "headless", ja: "headless");
template!(pub(super) NO_SELECTOR, "map.no-selector", en: "no selector", ja: "セレクターなし");
template!(pub(super) SERVICE_SENTENCE, "map.service-sentence",
    en: "Service {name}, {kind}, {address}, selects {selector}",
    ja: "Service {name}、{kind}、{address}、セレクターは{selector}");
template!(pub(super) PORT_SENTENCE, "map.port-sentence",
    en: "Port {port} leads to {target}: {n} ready {n|endpoint|endpoints}",
    ja: "ポート{port}は{target}につながります。準備のできたエンドポイントは{n}個です");
template!(pub(super) BROKEN_PORT_SENTENCE, "map.broken-port-sentence",
    en: "Port {port} leads nowhere: {reason}",
    ja: "ポート{port}はどこにもつながりません。{reason}");
template!(pub(super) DNS_NAME, "map.dns-name", en: "DNS name", ja: "DNS名");
template!(pub(super) DNS_NAME_SENTENCE, "map.dns-name-sentence",
    en: "The name {name}, outside the cluster",
    ja: "クラスターの外の{name}という名前");
template!(pub(super) NOWHERE, "map.nowhere", en: "Leads nowhere", ja: "行き止まり");
template!(pub(super) EMPTY_SLICE, "map.empty-slice", en: "EndpointSlice · empty", ja: "EndpointSlice · 空");
template!(pub(super) SLICES, "map.slices", en: "{n} EndpointSlices", ja: "EndpointSlice {n}個");
template!(pub(super) READY_OF, "map.ready-of", en: "{ready} of {all} ready", ja: "{all}個中{ready}個が準備完了");
template!(pub(super) NO_PORTS, "map.no-ports", en: "no ports", ja: "ポートなし");
template!(pub(super) SLICE_SENTENCE, "map.slice-sentence",
    en: "EndpointSlice {name}, {kind}: {ready} of {all} {all|endpoint|endpoints} ready",
    ja: "EndpointSlice {name}、{kind}。エンドポイント{all}個中{ready}個が準備完了");
template!(pub(super) PODS, "map.pods", en: "{n} Pods", ja: "Pod {n}個");
template!(pub(super) READY, "map.ready", en: "ready", ja: "準備完了");
template!(pub(super) NOT_READY, "map.not-ready", en: "not ready", ja: "準備未完了");
template!(pub(super) TERMINATING, "map.terminating", en: "terminating", ja: "終了中");
template!(pub(super) PENDING, "map.pending", en: "pending", ja: "保留中");
template!(pub(super) ENDED, "map.ended", en: "has ended", ja: "実行終了");
template!(pub(super) NODE_LOST, "map.node-lost", en: "node down", ja: "ノード停止");
template!(pub(super) HOST_NETWORK, "map.host-network", en: "host network", ja: "ホストネットワーク");
template!(pub(super) UNDECLARED, "map.undeclared", en: "not declared", ja: "宣言なし");
template!(pub(super) POD_SENTENCE, "map.pod-sentence",
    en: "Pod {name}, {ip}, {node}: {state}",
    ja: "Pod {name}、{ip}、{node}: {state}");
template!(pub(super) PODS_SENTENCE, "map.pods-sentence",
    en: "{n} Pods of {owner}, {node}: {ready} ready",
    ja: "{owner}のPod {n}個、{node}: {ready}個が準備完了");
template!(pub(super) NO_NODE, "map.no-node", en: "on no node", ja: "ノードなし");
template!(pub(super) ON_NODE, "map.on-node", en: "on {node}", ja: "ノード{node}");
template!(pub(super) SEVERAL_NODES, "map.several-nodes", en: "{n} nodes", ja: "ノード{n}台");
template!(pub(super) NO_SERVICE, "map.no-service", en: "no Service reaches it", ja: "どのServiceからも届きません");
template!(pub(super) ADDRESS, "map.address", en: "Address", ja: "アドレス");
template!(pub(super) ADDRESSES, "map.addresses", en: "{n} addresses", ja: "アドレス{n}個");
template!(pub(super) ADDRESS_SENTENCE, "map.address-sentence",
    en: "The address {address}, written by hand",
    ja: "手で書かれたアドレス{address}");
template!(pub(super) ZONE_SENTENCE, "map.zone-sentence", en: "Zone {name}", ja: "ゾーン{name}");
template!(pub(super) NODE_SENTENCE, "map.node-sentence", en: "Node {name}", ja: "ノード{name}");
template!(pub(super) NODE_IN_ZONE_SENTENCE, "map.node-in-zone-sentence",
    en: "Node {name} in zone {zone}",
    ja: "ゾーン{zone}のノード{name}");
template!(pub(super) MORE_SERVICES, "map.more-services", en: "and {n} more Services", ja: "ほかService {n}個");
template!(pub(super) MORE_PODS, "map.more-pods", en: "and {n} more Pods", ja: "ほかPod {n}個");
template!(pub(super) MORE, "map.more", en: "and {n} more", ja: "ほか{n}個");
template!(pub(super) BY_NAME, "map.by-name", en: "by DNS name only", ja: "DNS名だけ");
template!(pub(super) NEARLY, "map.nearly",
    en: "not selected, but for one label",
    ja: "ラベルが違うため選ばれていない");
template!(pub(super) BROKEN, "map.broken", en: "leads nowhere", ja: "行き止まり");
template!(pub(super) IDLE, "map.idle", en: "nothing leads here", ja: "届く道なし");
template!(pub(super) WAYS_IN, "map.ways-in", en: "Clients and ways in", ja: "クライアントと入口");
template!(pub(super) SERVICES, "map.services", en: "Services", ja: "Service");
template!(pub(super) BEHIND, "map.behind", en: "EndpointSlices, and where ways end", ja: "EndpointSliceと道の終わり");
template!(pub(super) PODS_TITLE, "map.pods-title", en: "Pods and addresses", ja: "Podとアドレス");
