//! Which fields kustomize writes: the default configuration of its transformers (`builtinpluginconsts` of
//! `sigs.k8s.io/kustomize/api`), folded where kinds share a Pod template.

use crate::spec::Spec;

/// Path, group, version, kind, and whether the field is made.
type Row = (&'static str, &'static str, &'static str, &'static str, bool);

const LABELS: &[Row] = &[
    ("metadata/labels", "", "", "", true),
    ("spec/template/metadata/labels", "", "v1", "ReplicationController", true),
    ("spec/template/metadata/labels", "", "", "Deployment", true),
    ("spec/template/metadata/labels", "", "", "ReplicaSet", true),
    ("spec/template/metadata/labels", "", "", "DaemonSet", true),
    ("spec/template/metadata/labels", "apps", "", "StatefulSet", true),
    ("spec/volumeClaimTemplates[]/metadata/labels", "apps", "", "StatefulSet", true),
    ("spec/template/metadata/labels", "batch", "", "Job", true),
    ("spec/jobTemplate/metadata/labels", "batch", "", "CronJob", true),
    ("spec/jobTemplate/spec/template/metadata/labels", "batch", "", "CronJob", true),
];

const SELECTORS: &[Row] = &[
    ("spec/selector", "", "v1", "Service", true),
    ("spec/selector", "", "v1", "ReplicationController", true),
    ("spec/selector/matchLabels", "", "", "Deployment", true),
    ("spec/selector/matchLabels", "", "", "ReplicaSet", true),
    ("spec/selector/matchLabels", "", "", "DaemonSet", true),
    ("spec/selector/matchLabels", "apps", "", "StatefulSet", true),
    ("spec/selector/matchLabels", "batch", "", "Job", false),
    ("spec/jobTemplate/spec/selector/matchLabels", "batch", "", "CronJob", false),
    ("spec/selector/matchLabels", "policy", "", "PodDisruptionBudget", false),
    ("spec/podSelector/matchLabels", "networking.k8s.io", "", "NetworkPolicy", false),
    ("spec/ingress/from/podSelector/matchLabels", "networking.k8s.io", "", "NetworkPolicy", false),
    ("spec/egress/to/podSelector/matchLabels", "networking.k8s.io", "", "NetworkPolicy", false),
];

/// Selectors below `spec/template/spec` of apps Deployments and StatefulSets.
const SPREADING: &[&str] = &[
    "affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "topologySpreadConstraints/labelSelector/matchLabels",
];

const ANNOTATIONS: &[Row] = &[
    ("metadata/annotations", "", "", "", true),
    ("spec/template/metadata/annotations", "", "v1", "ReplicationController", true),
    ("spec/template/metadata/annotations", "", "", "Deployment", true),
    ("spec/template/metadata/annotations", "", "", "ReplicaSet", true),
    ("spec/template/metadata/annotations", "", "", "DaemonSet", true),
    ("spec/template/metadata/annotations", "", "", "StatefulSet", true),
    ("spec/template/metadata/annotations", "batch", "", "Job", true),
    ("spec/jobTemplate/metadata/annotations", "batch", "", "CronJob", true),
    ("spec/jobTemplate/spec/template/metadata/annotations", "batch", "", "CronJob", true),
];

const NAMESPACES: &[Row] = &[
    ("spec/service/namespace", "apiregistration.k8s.io", "", "APIService", true),
    (
        "spec/conversion/webhook/clientConfig/service/namespace",
        "apiextensions.k8s.io",
        "",
        "CustomResourceDefinition",
        false,
    ),
];

/// Fields with an image, besides those of all `containers` and `initContainers`.
pub(crate) const IMAGES: &[&str] = &[
    "spec/containers[]/image",
    "spec/initContainers[]/image",
    "spec/volumes[]/image/reference",
    "spec/template/spec/containers[]/image",
    "spec/template/spec/initContainers[]/image",
    "spec/template/spec/volumes[]/image/reference",
];

/// Kinds with `spec.replicas`.
pub(crate) const SCALED: &[&str] = &["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"];

