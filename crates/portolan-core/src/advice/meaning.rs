//! What each kind means: who reaches it, what it is for, what it costs, where it ends, and the documentation that
//! says so.

use super::choice::Kind;
use crate::diagnostic::Template;
use crate::template;

/// What a kind means.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// Who reaches it.
    pub scope: &'static Template,
    /// What it is for.
    pub usage: &'static Template,
    /// What it costs.
    pub cost: &'static Template,
    /// Where it ends.
    pub limits: &'static Template,
    /// The documentation.
    pub source: &'static str,
}

/// Declares what a kind means: the source, and four sentences.
macro_rules! meaning {
    ($kind:ident, $source:literal, $(($field:ident, $id:literal, $en:literal, $ja:literal)),+ $(,)?) => {
        const $kind: Meaning = {
            $(template!($field, $id, en: $en, ja: $ja);)+
            Meaning { scope: &SCOPE, usage: &USE, cost: &COST, limits: &LIMITS, source: $source }
        };
    };
}

meaning!(
    CLUSTER_IP,
    "https://kubernetes.io/docs/concepts/services-networking/service/#type-clusterip",
    (
        SCOPE,
        "advice.cluster-ip.scope",
        "Pods and nodes of the cluster, by one name and one virtual address",
        "クラスターのPodとノード。1つの名前と1つの仮想アドレスを使います"
    ),
    (
        USE,
        "advice.cluster-ip.use",
        "calls between applications of the cluster: an API, a database with one endpoint",
        "クラスター内のアプリケーション間の通信（APIなど）"
    ),
    (
        COST,
        "advice.cluster-ip.cost",
        "nothing but an address of the Service network",
        "Serviceのアドレス範囲から1つ使うだけです"
    ),
    (
        LIMITS,
        "advice.cluster-ip.limits",
        "not reachable from outside; a connection, not a request, is what kube-proxy balances",
        "外からは届きません。kube-proxyが分散するのはリクエストではなく接続です"
    ),
);
meaning!(
    HEADLESS,
    "https://kubernetes.io/docs/concepts/services-networking/service/#headless-services",
    (
        SCOPE,
        "advice.headless.scope",
        "Pods of the cluster, by the names and addresses of the Pods themselves",
        "クラスターのPod。Pod自身の名前とアドレスを使います"
    ),
    (
        USE,
        "advice.headless.use",
        "members that are different from each other: StatefulSets, databases with replicas, client-side balancing",
        "Podごとに役割やデータが異なるものに使います（StatefulSet、レプリカを持つデータベース、クライアント側の負荷分散）"
    ),
    (
        COST,
        "advice.headless.cost",
        "nothing; no rules of kube-proxy either",
        "費用はなく、kube-proxyのルールもありません"
    ),
    (
        LIMITS,
        "advice.headless.limits",
        "no balancing and no change of ports: clients dial the Pods' port, and keep addresses as long as their resolver does",
        "負荷分散もポートの変換もありません。クライアントはPodのポートに接続し、解決したアドレスを使い続けることがあります"
    ),
);
meaning!(
    NODE_PORT,
    "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
    (
        SCOPE,
        "advice.node-port.scope",
        "whoever reaches a node: a port of 30000-32767 on each of them",
        "ノードに届くすべてのクライアント。各ノードの30000-32767のポートを使います"
    ),
    (
        USE,
        "advice.node-port.use",
        "tests, little traffic, or the back end of a load balancer of your own",
        "テスト、少量の通信、自前のロードバランサーの送り先"
    ),
    (
        COST,
        "advice.node-port.cost",
        "nothing from the cloud, perhaps public addresses of nodes; the port is taken on all nodes",
        "クラウドの費用はかかりませんが、ノードの公開アドレスが必要なことがあり、ポートは全ノードで占有されます"
    ),
    (
        LIMITS,
        "advice.node-port.limits",
        "clients must know nodes and leave those that fail; the client's address is kept with `externalTrafficPolicy: Local` only",
        "クライアントがノードを知り、障害時に切り替える必要があります。接続元アドレスが保持されるのは`externalTrafficPolicy: Local`のときだけです"
    ),
);
meaning!(
    LOAD_BALANCER,
    "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
    (
        SCOPE,
        "advice.load-balancer.scope",
        "whoever reaches the load balancer: the Internet, or a private network",
        "ロードバランサーに届くすべてのクライアント（インターネットまたはプライベートネットワーク）"
    ),
    (
        USE,
        "advice.load-balancer.use",
        "production traffic from outside, TCP and UDP of any protocol",
        "外からの本番の通信。どのプロトコルのTCPとUDPにも使えます"
    ),
    (
        COST,
        "advice.load-balancer.cost",
        "a load balancer for each Service, with its price and its quota of listeners and back ends",
        "Serviceごとにロードバランサーが1つ必要です（料金と、リスナーやバックエンドの上限があります）"
    ),
    (
        LIMITS,
        "advice.load-balancer.limits",
        "needs a cloud or something like MetalLB, else its address stays pending; no hosts and paths",
        "クラウドかMetalLBなどが必要で、なければアドレスは<pending>のままです。ホスト名やパスは扱いません"
    ),
);
meaning!(
    EXTERNAL_NAME,
    "https://kubernetes.io/docs/concepts/services-networking/service/#externalname",
    (
        SCOPE,
        "advice.external-name.scope",
        "Pods of the cluster, by a name that leads to a host outside",
        "クラスターのPod。クラスターの外のホストに導く名前を使います"
    ),
    (
        USE,
        "advice.external-name.use",
        "a local name for something outside, such as a managed database",
        "マネージドデータベースなど、外にあるものの別名"
    ),
    (
        COST,
        "advice.external-name.cost",
        "nothing: it is a CNAME record",
        "費用はかかりません。CNAMEレコードにすぎません"
    ),
    (
        LIMITS,
        "advice.external-name.limits",
        "no ports, no balancing; over HTTP and TLS the host sees a name that is not its own",
        "ポートの変換も負荷分散もありません。HTTPやTLSでは、相手のホストから見て自分のものではない名前になります"
    ),
);
meaning!(
    INGRESS,
    "https://kubernetes.io/docs/concepts/services-networking/ingress/",
    (
        SCOPE,
        "advice.ingress.scope",
        "whoever reaches the Ingress controller, by host name and path",
        "Ingressコントローラーに届くすべてのクライアント。ホスト名とパスで振り分けます"
    ),
    (
        USE,
        "advice.ingress.use",
        "HTTP from outside to many Services by one address, with TLS",
        "外から1つのアドレスで多くのServiceにHTTPを届け、TLSも終端できます"
    ),
    (
        COST,
        "advice.ingress.cost",
        "a controller in the cluster, and usually one load balancer for all Ingresses",
        "クラスター内のコントローラーと、多くの場合は全Ingressで共有するロードバランサーが1つ必要です"
    ),
    (
        LIMITS,
        "advice.ingress.limits",
        "HTTP only; what goes beyond hosts and paths is up to annotations of the controller; the API is frozen, new features come to Gateway",
        "HTTPだけです。ホスト名とパスのほかはコントローラーのアノテーション次第です。Ingress APIは凍結されており、新しい機能はGatewayに追加されます"
    ),
);
meaning!(
    GATEWAY,
    "https://kubernetes.io/docs/concepts/services-networking/gateway/",
    (
        SCOPE,
        "advice.gateway.scope",
        "whoever reaches the Gateway, by host name, path, header or method",
        "Gatewayに届くすべてのクライアント。ホスト名、パス、ヘッダー、メソッドで振り分けます"
    ),
    (
        USE,
        "advice.gateway.use",
        "HTTP and gRPC from outside, with weights, redirects and doors that teams share",
        "外からのHTTPとgRPC。重み付けやリダイレクトを使え、1つの入口を複数のチームで共有できます"
    ),
    (
        COST,
        "advice.gateway.cost",
        "a controller and its CRDs in the cluster, and usually a load balancer a Gateway",
        "クラスター内のコントローラーとそのCRD、多くの場合はGatewayごとにロードバランサーが1つ必要です"
    ),
    (
        LIMITS,
        "advice.gateway.limits",
        "the cluster must have an implementation; TCP and UDP routes are experimental",
        "クラスターにGateway APIの実装が必要です。TCPRouteとUDPRouteは実験的な機能です"
    ),
);

/// What a kind means.
#[must_use]
pub const fn meaning(kind: Kind) -> Meaning {
    match kind {
        Kind::ClusterIp => CLUSTER_IP,
        Kind::Headless => HEADLESS,
        Kind::NodePort => NODE_PORT,
        Kind::LoadBalancer => LOAD_BALANCER,
        Kind::ExternalName => EXTERNAL_NAME,
        Kind::Ingress => INGRESS,
        Kind::Gateway => GATEWAY,
    }
}
