//! What the filters RequestRedirect and URLRewrite make of a URL.

use super::decision::{Asked, Said};
use super::request::{HttpRequest, url};
use super::route::{Candidate, below};
use super::words;
use crate::diagnostic::{Arg, Origin};
use crate::object::{PathMatch, PathModifier, Redirect};

/// Where a redirect leads. Without a port it is the one that the new scheme implies, else that of the listener.
pub(super) fn location(
    request: &HttpRequest,
    redirect: &Redirect,
    candidate: &Candidate<'_>,
    listener: u16,
) -> String {
    let https = redirect.scheme.as_deref().map_or(request.https, |scheme| scheme == "https");
    let implied = redirect.scheme.as_ref().map(|_| if https { 443 } else { 80 });
    let port = redirect.port.or(implied).unwrap_or(listener);
    let host = redirect.hostname.as_deref().unwrap_or(&request.host);
    url(https, host, port, &target(request, redirect, candidate))
}

/// Rewrites what a back end is asked for; what is said of it.
pub(super) fn rewrite(
    asked: &mut Asked,
    request: &HttpRequest,
    redirect: &Redirect,
    candidate: &Candidate<'_>,
    origin: &Origin,
) -> Vec<Said> {
    let mut said = Vec::new();
    if let Some(host) = &redirect.hostname {
        asked.host = host.to_string();
        let message = words::HOST_REWRITTEN.with([("host", Arg::code(&**host))]);
        said.push(Said::new(message, Some(origin.clone())));
    }
    if redirect.path.is_some() {
        asked.target = target(request, redirect, candidate);
        let before = ("before", Arg::code(&*request.target));
        let message = words::REWRITTEN.with([("path", Arg::code(&*asked.target)), before]);
        said.push(Said::new(message, Some(origin.clone())));
    }
    said
}

/// The path and the parameters that come of a request.
fn target(request: &HttpRequest, redirect: &Redirect, candidate: &Candidate<'_>) -> String {
    let Some(modifier) = &redirect.path else { return request.target.clone() };
    let path = match modifier {
        PathModifier::Full(path) => path.to_string(),
        PathModifier::Prefix(new) => {
            let prefix = match candidate.matching().map(|one| &one.path) {
                Some(PathMatch::Prefix(prefix)) => prefix,
                _ => "/",
            };
            replaced(&request.path, prefix, new)
        }
    };
    let query = request.target.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    format!("{path}{query}")
}

/// A path with another prefix; slashes at the joint are one (the table at `HTTPPathModifier`).
fn replaced(path: &str, prefix: &str, new: &str) -> String {
    let rest = below(path, prefix).unwrap_or_default();
    let joined =
        if rest.is_empty() { new.to_owned() } else { format!("{}{rest}", new.trim_end_matches('/')) };
    if joined.is_empty() { "/".to_owned() } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_replaced_as_the_specification_tells() {
        for (path, prefix, new, expected) in [
            ("/foo/bar", "/foo", "/xyz", "/xyz/bar"),
            ("/foo/bar", "/foo", "/xyz/", "/xyz/bar"),
            ("/foo/bar", "/foo/", "/xyz", "/xyz/bar"),
            ("/foo/bar", "/foo/", "/xyz/", "/xyz/bar"),
            ("/foo", "/foo", "/xyz", "/xyz"),
            ("/foo/", "/foo", "/xyz", "/xyz/"),
            ("/foo/bar", "/foo", "", "/bar"),
            ("/foo/", "/foo", "", "/"),
            ("/foo", "/foo", "", "/"),
            ("/foo/", "/foo", "/", "/"),
            ("/foo", "/foo", "/", "/"),
        ] {
            assert_eq!(replaced(path, prefix, new), expected, "{path} {prefix} {new}");
        }
    }
}
