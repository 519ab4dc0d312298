//! The rules of routes at a listener: which match decides, and which come after it.

use super::host::specificity;
use super::pattern::Pattern;
use super::request::HttpRequest;
use super::words;
use crate::diagnostic::{Origin, Template};
use crate::object::{PathMatch, Route, RouteMatch, RouteRule, ValueMatch};
use std::cmp::Ordering;

/// One match of a rule of a route, for one host.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The route.
    pub route: &'a Route,
    /// The index of its rule.
    pub rule: usize,
    /// The index of the match in it.
    pub index: usize,
    /// The host for which listener and route agree; empty for all.
    pub host: &'a str,
    /// The place of the route in the input: the first is the oldest.
    pub(super) age: usize,
}

/// How specific a path is: which kind, and the letters that count.
type PathRank = (u8, usize, usize);

impl<'a> Candidate<'a> {
    /// The match.
    #[must_use]
    pub fn matching(&self) -> Option<&'a RouteMatch> {
        self.rule()?.matches.get(self.index)
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> Option<&'a RouteRule> {
        self.route.rules.get(self.rule)
    }

    /// A field of the rule.
    #[must_use]
    pub fn origin(&self, field: &str) -> Origin {
        let path = format!("spec.rules[{}].{field}", self.rule);
        Origin { object: self.route.meta.id, path: path.trim_end_matches('.').to_owned() }
    }

    /// The field of the match.
    #[must_use]
    pub fn match_origin(&self) -> Origin {
        let written = self.matching().is_some_and(|one| one.written);
        self.origin(&if written { format!("matches[{}]", self.index) } else { String::new() })
    }

    /// Why another match comes before this one: the first thing in which it is better.
    pub(super) fn behind(&self, other: &Self) -> &'static Template {
        let rank = |one: &Self| {
            one.matching()
                .map(|it| (path_rank(&it.path), it.method.is_some(), it.headers.len(), it.query.len()))
        };
        if specificity(self.host) != specificity(other.host) {
            return &words::BY_HOST;
        }
        match (rank(self), rank(other)) {
            (Some((path, method, headers, query)), Some(better)) => match () {
                () if path != better.0 => &words::BY_PATH,
                () if method != better.1 => &words::BY_METHOD,
                () if headers != better.2 => &words::BY_HEADERS,
                () if query != better.3 => &words::BY_QUERY,
                () => &words::BY_AGE,
            },
            _ => &words::BY_AGE,
        }
    }
}

/// The order of the specification, the first one best: host, path, method, headers, parameters, age, place.
pub(super) fn precedence(one: &Candidate<'_>, other: &Candidate<'_>) -> Ordering {
    let rank = |it: &Candidate<'_>| {
        let matching = it.matching();
        let path = matching.map(|it| path_rank(&it.path));
        let counts = matching.map(|it| (it.method.is_some(), it.headers.len(), it.query.len()));
        (specificity(it.host), path, counts)
    };
    let place = |it: &Candidate<'_>| (it.age, it.rule, it.index);
    rank(other).cmp(&rank(one)).then_with(|| place(one).cmp(&place(other)))
}

/// Exact paths come before prefixes; where expressions stand is left to the implementation: here between the two.
fn path_rank(path: &PathMatch) -> PathRank {
    match path {
        PathMatch::Exact(path) => (3, path.len(), 0),
        PathMatch::Regex(expression) => (2, expression.len(), 0),
        PathMatch::Prefix(path) => (1, path.len(), 0),
        PathMatch::Grpc { service, method, .. } => (1, service.len(), method.len()),
    }
}

/// Whether a request fulfils a match; `None` where an expression is not understood.
pub(super) fn fulfils(request: &HttpRequest, matching: &RouteMatch) -> Option<bool> {
    if !path_fits(&request.path, &matching.path)? {
        return Some(false);
    }
    if matching.method.as_ref().is_some_and(|method| **method != *request.method) {
        return Some(false);
    }
    for wanted in &matching.headers {
        if !value_fits(wanted, request.header(&wanted.name))? {
            return Some(false);
        }
    }
    for wanted in &matching.query {
        let mut known = request.query.iter();
        let value = known.find(|(name, _)| **name == *wanted.name).map(|(_, value)| value.as_str());
        if !value_fits(wanted, value)? {
            return Some(false);
        }
    }
    Some(true)
}

fn value_fits(wanted: &ValueMatch, value: Option<&str>) -> Option<bool> {
    let Some(value) = value else { return Some(false) };
    Some(if wanted.regex {
        Pattern::new(&wanted.value, false)?.matches_whole(value)
    } else {
        *wanted.value == *value
    })
}

fn path_fits(path: &str, wanted: &PathMatch) -> Option<bool> {
    Some(match wanted {
        PathMatch::Exact(exact) => path == &**exact,
        PathMatch::Prefix(prefix) => below(path, prefix).is_some(),
        PathMatch::Regex(expression) => Pattern::new(expression, false)?.matches_whole(path),
        PathMatch::Grpc { service, method, regex } => {
            let Some((asked_service, asked_method)) =
                path.strip_prefix('/').and_then(|path| path.split_once('/'))
            else {
                return Some(service.is_empty() && method.is_empty());
            };
            let fits = |wanted: &str, asked: &str| {
                Some(match regex {
                    _ if wanted.is_empty() => true,
                    true => Pattern::new(wanted, false)?.matches_whole(asked),
                    false => wanted == asked,
                })
            };
            fits(service, asked_service)? && fits(method, asked_method)?
        }
    })
}

/// What stands behind a prefix, if it is one, element by element: nothing, or something that begins with a slash.
pub(super) fn below<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(prefix.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// What a match asks for, as a line of a request shows it.
pub(super) fn described(matching: &RouteMatch, host: &str) -> String {
    let mut words = Vec::new();
    if !host.is_empty() {
        words.push(format!("`{host}`"));
    }
    words.push(match &matching.path {
        PathMatch::Exact(path) => format!("`{path}` (Exact)"),
        PathMatch::Prefix(path) => format!("`{path}` (PathPrefix)"),
        PathMatch::Regex(path) => format!("`{path}` (RegularExpression)"),
        PathMatch::Grpc { service, method, .. } => {
            let any = |word: &str| if word.is_empty() { "*".to_owned() } else { word.to_owned() };
            format!("`{}/{}`", any(service), any(method))
        }
    });
    words.extend(matching.method.iter().map(|method| format!("`{method}`")));
    words.extend(matching.headers.iter().map(|one| format!("`{}: {}`", one.name, one.value)));
    words.extend(matching.query.iter().map(|one| format!("`?{}={}`", one.name, one.value)));
    words.join(" ")
}
