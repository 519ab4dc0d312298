//! What is said of differences.

use crate::diagnostic::Arg;
use crate::proxy::dump::Masquerade;
use crate::template;

template!(pub(super) NO_KUBE_PROXY, "dump.no-kube-proxy",
    en: "there is no chain `KUBE-SERVICES` in the table `nat`: nothing of kube-proxy to compare",
    ja: "`nat`テーブルに`KUBE-SERVICES`チェーンがありません。比べられるkube-proxyのルールがありません");
template!(pub(super) NO_KUBE_PROXY_HELP, "dump.no-kube-proxy.help",
    en: "give the whole output of `iptables-save`, as root; if it is whole, kube-proxy runs in another mode (`nft list ruleset`), not at all, or is replaced by the CNI",
    ja: "root権限で実行した`iptables-save`の出力全体を渡してください。全体であるなら、kube-proxyは別のモード（`nft list ruleset`で確認できます）か、動いていないか、CNIに置き換えられています");
template!(pub(super) NOT_HOOKED, "dump.not-hooked",
    en: "nothing leads from `PREROUTING` and `OUTPUT` to `KUBE-SERVICES`: no Service works on this node",
    ja: "`PREROUTING`や`OUTPUT`から`KUBE-SERVICES`へのジャンプがありません。このノードではどのServiceも機能しません");
template!(pub(super) NOT_HOOKED_HELP, "dump.not-hooked.help",
    en: "something has flushed the rules (firewalld, a script with `iptables -F`); kube-proxy writes the jumps anew at its next full sync, or when it is restarted",
    ja: "firewalldや`iptables -F`を実行するスクリプトなどがルールを消したと考えられます。kube-proxyは次の完全同期か再起動でジャンプを書き直します");
template!(pub(super) STALE_ENDPOINT, "dump.stale-endpoint",
    en: "{addresses} {n|gets|get} connections, but {n|is|are} in no EndpointSlice of this Service",
    ja: "{n||}{addresses}に接続が送られますが、このServiceのどのEndpointSliceにもありません");
template!(pub(super) STALE_ENDPOINT_HELP, "dump.stale-endpoint.help",
    en: "if both were taken at the same time, kube-proxy on this node is behind: look at its log, and whether it still reaches the API server",
    ja: "同じ時点のものなら、このノードのkube-proxyが遅れています。ログと、APIサーバーに接続できているかを確認してください");
template!(pub(super) NOT_READY, "dump.not-ready",
    en: "{addresses} gets connections, but Pod {pod} is not ready",
    ja: "{addresses}に接続が送られますが、Pod {pod}はReadyではありません");
template!(pub(super) TERMINATING, "dump.terminating",
    en: "{addresses} gets connections, but Pod {pod} is being deleted",
    ja: "{addresses}に接続が送られますが、Pod {pod}は削除中です");
template!(pub(super) OTHER_POD, "dump.other-pod",
    en: "{addresses} gets connections, but that address now belongs to Pod {pod}, which this Service does not select",
    ja: "{addresses}に接続が送られますが、そのアドレスは今、このServiceが選んでいないPod {pod}のものです");
template!(pub(super) OTHER_PORT, "dump.other-port",
    en: "{addresses} gets connections, but `targetPort` leads to {port} there",
    ja: "{addresses}に接続が送られますが、`targetPort`が指すのは{port}です");
template!(pub(super) ELSEWHERE, "dump.elsewhere",
    en: "{addresses} {n|gets|get} connections, but the traffic policy or the topology leaves {n|it|them} out on this node",
    ja: "{n||}{addresses}に接続が送られますが、このノードではトラフィックポリシーまたはトポロジーの対象外です");
template!(pub(super) NOT_LOCAL, "dump.not-local",
    en: "{addresses} {n|gets|get} connections under the policy Local, but {n|is|are} not on this node",
    ja: "ポリシーLocalの接続が{addresses}に送られますが、このノードのエンドポイントではありません{n||}");
template!(pub(super) MISSING_LOCAL, "dump.missing-local",
    en: "{addresses} {n|is|are} on this node, but no rule of the policy Local sends connections there",
    ja: "{addresses}はこのノードにありますが、ポリシーLocalのルールはそこに接続を送りません{n||}");
template!(pub(super) MISSING_ENDPOINT, "dump.missing-endpoint",
    en: "{addresses} {n|is|are} ready, but no rule sends connections there",
    ja: "{n||}{addresses}はReadyですが、そこに接続を送るルールがありません");
template!(pub(super) MISSING_ALL, "dump.missing-all",
    en: "connections are turned away, although {addresses} {n|is|are} ready",
    ja: "{n||}{addresses}がReadyなのに、接続が断られます");
