//! What an Ingress controller does with a request.
//!
//! The order is that of ingress-nginx: the host's server, the path's location, redirects to HTTPS and elsewhere, then the
//! upstream. Other controllers are taken to follow the API's own words, without annotations.

use super::annotation::Annotations;
use super::backend::Backends;
use super::decision::{Action, Asked, Decision, Part, Response, Said, To};
use super::ingress::{IngressTable, upstream};
use super::location::{Found, Location, Server};
use super::nginx;
use super::request::HttpRequest;
use super::words;
use crate::diagnostic::{Arg, Certainty, Origin};
use crate::object::{Backend, Ingress, Service, ServicePort, ServiceType, TargetPort};

/// At most so many rules that do not decide are told of.
const MOST_RUNNERS_UP: usize = 6;

/// Serves the requests of one table.
pub(super) struct Controller<'r, 'a> {
    pub(super) table: &'r IngressTable<'a>,
    pub(super) backends: &'r Backends<'a>,
    pub(super) request: &'r HttpRequest,
}

impl<'a> Controller<'_, 'a> {
    /// What is done with the request.
    pub(super) fn decide(&self) -> Decision<'a> {
        let mut decision = Decision {
            said: Vec::new(),
            runners_up: Vec::new(),
            action: Action::Forward(Vec::new(), self.asked(None)),
            certainty: Certainty::Likely,
        };
        let server = self.table.server(&self.request.host);
        self.tell_certificate(server, &mut decision);
        let found = server.map_or(Found::Nothing, |server| server.find(&self.request.path));
        let index = match found {
            Found::Path(index) | Found::Unclear(index) => Some(index),
            Found::Nothing => None,
        };
        if let Some(server) = server {
            self.tell_others(server, index, &mut decision);
        }
        if let Some((server, location)) = server.and_then(|one| Some((one, one.locations.get(index?)?))) {
            if matches!(found, Found::Unclear(_)) {
                decision.certainty = Certainty::DependsOnCluster;
            }
            decision
                .said
                .push(Said::new(self.chosen(server, location, found), Some(location.origin("path"))));
            self.go_to(server, location, &mut decision);
        } else {
            self.go_to_default(server, &mut decision);
        }
        if self.table.class.given().is_none() && !self.table.class.is_nginx() {
            decision.certainty = Certainty::DependsOnCluster;
        }
        decision
    }

    fn nginx(&self) -> bool {
        self.table.class.is_nginx()
    }

    /// The host and the path for which a back end is asked.
    fn asked(&self, rewritten: Option<String>) -> Asked {
        let request = self.request;
        Asked { host: request.host.clone(), target: rewritten.unwrap_or_else(|| request.target.clone()) }
    }

    fn tell_certificate(&self, server: Option<&Server<'a>>, decision: &mut Decision<'a>) {
        if !self.request.https {
            return;
        }
        let host = || ("host", Arg::code(&*self.request.host));
        decision.said.push(match server.and_then(|server| server.tls.clone()) {
            Some((secret, origin)) if !secret.is_empty() => {
                Said::new(words::CERTIFICATE.with([("secret", Arg::code(secret))]), Some(origin))
            }
            Some((_, origin)) => Said::new(words::OWN_CERTIFICATE.with([host()]), Some(origin)),
            None => Said::new(words::NO_CERTIFICATE.with([host()]), None),
        });
    }

    /// Why this path is the one.
    fn chosen(
        &self,
        server: &Server<'_>,
        location: &Location<'_>,
        found: Found,
    ) -> crate::diagnostic::Message {
        let why = match found {
            Found::Unclear(_) => words::WHY_UNCLEAR.message(),
            _ if server.regex.is_some() => words::WHY_EXPRESSION.message(),
            _ if location.exact => words::WHY_EXACT.message(),
            _ if server.others(&self.request.path, None).count() > 1 => words::WHY_LONGEST.message(),
            _ => words::WHY_ONLY.message(),
        };
        let host = if location.host.is_empty() { "*" } else { location.host };
        words::INGRESS_PATH.with([
            ("ingress", Arg::code(location.ingress.meta.full_name())),
            ("host", Arg::code(host)),
            ("path", Arg::code(location.path)),
            ("kind", Arg::text(location.kind)),
            ("why", Arg::said(why)),
        ])
    }

    /// The paths that do not decide although they fit, or nearly do.
    fn tell_others(&self, server: &Server<'a>, chosen: Option<usize>, decision: &mut Decision<'a>) {
        let path = self.request.path.as_str();
        let best = chosen.and_then(|index| server.locations.get(index));
        let args = |one: &Location<'_>| {
            let ingress = ("ingress", Arg::code(one.ingress.meta.full_name()));
            [ingress, ("path", Arg::code(one.path)), ("kind", Arg::text(one.kind))]
        };
        let mut tell = |one: &Location<'_>, template: &'static crate::diagnostic::Template| {
            if decision.runners_up.len() < MOST_RUNNERS_UP {
                decision.runners_up.push(Said::new(template.with(args(one)), Some(one.origin("path"))));
            }
        };
        for (loser, _) in server.taken.iter().filter(|(_, winner)| Some(*winner) == chosen) {
            tell(loser, &words::NOT_OLDEST);
        }
        for (_, one) in server.others(path, chosen) {
            let template = match best {
                _ if server.regex.is_some() => &words::NOT_FIRST,
                Some(best) if best.exact => &words::NOT_EXACT,
                _ => &words::NOT_LONGEST,
            };
            tell(one, template);
        }
        if server.regex.is_none() {
            let near = |one: &&Location<'_>| !one.fits(path) && path.starts_with(one.path);
            for one in server.locations.iter().filter(near) {
                tell(one, if one.exact { &words::NOT_EXACTLY } else { &words::NOT_BY_ELEMENTS });
            }
            let cased = |one: &&Location<'_>| {
                !path.starts_with(one.path) && one.path.len() <= path.len() && {
                    path.get(..one.path.len()).is_some_and(|start| start.eq_ignore_ascii_case(one.path))
                }
            };
            for one in server.locations.iter().filter(cased) {
                tell(one, &words::NOT_BY_CASE);
            }
        }
    }

    /// What a path leads to.
    fn go_to(&self, server: &Server<'a>, location: &Location<'a>, decision: &mut Decision<'a>) {
        let ingress = location.ingress;
        if self.nginx() {
            if let Some(response) = nginx::redirected(self.request, server, ingress) {
                decision.action = Action::Respond(response);
                return;
            }
            for name in Annotations(ingress).not_modelled().take(MOST_RUNNERS_UP) {
                let origin =
                    Origin { object: ingress.meta.id, path: format!("metadata.annotations[{name}]") };
                let message = words::NOT_MODELLED.with([("name", Arg::code(name))]);
                decision.said.push(Said::new(message, Some(origin)));
                decision.certainty = Certainty::DependsOnCluster;
            }
        } else if location.kind == "ImplementationSpecific" {
            let message = words::LEFT_TO_CONTROLLER.with([("class", Arg::code(self.table.class.name()))]);
            decision.said.push(Said::new(message, Some(location.origin("pathType"))));
            decision.certainty = Certainty::DependsOnCluster;
        }
        let rewritten = nginx::rewritten(self.request, location).filter(|_| self.nginx());
        let rewritten = rewritten.map(|(target, said)| {
            decision.said.push(said);
            target
        });
        let origin = location.origin("backend");
        let main = self.to(ingress, location.backend, &origin);
        let mut parts = vec![Part { share: 1.0, said: self.sent(location.backend, &origin, None), to: main }];
        if let Some(canary) = self.table.canaries.get(&upstream(location)).filter(|_| self.nginx()) {
            let share = nginx::canary_share(self.request, Annotations(canary.ingress));
            let origin = canary.location.origin("backend");
            let to = self.to(canary.ingress, canary.location.backend, &origin);
            let said = self.sent(canary.location.backend, &origin, Some(canary.ingress));
            parts.iter_mut().for_each(|part| part.share -= share);
            parts.push(Part { share, said, to });
            parts.retain(|part| part.share > 0.0);
        }
        decision.action = Action::Forward(parts, self.asked(rewritten));
    }

    fn go_to_default(&self, server: Option<&Server<'a>>, decision: &mut Decision<'a>) {
        let host = ("host", Arg::code(&*self.request.host));
        let path = ("path", Arg::code(&*self.request.path));
        let (stated, message) = match server {
            Some(server) => (server.default, words::NO_PATH.with([host, path])),
            None => (None, words::NO_HOST.with([host])),
        };
        let first = server.and_then(|server| server.locations.first());
        if let (true, Some(server), Some(first)) = (self.nginx(), server, first)
            && let Some(response) = nginx::redirected(self.request, server, first.ingress)
        {
            decision.action = Action::Respond(response);
            return;
        }
        let rule = first
            .map(|one| Origin { object: one.id(), path: format!("spec.rules[{}].http.paths", one.place.0) });
        decision.said.push(Said::new(message.clone(), rule.clone()));
        let all = self
            .table
            .catch_all
            .filter(|_| server.is_none_or(|_| first.is_none_or(|one| one.host.is_empty())));
        let all = all.and_then(|ingress| Some((ingress, ingress.default_backend.as_ref()?)));
        let Some((ingress, backend)) = stated.or(all) else {
            let reason = words::NOT_FOUND.with([("because", Arg::said(message))]);
            decision.action = Action::Respond(Response::new(404, reason, rule));
            return;
        };
        let origin = Origin { object: ingress.meta.id, path: "spec.defaultBackend".to_owned() };
        let to = self.to(ingress, backend, &origin);
        let parts = vec![Part { share: 1.0, said: self.sent(backend, &origin, None), to }];
        decision.action = Action::Forward(parts, self.asked(None));
    }

    fn sent(&self, backend: &Backend, origin: &Origin, canary: Option<&Ingress>) -> Said {
        let port = backend.port.as_ref().map(|port| format!(":{port}")).unwrap_or_default();
        let service = ("service", Arg::code(format!("{}{port}", backend.service)));
        let message = match (canary, &backend.resource) {
            (_, Some((kind, name))) => {
                words::TO_RESOURCE.with([("kind", Arg::text(&**kind)), ("name", Arg::code(&**name))])
            }
            (Some(canary), _) => {
                words::TO_CANARY.with([service, ("ingress", Arg::code(canary.meta.full_name()))])
            }
            (None, None) => words::TO_ENDPOINTS.with([service]),
        };
        Said::new(message, Some(origin.clone()))
    }

    /// The endpoints of a back end.
    fn to(&self, ingress: &Ingress, backend: &Backend, origin: &Origin) -> To<'a> {
        let namespace = &*ingress.meta.namespace;
        if let Some((kind, name)) = &backend.resource {
            return To::Unknown(
                words::RESOURCE.with([("kind", Arg::text(&**kind)), ("name", Arg::code(&**name))]),
            );
        }
        let name = || ("service", Arg::code(format!("{namespace}/{}", backend.service)));
        let field =
            |path: &str| Some(Origin { object: origin.object, path: format!("{}.{path}", origin.path) });
        let Some(service) = self.backends.service(namespace, &backend.service) else {
            let reason = words::NO_SERVICE.with([name()]);
            return To::Nowhere(Response::new(503, reason, field("service.name")));
        };
        if service.kind == ServiceType::ExternalName {
            let port = backend.port.as_ref().map(|port| format!(":{port}")).unwrap_or_default();
            return To::External(service, format!("{}{port}", service.external_name));
        }
        match port_of(service, backend.port.as_ref()) {
            Some(port) => To::Endpoints(service, port, self.backends.endpoints(service, port)),
            None => {
                let port = backend.port.as_ref().map(TargetPort::to_string).unwrap_or_default();
                let known = service.ports.iter().map(|port| match &*port.name {
                    "" => port.port.to_string(),
                    name => format!("{} ({name})", port.port),
                });
                let known = Arg::Codes(known.collect());
                let reason = words::NO_PORT.with([name(), ("port", Arg::code(port)), ("known", known)]);
                To::Nowhere(Response::new(503, reason, field("service.port")))
            }
        }
    }
}

/// The port of a Service that a back end means. A number may be that of the Service or of the Pods, and a name the
/// Service's or the containers' (`serviceEndpoints`).
#[must_use]
pub fn port_of<'s>(service: &'s Service, wanted: Option<&TargetPort>) -> Option<&'s ServicePort> {
    let wanted = wanted?.to_string();
    service.ports.iter().find(|port| {
        port.port.to_string() == wanted || port.target_port.to_string() == wanted || *port.name == *wanted
    })
}
