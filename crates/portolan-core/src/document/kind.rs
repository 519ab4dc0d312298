//! The kinds of the API: which group and version serves them, and whether they live in namespaces.

/// The kinds that Portolan knows from inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `v1`.
    Service,
    /// `v1`.
    Endpoints,
    /// `discovery.k8s.io/v1`.
    EndpointSlice,
    /// `v1`.
    Pod,
    /// `v1`.
    ReplicationController,
    /// `apps/v1`.
    ReplicaSet,
    /// `apps/v1`.
    Deployment,
    /// `apps/v1`.
    StatefulSet,
    /// `apps/v1`.
    DaemonSet,
    /// `batch/v1`.
    Job,
    /// `batch/v1`.
    CronJob,
    /// `v1`.
    Node,
    /// `v1`.
    Namespace,
    /// `networking.k8s.io/v1`.
    Ingress,
    /// `networking.k8s.io/v1`.
    IngressClass,
    /// `networking.k8s.io/v1`.
    NetworkPolicy,
}

/// A kind that a plain API server serves.
#[derive(Debug, PartialEq, Eq)]
pub struct Resource {
    /// The group; empty for the core group.
    pub group: &'static str,
    /// The version.
    pub version: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// The resource: the kind's name in URLs and in messages.
    pub plural: &'static str,
    /// Short names that kubectl takes; left out for kinds that Portolan does not know from inside.
    pub short: &'static [&'static str],
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// The kind, where Portolan knows it from inside.
    pub known: Option<Kind>,
}

/// The resource that serves `kind` in `api_version`.
#[must_use]
pub fn find(api_version: &str, kind: &str) -> Option<&'static Resource> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    RESOURCES.iter().find(|one| one.kind == kind && one.version == version && one.group == group)
}

/// The resource whose kind in lower case this is: kubectl takes it for that kind.
#[must_use]
pub fn find_lower_case(api_version: &str, kind: &str) -> Option<&'static Resource> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let is_lower = !kind.bytes().any(|b| b.is_ascii_uppercase());
    RESOURCES.iter().find(|one| {
        is_lower && one.version == version && one.group == group && one.kind.eq_ignore_ascii_case(kind)
    })
}

/// All versions in which some group serves a kind of that name.
pub fn versions_of(kind: &str) -> impl Iterator<Item = String> {
    RESOURCES.iter().filter(move |one| one.kind == kind).map(Resource::api_version)
}

/// The resource that kubectl means by a word: `svc`, `Service`, `deployments.apps`; of the kinds that Portolan knows from
/// inside.
#[must_use]
pub fn named(word: &str) -> Option<&'static Resource> {
    let word = word.to_ascii_lowercase();
    let (name, group) = word.split_once('.').unwrap_or((&word, ""));
    known_resources().find(|one| {
        let in_group = group.is_empty() || group.strip_prefix("v1.").unwrap_or(group) == one.group;
        in_group && one.is_named(name)
    })
}

/// The resources of all kinds that Portolan knows from inside.
pub fn known_resources() -> impl Iterator<Item = &'static Resource> {
    RESOURCES.iter().filter(|one| one.known.is_some())
}

/// The names of all kinds, some of them more than once.
pub fn names() -> impl Iterator<Item = &'static str> {
    RESOURCES.iter().map(|one| one.kind)
}

/// Whether a plain API server has this group, or once had it; a group of another name may be added by a custom
/// resource.
#[must_use]
pub fn is_own_group(group: &str) -> bool {
    !group.contains('.') || group.ends_with(".k8s.io") && RESOURCES.iter().any(|one| one.group == group)
}

impl Kind {
    /// The resource that serves it.
    #[must_use]
    pub fn resource(self) -> Option<&'static Resource> {
        RESOURCES.iter().find(|one| one.known == Some(self))
    }

    /// Spelled as in manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.resource().map_or("", |one| one.kind)
    }
}

impl Resource {
    /// Whether kubectl takes a word in lower case for it: the plural, the kind, or a short name.
    fn is_named(&self, word: &str) -> bool {
        self.plural == word || self.kind.eq_ignore_ascii_case(word) || self.short.contains(&word)
    }

