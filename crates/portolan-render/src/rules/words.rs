//! The words in which rules are explained. A condition is a clause that fits behind "if", in Japanese before 「のとき」.

use portolan_core::template;

template!(pub(super) IF, "rules.if", en: "if {when}: {then}", ja: "{when}のとき: {then}");
template!(pub(super) ALWAYS, "rules.always", en: "{then}", ja: "{then}");
template!(pub(super) AND, "rules.and", en: "{one}, and {other}", ja: "{one}、かつ{other}");
template!(pub(super) THEN_AND, "rules.then-and", en: "{one}; {other}", ja: "{one}。{other}");

template!(pub(super) FROM, "rules.from", en: "the source is {net}", ja: "送信元が{net}");
template!(pub(super) NOT_FROM, "rules.not-from", en: "the source is not in {net}", ja: "送信元が{net}以外");
template!(pub(super) FROM_PODS, "rules.from-pods",
    en: "it comes from a Pod (source in {net})",
    ja: "Podから（送信元が{net}）");
template!(pub(super) NOT_FROM_PODS, "rules.not-from-pods",
    en: "it does not come from a Pod (source outside {net})",
    ja: "Pod以外から（送信元が{net}以外）");
template!(pub(super) FROM_ITSELF, "rules.from-itself",
    en: "the Pod {pod} ({ip}) sends to itself",
    ja: "Pod {pod}（{ip}）が自分自身に送った");
template!(pub(super) OUTSIDE_RANGES, "rules.outside-ranges",
    en: "the source is in none of {ranges} (loadBalancerSourceRanges)",
    ja: "送信元が{ranges}（loadBalancerSourceRanges）以外");
template!(pub(super) TO, "rules.to", en: "the destination is {net}", ja: "宛先が{net}");
template!(pub(super) NOT_TO, "rules.not-to", en: "the destination is not in {net}", ja: "宛先が{net}以外");
template!(pub(super) TO_CLUSTER_IP, "rules.to-cluster-ip",
    en: "the destination is {net}, the cluster IP of {service}",
    ja: "宛先が{net}（{service}のクラスターIP）");
template!(pub(super) TO_EXTERNAL_IP, "rules.to-external-ip",
    en: "the destination is {net}, an external IP of {service}",
    ja: "宛先が{net}（{service}のexternalIPs）");
template!(pub(super) TO_LOAD_BALANCER, "rules.to-load-balancer",
    en: "the destination is {net}, the load balancer of {service}",
    ja: "宛先が{net}（{service}のロードバランサー）");
template!(pub(super) THROUGH, "rules.through",
    en: "it came in by the interface {name}",
    ja: "インターフェース{name}から入った");
template!(pub(super) NOT_THROUGH, "rules.not-through",
    en: "it came in by another interface than {name}",
    ja: "{name}以外のインターフェースから入った");
template!(pub(super) PROTOCOL, "rules.protocol", en: "it is {protocol}", ja: "プロトコルが{protocol}");
template!(pub(super) PORT, "rules.port",
    en: "the port is {port}/{protocol}",
    ja: "ポートが{port}/{protocol}");
template!(pub(super) NODE_PORT, "rules.node-port",
    en: "the port is {port}/{protocol}, the node port of {service}",
    ja: "ポートが{port}/{protocol}（{service}のNodePort）");
template!(pub(super) HEALTH_CHECK, "rules.health-check",
    en: "the port is {port}/{protocol}, the health check of {service}",
    ja: "ポートが{port}/{protocol}（{service}のヘルスチェック）");
template!(pub(super) FROM_NODE, "rules.from-node",
    en: "this node itself sends it",
    ja: "このノード自身が送った");
template!(pub(super) NOT_FROM_NODE, "rules.not-from-node",
    en: "another machine sends it",
    ja: "他のマシンが送った");
template!(pub(super) TO_NODE, "rules.to-node",
    en: "the destination is an address of this node",
    ja: "宛先がこのノード自身のアドレス");
template!(pub(super) TO_SET, "rules.to-set",
    en: "the destination is in the set {set}",
    ja: "宛先がセット{set}の中");
template!(pub(super) NOT_LOOPBACK, "rules.not-loopback",
    en: "the destination is not the loopback network",
    ja: "宛先がループバック以外");
template!(pub(super) MARKED, "rules.marked",
    en: "it has the mark for masquerading",
    ja: "マスカレードの印付き");
template!(pub(super) NOT_MARKED, "rules.not-marked",
    en: "it does not have the mark for masquerading",
    ja: "マスカレードの印なし");
template!(pub(super) MARKED_TO_DROP, "rules.marked-to-drop",
    en: "it has the mark of what is to be dropped",
    ja: "破棄の印付き");
template!(pub(super) BY_LOT, "rules.by-lot",
    en: "one time out of {n}, at random",
    ja: "{n}回に1回（無作為）");
