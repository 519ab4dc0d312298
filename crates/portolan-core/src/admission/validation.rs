//! Validation and warnings, kind by kind.

use super::meta::{self, NameRule, Scope};
use super::report::Report;
use super::service;
use crate::document::Typed;
use portolan_yaml::Node;

/// Checks an object; `tree` tells what Go's pointers tell and the types here do not: whether a field was written.
pub(super) fn validate(typed: &Typed, namespace: &str, tree: Node<'_>, report: &mut Report) {
    let _ = tree;
    match typed {
        Typed::Service(one) => service::validate(one, namespace, report),
        Typed::Node(one) => meta::check(&one.metadata, "", Scope::Cluster, NameRule::Subdomain, report),
        Typed::Namespace(one) => meta::check(&one.metadata, "", Scope::Cluster, NameRule::Label, report),
        Typed::IngressClass(one) => {
            meta::check(&one.metadata, "", Scope::Cluster, NameRule::Subdomain, report)
        }
        other => {
            let meta = super::server::meta_of(other);
            meta::check(meta, namespace, Scope::Namespaced, NameRule::Subdomain, report);
        }
    }
}

/// What is taken but will not do what it seems to.
pub(super) fn warn(typed: &Typed, report: &mut Report) {
    if let Typed::Service(one) = typed {
        service::warn(one, report);
    }
}
