//! The paths of one host: what an Ingress controller makes of the rules of all Ingresses that name the host.
//!
//! Follows `getBackendServers` and `updateServerLocations` of ingress-nginx. Of equal paths of one type the oldest wins;
//! paths are looked up by what they are (nginx: `location =`, then the longest prefix), unless an annotation makes all of
//! them expressions: then they are tried one by one, long ones first.

use super::annotation::Annotations;
use super::pattern::Pattern;
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{Backend, Ingress};
use portolan_yaml::collections::BTreeMap;

/// A path of an Ingress.
#[derive(Clone, Copy, Debug)]
pub struct Location<'a> {
    /// The Ingress.
    pub ingress: &'a Ingress,
    /// The index of its rule, and that of the path in it.
    pub place: (usize, usize),
    /// The host of the rule, as written.
    pub host: &'a str,
    /// The path; `/` where it is empty.
    pub path: &'a str,
    /// Whether it has to be exactly this path. `ImplementationSpecific` is a prefix to ingress-nginx
    /// (`SetDefaultNGINXPathType`).
    pub exact: bool,
    /// The path type, as written.
    pub kind: &'a str,
    /// Where it leads.
    pub backend: &'a Backend,
}

/// A host with all of its paths.
#[derive(Debug, Default)]
pub struct Server<'a> {
    /// The paths that count, in the order of the Ingresses.
    pub locations: Vec<Location<'a>>,
    /// Paths that do not count, each with the index of the one that has taken its place.
    pub taken: Vec<(Location<'a>, usize)>,
    /// Whether all paths are expressions, and the path that makes them so.
    pub regex: Option<usize>,
    /// Where requests go that no path fits: `spec.defaultBackend` of the first Ingress with this host.
    pub default: Option<(&'a Ingress, &'a Backend)>,
    /// The Secret of the certificate, empty for the controller's own, with the entry of `spec.tls`.
    pub tls: Option<(&'a str, Origin)>,
    /// Paths in the order in which expressions are tried.
    tried: Vec<usize>,
    exact: BTreeMap<&'a str, usize>,
    /// By path without its last slash.
    prefixes: BTreeMap<&'a str, Vec<usize>>,
}

/// What is found for a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The path of this index.
    Path(usize),
    /// Nothing.
    Nothing,
    /// An expression that is not understood comes first.
    Unclear(usize),
}

impl<'a> Location<'a> {
    /// The field of the path.
    #[must_use]
    pub fn origin(&self, field: &str) -> Origin {
        let (rule, path) = self.place;
        let dot = if field.is_empty() { "" } else { "." };
        Origin { object: self.id(), path: format!("spec.rules[{rule}].http.paths[{path}]{dot}{field}") }
    }

    /// The manifest.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        self.ingress.meta.id
    }

    /// Whether a path fits, element by element: `/a/b` has the elements `a` and `b`.
    pub(super) fn fits(&self, path: &str) -> bool {
        if self.exact {
            return self.path == path;
        }
        let prefix = self.path.trim_end_matches('/');
        path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl<'a> Server<'a> {
    /// Adds a path; another one that says the same may have come before it.
    pub(super) fn add(&mut self, location: Location<'a>, nginx: bool) {
        if nginx && Annotations(location.ingress).makes_regex(location.path) {
            self.regex.get_or_insert(self.locations.len());
        }
        let known = if location.exact {
            self.exact.get(location.path).copied()
        } else {
            let alike = self.prefixes.get(location.path.trim_end_matches('/')).into_iter().flatten();
            alike
                .copied()
                .find(|index| self.locations.get(*index).is_some_and(|one| one.path == location.path))
        };
        match known {
            Some(first) => self.taken.push((location, first)),
            None => self.keep(location),
        }
    }

    fn keep(&mut self, location: Location<'a>) {
        let index = self.locations.len();
        if location.exact {
            self.exact.insert(location.path, index);
        } else {
            self.prefixes.entry(location.path.trim_end_matches('/')).or_default().push(index);
        }
        self.locations.push(location);
    }

    /// Brings the paths into the order in which expressions are tried: long ones first, then by their letters from the
    /// last to the first.
    pub(super) fn finish(&mut self) {
        if self.regex.is_some() {
            let path = |index: &usize| self.locations.get(*index).map_or("", |one| one.path);
            let mut tried: Vec<usize> = (0..self.locations.len()).collect();
            tried.sort_by(|one, other| {
                let (one, other) = (path(one), path(other));
                other.len().cmp(&one.len()).then_with(|| other.cmp(one))
            });
            self.tried = tried;
        }
    }

    /// The path that a request meets.
    pub(super) fn find(&self, path: &str) -> Found {
        if self.regex.is_some() {
            return self.first_expression(path);
        }
        if let Some(index) = self.exact.get(path) {
            return Found::Path(*index);
        }
        let mut prefix = path.trim_end_matches('/');
        loop {
            if let Some(alike) = self.prefixes.get(prefix) {
                // Where `/a` and `/a/` are both prefixes, `/a` itself is rather the first, and all below it the second.
                let length = |index: &&usize| self.locations.get(**index).map_or(0, |one| one.path.len());
                let closed = path.len() == prefix.len();
                let found =
                    if closed { alike.iter().min_by_key(length) } else { alike.iter().max_by_key(length) };
                if let Some(index) = found {
                    return Found::Path(*index);
                }
            }
            match prefix.rfind('/') {
                Some(at) => prefix = prefix.get(..at).unwrap_or_default(),
                None => return Found::Nothing,
            }
        }
    }

    fn first_expression(&self, path: &str) -> Found {
        for index in &self.tried {
            let Some(location) = self.locations.get(*index) else { continue };
            match expression(location) {
                None => return Found::Unclear(*index),
                Some(pattern) if pattern.find(path, false).is_some() => return Found::Path(*index),
                Some(_) => {}
            }
        }
        Found::Nothing
    }

    /// The path that a request for another one's own text meets before it, where paths are expressions.
    #[must_use]
    pub fn shadow(&self, index: usize) -> Option<&Location<'a>> {
        let path = self.locations.get(index).filter(|_| self.regex.is_some())?.path;
        if path.contains(['\\', '^', '$', '|', '?', '*', '+', '(', ')', '[', ']', '{', '}']) {
            return None;
        }
        match self.find(path) {
            Found::Path(other) if other != index => self.locations.get(other),
            _ => None,
        }
    }

    /// Paths that a request might have met as well: those that fit by themselves.
    pub(super) fn others(
        &self,
        path: &str,
        but: Option<usize>,
    ) -> impl Iterator<Item = (usize, &Location<'a>)> {
        let fits = move |one: &Location<'_>| match self.regex {
            Some(_) => expression(one).is_some_and(|pattern| pattern.find(path, false).is_some()),
            None => one.fits(path),
        };
        self.locations.iter().enumerate().filter(move |(index, one)| Some(*index) != but && fits(one))
    }
}

/// A path as the expression that ingress-nginx makes of it, whatever its type (`buildLocation`): from the beginning, and
/// without regard to case.
pub(super) fn expression(location: &Location<'_>) -> Option<Pattern> {
    Pattern::new(&format!("^{}", location.path), true)
}
