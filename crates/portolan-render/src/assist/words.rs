//! The words of facts and completions.

use portolan_core::template;

template!(pub(super) TYPE, "assist.type", en: "{type}", ja: "{type}");
template!(pub(super) WHOLE, "assist.whole", en: "a whole object", ja: "オブジェクト全体");
template!(pub(super) HAVE_IT, "assist.have-it", en: "{n} {n|Pod|Pods}", ja: "Pod {n}個");
template!(pub(super) WANTED, "assist.wanted", en: "wanted by a Service", ja: "Serviceが必要とするラベル");
template!(pub(super) OF_CONTAINER, "assist.of-container", en: "container {container}", ja: "コンテナ{container}");
template!(pub(super) OF_SERVICE, "assist.of-service", en: "Service {service}", ja: "Service {service}");

// Facts at the ends of lines.
template!(pub(super) READY, "assist.ready", en: "→ {n} {n|Pod|Pods} ready", ja: "→ 準備完了のPod {n}個");
template!(pub(super) SOME_READY, "assist.some-ready", en: "→ {n} of {all} Pods ready", ja: "→ {all}個中{n}個のPodが準備完了");
template!(pub(super) NO_POD, "assist.no-pod", en: "→ no Pod", ja: "→ Podなし");
template!(pub(super) NO_PORT, "assist.no-port", en: "→ {n} {n|Pod|Pods}, but none has the port", ja: "→ Pod {n}個、ただしポートがありません");
template!(pub(super) ADDRESS, "assist.address", en: "→ {address}", ja: "→ {address}");

// Facts on hover.
template!(pub(super) SELECTS, "assist.selects", en: "Selects {n} {n|Pod|Pods} in {namespace}, {ready} ready: {pods}.", ja: "{namespace}のPod {n}個を選んでいます（準備完了{ready}個）：{pods}。");
template!(pub(super) SELECTS_NONE, "assist.selects-none", en: "Selects no Pod in {namespace}: traffic to the Service is refused.", ja: "{namespace}には一致するPodがありません。このServiceへの通信は拒否されます。");
template!(pub(super) LABEL, "assist.label", en: "{n} of the {all} {all|Pod|Pods} in {namespace} {n|has|have} {label}.", ja: "{namespace}のPod {all}個のうち{n}個が{label}を持っています。");
template!(pub(super) DNS_IP, "assist.dns-ip", en: "In the cluster, {name} is {addresses}.", ja: "クラスター内で{name}は{addresses}になります。");
template!(pub(super) DNS_PODS, "assist.dns-pods", en: "In the cluster, {name} is the addresses of the Pods themselves: {addresses}.", ja: "クラスター内で{name}はPodのアドレスそのものになります：{addresses}。");
template!(pub(super) DNS_NOTHING, "assist.dns-nothing", en: "In the cluster, {name} has no address: no endpoint is ready.", ja: "準備完了のエンドポイントがないため、クラスター内で{name}にはアドレスがありません。");
template!(pub(super) DNS_ALIAS, "assist.dns-alias", en: "In the cluster, {name} is an alias of {alias}.", ja: "クラスター内で{name}は{alias}の別名になります。");
template!(pub(super) PORT_LEADS, "assist.port-leads", en: "{port} leads to {n} {n|endpoint|endpoints}: {endpoints}.", ja: "{port}はエンドポイント{n}個につながります：{endpoints}。");
template!(pub(super) PORT_NOWHERE, "assist.port-nowhere", en: "{port} leads nowhere: no endpoint is ready.", ja: "{port}はどこにもつながりません。準備完了のエンドポイントがありません。");
template!(pub(super) NODE_PORT, "assist.node-port", en: "Open on every node as {port}.", ja: "全ノードの{port}番で開いています。");
template!(pub(super) TARGET_IS, "assist.target-is", en: "In Pod {pod}, {target} is port {port} of container {container}.", ja: "Pod {pod}では、{target}はコンテナ{container}のポート{port}です。");
template!(pub(super) TARGET_UNDECLARED, "assist.target-undeclared", en: "In Pod {pod}, no container declares {target}; traffic is sent to it all the same.", ja: "Pod {pod}のどのコンテナも{target}を宣言していませんが、通信はそのまま送られます。");
template!(pub(super) TARGET_MISSING, "assist.target-missing", en: "In Pod {pod}, no container port has the name {target}: the Pod gets no traffic on this port.", ja: "Pod {pod}には{target}という名前のコンテナポートがないため、このポートの通信は届きません。");
template!(pub(super) MAKES, "assist.makes", en: "Makes {n} {n|Pod|Pods}, {ready} ready: {pods}.", ja: "Podを{n}個作ります（準備完了{ready}個）：{pods}。");
template!(pub(super) MAKES_NONE, "assist.makes-none", en: "Makes no Pod now.", ja: "いまはPodを作りません。");
template!(pub(super) SELECTED_BY, "assist.selected-by", en: "Selected by {n|Service|Services} {services}.", ja: "Service {services}に選ばれています。{n||}");
template!(pub(super) SELECTED_BY_NONE, "assist.selected-by-none", en: "No Service selects these Pods.", ja: "これらのPodを選ぶServiceはありません。");
template!(pub(super) POD_IS, "assist.pod-is", en: "{address} on {node}.", ja: "アドレスは{address}、ノードは{node}です。");
