//! What advice is asked for: a Service with the workloads behind it, or a workload without one.

use crate::Analysis;
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{
    ContainerPort, Labels, PodSpec, Protocol, Service, ServicePort, ServiceType, TargetPort, WorkloadKind,
};
use portolan_yaml::collections::BTreeSet;

/// What advice is asked for.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The namespace.
    pub namespace: &'a str,
    /// The name of the Service, or the one that it would get.
    pub name: &'a str,
    /// The Service; `None` where there is none yet.
    pub service: Option<&'a Service>,
    /// Whose Pods stand behind it.
    pub backings: Vec<Backing<'a>>,
    /// How many Pods that are.
    pub pods: usize,
}

/// A workload behind a Service, or a Pod of its own.
#[derive(Clone, Debug)]
pub struct Backing<'a> {
    /// The kind.
    pub kind: &'a str,
    /// The name.
    pub name: &'a str,
    /// The manifest.
    pub object: ObjectId,
    /// `metadata` of the Pod template, seen from the manifest: `spec.template`; empty for a Pod.
    path: &'static str,
    /// The specification of its Pods.
    pub spec: &'a PodSpec,
    /// The labels of its Pods.
    pub labels: &'a Labels,
    /// The labels by which the controller knows its Pods.
    pub selector: Option<&'a Labels>,
    /// `serviceName` of a StatefulSet; `None` for other kinds.
    pub service_name: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// The Service of a name; without a namespace it is the one in `default`, else the first.
    #[must_use]
    pub fn of_service(analysis: &'a Analysis, namespace: Option<&str>, name: &str) -> Option<Self> {
        let named = || analysis.cluster.services.iter().filter(|one| *one.meta.name == *name);
        let within = |wanted: &str| named().find(|one| *one.meta.namespace == *wanted);
        let service = match namespace {
            Some(wanted) => within(wanted),
            None => within("default").or_else(|| named().next()),
        }?;
        Some(Self::behind(analysis, service))
    }

    /// The workload or Pod of a kind and a name. A Service that selects its Pods is the subject in its place.
    #[must_use]
    pub fn of_workload(
        analysis: &'a Analysis,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<Self> {
        let named = |one: &(&str, Backing<'_>)| one.1.kind == kind && one.1.name == name;
        let within = |wanted: &str| all(analysis).filter(named).find(|(namespace, _)| *namespace == wanted);
        let (namespace, backing) = match namespace {
            Some(wanted) => within(wanted),
            None => within("default").or_else(|| all(analysis).find(named)),
        }?;
        let selects = |service: &&'a Service| {
            let selector = service.selector.as_ref();
            *service.meta.namespace == *namespace && selector.is_some_and(|one| one.select(backing.labels))
        };
        if let Some(service) = analysis.cluster.services.iter().find(selects) {
            return Some(Self::behind(analysis, service));
        }
        let name = backing.service_name.filter(|name| !name.is_empty()).unwrap_or(backing.name);
        let pods = analysis.cluster.select(namespace, backing.labels).len();
        Some(Self { namespace, name, service: None, backings: vec![backing], pods })
    }

    /// Every Service, and then every workload whose Pods no Service selects.
    #[must_use]
    pub fn every(analysis: &'a Analysis) -> Vec<Self> {
        let services = analysis.cluster.services.iter().map(|service| Self::behind(analysis, service));
        let workloads = all(analysis).filter_map(|(namespace, backing)| {
            Self::of_workload(analysis, backing.kind, Some(namespace), backing.name)
        });
        services.chain(workloads.filter(|one| one.service.is_none())).collect()
    }

    /// As `portolan advise` takes it: `svc/shop/web`, `deployment/shop/web`.
    #[must_use]
    pub fn word(&self) -> String {
        let (kind, name) = match (self.service, self.backings.first()) {
            (None, Some(one)) => (one.kind.to_ascii_lowercase(), one.name),
            _ => ("svc".to_owned(), self.name),
        };
        format!("{kind}/{}/{name}", self.namespace)
    }

    fn behind(analysis: &'a Analysis, service: &'a Service) -> Self {
        let namespace = &*service.meta.namespace;
        let selector = service.selector.as_ref();
        let selected = |labels: &Labels| selector.is_some_and(|one| one.select(labels));
        let behind = all(analysis).filter(|(there, one)| *there == namespace && selected(one.labels));
        Self {
            namespace,
            name: &service.meta.name,
            service: Some(service),
            backings: behind.map(|(_, one)| one).collect(),
            pods: selector.map_or(0, |one| analysis.cluster.select(namespace, one).len()),
        }
    }

    /// The StatefulSet that takes the names of its Pods from this Service.
    #[must_use]
    pub fn governed(&self) -> Option<&Backing<'a>> {
        self.backings.iter().find(|one| one.service_name == Some(self.name))
    }

    /// Whether it is a name for something outside of the cluster.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.backings.is_empty() && self.service.is_some_and(|one| one.kind == ServiceType::ExternalName)
    }

    /// The port that the application is there for: the first one that is not for people and monitoring only.
    pub(super) fn main_port(&self) -> Option<(usize, &'a ServicePort)> {
        let mut ports = self.service?.ports.iter().enumerate();
        let first = ports.clone().next();
        ports.find(|(_, port)| !is_management(&port.name)).or(first)
    }

    /// The declared port behind the main port; of a workload without a Service the first one.
    pub(super) fn main_target(&self) -> Option<(&Backing<'a>, Declared<'a>)> {
        let wanted = self.main_port().map(|(_, port)| port);
        let fits = |port: &ContainerPort| match wanted {
            None => !is_management(&port.name),
            Some(wanted) => match &wanted.target_port {
                TargetPort::Number(number) => *number == port.port,
                TargetPort::Name(name) => *name == port.name && wanted.protocol == port.protocol,
            },
        };
        let found = |one: &'_ Backing<'a>| one.ports().find(|declared| fits(declared.port));
        let (backing, declared) = self.backings.iter().find_map(|one| Some((one, found(one)?)))?;
        Some((backing, declared))
    }

    /// The number on which the Pods listen, as far as it is known.
    pub(super) fn target_number(&self) -> Option<u16> {
        let declared = self.main_target().map(|(_, declared)| declared.port.port);
        declared.or_else(|| match self.main_port()?.1.target_port {
            TargetPort::Number(number) => Some(number),
            TargetPort::Name(_) => None,
        })
    }

    /// The protocol of the main port.
    pub(super) fn protocol(&self) -> Protocol {
        let of_service = self.main_port().map(|(_, port)| port.protocol);
        let declared = || self.main_target().map(|(_, declared)| declared.port.protocol);
        of_service.or_else(declared).unwrap_or(Protocol::Tcp)
    }
}