fn specs(rows: &'static [Row]) -> impl Iterator<Item = Spec> {
    rows.iter().map(|&(path, group, version, kind, create)| Spec::new(path, group, version, kind, create))
}

/// Where labels go that do not select.
pub(crate) fn labels() -> impl Iterator<Item = Spec> {
    specs(LABELS)
}

/// Where labels go that select, too.
pub(crate) fn selectors() -> impl Iterator<Item = Spec> {
    let spreading = ["Deployment", "StatefulSet"].into_iter().flat_map(|kind| {
        let spec =
            move |path: &&str| Spec::new(&format!("spec/template/spec/{path}"), "apps", "", kind, false);
        SPREADING.iter().map(spec)
    });
    specs(SELECTORS).chain(spreading).chain(labels())
}

/// Where annotations go.
pub(crate) fn annotations() -> impl Iterator<Item = Spec> {
    specs(ANNOTATIONS)
}

/// Where the namespace goes, besides that of the object itself.
pub(crate) fn namespaces() -> impl Iterator<Item = Spec> {
    specs(NAMESPACES)
}

/// Where a Pod spec stands in a kind.
const POD_SPECS: &[(&str, &str)] = &[
    ("Pod", "spec"),
    ("PodTemplate", "template/spec"),
    ("Deployment", "spec/template/spec"),
    ("ReplicaSet", "spec/template/spec"),
    ("DaemonSet", "spec/template/spec"),
    ("StatefulSet", "spec/template/spec"),
    ("Job", "spec/template/spec"),
    ("CronJob", "spec/jobTemplate/spec/template/spec"),
];

/// The same for references that upstream follows in fewer kinds, and in ReplicationControllers.
const FEWER_POD_SPECS: &[(&str, &str)] = &[
    ("Pod", "spec"),
    ("StatefulSet", "spec/template/spec"),
    ("Deployment", "spec/template/spec"),
    ("ReplicationController", "spec/template/spec"),
    ("CronJob", "spec/jobTemplate/spec/template/spec"),
    ("Job", "spec/template/spec"),
    ("DaemonSet", "spec/template/spec"),
];

/// What is referred to, and from where.
pub(crate) struct References {
    /// Group, version and kind of what is referred to; empty ones select all.
    pub(crate) target: [&'static str; 3],
    /// Fields of Pod specs.
    pods: &'static [&'static str],
    /// Whether those are the Pod specs of fewer kinds.
    fewer: bool,
    /// Path, group and kind of other fields.
    others: &'static [(&'static str, &'static str, &'static str)],
}

impl References {
    /// The fields of a kind that refer to the target.
    pub(crate) fn fields(&self, group: &str, kind: &str) -> Vec<String> {
        let pods = if self.fewer { FEWER_POD_SPECS } else { POD_SPECS };
        let root = pods.iter().find(|(known, _)| *known == kind);
        let in_pods =
            root.into_iter().flat_map(|(_, root)| self.pods.iter().map(move |path| format!("{root}/{path}")));
        let fits = |row: &&(&str, &str, &str)| row.2 == kind && (row.1.is_empty() || row.1 == group);
        in_pods.chain(self.others.iter().filter(fits).map(|row| row.0.to_owned())).collect()
    }
}

const SCALE: &[(&str, &str, &str)] = &[("spec/scaleTargetRef/name", "", "HorizontalPodAutoscaler")];
const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

const fn scaled(kind: &'static str) -> References {
    References { target: ["", "", kind], pods: &[], fewer: false, others: SCALE }
}

