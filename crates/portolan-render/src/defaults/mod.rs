//! An object as the API server stores it: what was left out has its default, and what says nothing is gone.
//!
//! Follows `SetDefaults_…` and `SetObjectDefaults_…` of `k8s.io/kubernetes/pkg/apis/*/v1`, the admission plugins that
//! every cluster has (Priority, DefaultTolerationSeconds), and the `omitempty` of `k8s.io/api`.

mod empty;
mod network;
mod pod;
mod volume;
mod workload;

use serde_json::{Map, Value};

/// Gives an object its defaults; one of a kind that has none stays as it is.
pub(crate) fn set(object: &mut Map<String, Value>) {
    empty::strip(object);
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    match kind.as_str() {
        "Pod" => pod::set(object),
        "Endpoints" => network::set_endpoints(object),
        "EndpointSlice" => network::set_endpoint_slice(object),
        "NetworkPolicy" => network::set_network_policy(object),
        "Namespace" => set_namespace(object),
        _ => workload::set(&kind, object),
    }
}

/// The label and the finalizer of every Namespace.
fn set_namespace(object: &mut Map<String, Value>) {
    let name = object.get("metadata").and_then(|meta| meta.get("name")).cloned();
    if let Some(name) = name {
        within(object, "metadata", |meta| {
            within(meta, "labels", |labels| default(labels, "kubernetes.io/metadata.name", name));
        });
    }
    within(object, "spec", |spec| default(spec, "finalizers", serde_json::json!(["kubernetes"])));
}

/// Puts a value where there is none.
fn default(object: &mut Map<String, Value>, field: &str, value: impl Into<Value>) {
    if object.get(field).is_none_or(Value::is_null) {
        object.insert(field.to_owned(), value.into());
    }
}

/// Changes the mapping in a field; an empty one where there is none.
fn within(object: &mut Map<String, Value>, field: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let value = object.entry(field).or_insert(Value::Null);
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    if let Value::Object(map) = value {
        change(map);
    }
}

/// The mapping in a field, if there is one.
fn there<'v>(object: &'v mut Map<String, Value>, field: &str) -> Option<&'v mut Map<String, Value>> {
    object.get_mut(field)?.as_object_mut()
}

/// The mappings of a list.
fn each<'v>(
    object: &'v mut Map<String, Value>,
    field: &str,
) -> impl Iterator<Item = &'v mut Map<String, Value>> {
    object.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}
