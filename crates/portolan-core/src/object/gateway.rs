//! The Gateway API v1: classes, Gateways, routes and grants, as their custom resources would store them.

use super::{Meta, Port, Selector};

/// The group of the Gateway API.
pub const GATEWAY_GROUP: &str = "gateway.networking.k8s.io";

/// A GatewayClass.
#[derive(Clone, Debug)]
pub struct GatewayClass {
    /// Who it is.
    pub meta: Meta,
    /// `spec.controllerName`.
    pub controller: Box<str>,
}

/// A Gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    /// Who it is.
    pub meta: Meta,
    /// `spec.gatewayClassName`.
    pub class: Box<str>,
    /// `spec.listeners`.
    pub listeners: Vec<Listener>,
    /// The addresses at which it is reached: those of the status, else those that the spec asks for.
    pub addresses: Vec<Box<str>>,
    /// Whether the addresses are those of the status.
    pub addresses_stated: bool,
}

/// One of a Gateway's `listeners`.
#[derive(Clone, Debug)]
pub struct Listener {
    /// `name`.
    pub name: Box<str>,
    /// `hostname`; empty for all.
    pub hostname: Box<str>,
    /// `port`.
    pub port: Port,
    /// `protocol`, as written: `HTTP`, `HTTPS`, `TLS`, …
    pub protocol: Box<str>,
    /// Whether `tls.mode` is `Passthrough`: TLS ends behind the Gateway.
    pub passthrough: bool,
    /// `tls.certificateRefs`: each namespace, empty for the Gateway's own, and name.
    pub certificates: Vec<(Box<str>, Box<str>)>,
    /// `allowedRoutes.namespaces`.
    pub from: RouteNamespaces,
    /// `allowedRoutes.kinds`: group and kind; empty for those that the protocol implies.
    pub kinds: Vec<(Box<str>, Box<str>)>,
}

/// The namespaces of the routes that may attach to a listener.
#[derive(Clone, Debug)]
pub enum RouteNamespaces {
    /// The Gateway's own.
    Same,
    /// All.
    All,
    /// Those with these labels.
    Selector(Selector),
    /// None.
    None,
}

/// What a route speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteKind {
    /// HTTPRoute.
    Http,
    /// GRPCRoute.
    Grpc,
}

/// An HTTPRoute or a GRPCRoute.
#[derive(Clone, Debug)]
pub struct Route {
    /// Who it is.
    pub meta: Meta,
    /// Which of the two.
    pub kind: RouteKind,
    /// `spec.parentRefs`.
    pub parents: Vec<ParentRef>,
    /// `spec.hostnames`.
    pub hostnames: Vec<Box<str>>,
    /// `spec.rules`.
    pub rules: Vec<RouteRule>,
}

/// One of a route's `parentRefs`.
#[derive(Clone, Debug)]
pub struct ParentRef {
    /// Whether it is a Gateway.
    pub is_gateway: bool,
    /// `namespace`, or the route's own.
    pub namespace: Box<str>,
    /// `name`.
    pub name: Box<str>,
    /// `sectionName`: one listener.
    pub section: Option<Box<str>>,
    /// `port`: the listeners with this port.
    pub port: Option<Port>,
}

/// One of a route's `rules`.
#[derive(Clone, Debug)]
pub struct RouteRule {
    /// `matches`; never empty: without one it is the prefix `/`.
    pub matches: Vec<RouteMatch>,
    /// `filters`.
    pub filters: Vec<Filter>,
    /// `backendRefs`.
    pub backends: Vec<BackendRef>,
}

/// One of a rule's `matches`: all of it has to hold.
#[derive(Clone, Debug)]
pub struct RouteMatch {
    /// `path`, or `method` of a GRPCRoute.
    pub path: PathMatch,
    /// `headers`; of two with one name the first.
    pub headers: Vec<ValueMatch>,
    /// `queryParams`; of two with one name the first.
    pub query: Vec<ValueMatch>,
    /// `method` of an HTTPRoute.
    pub method: Option<Box<str>>,
    /// Whether the manifest writes this match.
    pub written: bool,
}

/// What a path has to be.
#[derive(Clone, Debug)]
pub enum PathMatch {
    /// Exactly this.
    Exact(Box<str>),
    /// This, element by element.
    Prefix(Box<str>),
    /// What this expression matches.
    Regex(Box<str>),
    /// A gRPC service and a method; empty ones are any.
    Grpc {
        /// The service.
        service: Box<str>,
        /// The method.
        method: Box<str>,
        /// Whether both are expressions.
        regex: bool,
    },
}

/// What a header or a parameter has to be.
#[derive(Clone, Debug)]
pub struct ValueMatch {
    /// Its name.
    pub name: Box<str>,
    /// Its value.
    pub value: Box<str>,
    /// Whether that is an expression.
    pub regex: bool,
}

/// One of a rule's `filters`.
#[derive(Clone, Debug)]
pub enum Filter {
    /// `RequestRedirect`.
    Redirect(Redirect),
    /// `URLRewrite`.
    Rewrite(Redirect),
    /// A filter that leaves the way alone: headers, mirrors.
    Aside(Box<str>),
    /// A filter whose effect manifests do not show: `ExtensionRef` and newer ones.
    Unknown(Box<str>),
}

/// What becomes of a URL.
#[derive(Clone, Debug, Default)]
pub struct Redirect {
    /// `scheme`.
    pub scheme: Option<Box<str>>,
    /// `hostname`.
    pub hostname: Option<Box<str>>,
    /// `path`.
    pub path: Option<PathModifier>,
    /// `port`.
    pub port: Option<Port>,
    /// `statusCode`; 302 unless said otherwise.
    pub status: u16,
}

/// What becomes of a path.
#[derive(Clone, Debug)]
pub enum PathModifier {
    /// All of it.
    Full(Box<str>),
    /// The prefix that was matched.
    Prefix(Box<str>),
}

/// One of a rule's `backendRefs`.
#[derive(Clone, Debug)]
pub struct BackendRef {
    /// `group`; empty for the core group.
    pub group: Box<str>,
    /// `kind`.
    pub kind: Box<str>,
    /// `namespace`, or the route's own.
    pub namespace: Box<str>,
    /// `name`.
    pub name: Box<str>,
    /// `port`.
    pub port: Option<Port>,
    /// `weight`; 1 unless said otherwise.
    pub weight: u32,
}

/// A ReferenceGrant: who may refer to objects of its namespace.
#[derive(Clone, Debug)]
pub struct ReferenceGrant {
    /// Who it is.
    pub meta: Meta,
    /// `spec.from`: group, kind and namespace.
    pub from: Vec<(Box<str>, Box<str>, Box<str>)>,
    /// `spec.to`: group, kind, and name; an empty name is any.
    pub to: Vec<(Box<str>, Box<str>, Box<str>)>,
}

impl RouteKind {
    /// Spelled as in manifests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "HTTPRoute",
            Self::Grpc => "GRPCRoute",
        }
    }
}

impl ReferenceGrant {
    /// Whether it lets an object of a kind and a namespace refer to an object of its own namespace.
    #[must_use]
    pub fn permits(&self, from: (&str, &str, &str), to: (&str, &str, &str)) -> bool {
        let from_fits =
            self.from.iter().any(|(group, kind, namespace)| (&**group, &**kind, &**namespace) == from);
        let to_fits = |(group, kind, name): &(Box<str>, Box<str>, Box<str>)| {
            (&**group, &**kind) == (to.0, to.1) && (name.is_empty() || **name == *to.2)
        };
        from_fits && self.to.iter().any(to_fits)
    }
}
