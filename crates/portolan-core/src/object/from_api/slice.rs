//! `discovery/v1` EndpointSlice and `core/v1` Endpoints.

use super::{each, labels, port, some_text, text};
use crate::api::{core, discovery};
use crate::object::{
    AddressType, Conditions, Endpoint, EndpointSlice, Hints, LegacyAddress, LegacyEndpoints, LegacySubset,
    Meta, Protocol, SlicePort, TargetRef,
};

impl EndpointSlice {
    /// A hand-made EndpointSlice after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, slice: discovery::EndpointSlice) -> Self {
        let id = meta.id;
        Self {
            address_type: match slice.address_type.as_str() {
                "IPv6" => AddressType::V6,
                "FQDN" => AddressType::Fqdn,
                _ => AddressType::V4,
            },
            generate_name: some_text(slice.metadata.generate_name),
            ports: slice.ports.map(|ports| each(ports, slice_port)),
            endpoints: slice.endpoints.map(|list| each(list, |one| endpoint(id, one))),
            meta,
        }
    }
}

impl LegacyEndpoints {
    /// A hand-made Endpoints object after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, endpoints: core::Endpoints) -> Self {
        Self { meta, subsets: each(endpoints.subsets.unwrap_or_default(), subset) }
    }
}

fn slice_port(one: discovery::EndpointPort) -> SlicePort {
    SlicePort {
        name: some_text(one.name),
        port: one.port.map(port),
        protocol: Protocol::parse(one.protocol.as_deref()),
        app_protocol: some_text(one.app_protocol),
    }
}

fn endpoint(id: crate::diagnostic::ObjectId, one: discovery::Endpoint) -> Endpoint {
    let conditions = one.conditions.unwrap_or_default();
    let hints = one.hints.unwrap_or_default();
    Endpoint {
        addresses: one.addresses.into_iter().map(Into::into).collect(),
        conditions: Conditions {
            ready: conditions.ready,
            serving: conditions.serving,
            terminating: conditions.terminating,
        },
        hostname: some_text(one.hostname),
        node_name: some_text(one.node_name),
        zone: some_text(one.zone),
        hints: Hints {
            zones: hints.for_zones.unwrap_or_default().into_iter().map(|zone| zone.name.into()).collect(),
            nodes: hints.for_nodes.unwrap_or_default().into_iter().map(|node| node.name.into()).collect(),
        },
        target: one.target_ref.map(target),
        deprecated_topology: labels(one.deprecated_topology),
        origin: id,
    }
}

fn target(reference: core::ObjectReference) -> TargetRef {
    TargetRef { kind: text(reference.kind), namespace: text(reference.namespace), name: text(reference.name) }
}

fn subset(one: core::EndpointSubset) -> LegacySubset {
    let list =
        |addresses: Option<Vec<core::EndpointAddress>>| each(addresses.unwrap_or_default(), legacy_address);
    LegacySubset {
        addresses: list(one.addresses),
        not_ready_addresses: list(one.not_ready_addresses),
        ports: each(one.ports.unwrap_or_default(), legacy_port),
    }
}

fn legacy_address(one: core::EndpointAddress) -> LegacyAddress {
    LegacyAddress {
        ip: one.ip.into(),
        hostname: text(one.hostname),
        node_name: some_text(one.node_name),
        target: one.target_ref.map(target),
    }
}

fn legacy_port(one: core::EndpointPort) -> SlicePort {
    SlicePort {
        name: Some(text(one.name)),
        port: Some(port(one.port)),
        protocol: Protocol::parse(one.protocol.as_deref()),
        app_protocol: some_text(one.app_protocol),
    }
}
