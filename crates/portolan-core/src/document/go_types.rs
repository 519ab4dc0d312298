//! The Go types of the kinds that Portolan knows: what `encoding/json` names when a value does not fit.
//!
//! From `k8s.io/api` v0.36: for each struct its fields by JSON name, the embedded Go structs on the way to each, and
//! its type.

use super::kind::Kind;

/// A Go struct.
#[derive(Debug)]
pub(crate) struct Struct {
    /// `v1.ServiceSpec`.
    pub name: &'static str,
    /// JSON name, embedded structs on the way (`ProbeHandler.`), type; by name.
    pub fields: &'static [(&'static str, &'static str, Type)],
}

impl Struct {
    /// Whether it has a field of this JSON name.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.field(field).is_some()
    }

    /// The type of the field of this JSON name.
    pub(crate) fn field(&self, field: &str) -> Option<Type> {
        let at = self.fields.binary_search_by(|(name, ..)| (*name).cmp(field)).ok()?;
        self.fields.get(at).map(|(_, _, wanted)| *wanted)
    }
}

/// A Go type, pointers left out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Type {
    /// A string type by its name.
    Text(&'static str),
    /// `bool`.
    Bool,
    /// `int32`.
    Int32,
    /// `int64`.
    Int64,
    /// `intstr.IntOrString`.
    IntOrString,
    /// `resource.Quantity`.
    Quantity,
    /// `metav1.Time` and `MicroTime`.
    Time,
    /// Anything that is JSON.
    Any,
    /// A struct, by its place in the table.
    Object(usize),
    /// A slice: its name and the type of its items.
    List(&'static str, &'static Type),
    /// A map of strings to something: its name and the type of its values.
    Map(&'static str, &'static Type),
}

impl Type {
    /// The name, as Go's `reflect.Type.String` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::List(name, _) | Self::Map(name, _) => name,
            Self::Bool => "bool",
            Self::Int32 | Self::IntOrString => "int32",
            Self::Int64 => "int64",
            Self::Quantity => "resource.Quantity",
            Self::Time => "string",
            Self::Any => "runtime.RawExtension",
            Self::Object(index) => struct_at(index).map_or("", |one| one.name),
        }
    }
}

/// The struct of a kind.
pub(crate) const fn of_kind(kind: Kind) -> Type {
    Object(match kind {
        Kind::Service => 0,
        Kind::Endpoints => 13,
        Kind::EndpointSlice => 18,
        Kind::Pod => 25,
        Kind::ReplicationController => 152,
        Kind::ReplicaSet => 157,
        Kind::Deployment => 161,
        Kind::StatefulSet => 167,
        Kind::DaemonSet => 179,
        Kind::Job => 185,
        Kind::CronJob => 196,
        Kind::Node => 200,
        Kind::Namespace => 218,
        Kind::Ingress => 222,
        Kind::IngressClass => 235,
        Kind::NetworkPolicy => 238,
    })
}

/// A struct by its place in the table.
pub(crate) fn struct_at(index: usize) -> Option<&'static Struct> {
    STRUCTS.get(index)
}

use Type::{Any, Bool, Int32, Int64, IntOrString, List, Map, Object, Quantity, Text, Time};

const STRING: Type = Text("string");
const STRINGS: Type = List("[]string", &STRING);
const LABELS: Type = Map("map[string]string", &STRING);