template!(pub(super) SEEN, "rules.seen",
    en: "this client was here within the last {seconds} s (sessionAffinity)",
    ja: "このクライアントが直近{seconds}秒以内に来た（sessionAffinity）");
template!(pub(super) REMEMBERED, "rules.remembered",
    en: "this client is remembered in {set} (sessionAffinity)",
    ja: "このクライアントが{set}に記録済み（sessionAffinity）");
template!(pub(super) NEW, "rules.new", en: "it opens a connection", ja: "新しい接続");
template!(pub(super) INVALID, "rules.invalid",
    en: "it belongs to no connection that the kernel knows",
    ja: "カーネルの知らない接続");
template!(pub(super) KNOWN, "rules.known",
    en: "it belongs to a connection that was let through",
    ja: "すでに通した接続");
template!(pub(super) NOT_TRANSLATED, "rules.not-translated",
    en: "it belongs to no connection that was let through or translated",
    ja: "通した接続でも変換した接続でもない");
template!(pub(super) IN_SET, "rules.in-set",
    en: "the IP set {set} has its {sides}",
    ja: "IPセット{set}に{sides}がある");
template!(pub(super) NOT_BRIDGED, "rules.not-bridged",
    en: "it did not come in by a bridge, as packets of Pods do",
    ja: "ブリッジ（Podの通り道）以外から入った");
template!(pub(super) VIRTUAL_SERVER, "rules.virtual-server",
    en: "it belongs to a connection to the virtual server {address}",
    ja: "仮想サーバー{address}への接続");
template!(pub(super) HAIRPIN, "rules.hairpin",
    en: "a Pod reaches itself through a Service",
    ja: "PodがServiceを通じて自分自身に届いた");
template!(pub(super) UNKNOWN, "rules.unknown",
    en: "kube-proxy itself writes no such condition",
    ja: "kube-proxyが書かない条件");

template!(pub(super) COMMENT, "rules.comment",
    en: "a note of kube-proxy's, without effect",
    ja: "kube-proxyのメモで、動作には影響しません");
template!(pub(super) COUNTS, "rules.counts", en: "the packet is counted", ja: "パケットを数えます");
template!(pub(super) GOES_ON, "rules.goes-on",
    en: "the packet goes on in {chain}, which {does}",
    ja: "{chain}へ進みます（{does}）");
template!(pub(super) GOES_ON_TO, "rules.goes-on-to",
    en: "the packet goes on in {chain}",
    ja: "{chain}へ進みます");
template!(pub(super) LOOKS_UP, "rules.looks-up",
    en: "address and port are looked up in the map {map}, and what stands there is done",
    ja: "アドレスとポートをマップ{map}で調べ、その内容に従います");
template!(pub(super) ACCEPTS, "rules.accepts", en: "the packet is let through", ja: "パケットを通します");
template!(pub(super) DROPS, "rules.drops",
    en: "the packet is dropped without an answer: the client waits until it times out",
    ja: "応答せずに破棄します。クライアントはタイムアウトまで待ちます");
template!(pub(super) REJECTS, "rules.rejects",
    en: "the client is told at once that nobody listens: connection refused",
    ja: "ポートに到達できないとすぐに答えます（connection refused）");
template!(pub(super) RETURNS, "rules.returns",
    en: "the packet goes back to the chain it came from",
    ja: "元のチェーンへ戻ります");
template!(pub(super) MARKS, "rules.marks",
    en: "the packet is marked: on its way out of the node, the node's address becomes its source",
    ja: "印を付けます。ノードを出るときに、送信元がノードのアドレスに変わります");
template!(pub(super) MARKS_TO_DROP, "rules.marks-to-drop",
    en: "the packet is marked to be dropped later",
    ja: "後で破棄する印を付けます");
template!(pub(super) UNMARKS, "rules.unmarks",
    en: "the mark is taken off, so that nothing is masqueraded twice",
    ja: "二重にマスカレードしないように、印を消します");
template!(pub(super) MASQUERADES, "rules.masquerades",
    en: "the source becomes the node's own address, so that the answer comes back this way",
    ja: "応答がここを通って戻るように、送信元をノード自身のアドレスに書き換えます");
template!(pub(super) REWRITES, "rules.rewrites",
    en: "the destination becomes {address}",
    ja: "宛先を{address}に書き換えます");
template!(pub(super) REWRITES_TO_POD, "rules.rewrites-to-pod",
    en: "the destination becomes Pod {pod} ({address}) on {node}",
    ja: "宛先を{node}のPod {pod}（{address}）に書き換えます");
template!(pub(super) REWRITES_BY_LOT, "rules.rewrites-by-lot",
    en: "the destination becomes one of {n} {n|endpoint|endpoints}, each equally likely: {names}",
    ja: "宛先を{n}個のエンドポイントの1つ（確率は等しい）に書き換えます: {names}{n||}");
