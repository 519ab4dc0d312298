//! A Pod template as the server holds it, and as Go prints that: every field in the order of the internal Go types, after
//! defaulting. It is what an error shows of a template that may not change, and what two templates are compared by.

use super::internal_types::STRUCTS;
use super::{is_controller, rolling};
use crate::admission::go::json_string;
use crate::admission::selector;
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{IntOrString, Quantity, Read};
use crate::document::Typed;
use crate::document::quantity::canonical;
use portolan_yaml::Node;
use portolan_yaml::collections::BTreeMap;

/// What is written of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of it.
    Whole,
    /// What may not change while a Job is suspended: neither amounts of resources nor where Pods may be scheduled.
    Fixed,
}

/// The template of a controller, and the claims of a StatefulSet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::admission) struct Template {
    /// `spec.template` but for its metadata.
    pub(super) spec: String,
    /// The part of it that not even a suspended Job may change.
    pub(super) fixed: String,
    /// `spec.volumeClaimTemplates`.
    pub(super) claims: Vec<String>,
}

impl Template {
    /// That of a controller, by its tree; nothing for other kinds.
    pub(in crate::admission) fn of(typed: &Typed, tree: Node<'_>) -> Self {
        if !is_controller(typed) {
            return Self::default();
        }
        let spec = tree.get("spec");
        let job = spec.and_then(|spec| spec.get("jobTemplate")?.get("spec"));
        let pod = job.or(spec).and_then(|spec| spec.get("template")?.get("spec"));
        let pod = pod.filter(|pod| !pod.is_null());
        let claims = spec.and_then(|spec| spec.get("volumeClaimTemplates"));
        Self {
            spec: text("PodSpec", pod, Part::Whole),
            fixed: text("PodSpec", pod, Part::Fixed),
            claims: claims.into_iter().flat_map(Node::items).map(claim).collect(),
        }
    }

    /// The whole template as JSON, with this metadata.
    pub(super) fn json(&self, meta: Option<&ObjectMeta>) -> String {
        let mut out = String::from("{");
        write_meta(&mut out, meta);
        out.push_str("\"Spec\":");
        out.push_str(&self.spec);
        out.push('}');
        out
    }
}

/// A text in which an empty list or map is none, for comparisons: `Semantic.DeepEqual` sees no difference.
pub(super) fn plain(json: &str) -> String {
    json.replace("[]", "null").replace("{}", "null")
}

fn claim(node: Node<'_>) -> String {
    let mut out = String::new();
    write_meta(&mut out, node.get("metadata").map(ObjectMeta::read).as_ref());
    out.push_str(&plain(&text("PersistentVolumeClaimSpec", node.get("spec"), Part::Whole)));
    out
}

fn text(name: &str, node: Option<Node<'_>>, part: Part) -> String {
    let mut out = String::new();
    write_struct(&mut out, name, node, None, part);
    out
}

/// `metav1.ObjectMeta`, embedded: each field that is not empty.
fn write_meta(out: &mut String, meta: Option<&ObjectMeta>) {
    let Some(meta) = meta else { return };
    let mut field = |name: &str, json: String| {
        if !matches!(json.as_str(), "" | "\"\"" | "0" | "{}" | "[]" | "null") {
            out.push_str(&format!("\"{name}\":{json},"));
        }
    };
    let string = |text: &Option<String>| text.as_deref().map(json_string).unwrap_or_default();
    let map = |map: &Option<BTreeMap<String, String>>| crate::admission::go::json_map(map.as_ref());
    field("name", string(&meta.name));
    field("generateName", string(&meta.generate_name));
    field("namespace", string(&meta.namespace));
    field("selfLink", string(&meta.self_link));
    field("uid", string(&meta.uid));
    field("resourceVersion", string(&meta.resource_version));
    field("generation", meta.generation.unwrap_or(0).to_string());
    let time = |time: &Option<_>| time.as_ref().map(|time: &crate::api::Time| json_string(&time.to_string()));
    field("creationTimestamp", time(&meta.creation_timestamp).unwrap_or_default());
    field("deletionTimestamp", time(&meta.deletion_timestamp).unwrap_or_default());
    field("labels", map(&meta.labels));
    field("annotations", map(&meta.annotations));
    field("finalizers", crate::admission::go::json_strings(meta.finalizers.as_deref()));
}

