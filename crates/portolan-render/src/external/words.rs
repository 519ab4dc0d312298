//! What the cells of the table say.

use portolan_core::diagnostic::Template;
use portolan_core::template;

template!(pub(super) BACK_ENDS, "external-table.back-ends",
    en: "Back-end servers", ja: "バックエンドサーバー");
template!(pub(super) COUNT, "external-table.count",
    en: "Number of back ends", ja: "バックエンドの数（クォータ）");
template!(pub(super) ACCESS, "external-table.access",
    en: "Access to the address", ja: "アドレスへのアクセス");
template!(pub(super) BALANCE, "external-table.balance",
    en: "Balance between Pods", ja: "Pod間の負荷分散");
template!(pub(super) SOURCE, "external-table.source",
    en: "Source address kept", ja: "ソースIPの保持");
template!(pub(super) SESSIONS, "external-table.sessions",
    en: "Session persistence", ja: "セッション維持");
template!(pub(super) HEALTH, "external-table.health",
    en: "Health check", ja: "ヘルスチェック");
template!(pub(super) DRAINING, "external-table.draining",
    en: "Draining", ja: "ドレイン中");
template!(pub(super) USE, "external-table.use",
    en: "When to use", ja: "利用シナリオ");

template!(pub(super) TITLE, "external-table.title",
    en: "Service {service} ({kind}), provider {provider}",
    ja: "Service {service}（{kind}）、プロバイダー{provider}");
template!(pub(super) ADDRESS, "external-table.address",
    en: "Address: {address}",
    ja: "アドレス: {address}");
template!(pub(super) ADDRESS_GIVEN, "external-table.address-given",
    en: "Address: {address}, an example: the provider gives its own",
    ja: "アドレス: {address}（例示用。実際のアドレスはプロバイダーが割り当てます）");
template!(pub(super) NODE_PORTS, "external-table.node-ports",
    en: "No load balancer: clients connect to a node, port {ports}",
    ja: "ロードバランサーなし: クライアントはノードのポート{ports}に接続します");
template!(pub(super) PENDING, "external-table.pending",
    en: "Address: <pending>: {why}",
    ja: "アドレス: <pending>: {why}");
template!(pub(super) INTERNAL, "external-table.internal",
    en: "Only the provider's private network leads to it",
    ja: "プロバイダーのプライベートネットワークからだけ接続できます");
template!(pub(super) IN_EFFECT, "external-table.in-effect",
    en: "{policy} (in effect)",
    ja: "{policy}（有効）");

template!(pub(super) NODES_WITH_PODS, "external-table.nodes-with-pods",
    en: "the nodes with Pods: {names}",
    ja: "Podのあるノードだけ: {names}");
template!(pub(super) ALL_NODES, "external-table.all-nodes",
    en: "all nodes: {names}",
    ja: "すべてのノード: {names}");
template!(pub(super) PODS, "external-table.pods",
    en: "the Pods themselves: {names}",
    ja: "Pod自身: {names}");
template!(pub(super) LEADER, "external-table.leader",
    en: "one node, which has the address: {names}",
    ja: "アドレスを持つ1つのノード: {names}");
template!(pub(super) OWN, "external-table.own",
    en: "none: clients connect to the nodes: {names}",
    ja: "なし。クライアントがノードに接続します: {names}");
template!(pub(super) NO_BACK_END, "external-table.no-back-end",
    en: "none",
    ja: "なし");

template!(pub(super) COUNT_WITH_PODS, "external-table.count-with-pods",
    en: "{n} of {all} {all|node|nodes}: only nodes with Pods count",
    ja: "{all}ノード中{n}。Podのあるノードだけを数えます");
template!(pub(super) COUNT_NODES, "external-table.count-nodes",
    en: "{n}: every node counts, with Pods or without",
    ja: "{n}。Podがなくても、すべてのノードを数えます");
template!(pub(super) COUNT_PODS, "external-table.count-pods",
    en: "{n}: only ready Pods count",
    ja: "{n}。準備のできたPodだけを数えます");
template!(pub(super) COUNT_LEADER, "external-table.count-leader",
    en: "{n}: one node at a time",
    ja: "{n}。一度に1つのノードです");
template!(pub(super) COUNT_OWN, "external-table.count-own",
    en: "none is made",
    ja: "作られません");

template!(pub(super) NO_ADDRESS, "external-table.no-address",
    en: "there is no address",
    ja: "アドレスがありません");
template!(pub(super) NOT_WALKED, "external-table.not-walked",
    en: "not walked: there are too many Services",
    ja: "Serviceの数が多すぎるため、たどっていません");
template!(pub(super) BOTH_SIDES, "external-table.both-sides",
    en: "{outside}; {inside}",
    ja: "{outside}。{inside}");
