//! Goals about what is written: findings, the API server's answers, fields.

use super::{Standing, words};
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;

pub(super) fn found<'a>(analysis: &'a Analysis, rule: &str) -> Vec<&'a str> {
    analysis.diagnostics.iter().map(|one| one.rule).filter(|known| *known == rule).collect()
}

pub(super) fn findings(rules: Vec<&str>, fits: impl Fn(usize) -> bool) -> Standing {
    let count = rules.len();
    let mut names: Vec<String> = rules.into_iter().map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    let now = if count == 0 {
        words::NO_FINDINGS.message()
    } else {
        words::FINDINGS.with([("n", Arg::count(count)), ("rules", Arg::Codes(names))])
    };
    Standing::told(fits(count), now)
}

/// The API server's answers to the manifests of that kind and name: all answers of the API server to them alike.
pub(super) fn admission(analysis: &Analysis, object: &str, accepted: bool) -> Standing {
    let mut answers =
        analysis.manifests.iter().filter(|one| is_named(one, object)).filter_map(|one| one.answer.as_ref());
    match answers.find(|answer| answer.accepted != accepted) {
        Some(answer) => {
            let reason = Arg::text(answer.message.as_deref().unwrap_or(answer.reason));
            Standing::not(words::ANSWER.with([("object", Arg::code(object)), ("reason", reason)]))
        }
        None if !analysis.manifests.iter().any(|one| is_named(one, object)) => missing(object),
        None => Standing { met: true, now: None },
    }
}

fn is_named(manifest: &portolan_core::admission::Manifest, object: &str) -> bool {
    let (kind, name) = object.split_once('/').unwrap_or((object, ""));
    manifest.kind.as_deref() == Some(kind) && manifest.name.as_deref() == Some(name)
}

fn missing(object: &str) -> Standing {
    Standing::not(words::NOT_THERE.with([("object", Arg::code(object))]))
}

pub(super) fn field(analysis: &Analysis, object: &str, path: &str, value: &str) -> Standing {
    let Some(manifest) = analysis.manifests.iter().find(|one| is_named(one, object)) else {
        return missing(object);
    };
    let tree = manifest.tree(&analysis.files);
    match tree.and_then(|tree| tree.at(path)) {
        Some(node) => {
            let now = node.content();
            let arguments = [("path", Arg::code(path)), ("value", Arg::code(now))];
            Standing::told(now == value, words::FIELD.with(arguments))
        }
        None => Standing::not(words::NO_FIELD.with([("path", Arg::code(path))])),
    }
}
