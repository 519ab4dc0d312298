//! The admitted objects as the later rooms see them: small, defaulted, and with nothing left open that the API
//! server fills in. The full typed objects live only while a manifest is being admitted.

mod address_pool;
mod from_api;
mod gateway;
mod image;
mod ingress;
mod labels;
mod meta;
mod namespace;
mod node;
mod pod;
mod policy;
mod probe;
mod selector;
mod service;
mod slice;
mod workload;

pub use address_pool::AddressPool;
pub use from_api::parse_ip;
pub use gateway::{
    BackendRef, Filter, GATEWAY_GROUP, Gateway, GatewayClass, Listener, ParentRef, PathMatch, PathModifier,
    Redirect, ReferenceGrant, Route, RouteKind, RouteMatch, RouteNamespaces, RouteRule, ValueMatch,
};
pub use image::is_pulled_always;
pub use ingress::{
    Backend, CLASS_ANNOTATION, IS_DEFAULT_CLASS, Ingress, IngressAddress, IngressClass, IngressRule,
    IngressTls,
};
pub use labels::Labels;
pub use meta::{Meta, Owner};
pub use namespace::{NAME_LABEL, Namespace};
pub use node::Node;
pub use pod::{
    Container, ContainerPort, ContainerState, EnvVar, Phase, PodSpec, PodStatus, PodTemplate, WrittenPod,
};
pub use policy::{Direction, IpBlock, NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule, PortMatch};
pub use probe::{Probe, ProbeAction, ProbeKind};
pub use selector::{Operator, Requirement, Selector};
pub use service::{
    IpFamily, IpFamilyPolicy, LoadBalancer, LoadBalancerIngress, Port, Protocol, Service, ServicePort,
    ServiceType, TargetPort, TrafficPolicy,
};
pub use slice::{
    AddressType, Conditions, Endpoint, EndpointSlice, Hints, LegacyAddress, LegacyEndpoints, LegacySubset,
    SlicePort, TargetRef,
};
pub use workload::{Workload, WorkloadKind, WorkloadStatus};

/// All admitted objects of the input that take part in the simulation, each list in input order.
#[derive(Debug, Default)]
pub struct Objects {
    /// Services.
    pub services: Vec<Service>,
    /// Pods that are written out.
    pub pods: Vec<WrittenPod>,
    /// Everything that makes Pods.
    pub workloads: Vec<Workload>,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Namespaces that have a manifest, by name.
    pub namespaces: Vec<(Box<str>, Namespace)>,
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
}
