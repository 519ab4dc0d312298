//! `-o yaml` and `-o json`: objects as they were written, with what the cluster adds: addresses, node ports, nodes, Pods,
//! statuses. What only a running server knows (uids, versions, times) is left out.

mod endpoints;
mod pod;
mod service;
mod tree;
mod workload;

use super::choice::{Selection, Who};
use super::{Listing, Resource, View};
use crate::defaults;
use crate::json::endpoint_slice;
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::ObjectId;
use portolan_core::object::{Labels, Meta, Node};
use portolan_yaml::collections::BTreeMap;
use serde_json::{Map, Value, json};

/// How objects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Four spaces a level, as kubectl prints it.
    Json,
    /// YAML.
    Yaml,
}

/// The objects of these kinds, in the order of the tables: one that is asked for by its name as it is, others as a
/// List. The text is empty if only names were asked for that are not there.
#[must_use]
pub fn objects(analysis: &Analysis, resources: &[Resource], view: &View, form: Form) -> Listing {
    let selection = &view.selection;
    let single = resources.len() * selection.names.len() == 1;
    let mut list = List { form, text: String::new(), count: 0 };
    let mut listing = Listing::default();
    for resource in resources {
        let mut missing = selection.names.clone();
        for item in items(analysis, *resource, selection) {
            if let Some(name) = item.pointer("/metadata/name").and_then(Value::as_str) {
                missing.retain(|asked| asked != name);
            }
            if single {
                listing.text = form.write(&item);
            } else {
                list.push(&item);
            }
        }
        listing.missing.extend(missing.into_iter().map(|name| (*resource, name)));
    }
    if !single {
        listing.text = list.finish();
    }
    listing
}

/// The objects that the API server accepts, as it stores them, in the order of the manifests.
pub fn accepted_objects(analysis: &Analysis) -> impl Iterator<Item = Value> {
    let services = analysis.cluster.services.iter();
    let services: BTreeMap<ObjectId, _> = services.map(|service| (service.meta.id, service)).collect();
    let accepted = |manifest: &&Manifest| manifest.answer.as_ref().is_some_and(|answer| answer.accepted);
    analysis.manifests.iter().filter(accepted).map(move |manifest| match services.get(&manifest.id) {
        Some(service) => service::value(analysis, service),
        None => Value::Object(stored(analysis, manifest)),
    })
}

/// The accepted objects as documents of YAML.
#[must_use]
pub fn accepted(analysis: &Analysis) -> String {
    let documents = accepted_objects(analysis).map(|object| Form::Yaml.write(&object));
    documents.collect::<Vec<_>>().join("---\n")
}

/// A manifest with its namespace, its generated name and its defaults.
fn stored(analysis: &Analysis, manifest: &Manifest) -> Map<String, Value> {
    let mut object = tree_of(analysis, manifest.id);
    let mut metadata = take(&mut object, "metadata");
    if let Some(name) = &manifest.name {
        put(&mut metadata, "name", name.as_str());
    }
    if let Some(namespace) = manifest.namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
        put(&mut metadata, "namespace", namespace);
    }
    put(&mut object, "metadata", metadata);
    defaults::set(&mut object);
    object
}

impl Form {
    fn write(self, value: &Value) -> String {
        match self {
            Self::Json => crate::json::pretty(value) + "\n",
            Self::Yaml => serde_yaml::to_string(value).unwrap_or_default(),
        }
    }
}

/// A v1 List in the making: each object becomes text at once.
struct List {
    form: Form,
    text: String,
    count: usize,
}

impl List {
    fn push(&mut self, item: &Value) {
        let text = self.form.write(item);
        let (first, others) = match self.form {
            Form::Json => (if self.count == 0 { "\n        " } else { ",\n        " }, "\n        "),
            Form::Yaml => ("\n- ", "\n  "),
        };
        for (index, line) in text.lines().enumerate() {
            let indented = if line.is_empty() { others.trim_end_matches(' ') } else { others };
            self.text.push_str(if index == 0 { first } else { indented });
            self.text.push_str(line);
        }
        self.count += 1;
    }

    fn finish(self) -> String {
        let items = self.text;
        match (self.form, self.count) {
            (Form::Yaml, 0) => {
                "apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ''\n".to_owned()
            }
            (Form::Yaml, _) => {
                format!("apiVersion: v1\nitems:{items}\nkind: List\nmetadata:\n  resourceVersion: ''\n")
            }
            (Form::Json, count) => {
                let end = if count == 0 { "" } else { "\n    " };
                format!(
                    "{{\n    \"apiVersion\": \"v1\",\n    \"items\": [{items}{end}],\n    \"kind\": \"List\",\n    \
                     \"metadata\": {{\n        \"resourceVersion\": \"\"\n    }}\n}}\n"
                )
            }
        }
    }
}

