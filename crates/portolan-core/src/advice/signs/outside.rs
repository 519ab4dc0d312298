//! Do clients outside the cluster call it?

use super::{Signs, field, no, store, yes};
use crate::Analysis;
use crate::advice::Sign;
use crate::advice::Weight::{Fair, Strong, Weak};
use crate::advice::subject::{Declared, Subject};
use crate::advice::words;
use crate::diagnostic::{Arg, Origin};
use crate::object::{Backend, ServiceType};
use portolan_yaml::Node;

/// How many callers are told.
const SHOWN: usize = 3;

/// Words in the names of what people come to.
const FRONT: [&str; 9] = ["edge", "front", "gateway", "ingress", "portal", "public", "site", "web", "www"];

impl Signs<'_, '_> {
    /// The signs of clients outside.
    pub(in crate::advice) fn outside(&self) -> Vec<Sign> {
        let mut signs = Vec::new();
        self.own_type(&mut signs);
        self.led_here(&mut signs);
        self.host_ports(&mut signs);
        self.callers(&mut signs);
        self.names(&mut signs);
        signs
    }

    fn own_type(&self, signs: &mut Vec<Sign>) {
        let Some(service) = self.subject.service else { return };
        let kind = ("type", Arg::code(service.kind.as_str()));
        match service.kind {
            ServiceType::NodePort | ServiceType::LoadBalancer => {
                signs.push(yes(Strong, words::TYPE_OPENS.with([kind]), field(service, "spec.type")));
            }
            ServiceType::ClusterIp if service.headless => {
                signs.push(no(Fair, words::HEADLESS_INSIDE.message(), field(service, "spec.clusterIP")));
            }
            ServiceType::ClusterIp if self.states(service, "spec.type") => {
                signs.push(no(Fair, words::TYPE_INSIDE.with([kind]), field(service, "spec.type")));
            }
            ServiceType::ClusterIp | ServiceType::ExternalName => {}
        }
        if !service.external_ips.is_empty() {
            signs.push(yes(Fair, words::EXTERNAL_IPS.message(), field(service, "spec.externalIPs")));
        }
    }

    fn led_here(&self, signs: &mut Vec<Sign>) {
        for route in routes(self.analysis, self.subject).into_iter().take(SHOWN) {
            signs.push(yes(Strong, words::LED_HERE.with([("route", Arg::code(route.title))]), route.origin));
        }
    }

    fn host_ports(&self, signs: &mut Vec<Sign>) {
        for backing in self.subject.backings.iter().filter(|one| !one.spec.host_network) {
            let taken = backing.ports().find(|one| one.port.host_port != 0);
            if let Some(Declared { port, container, field }) = taken {
                let message = words::HOST_PORT.with([
                    ("workload", Arg::code(backing.title())),
                    ("port", Arg::Number(port.host_port.into())),
                ]);
                signs.push(yes(Fair, message, backing.origin(&format!("{container}.{field}.hostPort"))));
            }
        }
    }

    fn callers(&self, signs: &mut Vec<Sign>) {
        let callers = self.calls.callers(self.subject);
        for (index, call) in callers.iter().take(SHOWN).enumerate() {
            let message = words::CALLED.with([("caller", Arg::code(&*call.caller))]);
            let weight = if index == 0 { Fair } else { Weak };
            signs.push(no(weight, message, call.origin.clone()));
        }
        if let (true, Some((callee, origin))) = (callers.is_empty(), self.calls.called()) {
            let message = words::FIRST_OF_CHAIN.with([("service", Arg::code(callee))]);
            signs.push(yes(Fair, message, origin.clone()));
        }
    }

