//! `gateway.networking.k8s.io`: the types of the Gateway API v1.4, which custom resources bring, in the fields that are
//! read. Whether a tree fits the whole type only those custom resources know; what does not fit is the zero value.

use crate::api::api;
use crate::api::meta::{LabelSelector, ObjectMeta};

api! {
    GatewayClass {
        metadata: ObjectMeta = "metadata",
        spec: GatewayClassSpec = "spec",
    }
    GatewayClassSpec {
        controller_name: String = "controllerName",
    }
    Gateway {
        metadata: ObjectMeta = "metadata",
        spec: GatewaySpec = "spec",
        status: GatewayStatus = "status",
    }
    GatewaySpec {
        gateway_class_name: String = "gatewayClassName",
        listeners: Vec<Listener> = "listeners",
        addresses: Vec<Address> = "addresses",
    }
    GatewayStatus {
        addresses: Vec<Address> = "addresses",
    }
    Address {
        value: String = "value",
    }
    Listener {
        name: String = "name",
        hostname: Option<String> = "hostname",
        port: i32 = "port",
        protocol: String = "protocol",
        tls: Option<ListenerTLS> = "tls",
        allowed_routes: AllowedRoutes = "allowedRoutes",
    }
    ListenerTLS {
        mode: Option<String> = "mode",
        certificate_refs: Vec<Reference> = "certificateRefs",
    }
    AllowedRoutes {
        namespaces: RouteNamespaces = "namespaces",
        kinds: Vec<RouteGroupKind> = "kinds",
    }
    RouteNamespaces {
        from: Option<String> = "from",
        selector: Option<LabelSelector> = "selector",
    }
    RouteGroupKind {
        group: Option<String> = "group",
        kind: String = "kind",
    }
    Route {
        metadata: ObjectMeta = "metadata",
        spec: RouteSpec = "spec",
    }
    RouteSpec {
        parent_refs: Vec<Reference> = "parentRefs",
        hostnames: Vec<String> = "hostnames",
        rules: Vec<RouteRule> = "rules",
    }
    Reference {
        group: Option<String> = "group",
        kind: Option<String> = "kind",
        namespace: Option<String> = "namespace",
        name: String = "name",
        section_name: Option<String> = "sectionName",
        port: Option<i32> = "port",
        weight: Option<i32> = "weight",
    }
    RouteRule {
        matches: Vec<RouteMatch> = "matches",
        filters: Vec<Filter> = "filters",
        backend_refs: Vec<Reference> = "backendRefs",
    }
    RouteMatch {
        path: Option<ValueMatch> = "path",
        headers: Vec<ValueMatch> = "headers",
        query_params: Vec<ValueMatch> = "queryParams",
        method: Option<Method> = "method",
    }
    ValueMatch {
        type_: Option<String> = "type",
        name: String = "name",
        value: Option<String> = "value",
    }
    GrpcMethod {
        type_: Option<String> = "type",
        service: Option<String> = "service",
        method: Option<String> = "method",
    }
    Filter {
        type_: String = "type",
        request_redirect: Redirect = "requestRedirect",
        url_rewrite: Redirect = "urlRewrite",
    }
    Redirect {
        scheme: Option<String> = "scheme",
        hostname: Option<String> = "hostname",
        path: Option<PathModifier> = "path",
        port: Option<i32> = "port",
        status_code: Option<i32> = "statusCode",
    }
    PathModifier {
        type_: String = "type",
        replace_full_path: Option<String> = "replaceFullPath",
        replace_prefix_match: Option<String> = "replacePrefixMatch",
    }
    ReferenceGrant {
        metadata: ObjectMeta = "metadata",
        spec: ReferenceGrantSpec = "spec",
    }
    ReferenceGrantSpec {
        from: Vec<Reference> = "from",
        to: Vec<Reference> = "to",
    }
}

/// `method` of a match: a word in an HTTPRoute, a service and a method in a GRPCRoute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Method {
    /// The word.
    pub(crate) http: String,
    /// The service and the method.
    pub(crate) grpc: GrpcMethod,
}

impl crate::api::Read for Method {
    fn read(node: portolan_yaml::Node<'_>) -> Self {
        Self { http: String::read(node), grpc: GrpcMethod::read(node) }
    }
}
