//! Why a change cannot be made.

use crate::template;

template!(pub(super) SHAPE_SET, "change.shape-set",
    en: "{word} is not of the form `KIND/NAME.FIELD=VALUE`: write for example `deploy/web.replicas=3`",
    ja: "{word}は`KIND/NAME.FIELD=VALUE`の形ではありません。`deploy/web.replicas=3`のように指定してください");
template!(pub(super) SHAPE, "change.shape",
    en: "{word} is not of the form `KIND/NAME`: write for example `pod/web-0` or `pod/shop/web-0`",
    ja: "{word}は`KIND/NAME`の形ではありません。`pod/web-0`や`pod/shop/web-0`のように指定してください");
template!(pub(super) UNKNOWN_KIND, "change.unknown-kind",
    en: "there is no kind {kind} in the simulated cluster",
    ja: "模擬クラスターに{kind}という種類はありません");
template!(pub(super) UNKNOWN_KIND_NEAR, "change.unknown-kind-near",
    en: "there is no kind {kind}; did you mean {near}?",
    ja: "{kind}という種類はありません。{near}ではありませんか？");
template!(pub(super) ONLY_PODS, "change.only-pods",
    en: "{word} is not a Pod: name a Pod, or a controller for all its Pods",
    ja: "{word}はPodではありません。Pod、またはそのすべてのPodを表すコントローラーを指定してください");
template!(pub(super) UNKNOWN_FLAG, "change.unknown-flag",
    en: "{flag} is a change that is not known here",
    ja: "{flag}という変更はここでは知られていません");
template!(pub(super) NO_OBJECTS, "change.no-objects",
    en: "{change}: there is no {kind} at all",
    ja: "{change}: {kind}が1つもありません");
template!(pub(super) UNKNOWN_OBJECT, "change.unknown-object",
    en: "{change}: there is no {kind} {name}; there {n|is|are} {known}",
    ja: "{change}: {kind} {name}はありません。{n|あるのは|あるのは}{known}です");
template!(pub(super) UNKNOWN_OBJECT_NEAR, "change.unknown-object-near",
    en: "{change}: there is no {kind} {name}; did you mean {near}?",
    ja: "{change}: {kind} {name}はありません。{near}ではありませんか？");
template!(pub(super) AMBIGUOUS, "change.ambiguous",
    en: "{change}: several namespaces have it: {known}",
    ja: "{change}: 複数の名前空間にあります: {known}");
template!(pub(super) MADE, "change.made",
    en: "{change}: {name} has no manifest, {owner} makes it; set a field there",
    ja: "{change}: {name}にはマニフェストがなく、{owner}が作ります。そちらのフィールドを指定してください");
template!(pub(super) STATED_TEMPLATE, "change.stated-template",
    en: "{change}: {name} is part of a cluster dump, which shows the Pods of the old template; a rollout of a new one is not simulated",
    ja: "{change}: {name}はクラスターのダンプの一部で、Podは古いテンプレートのものです。新しいテンプレートへの入れ替えは模擬しません");
template!(pub(super) UNKNOWN_FIELD, "change.unknown-field",
    en: "{change}: {place} has no field {field}; its fields are {known}",
    ja: "{change}: {place}に{field}というフィールドはありません。フィールドは{known}です");
template!(pub(super) UNKNOWN_FIELD_NEAR, "change.unknown-field-near",
    en: "{change}: {place} has no field {field}; did you mean {near}?",
    ja: "{change}: {place}に{field}というフィールドはありません。{near}ではありませんか？");
template!(pub(super) LIST, "change.list",
    en: "{change}: {path} is a list; write the number of an item behind it, for example {example}",
    ja: "{change}: {path}はリストです。{example}のように、項目の番号を付けてください");
template!(pub(super) NO_ITEM, "change.no-item",
    en: "{change}: {path} has only {n} {n|item|items}",
    ja: "{change}: {path}の項目は{n}個だけです");
template!(pub(super) NO_COLLECTION, "change.no-collection",
    en: "{change}: {path} is a single value and has no fields",
    ja: "{change}: {path}は単独の値で、フィールドを持ちません");
template!(pub(super) BAD_VALUE, "change.bad-value",
    en: "{change}: the value is not YAML on one line",
    ja: "{change}: 値が1行のYAMLではありません");
template!(pub(super) FORM, "change.form",
    en: "{change}: {path} is written with an anchor or a merge key, where one change would reach other fields too",
    ja: "{change}: {path}はアンカーまたはマージキーを使って書かれていて、1か所の変更がほかのフィールドにも及びます");
template!(pub(super) REFUSED, "change.refused",
    en: "{change}: the API server refuses it: {words}",
    ja: "{change}: APIサーバーが拒否します: {words}");
template!(pub(super) UNKNOWN_NODE, "change.unknown-node",
    en: "{change}: there is no node {name}; the nodes are {known}",
    ja: "{change}: {name}というノードはありません。ノードは{known}です");
