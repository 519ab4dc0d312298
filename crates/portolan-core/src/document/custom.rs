//! Custom kinds that Portolan knows: those of the Gateway API, and MetalLB's pools. A plain API server refuses them, as
//! their custom resources are not there; what they would do is computed as if they were.

use crate::api::{Read, gateway, metallb};
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
    /// An IPAddressPool.
    AddressPool(metallb::IPAddressPool),
}

/// The custom kinds: group, kind, plural, and whether its objects live in namespaces. One list for all that knows them.
const KINDS: [(&str, &str, &str, bool); 6] = [
    (GATEWAY_GROUP, "GatewayClass", "gatewayclasses", false),
    (GATEWAY_GROUP, "Gateway", "gateways", true),
    (GATEWAY_GROUP, "HTTPRoute", "httproutes", true),
    (GATEWAY_GROUP, "GRPCRoute", "grpcroutes", true),
    (GATEWAY_GROUP, "ReferenceGrant", "referencegrants", true),
    ("metallb.io", "IPAddressPool", "ipaddresspools", true),
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
    let known = |(group_of, kind_of, ..): &&(&str, &str, &str, bool)| *group_of == group && *kind_of == kind;
    let (_, kind, plural, namespaced) = *KINDS.iter().find(known)?;
    if !VERSIONS.contains(&version) {
        return None;
    }
    let custom = match kind {
        "GatewayClass" => Custom::GatewayClass(Read::read(tree)),
        "Gateway" => Custom::Gateway(Read::read(tree)),
        "HTTPRoute" => Custom::Route(RouteKind::Http, Read::read(tree)),
        "GRPCRoute" => Custom::Route(RouteKind::Grpc, Read::read(tree)),
        "IPAddressPool" => Custom::AddressPool(Read::read(tree)),
        _ => Custom::ReferenceGrant(Read::read(tree)),
    };
    Some((custom, plural, namespaced))
}
