//! What is said of decisions.

use crate::template;

template!(pub(super) INGRESS_PATH, "routing.ingress-path",
    en: "Ingress {ingress} decides: host {host}, path {path} ({kind}), {why}",
    ja: "Ingress {ingress}が決めます: ホスト{host}、パス{path}（{kind}）、{why}");
template!(pub(super) WHY_EXACT, "routing.why-exact",
    en: "which is exactly what is asked for",
    ja: "要求されたパスとちょうど一致します");
template!(pub(super) WHY_LONGEST, "routing.why-longest",
    en: "the longest path that fits",
    ja: "一致するパスのうち最も長いものです");
template!(pub(super) WHY_ONLY, "routing.why-only",
    en: "the only path that fits",
    ja: "一致する唯一のパスです");
template!(pub(super) WHY_EXPRESSION, "routing.why-expression",
    en: "the first expression that matches: rewrite-target or use-regex makes all paths of the host expressions, tried from the longest on, without regard to case",
    ja: "最初に一致した正規表現です。rewrite-targetまたはuse-regexにより、このホストのすべてのパスが正規表現になり、長いものから順に、大文字と小文字を区別せずに試されます");
template!(pub(super) WHY_UNCLEAR, "routing.why-unclear",
    en: "an expression that is not understood here: whether it matches is not certain",
    ja: "ここでは解釈できない正規表現です。一致するかどうかは確かではありません");
template!(pub(super) NO_PATH, "routing.no-path",
    en: "no path of host {host} fits {path}",
    ja: "ホスト{host}のどのパスも{path}に一致しません");
template!(pub(super) NO_HOST, "routing.no-host",
    en: "no rule is for host {host}",
    ja: "ホスト{host}に当てはまるルールがありません");
template!(pub(super) NOT_FOUND, "routing.not-found",
    en: "{because}, and no default back end is stated: the controller answers 404",
    ja: "{because}。デフォルトバックエンドもないため、コントローラーが404を返します");
template!(pub(super) NOT_SERVED, "routing.not-served",
    en: "Ingress controllers listen for HTTP on port 80 and for HTTPS on port 443, unless they are configured otherwise",
    ja: "Ingressコントローラーは、特に設定しなければ、HTTPを80番、HTTPSを443番のポートで待ち受けます");
template!(pub(super) NOT_OLDEST, "routing.not-oldest",
    en: "Ingress {ingress} has the path {path} ({kind}) too; the older Ingress keeps it",
    ja: "Ingress {ingress}にも同じパス{path}（{kind}）がありますが、先に作られたIngressのものが使われます");
template!(pub(super) NOT_EXACT, "routing.not-exact",
    en: "path {path} ({kind}) of Ingress {ingress} fits too; an exact path comes before it",
    ja: "Ingress {ingress}のパス{path}（{kind}）も一致しますが、完全一致のパスが優先されます");
template!(pub(super) NOT_LONGEST, "routing.not-longest",
    en: "path {path} ({kind}) of Ingress {ingress} fits too; it is shorter",
    ja: "Ingress {ingress}のパス{path}（{kind}）も一致しますが、より短いため選ばれません");
template!(pub(super) NOT_FIRST, "routing.not-first",
    en: "path {path} ({kind}) of Ingress {ingress} matches too; it is tried later",
    ja: "Ingress {ingress}のパス{path}（{kind}）も一致しますが、試される順番が後です");
template!(pub(super) NOT_EXACTLY, "routing.not-exactly",
    en: "path {path} ({kind}) of Ingress {ingress} is for exactly that path and nothing below it",
    ja: "Ingress {ingress}のパス{path}（{kind}）は、ちょうどそのパスだけに一致し、その下のパスには一致しません");
template!(pub(super) NOT_BY_ELEMENTS, "routing.not-by-elements",
    en: "path {path} ({kind}) of Ingress {ingress} is compared element by element, between slashes",
    ja: "Ingress {ingress}のパス{path}（{kind}）は、スラッシュで区切られた要素ごとに比較されます");
template!(pub(super) NOT_BY_CASE, "routing.not-by-case",
    en: "path {path} ({kind}) of Ingress {ingress} differs in capital letters, which count",
    ja: "Ingress {ingress}のパス{path}（{kind}）とは、大文字と小文字が異なります");
template!(pub(super) CERTIFICATE, "routing.certificate",
    en: "TLS ends here, with the certificate in Secret {secret}",
    ja: "TLSはここで終端されます。証明書はSecret {secret}のものです");
template!(pub(super) OWN_CERTIFICATE, "routing.own-certificate",
    en: "TLS ends here; `tls` names no Secret for {host}: unless the certificate in another Secret covers the name, the controller shows its own, which clients do not trust",
    ja: "TLSはここで終端されます。`tls`に{host}のSecretがないため、他のSecretの証明書がこの名前を含まない限り、クライアントが信頼しないコントローラー自身の証明書が使われます");
