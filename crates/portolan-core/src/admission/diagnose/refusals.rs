//! What the server refuses although it can read it, and what kubectl cannot send.

use super::{Scene, meanings, rule_of_answer};
use crate::admission::answer::{Answer, Cause};
use crate::diagnostic::{Arg, Diagnostic, Part, Related, nearest};
use crate::document::{Route, kind};
use crate::template;

/// The diagnostic of an answer that concerns the object as a whole; none where only the cluster can know.
pub(super) fn diagnose(scene: &Scene<'_>, answer: &Answer) -> Option<Diagnostic> {
    let words = core_of(answer.message.as_deref().unwrap_or_default());
    match &scene.written.route {
        Route::Unknown => unknown_kind(scene, words),
        Route::LowerCase(resource) => {
            let mut found = scene.error("unknown-kind", words, "kind", Part::Value);
            found.help.push(SPELLED.with([("kind", Arg::code(resource.kind))]));
            Some(found)
        }
        Route::Shapeless(_) => {
            let mut found = scene.error("not-an-object", words, "", Part::Value);
            found.help.push(SHAPE.message());
            Some(found)
        }
        _ => {
            let mut found = scene.error(rule_of_answer(answer), words, path_of(answer), Part::Value);
            if answer.reason == "AlreadyExists" {
                found.path = "metadata.name".to_owned();
                found.place = scene.place("metadata.name", Part::Value);
                relate(scene, &mut found);
            }
            Some(found)
        }
    }
}

/// The part of kubectl's words that says what is the matter, without the file's name and advice for the command line.
fn core_of(words: &str) -> &str {
    let words = words.find("no matches for kind").and_then(|start| words.get(start..)).unwrap_or(words);
    let words = words.split_once("error validating data: ").map_or(words, |(_, behind)| behind);
    let words = words.split_once("; if you choose to ignore").map_or(words, |(before, _)| before);
    words.lines().next().unwrap_or_default()
}

/// Adds what a cause means, where its words do not say it.
pub(super) fn explain(cause: &Cause, found: &mut Diagnostic) {
    found.notes.extend(meanings::of(cause));
    if cause.reason == "FieldValueNotSupported"
        && let Some(near) = supported(&cause.message).and_then(|(value, all)| nearest(value, all.into_iter()))
    {
        found.help.push(MEANT.with([("near", Arg::code(near))]));
    }
}

fn unknown_kind(scene: &Scene<'_>, words: &str) -> Option<Diagnostic> {
    let version = scene.written.api_version.as_deref().unwrap_or_default();
    let name = scene.written.kind.as_deref().unwrap_or_default();
    let group = version.split_once('/').map_or("", |(group, _)| group);
    if !kind::is_own_group(group) {
        return None;
    }
    let mut served: Vec<String> = kind::versions_of(name).collect();
    served.dedup();
    let path = if served.is_empty() { "kind" } else { "apiVersion" };
    let mut found = scene.error("unknown-kind", words, path, Part::Value);
    if !served.is_empty() {
        found.help.push(SERVED.with([("kind", Arg::code(name)), ("versions", Arg::Codes(served))]));
    } else if let Some(near) = nearest(name, kind::names()) {
        found.help.push(MEANT.with([("near", Arg::code(near))]));
    }
    Some(found)
}

/// Shows the object that has the name.
fn relate(scene: &Scene<'_>, found: &mut Diagnostic) {
    let Some(first) = scene.earlier else { return };
    let place = first.place(scene.files, "metadata.name", Part::Value);
    found.related.push(Related { place, message: FIRST.message() });
    found.notes.push(ONE_NAME.message());
}

fn path_of(answer: &Answer) -> &'static str {
    let words = answer.message.as_deref().unwrap_or_default();
    let parts = [
        ("HealthCheck NodePort", "spec.healthCheckNodePort"),
        ("PriorityClass", "spec.priorityClassName"),
        ("PreemptionPolicy", "spec.preemptionPolicy"),
        ("RuntimeClass", "spec.runtimeClassName"),
        ("nodePort", "spec.ports"),
    ];
    parts.into_iter().find(|(part, _)| words.contains(part)).map_or("", |(_, path)| path)
}

/// The value of an `Unsupported value`, and those that are supported.
fn supported(words: &str) -> Option<(&str, Vec<&str>)> {
    let (value, all) = words.strip_prefix("Unsupported value: \"")?.split_once("\": supported values: ")?;
    Some((value, all.split(", ").map(|one| one.trim_matches('"')).collect()))
}

template!(SPELLED, "unknown-kind.spelled",
    en: "kinds are spelled with capitals: {kind}",
    ja: "kindは大文字と小文字を区別します: {kind}");
template!(SERVED, "unknown-kind.served",
    en: "{kind} is served as {versions}",
    ja: "{kind}のapiVersionは{versions}です");
template!(MEANT, "field-value-not-supported.help", en: "did you mean {near}?", ja: "{near}ではありませんか");
template!(SHAPE, "not-an-object.help",
    en: "every manifest is a mapping that says `apiVersion` and `kind`, such as `apiVersion: v1` and `kind: Service`",
    ja: "マニフェストは`apiVersion`と`kind`を持つマッピングです。例: `apiVersion: v1`、`kind: Service`");
template!(FIRST, "already-exists.first", en: "the object that has this name", ja: "この名前を持つオブジェクト");
template!(ONE_NAME, "already-exists.note",
    en: "of each kind, a namespace has one object of a name; the second one is not created",
    ja: "1つのNamespaceの中で、同じ種類のオブジェクトに同じ名前は使えません。2つ目は作られません");
