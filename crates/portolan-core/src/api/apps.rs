//! `apps/v1`.

use crate::api::core::{PersistentVolumeClaim, PodTemplateSpec};
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{IntOrString, api};

api! {
    ReplicaSet {
        metadata: ObjectMeta = "metadata",
        spec: Option<ReplicaSetSpec> = "spec",
        status: Option<ReplicaSetStatus> = "status",
    }
    Deployment {
        metadata: ObjectMeta = "metadata",
        spec: Option<DeploymentSpec> = "spec",
        status: Option<DeploymentStatus> = "status",
    }
    StatefulSet {
        metadata: ObjectMeta = "metadata",
        spec: Option<StatefulSetSpec> = "spec",
        status: Option<StatefulSetStatus> = "status",
    }
    DaemonSet {
        metadata: ObjectMeta = "metadata",
        spec: Option<DaemonSetSpec> = "spec",
        status: Option<DaemonSetStatus> = "status",
    }
    ReplicaSetSpec {
        min_ready_seconds: Option<i32> = "minReadySeconds",
        replicas: Option<i32> = "replicas",
        selector: Option<LabelSelector> = "selector",
        template: Option<PodTemplateSpec> = "template",
    }
    ReplicaSetStatus {
        available_replicas: Option<i32> = "availableReplicas",
        ready_replicas: Option<i32> = "readyReplicas",
        replicas: i32 = "replicas",
    }
    DeploymentSpec {
        min_ready_seconds: Option<i32> = "minReadySeconds",
        progress_deadline_seconds: Option<i32> = "progressDeadlineSeconds",
        replicas: Option<i32> = "replicas",
        revision_history_limit: Option<i32> = "revisionHistoryLimit",
        selector: Option<LabelSelector> = "selector",
        strategy: Option<DeploymentStrategy> = "strategy",
        template: PodTemplateSpec = "template",
    }
    DeploymentStatus {
        available_replicas: Option<i32> = "availableReplicas",
        ready_replicas: Option<i32> = "readyReplicas",
        replicas: Option<i32> = "replicas",
        updated_replicas: Option<i32> = "updatedReplicas",
    }
    StatefulSetSpec {
        min_ready_seconds: Option<i32> = "minReadySeconds",
        ordinals: Option<StatefulSetOrdinals> = "ordinals",
        persistent_volume_claim_retention_policy: Option<StatefulSetPersistentVolumeClaimRetentionPolicy> = "persistentVolumeClaimRetentionPolicy",
        pod_management_policy: Option<String> = "podManagementPolicy",
        replicas: Option<i32> = "replicas",
        revision_history_limit: Option<i32> = "revisionHistoryLimit",
        selector: Option<LabelSelector> = "selector",
        service_name: Option<String> = "serviceName",
        template: PodTemplateSpec = "template",
        update_strategy: Option<StatefulSetUpdateStrategy> = "updateStrategy",
        volume_claim_templates: Option<Vec<PersistentVolumeClaim>> = "volumeClaimTemplates",
    }
    StatefulSetStatus {
        available_replicas: Option<i32> = "availableReplicas",
        ready_replicas: Option<i32> = "readyReplicas",
        replicas: i32 = "replicas",
        updated_replicas: Option<i32> = "updatedReplicas",
    }
    DaemonSetSpec {
        min_ready_seconds: Option<i32> = "minReadySeconds",
        revision_history_limit: Option<i32> = "revisionHistoryLimit",
        selector: Option<LabelSelector> = "selector",
        template: PodTemplateSpec = "template",
        update_strategy: Option<DaemonSetUpdateStrategy> = "updateStrategy",
    }
    DaemonSetStatus {
        desired_number_scheduled: i32 = "desiredNumberScheduled",
        number_available: Option<i32> = "numberAvailable",
        number_ready: i32 = "numberReady",
        updated_number_scheduled: Option<i32> = "updatedNumberScheduled",
    }
    DeploymentStrategy {
        rolling_update: Option<RollingUpdateDeployment> = "rollingUpdate",
        type_: Option<String> = "type",
    }
    StatefulSetOrdinals {
        start: Option<i32> = "start",
    }
    StatefulSetPersistentVolumeClaimRetentionPolicy {
        when_deleted: Option<String> = "whenDeleted",
        when_scaled: Option<String> = "whenScaled",
    }
    StatefulSetUpdateStrategy {
        rolling_update: Option<RollingUpdateStatefulSetStrategy> = "rollingUpdate",
        type_: Option<String> = "type",
    }
    DaemonSetUpdateStrategy {
        rolling_update: Option<RollingUpdateDaemonSet> = "rollingUpdate",
        type_: Option<String> = "type",
    }
    RollingUpdateDeployment {
        max_surge: Option<IntOrString> = "maxSurge",
        max_unavailable: Option<IntOrString> = "maxUnavailable",
    }
    RollingUpdateStatefulSetStrategy {
        max_unavailable: Option<IntOrString> = "maxUnavailable",
        partition: Option<i32> = "partition",
    }
    RollingUpdateDaemonSet {
        max_surge: Option<IntOrString> = "maxSurge",
        max_unavailable: Option<IntOrString> = "maxUnavailable",
    }
}