    /// `deployment.apps`, as kubectl writes an object's kind in front of its name.
    #[must_use]
    pub fn qualified_singular(&self) -> String {
        self.qualified_kind().to_ascii_lowercase()
    }

    /// For example `apps/v1`.
    #[must_use]
    pub fn api_version(&self) -> String {
        let slash = if self.group.is_empty() { "" } else { "/" };
        format!("{}{slash}{}", self.group, self.version)
    }

    /// `Deployment.apps`, as messages about an object name its kind.
    #[must_use]
    pub fn qualified_kind(&self) -> String {
        let dot = if self.group.is_empty() { "" } else { "." };
        format!("{}{dot}{}", self.kind, self.group)
    }

    /// `deployments.apps`, as messages about an object name its resource.
    #[must_use]
    pub fn qualified_plural(&self) -> String {
        let dot = if self.group.is_empty() { "" } else { "." };
        format!("{}{dot}{}", self.plural, self.group)
    }
}

const fn known(
    group: &'static str,
    kind: &'static str,
    plural: &'static str,
    short: &'static [&'static str],
    namespaced: bool,
    known: Kind,
) -> Resource {
    Resource { group, version: "v1", kind, plural, short, namespaced, known: Some(known) }
}

const fn other(
    group: &'static str,
    version: &'static str,
    kind: &'static str,
    plural: &'static str,
    namespaced: bool,
) -> Resource {
    Resource { group, version, kind, plural, short: &[], namespaced, known: None }
}

const AUTH: &str = "authorization.k8s.io";
const HOOKS: &str = "admissionregistration.k8s.io";
const NET: &str = "networking.k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";
const RES: &str = "resource.k8s.io";
const STORE: &str = "storage.k8s.io";

