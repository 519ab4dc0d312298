//! What ingress-nginx makes of a request by annotations: redirects, rewritten paths, canaries.

use super::annotation::{Annotations, path_of};
use super::decision::{Response, Said};
use super::location::{Location, Server, expression};
use super::pattern::group;
use super::request::{HttpRequest, url};
use super::words;
use crate::diagnostic::{Arg, Origin};
use crate::object::Ingress;

/// The part of the requests that goes to a canary (`route_to_alternative_balancer`).
pub(super) fn canary_share(request: &HttpRequest, annotations: Annotations<'_>) -> f64 {
    let header = annotations.get("canary-by-header").map(str::to_ascii_lowercase);
    if let Some(value) = header.and_then(|name| request.header(&name)) {
        match annotations.get("canary-by-header-value") {
            Some(wanted) if wanted == value => return 1.0,
            None if value == "always" => return 1.0,
            None if value == "never" => return 0.0,
            _ => {}
        }
    }
    match annotations.get("canary-by-cookie").and_then(|name| request.cookie(name)) {
        Some("always") => return 1.0,
        Some("never") => return 0.0,
        _ => {}
    }
    let number = |name| annotations.get(name).and_then(|text| text.parse::<u32>().ok());
    let total = number("canary-weight-total").filter(|total| *total > 100).unwrap_or(100);
    (f64::from(number("canary-weight").unwrap_or(0)) / f64::from(total)).min(1.0)
}

/// The redirect that comes before any back end is asked.
pub(super) fn redirected(request: &HttpRequest, server: &Server<'_>, ingress: &Ingress) -> Option<Response> {
    let annotations = Annotations(ingress);
    let field = |name: &str| Origin { object: ingress.meta.id, path: path_of(name) };
    let forced = annotations.is("force-ssl-redirect") == Some(true);
    let hostless = server.locations.iter().all(|one| one.host.is_empty());
    let tls = server.tls.as_ref().filter(|_| !hostless);
    let by_tls = tls.filter(|_| annotations.is("ssl-redirect") != Some(false));
    if !request.https && (forced || by_tls.is_some()) {
        let target = match annotations.is("preserve-trailing-slash") {
            Some(true) => request.target.as_str(),
            _ => request.target.strip_suffix('/').unwrap_or(&request.target),
        };
        let location = url(true, &request.host, 443, target);
        let (message, blame) = match by_tls {
            Some((_, origin)) if !forced => (words::TO_HTTPS.message(), origin.clone()),
            _ => (words::FORCED_TO_HTTPS.message(), field("force-ssl-redirect")),
        };
        return Some(Response::redirect(308, location, message, Some(blame)));
    }
    let root = annotations.get("app-root").filter(|_| request.path == "/");
    if let Some(root) = root {
        let location = url(request.https, &request.host, request.port, root);
        let message = words::BY_ANNOTATION.with([("name", Arg::code("app-root"))]);
        return Some(Response::redirect(302, location, message, Some(field("app-root"))));
    }
    let codes = [("permanent-redirect", 301), ("temporal-redirect", 302)];
    codes.into_iter().find_map(|(name, code)| {
        let location = annotations.get(name)?;
        let other = annotations.get(&format!("{name}-code")).and_then(|code| code.parse().ok());
        let code = other.filter(|code| (300..=308).contains(code)).unwrap_or(code);
        let message = words::BY_ANNOTATION.with([("name", Arg::code(name))]);
        Some(Response::redirect(code, location.to_owned(), message, Some(field(name))))
    })
}

/// What `rewrite-target` makes of the path; the parameters stay.
pub(super) fn rewritten(request: &HttpRequest, location: &Location<'_>) -> Option<(String, Said)> {
    let target = Annotations(location.ingress).rewrite_target().filter(|target| *target != location.path)?;
    let path = request.path.as_str();
    let groups = expression(location)?.find(path, false)?;
    let new = filled(target, |number| group(&groups, path, number));
    let query = request.target.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    let origin = Origin { object: location.id(), path: path_of("rewrite-target") };
    let message = words::REWRITTEN.with([("path", Arg::code(&*new)), ("before", Arg::code(path))]);
    Some((format!("{new}{query}"), Said::new(message, Some(origin))))
}

/// A replacement with `$1` to `$9` filled in.
fn filled<'t>(target: &str, group: impl Fn(usize) -> &'t str) -> String {
    let mut out = String::new();
    let mut letters = target.chars().peekable();
    while let Some(letter) = letters.next() {
        let number = letters.peek().filter(|_| letter == '$').and_then(|letter| letter.to_digit(10));
        match number {
            Some(number) => {
                letters.next();
                out.push_str(group(number as usize));
            }
            None => out.push(letter),
        }
    }
    out
}
