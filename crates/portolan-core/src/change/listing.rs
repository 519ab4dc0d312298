//! The names of the cluster's objects, kind by kind.

use crate::cluster::Cluster;
use crate::document::Kind;
use crate::object::{Meta, Workload, WorkloadKind};

/// Namespace and name of every object of a kind.
pub(super) fn names(cluster: &Cluster, kind: Kind) -> Vec<(&str, &str)> {
    match kind {
        Kind::Pod => cluster.pods.iter().map(|pod| (&*pod.namespace, &*pod.name)).collect(),
        Kind::Node => cluster.nodes.iter().map(|node| ("", &*node.name)).collect(),
        Kind::Namespace => cluster.namespaces.keys().map(|name| ("", &**name)).collect(),
        Kind::Service => of(&cluster.services, |one| &one.meta),
        Kind::EndpointSlice => of(&cluster.slices, |one| &one.meta),
        Kind::Endpoints => of(&cluster.endpoints, |one| &one.meta),
        Kind::Ingress => of(&cluster.ingresses, |one| &one.meta),
        Kind::IngressClass => of(&cluster.ingress_classes, |one| &one.meta),
        Kind::NetworkPolicy => of(&cluster.policies, |one| &one.meta),
        _ => {
            let workloads = cluster.workloads.iter().filter(|one| kind_of(one) == kind);
            workloads.map(|one| who(&one.meta)).collect()
        }
    }
}

/// The kind of a controller.
pub(super) fn kind_of(workload: &Workload) -> Kind {
    match workload.kind {
        WorkloadKind::ReplicationController => Kind::ReplicationController,
        WorkloadKind::ReplicaSet => Kind::ReplicaSet,
        WorkloadKind::Deployment => Kind::Deployment,
        WorkloadKind::StatefulSet { .. } => Kind::StatefulSet,
        WorkloadKind::DaemonSet => Kind::DaemonSet,
        WorkloadKind::Job { .. } => Kind::Job,
        WorkloadKind::CronJob => Kind::CronJob,
    }
}

/// Namespace and name.
pub(super) fn who(meta: &Meta) -> (&str, &str) {
    (&meta.namespace, &meta.name)
}

fn of<T>(objects: &[T], meta: impl Fn(&T) -> &Meta) -> Vec<(&str, &str)> {
    objects.iter().map(|one| who(meta(one))).collect()
}
