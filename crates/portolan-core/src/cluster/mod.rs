//! The settled cluster: every object with its addresses and ports, given out deterministically where nothing states them.

mod balancer;
mod bind;
mod guest;
mod lease;
mod nodes;
mod range;
mod services;
mod standing;

pub use balancer::OUTSIDE;
pub use guest::GUEST;
pub use standing::Standing;

use crate::object::{
    AddressPool, EndpointSlice, Gateway, GatewayClass, Ingress, IngressClass, Labels, LegacyEndpoints,
    Namespace, NetworkPolicy, Node, Objects, ReferenceGrant, Route, Selector, Service, TrafficPolicy,
    Workload,
};
use crate::options::Options;
use crate::workload::{self, Cut, Pod, PodId, PodIndex};
use portolan_yaml::collections::BTreeMap;

/// A snapshot of the cluster; nothing in it changes any more.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// The facts it was made under.
    pub options: Options,
    /// Nodes: those of the input, or those its Pods are on, or the three of the default cluster.
    pub nodes: Vec<Node>,
    /// Namespaces by name: those of the input, those that objects are in, and `default`.
    pub namespaces: BTreeMap<Box<str>, Namespace>,
    /// Services with cluster IPs and node ports; `default/kubernetes` is not among them unless it was written.
    pub services: Vec<Service>,
    /// Controllers, with the ReplicaSets that Deployments made, each with a status: stated, or counted here.
    pub workloads: Vec<Workload>,
    /// Pods with nodes and addresses, in the order of their manifests.
    pub pods: Vec<Pod>,
    /// A Pod that asks where nobody is named to ask, in the namespace `default`: no part of the cluster, but it has a
    /// node and an address as if it were. `None` if a Pod of the cluster has its name ([`GUEST`]).
    pub guest: Option<Pod>,
    /// The controllers of which not all Pods are simulated, because they want too many.
    pub cuts: Vec<Cut>,
    /// Hand-made EndpointSlices.
    pub slices: Vec<EndpointSlice>,
    /// Hand-made Endpoints.
    pub endpoints: Vec<LegacyEndpoints>,
    /// Ingresses.
    pub ingresses: Vec<Ingress>,
    /// IngressClasses.
    pub ingress_classes: Vec<IngressClass>,
    /// GatewayClasses.
    pub gateway_classes: Vec<GatewayClass>,
    /// Gateways.
    pub gateways: Vec<Gateway>,
    /// HTTPRoutes and GRPCRoutes.
    pub routes: Vec<Route>,
    /// ReferenceGrants.
    pub reference_grants: Vec<ReferenceGrant>,
    /// NetworkPolicies.
    pub policies: Vec<NetworkPolicy>,
    /// Pools of addresses for MetalLB.
    pub address_pools: Vec<AddressPool>,
    index: PodIndex,
}

impl Cluster {
    /// A Pod by its id; the guest has the one behind the last.
    #[must_use]
    pub fn pod(&self, id: PodId) -> Option<&Pod> {
        let place = id.0 as usize;
        self.pods.get(place).or_else(|| self.guest.as_ref().filter(|_| place == self.pods.len()))
    }

    /// The id of the guest.
    #[must_use]
    pub fn guest_id(&self) -> Option<PodId> {
        self.guest.as_ref()?;
        u32::try_from(self.pods.len()).ok().map(PodId)
    }

    /// The Pods of a namespace that have all these labels, in Pod order: what a Service's selector selects.
    #[must_use]
    pub fn select(&self, namespace: &str, labels: &Labels) -> Vec<PodId> {
        self.index.select(&self.pods, namespace, labels)
    }

    /// The Pods of a namespace that a label selector matches, in Pod order.
    #[must_use]
    pub fn select_all(&self, namespace: &str, selector: &Selector) -> Vec<PodId> {
        self.index.select_all(&self.pods, namespace, selector)
    }
}

/// Expands the controllers, binds the Pods to nodes, and gives out what no manifest states: Pod addresses, cluster
/// IPs, node ports.
#[must_use]
pub fn settle(objects: Objects, options: &Options) -> Cluster {
    settle_again(objects, options, &Standing::default())
}