template!(pub(super) BOTH_SIDES_PARTLY, "external-table.both-sides-partly",
    en: "{outside}; {inside}; a connection that comes back to its own sender is lost",
    ja: "{outside}。{inside}。送信元自身に戻る接続は失われます");
template!(pub(super) OUTSIDE, "external-table.outside",
    en: "from outside",
    ja: "クラスター外から接続できます");
template!(pub(super) NOT_OUTSIDE, "external-table.not-outside",
    en: "not from outside",
    ja: "クラスター外からは接続できません");
template!(pub(super) PRIVATE, "external-table.private",
    en: "from the private network",
    ja: "プライベートネットワークから接続できます");
template!(pub(super) FROM_EVERYWHERE, "external-table.from-everywhere",
    en: "from every node and its Pods",
    ja: "すべてのノードとそのPodからも接続できます");
template!(pub(super) FROM_SOME, "external-table.from-some",
    en: "inside only from {nodes} and {n|its|their} Pods, not from {others}",
    ja: "クラスター内では{nodes}とそのPodだけが接続でき、{others}からは接続できません{n||}");
template!(pub(super) FROM_NODES, "external-table.from-nodes",
    en: "inside from processes of {nodes} and from Pods of {pods}",
    ja: "クラスター内では{nodes}のプロセスと、{pods}のPodから接続できます");
template!(pub(super) FROM_PODS, "external-table.from-pods",
    en: "inside only from Pods of {pods}, not from processes of nodes",
    ja: "クラスター内では{pods}のPodだけが接続でき、ノードのプロセスからは接続できません");
template!(pub(super) FROM_PROCESSES, "external-table.from-processes",
    en: "inside only from processes of {nodes}, not from Pods",
    ja: "クラスター内では{nodes}のプロセスだけが接続でき、Podからは接続できません");
template!(pub(super) FROM_NOWHERE_INSIDE, "external-table.from-nowhere-inside",
    en: "not from inside the cluster",
    ja: "クラスター内からは接続できません");

template!(pub(super) EVEN, "external-table.even",
    en: "even: {share} for each of {n} {n|Pod|Pods}",
    ja: "均等: Pod {n}個がそれぞれ{share}{n||}");
template!(pub(super) ONLY, "external-table.only",
    en: "all of it comes to {pod}",
    ja: "すべて{pod}に届きます");
template!(pub(super) BY_NODE, "external-table.by-node",
    en: "by node, however many Pods it has: {shares}",
    ja: "Podの数にかかわらず、ノードごとに等分: {shares}");
template!(pub(super) BY_NODE_UNLESS, "external-table.by-node-unless",
    en: "by node, however many Pods it has: {shares}; even with the annotation",
    ja: "Podの数にかかわらず、ノードごとに等分: {shares}。アノテーションで均等になります");
template!(pub(super) BY_ZONE, "external-table.by-zone",
    en: "by zone: {shares}",
    ja: "ゾーンごとに等分: {shares}");
template!(pub(super) BY_LEADER, "external-table.by-leader",
    en: "only the Pods of that node: {shares}",
    ja: "そのノードのPodだけ: {shares}");
template!(pub(super) UNEVEN, "external-table.uneven",
    en: "uneven: {shares}",
    ja: "不均等: {shares}");
template!(pub(super) NOBODY, "external-table.nobody",
    en: "no Pod gets a connection",
    ja: "どのPodにも届きません");

template!(pub(super) KEPT, "external-table.kept",
    en: "yes: Pods see the client's own address",
    ja: "保持されます。Podにクライアントのアドレスが見えます");
template!(pub(super) HIDDEN_BY_NODE, "external-table.hidden-by-node",
    en: "no: Pods see an address of the node that the connection came to",
    ja: "保持されません。Podには、接続が届いたノードのアドレスが見えます");
template!(pub(super) HIDDEN_BY_BALANCER, "external-table.hidden-by-balancer",
    en: "no: Pods see an address of the load balancer",
    ja: "保持されません。Podには、ロードバランサーのアドレスが見えます");

template!(pub(super) STICKY, "external-table.sticky",
    en: "supported: {how}",
    ja: "対応: {how}");
template!(pub(super) STICKY_NOTED, "external-table.sticky-noted",
    en: "supported, by an annotation",
    ja: "対応（アノテーションで設定します）");
template!(pub(super) STICKY_NOTED_SET, "external-table.sticky-noted-set",
    en: "supported, and set by an annotation",
    ja: "対応（アノテーションで設定済み）");
template!(pub(super) STICKY_SET, "external-table.sticky-set",
    en: "supported, and set: {how}",
    ja: "対応（設定済み）: {how}");
