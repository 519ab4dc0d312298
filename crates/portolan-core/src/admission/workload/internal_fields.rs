//! Fields of the internal types that are not simply what is written: defaults that depend on other fields, what feature
//! gates drop, and what a suspended Job may change.

use crate::admission::go::json_string;
use crate::object::is_pulled_always;
use portolan_yaml::Node;

/// `AllowMutableSchedulingDirectives` and `AllowMutablePodResources`.
pub(super) fn is_mutable(name: &str, field: &str) -> bool {
    matches!(
        (name, field),
        ("PodSpec", "NodeSelector" | "Tolerations" | "SchedulingGates")
            | ("Affinity", "NodeAffinity")
            | ("Container", "Resources")
    )
}

/// `DropDisabledTemplateFields`: fields whose feature gates are off.
pub(super) fn is_dropped(name: &str, field: &str) -> bool {
    matches!((name, field), ("Lifecycle", "StopSignal") | ("PodSpec", "SchedulingGroup"))
}

/// A `lifecycle` of which nothing is left without its `stopSignal`.
pub(super) fn is_bare_signal(field: &str, value: Node<'_>) -> bool {
    let has = |key: &str| value.get(key).is_some_and(|node| !node.is_null());
    field == "Lifecycle" && has("stopSignal") && !has("preStop") && !has("postStart")
}

/// Defaults that depend on other fields.
pub(super) fn special(
    name: &str,
    field: &str,
    of: Option<Node<'_>>,
    value: Option<Node<'_>>,
) -> Option<String> {
    let text = |node: Option<Node<'_>>| node.and_then(Node::as_str).map(String::from).unwrap_or_default();
    let named = |key: &str| text(of.and_then(|of| of.get(key)));
    let is_unset = || text(value).is_empty();
    let has = |key: &str| of.and_then(|of| of.get(key)).is_some_and(|node| !node.is_null());
    match (name, field) {
        ("Container" | "EphemeralContainerCommon", "ImagePullPolicy") if is_unset() => {
            Some(json_string(pull_policy(&named("image"))))
        }
        ("ImageVolumeSource", "PullPolicy") if is_unset() => {
            Some(json_string(pull_policy(&named("reference"))))
        }
        ("VolumeSource", "EmptyDir") if !of.is_some_and(has_source) => {
            Some("{\"Medium\":\"\",\"SizeLimit\":null}".to_owned())
        }
        ("StatefulSetUpdateStrategy", "RollingUpdate") if value.is_none() && named("type").is_empty() => {
            Some("{\"Partition\":0}".to_owned())
        }
        ("JobSpec", "Completions") if value.is_none() && !has("parallelism") => Some("1".to_owned()),
        ("JobSpec", "BackoffLimit") if value.is_none() && has("backoffLimitPerIndex") => {
            Some(i32::MAX.to_string())
        }
        ("JobSpec", "PodReplacementPolicy") if value.is_none() && has("podFailurePolicy") => {
            Some("\"Failed\"".to_owned())
        }
        _ => None,
    }
}

fn has_source(volume: Node<'_>) -> bool {
    volume.pairs().any(|(key, value)| key != "name" && !value.is_null())
}

/// The policy of an image whose container states none.
fn pull_policy(image: &str) -> &'static str {
    if is_pulled_always(image) { "Always" } else { "IfNotPresent" }
}