/// Does so in a cluster that stands already: Pods that run keep their places, and new ones get others.
#[must_use]
pub fn settle_again(objects: Objects, options: &Options, standing: &Standing<'_>) -> Cluster {
    let mut nodes = nodes::nodes(objects.nodes, &objects.pods, options);
    standing.mark(&mut nodes);
    let workload::Expansion { workloads, mut pods, cuts } =
        workload::expand(objects.pods, objects.workloads, &nodes);
    let index = PodIndex::new(&pods);
    let guest = guest::enter(&mut pods, &nodes, standing);
    bind::bind(&mut pods, &nodes, options, standing);
    let guest = guest.then(|| guest::leave(&mut pods, standing)).flatten();
    let mut services = objects.services;
    services::allocate(&mut services, options);
    let mut cluster = Cluster {
        options: options.clone(),
        nodes,
        namespaces: objects.namespaces.into_iter().collect(),
        services,
        workloads,
        pods,
        guest,
        cuts,
        slices: objects.slices,
        endpoints: objects.endpoints,
        ingresses: objects.ingresses,
        ingress_classes: objects.ingress_classes,
        gateway_classes: objects.gateway_classes,
        gateways: objects.gateways,
        routes: objects.routes,
        reference_grants: objects.reference_grants,
        policies: objects.policies,
        address_pools: objects.address_pools,
        index,
    };
    cluster.note_namespaces();
    cluster.provide_addresses();
    cluster
}

impl Cluster {
    /// Sorts the Pods by label anew after some were taken away.
    pub(crate) fn reindex(&mut self) {
        self.index = PodIndex::new(&self.pods);
    }

    /// The same with all Services that are reached from outside under one `externalTrafficPolicy`.
    #[must_use]
    pub fn under(&self, policy: TrafficPolicy) -> Self {
        let mut other = self.clone();
        services::under(&mut other.services, policy, &other.options);
        other.provide_addresses();
        other
    }

    fn note_namespaces(&mut self) {
        let metas = self.services.iter().map(|one| &one.meta);
        let metas = metas.chain(self.workloads.iter().map(|one| &one.meta));
        let metas = metas.chain(self.slices.iter().map(|one| &one.meta));
        let metas = metas.chain(self.endpoints.iter().map(|one| &one.meta));
        let metas = metas.chain(self.ingresses.iter().map(|one| &one.meta));
        let metas = metas.chain(self.policies.iter().map(|one| &one.meta));
        let metas = metas.chain(self.gateways.iter().map(|one| &one.meta));
        let metas = metas.chain(self.routes.iter().map(|one| &one.meta));
        let named = metas.map(|meta| &meta.namespace).chain(self.pods.iter().map(|pod| &pod.namespace));
        for namespace in named {
            if !self.namespaces.contains_key(namespace) {
                self.namespaces.insert(namespace.clone(), Namespace::mentioned(namespace));
            }
        }
        self.namespaces.entry("default".into()).or_insert_with(|| Namespace::mentioned("default"));
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    use super::*;
    use crate::diagnostic::ObjectId;
    use crate::object::{LoadBalancer, Meta, Protocol, ServicePort, ServiceType, TargetPort};

    /// Metadata of a written object.
    pub(crate) fn meta(id: u32, namespace: &str, name: &str) -> Meta {
        Meta {
            id: ObjectId(id),
            namespace: namespace.into(),
            name: name.into(),
            labels: Labels::default(),
            annotations: Labels::default(),
            owner: None,
            stated: false,
        }
    }

    /// A Service with port 80 for these labels.
    pub(crate) fn service(namespace: &str, name: &str, selector: &[(&str, &str)]) -> Service {
        let port = ServicePort {
            name: "".into(),
            protocol: Protocol::Tcp,
            app_protocol: None,
            port: 80,
            target_port: TargetPort::Number(8080),
            node_port: 0,
        };
        Service {
            meta: meta(0, namespace, name),
            kind: ServiceType::ClusterIp,
            selector: (!selector.is_empty()).then(|| selector.iter().copied().collect()),
            ports: vec![port],
            headless: false,
            cluster_ips: Vec::new(),
            ip_families: Vec::new(),
            ip_family_policy: None,
            external_name: "".into(),
            external_ips: Vec::new(),
            load_balancer: LoadBalancer { allocate_node_ports: true, ..LoadBalancer::default() },
            session_affinity: None,
            external_traffic_policy: None,
            internal_traffic_policy: None,
            health_check_node_port: 0,
            publish_not_ready_addresses: false,
            traffic_distribution: None,
        }
    }
}
