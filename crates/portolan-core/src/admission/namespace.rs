//! Namespaces: `ValidateNamespace`, and the label that every one has.

use super::Verb;
use super::format;
use super::meta::{self, NameRule, Scope};
use super::report::Report;
use crate::api::core::Namespace;
use crate::diagnostic::Path;

const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// `SetDefaults_Namespace`: the name as a label, whether or not it can be one.
pub(super) fn set_defaults(one: &mut Namespace) {
    let name = one.metadata.name.clone().unwrap_or_default();
    if !name.is_empty() {
        one.metadata.labels.get_or_insert_default().insert(NAME_LABEL.to_owned(), name);
    }
}

/// Checks a Namespace; an update leaves its finalizers as they are.
pub(super) fn validate(one: &Namespace, verb: Verb, report: &mut Report) {
    meta::check(&one.metadata, "", Scope::Cluster, NameRule::Label, report);
    let finalizers = one.spec.as_ref().and_then(|spec| spec.finalizers.as_deref()).unwrap_or_default();
    let root = Path::new("spec");
    let path = root.child("finalizers");
    for finalizer in finalizers.iter().filter(|_| verb == Verb::Create) {
        report.invalid_each(&path, finalizer, format::qualified_name(finalizer));
        meta::check_finalizer_kind(finalizer, &path, report);
    }
}
