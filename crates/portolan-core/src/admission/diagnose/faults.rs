//! What does not fit the schema: values of the wrong type, unknown fields, repeated keys.

use super::Scene;
use crate::diagnostic::{Arg, Diagnostic, Part, Place, Related, nearest};
use crate::document::{Fault, FaultKind, Faults, Wanted};
use crate::template;
use portolan_yaml::{Kind, Node};

/// How many faults of one object are explained; the others are told in the server's words alone.
const MOST_EXPLAINED: usize = 100;

/// In larger mappings the first of two equal keys is not searched.
const MOST_ENTRIES: usize = 10_000;

/// One diagnostic for each fault; the server itself stops at the first wrong type.
pub(super) fn diagnose(scene: &Scene<'_>, faults: &Faults, out: &mut Vec<Diagnostic>) {
    let explained = |(index, fault)| one(scene, fault, index < MOST_EXPLAINED);
    out.extend(faults.all.iter().enumerate().map(explained));
    if faults.all.is_empty() {
        let words = scene.manifest.answer.as_ref().and_then(|answer| answer.message.as_deref());
        out.push(scene.error("wrong-type", words.unwrap_or_default(), "", Part::Value));
    }
}

fn one(scene: &Scene<'_>, fault: &Fault, explains: bool) -> Diagnostic {
    let node = scene.files.get(scene.manifest.file.0 as usize).and_then(|file| file.node(fault.node));
    let (rule, part) = match &fault.kind {
        FaultKind::WrongType { found: Kind::Sequence, wanted: Wanted::Mapping, .. } => {
            ("list-where-mapping-belongs", Part::Key)
        }
        FaultKind::WrongType { found: Kind::Mapping, wanted: Wanted::List, .. } => {
            ("mapping-where-list-belongs", Part::Key)
        }
        FaultKind::WrongType { .. } | FaultKind::BadText | FaultKind::BadTime => ("wrong-type", Part::Value),
        FaultKind::Unknown { .. } => ("unknown-field", Part::Key),
        FaultKind::Repeated => ("duplicate-field", Part::Key),
    };
    let words = match &fault.kind {
        FaultKind::Repeated => fault.words.split_once(": ").map_or(fault.words.as_str(), |(_, words)| words),
        _ => fault.words.as_str(),
    };
    let span = node.map(|node| match part {
        Part::Key => node.key_span().unwrap_or_else(|| node.span()),
        Part::Value => node.span(),
    });
    let place = Place { file: scene.manifest.file, span: span.unwrap_or_default() };
    let mut found = scene.error_at(place, rule, words, &fault.path);
    if let Some(node) = node.filter(|_| explains) {
        explain(scene, fault, node, &mut found);
    }
    found
}

fn explain(scene: &Scene<'_>, fault: &Fault, node: Node<'_>, found: &mut Diagnostic) {
    let field = last_field(&fault.path);
    match &fault.kind {
        FaultKind::WrongType { .. } if matches!(field, "matchLabels" | "matchExpressions") => {
            found.notes.push(PLAIN_SELECTOR.with([("field", Arg::code(field))]));
            found.help.push(PLAIN_SELECTOR_HELP.message());
        }
        FaultKind::WrongType { found: kind, wanted, .. } => explain_type(field, *kind, *wanted, node, found),
        FaultKind::BadText => {
            found.notes.push(AMOUNT.message());
            found.help.push(AMOUNT_HELP.message());
        }
        FaultKind::BadTime => found.help.push(TIME_HELP.message()),
        FaultKind::Unknown { owner, elsewhere } => {
            let shown = owner.name.rsplit('.').next().unwrap_or_default();
            found.notes.push(UNKNOWN.with([("field", Arg::code(field)), ("owner", Arg::text(shown))]));
            let names = owner.fields.iter().map(|(name, ..)| *name);
            if shown == "LabelSelector" {
                found.help.push(MATCH_LABELS.with([("field", Arg::text(field))]));
            } else if let Some(near) = nearest(field, names) {
                found.help.push(DID_YOU_MEAN.with([("near", Arg::code(near))]));
            } else if let Some(path) = elsewhere {
                found.help.push(ELSEWHERE.with([("path", Arg::code(path))]));
            }
        }
        FaultKind::Repeated => {
            found.notes.push(REPEATED.message());
            let few = node.parent().filter(|parent| parent.len() <= MOST_ENTRIES);
            let first = few.and_then(|parent| {
                let mut entries = parent.entries();
                entries.find(|entry| entry.value.id() == node.id())?.duplicate_of
            });
            if let Some(span) = first {
                let place = Place { file: scene.manifest.file, span };
                found.related.push(Related { place, message: FIRST.message() });
            }
        }
    }
}

