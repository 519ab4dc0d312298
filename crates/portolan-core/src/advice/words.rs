//! The sentences of the advice.

use crate::template;

template!(pub(super) ASK_OUTSIDE, "advice.ask-outside",
    en: "Do clients outside the cluster call it?",
    ja: "クラスターの外から呼び出されますか？");
template!(pub(super) ASK_HTTP, "advice.ask-http",
    en: "Does it speak HTTP?",
    ja: "HTTPで通信しますか？");
template!(pub(super) ASK_PER_POD, "advice.ask-per-pod",
    en: "Do clients need one particular Pod?",
    ja: "クライアントは特定のPodを必要としますか？");

template!(pub(super) TYPE_OPENS, "advice.type-opens",
    en: "its type {type} opens it to the outside",
    ja: "type {type}は外部に公開するものです");
template!(pub(super) TYPE_INSIDE, "advice.type-inside",
    en: "its type {type} is written out",
    ja: "type {type}が明記されています");
template!(pub(super) HEADLESS_INSIDE, "advice.headless-inside",
    en: "it is headless: only clients that reach Pod addresses get to it",
    ja: "Headlessなので、Podのアドレスに届くクライアントしか利用できません");
template!(pub(super) EXTERNAL_IPS, "advice.external-ips",
    en: "it has `externalIPs`",
    ja: "`externalIPs`があります");
template!(pub(super) LED_HERE, "advice.led-here",
    en: "{route} leads here",
    ja: "{route}の送り先です");
template!(pub(super) HOST_PORT, "advice.host-port",
    en: "{workload} takes port {port} of its node (`hostPort`)",
    ja: "{workload}がノードのポート{port}を使います（`hostPort`）");
template!(pub(super) ONLY_PODS, "advice.only-pods",
    en: "{policy} lets nobody in but Pods of the cluster",
    ja: "{policy}はクラスターのPodからの通信しか許可しません");
template!(pub(super) CALLED, "advice.called",
    en: "{caller} names it: it is called from inside",
    ja: "{caller}に名前があり、クラスターの中から呼び出されます");
template!(pub(super) FIRST_OF_CHAIN, "advice.first-of-chain",
    en: "it calls Service {service}, and nothing here calls it: the chain begins with it",
    ja: "Service {service}を呼び出す一方、これを呼び出すものはマニフェストになく、呼び出しの起点です");
template!(pub(super) STORE_INSIDE, "advice.store-inside",
    en: "{program} is seldom opened to the outside",
    ja: "{program}を外部に公開することはまれです");
template!(pub(super) NAMED_FRONT, "advice.named-front",
    en: "its name, {name}, sounds like something that people visit",
    ja: "{name}という名前は、利用者が直接使うものを思わせます");

template!(pub(super) ROUTED_HTTP, "advice.routed-http",
    en: "{route} sends HTTP requests here",
    ja: "{route}がHTTPリクエストを送ります");
template!(pub(super) OTHER_PROTOCOL, "advice.other-protocol",
    en: "its port is {protocol}",
    ja: "ポートのプロトコルは{protocol}です");
template!(pub(super) APP_PROTOCOL, "advice.app-protocol",
    en: "its `appProtocol` is {protocol}",
    ja: "`appProtocol`は{protocol}です");
template!(pub(super) PORT_NAMED, "advice.port-named",
    en: "its port is named {name}",
    ja: "ポートの名前は{name}です");
template!(pub(super) USUAL_HTTP, "advice.usual-http",
    en: "{port} is a usual port of HTTP servers",
    ja: "{port}はHTTPサーバーによく使われるポートです");
template!(pub(super) USUAL_OTHER, "advice.usual-other",
    en: "{port} is the usual port of another protocol",
    ja: "{port}はほかのプロトコルで使われるポートです");
template!(pub(super) CALLED_BY_URL, "advice.called-by-url",
    en: "{caller} names it behind {url}",
    ja: "{caller}では{url}の後に名前があります");
template!(pub(super) PROBED, "advice.probed",
    en: "the {probe} asks this port by HTTP",
    ja: "{probe}がこのポートにHTTPで問い合わせます");
template!(pub(super) STORE_OTHER, "advice.store-other",
    en: "{program} has a protocol of its own",
    ja: "{program}は独自のプロトコルを使います");

template!(pub(super) WEB_SERVER, "advice.web-server",
    en: "{program} is a web server",
    ja: "{program}はウェブサーバーです");

template!(pub(super) INTERCHANGEABLE, "advice.interchangeable",
    en: "the Pods of {workload} are interchangeable, and their names change",
    ja: "{workload}のPodは互いに交換でき、名前も変わります");
template!(pub(super) STATEFUL, "advice.stateful",
    en: "the Pods of {workload} have fixed names and volumes of their own",
    ja: "{workload}のPodには、固定の名前と専用のボリュームがあります");
