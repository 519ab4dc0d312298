//! Which lists a strategic merge patch merges, and by which keys: the OpenAPI document that kustomize carries
//! (v1.21.2), reduced to the lists with `x-kubernetes-patch-strategy: merge` and the ways to them.

/// What is known of the fields below a value.
pub(crate) type Shape = &'static [(&'static str, Below)];

/// What stands under a field.
#[derive(Clone, Copy)]
pub(crate) enum Below {
    Map(Shape),
    /// A list whose items are merged by these keys; without keys the items are scalars.
    Merge(&'static [&'static str], Shape),
}

use Below::{Map, Merge};

const OBJECT: (&str, Below) =
    ("metadata", Map(&[("finalizers", Merge(&[], &[])), ("ownerReferences", Merge(&["uid"], &[]))]));
const BY_NAME: Below = Merge(&["name"], &[]);
const BY_TYPE: Below = Merge(&["type"], &[]);
const CONDITIONS: (&str, Below) = ("status", Map(&[("conditions", BY_TYPE)]));

const CONTAINER: Shape = &[
    ("env", BY_NAME),
    ("ports", Merge(&["containerPort", "protocol"], &[])),
    ("volumeDevices", Merge(&["devicePath"], &[])),
    ("volumeMounts", Merge(&["mountPath"], &[])),
];
const EPHEMERAL_CONTAINER: Shape = &[
    ("env", BY_NAME),
    ("volumeDevices", Merge(&["devicePath"], &[])),
    ("volumeMounts", Merge(&["mountPath"], &[])),
];
const VOLUME: Shape = &[("ephemeral", Map(&[("volumeClaimTemplate", Map(&[OBJECT]))]))];
const POD_SPEC: (&str, Below) = (
    "spec",
    Map(&[
        ("containers", Merge(&["name"], CONTAINER)),
        ("ephemeralContainers", Merge(&["name"], EPHEMERAL_CONTAINER)),
        ("hostAliases", Merge(&["ip"], &[])),
        ("imagePullSecrets", BY_NAME),
        ("initContainers", Merge(&["name"], CONTAINER)),
        ("topologySpreadConstraints", Merge(&["topologyKey", "whenUnsatisfiable"], &[])),
        ("volumes", Merge(&["name"], VOLUME)),
    ]),
);
const TEMPLATE: (&str, Below) = ("template", Map(&[OBJECT, POD_SPEC]));
const WORKLOAD: Shape = &[OBJECT, ("spec", Map(&[TEMPLATE])), CONDITIONS];
const JOB_TEMPLATE: (&str, Below) = ("jobTemplate", Map(&[OBJECT, ("spec", Map(&[TEMPLATE]))]));
const CRON_JOB: Shape = &[OBJECT, ("spec", Map(&[JOB_TEMPLATE]))];
const POD: Shape =
    &[OBJECT, POD_SPEC, ("status", Map(&[("conditions", BY_TYPE), ("podIPs", Merge(&["ip"], &[]))]))];
const SERVICE: Shape = &[OBJECT, ("spec", Map(&[("ports", Merge(&["port", "protocol"], &[]))])), CONDITIONS];
const NODE: Shape = &[
    OBJECT,
    ("spec", Map(&[("podCIDRs", Merge(&[], &[]))])),
    ("status", Map(&[("addresses", BY_TYPE), ("conditions", BY_TYPE)])),
];
const WEBHOOKS: Shape = &[OBJECT, ("webhooks", BY_NAME)];
const CSI_NODE: Shape = &[OBJECT, ("spec", Map(&[("drivers", BY_NAME)]))];
const WITH_CONDITIONS: Shape = &[OBJECT, CONDITIONS];
const PLAIN: Shape = &[OBJECT];

/// Kinds with lists of their own.
type Own = &'static [(&'static str, Shape)];

