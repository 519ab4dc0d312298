//! `-o yaml` and `-o json`: objects as they were written, with what the cluster adds: addresses, node ports, nodes, Pods,
//! statuses. What only a running server knows (uids, versions, times) is left out.

mod endpoints;
mod pod;
mod service;
mod tree;
mod workload;

use super::choice::{Selection, Who};
use super::{Resource, View};
use crate::json::endpoint_slice;
use portolan_core::Analysis;
use portolan_core::diagnostic::ObjectId;
use portolan_core::object::{Labels, Meta, Node, Owner};
use serde_json::{Map, Value, json};

/// The objects that are asked for, in the order of the tables.
#[derive(Clone, Debug, Default)]
pub struct ObjectList {
    items: Vec<Value>,
    /// Whether one object was asked for by its name: it is not wrapped into a List.
    single: bool,
    /// Names that were asked for and are not there.
    pub missing: Vec<(Resource, String)>,
}

/// The objects of these kinds.
#[must_use]
pub fn objects(analysis: &Analysis, resources: &[Resource], view: &View) -> ObjectList {
    let selection = &view.selection;
    let mut list = ObjectList { single: resources.len() * selection.names.len() == 1, ..Default::default() };
    for resource in resources {
        let items = items(analysis, *resource, selection);
        let named = |item: &Value, name: &str| item.pointer("/metadata/name") == Some(&Value::from(name));
        for name in &selection.names {
            if !items.iter().any(|item| named(item, name)) {
                list.missing.push((*resource, name.clone()));
            }
        }
        list.items.extend(items);
    }
    list
}

impl ObjectList {
    /// Four spaces a level, as kubectl prints it.
    #[must_use]
    pub fn json(self) -> String {
        self.value().map(|value| crate::json::pretty(&value) + "\n").unwrap_or_default()
    }

    /// YAML.
    #[must_use]
    pub fn yaml(self) -> String {
        self.value().and_then(|value| serde_yaml::to_string(&value).ok()).unwrap_or_default()
    }

    /// The object, or a List; nothing where only names were asked for that are not there.
    fn value(mut self) -> Option<Value> {
        match (self.single, self.items.pop()) {
            (true, only) => only,
            (false, last) => {
                self.items.extend(last);
                let metadata = json!({ "resourceVersion": "" });
                let items = self.items;
                Some(json!({ "apiVersion": "v1", "items": items, "kind": "List", "metadata": metadata }))
            }
        }
    }
}

fn items(analysis: &Analysis, resource: Resource, selection: &Selection) -> Vec<Value> {
    let cluster = &analysis.cluster;
    match resource {
        Resource::Services => {
            let services = selection.choose(&cluster.services, |service| Who::of(&service.meta));
            services.into_iter().map(|(_, service)| service::value(analysis, service)).collect()
        }
        Resource::EndpointSlices => {
            let slices = selection.choose(&analysis.slices, |slice| Who::of(&slice.meta));
            slices.into_iter().map(|(_, slice)| endpoint_slice(slice)).collect()
        }
        Resource::Endpoints => endpoints::values(analysis, selection),
        Resource::Pods => {
            let pods = selection.choose(&cluster.pods, super::pod::who);
            pods.into_iter().map(|(_, pod)| pod::value(analysis, pod)).collect()
        }
        Resource::Workloads(kind) => {
            let workloads = cluster.workloads.iter().filter(|workload| kind.is(&workload.kind));
            let workloads = selection.choose(workloads, |workload| Who::of(&workload.meta));
            workloads.into_iter().map(|(_, workload)| workload::value(analysis, workload)).collect()
        }
        Resource::Nodes => {
            let nodes = selection.choose(&cluster.nodes, super::node::who);
            nodes.into_iter().map(|(_, node)| node_value(analysis, node)).collect()
        }
        Resource::Namespaces => {
            let names = cluster.namespaces.iter().map(|name| &**name);
            let chosen = names.filter(|name| selection.takes(Who { namespace: "", name, labels: None }));
            chosen.map(namespace).collect()
        }
        Resource::Ingresses => written(analysis, selection, cluster.ingresses.iter().map(|one| &one.meta)),
        Resource::IngressClasses => {
            written(analysis, selection, cluster.ingress_classes.iter().map(|one| &one.meta))
        }
        Resource::NetworkPolicies => {
            written(analysis, selection, cluster.policies.iter().map(|one| &one.meta))
        }
    }
}

/// Objects to which the simulation adds nothing.
fn written<'a>(
    analysis: &Analysis,
    selection: &Selection,
    objects: impl Iterator<Item = &'a Meta>,
) -> Vec<Value> {
    let chosen = selection.choose(objects, Who::of);
    chosen.into_iter().map(|(_, meta)| Value::Object(manifest(analysis, meta))).collect()
}

/// The manifest of an object, with its name and namespace.
fn manifest(analysis: &Analysis, meta: &Meta) -> Map<String, Value> {
    let mut object = tree_of(analysis, meta.id);
    let mut metadata = take(&mut object, "metadata");
    put(&mut metadata, "name", &*meta.name);
    if !meta.namespace.is_empty() {
        put(&mut metadata, "namespace", &*meta.namespace);
    }
    put(&mut object, "metadata", metadata);
    object
}

fn tree_of(analysis: &Analysis, id: ObjectId) -> Map<String, Value> {
    let manifest = analysis.manifests.get(id.0 as usize);
    match manifest.and_then(|manifest| manifest.tree(&analysis.files)).map(tree::value) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// Takes the map out of a field; an empty one where there is none.
fn take(object: &mut Map<String, Value>, field: &str) -> Map<String, Value> {
    match object.remove(field) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Puts a value into a field.
fn put(object: &mut Map<String, Value>, field: &str, value: impl Into<Value>) {
    object.insert(field.to_owned(), value.into());
}

/// The controlling owner, as `metadata.ownerReferences` names it.
fn reference(owner: &Owner) -> Value {
    json!({
        "apiVersion": &*owner.api_version,
        "blockOwnerDeletion": true,
        "controller": true,
        "kind": &*owner.kind,
        "name": &*owner.name,
    })
}

fn labels(labels: &Labels) -> Value {
    labels.iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect::<Map<_, _>>().into()
}

fn node_value(analysis: &Analysis, node: &Node) -> Value {
    if let Some(meta) = &node.meta {
        return Value::Object(manifest(analysis, meta));
    }
    let addresses = node.internal_ips.iter();
    let addresses: Vec<Value> =
        addresses.map(|ip| json!({ "address": ip.to_string(), "type": "InternalIP" })).collect();
    let labels = json!({
        "topology.kubernetes.io/region": &*node.region,
        "topology.kubernetes.io/zone": &*node.zone,
    });
    json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": { "labels": labels, "name": &*node.name },
        "status": {
            "addresses": addresses,
            "conditions": [{ "status": if node.ready { "True" } else { "False" }, "type": "Ready" }],
        },
    })
}

fn namespace(name: &str) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": { "labels": { "kubernetes.io/metadata.name": name }, "name": name },
        "status": { "phase": "Active" },
    })
}