template!(pub(super) GOES_BY_LOT, "rules.goes-by-lot",
    en: "the packet goes on in one of {n} {n|chain|chains} of endpoints, each equally likely: {names}",
    ja: "{n}個のエンドポイントのチェーンの1つ（確率は等しい）へ進みます: {names}{n||}");
template!(pub(super) REMEMBERS, "rules.remembers",
    en: "the client is remembered, so that its next connections come here too (sessionAffinity)",
    ja: "次の接続もここへ来るように、クライアントを記録します（sessionAffinity）");
template!(pub(super) UNKNOWN_ACTION, "rules.unknown-action",
    en: "kube-proxy itself does no such thing",
    ja: "kube-proxyが行わない動作");

template!(pub(super) CHAIN, "rules.chain", en: "the chain {chain} {does}", ja: "チェーン{chain}: {does}");
template!(pub(super) OWN_CHAIN, "rules.own-chain",
    en: "the chain {chain} of {service} {does}",
    ja: "{service}のチェーン{chain}: {does}");
template!(pub(super) NAT, "rules.nat",
    en: "the table nat, which rewrites destinations and sources when a connection is opened",
    ja: "natテーブル。接続が開くときに宛先と送信元を書き換えます");
template!(pub(super) FILTER, "rules.filter",
    en: "the table filter, which lets packets through or turns them away",
    ja: "filterテーブル。パケットを通すか退けるかを決めます");
template!(pub(super) COMMIT, "rules.commit",
    en: "the end of the table: all of it takes effect at once",
    ja: "テーブルの終わり。ここまでが一度に有効になります");
template!(pub(super) TABLE, "rules.table",
    en: "kube-proxy's own table; other programs have theirs",
    ja: "kube-proxy専用のテーブル。他のプログラムは別のテーブルを使います");
template!(pub(super) CLUSTER_IPS, "rules.cluster-ips",
    en: "the cluster IPs of all Services",
    ja: "すべてのServiceのクラスターIP");
template!(pub(super) HAIRPINS, "rules.hairpins",
    en: "endpoints on this node: what one of them sends to itself through a Service gets the node's address as its source",
    ja: "このノードのエンドポイント。Serviceを通じて自分自身に送ったものは、送信元がノードのアドレスに変わります");
template!(pub(super) NODE_PORT_IPS, "rules.node-port-ips",
    en: "the addresses of this node on which node ports answer",
    ja: "このノードで、NodePortが応答するアドレス");
template!(pub(super) CLIENTS, "rules.clients",
    en: "clients that were lately sent to this endpoint (sessionAffinity); empty as long as there are none",
    ja: "最近このエンドポイントに送ったクライアント（sessionAffinity）。最初は空です");
template!(pub(super) HOOK, "rules.hook",
    en: "where in the kernel packets enter this chain, and in which order among others",
    ja: "パケットがカーネルのどこでこのチェーンに入るかと、その順序");

template!(pub(super) VIRTUAL, "rules.virtual",
    en: "the kernel answers on {address}/{protocol} and shares connections out among {n} {n|endpoint|endpoints} ({scheduler})",
    ja: "カーネルが{address}/{protocol}で受け、接続を{n}個のエンドポイントに配分します（{scheduler}）{n||}");
template!(pub(super) VIRTUAL_STICKY, "rules.virtual-sticky",
    en: "a client stays with its endpoint for {seconds} s (sessionAffinity)",
    ja: "クライアントは{seconds}秒間、同じエンドポイントに送られます（sessionAffinity）");
template!(pub(super) VIRTUAL_EMPTY, "rules.virtual-empty",
    en: "there is no endpoint: connections to {address}/{protocol} are refused",
    ja: "エンドポイントがないので、{address}/{protocol}への接続は拒否されます");
template!(pub(super) ENTRY, "rules.entry",
    en: "an element of the IP set {set}: {comment}",
    ja: "IPセット{set}の要素: {comment}");
template!(pub(super) BOUND, "rules.bound",
    en: "the node takes packets to this address as its own, so that IPVS sees them",
    ja: "IPVSに渡るように、ノードがこのアドレスを自分のものとして受け取ります");
template!(pub(super) IPVSADM, "rules.ipvsadm",
    en: "the virtual servers in the kernel, each with the endpoints behind it",
    ja: "カーネル内の仮想サーバーと、その背後のエンドポイント");

template!(pub(super) SOURCE_SIDE, "rules.source-side", en: "source", ja: "送信元");
template!(pub(super) DESTINATION_SIDE, "rules.destination-side", en: "destination", ja: "宛先");
template!(pub(super) PORT_SIDE, "rules.port-side", en: "destination and port", ja: "宛先とポート");
template!(pub(super) THREE_SIDES, "rules.three-sides",
    en: "destination and port, and the source",
    ja: "宛先とポートと送信元の組");
template!(pub(super) SOURCE_AND_PORT, "rules.source-and-port",
    en: "source with the port",
    ja: "送信元とポートの組");
