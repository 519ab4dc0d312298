//! The words around the advice.

use portolan_core::template;

template!(pub(super) SERVICE, "advice.service",
    en: "Service {name}, {kind}: {pods} {pods|Pod|Pods} of {workloads}",
    ja: "Service {name}（{kind}）: {workloads}のPodが{pods}個");
template!(pub(super) SERVICE_ALONE, "advice.service-alone",
    en: "Service {name}, {kind}: no Pods behind it",
    ja: "Service {name}（{kind}）: 送り先のPodはありません");
template!(pub(super) NO_SERVICE, "advice.no-service",
    en: "{workloads}: {pods} {pods|Pod|Pods}, no Service yet",
    ja: "{workloads}: Podが{pods}個。Serviceはまだありません");
template!(pub(super) YES, "advice.yes", en: "yes", ja: "はい");
template!(pub(super) NO, "advice.no", en: "no", ja: "いいえ");
template!(pub(super) LIKELY_YES, "advice.likely-yes", en: "probably", ja: "おそらくはい");
template!(pub(super) LIKELY_NO, "advice.likely-no", en: "probably not", ja: "おそらくいいえ");
template!(pub(super) UNKNOWN, "advice.unknown",
    en: "not known: say `{flag}`",
    ja: "不明。`{flag}`で指定できます");
template!(pub(super) GIVEN, "advice.given", en: "{answer}, as you say", ja: "{answer}（指定による）");
template!(pub(super) NOTHING_SHOWN, "advice.nothing-shown",
    en: "the manifests show nothing of it",
    ja: "マニフェストからは何もわかりません");
template!(pub(super) WEAK, "advice.weak", en: "weak", ja: "弱");
template!(pub(super) FAIR, "advice.fair", en: "fair", ja: "中");
template!(pub(super) STRONG, "advice.strong", en: "strong", ja: "強");
template!(pub(super) FITS, "advice.fits", en: "fits", ja: "適している");
template!(pub(super) POSSIBLE, "advice.possible", en: "possible", ja: "使える");
template!(pub(super) UNFIT, "advice.unfit", en: "does not fit", ja: "適さない");
template!(pub(super) NOW, "advice.now", en: "now", ja: "現在");
template!(pub(super) BECAUSE, "advice.because", en: "because {reason}", ja: "理由: {reason}");
template!(pub(super) SCOPE, "advice.scope", en: "reach: {words}", ja: "範囲: {words}");
template!(pub(super) USAGE, "advice.usage", en: "use: {words}", ja: "用途: {words}");
template!(pub(super) COST, "advice.cost", en: "cost: {words}", ja: "費用: {words}");
template!(pub(super) LIMITS, "advice.limits", en: "limits: {words}", ja: "制限: {words}");
template!(pub(super) MANIFEST, "advice.manifest",
    en: "The manifest for {kind} (`--type` chooses another one):",
    ja: "{kind}のマニフェスト（`--type`でほかのものを選べます）:");
template!(pub(super) KEPT, "advice.kept", en: "{object} stays as it is", ja: "{object}はそのままです");