    fn names(&self, signs: &mut Vec<Sign>) {
        let containers = self.subject.backings.iter().flat_map(|one| {
            one.spec.containers.iter().enumerate().map(move |(at, container)| (one, at, container))
        });
        let found =
            containers.clone().find_map(|(one, at, container)| Some((one, at, store(&container.image)?)));
        if let Some((backing, at, program)) = found {
            let message = words::STORE_INSIDE.with([("program", Arg::code(program))]);
            signs.push(no(Fair, message, backing.origin(&format!("containers[{at}].image"))));
            return;
        }
        let parts = self.subject.name.split(['-', '.', '_']);
        let front = parts.into_iter().find(|part| FRONT.iter().any(|word| part.starts_with(word)));
        let object = self.subject.service.map(|one| one.meta.id);
        let object = object.or_else(|| self.subject.backings.first().map(|one| one.object));
        if let (Some(_), Some(object)) = (front, object) {
            let message = words::NAMED_FRONT.with([("name", Arg::code(self.subject.name))]);
            signs.push(yes(Weak, message, Origin { object, path: "metadata.name".to_owned() }));
        }
    }
}

/// An Ingress or a route that leads to a Service.
#[derive(Clone, Debug)]
pub(in crate::advice) struct Route {
    /// `Ingress/web`.
    pub(in crate::advice) title: String,
    /// The kind.
    pub(in crate::advice) kind: String,
    /// The reference to the Service.
    pub(in crate::advice) origin: Origin,
}

/// The Ingresses and Gateway API routes that lead to the subject, one reference each.
pub(in crate::advice) fn routes(analysis: &Analysis, subject: &Subject<'_>) -> Vec<Route> {
    let mut routes = Vec::new();
    for ingress in &analysis.cluster.ingresses {
        let is_subject = |backend: &Backend| *backend.service == *subject.name;
        if *ingress.meta.namespace != *subject.namespace {
            continue;
        }
        let by_path = ingress.rules.iter().enumerate().find_map(|(rule, one)| {
            let path = one.paths.iter().position(|(_, _, backend)| is_subject(backend))?;
            Some(format!("spec.rules[{rule}].http.paths[{path}].backend.service.name"))
        });
        let default = || ingress.default_backend.as_ref().filter(|one| is_subject(one));
        let path = by_path.or_else(|| default().map(|_| "spec.defaultBackend.service.name".to_owned()));
        if let Some(path) = path {
            routes.push(Route {
                title: format!("Ingress/{}", ingress.meta.name),
                kind: "Ingress".to_owned(),
                origin: Origin { object: ingress.meta.id, path },
            });
        }
    }
    routes.extend(gateway_routes(analysis, subject));
    routes
}

/// HTTPRoutes and GRPCRoutes with a `backendRefs` entry for the subject.
fn gateway_routes<'a>(
    analysis: &'a Analysis,
    subject: &Subject<'a>,
) -> impl Iterator<Item = Route> + use<'a> {
    let (namespace, name) = (subject.namespace, subject.name);
    let all = analysis.manifests.iter();
    let routes = all.filter(|one| matches!(one.kind.as_deref(), Some("HTTPRoute" | "GRPCRoute")));
    routes.filter_map(move |manifest| {
        let own = manifest.namespace.as_deref().unwrap_or("default");
        let rules = manifest.tree(&analysis.files)?.at("spec.rules")?;
        let refs = rules.items().flat_map(|rule| rule.get("backendRefs").into_iter().flat_map(Node::items));
        let text = |node: Node<'_>, key: &str| Some(node.get(key)?.as_str()?.into_owned());
        let mut refs = refs.filter(|one| {
            let is_service = text(*one, "kind").is_none_or(|kind| kind == "Service");
            let there = text(*one, "namespace");
            is_service
                && there.as_deref().unwrap_or(own) == namespace
                && text(*one, "name").as_deref() == Some(name)
        });
        let kind = manifest.kind.clone()?;
        let path = format!("{}.name", refs.next()?.path());
        let title = format!("{kind}/{}", manifest.name.as_deref().unwrap_or_default());
        Some(Route { title, kind, origin: Origin { object: manifest.id, path } })
    })
}
