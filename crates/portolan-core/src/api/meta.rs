//! `meta/v1`: what every object has, and selectors.

use crate::api::{Time, api};
use portolan_yaml::collections::BTreeMap;

api! {
    ObjectMeta {
        annotations: Option<BTreeMap<String, String>> = "annotations",
        creation_timestamp: Option<Time> = "creationTimestamp",
        deletion_grace_period_seconds: Option<i64> = "deletionGracePeriodSeconds",
        deletion_timestamp: Option<Time> = "deletionTimestamp",
        finalizers: Option<Vec<String>> = "finalizers",
        generate_name: Option<String> = "generateName",
        generation: Option<i64> = "generation",
        labels: Option<BTreeMap<String, String>> = "labels",
        name: Option<String> = "name",
        namespace: Option<String> = "namespace",
        owner_references: Option<Vec<OwnerReference>> = "ownerReferences",
        resource_version: Option<String> = "resourceVersion",
        self_link: Option<String> = "selfLink",
        uid: Option<String> = "uid",
    }
    OwnerReference {
        api_version: String = "apiVersion",
        block_owner_deletion: Option<bool> = "blockOwnerDeletion",
        controller: Option<bool> = "controller",
        kind: String = "kind",
        name: String = "name",
        uid: String = "uid",
    }
    LabelSelector {
        match_expressions: Option<Vec<LabelSelectorRequirement>> = "matchExpressions",
        match_labels: Option<BTreeMap<String, String>> = "matchLabels",
    }
    LabelSelectorRequirement {
        key: String = "key",
        operator: String = "operator",
        values: Option<Vec<String>> = "values",
    }
}