template!(pub(super) NO_CERTIFICATE, "routing.no-certificate",
    en: "TLS ends here; no Ingress has `tls` for {host}: the controller shows its own certificate, which clients do not trust",
    ja: "TLSはここで終端されます。{host}の`tls`を持つIngressがないため、クライアントが信頼しないコントローラー自身の証明書が使われます");
template!(pub(super) TO_HTTPS, "routing.to-https",
    en: "the host has `tls`: ingress-nginx sends plain HTTP on to HTTPS",
    ja: "このホストには`tls`があるため、ingress-nginxはHTTPをHTTPSへリダイレクトします");
template!(pub(super) FORCED_TO_HTTPS, "routing.forced-to-https",
    en: "force-ssl-redirect sends plain HTTP on to HTTPS",
    ja: "force-ssl-redirectにより、HTTPはHTTPSへリダイレクトされます");
template!(pub(super) BY_ANNOTATION, "routing.by-annotation",
    en: "the annotation {name} of ingress-nginx redirects",
    ja: "ingress-nginxのアノテーション{name}によりリダイレクトされます");
template!(pub(super) REWRITTEN, "routing.rewritten",
    en: "the Pod is asked for {path} instead of {before}",
    ja: "Podには{before}の代わりに{path}が要求されます");
template!(pub(super) HOST_REWRITTEN, "routing.host-rewritten",
    en: "the Pod is asked with the host {host}",
    ja: "Podにはホスト{host}として要求されます");
template!(pub(super) NOT_MODELLED, "routing.not-modelled",
    en: "the annotation {name} may change what happens next; that is not computed",
    ja: "アノテーション{name}によってこの先の動作が変わることがありますが、ここでは計算していません");
template!(pub(super) LEFT_TO_CONTROLLER, "routing.left-to-controller",
    en: "the path type is left to the controller of class {class}; taken as a prefix",
    ja: "このパスタイプの意味はクラス{class}のコントローラーに任されています。ここではPrefixとみなします");
template!(pub(super) TO_ENDPOINTS, "routing.to-endpoints",
    en: "on to the endpoints of Service {service}: the proxy dials Pods itself, not the cluster IP",
    ja: "Service {service}のエンドポイントに送ります。プロキシはクラスターIPを使わず、Podに直接接続します");
template!(pub(super) TO_WEIGHTED, "routing.to-weighted",
    en: "on to the endpoints of Service {service} (weight {weight} of {total})",
    ja: "Service {service}のエンドポイントに送ります（重み {weight}/{total}）");
template!(pub(super) TO_CANARY, "routing.to-canary",
    en: "on to the endpoints of Service {service}, of the canary Ingress {ingress}",
    ja: "カナリアIngress {ingress}のService {service}のエンドポイントに送ります");
template!(pub(super) TO_RESOURCE, "routing.to-resource",
    en: "on to {kind} {name}",
    ja: "{kind} {name}に送ります");
template!(pub(super) RESOURCE, "routing.resource",
    en: "what {kind} {name} answers, its controller decides",
    ja: "{kind} {name}が何を返すかは、そのコントローラーによります");
template!(pub(super) NO_SERVICE, "routing.no-service",
    en: "there is no Service {service} in these manifests: the proxy answers 503",
    ja: "Service {service}はこのマニフェストにないため、プロキシが503を返します");
template!(pub(super) NO_PORT, "routing.no-port",
    en: "Service {service} has no port {port}, only {known}: the proxy answers 503",
    ja: "Service {service}にポート{port}はなく、あるのは{known}です。プロキシが503を返します");
template!(pub(super) LISTENER, "routing.listener",
    en: "listener {listener} of Gateway {gateway} takes it: port {port}, host {host}",
    ja: "Gateway {gateway}のリスナー{listener}が受けます: ポート{port}、ホスト{host}");
template!(pub(super) NO_LISTENER, "routing.no-listener",
    en: "no listener of Gateway {gateway} on port {port} is for host {host}: 404",
    ja: "Gateway {gateway}のポート{port}に、ホスト{host}に当てはまるリスナーがないため、404になります");
template!(pub(super) NOT_LISTENING, "routing.not-listening",
    en: "Gateway {gateway} has no listener for {scheme} on port {port}",
    ja: "Gateway {gateway}には、ポート{port}の{scheme}のリスナーがありません");
template!(pub(super) PASSTHROUGH, "routing.passthrough",
    en: "listener {listener} passes TLS on unread: its TLSRoutes, which are not computed here, decide by the name alone",
    ja: "リスナー{listener}はTLSを復号せずに転送します。行き先を名前だけで決めるTLSRouteは、ここでは計算していません");
