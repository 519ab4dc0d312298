//! What is said of Pods and labels.

use portolan_core::template;

template!(pub(super) NEAR_VALUE, "selection.near-value",
    en: "{n} {n|letter|letters} from {found}, which is there",
    ja: "実際の値{found}と{n}文字違いです{n||}");
template!(pub(super) OTHER_KEY, "selection.other-key",
    en: "this value stands under the key {found}",
    ja: "この値はキー{found}の下にあります");
template!(pub(super) EXTERNAL_NAME, "selection.external-name",
    en: "ExternalName: DNS answers with another name, and no Pod is selected",
    ja: "ExternalName: DNSが別の名前を答えるだけで、Podは選ばれません");
template!(pub(super) NO_SELECTOR, "selection.no-selector",
    en: "the Service has no selector: its endpoints are those that somebody writes",
    ja: "セレクターがないので、エンドポイントは誰かが書いたものだけです");
template!(pub(super) READY, "selection.ready",
    en: "ready: gets connections",
    ja: "Ready: 接続が届きます");
template!(pub(super) PUBLISHED, "selection.published",
    en: "not ready, but published all the same (publishNotReadyAddresses)",
    ja: "Readyではありませんが、publishNotReadyAddressesにより公開されます");
template!(pub(super) NOT_READY, "selection.not-ready",
    en: "not ready: in the slice, and gets no connections",
    ja: "Readyではありません。EndpointSliceには載りますが、接続は届きません");
template!(pub(super) LOST, "selection.lost",
    en: "its node is down: in the slice as not ready",
    ja: "ノードが停止しています。EndpointSliceには準備のできていないものとして載ります");
template!(pub(super) DRAINING, "selection.draining",
    en: "terminating, still serving: gets connections only where no other Pod is ready",
    ja: "終了中ですが、まだ応答します。ほかにReadyのPodがないときだけ接続が届きます");
template!(pub(super) TERMINATING, "selection.terminating",
    en: "terminating: gets no connections",
    ja: "終了中: 接続は届きません");
template!(pub(super) SUCCEEDED, "selection.succeeded",
    en: "has come to its end (Succeeded): in no slice",
    ja: "終了しました（Succeeded）。EndpointSliceには載りません");
template!(pub(super) FAILED, "selection.failed",
    en: "has failed: in no slice",
    ja: "失敗しました（Failed）。EndpointSliceには載りません");
template!(pub(super) NO_IP, "selection.no-ip",
    en: "has no address yet: in no slice",
    ja: "まだアドレスがありません。EndpointSliceには載りません");
template!(pub(super) NO_NODE, "selection.no-node",
    en: "is on a node that does not exist: in no slice",
    ja: "存在しないノードにあります。EndpointSliceには載りません");
template!(pub(super) NOT_SELECTED, "selection.not-selected",
    en: "not selected",
    ja: "選ばれません");
