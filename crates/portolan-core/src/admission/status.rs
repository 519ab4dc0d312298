//! The answers as `metav1.Status` words them (`apimachinery/pkg/api/errors/errors.go`), and what kubectl prints where
//! nothing was sent.

use super::answer::{Answer, Cause};
use super::format;
use super::go::quote;
use super::report::Report;
use crate::diagnostic::Path;
use crate::document::{Resource, Shapeless, Written};
use portolan_yaml::{SyntaxError, SyntaxErrorKind};

/// The object now exists.
pub(super) fn created(warnings: Vec<String>) -> Answer {
    Answer { accepted: true, code: Some(201), reason: "Created", message: None, causes: Vec::new(), warnings }
}

/// The object is as it was sent.
pub(super) fn updated() -> Answer {
    Answer { code: Some(200), reason: "Updated", ..created(Vec::new()) }
}

/// There is no object of this name to update.
pub(super) fn not_found(resource: &Resource, name: &str) -> Answer {
    refused(404, "NotFound", format!("{} {} not found", resource.qualified_plural(), quote(name)))
}

/// `NamespaceLifecycle`: there is no such namespace, and there cannot be. Others are taken to exist.
pub(super) fn no_such_namespace(resource: &Resource, namespace: &str) -> Option<Answer> {
    let cannot_be = resource.namespaced && !format::dns1123_label(namespace).is_empty();
    cannot_be.then(|| refused(404, "NotFound", format!("namespaces {} not found", quote(namespace))))
}

/// The object is another version by now.
pub(super) fn conflict(resource: &Resource, name: &str) -> Answer {
    let words = "the object has been modified; please apply your changes to the latest version and try again";
    let object = format!("{} {}", resource.qualified_plural(), quote(name));
    refused(409, "Conflict", format!("Operation cannot be fulfilled on {object}: {words}"))
}

/// The update of a kind that must be told what it changes. The message names the resource as if it were the kind.
pub(super) fn version_needed(resource: &Resource, name: &str) -> Answer {
    let mut report = Report::default();
    let path = Path::new("metadata");
    report.invalid(&path.child("resourceVersion"), 0, "must be specified for an update");
    let (words, causes) = report.into_words();
    let message = format!("{} {} is invalid: {words}", resource.qualified_plural(), quote(name));
    Answer { causes, ..refused(422, "Invalid", message) }
}

/// The object of this name is another one: `storage.NewInvalidObjError` of a precondition.
pub(super) fn other_object(
    resource: &Resource,
    namespace: &str,
    name: &str,
    uid: &str,
    stored: &str,
) -> Answer {
    let place = match resource.plural {
        "services" => "services/specs",
        "endpoints" => "services/endpoints",
        "ingresses" => "ingress",
        "nodes" => "minions",
        "replicationcontrollers" => "controllers",
        plural => plural,
    };
    let slash = if namespace.is_empty() { "" } else { "/" };
    let object = format!("{} {}", resource.qualified_plural(), quote(name));
    let words = format!(
        "Operation cannot be fulfilled on {object}: StorageError: invalid object, Code: 4, Key: \
         /registry/{place}/{namespace}{slash}{name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID \
         in precondition: {uid}, UID in object meta: {stored}"
    );
    refused(409, "Conflict", words)
}

/// A version that is no number.
pub(super) fn odd_version(version: &str) -> Answer {
    failed(&format!("strconv.ParseUint: parsing {}: invalid syntax", quote(version)))
}

/// An error that says no more than its words.
pub(super) fn failed(words: &str) -> Answer {
    refused(500, "", words.to_owned())
}

/// As [`invalid`], and the warnings stay in the report.
pub(super) fn refuse(resource: &Resource, name: &str, report: &mut Report) -> Answer {
    let warnings = report.take_warnings();
    let errors = std::mem::take(report);
    for words in warnings {
        report.warn(words);
    }
    invalid(resource, name, errors)
}

