//! Gateways with the routes that attach to their listeners, and what they do with a request.

use super::attach::Attachment;
use super::backend::Backends;
use super::decision::{Action, Asked, Decision, Part, Response, Said, To};
use super::filter;
use super::host::{Hosts, Star, fits, specificity};
use super::request::HttpRequest;
use super::route::{Candidate, described, fulfils, precedence};
use super::words;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Certainty, Message, Origin};
use crate::object::{BackendRef, Filter, GATEWAY_GROUP, Gateway, Listener, Route, RouteRule, ServiceType};
use portolan_yaml::collections::BTreeMap;

/// At most so many rules that do not decide are told of.
const MOST_RUNNERS_UP: usize = 6;

/// A Gateway with the rules at each listener.
#[derive(Debug)]
pub struct GatewayTable<'a> {
    /// The Gateway.
    pub gateway: &'a Gateway,
    /// The rules at each of its listeners, by host; those of a host in the order of precedence.
    pub(super) listeners: Vec<Hosts<Vec<Candidate<'a>>>>,
}

impl<'a> GatewayTable<'a> {
    /// The tables of all Gateways.
    pub(super) fn all(cluster: &'a Cluster, attachments: &[Attachment<'a>]) -> Vec<Self> {
        let table = |gateway: &'a Gateway| Self {
            gateway,
            listeners: gateway.listeners.iter().map(|_| Hosts::default()).collect(),
        };
        let mut tables: Vec<Self> = cluster.gateways.iter().map(table).collect();
        let places = cluster.gateways.iter().enumerate();
        let places: BTreeMap<_, _> = places.map(|(index, gateway)| (gateway.meta.id, index)).collect();
        let ages = cluster.routes.iter().enumerate().map(|(age, route)| (route.meta.id, age));
        let ages: BTreeMap<_, _> = ages.collect();
        for one in attachments {
            let place = one.gateway.and_then(|gateway| places.get(&gateway.meta.id));
            let Some(table) = place.and_then(|place| tables.get_mut(*place)) else { continue };
            let age = ages.get(&one.route.meta.id).copied().unwrap_or_default();
            for (listener, hosts) in &one.listeners {
                let Some(listener) = table.listeners.get_mut(*listener) else { continue };
                hosts.iter().for_each(|host| enter(listener.entry(host), one, host, age));
            }
        }
        for listener in tables.iter_mut().flat_map(|table| &mut table.listeners) {
            listener.values_mut().for_each(|list| list.sort_by(precedence));
        }
        tables
    }

    /// How specifically the Gateway names a host: exactly, by a wildcard, or not at all.
    pub(super) fn claims(&self, host: &str) -> Option<bool> {
        let listeners = self.gateway.listeners.iter().map(|listener| &*listener.hostname);
        let routes =
            self.listeners.iter().flat_map(|hosts| hosts.all(host, Star::Many).flatten().map(|one| one.host));
        let words = listeners.chain(routes).filter(|word| !word.is_empty() && fits(word, host, Star::Many));
        words.map(|word| !word.starts_with('*')).max()
    }

    /// Whether any host has a listener on a port.
    pub(super) fn takes_all(&self, port: u16) -> bool {
        self.gateway.listeners.iter().any(|one| one.port == port && one.hostname.is_empty())
    }
}

fn enter<'a>(list: &mut Vec<Candidate<'a>>, one: &Attachment<'a>, host: &'a str, age: usize) {
    for (rule, written) in one.route.rules.iter().enumerate() {
        for index in 0..written.matches.len() {
            list.push(Candidate { route: one.route, rule, index, host, age });
        }
    }
}

/// Serves the requests of one Gateway.
pub(super) struct Controller<'r, 'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) table: &'r GatewayTable<'a>,
    pub(super) backends: &'r Backends<'a>,
    pub(super) request: &'r HttpRequest,
}