template!(pub(super) MISSING_ENDPOINT_HELP, "dump.missing-endpoint.help",
    en: "compare with `kubectl get endpointslices`; if they are there, kube-proxy on this node is behind",
    ja: "`kubectl get endpointslices`と比べてください。そこにあるなら、このノードのkube-proxyが遅れています");
template!(pub(super) ENDPOINT_PORT, "dump.endpoint-port",
    en: "connections go to port {seen} of the Pods, but the manifests say {wanted}",
    ja: "接続はPodのポート{seen}に送られますが、マニフェストでは{wanted}です");
template!(pub(super) ENDPOINT_COUNT, "dump.endpoint-count",
    en: "{seen} {seen|endpoint|endpoints} in the rules, {wanted} in the manifests",
    ja: "ルールのエンドポイントは{seen}個、マニフェストでは{wanted}個です");
template!(pub(super) ENDPOINT_COUNT_HELP, "dump.endpoint-count.help",
    en: "the addresses of these Pods are not in the input; give the output of `kubectl get pods,endpointslices -A -o yaml` to compare them one by one",
    ja: "入力にPodのアドレスがありません。`kubectl get pods,endpointslices -A -o yaml`の出力を渡すと、1つずつ比べられます");
template!(pub(super) UNEQUAL, "dump.unequal",
    en: "connections are not shared out equally: {shares}",
    ja: "接続が均等に配分されません: {shares}");
template!(pub(super) UNREACHED, "dump.unreached",
    en: "{n} {n|rule is|rules are} never reached: an earlier rule takes all packets",
    ja: "前のルールがすべてのパケットを取るため、{n}個のルールに到達しません");
template!(pub(super) DEAD, "dump.dead",
    en: "{n} {n|rule leads|rules lead} to a chain without an endpoint: its share of the connections finds none",
    ja: "{n}個のルールがエンドポイントのないチェーンに続いています。その分の接続は届きません");
template!(pub(super) CHANGED_CHAIN, "dump.changed-chain",
    en: "{chain} has {seen} {seen|rule|rules}, and kube-proxy writes {wanted}",
    ja: "{chain}のルールは{seen}個ですが、kube-proxyが書くのは{wanted}個です{seen||}");
template!(pub(super) CHANGED_CHAIN_HELP, "dump.changed-chain.help",
    en: "somebody has changed the chain by hand, or kube-proxy was interrupted: it writes all chains anew when it restarts",
    ja: "手で変更されたか、kube-proxyが途中で止まった可能性があります。kube-proxyは再起動するとすべてのチェーンを書き直します");
template!(pub(super) MISSING_SERVICE, "dump.missing-service",
    en: "no rule for this Service port: packets to {ip} are not forwarded",
    ja: "このServiceのポートのルールがありません。{ip}宛てのパケットは転送されません");
template!(pub(super) MISSING_ANY, "dump.missing-any",
    en: "no rule for this Service port",
    ja: "このServiceのポートのルールがありません");
template!(pub(super) MISSING_SERVICE_HELP, "dump.missing-service.help",
    en: "if both were taken at the same time, kube-proxy on this node does not see the Service: look at its log",
    ja: "同じ時点のものなら、このノードのkube-proxyにServiceが見えていません。ログを確認してください");
template!(pub(super) NOT_APPLIED_HELP, "dump.not-applied.help",
    en: "the manifest may not have been applied yet: `kubectl get svc` tells",
    ja: "マニフェストがまだ適用されていない可能性があります。`kubectl get svc`で確認できます");
template!(pub(super) STALE_PORT, "dump.stale-port",
    en: "the Service is in the manifests, but has no port named {port} any more: the rules are stale",
    ja: "Serviceはマニフェストにありますが、{port}という名前のポートはもうありません。古いルールです");
template!(pub(super) NOT_PROXIED, "dump.not-proxied",
    en: "the Service is in the manifests as one without a cluster IP: the rules are stale",
    ja: "マニフェストではクラスターIPのないServiceです。古いルールです");
template!(pub(super) STALE_SERVICE, "dump.stale-service",
    en: "the Service is not in the manifests, although they look like a whole cluster: the rules may be stale",
    ja: "マニフェストはクラスター全体のようですが、このServiceがありません。古いルールの可能性があります");
template!(pub(super) NOT_GIVEN, "dump.not-given",
    en: "not in these manifests: whether the rules are stale cannot be told",
    ja: "このマニフェストにはありません。古いルールかどうかは判断できません");
