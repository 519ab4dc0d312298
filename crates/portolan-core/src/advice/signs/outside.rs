//! Do clients outside the cluster call it?

use super::{Signs, field, no, store, yes};
use crate::Analysis;
use crate::advice::Weight::{Fair, Strong, Weak};
use crate::advice::subject::{Declared, Subject};
use crate::advice::words;
use crate::advice::{Kind, Sign};
use crate::diagnostic::{Arg, Origin};
use crate::object::{
    Backend, BackendRef, Ingress, NetworkPolicy, PolicyPeer, PolicyRule, Route, ServiceType,
};

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
        self.policies(&mut signs);
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
        for route in leads(self.analysis, self.subject).into_iter().take(SHOWN) {
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

    /// NetworkPolicies that let nobody in but Pods: whoever comes from outside is stopped, or comes through a proxy.
    fn policies(&self, signs: &mut Vec<Sign>) {
        let Some(backing) = self.subject.backings.first() else { return };
        let selects = |policy: &&NetworkPolicy| {
            *policy.meta.namespace == *self.subject.namespace && policy.pod_selector.matches(backing.labels)
        };
        let policies = self.analysis.cluster.policies.iter().filter(selects);
        let isolating: Vec<_> = policies.filter_map(|one| Some((one, one.ingress.as_ref()?))).collect();
        let is_pod = |peer: &PolicyPeer| matches!(peer, PolicyPeer::Pods { .. } | PolicyPeer::Nobody);
        let only_pods = |rule: &PolicyRule| !rule.peers.is_empty() && rule.peers.iter().all(is_pod);
        let Some((policy, _)) = isolating.first() else { return };
        if isolating.iter().all(|(_, rules)| rules.iter().all(only_pods)) {
            let message =
                words::ONLY_PODS.with([("policy", Arg::code(format!("NetworkPolicy/{}", policy.meta.name)))]);
            let origin = Origin { object: policy.meta.id, path: "spec.ingress".to_owned() };
            signs.push(no(Fair, message, origin));
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
pub(in crate::advice) struct Lead {
    /// `Ingress/web`.
    pub(in crate::advice) title: String,
    /// The kind that it makes of the Service.
    pub(in crate::advice) kind: Kind,
    /// The reference to the Service.
    pub(in crate::advice) origin: Origin,
}

/// The Ingresses and the routes of the Gateway API that lead to the subject, one reference each.
pub(in crate::advice) fn leads(analysis: &Analysis, subject: &Subject<'_>) -> Vec<Lead> {
    let cluster = &analysis.cluster;
    let ingresses = cluster.ingresses.iter().filter_map(|ingress| {
        let path = ingress_path(ingress, subject)?;
        let origin = Origin { object: ingress.meta.id, path };
        Some(Lead { title: format!("Ingress/{}", ingress.meta.name), kind: Kind::Ingress, origin })
    });
    let routes = cluster.routes.iter().filter_map(|route| {
        let path = route_path(route, subject)?;
        let origin = Origin { object: route.meta.id, path };
        let title = format!("{}/{}", route.kind.as_str(), route.meta.name);
        Some(Lead { title, kind: Kind::Gateway, origin })
    });
    ingresses.chain(routes).collect()
}

fn ingress_path(ingress: &Ingress, subject: &Subject<'_>) -> Option<String> {
    let is_subject = |backend: &Backend| *backend.service == *subject.name;
    (*ingress.meta.namespace == *subject.namespace).then_some(())?;
    let by_path = ingress.rules.iter().enumerate().find_map(|(rule, one)| {
        let path = one.paths.iter().position(|(_, _, backend)| is_subject(backend))?;
        Some(format!("spec.rules[{rule}].http.paths[{path}].backend.service.name"))
    });
    let default = || ingress.default_backend.as_ref().filter(|one| is_subject(one));
    by_path.or_else(|| default().map(|_| "spec.defaultBackend.service.name".to_owned()))
}

fn route_path(route: &Route, subject: &Subject<'_>) -> Option<String> {
    let is_subject = |backend: &BackendRef| {
        (&*backend.group, &*backend.kind) == ("", "Service")
            && (&*backend.namespace, &*backend.name) == (subject.namespace, subject.name)
    };
    route.rules.iter().enumerate().find_map(|(rule, one)| {
        let backend = one.backends.iter().position(is_subject)?;
        Some(format!("spec.rules[{rule}].backendRefs[{backend}].name"))
    })
}
