//! The kinds that can be asked for, by all the names that kubectl knows.

use portolan_core::document::kind::{self, Kind, Resource as Served};
use portolan_core::object::WorkloadKind;

/// A kind of object that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Services.
    Services,
    /// EndpointSlices.
    EndpointSlices,
    /// Endpoints.
    Endpoints,
    /// Pods.
    Pods,
    /// One of the kinds of controllers.
    Workloads(Controller),
    /// Nodes.
    Nodes,
    /// Namespaces.
    Namespaces,
    /// Ingresses.
    Ingresses,
    /// IngressClasses.
    IngressClasses,
    /// NetworkPolicies.
    NetworkPolicies,
}

/// A kind of controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controller {
    /// ReplicationControllers.
    Replication,
    /// ReplicaSets.
    ReplicaSet,
    /// Deployments.
    Deployment,
    /// StatefulSets.
    StatefulSet,
    /// DaemonSets.
    DaemonSet,
    /// Jobs.
    Job,
    /// CronJobs.
    CronJob,
}

/// Every kind that can be listed.
const ALL: &[(Resource, Kind)] = &[
    (Resource::Services, Kind::Service),
    (Resource::EndpointSlices, Kind::EndpointSlice),
    (Resource::Endpoints, Kind::Endpoints),
    (Resource::Pods, Kind::Pod),
    (Resource::Workloads(Controller::Replication), Kind::ReplicationController),
    (Resource::Workloads(Controller::ReplicaSet), Kind::ReplicaSet),
    (Resource::Workloads(Controller::Deployment), Kind::Deployment),
    (Resource::Workloads(Controller::StatefulSet), Kind::StatefulSet),
    (Resource::Workloads(Controller::DaemonSet), Kind::DaemonSet),
    (Resource::Workloads(Controller::Job), Kind::Job),
    (Resource::Workloads(Controller::CronJob), Kind::CronJob),
    (Resource::Nodes, Kind::Node),
    (Resource::Namespaces, Kind::Namespace),
    (Resource::Ingresses, Kind::Ingress),
    (Resource::IngressClasses, Kind::IngressClass),
    (Resource::NetworkPolicies, Kind::NetworkPolicy),
];

/// What `all` stands for, in kubectl's order.
const CATEGORY_ALL: &[Resource] = &[
    Resource::Pods,
    Resource::Workloads(Controller::Replication),
    Resource::Services,
    Resource::Workloads(Controller::DaemonSet),
    Resource::Workloads(Controller::Deployment),
    Resource::Workloads(Controller::ReplicaSet),
    Resource::Workloads(Controller::StatefulSet),
    Resource::Workloads(Controller::CronJob),
    Resource::Workloads(Controller::Job),
];

impl Resource {
    /// The kinds behind one word: `svc`, `Service`, `deployments.apps`, `all`; none if there is no such kind.
    #[must_use]
    pub fn parse(word: &str) -> &'static [Self] {
        if word.eq_ignore_ascii_case("all") {
            return CATEGORY_ALL;
        }
        let kind = kind::named(word).and_then(|one| one.known);
        let found = ALL.iter().find(|(_, known)| Some(*known) == kind);
        found.map_or(&[], |(resource, _)| std::slice::from_ref(resource))
    }

    /// The plural names of all kinds.
    pub fn all() -> impl Iterator<Item = &'static str> {
        ALL.iter().filter_map(|(_, kind)| kind.resource()).map(|served| served.plural)
    }

    /// The plural, with the API group where there is one: `deployments.apps`.
    #[must_use]
    pub fn plural(self) -> String {
        self.served().map(Served::qualified_plural).unwrap_or_default()
    }

    /// The singular, with the API group where there is one: `deployment.apps`.
    #[must_use]
    pub fn qualified(self) -> String {
        self.served().map(Served::qualified_singular).unwrap_or_default()
    }

    /// Spelled as in manifests.
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.served().map_or("", |served| served.kind)
    }

    /// Whether its objects live in namespaces.
    #[must_use]
    pub fn is_namespaced(self) -> bool {
        self.served().is_some_and(|served| served.namespaced)
    }

    fn served(self) -> Option<&'static Served> {
        ALL.iter().find(|(known, _)| *known == self)?.1.resource()
    }
}

impl Controller {
    /// Whether a controller is of this kind.
    #[must_use]
    pub fn is(self, kind: &WorkloadKind) -> bool {
        match kind {
            WorkloadKind::ReplicationController => self == Self::Replication,
            WorkloadKind::ReplicaSet => self == Self::ReplicaSet,
            WorkloadKind::Deployment => self == Self::Deployment,
            WorkloadKind::StatefulSet { .. } => self == Self::StatefulSet,
            WorkloadKind::DaemonSet => self == Self::DaemonSet,
            WorkloadKind::Job { .. } => self == Self::Job,
            WorkloadKind::CronJob => self == Self::CronJob,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_many_names() {
        for word in ["svc", "service", "services", "Service"] {
            assert_eq!(Resource::parse(word), [Resource::Services], "{word}");
        }
        assert_eq!(Resource::parse("deployments.apps"), [Resource::Workloads(Controller::Deployment)]);
        assert_eq!(Resource::parse("deployments.v1.apps"), [Resource::Workloads(Controller::Deployment)]);
        assert!(Resource::parse("deployments.batch").is_empty());
        assert!(Resource::parse("serviec").is_empty());
        assert_eq!(Resource::parse("all").len(), 9);
    }

    #[test]
    fn the_group_stands_behind_the_name() {
        assert_eq!(Resource::EndpointSlices.qualified(), "endpointslice.discovery.k8s.io");
        assert_eq!(Resource::Pods.qualified(), "pod");
        assert_eq!(Resource::Workloads(Controller::Job).plural(), "jobs.batch");
    }
}