fn items<'a>(
    analysis: &'a Analysis,
    resource: Resource,
    selection: &'a Selection,
) -> Box<dyn Iterator<Item = Value> + 'a> {
    let cluster = &analysis.cluster;
    match resource {
        Resource::Services => {
            let services = selection.choose(&cluster.services, |service| Who::of(&service.meta));
            Box::new(services.into_iter().map(|(_, service)| service::value(analysis, service)))
        }
        Resource::EndpointSlices => {
            let slices = selection.choose(&analysis.slices, |slice| Who::of(&slice.meta));
            Box::new(slices.into_iter().map(|(_, slice)| endpoint_slice(slice)))
        }
        Resource::Endpoints => Box::new(endpoints::values(analysis, selection).into_iter()),
        Resource::Pods => {
            let pods = selection.choose(&cluster.pods, super::pod::who);
            Box::new(pods.into_iter().map(|(_, pod)| pod::value(analysis, pod)))
        }
        Resource::Workloads(kind) => {
            let workloads = cluster.workloads.iter().filter(|workload| kind.is(&workload.kind));
            let workloads = selection.choose(workloads, |workload| Who::of(&workload.meta));
            Box::new(workloads.into_iter().map(|(_, workload)| workload::value(analysis, workload)))
        }
        Resource::Nodes => {
            let nodes = selection.choose(&cluster.nodes, super::node::who);
            Box::new(nodes.into_iter().map(|(_, node)| node_value(analysis, node)))
        }
        Resource::Namespaces => {
            let names = cluster.namespaces.keys().map(|name| &**name);
            let chosen = names.filter(|name| selection.takes(Who::named("", name)));
            Box::new(chosen.map(namespace))
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
    analysis: &'a Analysis,
    selection: &Selection,
    objects: impl Iterator<Item = &'a Meta>,
) -> Box<dyn Iterator<Item = Value> + 'a> {
    let chosen = selection.choose(objects, Who::of);
    Box::new(chosen.into_iter().map(|(_, meta)| {
        let mut object = manifest(analysis, meta);
        if !meta.stated {
            defaults::set(&mut object);
        }
        Value::Object(object)
    }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};

    const INPUT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  selector: \
                         {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      \
                         containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]\n---\napiVersion: v1\n\
                         kind: Service\nmetadata: {name: web}\nspec:\n  clusterIP: 10.96.0.80\n  selector: {app: web}\n  \
                         ports: [{port: 80}]\n";

    fn listed(word: &str, names: &[&str], form: Form) -> Listing {
        let files = vec![parse("test.yaml".to_owned(), INPUT.as_bytes().to_vec())];
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let selection = Selection { names, ..Selection::default() };
        let view = View { selection, ..View::default() };
        objects(&analyze(files, &Options::default()), Resource::parse(word), &view, form)
    }

    #[test]
    fn one_object_by_name_stands_alone_with_its_defaults() {
        let yaml = listed("svc", &["web"], Form::Yaml).text;
        assert!(yaml.starts_with("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"), "{yaml}");
        assert!(yaml.contains("\n  clusterIP: 10.96.0.80\n  clusterIPs:\n  - 10.96.0.80\n"), "{yaml}");
        assert!(yaml.contains("\n  - port: 80\n    protocol: TCP\n    targetPort: 80\n"), "{yaml}");
    }

    #[test]
    fn a_simulated_pod_is_its_template_with_owner_node_and_address() {
        let list: Value = serde_json::from_str(&listed("pods", &[], Form::Json).text).expect("JSON");
        let pod = list.pointer("/items/0").expect("a Pod");
        let field = |path: &str| pod.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
        assert_eq!(field("/kind"), "Pod");
        assert_eq!(field("/spec/containers/0/image"), "nginx");
        assert_eq!(field("/metadata/ownerReferences/0/kind"), "ReplicaSet");
        assert_eq!(field("/spec/nodeName"), "node-a");
        assert_eq!(field("/status/podIP"), "10.244.1.2");
    }

    #[test]
    fn a_replica_set_of_a_deployment_has_its_template_and_owner() {
        let list: Value = serde_json::from_str(&listed("rs", &[], Form::Json).text).expect("JSON");
        let set = list.pointer("/items/0").expect("a ReplicaSet");
        assert_eq!(set.pointer("/apiVersion"), Some(&Value::from("apps/v1")));
        assert_eq!(set.pointer("/metadata/ownerReferences/0/name"), Some(&Value::from("web")));
        assert_eq!(set.pointer("/spec/template/spec/containers/0/name"), Some(&Value::from("web")));
        assert_eq!(set.pointer("/status/readyReplicas"), Some(&Value::from(1)));
    }

    #[test]
    fn a_list_is_the_same_in_both_forms() {
        for word in ["all", "ingressclasses"] {
            let yaml: Value = serde_yaml::from_str(&listed(word, &[], Form::Yaml).text).expect("YAML");
            let json: Value = serde_json::from_str(&listed(word, &[], Form::Json).text).expect("JSON");
            assert_eq!(yaml, json);
            assert_eq!(json.pointer("/kind"), Some(&Value::from("List")));
        }
    }

    #[test]
    fn a_name_that_is_not_there_is_missing() {
        let list = listed("svc", &["api"], Form::Yaml);
        assert_eq!(list.missing, [(Resource::Services, "api".to_owned())]);
        assert_eq!(list.text, "");
    }
}