template!(pub(super) STICKY_WITH, "external-table.sticky-with",
    en: "not supported, unless the Service has {how}",
    ja: "非対応。Serviceに{how}があれば維持されます");
template!(pub(super) NOT_STICKY, "external-table.not-sticky",
    en: "not supported: the node sends on to any Pod",
    ja: "非対応。ノードが任意のPodに送るためです");

template!(pub(super) CHECK_KUBE_PROXY, "external-table.check-kube-proxy",
    en: "HTTP {port} /healthz, kube-proxy's own: {answers}",
    ja: "HTTP {port} /healthz（kube-proxy自身）: {answers}");
template!(pub(super) CHECK_HEALTH_PORT, "external-table.check-health-port",
    en: "HTTP {port} /healthz (healthCheckNodePort): {answers}",
    ja: "HTTP {port} /healthz（healthCheckNodePort）: {answers}");
template!(pub(super) CHECK_NODE_PORT, "external-table.check-node-port",
    en: "TCP {port}, the node port: {answers}",
    ja: "TCP {port}（NodePort）: {answers}");
template!(pub(super) CHECK_TARGET_PORT, "external-table.check-target-port",
    en: "TCP {port}, the Pods' own port: {answers}",
    ja: "TCP {port}（Pod自身のポート）: {answers}");
template!(pub(super) CHECK_API, "external-table.check-api",
    en: "none: it goes by nodes and endpoints in the API",
    ja: "なし。API上のノードとエンドポイントの状態に従います");
template!(pub(super) PASS, "external-table.pass",
    en: "passes on {good}",
    ja: "{good}が正常");
template!(pub(super) PASS_SOME, "external-table.pass-some",
    en: "passes on {good}, fails on {bad}",
    ja: "{good}が正常、{bad}が異常");
template!(pub(super) PASS_NONE, "external-table.pass-none",
    en: "fails on {bad}",
    ja: "{bad}が異常");

template!(pub(super) DRAIN_KUBE_PROXY, "external-table.drain-kube-proxy",
    en: "a node that is being deleted answers 503: no new connections, open ones go on",
    ja: "削除中のノードは503を返します。新しい接続は来ず、既存の接続は続きます");
template!(pub(super) DRAIN_HEALTH_PORT, "external-table.drain-health-port",
    en: "a node without a ready Pod answers 503; Pods that terminate serve until clients stay away",
    ja: "準備のできたPodのないノードは503を返します。終了中のPodは、接続が来なくなるまで応答を続けます");
template!(pub(super) DRAIN_NODE_PORT, "external-table.drain-node-port",
    en: "a node that drains stays a back end, and sends on to Pods elsewhere",
    ja: "ドレイン中のノードもバックエンドのままで、他のノードのPodに送ります");
template!(pub(super) DRAIN_LISTED, "external-table.drain-listed",
    en: "a node leaves the back ends with its last ready Pod",
    ja: "準備のできたPodがなくなったノードは、バックエンドから外れます");
template!(pub(super) DRAIN_PODS, "external-table.drain-pods",
    en: "a Pod leaves the back ends when it terminates; nodes do not matter",
    ja: "終了するPodがバックエンドから外れます。ノードは関係しません");
template!(pub(super) DRAIN_LEADER, "external-table.drain-leader",
    en: "another node takes the address over when this one fails, or has no Pod any more",
    ja: "ノードが停止するか、Podがなくなると、別のノードがアドレスを引き継ぎます");
template!(pub(super) DRAIN_LEADER_CLUSTER, "external-table.drain-leader-cluster",
    en: "another node takes the address over when this one fails",
    ja: "ノードが停止すると、別のノードがアドレスを引き継ぎます");
template!(pub(super) DRAIN_OWN, "external-table.drain-own",
    en: "clients of that node lose it: nothing leads them to another",
    ja: "そのノードを使うクライアントは接続できなくなります。別のノードへ導くものはありません");

template!(pub(super) USE_LOCAL, "external-table.use-local",
    en: "where the client's address is needed, for logs or allow lists",
    ja: "ログや許可リストなどで、クライアントのアドレスが必要な場合");
template!(pub(super) USE_CLUSTER, "external-table.use-cluster",
    en: "where availability counts, and the client's address does not",
    ja: "可用性が重要で、クライアントのアドレスが不要な場合");
template!(pub(super) USE_EITHER, "external-table.use-either",
    en: "clients outside see no difference; Cluster where nodes or Pods use the address, too",
    ja: "クラスター外のクライアントには違いがありません。ノードやPodもこのアドレスを使うならCluster");

/// The sentence of a choice.
pub(super) type Words = &'static Template;