template!(pub(super) GOVERNS, "advice.governs",
    en: "{workload} names {service} as its `serviceName`: its Pods get their DNS names through it",
    ja: "{workload}の`serviceName`が{service}なので、PodごとのDNS名はこのServiceから作られます");
template!(pub(super) GOVERNED_ELSEWHERE, "advice.governed-elsewhere",
    en: "the Pods of {workload} get their DNS names through another Service, {service}",
    ja: "{workload}のPodごとのDNS名は、別のService {service}から作られます");
template!(pub(super) CALLS_POD, "advice.calls-pod",
    en: "{caller} names its Pod {pod}",
    ja: "{caller}にPod {pod}の名前があります");
template!(pub(super) IS_HEADLESS, "advice.is-headless",
    en: "it is headless",
    ja: "Headless Serviceです");
template!(pub(super) PUBLISHES, "advice.publishes",
    en: "`publishNotReadyAddresses` lets Pods find each other before they are ready",
    ja: "`publishNotReadyAddresses`があり、Podは準備完了になる前から互いを見つけられます");
template!(pub(super) AFFINITY, "advice.affinity",
    en: "`sessionAffinity` is the work of kube-proxy, which headless Services go without",
    ja: "`sessionAffinity`はkube-proxyの機能で、Headless Serviceでは働きません");
template!(pub(super) GRPC, "advice.grpc",
    en: "gRPC keeps a connection open: by a cluster IP all calls of a client go to one Pod",
    ja: "gRPCは接続を保つため、クラスターIPでは1つのクライアントの呼び出しがすべて同じPodに届きます");

template!(pub(super) INSIDE_ENOUGH, "advice.inside-enough",
    en: "its clients are in the cluster: one name and one address for all its Pods is what they need",
    ja: "クライアントはクラスターの中にあり、すべてのPodに1つの名前と1つのアドレスがあれば足ります");
template!(pub(super) INSIDE_UNLESS, "advice.inside-unless",
    en: "it is enough as long as no client outside the cluster calls it",
    ja: "クラスターの外から呼び出されない限り、これで足ります");
template!(pub(super) BEHIND_ROUTES, "advice.behind-routes",
    en: "it is not reached from outside by itself, but an Ingress or a Gateway leads to such a Service",
    ja: "それだけでは外から届きませんが、IngressやGatewayの送り先になります");
template!(pub(super) INSIDE_ONLY, "advice.inside-only",
    en: "clients outside the cluster do not reach it",
    ja: "クラスターの外のクライアントからは届きません");
template!(pub(super) ONE_FOR_ALL, "advice.one-for-all",
    en: "its one address leads to any of the Pods: no client can choose one; it is useful beside a headless Service",
    ja: "1つのアドレスがいずれかのPodにつながるため、クライアントはPodを選べません。Headless Serviceと併用すると役に立ちます");
template!(pub(super) BY_HAND, "advice.by-hand",
    en: "it has no selector: its EndpointSlices are written by hand, for addresses inside or outside the cluster",
    ja: "selectorがないため、EndpointSliceを手で書きます。クラスターの外のアドレスにも使えます");
template!(pub(super) EACH_POD, "advice.each-pod",
    en: "each Pod gets a name: {name}",
    ja: "Podごとに名前ができます: {name}");
template!(pub(super) EACH_ADDRESS, "advice.each-address",
    en: "its name leads to the addresses of all Pods, and clients choose",
    ja: "名前からすべてのPodのアドレスが得られ、クライアントが選びます");
template!(pub(super) IF_PER_POD, "advice.if-per-pod",
    en: "it fits if clients choose among the Pods themselves",
    ja: "クライアントが自分でPodを選ぶ場合に向きます");
template!(pub(super) NOBODY_CHOOSES, "advice.nobody-chooses",
    en: "nobody needs a particular Pod, and without kube-proxy clients that look up once stay with one",
    ja: "特定のPodは必要とされません。kube-proxyを通らないため、名前を一度しか解決しないクライアントは同じPodを使い続けます");
template!(pub(super) NO_TRANSLATION, "advice.no-translation",
    en: "no rule turns port {port} into {target}: clients would have to dial {target}",
    ja: "ポート{port}を{target}に変換するルールがないため、クライアントは{target}に接続する必要があります");
template!(pub(super) NOT_OUTSIDE, "advice.not-outside",
    en: "it would open a door that nobody needs",
    ja: "必要のない入口を開くことになります");
template!(pub(super) IF_OUTSIDE, "advice.if-outside",
    en: "it fits if clients outside the cluster call it",
    ja: "クラスターの外から呼び出される場合に向きます");
template!(pub(super) EVERY_NODE, "advice.every-node",
    en: "it works on any cluster without a load balancer: for tests, little traffic, or a load balancer of your own",
    ja: "ロードバランサーのないクラスターでも使えます。テスト、少量の通信、自前のロードバランサーに向きます");
