//! How well each kind fits, and why.

use super::answer::{Answer, Aspect};
use super::signs::leads;
use super::subject::Subject;
use super::words;
use crate::Analysis;
use crate::diagnostic::{Arg, Message};
use crate::object::{Service, ServiceType};
use crate::options::Provider;

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A Service of type ClusterIP.
    ClusterIp,
    /// A Service with `clusterIP: None`.
    Headless,
    /// A Service of type NodePort.
    NodePort,
    /// A Service of type LoadBalancer.
    LoadBalancer,
    /// A Service of type ExternalName.
    ExternalName,
    /// An Ingress before a Service.
    Ingress,
    /// A Gateway with an HTTPRoute before a Service.
    Gateway,
}

/// How well something fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is made for this.
    Fits,
    /// It works, or it would under a condition.
    Possible,
    /// It does not do what is needed, or more than is needed.
    Unfit,
}

/// A kind, weighed.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The kind.
    pub kind: Kind,
    /// How well it fits.
    pub fit: Fit,
    /// Whether it is what the manifests have now.
    pub current: bool,
    /// Why.
    pub reasons: Vec<Message>,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::ClusterIp,
        Self::Headless,
        Self::NodePort,
        Self::LoadBalancer,
        Self::ExternalName,
        Self::Ingress,
        Self::Gateway,
    ];

    /// What a Service is.
    #[must_use]
    pub const fn of(service: &Service) -> Self {
        match service.kind {
            ServiceType::ClusterIp if service.headless => Self::Headless,
            ServiceType::ClusterIp => Self::ClusterIp,
            ServiceType::NodePort => Self::NodePort,
            ServiceType::LoadBalancer => Self::LoadBalancer,
            ServiceType::ExternalName => Self::ExternalName,
        }
    }

    /// As the API or the documentation calls it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClusterIp => "ClusterIP",
            Self::Headless => "headless",
            Self::NodePort => "NodePort",
            Self::LoadBalancer => "LoadBalancer",
            Self::ExternalName => "ExternalName",
            Self::Ingress => "Ingress",
            Self::Gateway => "Gateway",
        }
    }
}

/// What the choice depends on.
struct Case<'s, 'a> {
    analysis: &'a Analysis,
    subject: &'s Subject<'a>,
    outside: Option<bool>,
    http: Option<bool>,
    per_pod: Option<bool>,
    /// What leads to the Service from outside: kind and title.
    leads: Vec<(Kind, String)>,
}

/// All kinds, the one that fits best first.
pub(super) fn choices(analysis: &Analysis, subject: &Subject<'_>, answers: &[Answer]) -> Vec<Choice> {
    let answer = |wanted: Aspect| answers.iter().find(|one| one.aspect == wanted).and_then(|one| one.yes);
    let leads = leads(analysis, subject).into_iter().map(|lead| (lead.kind, lead.title)).collect();
    let case = Case {
        analysis,
        subject,
        outside: answer(Aspect::Outside),
        http: answer(Aspect::Http),
        per_pod: answer(Aspect::PerPod),
        leads,
    };
    let mut choices: Vec<Choice> = Kind::ALL.into_iter().map(|kind| case.choice(kind)).collect();
    choices.sort_by_key(|choice| (choice.fit, case.order(choice.kind)));
    choices
}

impl Case<'_, '_> {
    fn choice(&self, kind: Kind) -> Choice {
        let (fit, mut reasons) = match kind {
            Kind::ExternalName => self.external_name(),
            _ if self.subject.is_elsewhere() && kind != Kind::ClusterIp => {
                (Fit::Unfit, vec![words::NOTHING_HERE.message()])
            }
            Kind::ClusterIp => self.cluster_ip(),
            Kind::Headless => self.headless(),
            Kind::NodePort | Kind::LoadBalancer => self.door(kind),
            Kind::Ingress | Kind::Gateway => self.http_door(kind),
        };
        let is_now = self.subject.service.is_some_and(|service| Kind::of(service) == kind);
        let route = self.route(kind);
        if is_now {
            reasons.push(words::IS_NOW.message());
        }
        if let Some(title) = route {
            reasons.push(words::IS_THERE.with([("route", Arg::code(title))]));
        }
        Choice { kind, fit, current: is_now || route.is_some(), reasons }
    }

    /// What of a kind leads to the Service already.
    fn route(&self, kind: Kind) -> Option<&str> {
        self.leads.iter().find(|(one, _)| *one == kind).map(|(_, title)| title.as_str())
    }

    /// Whether nothing in the input answers for the Service.
    fn is_empty(&self) -> bool {
        self.subject.service.is_some_and(|service| service.selector.is_none())
    }

    fn cluster_ip(&self) -> (Fit, Vec<Message>) {
        if self.subject.is_elsewhere() {
            return (Fit::Possible, vec![words::BY_HAND.message()]);
        }
        let mut reasons = Vec::new();
        if self.is_empty() {
            reasons.push(words::BY_HAND.message());
        }
        let fit = match (self.per_pod, self.outside) {
            (Some(true), _) => {
                reasons.push(words::ONE_FOR_ALL.message());
                Fit::Possible
            }
            (_, Some(true)) if self.http == Some(false) => {
                reasons.push(words::INSIDE_ONLY.message());
                Fit::Unfit
            }
            (_, Some(true)) => {
                reasons.push(words::BEHIND_ROUTES.message());
                Fit::Possible
            }
            (_, Some(false)) => {
                reasons.push(words::INSIDE_ENOUGH.message());
                Fit::Fits
            }
            (_, None) => {
                reasons.push(words::INSIDE_UNLESS.message());
                Fit::Fits
            }
        };
        (fit, reasons)
    }

