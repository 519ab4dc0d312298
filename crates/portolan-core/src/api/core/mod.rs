//! `core/v1` but for Pods: Services, Endpoints, ReplicationControllers, Nodes, Namespaces.

mod container;
mod pod;
mod volume;

pub(crate) use container::*;
pub(crate) use pod::*;
pub(crate) use volume::*;

use crate::api::meta::ObjectMeta;
use crate::api::{IntOrString, Quantity, Time, api};
use portolan_yaml::collections::BTreeMap;

api! {
    Service {
        metadata: ObjectMeta = "metadata",
        spec: Option<ServiceSpec> = "spec",
        status: Option<ServiceStatus> = "status",
    }
    Endpoints {
        metadata: ObjectMeta = "metadata",
        subsets: Option<Vec<EndpointSubset>> = "subsets",
    }
    ReplicationController {
        metadata: ObjectMeta = "metadata",
        spec: Option<ReplicationControllerSpec> = "spec",
        status: Option<ReplicationControllerStatus> = "status",
    }
    Node {
        metadata: ObjectMeta = "metadata",
        spec: Option<NodeSpec> = "spec",
        status: Option<NodeStatus> = "status",
    }
    Namespace {
        metadata: ObjectMeta = "metadata",
        spec: Option<NamespaceSpec> = "spec",
    }
    ServiceSpec {
        allocate_load_balancer_node_ports: Option<bool> = "allocateLoadBalancerNodePorts",
        cluster_ip: Option<String> = "clusterIP",
        cluster_ips: Option<Vec<String>> = "clusterIPs",
        external_ips: Option<Vec<String>> = "externalIPs",
        external_name: Option<String> = "externalName",
        external_traffic_policy: Option<String> = "externalTrafficPolicy",
        health_check_node_port: Option<i32> = "healthCheckNodePort",
        internal_traffic_policy: Option<String> = "internalTrafficPolicy",
        ip_families: Option<Vec<String>> = "ipFamilies",
        ip_family_policy: Option<String> = "ipFamilyPolicy",
        load_balancer_class: Option<String> = "loadBalancerClass",
        load_balancer_ip: Option<String> = "loadBalancerIP",
        load_balancer_source_ranges: Option<Vec<String>> = "loadBalancerSourceRanges",
        ports: Option<Vec<ServicePort>> = "ports",
        publish_not_ready_addresses: Option<bool> = "publishNotReadyAddresses",
        selector: Option<BTreeMap<String, String>> = "selector",
        session_affinity: Option<String> = "sessionAffinity",
        session_affinity_config: Option<SessionAffinityConfig> = "sessionAffinityConfig",
        traffic_distribution: Option<String> = "trafficDistribution",
        type_: Option<String> = "type",
    }
    ServiceStatus {
        load_balancer: Option<LoadBalancerStatus> = "loadBalancer",
    }
    EndpointSubset {
        addresses: Option<Vec<EndpointAddress>> = "addresses",
        not_ready_addresses: Option<Vec<EndpointAddress>> = "notReadyAddresses",
        ports: Option<Vec<EndpointPort>> = "ports",
    }
    ReplicationControllerSpec {
        min_ready_seconds: Option<i32> = "minReadySeconds",
        replicas: Option<i32> = "replicas",
        selector: Option<BTreeMap<String, String>> = "selector",
        template: Option<PodTemplateSpec> = "template",
    }
    ReplicationControllerStatus {
        available_replicas: Option<i32> = "availableReplicas",
        ready_replicas: Option<i32> = "readyReplicas",
        replicas: i32 = "replicas",
    }
    NamespaceSpec {
        finalizers: Option<Vec<String>> = "finalizers",
    }
    NodeSpec {
        external_id: Option<String> = "externalID",
        pod_cidr: Option<String> = "podCIDR",
        pod_cidrs: Option<Vec<String>> = "podCIDRs",
        provider_id: Option<String> = "providerID",
        taints: Option<Vec<Taint>> = "taints",
        unschedulable: Option<bool> = "unschedulable",
    }
    NodeStatus {
        addresses: Option<Vec<NodeAddress>> = "addresses",
        allocatable: Option<BTreeMap<String, Quantity>> = "allocatable",
        capacity: Option<BTreeMap<String, Quantity>> = "capacity",
        conditions: Option<Vec<NodeCondition>> = "conditions",
    }
    ServicePort {
        app_protocol: Option<String> = "appProtocol",
        name: Option<String> = "name",
        node_port: Option<i32> = "nodePort",
        port: i32 = "port",
        protocol: Option<String> = "protocol",
        target_port: Option<IntOrString> = "targetPort",
    }
    SessionAffinityConfig {
        client_ip: Option<ClientIPConfig> = "clientIP",
    }
    LoadBalancerStatus {
        ingress: Option<Vec<LoadBalancerIngress>> = "ingress",
    }
    EndpointAddress {
        hostname: Option<String> = "hostname",
        ip: String = "ip",
        node_name: Option<String> = "nodeName",
        target_ref: Option<ObjectReference> = "targetRef",
    }
    EndpointPort {
        app_protocol: Option<String> = "appProtocol",
        name: Option<String> = "name",
        port: i32 = "port",
        protocol: Option<String> = "protocol",
    }
    Taint {
        effect: String = "effect",
        key: String = "key",
        time_added: Option<Time> = "timeAdded",
        value: Option<String> = "value",
    }
    NodeAddress {
        address: String = "address",
        type_: String = "type",
    }
    NodeCondition {
        status: String = "status",
        type_: String = "type",
    }
    ObjectReference {
        kind: Option<String> = "kind",
        name: Option<String> = "name",
        namespace: Option<String> = "namespace",
    }
    ClientIPConfig {
        timeout_seconds: Option<i32> = "timeoutSeconds",
    }
    LoadBalancerIngress {
        hostname: Option<String> = "hostname",
        ip: Option<String> = "ip",
        ip_mode: Option<String> = "ipMode",
    }
    TypedLocalObjectReference {
        api_group: Option<String> = "apiGroup",
        kind: String = "kind",
        name: String = "name",
    }
}
