//! The annotations of ingress-nginx that change where a request goes, and those whose effect is not computed.

use crate::object::Ingress;

/// What ingress-nginx's annotations begin with.
const PREFIX: &str = "nginx.ingress.kubernetes.io/";

/// Annotations that may turn a request away, send it elsewhere, or tie a client to one Pod.
const NOT_MODELLED: [&str; 16] = [
    "affinity",
    "allowlist-source-range",
    "auth-tls-secret",
    "auth-type",
    "auth-url",
    "configuration-snippet",
    "custom-http-errors",
    "denylist-source-range",
    "from-to-www-redirect",
    "limit-connections",
    "limit-rpm",
    "limit-rps",
    "server-snippet",
    "service-upstream",
    "ssl-passthrough",
    "whitelist-source-range",
];

/// The annotations of an Ingress, as ingress-nginx reads them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Annotations<'a>(pub(super) &'a Ingress);

impl<'a> Annotations<'a> {
    /// The value of an annotation that is not empty.
    pub(super) fn get(self, name: &str) -> Option<&'a str> {
        let mut all = self.0.meta.annotations.iter();
        let found = all.find(|(key, _)| key.strip_prefix(PREFIX) == Some(name));
        found.map(|(_, value)| value).filter(|value| !value.is_empty())
    }

    /// Whether an annotation says yes, as Go's `strconv.ParseBool` reads it.
    pub(super) fn is(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
            _ => None,
        }
    }

    /// `rewrite-target`.
    pub(super) fn rewrite_target(self) -> Option<&'a str> {
        self.get("rewrite-target")
    }

    /// Whether a path of this Ingress makes all paths of its host expressions (`enforceRegexModifier`).
    pub(super) fn makes_regex(self, path: &str) -> bool {
        self.is("use-regex") == Some(true) || self.rewrite_target().is_some_and(|target| target != path)
    }

    /// Whether it only lends its back ends to another Ingress.
    pub(super) fn is_canary(self) -> bool {
        self.is("canary") == Some(true)
    }

    /// Those whose effect is not computed.
    pub(super) fn not_modelled(self) -> impl Iterator<Item = &'a str> {
        self.0.meta.annotations.iter().map(|(key, _)| key).filter(|key| {
            key.strip_prefix(PREFIX).is_some_and(|name| NOT_MODELLED.binary_search(&name).is_ok())
        })
    }
}

/// The path of an annotation, as the API server writes it.
pub(super) fn path_of(name: &str) -> String {
    format!("metadata.annotations[{PREFIX}{name}]")
}