fn explain_type(field: &str, kind: Kind, wanted: Wanted, node: Node<'_>, found: &mut Diagnostic) {
    let field = || ("field", Arg::code(field));
    match (kind, wanted) {
        (Kind::Sequence, Wanted::Mapping) => {
            found.notes.push(LIST_FOR_MAPPING.with([field()]));
            let first = node.items().find_map(|item| item.entries().next());
            if let Some(entry) = first {
                let key = entry.key.into_owned();
                found.help.push(WITHOUT_DASH.with([field(), ("key", Arg::text(key))]));
            }
        }
        (Kind::Mapping, Wanted::List) => {
            found.notes.push(MAPPING_FOR_LIST.with([field()]));
            found.help.push(WITH_DASH.with([field()]));
        }
        (Kind::String, Wanted::Int | Wanted::Bool) => {
            found.notes.push(TEXT_FOR_OTHER.with([field(), ("text", Arg::code(node.text()))]));
            found.help.push(WITHOUT_QUOTES.message());
        }
        (Kind::Int | Kind::Float | Kind::Bool, Wanted::Text) => {
            found.notes.push(OTHER_FOR_TEXT.with([field(), ("text", Arg::code(node.text()))]));
            found.help.push(WITH_QUOTES.with([("text", Arg::text(node.text()))]));
        }
        (Kind::Int | Kind::Float, Wanted::Int | Wanted::IntOrText) => {
            found.notes.push(NOT_WHOLE.with([field()]));
        }
        (_, Wanted::Mapping) => found.notes.push(NEEDS_MAPPING.with([field()])),
        (_, Wanted::List) => {
            found.notes.push(NEEDS_LIST.with([field()]));
            found.help.push(WITH_DASH.with([field()]));
        }
        (_, Wanted::Text) => found.notes.push(NEEDS_TEXT.with([field()])),
        (_, Wanted::Bool) => found.notes.push(NEEDS_BOOL.with([field()])),
        (_, Wanted::Int) => found.notes.push(NEEDS_INT.with([field()])),
        (_, Wanted::IntOrText) => found.notes.push(NEEDS_INT_OR_TEXT.with([field()])),
    }
}

/// The last name in a path: `ports` of `spec.ports[0]`, `tier` of `metadata.labels[tier]`.
fn last_field(path: &str) -> &str {
    if let Some((around, key)) = path.strip_suffix(']').and_then(|path| path.rsplit_once('[')) {
        let is_index = key.bytes().all(|byte| byte.is_ascii_digit());
        return if is_index { last_field(around) } else { key };
    }
    path.rsplit('.').next().unwrap_or(path)
}

template!(LIST_FOR_MAPPING, "list-where-mapping-belongs.note",
    en: "{field} has fields of its own, each written once as `key: value`. A line that begins with a dash is an item of a list, so these lines are read as a list, and the API server finds no fields",
    ja: "{field}は`key: value`の形のフィールドを持ちます。ダッシュで始まる行はリストの項目なので、ここはリストとして読まれ、APIサーバーはフィールドを見つけられません");
template!(WITHOUT_DASH, "list-where-mapping-belongs.help",
    en: "leave out the dashes under {field}: write `{key}: …` and the other fields below each other, all indented alike",
    ja: "{field}の下のダッシュを取り、`{key}: …`などのフィールドを同じ字下げで並べてください");
template!(MAPPING_FOR_LIST, "mapping-where-list-belongs.note",
    en: "{field} is a list: each of its items begins with a dash",
    ja: "{field}はリストです。それぞれの項目はダッシュで始まります");
template!(WITH_DASH, "mapping-where-list-belongs.help",
    en: "under {field}, write `- ` before the first key of each item, and align the item's other keys with that first key",
    ja: "{field}の下では、各項目の最初のキーの前に`- `を書き、その項目の残りのキーは最初のキーに桁をそろえます");
template!(TEXT_FOR_OTHER, "wrong-type.text",
    en: "{text} is a text here, and {field} takes none",
    ja: "{text}は文字列として書かれていますが、{field}は文字列を受け付けません");
