//! Objects of custom kinds: a plain API server refuses them, and the simulation takes them as if it had their custom
//! resources.

use super::server::{Server, namespace_of};
use crate::api::meta::ObjectMeta;
use crate::diagnostic::ObjectId;
use crate::document::{Custom, Written, decode_custom};
use crate::object::{AddressPool, Gateway, GatewayClass, Meta, ReferenceGrant, Route};
use portolan_yaml::Node as Tree;

impl Server {
    /// Takes an object of a custom kind into the cluster, if the kind is one of those that are known. As everywhere, the
    /// first object of a name has it.
    pub(super) fn take_custom(&mut self, id: ObjectId, written: &Written<'_>, tree: Tree<'_>) {
        let version = written.api_version.as_deref().unwrap_or_default();
        let kind = written.kind.as_deref().unwrap_or_default();
        let Some((mut custom, plural, namespaced)) = decode_custom(version, kind, tree) else { return };
        let namespace = if namespaced { namespace_of(written) } else { String::new() };
        let metadata: ObjectMeta = std::mem::take(match &mut custom {
            Custom::GatewayClass(one) => &mut one.metadata,
            Custom::Gateway(one) => &mut one.metadata,
            Custom::Route(_, one) => &mut one.metadata,
            Custom::ReferenceGrant(one) => &mut one.metadata,
            Custom::AddressPool(one) => &mut one.metadata,
        });
        let name = metadata.name.clone().unwrap_or_default();
        let key = (plural, namespace.as_str().into(), name.as_str().into());
        if name.is_empty() || self.names.contains_key(&key) {
            return;
        }
        self.names.insert(key, Some(id));
        let meta = Meta::from_api(id, &namespace, false, metadata);
        let objects = &mut self.objects;
        match custom {
            Custom::GatewayClass(one) => objects.gateway_classes.push(GatewayClass::from_api(meta, one)),
            Custom::Gateway(one) => objects.gateways.push(Gateway::from_api(meta, *one)),
            Custom::Route(kind, one) => objects.routes.push(Route::from_api(meta, kind, *one)),
            Custom::ReferenceGrant(one) => objects.reference_grants.push(ReferenceGrant::from_api(meta, one)),
            Custom::AddressPool(one) => objects.address_pools.push(AddressPool::from_api(meta, one)),
        }
    }
}
