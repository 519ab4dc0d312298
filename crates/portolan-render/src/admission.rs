//! `portolan admit`: a line for each document, as `kubectl create` and `kubectl replace` would say it.

use portolan_core::Analysis;
use portolan_core::admission::Answer;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::{Arg, Lang};
use portolan_core::document::kind;
use portolan_core::template;
use std::fmt::Write as _;

template!(CREATED, "admit.created", en: "{object} created", ja: "{object}を作成しました");
template!(REPLACED, "admit.replaced", en: "{object} replaced", ja: "{object}を置き換えました");
template!(WARNING, "admit.warning", en: "Warning: {words}", ja: "警告: {words}");
template!(SUMMARY, "admit.summary",
    en: "{accepted} {accepted|document|documents} accepted, {refused} refused",
    ja: "受け付け: {accepted}件、拒否: {refused}件");

/// The answers to all documents, and how many there are of each sort.
#[must_use]
pub fn admission_text(analysis: &Analysis, lang: Lang) -> String {
    let mut out = String::new();
    let (mut accepted, mut refused) = (0, 0);
    for manifest in &analysis.manifests {
        let Some(answer) = &manifest.answer else { continue };
        if answer.accepted {
            accepted += 1;
        } else {
            refused += 1;
        }
        write_answer(analysis, manifest, answer, lang, &mut out);
    }
    let counts = [("accepted", Arg::count(accepted)), ("refused", Arg::count(refused))];
    out.push_str(&SUMMARY.with(counts).render(lang));
    out.push('\n');
    out
}

fn write_answer(analysis: &Analysis, manifest: &Manifest, answer: &Answer, lang: Lang, out: &mut String) {
    let file = analysis.files.get(manifest.file.0 as usize).map_or("", |file| file.name());
    let line = manifest.line;
    for words in &answer.warnings {
        let words = WARNING.with([("words", Arg::text(words))]).render(lang);
        _ = writeln!(out, "{file}:{line}: {words}");
    }
    let words = match &answer.message {
        None => {
            let done = if answer.reason == "Updated" { &REPLACED } else { &CREATED };
            done.with([("object", Arg::text(object_name(manifest)))]).render(lang)
        }
        Some(words) if answer.code.is_none() => words.clone(),
        Some(words) if answer.reason.is_empty() => format!("Error from server: {words}"),
        Some(words) => format!("Error from server ({}): {words}", answer.reason),
    };
    _ = writeln!(out, "{file}:{line}: {words}");
}

/// `service/echo`, `deployment.apps/echo`.
fn object_name(manifest: &Manifest) -> String {
    let kind = manifest.kind.as_deref().unwrap_or_default();
    let version = manifest.api_version.as_deref().unwrap_or_default();
    let kind = kind::find(version, kind).map_or_else(|| kind.to_owned(), kind::Resource::qualified_kind);
    format!("{}/{}", kind.to_lowercase(), manifest.name.as_deref().unwrap_or_default())
}
