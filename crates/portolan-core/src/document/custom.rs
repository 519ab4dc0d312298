//! Custom kinds that Portolan knows: those of the Gateway API. A plain API server refuses them, as their custom
//! resources are not there; what they would do is computed as if they were.

use crate::api::{Read, gateway};
use crate::object::{GATEWAY_GROUP, RouteKind};
use portolan_yaml::Node;

/// An object of a custom kind.
#[derive(Debug)]
pub(crate) enum Custom {
    /// A GatewayClass.
    GatewayClass(gateway::GatewayClass),
    /// A Gateway.
    Gateway(Box<gateway::Gateway>),
    /// An HTTPRoute or a GRPCRoute.
    Route(RouteKind, Box<gateway::Route>),
    /// A ReferenceGrant.
    ReferenceGrant(gateway::ReferenceGrant),
}

/// The custom kinds: kind, plural, and whether its objects live in namespaces. One list for all that knows them.
const KINDS: [(&str, &str, bool); 5] = [
    ("GatewayClass", "gatewayclasses", false),
    ("Gateway", "gateways", true),
    ("HTTPRoute", "httproutes", true),
    ("GRPCRoute", "grpcroutes", true),
    ("ReferenceGrant", "referencegrants", true),
];

/// The versions in which they were ever served with these fields.
const VERSIONS: [&str; 3] = ["v1", "v1beta1", "v1alpha2"];

/// An object of a custom kind, with its plural and whether it lives in a namespace; `None` for kinds that are not known.
/// Fields that do not fit are left out.
pub(crate) fn decode_custom(
    api_version: &str,
    kind: &str,
    tree: Node<'_>,
) -> Option<(Custom, &'static str, bool)> {
    let (group, version) = api_version.split_once('/')?;
    let (kind, plural, namespaced) = *KINDS.iter().find(|(known, ..)| *known == kind)?;
    if group != GATEWAY_GROUP || !VERSIONS.contains(&version) {
        return None;
    }
    let custom = match kind {
        "GatewayClass" => Custom::GatewayClass(Read::read(tree)),
        "Gateway" => Custom::Gateway(Read::read(tree)),
        "HTTPRoute" => Custom::Route(RouteKind::Http, Read::read(tree)),
        "GRPCRoute" => Custom::Route(RouteKind::Grpc, Read::read(tree)),
        _ => Custom::ReferenceGrant(Read::read(tree)),
    };
    Some((custom, plural, namespaced))
}
