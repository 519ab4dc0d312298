//! Which fields hold mappings and which hold lists, by name, for all kinds that Portolan knows.
//!
//! A name has the same shape wherever it stands in these kinds, with the exceptions in [`shape`].

/// The shape of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Named fields.
    Mapping,
    /// Items.
    List,
    /// A scalar, or a field that is not in the table.
    Other,
}

/// Fields that hold mappings, sorted.
const MAPPINGS: &[&str] = &[
    "affinity",
    "annotations",
    "awsElasticBlockStore",
    "backend",
    "clientIP",
    "configMap",
    "configMapKeyRef",
    "configMapRef",
    "defaultBackend",
    "dnsConfig",
    "emptyDir",
    "exec",
    "fieldRef",
    "grpc",
    "hostPath",
    "http",
    "httpGet",
    "jobTemplate",
    "labels",
    "lifecycle",
    "limits",
    "livenessProbe",
    "loadBalancer",
    "matchLabels",
    "metadata",
    "namespaceSelector",
    "nodeAffinity",
    "nodeSelector",
    "ordinals",
    "os",
    "persistentVolumeClaim",
    "podAffinity",
    "podAntiAffinity",
    "podSelector",
    "postStart",
    "preStop",
    "projected",
    "readinessProbe",
    "requests",
    "resourceFieldRef",
    "resources",
    "rollingUpdate",
    "secret",
    "secretKeyRef",
    "secretRef",
    "securityContext",
    "selector",
    "service",
    "sessionAffinityConfig",
    "spec",
    "startupProbe",
    "status",
    "strategy",
    "tcpSocket",
    "template",
    "updateStrategy",
    "valueFrom",
];

/// Fields that hold lists, sorted.
const LISTS: &[&str] = &[
    "accessModes",
    "addresses",
    "args",
    "clusterIPs",
    "command",
    "conditions",
    "containers",
    "egress",
    "endpoints",
    "env",
    "envFrom",
    "externalIPs",
    "from",
    "hostAliases",
    "hosts",
    "imagePullSecrets",
    "ingress",
    "initContainers",
    "ipFamilies",
    "items",
    "loadBalancerSourceRanges",
    "matchExpressions",
    "paths",
    "policyTypes",
    "ports",
    "readinessGates",
    "rules",
    "subsets",
    "tls",
    "to",
    "tolerations",
    "topologySpreadConstraints",
    "values",
    "volumeClaimTemplates",
    "volumeMounts",
    "volumes",
];

/// The shape of the field `name` in the field `parent`; `parent` is empty for the object's own fields.
pub(super) fn shape(parent: &str, name: &str) -> Shape {
    if parent != "selector" && is_map_of_words(parent) {
        return Shape::Other;
    }
    if parent == "service" && name == "port" {
        return Shape::Mapping;
    }
    if MAPPINGS.binary_search(&name).is_ok() {
        Shape::Mapping
    } else if LISTS.binary_search(&name).is_ok() {
        Shape::List
    } else {
        Shape::Other
    }
}

/// Whether the keys of a mapping are the author's own words; those of a selector are so in a Service.
pub(super) fn is_map_of_words(field: &str) -> bool {
    const MAPS: [&str; 7] =
        ["annotations", "labels", "limits", "matchLabels", "nodeSelector", "requests", "selector"];
    MAPS.binary_search(&field).is_ok()
}

/// Whether the items of a list are told apart by a name, so that one field alone is never an item.
pub(super) fn is_list_of_named(field: &str) -> bool {
    matches!(field, "containers" | "env" | "initContainers" | "ports" | "volumeMounts" | "volumes")
}

/// Whether a key is a field of such items.
pub(super) fn is_field_of_item(key: &str) -> bool {
    const FIELDS: [&str; 17] = [
        "appProtocol",
        "args",
        "command",
        "containerPort",
        "env",
        "hostPort",
        "image",
        "imagePullPolicy",
        "mountPath",
        "name",
        "nodePort",
        "port",
        "ports",
        "protocol",
        "resources",
        "targetPort",
        "volumeMounts",
    ];
    FIELDS.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(MAPPINGS.is_sorted());
        assert!(LISTS.is_sorted());
        assert!(is_map_of_words("annotations") && is_map_of_words("selector") && !is_map_of_words("spec"));
        assert!(
            is_field_of_item("appProtocol") && is_field_of_item("volumeMounts") && !is_field_of_item("web")
        );
    }

    #[test]
    fn a_label_may_be_called_like_a_field() {
        assert_eq!(shape("metadata", "labels"), Shape::Mapping);
        assert_eq!(shape("labels", "spec"), Shape::Other);
        assert_eq!(shape("spec", "ports"), Shape::List);
        assert_eq!(shape("ports", "port"), Shape::Other);
    }
}
