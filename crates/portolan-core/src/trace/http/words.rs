//! What is said of proxies on the way.

use crate::template;

template!(pub(super) STATED, "trace.http-stated",
    en: "{host} is taken to lead to {address}, the address of {door}",
    ja: "{host}は、{door}のアドレス{address}を指すものとします");
template!(pub(super) BY_SERVICE, "trace.http-by-service",
    en: "{host} is taken to lead to {address}: Service {service} is in front of {door}",
    ja: "{host}は{address}を指すものとします。{door}の手前にあるのはService {service}です");
template!(pub(super) NOT_SHOWN, "trace.http-not-shown",
    en: "{host} is taken to lead to {door}: by which address depends on the cluster",
    ja: "{host}は{door}につながるものとします。どのアドレスを通るかはクラスターによります");
template!(pub(super) ASKS, "trace.http-asks",
    en: "{who} asks for {url} ({method})",
    ja: "{who}が{url}を要求します（{method}）");
template!(pub(super) UNSEEN, "trace.http-unseen",
    en: "{address} is the address of {door}; how it leads to the controller's Pods, these manifests do not show",
    ja: "{address}は{door}のアドレスです。そこからコントローラーのPodへの経路は、このマニフェストに現れません");
template!(pub(super) READS, "trace.http-reads",
    en: "{pod} of {door} reads the request: {method} {url}",
    ja: "{door}のPod {pod}がリクエストを読みます: {method} {url}");
template!(pub(super) READS_UNSEEN, "trace.http-reads-unseen",
    en: "{door} reads the request: {method} {url}",
    ja: "{door}がリクエストを読みます: {method} {url}");
template!(pub(super) CONNECTS, "trace.http-connects",
    en: "a connection of its own to {address}; the header X-Forwarded-For names {client}",
    ja: "{address}に別の接続を開きます。ヘッダーX-Forwarded-Forは{client}を示します");
template!(pub(super) ARRIVES, "trace.http-arrives",
    en: "comes to Pod {pod} at {address}; the Pod sees the proxy's address, and {client} in the header X-Forwarded-For",
    ja: "Pod {pod}の{address}に届きます。Podから送信元に見えるのはプロキシで、{client}はヘッダーX-Forwarded-Forにあります");
template!(pub(super) NO_POD, "trace.http-no-pod",
    en: "{address} is an endpoint without a Pod in these manifests: what answers there they do not show",
    ja: "{address}は、マニフェストにPodのないエンドポイントです。そこで何が応答するかは分かりません");
template!(pub(super) UNAVAILABLE, "trace.http-unavailable",
    en: "{because}: the proxy answers 503",
    ja: "{because}。プロキシは503を返します");
template!(pub(super) PERHAPS_BLOCKED, "trace.http-perhaps-blocked",
    en: "{denied}, unless the proxy's Pods, which are not in the input, are among those that it allows",
    ja: "{denied}。ただし、入力にないプロキシのPodが許可の対象に含まれていれば通ります");
template!(pub(super) BAD_GATEWAY, "trace.http-bad-gateway",
    en: "{because}: the proxy answers {status}",
    ja: "{because}。プロキシは{status}を返します");
template!(pub(super) EXTERNAL, "trace.http-external",
    en: "Service {service} is another name for {name}, which is outside of the cluster: what answers there, manifests do not show",
    ja: "Service {service}はクラスター外の{name}の別名です。そこで何が応答するかはマニフェストに現れません");
template!(pub(super) REDIRECTS, "trace.http-redirects",
    en: "{status} to {location}: {because}",
    ja: "{status}、リダイレクト先は{location}: {because}");