#[rustfmt::skip]
static STRUCTS: [Struct; 245] = [
    /* 0 */ Struct { name: "v1.Service", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(4)), ("status", "", Object(8))] },
    /* 1 */ Struct { name: "v1.ObjectMeta", fields: &[("annotations", "", LABELS), ("creationTimestamp", "", Time), ("deletionGracePeriodSeconds", "", Int64), ("deletionTimestamp", "", Time), ("finalizers", "", STRINGS), ("generateName", "", STRING), ("generation", "", Int64), ("labels", "", LABELS), ("managedFields", "", List("[]v1.ManagedFieldsEntry", &Object(3))), ("name", "", STRING), ("namespace", "", STRING), ("ownerReferences", "", List("[]v1.OwnerReference", &Object(2))), ("resourceVersion", "", STRING), ("selfLink", "", STRING), ("uid", "", Text("types.UID"))] },
    /* 2 */ Struct { name: "v1.OwnerReference", fields: &[("apiVersion", "", STRING), ("blockOwnerDeletion", "", Bool), ("controller", "", Bool), ("kind", "", STRING), ("name", "", STRING), ("uid", "", Text("types.UID"))] },
    /* 3 */ Struct { name: "v1.ManagedFieldsEntry", fields: &[("apiVersion", "", STRING), ("fieldsType", "", STRING), ("fieldsV1", "", Any), ("manager", "", STRING), ("operation", "", Text("v1.ManagedFieldsOperationType")), ("subresource", "", STRING), ("time", "", Time)] },
    /* 4 */ Struct { name: "v1.ServiceSpec", fields: &[("allocateLoadBalancerNodePorts", "", Bool), ("clusterIP", "", STRING), ("clusterIPs", "", STRINGS), ("externalIPs", "", STRINGS), ("externalName", "", STRING), ("externalTrafficPolicy", "", Text("v1.ServiceExternalTrafficPolicy")), ("healthCheckNodePort", "", Int32), ("internalTrafficPolicy", "", Text("v1.ServiceInternalTrafficPolicy")), ("ipFamilies", "", List("[]v1.IPFamily", &Text("v1.IPFamily"))), ("ipFamilyPolicy", "", Text("v1.IPFamilyPolicy")), ("loadBalancerClass", "", STRING), ("loadBalancerIP", "", STRING), ("loadBalancerSourceRanges", "", STRINGS), ("ports", "", List("[]v1.ServicePort", &Object(5))), ("publishNotReadyAddresses", "", Bool), ("selector", "", LABELS), ("sessionAffinity", "", Text("v1.ServiceAffinity")), ("sessionAffinityConfig", "", Object(6)), ("trafficDistribution", "", STRING), ("type", "", Text("v1.ServiceType"))] },
    /* 5 */ Struct { name: "v1.ServicePort", fields: &[("appProtocol", "", STRING), ("name", "", STRING), ("nodePort", "", Int32), ("port", "", Int32), ("protocol", "", Text("v1.Protocol")), ("targetPort", "", IntOrString)] },
    /* 6 */ Struct { name: "v1.SessionAffinityConfig", fields: &[("clientIP", "", Object(7))] },
    /* 7 */ Struct { name: "v1.ClientIPConfig", fields: &[("timeoutSeconds", "", Int32)] },
    /* 8 */ Struct { name: "v1.ServiceStatus", fields: &[("conditions", "", List("[]v1.Condition", &Object(12))), ("loadBalancer", "", Object(9))] },
    /* 9 */ Struct { name: "v1.LoadBalancerStatus", fields: &[("ingress", "", List("[]v1.LoadBalancerIngress", &Object(10)))] },
    /* 10 */ Struct { name: "v1.LoadBalancerIngress", fields: &[("hostname", "", STRING), ("ip", "", STRING), ("ipMode", "", Text("v1.LoadBalancerIPMode")), ("ports", "", List("[]v1.PortStatus", &Object(11)))] },
    /* 11 */ Struct { name: "v1.PortStatus", fields: &[("error", "", STRING), ("port", "", Int32), ("protocol", "", Text("v1.Protocol"))] },
    /* 12 */ Struct { name: "v1.Condition", fields: &[("lastTransitionTime", "", Time), ("message", "", STRING), ("observedGeneration", "", Int64), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", STRING)] },
    /* 13 */ Struct { name: "v1.Endpoints", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("subsets", "", List("[]v1.EndpointSubset", &Object(14)))] },
    /* 14 */ Struct { name: "v1.EndpointSubset", fields: &[("addresses", "", List("[]v1.EndpointAddress", &Object(15))), ("notReadyAddresses", "", List("[]v1.EndpointAddress", &Object(15))), ("ports", "", List("[]v1.EndpointPort", &Object(17)))] },
    /* 15 */ Struct { name: "v1.EndpointAddress", fields: &[("hostname", "", STRING), ("ip", "", STRING), ("nodeName", "", STRING), ("targetRef", "", Object(16))] },
    /* 16 */ Struct { name: "v1.ObjectReference", fields: &[("apiVersion", "", STRING), ("fieldPath", "", STRING), ("kind", "", STRING), ("name", "", STRING), ("namespace", "", STRING), ("resourceVersion", "", STRING), ("uid", "", Text("types.UID"))] },
    /* 17 */ Struct { name: "v1.EndpointPort", fields: &[("appProtocol", "", STRING), ("name", "", STRING), ("port", "", Int32), ("protocol", "", Text("v1.Protocol"))] },
    /* 18 */ Struct { name: "v1.EndpointSlice", fields: &[("addressType", "", Text("v1.AddressType")), ("apiVersion", "TypeMeta.", STRING), ("endpoints", "", List("[]v1.Endpoint", &Object(19))), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("ports", "", List("[]v1.EndpointPort", &Object(24)))] },
    /* 19 */ Struct { name: "v1.Endpoint", fields: &[("addresses", "", STRINGS), ("conditions", "", Object(20)), ("deprecatedTopology", "", LABELS), ("hints", "", Object(21)), ("hostname", "", STRING), ("nodeName", "", STRING), ("targetRef", "", Object(16)), ("zone", "", STRING)] },
    /* 20 */ Struct { name: "v1.EndpointConditions", fields: &[("ready", "", Bool), ("serving", "", Bool), ("terminating", "", Bool)] },
    /* 21 */ Struct { name: "v1.EndpointHints", fields: &[("forNodes", "", List("[]v1.ForNode", &Object(23))), ("forZones", "", List("[]v1.ForZone", &Object(22)))] },
    /* 22 */ Struct { name: "v1.ForZone", fields: &[("name", "", STRING)] },
    /* 23 */ Struct { name: "v1.ForNode", fields: &[("name", "", STRING)] },
    /* 24 */ Struct { name: "v1.EndpointPort", fields: &[("appProtocol", "", STRING), ("name", "", STRING), ("port", "", Int32), ("protocol", "", Text("v1.Protocol"))] },
    /* 25 */ Struct { name: "v1.Pod", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(26)), ("status", "", Object(132))] },
    /* 26 */ Struct { name: "v1.PodSpec", fields: &[("activeDeadlineSeconds", "", Int64), ("affinity", "", Object(112)), ("automountServiceAccountToken", "", Bool), ("containers", "", List("[]v1.Container", &Object(77))), ("dnsConfig", "", Object(124)), ("dnsPolicy", "", Text("v1.DNSPolicy")), ("enableServiceLinks", "", Bool), ("ephemeralContainers", "", List("[]v1.EphemeralContainer", &Object(109))), ("hostAliases", "", List("[]v1.HostAlias", &Object(123))), ("hostIPC", "", Bool), ("hostNetwork", "", Bool), ("hostPID", "", Bool), ("hostUsers", "", Bool), ("hostname", "", STRING), ("hostnameOverride", "", STRING), ("imagePullSecrets", "", List("[]v1.LocalObjectReference", &Object(37))), ("initContainers", "", List("[]v1.Container", &Object(77))), ("nodeName", "", STRING), ("nodeSelector", "", LABELS), ("os", "", Object(128)), ("overhead", "", Map("v1.ResourceList", &Quantity)), ("preemptionPolicy", "", Text("v1.PreemptionPolicy")), ("priority", "", Int32), ("priorityClassName", "", STRING), ("readinessGates", "", List("[]v1.PodReadinessGate", &Object(126))), ("resourceClaims", "", List("[]v1.PodResourceClaim", &Object(130))), ("resources", "", Object(87)), ("restartPolicy", "", Text("v1.RestartPolicy")), ("runtimeClassName", "", STRING), ("schedulerName", "", STRING), ("schedulingGates", "", List("[]v1.PodSchedulingGate", &Object(129))), ("schedulingGroup", "", Object(131)), ("securityContext", "", Object(110)), ("serviceAccount", "", STRING), ("serviceAccountName", "", STRING), ("setHostnameAsFQDN", "", Bool), ("shareProcessNamespace", "", Bool), ("subdomain", "", STRING), ("terminationGracePeriodSeconds", "", Int64), ("tolerations", "", List("[]v1.Toleration", &Object(122))), ("topologySpreadConstraints", "", List("[]v1.TopologySpreadConstraint", &Object(127))), ("volumes", "", List("[]v1.Volume", &Object(27)))] },
    /* 27 */ Struct { name: "v1.Volume", fields: &[("awsElasticBlockStore", "VolumeSource.", Object(31)), ("azureDisk", "VolumeSource.", Object(54)), ("azureFile", "VolumeSource.", Object(50)), ("cephfs", "VolumeSource.", Object(43)), ("cinder", "VolumeSource.", Object(42)), ("configMap", "VolumeSource.", Object(51)), ("csi", "VolumeSource.", Object(69)), ("downwardAPI", "VolumeSource.", Object(45)), ("emptyDir", "VolumeSource.", Object(29)), ("ephemeral", "VolumeSource.", Object(70)), ("fc", "VolumeSource.", Object(49)), ("flexVolume", "VolumeSource.", Object(41)), ("flocker", "VolumeSource.", Object(44)), ("gcePersistentDisk", "VolumeSource.", Object(30)), ("gitRepo", "VolumeSource.", Object(32)), ("glusterfs", "VolumeSource.", Object(38)), ("hostPath", "VolumeSource.", Object(28)), ("image", "VolumeSource.", Object(76)), ("iscsi", "VolumeSource.", Object(36)), ("name", "", STRING), ("nfs", "VolumeSource.", Object(35)), ("persistentVolumeClaim", "VolumeSource.", Object(39)), ("photonPersistentDisk", "VolumeSource.", Object(55)), ("portworxVolume", "VolumeSource.", Object(66)), ("projected", "VolumeSource.", Object(56)), ("quobyte", "VolumeSource.", Object(53)), ("rbd", "VolumeSource.", Object(40)), ("scaleIO", "VolumeSource.", Object(67)), ("secret", "VolumeSource.", Object(33)), ("storageos", "VolumeSource.", Object(68)), ("vsphereVolume", "VolumeSource.", Object(52))] },
    /* 28 */ Struct { name: "v1.HostPathVolumeSource", fields: &[("path", "", STRING), ("type", "", Text("v1.HostPathType"))] },
    /* 29 */ Struct { name: "v1.EmptyDirVolumeSource", fields: &[("medium", "", Text("v1.StorageMedium")), ("sizeLimit", "", Quantity)] },
    /* 30 */ Struct { name: "v1.GCEPersistentDiskVolumeSource", fields: &[("fsType", "", STRING), ("partition", "", Int32), ("pdName", "", STRING), ("readOnly", "", Bool)] },
    /* 31 */ Struct { name: "v1.AWSElasticBlockStoreVolumeSource", fields: &[("fsType", "", STRING), ("partition", "", Int32), ("readOnly", "", Bool), ("volumeID", "", STRING)] },
    /* 32 */ Struct { name: "v1.GitRepoVolumeSource", fields: &[("directory", "", STRING), ("repository", "", STRING), ("revision", "", STRING)] },
    /* 33 */ Struct { name: "v1.SecretVolumeSource", fields: &[("defaultMode", "", Int32), ("items", "", List("[]v1.KeyToPath", &Object(34))), ("optional", "", Bool), ("secretName", "", STRING)] },
    /* 34 */ Struct { name: "v1.KeyToPath", fields: &[("key", "", STRING), ("mode", "", Int32), ("path", "", STRING)] },
    /* 35 */ Struct { name: "v1.NFSVolumeSource", fields: &[("path", "", STRING), ("readOnly", "", Bool), ("server", "", STRING)] },
    /* 36 */ Struct { name: "v1.ISCSIVolumeSource", fields: &[("chapAuthDiscovery", "", Bool), ("chapAuthSession", "", Bool), ("fsType", "", STRING), ("initiatorName", "", STRING), ("iqn", "", STRING), ("iscsiInterface", "", STRING), ("lun", "", Int32), ("portals", "", STRINGS), ("readOnly", "", Bool), ("secretRef", "", Object(37)), ("targetPortal", "", STRING)] },
    /* 37 */ Struct { name: "v1.LocalObjectReference", fields: &[("name", "", STRING)] },
    /* 38 */ Struct { name: "v1.GlusterfsVolumeSource", fields: &[("endpoints", "", STRING), ("path", "", STRING), ("readOnly", "", Bool)] },
    /* 39 */ Struct { name: "v1.PersistentVolumeClaimVolumeSource", fields: &[("claimName", "", STRING), ("readOnly", "", Bool)] },
    /* 40 */ Struct { name: "v1.RBDVolumeSource", fields: &[("fsType", "", STRING), ("image", "", STRING), ("keyring", "", STRING), ("monitors", "", STRINGS), ("pool", "", STRING), ("readOnly", "", Bool), ("secretRef", "", Object(37)), ("user", "", STRING)] },
    /* 41 */ Struct { name: "v1.FlexVolumeSource", fields: &[("driver", "", STRING), ("fsType", "", STRING), ("options", "", LABELS), ("readOnly", "", Bool), ("secretRef", "", Object(37))] },
    /* 42 */ Struct { name: "v1.CinderVolumeSource", fields: &[("fsType", "", STRING), ("readOnly", "", Bool), ("secretRef", "", Object(37)), ("volumeID", "", STRING)] },
    /* 43 */ Struct { name: "v1.CephFSVolumeSource", fields: &[("monitors", "", STRINGS), ("path", "", STRING), ("readOnly", "", Bool), ("secretFile", "", STRING), ("secretRef", "", Object(37)), ("user", "", STRING)] },
    /* 44 */ Struct { name: "v1.FlockerVolumeSource", fields: &[("datasetName", "", STRING), ("datasetUUID", "", STRING)] },
    /* 45 */ Struct { name: "v1.DownwardAPIVolumeSource", fields: &[("defaultMode", "", Int32), ("items", "", List("[]v1.DownwardAPIVolumeFile", &Object(46)))] },
    /* 46 */ Struct { name: "v1.DownwardAPIVolumeFile", fields: &[("fieldRef", "", Object(47)), ("mode", "", Int32), ("path", "", STRING), ("resourceFieldRef", "", Object(48))] },
    /* 47 */ Struct { name: "v1.ObjectFieldSelector", fields: &[("apiVersion", "", STRING), ("fieldPath", "", STRING)] },
    /* 48 */ Struct { name: "v1.ResourceFieldSelector", fields: &[("containerName", "", STRING), ("divisor", "", Quantity), ("resource", "", STRING)] },
    /* 49 */ Struct { name: "v1.FCVolumeSource", fields: &[("fsType", "", STRING), ("lun", "", Int32), ("readOnly", "", Bool), ("targetWWNs", "", STRINGS), ("wwids", "", STRINGS)] },
    /* 50 */ Struct { name: "v1.AzureFileVolumeSource", fields: &[("readOnly", "", Bool), ("secretName", "", STRING), ("shareName", "", STRING)] },
    /* 51 */ Struct { name: "v1.ConfigMapVolumeSource", fields: &[("defaultMode", "", Int32), ("items", "", List("[]v1.KeyToPath", &Object(34))), ("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 52 */ Struct { name: "v1.VsphereVirtualDiskVolumeSource", fields: &[("fsType", "", STRING), ("storagePolicyID", "", STRING), ("storagePolicyName", "", STRING), ("volumePath", "", STRING)] },
    /* 53 */ Struct { name: "v1.QuobyteVolumeSource", fields: &[("group", "", STRING), ("readOnly", "", Bool), ("registry", "", STRING), ("tenant", "", STRING), ("user", "", STRING), ("volume", "", STRING)] },
    /* 54 */ Struct { name: "v1.AzureDiskVolumeSource", fields: &[("cachingMode", "", Text("v1.AzureDataDiskCachingMode")), ("diskName", "", STRING), ("diskURI", "", STRING), ("fsType", "", STRING), ("kind", "", Text("v1.AzureDataDiskKind")), ("readOnly", "", Bool)] },
    /* 55 */ Struct { name: "v1.PhotonPersistentDiskVolumeSource", fields: &[("fsType", "", STRING), ("pdID", "", STRING)] },
    /* 56 */ Struct { name: "v1.ProjectedVolumeSource", fields: &[("defaultMode", "", Int32), ("sources", "", List("[]v1.VolumeProjection", &Object(57)))] },
    /* 57 */ Struct { name: "v1.VolumeProjection", fields: &[("clusterTrustBundle", "", Object(62)), ("configMap", "", Object(60)), ("downwardAPI", "", Object(59)), ("podCertificate", "", Object(65)), ("secret", "", Object(58)), ("serviceAccountToken", "", Object(61))] },
    /* 58 */ Struct { name: "v1.SecretProjection", fields: &[("items", "", List("[]v1.KeyToPath", &Object(34))), ("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 59 */ Struct { name: "v1.DownwardAPIProjection", fields: &[("items", "", List("[]v1.DownwardAPIVolumeFile", &Object(46)))] },
    /* 60 */ Struct { name: "v1.ConfigMapProjection", fields: &[("items", "", List("[]v1.KeyToPath", &Object(34))), ("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 61 */ Struct { name: "v1.ServiceAccountTokenProjection", fields: &[("audience", "", STRING), ("expirationSeconds", "", Int64), ("path", "", STRING)] },
    /* 62 */ Struct { name: "v1.ClusterTrustBundleProjection", fields: &[("labelSelector", "", Object(63)), ("name", "", STRING), ("optional", "", Bool), ("path", "", STRING), ("signerName", "", STRING)] },
    /* 63 */ Struct { name: "v1.LabelSelector", fields: &[("matchExpressions", "", List("[]v1.LabelSelectorRequirement", &Object(64))), ("matchLabels", "", LABELS)] },
    /* 64 */ Struct { name: "v1.LabelSelectorRequirement", fields: &[("key", "", STRING), ("operator", "", Text("v1.LabelSelectorOperator")), ("values", "", STRINGS)] },
    /* 65 */ Struct { name: "v1.PodCertificateProjection", fields: &[("certificateChainPath", "", STRING), ("credentialBundlePath", "", STRING), ("keyPath", "", STRING), ("keyType", "", STRING), ("maxExpirationSeconds", "", Int32), ("signerName", "", STRING), ("userAnnotations", "", LABELS)] },
    /* 66 */ Struct { name: "v1.PortworxVolumeSource", fields: &[("fsType", "", STRING), ("readOnly", "", Bool), ("volumeID", "", STRING)] },
    /* 67 */ Struct { name: "v1.ScaleIOVolumeSource", fields: &[("fsType", "", STRING), ("gateway", "", STRING), ("protectionDomain", "", STRING), ("readOnly", "", Bool), ("secretRef", "", Object(37)), ("sslEnabled", "", Bool), ("storageMode", "", STRING), ("storagePool", "", STRING), ("system", "", STRING), ("volumeName", "", STRING)] },
    /* 68 */ Struct { name: "v1.StorageOSVolumeSource", fields: &[("fsType", "", STRING), ("readOnly", "", Bool), ("secretRef", "", Object(37)), ("volumeName", "", STRING), ("volumeNamespace", "", STRING)] },
    /* 69 */ Struct { name: "v1.CSIVolumeSource", fields: &[("driver", "", STRING), ("fsType", "", STRING), ("nodePublishSecretRef", "", Object(37)), ("readOnly", "", Bool), ("volumeAttributes", "", LABELS)] },
    /* 70 */ Struct { name: "v1.EphemeralVolumeSource", fields: &[("volumeClaimTemplate", "", Object(71))] },
    /* 71 */ Struct { name: "v1.PersistentVolumeClaimTemplate", fields: &[("metadata", "", Object(1)), ("spec", "", Object(72))] },
    /* 72 */ Struct { name: "v1.PersistentVolumeClaimSpec", fields: &[("accessModes", "", List("[]v1.PersistentVolumeAccessMode", &Text("v1.PersistentVolumeAccessMode"))), ("dataSource", "", Object(74)), ("dataSourceRef", "", Object(75)), ("resources", "", Object(73)), ("selector", "", Object(63)), ("storageClassName", "", STRING), ("volumeAttributesClassName", "", STRING), ("volumeMode", "", Text("v1.PersistentVolumeMode")), ("volumeName", "", STRING)] },
    /* 73 */ Struct { name: "v1.VolumeResourceRequirements", fields: &[("limits", "", Map("v1.ResourceList", &Quantity)), ("requests", "", Map("v1.ResourceList", &Quantity))] },
    /* 74 */ Struct { name: "v1.TypedLocalObjectReference", fields: &[("apiGroup", "", STRING), ("kind", "", STRING), ("name", "", STRING)] },
    /* 75 */ Struct { name: "v1.TypedObjectReference", fields: &[("apiGroup", "", STRING), ("kind", "", STRING), ("name", "", STRING), ("namespace", "", STRING)] },
    /* 76 */ Struct { name: "v1.ImageVolumeSource", fields: &[("pullPolicy", "", Text("v1.PullPolicy")), ("reference", "", STRING)] },
    /* 77 */ Struct { name: "v1.Container", fields: &[("args", "", STRINGS), ("command", "", STRINGS), ("env", "", List("[]v1.EnvVar", &Object(82))), ("envFrom", "", List("[]v1.EnvFromSource", &Object(79))), ("image", "", STRING), ("imagePullPolicy", "", Text("v1.PullPolicy")), ("lifecycle", "", Object(100)), ("livenessProbe", "", Object(94)), ("name", "", STRING), ("ports", "", List("[]v1.ContainerPort", &Object(78))), ("readinessProbe", "", Object(94)), ("resizePolicy", "", List("[]v1.ContainerResizePolicy", &Object(89))), ("resources", "", Object(87)), ("restartPolicy", "", Text("v1.ContainerRestartPolicy")), ("restartPolicyRules", "", List("[]v1.ContainerRestartRule", &Object(90))), ("securityContext", "", Object(103)), ("startupProbe", "", Object(94)), ("stdin", "", Bool), ("stdinOnce", "", Bool), ("terminationMessagePath", "", STRING), ("terminationMessagePolicy", "", Text("v1.TerminationMessagePolicy")), ("tty", "", Bool), ("volumeDevices", "", List("[]v1.VolumeDevice", &Object(93))), ("volumeMounts", "", List("[]v1.VolumeMount", &Object(92))), ("workingDir", "", STRING)] },
    /* 78 */ Struct { name: "v1.ContainerPort", fields: &[("containerPort", "", Int32), ("hostIP", "", STRING), ("hostPort", "", Int32), ("name", "", STRING), ("protocol", "", Text("v1.Protocol"))] },
    /* 79 */ Struct { name: "v1.EnvFromSource", fields: &[("configMapRef", "", Object(80)), ("prefix", "", STRING), ("secretRef", "", Object(81))] },
    /* 80 */ Struct { name: "v1.ConfigMapEnvSource", fields: &[("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 81 */ Struct { name: "v1.SecretEnvSource", fields: &[("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 82 */ Struct { name: "v1.EnvVar", fields: &[("name", "", STRING), ("value", "", STRING), ("valueFrom", "", Object(83))] },
    /* 83 */ Struct { name: "v1.EnvVarSource", fields: &[("configMapKeyRef", "", Object(84)), ("fieldRef", "", Object(47)), ("fileKeyRef", "", Object(86)), ("resourceFieldRef", "", Object(48)), ("secretKeyRef", "", Object(85))] },
    /* 84 */ Struct { name: "v1.ConfigMapKeySelector", fields: &[("key", "", STRING), ("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 85 */ Struct { name: "v1.SecretKeySelector", fields: &[("key", "", STRING), ("name", "LocalObjectReference.", STRING), ("optional", "", Bool)] },
    /* 86 */ Struct { name: "v1.FileKeySelector", fields: &[("key", "", STRING), ("optional", "", Bool), ("path", "", STRING), ("volumeName", "", STRING)] },
    /* 87 */ Struct { name: "v1.ResourceRequirements", fields: &[("claims", "", List("[]v1.ResourceClaim", &Object(88))), ("limits", "", Map("v1.ResourceList", &Quantity)), ("requests", "", Map("v1.ResourceList", &Quantity))] },
    /* 88 */ Struct { name: "v1.ResourceClaim", fields: &[("name", "", STRING), ("request", "", STRING)] },
    /* 89 */ Struct { name: "v1.ContainerResizePolicy", fields: &[("resourceName", "", Text("v1.ResourceName")), ("restartPolicy", "", Text("v1.ResourceResizeRestartPolicy"))] },
    /* 90 */ Struct { name: "v1.ContainerRestartRule", fields: &[("action", "", Text("v1.ContainerRestartRuleAction")), ("exitCodes", "", Object(91))] },
    /* 91 */ Struct { name: "v1.ContainerRestartRuleOnExitCodes", fields: &[("operator", "", Text("v1.ContainerRestartRuleOnExitCodesOperator")), ("values", "", List("[]int32", &Int32))] },
    /* 92 */ Struct { name: "v1.VolumeMount", fields: &[("mountPath", "", STRING), ("mountPropagation", "", Text("v1.MountPropagationMode")), ("name", "", STRING), ("readOnly", "", Bool), ("recursiveReadOnly", "", Text("v1.RecursiveReadOnlyMode")), ("subPath", "", STRING), ("subPathExpr", "", STRING)] },
    /* 93 */ Struct { name: "v1.VolumeDevice", fields: &[("devicePath", "", STRING), ("name", "", STRING)] },
    /* 94 */ Struct { name: "v1.Probe", fields: &[("exec", "ProbeHandler.", Object(95)), ("failureThreshold", "", Int32), ("grpc", "ProbeHandler.", Object(99)), ("httpGet", "ProbeHandler.", Object(96)), ("initialDelaySeconds", "", Int32), ("periodSeconds", "", Int32), ("successThreshold", "", Int32), ("tcpSocket", "ProbeHandler.", Object(98)), ("terminationGracePeriodSeconds", "", Int64), ("timeoutSeconds", "", Int32)] },
    /* 95 */ Struct { name: "v1.ExecAction", fields: &[("command", "", STRINGS)] },
    /* 96 */ Struct { name: "v1.HTTPGetAction", fields: &[("host", "", STRING), ("httpHeaders", "", List("[]v1.HTTPHeader", &Object(97))), ("path", "", STRING), ("port", "", IntOrString), ("scheme", "", Text("v1.URIScheme"))] },
    /* 97 */ Struct { name: "v1.HTTPHeader", fields: &[("name", "", STRING), ("value", "", STRING)] },
    /* 98 */ Struct { name: "v1.TCPSocketAction", fields: &[("host", "", STRING), ("port", "", IntOrString)] },
    /* 99 */ Struct { name: "v1.GRPCAction", fields: &[("port", "", Int32), ("service", "", STRING)] },
    /* 100 */ Struct { name: "v1.Lifecycle", fields: &[("postStart", "", Object(101)), ("preStop", "", Object(101)), ("stopSignal", "", Text("v1.Signal"))] },
    /* 101 */ Struct { name: "v1.LifecycleHandler", fields: &[("exec", "", Object(95)), ("httpGet", "", Object(96)), ("sleep", "", Object(102)), ("tcpSocket", "", Object(98))] },
    /* 102 */ Struct { name: "v1.SleepAction", fields: &[("seconds", "", Int64)] },
    /* 103 */ Struct { name: "v1.SecurityContext", fields: &[("allowPrivilegeEscalation", "", Bool), ("appArmorProfile", "", Object(108)), ("capabilities", "", Object(104)), ("privileged", "", Bool), ("procMount", "", Text("v1.ProcMountType")), ("readOnlyRootFilesystem", "", Bool), ("runAsGroup", "", Int64), ("runAsNonRoot", "", Bool), ("runAsUser", "", Int64), ("seLinuxOptions", "", Object(105)), ("seccompProfile", "", Object(107)), ("windowsOptions", "", Object(106))] },
    /* 104 */ Struct { name: "v1.Capabilities", fields: &[("add", "", List("[]v1.Capability", &Text("v1.Capability"))), ("drop", "", List("[]v1.Capability", &Text("v1.Capability")))] },
    /* 105 */ Struct { name: "v1.SELinuxOptions", fields: &[("level", "", STRING), ("role", "", STRING), ("type", "", STRING), ("user", "", STRING)] },
    /* 106 */ Struct { name: "v1.WindowsSecurityContextOptions", fields: &[("gmsaCredentialSpec", "", STRING), ("gmsaCredentialSpecName", "", STRING), ("hostProcess", "", Bool), ("runAsUserName", "", STRING)] },
    /* 107 */ Struct { name: "v1.SeccompProfile", fields: &[("localhostProfile", "", STRING), ("type", "", Text("v1.SeccompProfileType"))] },
    /* 108 */ Struct { name: "v1.AppArmorProfile", fields: &[("localhostProfile", "", STRING), ("type", "", Text("v1.AppArmorProfileType"))] },
    /* 109 */ Struct { name: "v1.EphemeralContainer", fields: &[("args", "EphemeralContainerCommon.", STRINGS), ("command", "EphemeralContainerCommon.", STRINGS), ("env", "EphemeralContainerCommon.", List("[]v1.EnvVar", &Object(82))), ("envFrom", "EphemeralContainerCommon.", List("[]v1.EnvFromSource", &Object(79))), ("image", "EphemeralContainerCommon.", STRING), ("imagePullPolicy", "EphemeralContainerCommon.", Text("v1.PullPolicy")), ("lifecycle", "EphemeralContainerCommon.", Object(100)), ("livenessProbe", "EphemeralContainerCommon.", Object(94)), ("name", "EphemeralContainerCommon.", STRING), ("ports", "EphemeralContainerCommon.", List("[]v1.ContainerPort", &Object(78))), ("readinessProbe", "EphemeralContainerCommon.", Object(94)), ("resizePolicy", "EphemeralContainerCommon.", List("[]v1.ContainerResizePolicy", &Object(89))), ("resources", "EphemeralContainerCommon.", Object(87)), ("restartPolicy", "EphemeralContainerCommon.", Text("v1.ContainerRestartPolicy")), ("restartPolicyRules", "EphemeralContainerCommon.", List("[]v1.ContainerRestartRule", &Object(90))), ("securityContext", "EphemeralContainerCommon.", Object(103)), ("startupProbe", "EphemeralContainerCommon.", Object(94)), ("stdin", "EphemeralContainerCommon.", Bool), ("stdinOnce", "EphemeralContainerCommon.", Bool), ("targetContainerName", "", STRING), ("terminationMessagePath", "EphemeralContainerCommon.", STRING), ("terminationMessagePolicy", "EphemeralContainerCommon.", Text("v1.TerminationMessagePolicy")), ("tty", "EphemeralContainerCommon.", Bool), ("volumeDevices", "EphemeralContainerCommon.", List("[]v1.VolumeDevice", &Object(93))), ("volumeMounts", "EphemeralContainerCommon.", List("[]v1.VolumeMount", &Object(92))), ("workingDir", "EphemeralContainerCommon.", STRING)] },
    /* 110 */ Struct { name: "v1.PodSecurityContext", fields: &[("appArmorProfile", "", Object(108)), ("fsGroup", "", Int64), ("fsGroupChangePolicy", "", Text("v1.PodFSGroupChangePolicy")), ("runAsGroup", "", Int64), ("runAsNonRoot", "", Bool), ("runAsUser", "", Int64), ("seLinuxChangePolicy", "", Text("v1.PodSELinuxChangePolicy")), ("seLinuxOptions", "", Object(105)), ("seccompProfile", "", Object(107)), ("supplementalGroups", "", List("[]int64", &Int64)), ("supplementalGroupsPolicy", "", Text("v1.SupplementalGroupsPolicy")), ("sysctls", "", List("[]v1.Sysctl", &Object(111))), ("windowsOptions", "", Object(106))] },
    /* 111 */ Struct { name: "v1.Sysctl", fields: &[("name", "", STRING), ("value", "", STRING)] },
    /* 112 */ Struct { name: "v1.Affinity", fields: &[("nodeAffinity", "", Object(113)), ("podAffinity", "", Object(118)), ("podAntiAffinity", "", Object(121))] },
    /* 113 */ Struct { name: "v1.NodeAffinity", fields: &[("preferredDuringSchedulingIgnoredDuringExecution", "", List("[]v1.PreferredSchedulingTerm", &Object(117))), ("requiredDuringSchedulingIgnoredDuringExecution", "", Object(114))] },
    /* 114 */ Struct { name: "v1.NodeSelector", fields: &[("nodeSelectorTerms", "", List("[]v1.NodeSelectorTerm", &Object(115)))] },
    /* 115 */ Struct { name: "v1.NodeSelectorTerm", fields: &[("matchExpressions", "", List("[]v1.NodeSelectorRequirement", &Object(116))), ("matchFields", "", List("[]v1.NodeSelectorRequirement", &Object(116)))] },
    /* 116 */ Struct { name: "v1.NodeSelectorRequirement", fields: &[("key", "", STRING), ("operator", "", Text("v1.NodeSelectorOperator")), ("values", "", STRINGS)] },
    /* 117 */ Struct { name: "v1.PreferredSchedulingTerm", fields: &[("preference", "", Object(115)), ("weight", "", Int32)] },
    /* 118 */ Struct { name: "v1.PodAffinity", fields: &[("preferredDuringSchedulingIgnoredDuringExecution", "", List("[]v1.WeightedPodAffinityTerm", &Object(120))), ("requiredDuringSchedulingIgnoredDuringExecution", "", List("[]v1.PodAffinityTerm", &Object(119)))] },
    /* 119 */ Struct { name: "v1.PodAffinityTerm", fields: &[("labelSelector", "", Object(63)), ("matchLabelKeys", "", STRINGS), ("mismatchLabelKeys", "", STRINGS), ("namespaceSelector", "", Object(63)), ("namespaces", "", STRINGS), ("topologyKey", "", STRING)] },
    /* 120 */ Struct { name: "v1.WeightedPodAffinityTerm", fields: &[("podAffinityTerm", "", Object(119)), ("weight", "", Int32)] },
    /* 121 */ Struct { name: "v1.PodAntiAffinity", fields: &[("preferredDuringSchedulingIgnoredDuringExecution", "", List("[]v1.WeightedPodAffinityTerm", &Object(120))), ("requiredDuringSchedulingIgnoredDuringExecution", "", List("[]v1.PodAffinityTerm", &Object(119)))] },
    /* 122 */ Struct { name: "v1.Toleration", fields: &[("effect", "", Text("v1.TaintEffect")), ("key", "", STRING), ("operator", "", Text("v1.TolerationOperator")), ("tolerationSeconds", "", Int64), ("value", "", STRING)] },
    /* 123 */ Struct { name: "v1.HostAlias", fields: &[("hostnames", "", STRINGS), ("ip", "", STRING)] },
    /* 124 */ Struct { name: "v1.PodDNSConfig", fields: &[("nameservers", "", STRINGS), ("options", "", List("[]v1.PodDNSConfigOption", &Object(125))), ("searches", "", STRINGS)] },
    /* 125 */ Struct { name: "v1.PodDNSConfigOption", fields: &[("name", "", STRING), ("value", "", STRING)] },
    /* 126 */ Struct { name: "v1.PodReadinessGate", fields: &[("conditionType", "", Text("v1.PodConditionType"))] },
    /* 127 */ Struct { name: "v1.TopologySpreadConstraint", fields: &[("labelSelector", "", Object(63)), ("matchLabelKeys", "", STRINGS), ("maxSkew", "", Int32), ("minDomains", "", Int32), ("nodeAffinityPolicy", "", Text("v1.NodeInclusionPolicy")), ("nodeTaintsPolicy", "", Text("v1.NodeInclusionPolicy")), ("topologyKey", "", STRING), ("whenUnsatisfiable", "", Text("v1.UnsatisfiableConstraintAction"))] },
    /* 128 */ Struct { name: "v1.PodOS", fields: &[("name", "", Text("v1.OSName"))] },
    /* 129 */ Struct { name: "v1.PodSchedulingGate", fields: &[("name", "", STRING)] },
    /* 130 */ Struct { name: "v1.PodResourceClaim", fields: &[("name", "", STRING), ("resourceClaimName", "", STRING), ("resourceClaimTemplateName", "", STRING)] },
    /* 131 */ Struct { name: "v1.PodSchedulingGroup", fields: &[("podGroupName", "", STRING)] },
    /* 132 */ Struct { name: "v1.PodStatus", fields: &[("allocatedResources", "", Map("v1.ResourceList", &Quantity)), ("conditions", "", List("[]v1.PodCondition", &Object(133))), ("containerStatuses", "", List("[]v1.ContainerStatus", &Object(136))), ("ephemeralContainerStatuses", "", List("[]v1.ContainerStatus", &Object(136))), ("extendedResourceClaimStatus", "", Object(149)), ("hostIP", "", STRING), ("hostIPs", "", List("[]v1.HostIP", &Object(134))), ("initContainerStatuses", "", List("[]v1.ContainerStatus", &Object(136))), ("message", "", STRING), ("nodeAllocatableResourceClaimStatuses", "", List("[]v1.NodeAllocatableResourceClaimStatus", &Object(151))), ("nominatedNodeName", "", STRING), ("observedGeneration", "", Int64), ("phase", "", Text("v1.PodPhase")), ("podIP", "", STRING), ("podIPs", "", List("[]v1.PodIP", &Object(135))), ("qosClass", "", Text("v1.PodQOSClass")), ("reason", "", STRING), ("resize", "", Text("v1.PodResizeStatus")), ("resourceClaimStatuses", "", List("[]v1.PodResourceClaimStatus", &Object(148))), ("resources", "", Object(87)), ("startTime", "", Time)] },
    /* 133 */ Struct { name: "v1.PodCondition", fields: &[("lastProbeTime", "", Time), ("lastTransitionTime", "", Time), ("message", "", STRING), ("observedGeneration", "", Int64), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.PodConditionType"))] },
    /* 134 */ Struct { name: "v1.HostIP", fields: &[("ip", "", STRING)] },
    /* 135 */ Struct { name: "v1.PodIP", fields: &[("ip", "", STRING)] },
    /* 136 */ Struct { name: "v1.ContainerStatus", fields: &[("allocatedResources", "", Map("v1.ResourceList", &Quantity)), ("allocatedResourcesStatus", "", List("[]v1.ResourceStatus", &Object(146))), ("containerID", "", STRING), ("image", "", STRING), ("imageID", "", STRING), ("lastState", "", Object(137)), ("name", "", STRING), ("ready", "", Bool), ("resources", "", Object(87)), ("restartCount", "", Int32), ("started", "", Bool), ("state", "", Object(137)), ("stopSignal", "", Text("v1.Signal")), ("user", "", Object(144)), ("volumeMounts", "", List("[]v1.VolumeMountStatus", &Object(141)))] },
    /* 137 */ Struct { name: "v1.ContainerState", fields: &[("running", "", Object(139)), ("terminated", "", Object(140)), ("waiting", "", Object(138))] },
    /* 138 */ Struct { name: "v1.ContainerStateWaiting", fields: &[("message", "", STRING), ("reason", "", STRING)] },
    /* 139 */ Struct { name: "v1.ContainerStateRunning", fields: &[("startedAt", "", Time)] },
    /* 140 */ Struct { name: "v1.ContainerStateTerminated", fields: &[("containerID", "", STRING), ("exitCode", "", Int32), ("finishedAt", "", Time), ("message", "", STRING), ("reason", "", STRING), ("signal", "", Int32), ("startedAt", "", Time)] },
    /* 141 */ Struct { name: "v1.VolumeMountStatus", fields: &[("mountPath", "", STRING), ("name", "", STRING), ("readOnly", "", Bool), ("recursiveReadOnly", "", Text("v1.RecursiveReadOnlyMode")), ("volumeStatus", "", Object(142))] },
    /* 142 */ Struct { name: "v1.VolumeStatus", fields: &[("image", "", Object(143))] },
    /* 143 */ Struct { name: "v1.ImageVolumeStatus", fields: &[("imageRef", "", STRING)] },
    /* 144 */ Struct { name: "v1.ContainerUser", fields: &[("linux", "", Object(145))] },
    /* 145 */ Struct { name: "v1.LinuxContainerUser", fields: &[("gid", "", Int64), ("supplementalGroups", "", List("[]int64", &Int64)), ("uid", "", Int64)] },
    /* 146 */ Struct { name: "v1.ResourceStatus", fields: &[("name", "", Text("v1.ResourceName")), ("resources", "", List("[]v1.ResourceHealth", &Object(147)))] },
    /* 147 */ Struct { name: "v1.ResourceHealth", fields: &[("health", "", Text("v1.ResourceHealthStatus")), ("message", "", STRING), ("resourceID", "", Text("v1.ResourceID"))] },
    /* 148 */ Struct { name: "v1.PodResourceClaimStatus", fields: &[("name", "", STRING), ("resourceClaimName", "", STRING)] },
    /* 149 */ Struct { name: "v1.PodExtendedResourceClaimStatus", fields: &[("requestMappings", "", List("[]v1.ContainerExtendedResourceRequest", &Object(150))), ("resourceClaimName", "", STRING)] },
    /* 150 */ Struct { name: "v1.ContainerExtendedResourceRequest", fields: &[("containerName", "", STRING), ("requestName", "", STRING), ("resourceName", "", STRING)] },
    /* 151 */ Struct { name: "v1.NodeAllocatableResourceClaimStatus", fields: &[("containers", "", STRINGS), ("resourceClaimName", "", STRING), ("resources", "", Map("map[v1.ResourceName]resource.Quantity", &Quantity))] },
    /* 152 */ Struct { name: "v1.ReplicationController", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(153)), ("status", "", Object(155))] },
    /* 153 */ Struct { name: "v1.ReplicationControllerSpec", fields: &[("minReadySeconds", "", Int32), ("replicas", "", Int32), ("selector", "", LABELS), ("template", "", Object(154))] },
    /* 154 */ Struct { name: "v1.PodTemplateSpec", fields: &[("metadata", "", Object(1)), ("spec", "", Object(26))] },
    /* 155 */ Struct { name: "v1.ReplicationControllerStatus", fields: &[("availableReplicas", "", Int32), ("conditions", "", List("[]v1.ReplicationControllerCondition", &Object(156))), ("fullyLabeledReplicas", "", Int32), ("observedGeneration", "", Int64), ("readyReplicas", "", Int32), ("replicas", "", Int32)] },
    /* 156 */ Struct { name: "v1.ReplicationControllerCondition", fields: &[("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.ReplicationControllerConditionType"))] },
    /* 157 */ Struct { name: "v1.ReplicaSet", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(158)), ("status", "", Object(159))] },
    /* 158 */ Struct { name: "v1.ReplicaSetSpec", fields: &[("minReadySeconds", "", Int32), ("replicas", "", Int32), ("selector", "", Object(63)), ("template", "", Object(154))] },
    /* 159 */ Struct { name: "v1.ReplicaSetStatus", fields: &[("availableReplicas", "", Int32), ("conditions", "", List("[]v1.ReplicaSetCondition", &Object(160))), ("fullyLabeledReplicas", "", Int32), ("observedGeneration", "", Int64), ("readyReplicas", "", Int32), ("replicas", "", Int32), ("terminatingReplicas", "", Int32)] },
    /* 160 */ Struct { name: "v1.ReplicaSetCondition", fields: &[("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.ReplicaSetConditionType"))] },
    /* 161 */ Struct { name: "v1.Deployment", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(162)), ("status", "", Object(165))] },
    /* 162 */ Struct { name: "v1.DeploymentSpec", fields: &[("minReadySeconds", "", Int32), ("paused", "", Bool), ("progressDeadlineSeconds", "", Int32), ("replicas", "", Int32), ("revisionHistoryLimit", "", Int32), ("selector", "", Object(63)), ("strategy", "", Object(163)), ("template", "", Object(154))] },
    /* 163 */ Struct { name: "v1.DeploymentStrategy", fields: &[("rollingUpdate", "", Object(164)), ("type", "", Text("v1.DeploymentStrategyType"))] },
    /* 164 */ Struct { name: "v1.RollingUpdateDeployment", fields: &[("maxSurge", "", IntOrString), ("maxUnavailable", "", IntOrString)] },
    /* 165 */ Struct { name: "v1.DeploymentStatus", fields: &[("availableReplicas", "", Int32), ("collisionCount", "", Int32), ("conditions", "", List("[]v1.DeploymentCondition", &Object(166))), ("observedGeneration", "", Int64), ("readyReplicas", "", Int32), ("replicas", "", Int32), ("terminatingReplicas", "", Int32), ("unavailableReplicas", "", Int32), ("updatedReplicas", "", Int32)] },
    /* 166 */ Struct { name: "v1.DeploymentCondition", fields: &[("lastTransitionTime", "", Time), ("lastUpdateTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.DeploymentConditionType"))] },
    /* 167 */ Struct { name: "v1.StatefulSet", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(168)), ("status", "", Object(177))] },
    /* 168 */ Struct { name: "v1.StatefulSetSpec", fields: &[("minReadySeconds", "", Int32), ("ordinals", "", Object(176)), ("persistentVolumeClaimRetentionPolicy", "", Object(175)), ("podManagementPolicy", "", Text("v1.PodManagementPolicyType")), ("replicas", "", Int32), ("revisionHistoryLimit", "", Int32), ("selector", "", Object(63)), ("serviceName", "", STRING), ("template", "", Object(154)), ("updateStrategy", "", Object(173)), ("volumeClaimTemplates", "", List("[]v1.PersistentVolumeClaim", &Object(169)))] },
    /* 169 */ Struct { name: "v1.PersistentVolumeClaim", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(72)), ("status", "", Object(170))] },
    /* 170 */ Struct { name: "v1.PersistentVolumeClaimStatus", fields: &[("accessModes", "", List("[]v1.PersistentVolumeAccessMode", &Text("v1.PersistentVolumeAccessMode"))), ("allocatedResourceStatuses", "", Map("map[v1.ResourceName]v1.ClaimResourceStatus", &Text("v1.ClaimResourceStatus"))), ("allocatedResources", "", Map("v1.ResourceList", &Quantity)), ("capacity", "", Map("v1.ResourceList", &Quantity)), ("conditions", "", List("[]v1.PersistentVolumeClaimCondition", &Object(171))), ("currentVolumeAttributesClassName", "", STRING), ("modifyVolumeStatus", "", Object(172)), ("phase", "", Text("v1.PersistentVolumeClaimPhase"))] },
    /* 171 */ Struct { name: "v1.PersistentVolumeClaimCondition", fields: &[("lastProbeTime", "", Time), ("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.PersistentVolumeClaimConditionType"))] },
    /* 172 */ Struct { name: "v1.ModifyVolumeStatus", fields: &[("status", "", Text("v1.PersistentVolumeClaimModifyVolumeStatus")), ("targetVolumeAttributesClassName", "", STRING)] },
    /* 173 */ Struct { name: "v1.StatefulSetUpdateStrategy", fields: &[("rollingUpdate", "", Object(174)), ("type", "", Text("v1.StatefulSetUpdateStrategyType"))] },
    /* 174 */ Struct { name: "v1.RollingUpdateStatefulSetStrategy", fields: &[("maxUnavailable", "", IntOrString), ("partition", "", Int32)] },
    /* 175 */ Struct { name: "v1.StatefulSetPersistentVolumeClaimRetentionPolicy", fields: &[("whenDeleted", "", Text("v1.PersistentVolumeClaimRetentionPolicyType")), ("whenScaled", "", Text("v1.PersistentVolumeClaimRetentionPolicyType"))] },
    /* 176 */ Struct { name: "v1.StatefulSetOrdinals", fields: &[("start", "", Int32)] },
    /* 177 */ Struct { name: "v1.StatefulSetStatus", fields: &[("availableReplicas", "", Int32), ("collisionCount", "", Int32), ("conditions", "", List("[]v1.StatefulSetCondition", &Object(178))), ("currentReplicas", "", Int32), ("currentRevision", "", STRING), ("observedGeneration", "", Int64), ("readyReplicas", "", Int32), ("replicas", "", Int32), ("updateRevision", "", STRING), ("updatedReplicas", "", Int32)] },
    /* 178 */ Struct { name: "v1.StatefulSetCondition", fields: &[("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.StatefulSetConditionType"))] },
    /* 179 */ Struct { name: "v1.DaemonSet", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(180)), ("status", "", Object(183))] },
    /* 180 */ Struct { name: "v1.DaemonSetSpec", fields: &[("minReadySeconds", "", Int32), ("revisionHistoryLimit", "", Int32), ("selector", "", Object(63)), ("template", "", Object(154)), ("updateStrategy", "", Object(181))] },
    /* 181 */ Struct { name: "v1.DaemonSetUpdateStrategy", fields: &[("rollingUpdate", "", Object(182)), ("type", "", Text("v1.DaemonSetUpdateStrategyType"))] },
    /* 182 */ Struct { name: "v1.RollingUpdateDaemonSet", fields: &[("maxSurge", "", IntOrString), ("maxUnavailable", "", IntOrString)] },
    /* 183 */ Struct { name: "v1.DaemonSetStatus", fields: &[("collisionCount", "", Int32), ("conditions", "", List("[]v1.DaemonSetCondition", &Object(184))), ("currentNumberScheduled", "", Int32), ("desiredNumberScheduled", "", Int32), ("numberAvailable", "", Int32), ("numberMisscheduled", "", Int32), ("numberReady", "", Int32), ("numberUnavailable", "", Int32), ("observedGeneration", "", Int64), ("updatedNumberScheduled", "", Int32)] },
    /* 184 */ Struct { name: "v1.DaemonSetCondition", fields: &[("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.DaemonSetConditionType"))] },
    /* 185 */ Struct { name: "v1.Job", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(186)), ("status", "", Object(193))] },
    /* 186 */ Struct { name: "v1.JobSpec", fields: &[("activeDeadlineSeconds", "", Int64), ("backoffLimit", "", Int32), ("backoffLimitPerIndex", "", Int32), ("completionMode", "", Text("v1.CompletionMode")), ("completions", "", Int32), ("managedBy", "", STRING), ("manualSelector", "", Bool), ("maxFailedIndexes", "", Int32), ("parallelism", "", Int32), ("podFailurePolicy", "", Object(187)), ("podReplacementPolicy", "", Text("v1.PodReplacementPolicy")), ("selector", "", Object(63)), ("successPolicy", "", Object(191)), ("suspend", "", Bool), ("template", "", Object(154)), ("ttlSecondsAfterFinished", "", Int32)] },
    /* 187 */ Struct { name: "v1.PodFailurePolicy", fields: &[("rules", "", List("[]v1.PodFailurePolicyRule", &Object(188)))] },
    /* 188 */ Struct { name: "v1.PodFailurePolicyRule", fields: &[("action", "", Text("v1.PodFailurePolicyAction")), ("onExitCodes", "", Object(189)), ("onPodConditions", "", List("[]v1.PodFailurePolicyOnPodConditionsPattern", &Object(190)))] },
    /* 189 */ Struct { name: "v1.PodFailurePolicyOnExitCodesRequirement", fields: &[("containerName", "", STRING), ("operator", "", Text("v1.PodFailurePolicyOnExitCodesOperator")), ("values", "", List("[]int32", &Int32))] },
    /* 190 */ Struct { name: "v1.PodFailurePolicyOnPodConditionsPattern", fields: &[("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.PodConditionType"))] },
    /* 191 */ Struct { name: "v1.SuccessPolicy", fields: &[("rules", "", List("[]v1.SuccessPolicyRule", &Object(192)))] },
    /* 192 */ Struct { name: "v1.SuccessPolicyRule", fields: &[("succeededCount", "", Int32), ("succeededIndexes", "", STRING)] },
    /* 193 */ Struct { name: "v1.JobStatus", fields: &[("active", "", Int32), ("completedIndexes", "", STRING), ("completionTime", "", Time), ("conditions", "", List("[]v1.JobCondition", &Object(194))), ("failed", "", Int32), ("failedIndexes", "", STRING), ("ready", "", Int32), ("startTime", "", Time), ("succeeded", "", Int32), ("terminating", "", Int32), ("uncountedTerminatedPods", "", Object(195))] },
    /* 194 */ Struct { name: "v1.JobCondition", fields: &[("lastProbeTime", "", Time), ("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.JobConditionType"))] },
    /* 195 */ Struct { name: "v1.UncountedTerminatedPods", fields: &[("failed", "", List("[]types.UID", &Text("types.UID"))), ("succeeded", "", List("[]types.UID", &Text("types.UID")))] },
    /* 196 */ Struct { name: "v1.CronJob", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(197)), ("status", "", Object(199))] },
    /* 197 */ Struct { name: "v1.CronJobSpec", fields: &[("concurrencyPolicy", "", Text("v1.ConcurrencyPolicy")), ("failedJobsHistoryLimit", "", Int32), ("jobTemplate", "", Object(198)), ("schedule", "", STRING), ("startingDeadlineSeconds", "", Int64), ("successfulJobsHistoryLimit", "", Int32), ("suspend", "", Bool), ("timeZone", "", STRING)] },
    /* 198 */ Struct { name: "v1.JobTemplateSpec", fields: &[("metadata", "", Object(1)), ("spec", "", Object(186))] },
    /* 199 */ Struct { name: "v1.CronJobStatus", fields: &[("active", "", List("[]v1.ObjectReference", &Object(16))), ("lastScheduleTime", "", Time), ("lastSuccessfulTime", "", Time)] },
    /* 200 */ Struct { name: "v1.Node", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(201)), ("status", "", Object(205))] },
    /* 201 */ Struct { name: "v1.NodeSpec", fields: &[("configSource", "", Object(203)), ("externalID", "", STRING), ("podCIDR", "", STRING), ("podCIDRs", "", STRINGS), ("providerID", "", STRING), ("taints", "", List("[]v1.Taint", &Object(202))), ("unschedulable", "", Bool)] },
    /* 202 */ Struct { name: "v1.Taint", fields: &[("effect", "", Text("v1.TaintEffect")), ("key", "", STRING), ("timeAdded", "", Time), ("value", "", STRING)] },
    /* 203 */ Struct { name: "v1.NodeConfigSource", fields: &[("configMap", "", Object(204))] },
    /* 204 */ Struct { name: "v1.ConfigMapNodeConfigSource", fields: &[("kubeletConfigKey", "", STRING), ("name", "", STRING), ("namespace", "", STRING), ("resourceVersion", "", STRING), ("uid", "", Text("types.UID"))] },
    /* 205 */ Struct { name: "v1.NodeStatus", fields: &[("addresses", "", List("[]v1.NodeAddress", &Object(207))), ("allocatable", "", Map("v1.ResourceList", &Quantity)), ("capacity", "", Map("v1.ResourceList", &Quantity)), ("conditions", "", List("[]v1.NodeCondition", &Object(206))), ("config", "", Object(214)), ("daemonEndpoints", "", Object(208)), ("declaredFeatures", "", STRINGS), ("features", "", Object(217)), ("images", "", List("[]v1.ContainerImage", &Object(212))), ("nodeInfo", "", Object(210)), ("phase", "", Text("v1.NodePhase")), ("runtimeHandlers", "", List("[]v1.NodeRuntimeHandler", &Object(215))), ("volumesAttached", "", List("[]v1.AttachedVolume", &Object(213))), ("volumesInUse", "", List("[]v1.UniqueVolumeName", &Text("v1.UniqueVolumeName")))] },
    /* 206 */ Struct { name: "v1.NodeCondition", fields: &[("lastHeartbeatTime", "", Time), ("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.NodeConditionType"))] },
    /* 207 */ Struct { name: "v1.NodeAddress", fields: &[("address", "", STRING), ("type", "", Text("v1.NodeAddressType"))] },
    /* 208 */ Struct { name: "v1.NodeDaemonEndpoints", fields: &[("kubeletEndpoint", "", Object(209))] },
    /* 209 */ Struct { name: "v1.DaemonEndpoint", fields: &[("Port", "", Int32)] },
    /* 210 */ Struct { name: "v1.NodeSystemInfo", fields: &[("architecture", "", STRING), ("bootID", "", STRING), ("containerRuntimeVersion", "", STRING), ("kernelVersion", "", STRING), ("kubeProxyVersion", "", STRING), ("kubeletVersion", "", STRING), ("machineID", "", STRING), ("operatingSystem", "", STRING), ("osImage", "", STRING), ("swap", "", Object(211)), ("systemUUID", "", STRING)] },
    /* 211 */ Struct { name: "v1.NodeSwapStatus", fields: &[("capacity", "", Int64)] },
    /* 212 */ Struct { name: "v1.ContainerImage", fields: &[("names", "", STRINGS), ("sizeBytes", "", Int64)] },
    /* 213 */ Struct { name: "v1.AttachedVolume", fields: &[("devicePath", "", STRING), ("name", "", Text("v1.UniqueVolumeName"))] },
    /* 214 */ Struct { name: "v1.NodeConfigStatus", fields: &[("active", "", Object(203)), ("assigned", "", Object(203)), ("error", "", STRING), ("lastKnownGood", "", Object(203))] },
    /* 215 */ Struct { name: "v1.NodeRuntimeHandler", fields: &[("features", "", Object(216)), ("name", "", STRING)] },
    /* 216 */ Struct { name: "v1.NodeRuntimeHandlerFeatures", fields: &[("recursiveReadOnlyMounts", "", Bool), ("userNamespaces", "", Bool)] },
    /* 217 */ Struct { name: "v1.NodeFeatures", fields: &[("supplementalGroupsPolicy", "", Bool)] },
    /* 218 */ Struct { name: "v1.Namespace", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(219)), ("status", "", Object(220))] },
    /* 219 */ Struct { name: "v1.NamespaceSpec", fields: &[("finalizers", "", List("[]v1.FinalizerName", &Text("v1.FinalizerName")))] },
    /* 220 */ Struct { name: "v1.NamespaceStatus", fields: &[("conditions", "", List("[]v1.NamespaceCondition", &Object(221))), ("phase", "", Text("v1.NamespacePhase"))] },
    /* 221 */ Struct { name: "v1.NamespaceCondition", fields: &[("lastTransitionTime", "", Time), ("message", "", STRING), ("reason", "", STRING), ("status", "", Text("v1.ConditionStatus")), ("type", "", Text("v1.NamespaceConditionType"))] },
    /* 222 */ Struct { name: "v1.Ingress", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(223)), ("status", "", Object(231))] },
    /* 223 */ Struct { name: "v1.IngressSpec", fields: &[("defaultBackend", "", Object(224)), ("ingressClassName", "", STRING), ("rules", "", List("[]v1.IngressRule", &Object(228))), ("tls", "", List("[]v1.IngressTLS", &Object(227)))] },
    /* 224 */ Struct { name: "v1.IngressBackend", fields: &[("resource", "", Object(74)), ("service", "", Object(225))] },
    /* 225 */ Struct { name: "v1.IngressServiceBackend", fields: &[("name", "", STRING), ("port", "", Object(226))] },
    /* 226 */ Struct { name: "v1.ServiceBackendPort", fields: &[("name", "", STRING), ("number", "", Int32)] },
    /* 227 */ Struct { name: "v1.IngressTLS", fields: &[("hosts", "", STRINGS), ("secretName", "", STRING)] },
    /* 228 */ Struct { name: "v1.IngressRule", fields: &[("host", "", STRING), ("http", "IngressRuleValue.", Object(229))] },
    /* 229 */ Struct { name: "v1.HTTPIngressRuleValue", fields: &[("paths", "", List("[]v1.HTTPIngressPath", &Object(230)))] },
    /* 230 */ Struct { name: "v1.HTTPIngressPath", fields: &[("backend", "", Object(224)), ("path", "", STRING), ("pathType", "", Text("v1.PathType"))] },
    /* 231 */ Struct { name: "v1.IngressStatus", fields: &[("loadBalancer", "", Object(232))] },
    /* 232 */ Struct { name: "v1.IngressLoadBalancerStatus", fields: &[("ingress", "", List("[]v1.IngressLoadBalancerIngress", &Object(233)))] },
    /* 233 */ Struct { name: "v1.IngressLoadBalancerIngress", fields: &[("hostname", "", STRING), ("ip", "", STRING), ("ports", "", List("[]v1.IngressPortStatus", &Object(234)))] },
    /* 234 */ Struct { name: "v1.IngressPortStatus", fields: &[("error", "", STRING), ("port", "", Int32), ("protocol", "", Text("v1.Protocol"))] },
    /* 235 */ Struct { name: "v1.IngressClass", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(236))] },
    /* 236 */ Struct { name: "v1.IngressClassSpec", fields: &[("controller", "", STRING), ("parameters", "", Object(237))] },
    /* 237 */ Struct { name: "v1.IngressClassParametersReference", fields: &[("apiGroup", "", STRING), ("kind", "", STRING), ("name", "", STRING), ("namespace", "", STRING), ("scope", "", STRING)] },
    /* 238 */ Struct { name: "v1.NetworkPolicy", fields: &[("apiVersion", "TypeMeta.", STRING), ("kind", "TypeMeta.", STRING), ("metadata", "", Object(1)), ("spec", "", Object(239))] },
    /* 239 */ Struct { name: "v1.NetworkPolicySpec", fields: &[("egress", "", List("[]v1.NetworkPolicyEgressRule", &Object(244))), ("ingress", "", List("[]v1.NetworkPolicyIngressRule", &Object(240))), ("podSelector", "", Object(63)), ("policyTypes", "", List("[]v1.PolicyType", &Text("v1.PolicyType")))] },
    /* 240 */ Struct { name: "v1.NetworkPolicyIngressRule", fields: &[("from", "", List("[]v1.NetworkPolicyPeer", &Object(242))), ("ports", "", List("[]v1.NetworkPolicyPort", &Object(241)))] },
    /* 241 */ Struct { name: "v1.NetworkPolicyPort", fields: &[("endPort", "", Int32), ("port", "", IntOrString), ("protocol", "", Text("v1.Protocol"))] },
    /* 242 */ Struct { name: "v1.NetworkPolicyPeer", fields: &[("ipBlock", "", Object(243)), ("namespaceSelector", "", Object(63)), ("podSelector", "", Object(63))] },
    /* 243 */ Struct { name: "v1.IPBlock", fields: &[("cidr", "", STRING), ("except", "", STRINGS)] },
    /* 244 */ Struct { name: "v1.NetworkPolicyEgressRule", fields: &[("ports", "", List("[]v1.NetworkPolicyPort", &Object(241))), ("to", "", List("[]v1.NetworkPolicyPeer", &Object(242)))] },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_struct() {
        for (kind, name) in [
            (Kind::Service, "v1.Service"),
            (Kind::EndpointSlice, "v1.EndpointSlice"),
            (Kind::Pod, "v1.Pod"),
            (Kind::ReplicationController, "v1.ReplicationController"),
            (Kind::CronJob, "v1.CronJob"),
            (Kind::NetworkPolicy, "v1.NetworkPolicy"),
        ] {
            assert_eq!(of_kind(kind).name(), name);
        }
    }

    #[test]
    fn fields_stand_in_order() {
        for one in &STRUCTS {
            assert!(one.fields.is_sorted_by_key(|(name, ..)| *name), "{}", one.name);
        }
    }
}
