//! Endpoints: written ones, and those beside the slices of a Service.

use super::super::choice::{Selection, Who};
use super::super::endpoints::{names, own_slices};
use super::super::slice::by_service;
use super::{manifest, put};
use portolan_core::Analysis;
use portolan_core::object::{Endpoint, EndpointSlice, Service, SlicePort};
use serde_json::{Map, Value, json};

pub(super) fn values(analysis: &Analysis, selection: &Selection) -> Vec<Value> {
    let written = selection.choose(&analysis.cluster.endpoints, |one| Who::of(&one.meta));
    let mut values: Vec<Value> =
        written.into_iter().map(|(_, one)| Value::Object(manifest(analysis, &one.meta))).collect();
    let known = names(analysis);
    let slices = by_service(&analysis.slices);
    for (who, service) in selection.choose(&analysis.cluster.services, |one| Who::of(&one.meta)) {
        if service.selector.is_some() && !known.contains(&(who.namespace, who.name)) {
            let slices: Vec<&EndpointSlice> = own_slices(service, &slices).collect();
            values.push(of_slices(service, &slices));
        }
    }
    values
}

fn of_slices(service: &Service, slices: &[&EndpointSlice]) -> Value {
    let subsets = slices.iter().filter(|slice| slice.endpoints.iter().flatten().next().is_some());
    json!({
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": { "name": &*service.meta.name, "namespace": &*service.meta.namespace },
        "subsets": subsets.map(|slice| subset(slice)).collect::<Value>(),
    })
}

fn subset(slice: &EndpointSlice) -> Value {
    let mut object = Map::new();
    for (field, ready) in [("addresses", true), ("notReadyAddresses", false)] {
        let endpoints = slice.endpoints.iter().flatten();
        let addresses: Vec<Value> =
            endpoints.filter(|one| one.conditions.is_ready() == ready).map(address).collect();
        if !addresses.is_empty() {
            put(&mut object, field, addresses);
        }
    }
    let ports: Vec<Value> = slice.ports.iter().flatten().map(port).collect();
    if !ports.is_empty() {
        put(&mut object, "ports", ports);
    }
    Value::Object(object)
}

fn address(endpoint: &Endpoint) -> Value {
    let mut object = Map::new();
    put(&mut object, "ip", endpoint.addresses.first().map(|ip| &**ip).unwrap_or_default());
    if let Some(hostname) = &endpoint.hostname {
        put(&mut object, "hostname", &**hostname);
    }
    if let Some(node) = &endpoint.node_name {
        put(&mut object, "nodeName", &**node);
    }
    if let Some(target) = &endpoint.target {
        let target = json!({
            "kind": &*target.kind,
            "name": &*target.name,
            "namespace": &*target.namespace,
        });
        put(&mut object, "targetRef", target);
    }
    Value::Object(object)
}

fn port(port: &SlicePort) -> Value {
    let mut object = Map::new();
    if let Some(name) = port.name.as_deref().filter(|name| !name.is_empty()) {
        put(&mut object, "name", name);
    }
    if let Some(number) = port.port {
        put(&mut object, "port", number);
    }
    if let Some(protocol) = port.protocol {
        put(&mut object, "protocol", protocol.as_str());
    }
    Value::Object(object)
}