#[rustfmt::skip]
static RESOURCES: [Resource; 68] = [
    known("", "Service", "services", &["svc"], true, Kind::Service),
    known("apps", "Deployment", "deployments", &["deploy"], true, Kind::Deployment),
    known("apps", "ReplicaSet", "replicasets", &["rs"], true, Kind::ReplicaSet),
    known("", "Pod", "pods", &["po"], true, Kind::Pod),
    known("discovery.k8s.io", "EndpointSlice", "endpointslices", &["eps"], true, Kind::EndpointSlice),
    known("apps", "StatefulSet", "statefulsets", &["sts"], true, Kind::StatefulSet),
    known("apps", "DaemonSet", "daemonsets", &["ds"], true, Kind::DaemonSet),
    known(NET, "Ingress", "ingresses", &["ing"], true, Kind::Ingress),
    known("", "Endpoints", "endpoints", &["ep"], true, Kind::Endpoints),
    known("", "ReplicationController", "replicationcontrollers", &["rc"], true, Kind::ReplicationController),
    known("batch", "Job", "jobs", &[], true, Kind::Job),
    known("batch", "CronJob", "cronjobs", &["cj"], true, Kind::CronJob),
    known("", "Node", "nodes", &["no"], false, Kind::Node),
    known("", "Namespace", "namespaces", &["ns"], false, Kind::Namespace),
    known(NET, "IngressClass", "ingressclasses", &[], false, Kind::IngressClass),
    known(NET, "NetworkPolicy", "networkpolicies", &["netpol"], true, Kind::NetworkPolicy),
    other("", "v1", "ConfigMap", "configmaps", true),
    other("", "v1", "Secret", "secrets", true),
    other("", "v1", "ServiceAccount", "serviceaccounts", true),
    other("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true),
    other("", "v1", "PersistentVolume", "persistentvolumes", false),
    other("", "v1", "LimitRange", "limitranges", true),
    other("", "v1", "ResourceQuota", "resourcequotas", true),
    other("", "v1", "PodTemplate", "podtemplates", true),
    other("", "v1", "Event", "events", true),
    other("", "v1", "Binding", "bindings", true),
    other("", "v1", "ComponentStatus", "componentstatuses", false),
    other("apps", "v1", "ControllerRevision", "controllerrevisions", true),
    other("autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
    other("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
    other("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true),
    other(NET, "v1", "IPAddress", "ipaddresses", false),
    other(NET, "v1", "ServiceCIDR", "servicecidrs", false),
    other(RBAC, "v1", "Role", "roles", true),
    other(RBAC, "v1", "RoleBinding", "rolebindings", true),
    other(RBAC, "v1", "ClusterRole", "clusterroles", false),
    other(RBAC, "v1", "ClusterRoleBinding", "clusterrolebindings", false),
    other(STORE, "v1", "StorageClass", "storageclasses", false),
    other(STORE, "v1", "VolumeAttachment", "volumeattachments", false),
    other(STORE, "v1", "VolumeAttributesClass", "volumeattributesclasses", false),
    other(STORE, "v1", "CSIDriver", "csidrivers", false),
    other(STORE, "v1", "CSINode", "csinodes", false),
    other(STORE, "v1", "CSIStorageCapacity", "csistoragecapacities", true),
    other("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", false),
    other("coordination.k8s.io", "v1", "Lease", "leases", true),
    other("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", false),
    other("events.k8s.io", "v1", "Event", "events", true),
    other("certificates.k8s.io", "v1", "CertificateSigningRequest", "certificatesigningrequests", false),
    other("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", "flowschemas", false),
    other("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration", "prioritylevelconfigurations", false),
    other("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false),
    other("apiregistration.k8s.io", "v1", "APIService", "apiservices", false),
    other("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false),
    other("authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", false),
    other(AUTH, "v1", "SubjectAccessReview", "subjectaccessreviews", false),
    other(AUTH, "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false),
    other(AUTH, "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", false),
    other(AUTH, "v1", "LocalSubjectAccessReview", "localsubjectaccessreviews", true),
    other(HOOKS, "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false),
    other(HOOKS, "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false),
    other(HOOKS, "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false),
    other(HOOKS, "v1", "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", false),
    other(HOOKS, "v1", "MutatingAdmissionPolicy", "mutatingadmissionpolicies", false),
    other(HOOKS, "v1", "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings", false),
    other(RES, "v1", "DeviceClass", "deviceclasses", false),
    other(RES, "v1", "ResourceClaim", "resourceclaims", true),
    other(RES, "v1", "ResourceClaimTemplate", "resourceclaimtemplates", true),
    other(RES, "v1", "ResourceSlice", "resourceslices", false),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_served_by_one_group() {
        assert_eq!(find("apps/v1", "Deployment").and_then(|one| one.known), Some(Kind::Deployment));
        assert!(find("extensions/v1beta1", "Deployment").is_none());
        assert!(find("core/v1", "Service").is_none());
        assert!(find("v1/", "Service").is_none());
        assert_eq!(find("autoscaling/v2", "HorizontalPodAutoscaler").map(|one| one.known), Some(None));
        assert_eq!(versions_of("Ingress").collect::<Vec<_>>(), ["networking.k8s.io/v1"]);
    }

    #[test]
    fn a_kind_has_many_names() {
        for word in ["svc", "service", "services", "Service"] {
            assert_eq!(named(word).and_then(|one| one.known), Some(Kind::Service), "{word}");
        }
        for word in ["deployments.apps", "deployments.v1.apps", "deploy"] {
            assert_eq!(named(word).and_then(|one| one.known), Some(Kind::Deployment), "{word}");
        }
        assert_eq!([named("deployments.batch"), named("serviec"), named("configmaps")], [None; 3]);
        let singular = Kind::EndpointSlice.resource().map(Resource::qualified_singular);
        assert_eq!(singular.as_deref(), Some("endpointslice.discovery.k8s.io"));
    }

    #[test]
    fn custom_groups_are_not_our_own() {
        assert!(is_own_group("networking"));
        assert!(is_own_group("networking.k8s.io"));
        assert!(!is_own_group("gateway.networking.k8s.io"));
        assert!(!is_own_group("networking.istio.io"));
    }
}
