//! What a cluster offers to be changed, see [`Choices`].

use super::{Choices, NodeChoice, PodChoice, PodState, Scale, Setting};
use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::document::{Kind, kind::named};
use crate::object::{Meta, Node, Owner, Service, ServiceType, TrafficPolicy, Workload, WorkloadKind};
use crate::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

impl Choices {
    /// What can be chosen in a cluster that changes have made another one of.
    #[must_use]
    pub fn of(before: &Cluster, after: &Cluster) -> Self {
        let roots = Roots::of(after.workloads.iter().chain(&before.workloads));
        let known: BTreeSet<(&str, &str)> =
            before.pods.iter().map(|pod| (&*pod.namespace, &*pod.name)).collect();
        let made = after.pods.iter().filter(|pod| !known.contains(&(&*pod.namespace, &*pod.name)));
        let pods = before.pods.iter().map(|pod| (pod, false)).chain(made.map(|pod| (pod, true)));
        Self {
            scales: before.workloads.iter().filter_map(scale).collect(),
            pods: pods
                .filter(|(pod, _)| !pod.is_terminal())
                .map(|(pod, new)| roots.choice(pod, new))
                .collect(),
            nodes: before.nodes.iter().map(|node| node_choice(node, &after.pods)).collect(),
            settings: before.services.iter().flat_map(settings).collect(),
        }
    }
}

/// The controllers, each by kind, namespace and name.
struct Roots<'c>(BTreeMap<(&'static str, &'c str, &'c str), &'c Workload>);

impl<'c> Roots<'c> {
    fn of(workloads: impl Iterator<Item = &'c Workload>) -> Self {
        let key = |one: &'c Workload| (one.kind.as_str(), &*one.meta.namespace, &*one.meta.name);
        Self(workloads.map(|one| (key(one), one)).collect())
    }

    fn choice(&self, pod: &Pod, is_new: bool) -> PodChoice {
        let state = match (pod.terminating, pod.ready) {
            _ if is_new => PodState::Ready,
            (true, _) => PodState::Terminating,
            (false, true) => PodState::Ready,
            (false, false) => PodState::NotReady,
        };
        PodChoice {
            object: object(Kind::Pod, &pod.namespace, &pod.name),
            name: pod.name.to_string(),
            node: pod.node_name.to_string(),
            controller: self.root(&pod.namespace, pod.owner.as_ref()),
            state,
            is_new,
            origin: Origin { object: pod.origin, path: pod.template_path.to_owned() },
        }
    }

    /// The controller at the end of a way of at most three owners.
    fn root(&self, namespace: &str, owner: Option<&Owner>) -> Option<String> {
        let mut owner = owner?;
        for _ in 0..3 {
            let kind = named(&owner.kind.to_ascii_lowercase()).and_then(|one| one.known)?;
            let found = self.0.get(&(kind.name(), namespace, &*owner.name));
            match found.and_then(|one| one.meta.owner.as_ref()) {
                Some(next) => owner = next,
                None => return Some(object(kind, namespace, &owner.name)),
            }
        }
        None
    }
}

fn scale(workload: &Workload) -> Option<Scale> {
    let scales = matches!(
        workload.kind,
        WorkloadKind::Deployment
            | WorkloadKind::ReplicaSet
            | WorkloadKind::ReplicationController
            | WorkloadKind::StatefulSet { .. }
    );
    let Meta { namespace, name, id, owner, .. } = &workload.meta;
    (scales && owner.is_none()).then(|| Scale {
        object: object(super::listing::kind_of(workload), namespace, name),
        replicas: workload.replicas,
        origin: Origin { object: *id, path: "spec.replicas".to_owned() },
    })
}

fn node_choice(node: &Node, pods: &[Pod]) -> NodeChoice {
    let on_it = pods.iter().filter(|pod| *pod.node_name == *node.name).count();
    NodeChoice { name: node.name.to_string(), ready: node.ready, pods: on_it }
}

/// What kube-proxy heeds, where the type of the Service has it.
fn settings(service: &Service) -> impl Iterator<Item = Setting> {
    const POLICIES: &[&str] = &["Cluster", "Local"];
    let name_of = |policy: TrafficPolicy| match policy {
        TrafficPolicy::Cluster => "Cluster",
        TrafficPolicy::Local => "Local",
    };
    let is_proxied = service.kind != ServiceType::ExternalName && !service.headless;
    let affinity = if service.session_affinity.is_some() { "ClientIP" } else { "None" };
    let fields = [
        ("externalTrafficPolicy", service.external_traffic_policy.map(name_of), POLICIES),
        ("internalTrafficPolicy", service.internal_traffic_policy.map(name_of), POLICIES),
        ("sessionAffinity", Some(affinity), &["None", "ClientIP"] as &[&str]),
    ];
    let object = object(Kind::Service, &service.meta.namespace, &service.meta.name);
    let id = service.meta.id;
    fields.into_iter().filter(move |_| is_proxied).filter_map(move |(field, value, values)| {
        let origin = Origin { object: id, path: format!("spec.{field}") };
        Some(Setting { object: object.clone(), field, value: value?, values, origin })
    })
}

/// An object as the command line names it; the namespace `default` is understood.
fn object(kind: Kind, namespace: &str, name: &str) -> String {
    let short = kind.resource().and_then(|one| one.short.first().copied()).filter(|_| kind != Kind::Pod);
    let kind = short.unwrap_or("pod");
    match namespace {
        "default" => format!("{kind}/{name}"),
        _ => format!("{kind}/{namespace}/{name}"),
    }
}