template!(pub(super) NAMELESS, "dump.nameless",
    en: "no comment tells whose chain this is, and no Service of the manifests has its hash",
    ja: "チェーンの持ち主を示すコメントがなく、マニフェストにもこのハッシュになるServiceがありません");
template!(pub(super) CLUSTER_IP, "dump.cluster-ip",
    en: "answers at {seen}, but the manifests say {wanted}",
    ja: "{seen}で応答しますが、マニフェストでは{wanted}です");
template!(pub(super) NO_CLUSTER_IP, "dump.no-cluster-ip",
    en: "has no rule for its cluster IP {wanted}",
    ja: "クラスターIP {wanted}のルールがありません");
template!(pub(super) INTERNAL_POLICY, "dump.internal-policy",
    en: "the rules follow `internalTrafficPolicy` {seen}, the manifests say {wanted}",
    ja: "ルールの`internalTrafficPolicy`は{seen}、マニフェストでは{wanted}です");
template!(pub(super) EXTERNAL_POLICY, "dump.external-policy",
    en: "the rules follow `externalTrafficPolicy` {seen}, the manifests say {wanted}",
    ja: "ルールの`externalTrafficPolicy`は{seen}、マニフェストでは{wanted}です");
template!(pub(super) NODE_PORT, "dump.node-port",
    en: "answers at node port {seen}, but the manifests say {wanted}",
    ja: "NodePort {seen}で応答しますが、マニフェストでは{wanted}です");
template!(pub(super) STALE_NODE_PORT, "dump.stale-node-port",
    en: "answers at node port {seen}, but the manifests give it none",
    ja: "NodePort {seen}で応答しますが、マニフェストにNodePortはありません");
template!(pub(super) NO_NODE_PORT, "dump.no-node-port",
    en: "has no rule for its node port {wanted}",
    ja: "NodePort {wanted}のルールがありません");
template!(pub(super) NO_NODE_PORT_AT_ALL, "dump.no-node-port-at-all",
    en: "has no rule for a node port, but is of a type that has one",
    ja: "NodePortを持つタイプですが、そのルールがありません");
template!(pub(super) STALE_ADDRESS, "dump.stale-address",
    en: "answers at {address}, which is neither an external IP nor a load balancer's address in the manifests",
    ja: "{address}で応答しますが、マニフェストの外部IPにもロードバランサーのアドレスにもありません");
template!(pub(super) NO_ADDRESS, "dump.no-address",
    en: "does not answer at {address}",
    ja: "{address}で応答するルールがありません");
template!(pub(super) SOURCE_RANGES, "dump.source-ranges",
    en: "the load balancer admits {seen}, the manifests say {wanted}",
    ja: "ロードバランサーが許す送信元は{seen}、マニフェストでは{wanted}です");
template!(pub(super) HEALTH_CHECK, "dump.health-check",
    en: "the health-check node port is {seen}, the manifests say {wanted}",
    ja: "ヘルスチェックのNodePortは{seen}、マニフェストでは{wanted}です");
template!(pub(super) STALE_HEALTH_CHECK, "dump.stale-health-check",
    en: "has the health-check node port {seen}, but the manifests give it none",
    ja: "ヘルスチェックのNodePort {seen}がありますが、マニフェストにはありません");
template!(pub(super) AFFINITY, "dump.affinity",
    en: "`sessionAffinity` is {seen} in the rules, {wanted} in the manifests",
    ja: "ルールの`sessionAffinity`は{seen}、マニフェストでは{wanted}です");
template!(pub(super) MASQUERADE, "dump.masquerade",
    en: "traffic to cluster IPs gets the node's address as its source where it matches {seen}; the flags say {wanted}",
    ja: "クラスターIP宛ての通信のうち、送信元がノードのアドレスになるのは{seen}に当たるものです。フラグでは{wanted}です");
template!(pub(super) MASQUERADE_ODD, "dump.masquerade-odd",
    en: "traffic to the cluster IP gets the node's address as its source where it matches {seen}; for the other Services it is {wanted}",
    ja: "クラスターIP宛ての通信のうち、送信元がノードのアドレスになるのは{seen}に当たるものです。他のServiceでは{wanted}です");

/// Whose traffic is masqueraded, as options of iptables say it.
pub(super) fn masquerade(masquerade: Option<&Masquerade>) -> Arg {
    Arg::code(match masquerade {
        None => "none".to_owned(),
        Some(Masquerade::All) => "-s 0.0.0.0/0".to_owned(),
        Some(Masquerade::NotFrom(net)) => format!("! -s {net}"),
        Some(Masquerade::NotThrough(name)) => format!("! -i {name}"),
    })
}