template!(pub(super) ONE_ADDRESS, "advice.one-address",
    en: "it gives clients one stable address for {protocol}",
    ja: "{protocol}のための安定したアドレスを1つクライアントに与えます");
template!(pub(super) STAYS_PENDING, "advice.stays-pending",
    en: "with the provider {provider} nothing gives it an address: it stays `<pending>`",
    ja: "プロバイダー{provider}ではアドレスを割り当てるものがなく、`<pending>`のままです");
template!(pub(super) ONE_A_SERVICE, "advice.one-a-service",
    en: "it takes a load balancer for this Service alone, and knows no hosts and paths",
    ja: "このServiceだけのためにロードバランサーを使い、ホスト名やパスは扱いません");
template!(pub(super) SHARED_DOOR, "advice.shared-door",
    en: "HTTP from outside: host names and paths of many Services share one address, and TLS ends there",
    ja: "外からのHTTPに向きます。複数のServiceのホスト名とパスが1つのアドレスを共有し、TLSもそこで終端できます");
template!(pub(super) IF_HTTP, "advice.if-http",
    en: "it fits if the clients speak HTTP",
    ja: "クライアントがHTTPで通信する場合に向きます");
template!(pub(super) HTTP_ONLY, "advice.http-only",
    en: "it understands HTTP only",
    ja: "HTTPしか扱えません");
template!(pub(super) IS_THERE, "advice.is-there",
    en: "{route} is there already",
    ja: "{route}が既にあります");
template!(pub(super) IS_NOW, "advice.is-now",
    en: "it is one now",
    ja: "今の設定がこれです");
template!(pub(super) IN_THE_CLUSTER, "advice.in-the-cluster",
    en: "its Pods are in this cluster: a name of a host elsewhere does not lead to them",
    ja: "Podはこのクラスターにあり、ほかの場所のホスト名からは届きません");
template!(pub(super) IF_ELSEWHERE, "advice.if-elsewhere",
    en: "it fits if what answers is outside the cluster and has a DNS name",
    ja: "応答するものがクラスターの外にあり、DNS名を持つ場合に向きます");
template!(pub(super) NAMES_A_HOST, "advice.names-a-host",
    en: "it is another name for {host}",
    ja: "{host}の別名です");
template!(pub(super) NOTHING_HERE, "advice.nothing-here",
    en: "what answers is not in this cluster",
    ja: "応答するものがこのクラスターにありません");

template!(pub(super) DELETE_FIRST, "advice.delete-first",
    en: "`clusterIP` cannot be changed between `None` and an address: delete the Service, and create it again",
    ja: "`clusterIP`は`None`とアドレスの間で変更できません。Serviceを削除してから作り直してください");
template!(pub(super) BESIDE, "advice.beside",
    en: "Service {service} stays as it is, for {workload} needs it for the names of its Pods; {new} stands beside it",
    ja: "Service {service}は{workload}のPodの名前に必要なので、そのまま残します。その隣に{new}を加えます");
template!(pub(super) NAME_IT, "advice.name-it",
    en: "write `serviceName: {service}` in {workload}, which cannot be changed later",
    ja: "{workload}に`serviceName: {service}`と書いてください。後から変更することはできません");
template!(pub(super) GUESSED_PORT, "advice.guessed-port",
    en: "{workload} declares no port: write the one on which it listens in the place of {port}",
    ja: "{workload}はポートを宣言していません。待ち受けるポートを{port}の代わりに書いてください");
template!(pub(super) NO_LABELS, "advice.no-labels",
    en: "{workload} has no labels to select: give its Pods the label {label}",
    ja: "{workload}には選択に使えるラベルがありません。Podにラベル{label}を付けてください");
template!(pub(super) YOUR_HOST, "advice.your-host",
    en: "write your own host name in the place of {host}",
    ja: "{host}の代わりに自分のホスト名を書いてください");
template!(pub(super) YOUR_CLASS, "advice.your-class",
    en: "write the class of the implementation in your cluster in the place of {class}",
    ja: "{class}の代わりに、クラスターにある実装のクラスを書いてください");
template!(pub(super) NEW_DOCUMENT, "advice.new-document",
    en: "the Service cannot be edited as it is written: this is a new manifest of it, without comments",
    ja: "書かれた形のままではServiceを編集できないため、コメントのない新しいマニフェストを示します");
template!(pub(super) OTHER_DOOR, "advice.other-door",
    en: "Service {service} stays open by its type {type} too; `--type ClusterIP` closes that, unless the controller sends to node ports",
    ja: "Service {service}はtype {type}でも公開されたままです。コントローラーがノードポートに送るのでなければ、`--type ClusterIP`で閉じられます");
