//! EndpointSlices as a v1 List, as `kubectl get endpointslices -A -o json` prints them: keys in alphabetical order.
//! What only a server knows (uids, versions, times) is left out.

use k8s_openapi::api::core::v1::ObjectReference;
use k8s_openapi::api::discovery::v1 as api;
use portolan_core::Analysis;
use portolan_core::object::{Endpoint, EndpointSlice, Hints, Labels, Owner, Protocol, SlicePort, TargetRef};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All EndpointSlices of the cluster, by namespace and name; ends with a line break.
#[must_use]
pub fn endpoint_slices(analysis: &Analysis) -> String {
    let items: Vec<Value> = analysis.slices.iter().map(endpoint_slice).collect();
    let list =
        json!({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}});
    let mut bytes = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let written = list.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, format));
    bytes.push(b'\n');
    written.ok().and_then(|()| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// One EndpointSlice.
pub(crate) fn endpoint_slice(one: &EndpointSlice) -> Value {
    let endpoints: Option<Vec<_>> = one.endpoints.as_ref().map(|list| list.iter().map(endpoint).collect());
    let mut value = json!({
        "addressType": one.address_type.as_str(),
        "apiVersion": "discovery.k8s.io/v1",
        "endpoints": endpoints,
        "kind": "EndpointSlice",
        "metadata": metadata(one),
    });
    if let Some(ports) = &one.ports {
        value["ports"] = ports.iter().map(|one| json!(port(one))).collect();
    }
    value
}

/// What is known of `ObjectMeta`. Its own type is not used: that knows of times, and with them comes a whole calendar.
fn metadata(slice: &EndpointSlice) -> Value {
    let meta = &slice.meta;
    let fields = [
        ("annotations", map(&meta.annotations).map(|map| json!(map))),
        ("generateName", slice.generate_name.as_deref().map(Value::from)),
        ("labels", map(&meta.labels).map(|map| json!(map))),
        ("name", Some(json!(meta.name))),
        ("namespace", Some(json!(meta.namespace))),
        ("ownerReferences", meta.owner.as_ref().map(|owner| json!([owner_reference(owner)]))),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The controlling owner, as `metadata.ownerReferences` names it.
pub(crate) fn owner_reference(owner: &Owner) -> Value {
    json!({
        "apiVersion": &*owner.api_version,
        "blockOwnerDeletion": true,
        "controller": true,
        "kind": &*owner.kind,
        "name": &*owner.name,
    })
}

fn endpoint(endpoint: &Endpoint) -> api::Endpoint {
    let conditions = endpoint.conditions;
    api::Endpoint {
        addresses: endpoint.addresses.iter().map(ToString::to_string).collect(),
        conditions: Some(api::EndpointConditions {
            ready: conditions.ready,
            serving: conditions.serving,
            terminating: conditions.terminating,
        }),
        deprecated_topology: map(&endpoint.deprecated_topology),
        hints: hints(&endpoint.hints),
        hostname: endpoint.hostname.as_deref().map(str::to_owned),
        node_name: endpoint.node_name.as_deref().map(str::to_owned),
        target_ref: endpoint.target.as_ref().map(target),
        zone: endpoint.zone.as_deref().map(str::to_owned),
    }
}

fn hints(hints: &Hints) -> Option<api::EndpointHints> {
    let named = |names: &[Box<str>]| (!names.is_empty()).then(|| names.to_vec());
    let zones = named(&hints.zones)
        .map(|names| names.into_iter().map(|name| api::ForZone { name: name.into() }).collect());
    let nodes = named(&hints.nodes)
        .map(|names| names.into_iter().map(|name| api::ForNode { name: name.into() }).collect());
    (zones.is_some() || nodes.is_some()).then_some(api::EndpointHints { for_nodes: nodes, for_zones: zones })
}

fn target(target: &TargetRef) -> ObjectReference {
    let stated = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    ObjectReference {
        kind: stated(&target.kind),
        name: stated(&target.name),
        namespace: stated(&target.namespace),
        ..ObjectReference::default()
    }
}

fn port(port: &SlicePort) -> api::EndpointPort {
    api::EndpointPort {
        app_protocol: port.app_protocol.as_deref().map(str::to_owned),
        name: port.name.as_deref().map(str::to_owned),
        port: port.port.map(i32::from),
        protocol: port.protocol.map(|protocol: Protocol| protocol.as_str().to_owned()),
    }
}

fn map(labels: &Labels) -> Option<BTreeMap<String, String>> {
    let map = labels.iter().map(|(key, value)| (key.to_owned(), value.to_owned()));
    (!labels.is_empty()).then(|| map.collect())
}