    fn headless(&self) -> (Fit, Vec<Message>) {
        let mut reasons = Vec::new();
        let fit = match (self.per_pod, self.outside) {
            (Some(true), outside) => {
                reasons.push(self.pod_names());
                if outside == Some(true) {
                    reasons.push(words::INSIDE_ONLY.message());
                }
                if outside == Some(true) { Fit::Possible } else { Fit::Fits }
            }
            (None, _) => {
                reasons.push(words::IF_PER_POD.message());
                Fit::Possible
            }
            (Some(false), _) => {
                reasons.push(words::NOBODY_CHOOSES.message());
                Fit::Unfit
            }
        };
        let port = self.subject.main_port().map(|(_, port)| port.port);
        if let (true, Some(port), Some(target)) = (fit != Fit::Unfit, port, self.subject.target_number())
            && port != target
        {
            let numbers = [("port", Arg::Number(port.into())), ("target", Arg::Number(target.into()))];
            reasons.push(words::NO_TRANSLATION.with(numbers));
        }
        (fit, reasons)
    }

    /// What the Pods would be called.
    fn pod_names(&self) -> Message {
        let set = self.subject.backings.iter().find(|one| one.service_name.is_some());
        let Some(set) = set else { return words::EACH_ADDRESS.message() };
        let domain = &self.analysis.cluster.options.cluster_domain;
        let (service, namespace) = (self.subject.name, self.subject.namespace);
        let name = format!("{}-0.{service}.{namespace}.svc.{domain}", set.name);
        words::EACH_POD.with([("name", Arg::code(name))])
    }

    /// Node ports and load balancers.
    fn door(&self, kind: Kind) -> (Fit, Vec<Message>) {
        let own = match kind {
            Kind::NodePort => words::EVERY_NODE.message(),
            _ if self.http == Some(true) => words::ONE_A_SERVICE.message(),
            _ => words::ONE_ADDRESS.with([("protocol", Arg::text(self.subject.protocol().as_str()))]),
        };
        let mut reasons = vec![own];
        let missing = self.missing_provider();
        if let (Kind::LoadBalancer, Some(provider)) = (kind, missing) {
            reasons.push(words::STAYS_PENDING.with([("provider", Arg::code(provider.as_str()))]));
        }
        let best = if missing.is_some() { Kind::NodePort } else { Kind::LoadBalancer };
        match self.outside {
            Some(false) => return (Fit::Unfit, vec![words::NOT_OUTSIDE.message()]),
            None => reasons.insert(0, words::IF_OUTSIDE.message()),
            Some(true) if kind == best && self.http != Some(true) => return (Fit::Fits, reasons),
            Some(true) => {}
        }
        (Fit::Possible, reasons)
    }

    /// The provider, if it is one that makes no load balancers.
    fn missing_provider(&self) -> Option<Provider> {
        let provider = self.analysis.cluster.options.provider?;
        matches!(provider, Provider::Kind | Provider::Minikube | Provider::None).then_some(provider)
    }

    fn http_door(&self, kind: Kind) -> (Fit, Vec<Message>) {
        match (self.outside, self.http) {
            _ if self.route(kind).is_some() => (Fit::Fits, vec![words::SHARED_DOOR.message()]),
            (_, Some(false)) => (Fit::Unfit, vec![words::HTTP_ONLY.message()]),
            (Some(false), _) => (Fit::Unfit, vec![words::NOT_OUTSIDE.message()]),
            (Some(true), Some(true)) => (Fit::Fits, vec![words::SHARED_DOOR.message()]),
            (Some(true), None) => (Fit::Possible, vec![words::IF_HTTP.message()]),
            (None, Some(true)) => (Fit::Possible, vec![words::IF_OUTSIDE.message()]),
            (None, None) => (Fit::Possible, vec![words::IF_OUTSIDE.message(), words::IF_HTTP.message()]),
        }
    }

    fn external_name(&self) -> (Fit, Vec<Message>) {
        match self.subject.service {
            Some(service) if self.subject.is_elsewhere() => {
                let host = ("host", Arg::code(&*service.external_name));
                (Fit::Fits, vec![words::NAMES_A_HOST.with([host])])
            }
            Some(service) if self.subject.backings.is_empty() && service.selector.is_none() => {
                (Fit::Possible, vec![words::IF_ELSEWHERE.message()])
            }
            _ => (Fit::Unfit, vec![words::IN_THE_CLUSTER.message()]),
        }
    }

    /// The place of a kind among those that fit as well.
    fn order(&self, kind: Kind) -> usize {
        use Kind::{ClusterIp, ExternalName, Gateway, Headless, Ingress, LoadBalancer, NodePort};
        let gateway_first = self.route(Gateway).is_some() && self.route(Ingress).is_none();
        let (one, other) = if gateway_first { (Gateway, Ingress) } else { (Ingress, Gateway) };
        let order = match (self.per_pod, self.outside, self.http) {
            (Some(true), Some(false) | None, _) => {
                [Headless, ClusterIp, LoadBalancer, NodePort, one, other, ExternalName]
            }
            (_, Some(true), Some(true)) => {
                [one, other, LoadBalancer, NodePort, ClusterIp, Headless, ExternalName]
            }
            (_, Some(true), _) => [LoadBalancer, NodePort, one, other, ClusterIp, Headless, ExternalName],
            (_, _, Some(true)) => [ClusterIp, one, other, LoadBalancer, NodePort, Headless, ExternalName],
            _ => [ClusterIp, Headless, LoadBalancer, NodePort, one, other, ExternalName],
        };
        order.iter().position(|one| *one == kind).unwrap_or(order.len())
    }
}