/// API versions with their kinds: those with lists of their own, and those with the lists of all objects only.
const KINDS: &[(&str, Own, &str)] = &[
    (
        "v1",
        &[
            ("Pod", POD),
            ("Service", SERVICE),
            ("PodTemplate", &[OBJECT, TEMPLATE]),
            ("ReplicationController", WORKLOAD),
            ("ServiceAccount", &[OBJECT, ("secrets", BY_NAME)]),
            ("Namespace", WITH_CONDITIONS),
            ("PersistentVolumeClaim", WITH_CONDITIONS),
            ("Node", NODE),
            ("ComponentStatus", &[OBJECT, ("conditions", BY_TYPE)]),
        ],
        "Binding ConfigMap Endpoints Event LimitRange PersistentVolume ResourceQuota Secret",
    ),
    (
        "apps/v1",
        &[
            ("Deployment", WORKLOAD),
            ("DaemonSet", WORKLOAD),
            ("ReplicaSet", WORKLOAD),
            ("StatefulSet", WORKLOAD),
        ],
        "ControllerRevision",
    ),
    ("batch/v1", &[("Job", WORKLOAD), ("CronJob", CRON_JOB)], ""),
    ("batch/v1beta1", &[("CronJob", CRON_JOB)], ""),
    (
        "admissionregistration.k8s.io/v1",
        &[("MutatingWebhookConfiguration", WEBHOOKS), ("ValidatingWebhookConfiguration", WEBHOOKS)],
        "",
    ),
    (
        "admissionregistration.k8s.io/v1beta1",
        &[("MutatingWebhookConfiguration", WEBHOOKS), ("ValidatingWebhookConfiguration", WEBHOOKS)],
        "",
    ),
    ("apiextensions.k8s.io/v1", &[], "CustomResourceDefinition"),
    ("apiextensions.k8s.io/v1beta1", &[], "CustomResourceDefinition"),
    ("apiregistration.k8s.io/v1", &[("APIService", WITH_CONDITIONS)], ""),
    ("apiregistration.k8s.io/v1beta1", &[("APIService", WITH_CONDITIONS)], ""),
    ("autoscaling/v1", &[], "HorizontalPodAutoscaler Scale"),
    ("autoscaling/v2beta1", &[], "HorizontalPodAutoscaler"),
    ("autoscaling/v2beta2", &[], "HorizontalPodAutoscaler"),
    ("coordination.k8s.io/v1", &[], "Lease"),
    ("coordination.k8s.io/v1beta1", &[], "Lease"),
    ("discovery.k8s.io/v1", &[], "EndpointSlice"),
    ("discovery.k8s.io/v1beta1", &[], "EndpointSlice"),
    ("extensions/v1beta1", &[], "Ingress"),
    ("networking.k8s.io/v1", &[], "Ingress IngressClass NetworkPolicy"),
    ("networking.k8s.io/v1beta1", &[], "Ingress IngressClass"),
    ("policy/v1", &[("PodDisruptionBudget", WITH_CONDITIONS)], ""),
    ("policy/v1beta1", &[("PodDisruptionBudget", WITH_CONDITIONS)], "PodSecurityPolicy"),
    ("rbac.authorization.k8s.io/v1", &[], "ClusterRole ClusterRoleBinding Role RoleBinding"),
    ("rbac.authorization.k8s.io/v1beta1", &[], "ClusterRole ClusterRoleBinding Role RoleBinding"),
    ("scheduling.k8s.io/v1", &[], "PriorityClass"),
    ("storage.k8s.io/v1", &[("CSINode", CSI_NODE)], "CSIDriver StorageClass VolumeAttachment"),
    ("storage.k8s.io/v1beta1", &[("CSINode", CSI_NODE)], "CSIDriver CSIStorageCapacity StorageClass"),
];

/// What is known of a kind; nothing for kinds of which no list is merged.
pub(crate) fn of(api_version: &str, kind: &str) -> Shape {
    let Some((_, kinds, plain)) = KINDS.iter().find(|(known, ..)| *known == api_version) else { return &[] };
    let own = kinds.iter().find(|(known, _)| *known == kind).map(|(_, shape)| *shape);
    own.unwrap_or(if plain.split(' ').any(|known| known == kind) { PLAIN } else { &[] })
}

/// What is known below a field.
pub(crate) fn below(shape: Shape, field: &str) -> Option<Below> {
    shape.iter().find(|(known, _)| *known == field).map(|(_, below)| *below)
}
