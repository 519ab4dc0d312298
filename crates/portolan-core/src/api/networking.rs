//! `networking/v1`.

use crate::api::core::{LoadBalancerStatus, TypedLocalObjectReference};
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{IntOrString, api};

api! {
    Ingress {
        metadata: ObjectMeta = "metadata",
        spec: Option<IngressSpec> = "spec",
        status: Option<IngressStatus> = "status",
    }
    IngressClass {
        metadata: ObjectMeta = "metadata",
        spec: Option<IngressClassSpec> = "spec",
    }
    NetworkPolicy {
        metadata: ObjectMeta = "metadata",
        spec: Option<NetworkPolicySpec> = "spec",
    }
    IngressSpec {
        default_backend: Option<IngressBackend> = "defaultBackend",
        ingress_class_name: Option<String> = "ingressClassName",
        rules: Option<Vec<IngressRule>> = "rules",
        tls: Option<Vec<IngressTLS>> = "tls",
    }
    IngressStatus {
        load_balancer: Option<LoadBalancerStatus> = "loadBalancer",
    }
    IngressClassSpec {
        controller: Option<String> = "controller",
        parameters: Option<IngressClassParametersReference> = "parameters",
    }
    NetworkPolicySpec {
        egress: Option<Vec<NetworkPolicyEgressRule>> = "egress",
        ingress: Option<Vec<NetworkPolicyIngressRule>> = "ingress",
        pod_selector: Option<LabelSelector> = "podSelector",
        policy_types: Option<Vec<String>> = "policyTypes",
    }
    IngressBackend {
        resource: Option<TypedLocalObjectReference> = "resource",
        service: Option<IngressServiceBackend> = "service",
    }
    IngressRule {
        host: Option<String> = "host",
        http: Option<HTTPIngressRuleValue> = "http",
    }
    IngressTLS {
        hosts: Option<Vec<String>> = "hosts",
        secret_name: Option<String> = "secretName",
    }
    IngressClassParametersReference {
        api_group: Option<String> = "apiGroup",
        kind: String = "kind",
        name: String = "name",
        namespace: Option<String> = "namespace",
        scope: Option<String> = "scope",
    }
    NetworkPolicyEgressRule {
        ports: Option<Vec<NetworkPolicyPort>> = "ports",
        to: Option<Vec<NetworkPolicyPeer>> = "to",
    }
    NetworkPolicyIngressRule {
        from: Option<Vec<NetworkPolicyPeer>> = "from",
        ports: Option<Vec<NetworkPolicyPort>> = "ports",
    }
    IngressServiceBackend {
        name: String = "name",
        port: Option<ServiceBackendPort> = "port",
    }
    HTTPIngressRuleValue {
        paths: Vec<HTTPIngressPath> = "paths",
    }
    NetworkPolicyPort {
        end_port: Option<i32> = "endPort",
        port: Option<IntOrString> = "port",
        protocol: Option<String> = "protocol",
    }
    NetworkPolicyPeer {
        ip_block: Option<IPBlock> = "ipBlock",
        namespace_selector: Option<LabelSelector> = "namespaceSelector",
        pod_selector: Option<LabelSelector> = "podSelector",
    }
    ServiceBackendPort {
        name: Option<String> = "name",
        number: Option<i32> = "number",
    }
    HTTPIngressPath {
        backend: IngressBackend = "backend",
        path: Option<String> = "path",
        path_type: Option<String> = "pathType",
    }
    IPBlock {
        cidr: String = "cidr",
        except: Option<Vec<String>> = "except",
    }
}
