//! Pods and their templates.

use super::{default, each, there, volume, within};
use portolan_core::document::canonical_quantity;
use portolan_core::object::is_pulled_always;
use serde_json::{Map, Value, json};

/// A Pod: its specification, and what admission plugins add to every Pod.
pub(super) fn set(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        set_spec(spec);
        each(spec, "containers").for_each(request_limits);
        each(spec, "initContainers").for_each(request_limits);
        default(spec, "enableServiceLinks", true);
        default(spec, "preemptionPolicy", "PreemptLowerPriority");
        default(spec, "priority", priority(spec));
        tolerate(spec);
    });
}

/// `SetDefaults_PodSpec`, and the containers and volumes below it.
pub(super) fn set_spec(spec: &mut Map<String, Value>) {
    default(spec, "dnsPolicy", "ClusterFirst");
    default(spec, "restartPolicy", "Always");
    default(spec, "schedulerName", "default-scheduler");
    default(spec, "securityContext", json!({}));
    default(spec, "terminationGracePeriodSeconds", 30);
    if let Some(account) = spec.get("serviceAccountName").or_else(|| spec.get("serviceAccount")).cloned() {
        default(spec, "serviceAccount", account.clone());
        default(spec, "serviceAccountName", account);
    }
    let on_host = spec.get("hostNetwork") == Some(&Value::Bool(true));
    for list in ["containers", "initContainers"] {
        each(spec, list).for_each(|container| set_container(container, on_host));
    }
    each(spec, "volumes").for_each(volume::set);
}

fn set_container(container: &mut Map<String, Value>, on_host: bool) {
    let image = container.get("image").and_then(Value::as_str).unwrap_or_default();
    let policy = if is_pulled_always(image) { "Always" } else { "IfNotPresent" };
    default(container, "imagePullPolicy", policy);
    default(container, "terminationMessagePath", "/dev/termination-log");
    default(container, "terminationMessagePolicy", "File");
    within(container, "resources", |resources| {
        for list in ["limits", "requests"] {
            there(resources, list).into_iter().for_each(canonical);
        }
    });
    for port in each(container, "ports") {
        default(port, "protocol", "TCP");
        if let (true, Some(number)) = (on_host, port.get("containerPort").cloned()) {
            default(port, "hostPort", number);
        }
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        there(container, probe).into_iter().for_each(set_probe);
    }
    for hook in ["postStart", "preStop"] {
        let handler = there(container, "lifecycle").and_then(|lifecycle| there(lifecycle, hook));
        handler.into_iter().for_each(set_handler);
    }
    for source in each(container, "env").filter_map(|variable| there(variable, "valueFrom")) {
        there(source, "fieldRef").into_iter().for_each(|field| default(field, "apiVersion", "v1"));
        there(source, "resourceFieldRef").into_iter().for_each(|field| default(field, "divisor", "0"));
    }
}

fn set_probe(probe: &mut Map<String, Value>) {
    set_handler(probe);
    default(probe, "timeoutSeconds", 1);
    default(probe, "periodSeconds", 10);
    default(probe, "successThreshold", 1);
    default(probe, "failureThreshold", 3);
    there(probe, "grpc").into_iter().for_each(|grpc| default(grpc, "service", ""));
}

fn set_handler(handler: &mut Map<String, Value>) {
    if let Some(get) = there(handler, "httpGet") {
        default(get, "path", "/");
        default(get, "scheme", "HTTP");
    }
}

/// `SetDefaults_Pod`: what a container may have is what it asks for, unless it asks for something else.
fn request_limits(container: &mut Map<String, Value>) {
    let Some(resources) = there(container, "resources") else { return };
    let limits = resources.get("limits").and_then(Value::as_object).cloned().unwrap_or_default();
    if !limits.is_empty() {
        within(resources, "requests", |requests| {
            limits.into_iter().for_each(|(name, amount)| default(requests, &name, amount));
        });
    }
}

/// Amounts as the server writes them: `1000m` is `1`.
fn canonical(amounts: &mut Map<String, Value>) {
    for amount in amounts.values_mut() {
        let written = match &*amount {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        *amount = canonical_quantity(&written).into();
    }
}

/// What the classes that every cluster has are worth.
fn priority(spec: &Map<String, Value>) -> i64 {
    match spec.get("priorityClassName").and_then(Value::as_str) {
        Some("system-cluster-critical") => 2_000_000_000,
        Some("system-node-critical") => 2_000_001_000,
        _ => 0,
    }
}

/// `DefaultTolerationSeconds`: a Pod stays five minutes on a node that is not there.
fn tolerate(spec: &mut Map<String, Value>) {
    let mut tolerations = match spec.get("tolerations") {
        Some(Value::Array(tolerations)) => tolerations.clone(),
        _ => Vec::new(),
    };
    let written = tolerations.clone();
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        let field =
            |one: &Value, field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let is_tolerated = written.iter().any(|one| {
            let (own, effect) = (field(one, "key"), field(one, "effect"));
            (own == key || own.is_empty()) && (effect == "NoExecute" || effect.is_empty())
        });
        if !is_tolerated {
            tolerations.push(json!({
                "effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": 300,
            }));
        }
    }
    spec.insert("tolerations".to_owned(), tolerations.into());
}
