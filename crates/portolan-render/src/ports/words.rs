//! What is said of target ports.

use portolan_core::template;

template!(pub(super) NAMED, "ports.named",
    en: "the container {container} names this port {name}",
    ja: "コンテナ{container}がこのポートを{name}と名付けています");
template!(pub(super) DECLARED, "ports.declared",
    en: "the container {container} declares this port",
    ja: "コンテナ{container}がこのポートを宣言しています");
template!(pub(super) OTHER_PROTOCOL, "ports.other-protocol",
    en: "the container {container} declares this number for {found}, and the Service connects by {wanted}",
    ja: "コンテナ{container}はこの番号を{found}で宣言しています。Serviceは{wanted}で接続します");
template!(pub(super) UNDECLARED, "ports.undeclared",
    en: "no container declares this number, which is allowed: whether something listens there depends on the program",
    ja: "この番号を宣言しているコンテナはありません（宣言は任意です）。待ち受けているかどうかはプログラム次第です");
template!(pub(super) NO_SUCH_NAME, "ports.no-such-name",
    en: "no container of these Pods names a port {name}: connections never come here; they name {known}",
    ja: "このPodには{name}という名前のポートがないので、接続は届きません。あるのは{known}です");
template!(pub(super) NO_NAMES, "ports.no-names",
    en: "no container of these Pods names a port {name}, or any other: connections never come here",
    ja: "このPodには{name}という名前のポートも、ほかの名前のポートもないので、接続は届きません");
template!(pub(super) EXTERNAL_NAME, "ports.external-name",
    en: "ExternalName: clients get another name from DNS; the ports lead nowhere",
    ja: "ExternalName: クライアントはDNSから別の名前を得ます。ポートはどこにも続きません");
template!(pub(super) NO_PORTS, "ports.no-ports",
    en: "the Service has no ports: DNS alone leads to the Pods",
    ja: "このServiceにはポートがありません。DNSだけがPodを指します");
template!(pub(super) NO_SELECTOR, "ports.no-selector",
    en: "the Service has no selector: its ports lead where its EndpointSlices say",
    ja: "このServiceにはセレクターがありません。ポートの行き先はEndpointSliceが決めます");
template!(pub(super) NO_PODS, "ports.no-pods",
    en: "the Service selects no Pod",
    ja: "このServiceが選ぶPodはありません");
