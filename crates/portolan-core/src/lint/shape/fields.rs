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
    // The keys of these maps are the author's own words.
    if matches!(parent, "labels" | "annotations" | "matchLabels" | "nodeSelector" | "limits" | "requests") {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(MAPPINGS.is_sorted());
        assert!(LISTS.is_sorted());
    }

    #[test]
    fn a_label_may_be_called_like_a_field() {
        assert_eq!(shape("metadata", "labels"), Shape::Mapping);
        assert_eq!(shape("labels", "spec"), Shape::Other);
        assert_eq!(shape("spec", "ports"), Shape::List);
        assert_eq!(shape("ports", "port"), Shape::Other);
    }
}