template!(WITHOUT_QUOTES, "wrong-type.text.help",
    en: "write the value without quotation marks and without any other letters",
    ja: "引用符やほかの文字を付けずに値を書いてください");
template!(OTHER_FOR_TEXT, "wrong-type.not-text",
    en: "YAML reads {text} as a number or as true or false, and {field} takes a text",
    ja: "YAMLは{text}を数値や真偽値として読みますが、{field}には文字列が必要です");
template!(WITH_QUOTES, "wrong-type.not-text.help",
    en: "put it in quotation marks: `\"{text}\"`",
    ja: "引用符で囲んでください: `\"{text}\"`");
template!(NOT_WHOLE, "wrong-type.number",
    en: "{field} takes a whole number that fits its type",
    ja: "{field}には、範囲に収まる整数が必要です");
template!(NEEDS_MAPPING, "wrong-type.mapping",
    en: "{field} takes fields of its own, written below it as `key: value` with a blank behind the colon",
    ja: "{field}には、その下に`key: value`の形でフィールドを書きます。コロンの後には空白が要ります");
template!(NEEDS_LIST, "wrong-type.list", en: "{field} takes a list", ja: "{field}にはリストが必要です");
template!(NEEDS_TEXT, "wrong-type.needs-text", en: "{field} takes a text", ja: "{field}には文字列が必要です");
template!(NEEDS_BOOL, "wrong-type.bool",
    en: "{field} takes `true` or `false`",
    ja: "{field}には`true`か`false`を書きます");
template!(NEEDS_INT, "wrong-type.int", en: "{field} takes a whole number", ja: "{field}には整数が必要です");
template!(NEEDS_INT_OR_TEXT, "wrong-type.int-or-text",
    en: "{field} takes a port number or the name of a port",
    ja: "{field}には、番号か名前を書きます");
template!(AMOUNT, "wrong-type.amount",
    en: "this is an amount, and the API server cannot read it",
    ja: "ここには量を書きますが、APIサーバーが読めない形です");
template!(AMOUNT_HELP, "wrong-type.amount.help",
    en: "write a number with one of the suffixes m, k, M, G, Ki, Mi, Gi and no blank between: `100m`, `64Mi`",
    ja: "数に接尾辞m、k、M、G、Ki、Mi、Giのどれかを空白なしで付けます。例: `100m`、`64Mi`");
template!(TIME_HELP, "wrong-type.time.help",
    en: "write the time as RFC 3339 does: `2026-01-02T03:04:05Z`",
    ja: "時刻はRFC 3339の形で書きます。例: `2026-01-02T03:04:05Z`");
template!(UNKNOWN, "unknown-field.note",
    en: "{owner} has no field {field}; the API server refuses what it would otherwise lose",
    ja: "{owner}に{field}というフィールドはありません。APIサーバーは、黙って捨てることになるフィールドを拒みます");
template!(DID_YOU_MEAN, "unknown-field.help", en: "did you mean {near}?", ja: "{near}ではありませんか");
template!(ELSEWHERE, "unknown-field.elsewhere",
    en: "there is such a field elsewhere: {path}. Check the indentation",
    ja: "このフィールドは{path}にあります。字下げを確かめてください");
template!(MATCH_LABELS, "unknown-field.match-labels",
    en: "labels stand under `matchLabels` here: write `{field}: …` below it",
    ja: "ここではラベルを`matchLabels`の下に書きます。`{field}: …`をその下に移してください");
template!(PLAIN_SELECTOR, "wrong-type.plain-selector",
    en: "this selector is a plain mapping of labels; only the selectors of Deployments and other newer kinds have {field}",
    ja: "このselectorは、ラベルをそのまま並べるマッピングです。{field}があるのは、Deploymentなどのselectorだけです");
template!(PLAIN_SELECTOR_HELP, "wrong-type.plain-selector.help",
    en: "write the labels directly below `selector`",
    ja: "`selector`のすぐ下にラベルを書いてください");
template!(REPEATED, "duplicate-field.note",
    en: "a key may stand once in a mapping. The API server refuses the second one; kubectl, which converts YAML itself, silently takes the last",
    ja: "1つのマッピングの中で、同じキーは一度しか書けません。APIサーバーは拒みますが、自分でYAMLを変換するkubectlは、黙って最後の値を使います");
template!(FIRST, "duplicate-field.first", en: "it stands here already", ja: "ここにすでにあります");