/// Upstream's `nameReference`.
pub(crate) const REFERENCES: &[References] = &[
    scaled("Deployment"),
    scaled("ReplicationController"),
    scaled("ReplicaSet"),
    scaled("StatefulSet"),
    References {
        target: ["", "v1", "ConfigMap"],
        pods: &[
            "volumes/configMap/name",
            "containers/env/valueFrom/configMapKeyRef/name",
            "initContainers/env/valueFrom/configMapKeyRef/name",
            "containers/envFrom/configMapRef/name",
            "initContainers/envFrom/configMapRef/name",
            "volumes/projected/sources/configMap/name",
        ],
        fewer: false,
        others: &[
            ("spec/configSource/configMap", "", "Node"),
            ("rules/resourceNames", "", "Role"),
            ("rules/resourceNames", "", "ClusterRole"),
            ("metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap", "", "Ingress"),
        ],
    },
    References {
        target: ["", "v1", "Secret"],
        pods: &[
            "volumes/secret/secretName",
            "containers/env/valueFrom/secretKeyRef/name",
            "initContainers/env/valueFrom/secretKeyRef/name",
            "containers/envFrom/secretRef/name",
            "initContainers/envFrom/secretRef/name",
            "imagePullSecrets/name",
            "volumes/projected/sources/secret/name",
        ],
        fewer: false,
        others: &[
            ("spec/tls/secretName", "", "Ingress"),
            ("metadata/annotations/ingress.kubernetes.io\\/auth-secret", "", "Ingress"),
            ("metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret", "", "Ingress"),
            ("metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret", "", "Ingress"),
            ("imagePullSecrets/name", "", "ServiceAccount"),
            ("parameters/secretName", "", "StorageClass"),
            ("parameters/adminSecretName", "", "StorageClass"),
            ("parameters/userSecretName", "", "StorageClass"),
            ("parameters/secretRef", "", "StorageClass"),
            ("rules/resourceNames", "", "Role"),
            ("rules/resourceNames", "", "ClusterRole"),
            (
                "spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
                "serving.knative.dev",
                "Service",
            ),
            ("spec/azureFile/secretName", "", "PersistentVolume"),
        ],
    },
    References {
        target: ["", "v1", "Service"],
        pods: &[],
        fewer: false,
        others: &[
            ("spec/serviceName", "apps", "StatefulSet"),
            ("spec/rules/http/paths/backend/serviceName", "", "Ingress"),
            ("spec/backend/serviceName", "", "Ingress"),
            ("spec/rules/http/paths/backend/service/name", "", "Ingress"),
            ("spec/defaultBackend/service/name", "", "Ingress"),
            ("spec/service/name", "apiregistration.k8s.io", "APIService"),
            ("webhooks/clientConfig/service", ADMISSION, "ValidatingWebhookConfiguration"),
            ("webhooks/clientConfig/service", ADMISSION, "MutatingWebhookConfiguration"),
        ],
    },
    References {
        target: [RBAC, "", "Role"],
        pods: &[],
        fewer: false,
        others: &[("roleRef/name", RBAC, "RoleBinding")],
    },
    References {
        target: [RBAC, "", "ClusterRole"],
        pods: &[],
        fewer: false,
        others: &[("roleRef/name", RBAC, "RoleBinding"), ("roleRef/name", RBAC, "ClusterRoleBinding")],
    },
    References {
        target: ["", "v1", "ServiceAccount"],
        pods: &["serviceAccountName"],
        fewer: true,
        others: &[("subjects", RBAC, "RoleBinding"), ("subjects", RBAC, "ClusterRoleBinding")],
    },
    References {
        target: ["", "v1", "PersistentVolumeClaim"],
        pods: &["volumes/persistentVolumeClaim/claimName"],
        fewer: true,
        others: &[],
    },
    References {
        target: ["", "v1", "PersistentVolume"],
        pods: &[],
        fewer: false,
        others: &[
            ("spec/volumeName", "", "PersistentVolumeClaim"),
            ("rules/resourceNames", "", "ClusterRole"),
        ],
    },
    References {
        target: ["storage.k8s.io", "v1", "StorageClass"],
        pods: &[],
        fewer: false,
        others: &[
            ("spec/storageClassName", "", "PersistentVolume"),
            ("spec/storageClassName", "", "PersistentVolumeClaim"),
            ("spec/volumeClaimTemplates/spec/storageClassName", "", "StatefulSet"),
        ],
    },
    References {
        target: ["scheduling.k8s.io", "v1", "PriorityClass"],
        pods: &["priorityClassName"],
        fewer: true,
        others: &[],
    },
    References {
        target: [ADMISSION, "", "ValidatingAdmissionPolicy"],
        pods: &[],
        fewer: false,
        others: &[("spec/policyName", ADMISSION, "ValidatingAdmissionPolicyBinding")],
    },
];
