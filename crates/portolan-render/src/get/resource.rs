//! The kinds that can be asked for, by all the names that kubectl knows.

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

/// A kind with its names: the plural first, then the singular and the short ones, then the API group.
struct Names {
    resource: Resource,
    plural: &'static str,
    singular: &'static str,
    short: &'static [&'static str],
    group: &'static str,
    kind: &'static str,
}

const ALL: &[Names] = &[
    names(Resource::Services, "services", "service", &["svc"], "", "Service"),
    names(
        Resource::EndpointSlices,
        "endpointslices",
        "endpointslice",
        &["eps"],
        "discovery.k8s.io",
        "EndpointSlice",
    ),
    names(Resource::Endpoints, "endpoints", "endpoints", &["ep"], "", "Endpoints"),
    names(Resource::Pods, "pods", "pod", &["po"], "", "Pod"),
    names(
        Resource::Workloads(Controller::Replication),
        "replicationcontrollers",
        "replicationcontroller",
        &["rc"],
        "",
        "ReplicationController",
    ),
    names(
        Resource::Workloads(Controller::ReplicaSet),
        "replicasets",
        "replicaset",
        &["rs"],
        "apps",
        "ReplicaSet",
    ),
    names(
        Resource::Workloads(Controller::Deployment),
        "deployments",
        "deployment",
        &["deploy"],
        "apps",
        "Deployment",
    ),
    names(
        Resource::Workloads(Controller::StatefulSet),
        "statefulsets",
        "statefulset",
        &["sts"],
        "apps",
        "StatefulSet",
    ),
    names(
        Resource::Workloads(Controller::DaemonSet),
        "daemonsets",
        "daemonset",
        &["ds"],
        "apps",
        "DaemonSet",
    ),
    names(Resource::Workloads(Controller::Job), "jobs", "job", &[], "batch", "Job"),
    names(Resource::Workloads(Controller::CronJob), "cronjobs", "cronjob", &["cj"], "batch", "CronJob"),
    names(Resource::Nodes, "nodes", "node", &["no"], "", "Node"),
    names(Resource::Namespaces, "namespaces", "namespace", &["ns"], "", "Namespace"),
    names(Resource::Ingresses, "ingresses", "ingress", &["ing"], "networking.k8s.io", "Ingress"),
    names(
        Resource::IngressClasses,
        "ingressclasses",
        "ingressclass",
        &[],
        "networking.k8s.io",
        "IngressClass",
    ),
    names(
        Resource::NetworkPolicies,
        "networkpolicies",
        "networkpolicy",
        &["netpol"],
        "networking.k8s.io",
        "NetworkPolicy",
    ),
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

const fn names(
    resource: Resource,
    plural: &'static str,
    singular: &'static str,
    short: &'static [&'static str],
    group: &'static str,
    kind: &'static str,
) -> Names {
    Names { resource, plural, singular, short, group, kind }
}

impl Resource {
    /// The kinds behind one word: `svc`, `Service`, `deployments.apps`, `all`; none if there is no such kind.
    #[must_use]
    pub fn parse(word: &str) -> &'static [Self] {
        let word = word.to_ascii_lowercase();
        if word == "all" {
            return CATEGORY_ALL;
        }
        let (name, group) = word.split_once('.').unwrap_or((&word, ""));
        let found = ALL.iter().find(|known| {
            let named = [known.plural, known.singular].contains(&name) || known.short.contains(&name);
            let grouped = group.is_empty()
                || group == known.group
                || group.strip_prefix("v1.").is_some_and(|group| group == known.group);
            named && grouped
        });
        found.map_or(&[], |known| std::slice::from_ref(&known.resource))
    }

    /// The plural names of all kinds.
    pub fn all() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|known| known.plural)
    }

    /// The plural, with the API group where there is one: `deployments.apps`.
    #[must_use]
    pub fn plural(self) -> String {
        self.with_group(|names| names.plural)
    }

    /// The singular, with the API group where there is one: `deployment.apps`.
    #[must_use]
    pub fn qualified(self) -> String {
        self.with_group(|names| names.singular)
    }

    /// Spelled as in manifests.
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.names().map_or("", |names| names.kind)
    }

    /// Whether its objects live in namespaces.
    #[must_use]
    pub fn is_namespaced(self) -> bool {
        !matches!(self, Self::Nodes | Self::Namespaces | Self::IngressClasses)
    }

    fn with_group(self, name: fn(&Names) -> &'static str) -> String {
        let Some(names) = self.names() else { return String::new() };
        let dot = if names.group.is_empty() { "" } else { "." };
        format!("{}{dot}{}", name(names), names.group)
    }

    fn names(self) -> Option<&'static Names> {
        ALL.iter().find(|known| known.resource == self)
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
