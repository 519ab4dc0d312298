//! Objects by name: ConfigMaps and Secrets of containers and volumes, headless Services, classes, what is scaled.

use super::Book;
use portolan_core::diagnostic::ObjectId;
use portolan_yaml::Node;

/// A field that names an object of a kind: the key around it, its own, the kind, and whether that has a namespace.
const NAMES: &[(&str, &str, &str, bool)] = &[
    ("configMapKeyRef", "name", "ConfigMap", true),
    ("configMapRef", "name", "ConfigMap", true),
    ("configMap", "name", "ConfigMap", true),
    ("secretKeyRef", "name", "Secret", true),
    ("secretRef", "name", "Secret", true),
    ("secret", "secretName", "Secret", true),
    ("tls", "secretName", "Secret", true),
    ("imagePullSecrets", "name", "Secret", true),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim", true),
    ("spec", "serviceAccountName", "ServiceAccount", true),
    ("spec", "serviceName", "Service", true),
    ("spec", "subdomain", "Service", true),
    ("spec", "ingressClassName", "IngressClass", false),
    ("spec", "gatewayClassName", "GatewayClass", false),
    ("parentRefs", "name", "Gateway", true),
    ("labels", "kubernetes.io/service-name", "Service", true),
];

/// Fields whose neighbour `kind` says what their `name` names.
const TYPED: &[&str] = &["scaleTargetRef", "targetRef", "roleRef", "subjects"];

pub(super) fn collect(book: &mut Book<'_>) {
    let analysis = book.analysis;
    for manifest in &analysis.manifests {
        let Some(tree) = manifest.tree(&analysis.files) else { continue };
        let namespace = manifest.namespace.as_deref().unwrap_or_default();
        let mut open = vec![("", tree)];
        while let Some((around, node)) = open.pop() {
            open.extend(node.items().map(|item| (around, item)));
            for (key, value) in node.pairs() {
                if value.scalar().is_none() {
                    open.push((key, value));
                } else if let Some((kind, spaced)) = named(around, key, node) {
                    link(book, manifest.id, value, kind, if spaced { namespace } else { "" });
                }
            }
        }
    }
}

/// The kind that a field names, and whether it has a namespace.
fn named<'a>(around: &str, key: &str, node: Node<'a>) -> Option<(&'a str, bool)> {
    let known = NAMES.iter().find(|(outer, own, ..)| *outer == around && *own == key);
    let typed =
        || (key == "name" && TYPED.contains(&around)).then(|| Some((node.get("kind")?.content(), true)));
    known.map(|(.., kind, spaced)| (*kind, *spaced)).or_else(|| typed().flatten())
}

fn link(book: &mut Book<'_>, object: ObjectId, value: Node<'_>, kind: &str, namespace: &str) {
    let to = book.objects.get(&(kind, namespace, value.content())).copied();
    let from = book.place(object, super::entry(value));
    book.link(from, to.and_then(|id| book.name(id)));
}
