//! Controllers with their statuses, and the ReplicaSets that Deployments make.

use super::{labels, manifest, put, take};
use crate::defaults;
use crate::json::owner_reference;
use portolan_core::Analysis;
use portolan_core::object::{Workload, WorkloadKind};
use serde_json::{Map, Value, json};

pub(super) fn value(analysis: &Analysis, workload: &Workload) -> Value {
    let mut object = manifest(analysis, &workload.meta);
    if object.get("kind").and_then(Value::as_str) != Some(workload.kind.as_str()) {
        object = of_template(object, workload);
    }
    if !workload.meta.stated {
        defaults::set(&mut object);
        put(&mut object, "status", status(workload));
    }
    Value::Object(object)
}

/// A controller that another one made: it has that one's template.
fn of_template(mut owner: Map<String, Value>, workload: &Workload) -> Map<String, Value> {
    let meta = &workload.meta;
    let mut template = take(&mut take(&mut owner, "spec"), "template");
    let mut template_metadata = take(&mut template, "metadata");
    put(&mut template_metadata, "labels", labels(&workload.template.labels));
    put(&mut template, "metadata", template_metadata);
    let mut metadata = Map::new();
    put(&mut metadata, "labels", labels(&meta.labels));
    put(&mut metadata, "name", &*meta.name);
    put(&mut metadata, "namespace", &*meta.namespace);
    if let Some(owner) = &meta.owner {
        put(&mut metadata, "ownerReferences", json!([owner_reference(owner)]));
    }
    let mut spec = Map::new();
    put(&mut spec, "replicas", workload.replicas);
    put(&mut spec, "selector", json!({ "matchLabels": labels(&workload.selector.match_labels) }));
    put(&mut spec, "template", template);
    let mut object = Map::new();
    put(&mut object, "apiVersion", workload.kind.api_version());
    put(&mut object, "kind", workload.kind.as_str());
    put(&mut object, "metadata", metadata);
    put(&mut object, "spec", spec);
    object
}

fn status(workload: &Workload) -> Value {
    let status = workload.status.clone().unwrap_or_default();
    match workload.kind {
        WorkloadKind::DaemonSet => json!({
            "currentNumberScheduled": status.replicas,
            "desiredNumberScheduled": status.replicas,
            "numberAvailable": status.available,
            "numberMisscheduled": 0,
            "numberReady": status.ready,
            "updatedNumberScheduled": status.updated,
        }),
        WorkloadKind::Job { .. } => json!({
            "active": status.replicas,
            "ready": status.ready,
            "succeeded": status.updated,
        }),
        WorkloadKind::CronJob => json!({}),
        WorkloadKind::ReplicationController | WorkloadKind::ReplicaSet => json!({
            "availableReplicas": status.available,
            "readyReplicas": status.ready,
            "replicas": status.replicas,
        }),
        WorkloadKind::Deployment | WorkloadKind::StatefulSet { .. } => json!({
            "availableReplicas": status.available,
            "readyReplicas": status.ready,
            "replicas": status.replicas,
            "updatedReplicas": status.updated,
        }),
    }
}