impl<'a> Controller<'_, 'a> {
    /// What is done with the request.
    pub(super) fn decide(&self) -> Decision<'a> {
        let mut decision = Decision {
            said: Vec::new(),
            runners_up: Vec::new(),
            action: Action::Forward(Vec::new(), self.asked()),
            certainty: Certainty::Likely,
        };
        match self.listener() {
            Ok((index, listener)) => self.meet(index, listener, &mut decision),
            Err(action) => decision.action = action,
        }
        decision
    }

    fn asked(&self) -> Asked {
        Asked { host: self.request.host.clone(), target: self.request.target.clone() }
    }

    fn gateway(&self) -> (&'static str, Arg) {
        ("gateway", Arg::code(self.table.gateway.meta.full_name()))
    }

    /// The most specific listener for host and port: a request meets one only (listener isolation).
    fn listener(&self) -> Result<(usize, &'a Listener), Action<'a>> {
        let request = self.request;
        let gateway = self.table.gateway;
        let speaks = |one: &Listener| match &*one.protocol {
            "HTTP" => !request.https,
            "HTTPS" | "TLS" => request.https,
            _ => false,
        };
        let all = gateway.listeners.iter().enumerate();
        let open = all.filter(|(_, one)| one.port == request.port && speaks(one));
        let origin = |path: &str| Some(Origin { object: gateway.meta.id, path: path.to_owned() });
        let port = ("port", Arg::Number(request.port.into()));
        if open.clone().next().is_none() {
            let scheme = ("scheme", Arg::text(request.scheme().to_ascii_uppercase()));
            let message = words::NOT_LISTENING.with([self.gateway(), port, scheme]);
            return Err(Action::Refuse(Said::new(message, origin("spec.listeners"))));
        }
        let fitting = open.filter(|(_, one)| fits(&one.hostname, &request.host, Star::Many));
        fitting.min_by_key(|(_, one)| std::cmp::Reverse(specificity(&one.hostname))).ok_or_else(|| {
            let host = ("host", Arg::code(&*request.host));
            let message = words::NO_LISTENER.with([self.gateway(), port, host]);
            Action::Respond(Response::new(404, message, origin("spec.listeners")))
        })
    }

    fn meet(&self, index: usize, listener: &'a Listener, decision: &mut Decision<'a>) {
        let origin = |field: &str| Origin {
            object: self.table.gateway.meta.id,
            path: format!("spec.listeners[{index}]{field}"),
        };
        let name = || ("listener", Arg::code(&*listener.name));
        let host = if listener.hostname.is_empty() { "*" } else { &*listener.hostname };
        let port = ("port", Arg::Number(listener.port.into()));
        let message = words::LISTENER.with([name(), self.gateway(), port, ("host", Arg::code(host))]);
        decision.said.push(Said::new(message, Some(origin(""))));
        if listener.passthrough || &*listener.protocol == "TLS" {
            let message = words::PASSTHROUGH.with([name()]);
            let to = To::Unknown(message.clone());
            decision.certainty = Certainty::DependsOnCluster;
            let part = Part { share: 1.0, said: Said::new(message, Some(origin(".tls"))), to };
            decision.action = Action::Forward(vec![part], self.asked());
            return;
        }
        if let Some((_, secret)) = listener.certificates.first().filter(|_| self.request.https) {
            let message = words::CERTIFICATE.with([("secret", Arg::code(&**secret))]);
            decision.said.push(Said::new(message, Some(origin(".tls.certificateRefs[0]"))));
        }
        let Some(candidate) = self.best(index, decision) else {
            let message = words::NO_ROUTE.with([
                name(),
                self.gateway(),
                ("method", Arg::text(&*self.request.method)),
                ("path", Arg::code(&*self.request.path)),
                ("host", Arg::code(&*self.request.host)),
            ]);
            decision.action = Action::Respond(Response::new(404, message, Some(origin(""))));
            return;
        };
        self.follow(&candidate, listener, decision);
    }

    /// The match that decides; what comes after it is told.
    fn best(&self, listener: usize, decision: &mut Decision<'a>) -> Option<Candidate<'a>> {
        let hosts = self.table.listeners.get(listener)?;
        let mut fitting = Vec::new();
        for candidate in hosts.all(&self.request.host, Star::Many).flatten() {
            let Some(matching) = candidate.matching() else { continue };
            match fulfils(self.request, matching) {
                Some(true) => fitting.push(*candidate),
                Some(false) => {}
                None => decision.certainty = Certainty::DependsOnCluster,
            }
        }
        fitting.sort_by(precedence);
        let best = *fitting.first()?;
        let others =
            || fitting.iter().filter(|one| (one.route.meta.id, one.rule) != (best.route.meta.id, best.rule));
        let why = if others().next().is_some() { &words::WHY_BEST } else { &words::WHY_SOLE };
        let mut args = args(&best);
        args.push(("why", Arg::said(why.message())));
        let message = Message { template: &words::ROUTE, args };
        decision.said.push(Said::new(message, Some(best.match_origin())));
        for other in others().take(MOST_RUNNERS_UP) {
            let mut args = self::args(other);
            args.push(("criterion", Arg::said(other.behind(&best).message())));
            let message = Message { template: &words::LESS_SPECIFIC, args };
            decision.runners_up.push(Said::new(message, Some(other.match_origin())));
        }
        Some(best)
    }

    /// What the rule does with the request: its filters, then its back ends.
    fn follow(&self, candidate: &Candidate<'a>, listener: &Listener, decision: &mut Decision<'a>) {
        let Some(rule) = candidate.rule() else { return };
        let mut asked = self.asked();
        for (index, one) in rule.filters.iter().enumerate() {
            let origin = candidate.origin(&format!("filters[{index}]"));
            match one {
                Filter::Redirect(redirect) => {
                    let location = filter::location(self.request, redirect, candidate, listener.port);
                    let message = words::REDIRECTED.message();
                    decision.action =
                        Action::Respond(Response::redirect(redirect.status, location, message, Some(origin)));
                    return;
                }
                Filter::Rewrite(redirect) => {
                    decision.said.extend(filter::rewrite(
                        &mut asked,
                        self.request,
                        redirect,
                        candidate,
                        &origin,
                    ));
                }
                Filter::Aside(name) => {
                    let message = words::FILTERED.with([("name", Arg::text(&**name))]);
                    decision.said.push(Said::new(message, Some(origin)));
                }
                Filter::Unknown(name) => {
                    let message = words::FILTER_UNKNOWN.with([("name", Arg::text(&**name))]);
                    decision.said.push(Said::new(message, Some(origin)));
                    decision.certainty = Certainty::DependsOnCluster;
                }
            }
        }
        decision.action = self.weighted(candidate, rule, asked);
    }

    fn weighted(&self, candidate: &Candidate<'a>, rule: &RouteRule, asked: Asked) -> Action<'a> {
        let total: u64 = rule.backends.iter().map(|one| u64::from(one.weight)).sum();
        if total == 0 {
            let field = if rule.backends.is_empty() { "" } else { "backendRefs" };
            let response = Response::new(500, words::NO_BACKENDS.message(), Some(candidate.origin(field)));
            return Action::Respond(response);
        }
        let parts = rule.backends.iter().enumerate().filter(|(_, one)| one.weight > 0).map(|(index, one)| {
            let origin = candidate.origin(&format!("backendRefs[{index}]"));
            let port = one.port.map(|port| format!(":{port}")).unwrap_or_default();
            let service = ("service", Arg::code(format!("{}{port}", one.name)));
            let weight = ("weight", Arg::Number(one.weight.into()));
            let all = ("total", Arg::Number(i64::try_from(total).unwrap_or(i64::MAX)));
            let message = match rule.backends.as_slice() {
                [_] => words::TO_ENDPOINTS.with([service]),
                _ => words::TO_WEIGHTED.with([service, weight, all]),
            };
            let share = f64::from(one.weight) / total as f64;
            Part {
                share,
                said: Said::new(message, Some(origin.clone())),
                to: self.to(candidate, one, &origin),
            }
        });
        Action::Forward(parts.collect(), asked)
    }

    /// The endpoints of a back end, or what is answered in their place.
    fn to(&self, candidate: &Candidate<'a>, backend: &BackendRef, origin: &Origin) -> To<'a> {
        let full = format!("{}/{}", backend.namespace, backend.name);
        let service = || ("service", Arg::code(&*full));
        let fault = |message, field: &str| {
            let origin = Origin { object: origin.object, path: format!("{}.{field}", origin.path) };
            To::Nowhere(Response::new(500, message, Some(origin)))
        };
        if !backend.group.is_empty() || &*backend.kind != "Service" {
            let kind = ("kind", Arg::text(&*backend.kind));
            return fault(words::BACKEND_KIND.with([kind, ("name", Arg::code(&*backend.name))]), "kind");
        }
        if !is_permitted(self.cluster, candidate.route, backend) {
            let message = words::NOT_PERMITTED.with([
                ("namespace", Arg::code(&*backend.namespace)),
                ("kind", Arg::text(candidate.route.kind.as_str())),
                ("from", Arg::code(&*candidate.route.meta.namespace)),
                service(),
            ]);
            return fault(message, "namespace");
        }
        let Some(port) = backend.port else { return fault(words::BACKEND_WITHOUT_PORT.message(), "port") };
        let Some(found) = self.backends.service(&backend.namespace, &backend.name) else {
            return fault(words::BACKEND_MISSING.with([service()]), "name");
        };
        if found.kind == ServiceType::ExternalName {
            return To::External(found, format!("{}:{port}", found.external_name));
        }
        match found.ports.iter().find(|one| one.port == port) {
            Some(port) => To::Endpoints(found, port, self.backends.endpoints(found, port)),
            None => {
                let known = Arg::Codes(found.ports.iter().map(|one| one.port.to_string()).collect());
                let port = ("port", Arg::Number(port.into()));
                fault(words::BACKEND_PORT_MISSING.with([service(), port, ("known", known)]), "port")
            }
        }
    }
}

fn args(candidate: &Candidate<'_>) -> Vec<(&'static str, Arg)> {
    let what = candidate.matching().map(|one| described(one, candidate.host)).unwrap_or_default();
    vec![
        ("kind", Arg::text(candidate.route.kind.as_str())),
        ("route", Arg::code(candidate.route.meta.full_name())),
        ("number", Arg::count(candidate.rule + 1)),
        ("what", Arg::text(what)),
    ]
}

/// Whether a route may refer to a back end: to one of its own namespace, or by a ReferenceGrant in that of the back end.
#[must_use]
pub fn is_permitted(cluster: &Cluster, route: &Route, backend: &BackendRef) -> bool {
    let own = &*route.meta.namespace;
    let from = (GATEWAY_GROUP, route.kind.as_str(), own);
    let to = (&*backend.group, &*backend.kind, &*backend.name);
    let mut grants = cluster.reference_grants.iter().filter(|one| one.meta.namespace == backend.namespace);
    *own == *backend.namespace || grants.any(|grant| grant.permits(from, to))
}
