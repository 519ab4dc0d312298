//! EndpointSlices as a v1 List, as `kubectl get endpointslices -A -o json` prints them: keys in alphabetical order.
//! What only a server knows (uids, versions, times) is left out.

use portolan_core::Analysis;
use portolan_core::object::{
    Conditions, Endpoint, EndpointSlice, Hints, Labels, Owner, Protocol, SlicePort, TargetRef,
};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// All EndpointSlices of the cluster, by namespace and name; ends with a line break.
#[must_use]
pub fn endpoint_slices(analysis: &Analysis) -> String {
    let items = analysis.slices.iter().map(slice).collect();
    let list = List { api_version: "v1", items, kind: "List", metadata: ListMeta { resource_version: "" } };
    let mut bytes = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let written = list.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, format));
    bytes.push(b'\n');
    written.ok().and_then(|()| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// One EndpointSlice.
pub(crate) fn endpoint_slice(one: &EndpointSlice) -> serde_json::Value {
    serde_json::to_value(slice(one)).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List<'a> {
    api_version: &'static str,
    items: Vec<Slice<'a>>,
    kind: &'static str,
    metadata: ListMeta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListMeta {
    resource_version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Slice<'a> {
    address_type: &'static str,
    api_version: &'static str,
    endpoints: Option<Vec<End<'a>>>,
    kind: &'static str,
    metadata: Meta<'a>,
    ports: Option<Vec<Port<'a>>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    #[serde(skip_serializing_if = "is_empty", serialize_with = "map")]
    annotations: &'a Labels,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_name: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty", serialize_with = "map")]
    labels: &'a Labels,
    name: &'a str,
    namespace: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_references: Option<[OwnerReference<'a>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OwnerReference<'a> {
    api_version: &'a str,
    block_owner_deletion: bool,
    controller: bool,
    kind: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct End<'a> {
    addresses: Vec<&'a str>,
    conditions: EndConditions,
    #[serde(skip_serializing_if = "is_empty", serialize_with = "map")]
    deprecated_topology: &'a Labels,
    #[serde(skip_serializing_if = "Option::is_none")]
    hints: Option<EndHints<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hostname: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_ref: Option<Target<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<&'a str>,
}

#[derive(Serialize)]
struct EndConditions {
    #[serde(skip_serializing_if = "Option::is_none")]
    ready: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serving: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terminating: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EndHints<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    for_nodes: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    for_zones: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Target<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    kind: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    namespace: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Port<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    app_protocol: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
}

fn slice(slice: &EndpointSlice) -> Slice<'_> {
    let meta = &slice.meta;
    Slice {
        address_type: slice.address_type.as_str(),
        api_version: "discovery.k8s.io/v1",
        endpoints: slice.endpoints.as_ref().map(|list| list.iter().map(end).collect()),
        kind: "EndpointSlice",
        metadata: Meta {
            annotations: &meta.annotations,
            generate_name: slice.generate_name.as_deref(),
            labels: &meta.labels,
            name: &meta.name,
            namespace: &meta.namespace,
            owner_references: meta.owner.as_ref().map(|owner| [owner_reference(owner)]),
        },
        ports: slice.ports.as_ref().map(|list| list.iter().map(port).collect()),
    }
}

fn owner_reference(owner: &Owner) -> OwnerReference<'_> {
    OwnerReference {
        api_version: &owner.api_version,
        block_owner_deletion: true,
        controller: true,
        kind: &owner.kind,
        name: &owner.name,
    }
}

fn end(endpoint: &Endpoint) -> End<'_> {
    let Conditions { ready, serving, terminating } = endpoint.conditions;
    End {
        addresses: endpoint.addresses.iter().map(AsRef::as_ref).collect(),
        conditions: EndConditions { ready, serving, terminating },
        deprecated_topology: &endpoint.deprecated_topology,
        hints: hints(&endpoint.hints),
        hostname: endpoint.hostname.as_deref(),
        node_name: endpoint.node_name.as_deref(),
        target_ref: endpoint.target.as_ref().map(target),
        zone: endpoint.zone.as_deref(),
    }
}

fn hints(hints: &Hints) -> Option<EndHints<'_>> {
    if hints.zones.is_empty() && hints.nodes.is_empty() {
        return None;
    }
    Some(EndHints {
        for_nodes: hints.nodes.iter().map(|name| Named { name }).collect(),
        for_zones: hints.zones.iter().map(|name| Named { name }).collect(),
    })
}

fn target(target: &TargetRef) -> Target<'_> {
    Target { kind: &target.kind, name: &target.name, namespace: &target.namespace }
}

fn port(port: &SlicePort) -> Port<'_> {
    Port {
        app_protocol: port.app_protocol.as_deref(),
        name: port.name.as_deref(),
        port: port.port,
        protocol: port.protocol.map(Protocol::as_str),
    }
}

fn is_empty(labels: &&Labels) -> bool {
    labels.is_empty()
}

fn map<S: Serializer>(labels: &Labels, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(labels.len()))?;
    for (key, value) in labels.iter() {
        map.serialize_entry(key, value)?;
    }
    map.end()
}
