//! What a container's own `env` and `envFrom` say.

use super::{Import, Value, ValueSource, Variable};
use crate::Analysis;
use crate::diagnostic::Origin;
use crate::object::Container;
use crate::workload::Pod;
use portolan_yaml::Node;

/// `env` and `envFrom`, in order.
#[derive(Default)]
pub(super) struct Own {
    pub(super) imports: Vec<Import>,
    pub(super) variables: Vec<Variable>,
}

/// Reads them where they are written.
pub(super) fn read(analysis: &Analysis, pod: &Pod, container: &Container) -> Own {
    let Some(place) = place(pod, container) else { return Own::default() };
    let manifest = analysis.manifests.get(pod.origin.0 as usize);
    let tree = manifest.and_then(|manifest| manifest.tree(&analysis.files));
    let written = |origin: &Origin| tree.and_then(|tree| tree.at(&origin.path));
    let from = pod.origin_of(&format!("{place}.envFrom"));
    let imports = (0..).zip(written(&from).into_iter().flat_map(Node::items));
    let imports = imports.filter_map(|(index, item)| {
        import(item, Origin { object: from.object, path: format!("{}[{index}]", from.path) })
    });
    let variables = container.env.iter().enumerate().map(|(index, one)| {
        let origin = pod.origin_of(&format!("{place}.env[{index}]"));
        let source = written(&origin).and_then(|node| source(node.get("valueFrom")?));
        let value = match source.filter(|_| one.value.is_empty()) {
            Some(source) => Value::From(source),
            None => Value::Text(one.value.to_string()),
        };
        Variable { name: one.name.to_string(), value, service: None, origin: Some(origin) }
    });
    Own { imports: imports.collect(), variables: variables.collect() }
}

/// The path of a container in the Pod's specification.
fn place(pod: &Pod, container: &Container) -> Option<String> {
    let lists = [("containers", &pod.spec.containers), ("initContainers", &pod.spec.init_containers)];
    lists.into_iter().find_map(|(name, list)| {
        let place = list.iter().position(|one| one.name == container.name)?;
        Some(format!("{name}[{place}]"))
    })
}

fn import(item: Node<'_>, origin: Origin) -> Option<Import> {
    let kinds = [("ConfigMap", "configMapRef"), ("Secret", "secretRef")];
    let (kind, reference) = kinds.into_iter().find_map(|(kind, field)| Some((kind, item.get(field)?)))?;
    Some(Import { kind, name: text(reference, "name"), prefix: text(item, "prefix"), origin })
}

fn source(node: Node<'_>) -> Option<ValueSource> {
    const KINDS: [(&str, &str, &str); 5] = [
        ("fieldRef", "", "fieldPath"),
        ("resourceFieldRef", "containerName", "resource"),
        ("configMapKeyRef", "name", "key"),
        ("secretKeyRef", "name", "key"),
        ("fileKeyRef", "volumeName", "key"),
    ];
    KINDS.into_iter().find_map(|(kind, name, key)| {
        let reference = node.get(kind)?;
        Some(ValueSource { kind, name: text(reference, name), key: text(reference, key) })
    })
}

fn text(node: Node<'_>, field: &str) -> String {
    node.get(field).map(|value| value.content().to_owned()).unwrap_or_default()
}
