//! Refusals and warnings as diagnostics: the server's words, with their place in the text and an explanation.

mod faults;
mod meanings;
mod refusals;
mod syntax;

use super::answer::{Answer, Cause};
use crate::admission::Manifest;
use crate::diagnostic::{Arg, Certainty, Diagnostic, Family, Part, Place, Severity};
use crate::document::{Faults, Route, Written};
use crate::template;
use portolan_yaml::{File, Node};

template!(WORDS, "admission.words", en: "{words}", ja: "{words}");

/// The names under which the API server's answers are told, sorted.
pub const RULES: &[&str] = &[
    "already-exists",
    "conflict",
    "duplicate-field",
    "field-value-duplicate",
    "field-value-forbidden",
    "field-value-invalid",
    "field-value-not-found",
    "field-value-not-supported",
    "field-value-required",
    "field-value-too-long",
    "field-value-too-many",
    "forbidden",
    "internal-error",
    "list-where-mapping-belongs",
    "mapping-where-list-belongs",
    "not-an-object",
    "not-found",
    "server-warning",
    "unknown-field",
    "unknown-kind",
    "wrong-type",
    "yaml-syntax",
];

/// Where the diagnostics of one manifest come from.
struct Scene<'a> {
    files: &'a [File],
    manifest: &'a Manifest,
    written: &'a Written<'a>,
    earlier: Option<&'a Manifest>,
}

/// Tells of everything the answer to one object says; `earlier` is the object that has its name.
pub(super) fn diagnose(
    manifest: &Manifest,
    written: &Written<'_>,
    faults: Option<&Faults>,
    files: &[File],
    earlier: Option<&Manifest>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(answer) = &manifest.answer else { return };
    if answer.accepted && answer.warnings.is_empty() {
        return;
    }
    let scene = Scene { files, manifest, written, earlier };
    for words in &answer.warnings {
        out.push(scene.warning(words));
    }
    if answer.accepted {
        return;
    }
    match (&written.route, faults) {
        (Route::Broken(error), _) => out.push(syntax::diagnose(&scene, error)),
        (_, Some(faults)) => faults::diagnose(&scene, faults, out),
        (Route::To(_), None) if answer.reason == "Invalid" => {
            out.extend(answer.causes.iter().map(|cause| scene.cause(cause)));
        }
        _ => out.extend(refusals::diagnose(&scene, answer)),
    }
}

impl Scene<'_> {
    /// A refusal in the server's words.
    fn error(&self, rule: &'static str, words: &str, path: &str, part: Part) -> Diagnostic {
        self.error_at(self.place(path, part), rule, words, path)
    }

    /// The same, where the place is known.
    fn error_at(&self, place: Place, rule: &'static str, words: &str, path: &str) -> Diagnostic {
        Diagnostic {
            rule,
            family: Family::Admission,
            severity: Severity::Error,
            certainty: Certainty::Proved,
            message: WORDS.with([("words", Arg::text(words))]),
            object: Some(self.manifest.id),
            path: path.to_owned(),
            place,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    fn warning(&self, words: &str) -> Diagnostic {
        let first = words.split([' ', ':']).next().unwrap_or_default();
        let path = if first.starts_with("spec.") || first.starts_with("metadata.") { first } else { "" };
        Diagnostic { severity: Severity::Warning, ..self.error("server-warning", words, path, Part::Value) }
    }

    fn cause(&self, cause: &Cause) -> Diagnostic {
        let words = format!("{}: {}", cause.field, cause.message);
        let mut found = self.error(rule_of(cause.reason), &words, &cause.field, Part::Value);
        refusals::explain(cause, &mut found);
        found
    }

    /// Where a path stands; where the server names another field than the one that was written, that one.
    fn place(&self, path: &str, part: Part) -> Place {
        let tree = self.manifest.tree(self.files);
        let written = |path: &str| tree.and_then(|tree| tree.at(path)).is_some();
        let path = match path {
            "spec.clusterIPs" | "spec.clusterIPs[0]" if !written("spec.clusterIPs") => "spec.clusterIP",
            "metadata.name" if !written("metadata.name") => "metadata.generateName",
            _ => path,
        };
        let path = path.replacen("spec.LoadBalancerSourceRanges", "spec.loadBalancerSourceRanges", 1);
        let path = path.replacen("spec.SessionAffinity", "spec.sessionAffinity", 1);
        if path.is_empty() {
            return self.whole();
        }
        self.manifest.place(self.files, &path, part)
    }

    /// The object as a whole: its `kind`, where it has one.
    fn whole(&self) -> Place {
        let part = Part::Value;
        let has_kind = self.node().is_some_and(|node| node.get("kind").is_some());
        self.manifest.place(self.files, if has_kind { "kind" } else { "" }, part)
    }

    fn node(&self) -> Option<Node<'_>> {
        self.written.node
    }
}

/// The rule of a cause: its name in kebab case.
fn rule_of(reason: &str) -> &'static str {
    match reason {
        "FieldValueRequired" => "field-value-required",
        "FieldValueForbidden" => "field-value-forbidden",
        "FieldValueNotSupported" => "field-value-not-supported",
        "FieldValueDuplicate" => "field-value-duplicate",
        "FieldValueNotFound" => "field-value-not-found",
        "FieldValueTooLong" => "field-value-too-long",
        "FieldValueTooMany" => "field-value-too-many",
        _ => "field-value-invalid",
    }
}

/// The rule of an answer as a whole.
fn rule_of_answer(answer: &Answer) -> &'static str {
    match answer.reason {
        "AlreadyExists" => "already-exists",
        "Forbidden" => "forbidden",
        "InternalError" => "internal-error",
        "NotFound" => "not-found",
        "Conflict" | "" => "conflict",
        _ => "not-an-object",
    }
}
