//! What says nothing: `null` anywhere, and the empty values of fields that Go leaves out when they are empty.

use serde_json::{Map, Value};

/// Fields that Go has as plain numbers and truth values: 0 and false are left out.
const PLAIN: [&str; 20] = [
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostPort",
    "initialDelaySeconds",
    "minReadySeconds",
    "nodePort",
    "paused",
    "periodSeconds",
    "publishNotReadyAddresses",
    "readOnly",
    "stdin",
    "stdinOnce",
    "successThreshold",
    "timeoutSeconds",
    "failureThreshold",
    "tty",
    "healthCheckNodePort",
    "generation",
    "templateGeneration",
];

/// Fields that Go has as pointers to texts: an empty text stays.
const KEPT_TEXTS: [&str; 5] = ["type", "storageClassName", "service", "ingressClassName", "divisor"];

/// Fields that hold texts under names of the author's own: an empty text stays.
const FREE: [&str; 6] = ["annotations", "labels", "matchLabels", "nodeSelector", "selector", "data"];

/// Deeper than any field of the API.
const DEPTH: usize = 200;

/// Takes out what says nothing.
pub(super) fn strip(object: &mut Map<String, Value>) {
    strip_fields(object, 0);
}

fn strip_fields(object: &mut Map<String, Value>, depth: usize) {
    if depth > DEPTH {
        return;
    }
    object.retain(|field, value| {
        if FREE.contains(&field.as_str()) && value.as_object().is_some_and(|map| !has_fields(map)) {
            return !value.as_object().is_some_and(Map::is_empty) || field == "selector";
        }
        strip_value(value, depth + 1);
        !says_nothing(field, value)
    });
}

/// Whether a mapping is one of fields, as the selector of a Deployment, and not one of labels.
fn has_fields(map: &Map<String, Value>) -> bool {
    map.values().any(|value| value.is_object() || value.is_array())
}

fn strip_value(value: &mut Value, depth: usize) {
    match value {
        Value::Object(map) => strip_fields(map, depth),
        Value::Array(items) if depth <= DEPTH => {
            items.iter_mut().for_each(|item| strip_value(item, depth + 1))
        }
        _ => {}
    }
}

fn says_nothing(field: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() && !KEPT_TEXTS.contains(&field),
        Value::Array(items) => items.is_empty(),
        Value::Bool(false) => PLAIN.contains(&field),
        Value::Number(number) => PLAIN.contains(&field) && number.as_i64() == Some(0),
        Value::Bool(true) | Value::Object(_) => false,
    }
}