/// A struct with its braces; `around` is the object that it stands in.
fn write_struct(out: &mut String, name: &str, node: Option<Node<'_>>, around: Option<Node<'_>>, part: Part) {
    out.push('{');
    write_fields(out, name, node, around, part);
    out.push('}');
}

fn write_fields(out: &mut String, name: &str, node: Option<Node<'_>>, around: Option<Node<'_>>, part: Part) {
    let fields = STRUCTS.iter().find(|(known, _)| *known == name).map_or("", |(_, fields)| *fields);
    for (index, field) in fields.split(", ").enumerate() {
        if index > 0 {
            out.push(',');
        }
        let mut words = field.splitn(3, ' ');
        let (label, type_) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if label == "+" {
            match type_ {
                "M" => {
                    write_meta(
                        out,
                        node.and_then(|node| node.get("metadata")).map(ObjectMeta::read).as_ref(),
                    );
                    trim_comma(out);
                }
                _ => write_fields(out, type_, node, around, part),
            }
            continue;
        }
        let (go, known) = label.split_once('/').unwrap_or((label, label));
        let up = go.strip_prefix('^');
        let of = if up.is_some() { around } else { node };
        let value = of.and_then(|of| find(of, known.trim_start_matches('^')));
        let go = up.unwrap_or(go);
        out.push_str(&format!("\"{go}\":"));
        let moves = part == Part::Fixed && is_mutable(name, go);
        let value =
            value.filter(|_| !moves && !is_dropped(name, go)).filter(|value| !is_bare_signal(go, *value));
        match special(name, go, of, value) {
            Some(json) => out.push_str(&json),
            None => write_value(out, type_, words.next(), value, node, part),
        }
    }
}

fn trim_comma(out: &mut String) {
    if out.ends_with(',') {
        out.pop();
    }
}

/// `AllowMutableSchedulingDirectives` and `AllowMutablePodResources`.
fn is_mutable(name: &str, field: &str) -> bool {
    matches!(
        (name, field),
        ("PodSpec", "NodeSelector" | "Tolerations" | "SchedulingGates")
            | ("Affinity", "NodeAffinity")
            | ("Container", "Resources")
    )
}

/// `DropDisabledTemplateFields`: fields whose feature gates are off.
fn is_dropped(name: &str, field: &str) -> bool {
    matches!((name, field), ("Lifecycle", "StopSignal") | ("PodSpec", "SchedulingGroup"))
}

/// A `lifecycle` of which nothing is left without its `stopSignal`.
fn is_bare_signal(field: &str, value: Node<'_>) -> bool {
    let has = |key: &str| value.get(key).is_some_and(|node| !node.is_null());
    field == "Lifecycle" && has("stopSignal") && !has("preStop") && !has("postStart")
}

/// The value of the first of these names, in whatever case, that is there.
fn find<'f>(of: Node<'f>, names: &str) -> Option<Node<'f>> {
    names.split('|').find_map(|name| {
        let found = of.pairs().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    })
}

/// Defaults that depend on other fields.
fn special(name: &str, field: &str, of: Option<Node<'_>>, value: Option<Node<'_>>) -> Option<String> {
    let text = |node: Option<Node<'_>>| node.and_then(Node::as_str).map(String::from).unwrap_or_default();
    let named = |key: &str| text(of.and_then(|of| of.get(key)));
    let is_unset = || text(value).is_empty();
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
        _ => None,
    }
}

fn has_source(volume: Node<'_>) -> bool {
    volume.pairs().any(|(key, value)| key != "name" && !value.is_null())
}

