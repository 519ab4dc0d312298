//! The admitted objects as the later rooms see them: small, defaulted, and with nothing left open that the API
//! server fills in. The full typed objects live only while a manifest is being admitted.

mod from_api;
mod image;
mod ingress;
mod labels;
mod meta;
mod node;
mod pod;
mod policy;
mod probe;
mod selector;
mod service;
mod slice;
mod workload;

pub use from_api::parse_ip;
pub use image::is_pulled_always;
pub use ingress::{Backend, Ingress, IngressClass, IngressRule};
pub use labels::Labels;
pub use meta::{Meta, Owner};
pub use node::Node;
pub use pod::{
    Container, ContainerPort, ContainerState, EnvVar, Phase, PodSpec, PodStatus, PodTemplate, WrittenPod,
};
pub use policy::NetworkPolicy;
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

use crate::diagnostic::ObjectId;

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
    /// Names of Namespaces that have a manifest.
    pub namespaces: Vec<(ObjectId, String)>,
    /// Hand-made EndpointSlices.
    pub slices: Vec<EndpointSlice>,
    /// Hand-made Endpoints.
    pub endpoints: Vec<LegacyEndpoints>,
    /// Ingresses.
    pub ingresses: Vec<Ingress>,
    /// IngressClasses.
    pub ingress_classes: Vec<IngressClass>,
    /// NetworkPolicies.
    pub policies: Vec<NetworkPolicy>,
}