/// Fields are at fault.
pub(super) fn invalid(resource: &Resource, name: &str, report: Report) -> Answer {
    let (words, causes) = report.into_words();
    let message = format!("{} {} is invalid: {words}", resource.qualified_kind(), quote(name));
    Answer { causes, ..refused(422, "Invalid", message) }
}

/// The document cannot be decoded; `words` say why.
pub(super) fn bad_request(resource: &Resource, kind: &str, words: &str) -> Answer {
    refused(400, "BadRequest", cannot_be_handled(resource, kind, words))
}

/// An object of this name is there already.
pub(super) fn already_exists(resource: &Resource, name: &str) -> Answer {
    let message = format!("{} {} already exists", resource.qualified_plural(), quote(name));
    refused(409, "AlreadyExists", message)
}

/// An admission plugin is against it.
pub(super) fn forbidden(resource: &Resource, name: &str, words: &str) -> Answer {
    let message = format!("{} {} is forbidden: {words}", resource.qualified_plural(), quote(name));
    refused(403, "Forbidden", message)
}

/// The server could not do it.
pub(super) fn internal(words: &str) -> Answer {
    let causes = vec![Cause { reason: "", field: String::new(), message: words.to_owned() }];
    Answer { causes, ..refused(500, "InternalError", format!("Internal error occurred: {words}")) }
}

/// The document is not YAML.
pub(super) fn broken(file: &str, error: &SyntaxError) -> Answer {
    let converting = match error.kind {
        SyntaxErrorKind::Separator | SyntaxErrorKind::TooLarge => "",
        _ => "error converting YAML to JSON: ",
    };
    client_error(format!("error: error parsing {file}: {converting}{}", error.words))
}

/// The document is no object that says what it is.
pub(super) fn shapeless(file: &str, shapeless: &Shapeless) -> Answer {
    client_error(match shapeless {
        Shapeless::NoObject => "error: no objects passed to create".to_owned(),
        Shapeless::Invalid(words) => format!(
            "error: error validating {}: error validating data: {words}; if you choose to ignore these errors, turn \
             validation off with --validate=false",
            quote(file)
        ),
    })
}

/// No API serves the kind.
pub(super) fn unknown_kind(file: &str, written: &Written<'_>) -> Answer {
    let field = |name: &str| {
        let field = written.node.and_then(|node| node.get("metadata")?.get(name)?.as_str());
        quote(field.as_deref().unwrap_or_default())
    };
    client_error(format!(
        "error: resource mapping not found for name: {} namespace: {} from {}: no matches for kind {} in version {}\n\
         ensure CRDs are installed first",
        field("name"),
        field("namespace"),
        quote(file),
        quote(written.kind.as_deref().unwrap_or_default()),
        quote(written.api_version.as_deref().unwrap_or_default())
    ))
}

/// kubectl knows the kind in lower case, and the server does not.
pub(super) fn lower_case(file: &str, resource: &Resource, kind: &str) -> Answer {
    let words = format!(
        "no kind {} is registered for version {} in scheme \"pkg/runtime/scheme.go:111\"",
        quote(kind),
        quote(&resource.api_version())
    );
    client_error(format!(
        "Error from server (BadRequest): error when creating {}: {}",
        quote(file),
        cannot_be_handled(resource, kind, &words)
    ))
}

fn client_error(message: String) -> Answer {
    Answer { code: None, ..refused(0, "ClientError", message) }
}

fn cannot_be_handled(resource: &Resource, kind: &str, words: &str) -> String {
    format!("{kind} in version {} cannot be handled as a {}: {words}", quote(resource.version), resource.kind)
}

fn refused(code: u16, reason: &'static str, message: String) -> Answer {
    Answer {
        accepted: false,
        code: Some(code),
        reason,
        message: Some(message),
        causes: Vec::new(),
        warnings: Vec::new(),
    }
}