template!(pub(super) ROUTE, "routing.route",
    en: "{kind} {route} decides, rule {number}: {what}, {why}",
    ja: "{kind} {route}のルール{number}が決めます: {what}、{why}");
template!(pub(super) WHY_SOLE, "routing.why-sole",
    en: "the only match that fits",
    ja: "一致する唯一の条件です");
template!(pub(super) WHY_BEST, "routing.why-best",
    en: "the most specific match that fits",
    ja: "一致する条件のうち最も限定されたものです");
template!(pub(super) NO_ROUTE, "routing.no-route",
    en: "no rule of the routes at listener {listener} of Gateway {gateway} matches {method} {path} for host {host}: 404",
    ja: "Gateway {gateway}のリスナー{listener}のどのルートにも、ホスト{host}への{method} {path}に一致するルールがないため、404になります");
template!(pub(super) LESS_SPECIFIC, "routing.less-specific",
    en: "{kind} {route}, rule {number} ({what}) fits too, but comes later: {criterion}",
    ja: "{kind} {route}のルール{number}（{what}）も一致しますが、優先順位が下です: {criterion}");
template!(pub(super) BY_HOST, "routing.by-host",
    en: "its host name is less specific",
    ja: "ホスト名がより広い範囲に一致するものです");
template!(pub(super) BY_PATH, "routing.by-path",
    en: "an exact path comes first, then the longest prefix",
    ja: "完全一致のパスが先で、次に最も長いプレフィックスです");
template!(pub(super) BY_METHOD, "routing.by-method",
    en: "it names no method",
    ja: "メソッドが指定されていません");
template!(pub(super) BY_HEADERS, "routing.by-headers",
    en: "it names fewer headers",
    ja: "指定されたヘッダーの数が少ないものです");
template!(pub(super) BY_QUERY, "routing.by-query",
    en: "it names fewer query parameters",
    ja: "指定されたクエリパラメーターの数が少ないものです");
template!(pub(super) BY_AGE, "routing.by-age",
    en: "an older route, or an earlier rule, comes first",
    ja: "先に作られたルート、または先に書かれたルールが優先されます");
template!(pub(super) FILTER_UNKNOWN, "routing.filter-unknown",
    en: "the filter {name} may change what happens next; that is not computed",
    ja: "フィルター{name}によってこの先の動作が変わることがありますが、ここでは計算していません");
template!(pub(super) FILTERED, "routing.filtered",
    en: "the filter {name} leaves the way as it is",
    ja: "フィルター{name}は行き先を変えません");
template!(pub(super) REDIRECTED, "routing.redirected",
    en: "the rule's filter RequestRedirect answers",
    ja: "ルールのフィルターRequestRedirectが応答します");
template!(pub(super) NO_BACKENDS, "routing.no-backends",
    en: "the rule has no back end with a weight: 500",
    ja: "ルールに重みのあるバックエンドがないため、500になります");
template!(pub(super) NOT_PERMITTED, "routing.not-permitted",
    en: "no ReferenceGrant in namespace {namespace} lets {kind} of namespace {from} refer to Service {service}: 500",
    ja: "Namespace {namespace}に、Namespace {from}の{kind}からService {service}への参照を許すReferenceGrantがないため、500になります");
template!(pub(super) BACKEND_MISSING, "routing.backend-missing",
    en: "there is no Service {service} in these manifests: 500",
    ja: "Service {service}はこのマニフェストにないため、500になります");
template!(pub(super) BACKEND_PORT_MISSING, "routing.backend-port-missing",
    en: "Service {service} has no port {port}, only {known}: 500",
    ja: "Service {service}にポート{port}はなく、あるのは{known}です。500になります");
template!(pub(super) BACKEND_WITHOUT_PORT, "routing.backend-without-port",
    en: "a Service as a back end needs a `port`: 500",
    ja: "Serviceをバックエンドにするには`port`が必要なため、500になります");
template!(pub(super) BACKEND_KIND, "routing.backend-kind",
    en: "{kind} {name} is no Service: what becomes of it, the Gateway's controller decides; one that does not know the kind answers 500",
    ja: "{kind} {name}はServiceではありません。扱いはGatewayのコントローラーによります。種類を知らないコントローラーは500を返します");
template!(pub(super) DOOR, "routing.door",
    en: "an Ingress controller",
    ja: "Ingressコントローラー");
template!(pub(super) DOOR_OF_CLASS, "routing.door-of-class",
    en: "the Ingress controller of class {class}",
    ja: "クラス{class}のIngressコントローラー");
template!(pub(super) DOOR_OF_GATEWAY, "routing.door-of-gateway",
    en: "Gateway {gateway}",
    ja: "Gateway {gateway}");