/// `Always` for the tag `latest`, which is that of an image without tag and digest.
fn pull_policy(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or_default();
    let is_name = !name.is_empty() && !image.contains(char::is_whitespace);
    let (name, tag) = name.split_once(':').unwrap_or((name, "latest"));
    let is_name = is_name && !name.bytes().any(|b| b.is_ascii_uppercase());
    if is_name && tag == "latest" && !image.contains('@') { "Always" } else { "IfNotPresent" }
}

fn write_value(
    out: &mut String,
    type_: &str,
    default: Option<&str>,
    value: Option<Node<'_>>,
    around: Option<Node<'_>>,
    part: Part,
) {
    let start = out.len();
    match (type_.chars().next(), type_.get(1..).unwrap_or_default(), value) {
        (Some('*' | '-' | '='), ..) if value.is_none() => out.push_str("null"),
        (Some('*'), inner, _) => {
            write_value(out, inner, None, value, around, part);
            if inner == "Affinity" && out.get(start..).is_some_and(|json| plain_affinity(json, part)) {
                out.truncate(start);
                out.push_str("null");
            }
            return;
        }
        (Some('-'), inner, Some(node)) => {
            out.push('[');
            for item in node.items() {
                write_value(out, inner, None, Some(item).filter(|item| !item.is_null()), around, part);
                out.push(',');
            }
            trim_comma(out);
            out.push(']');
        }
        (Some('='), inner, Some(node)) => {
            let entries: BTreeMap<&str, Node<'_>> = node.pairs().collect();
            out.push('{');
            for (key, value) in entries {
                out.push_str(&json_string(key));
                out.push(':');
                write_value(out, inner, None, Some(value), around, part);
                out.push(',');
            }
            trim_comma(out);
            out.push('}');
        }
        (Some('A'..='Z'), name, _) if !(name.is_empty() && type_ == "L") => {
            write_struct(out, type_, value, around, part);
        }
        _ => out.push_str(&scalar(type_, value)),
    }
    if let Some(default) =
        default.filter(|_| out.get(start..).is_some_and(|it| matches!(it, "null" | "0" | "\"\"")))
    {
        out.truncate(start);
        out.push_str(default);
    }
}

/// An affinity of which only what may change was written is as good as none.
fn plain_affinity(json: &str, part: Part) -> bool {
    part == Part::Fixed && json == "{\"NodeAffinity\":null,\"PodAffinity\":null,\"PodAntiAffinity\":null}"
}

fn scalar(type_: &str, value: Option<Node<'_>>) -> String {
    match type_ {
        "s" => json_string(value.and_then(Node::as_str).as_deref().unwrap_or_default()),
        "b" => value.is_some_and(bool::read).to_string(),
        "q" => json_string(
            &value.map_or_else(|| "0".to_owned(), |node| canonical(Quantity::read(node).0.trim())),
        ),
        "o" => value.map_or_else(|| "0".to_owned(), |node| rolling::json(&IntOrString::read(node))),
        "L" => value.map_or_else(|| "null".to_owned(), |node| selector::json(&LabelSelector::read(node))),
        _ => value.map_or(0, i64::read).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The struct types that a type names.
    fn named(type_: &str) -> Option<&str> {
        let name = type_.trim_start_matches(['*', '-', '=']);
        (name.len() > 1).then_some(name)
    }

    #[test]
    fn every_type_is_known() {
        for (name, fields) in STRUCTS {
            for field in fields.split(", ") {
                let type_ = field.split(' ').nth(1).unwrap_or_default();
                let Some(wanted) = named(type_) else { continue };
                assert!(STRUCTS.iter().any(|(known, _)| *known == wanted), "{name}: {field}");
            }
        }
    }

    #[test]
    fn images_without_tags_are_pulled_always() {
        let policies = ["a", "a:latest", "r:5000/a", "a:1", "a@sha256:0", "A", ""].map(pull_policy);
        let (always, kept) = ("Always", "IfNotPresent");
        assert_eq!(policies, [always, always, always, kept, kept, kept, kept]);
    }
}
