//! Pods: written ones, and those that controllers make of their templates.

use super::super::pod::phase;
use super::{labels, put, take, tree_of};
use crate::defaults;
use crate::json::owner_reference;
use portolan_core::Analysis;
use portolan_core::workload::Pod;
use serde_json::{Map, Value, json};

pub(super) fn value(analysis: &Analysis, pod: &Pod) -> Value {
    let mut object = skeleton(analysis, pod);
    let mut metadata = take(&mut object, "metadata");
    put(&mut metadata, "name", &*pod.name);
    put(&mut metadata, "namespace", &*pod.namespace);
    if !pod.labels.is_empty() {
        put(&mut metadata, "labels", labels(&pod.labels));
    }
    if let Some(owner) = &pod.owner {
        put(&mut metadata, "ownerReferences", json!([owner_reference(owner)]));
    }
    put(&mut object, "metadata", metadata);
    let mut spec = take(&mut object, "spec");
    for (field, text) in
        [("nodeName", &pod.node_name), ("hostname", &pod.hostname), ("subdomain", &pod.subdomain)]
    {
        if !text.is_empty() {
            put(&mut spec, field, &**text);
        }
    }
    put(&mut object, "spec", spec);
    if pod.status.is_none() {
        defaults::set(&mut object);
        put(&mut object, "status", status(analysis, pod));
    }
    Value::Object(object)
}

/// The Pod's own manifest, or what its template makes of it.
fn skeleton(analysis: &Analysis, pod: &Pod) -> Map<String, Value> {
    let mut object = tree_of(analysis, pod.origin);
    if pod.template_path.is_empty() {
        return object;
    }
    for field in pod.template_path.split('.') {
        object = take(&mut object, field);
    }
    put(&mut object, "apiVersion", "v1");
    put(&mut object, "kind", "Pod");
    object
}

fn status(analysis: &Analysis, pod: &Pod) -> Value {
    let condition = json!({ "status": if pod.ready { "True" } else { "False" }, "type": "Ready" });
    let mut status = Map::new();
    put(&mut status, "conditions", json!([condition]));
    put(&mut status, "phase", phase(pod.phase));
    let node = analysis.cluster.nodes.iter().find(|node| node.name == pod.node_name);
    if let Some(ip) = node.and_then(|node| node.internal_ips.first()) {
        put(&mut status, "hostIP", ip.to_string());
    }
    if let Some(ip) = pod.ips.first() {
        put(&mut status, "podIP", ip.to_string());
        let ips = pod.ips.iter().map(|ip| json!({ "ip": ip.to_string() }));
        put(&mut status, "podIPs", ips.collect::<Value>());
    }
    Value::Object(status)
}