/// A port of a container, with its path in the Pod.
#[derive(Clone, Debug)]
pub(super) struct Declared<'a> {
    pub(super) port: &'a ContainerPort,
    /// `containers[0]`.
    pub(super) container: String,
    /// `ports[0]`.
    pub(super) field: String,
}

impl<'a> Backing<'a> {
    /// Kind and name, as kubectl writes them.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }

    /// The origin of something that a field of the Pod's specification says: `containers[0].image`.
    pub(super) fn origin(&self, spec_path: &str) -> Origin {
        let dot = if self.path.is_empty() { "" } else { "." };
        Origin { object: self.object, path: format!("{}{dot}spec.{spec_path}", self.path) }
    }

    /// The ports that its containers and sidecars declare.
    pub(super) fn ports(&self) -> impl Iterator<Item = Declared<'a>> + use<'a> {
        let spec = self.spec;
        let containers = spec.containers.iter().enumerate().map(|(at, one)| ("containers", at, one));
        let init = spec.init_containers.iter().enumerate().filter(|(_, one)| one.sidecar);
        let all = containers.chain(init.map(|(at, one)| ("initContainers", at, one)));
        all.flat_map(|(list, at, container)| {
            container.ports.iter().enumerate().map(move |(index, port)| Declared {
                port,
                container: format!("{list}[{at}]"),
                field: format!("ports[{index}]"),
            })
        })
    }
}

/// Whether a port's name says that it is for people and monitoring.
pub(super) fn is_management(name: &str) -> bool {
    const WORDS: [&str; 8] = ["admin", "debug", "health", "manage", "metric", "mgmt", "monitor", "probe"];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Everything that an author writes to get Pods, with its namespace: controllers that no other one made, and Pods.
pub(super) fn all(analysis: &Analysis) -> impl Iterator<Item = (&str, Backing<'_>)> {
    let workloads = analysis.cluster.workloads.iter().filter(|one| one.meta.owner.is_none());
    let controllers = workloads.map(|one| {
        let selector = &one.selector.match_labels;
        let backing = Backing {
            kind: one.kind.as_str(),
            name: &one.meta.name,
            object: one.meta.id,
            path: one.kind.template_path(),
            spec: &one.template.spec,
            labels: &one.template.labels,
            selector: (!selector.is_empty()).then_some(selector),
            service_name: match &one.kind {
                WorkloadKind::StatefulSet { service_name, .. } => Some(service_name),
                _ => None,
            },
        };
        (&*one.meta.namespace, backing)
    });
    controllers.chain(pods(analysis))
}

/// Pods of their own, and one for each controller that the input does not show.
fn pods(analysis: &Analysis) -> impl Iterator<Item = (&str, Backing<'_>)> {
    let workloads = analysis.cluster.workloads.iter();
    let known: BTreeSet<(&str, &str, &str)> =
        workloads.map(|one| (&*one.meta.namespace, one.kind.as_str(), &*one.meta.name)).collect();
    let mut seen = BTreeSet::new();
    analysis.cluster.pods.iter().filter_map(move |pod| {
        let (kind, name) = pod.owner.as_ref().map_or(("Pod", &*pod.name), |one| (&*one.kind, &*one.name));
        let who = (&*pod.namespace, kind, name);
        if pod.owner.is_some() && (known.contains(&who) || !seen.insert(who)) {
            return None;
        }
        let backing = Backing {
            kind,
            name,
            object: pod.origin,
            path: "",
            spec: &pod.spec,
            labels: &pod.labels,
            selector: None,
            service_name: (kind == "StatefulSet").then_some(&*pod.subdomain),
        };
        Some((&*pod.namespace, backing))
    })
}
