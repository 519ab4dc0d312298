//! The internal Go types of a Pod template (`pkg/apis/core/types.go` of v1.36) in the order of their fields, with what
//! stands for a field that is not written (`pkg/apis/core/v1/zz_generated.defaults.go` and `defaults.go`).

/// Each struct with its fields, parted by commas: name, type and default, parted by blanks.
///
/// A name is followed by `/` and that in `v1` where the two are not alike; `^` stands before one that `v1` has a level
/// further up, and `+` is an embedded struct. Types: `s` string, `b` bool, `i` number, `q` quantity, `o` number or
/// string, `L` label selector, `M` object metadata, a struct by its name; before it `*` for a pointer, `-` for a list and
/// `=` for a map.
pub(super) const STRUCTS: &[(&str, &str)] = &[
    ("AWSElasticBlockStoreVolumeSource", "VolumeID s, FSType s, Partition i, ReadOnly b"),
    ("Affinity", "NodeAffinity *NodeAffinity, PodAffinity *PodAffinity, PodAntiAffinity *PodAntiAffinity"),
    ("AppArmorProfile", "Type s, LocalhostProfile *s"),
    (
        "AzureDiskVolumeSource",
        "DiskName s, DataDiskURI/diskURI s, CachingMode *s \"ReadWrite\", FSType *s \"ext4\", ReadOnly *b \
         false, Kind *s \"Shared\"",
    ),
    ("AzureFileVolumeSource", "SecretName s, ShareName s, ReadOnly b"),
    (
        "CSIVolumeSource",
        "Driver s, ReadOnly *b, FSType *s, VolumeAttributes =s, NodePublishSecretRef *LocalObjectReference",
    ),
    ("Capabilities", "Add -s, Drop -s"),
    (
        "CephFSVolumeSource",
        "Monitors -s, Path s, User s, SecretFile s, SecretRef *LocalObjectReference, ReadOnly b",
    ),
    ("CinderVolumeSource", "VolumeID s, FSType s, ReadOnly b, SecretRef *LocalObjectReference"),
    ("ClusterTrustBundleProjection", "Name *s, SignerName *s, LabelSelector *L, Optional *b, Path s"),
    ("ConfigMapEnvSource", "+ LocalObjectReference, Optional *b"),
    ("ConfigMapKeySelector", "+ LocalObjectReference, Key s, Optional *b"),
    ("ConfigMapProjection", "+ LocalObjectReference, Items -KeyToPath, Optional *b"),
    ("ConfigMapVolumeSource", "+ LocalObjectReference, Items -KeyToPath, DefaultMode *i 420, Optional *b"),
    (
        "Container",
        "Name s, Image s, Command -s, Args -s, WorkingDir s, Ports -ContainerPort, EnvFrom -EnvFromSource, \
         Env -EnvVar, Resources ResourceRequirements, ResizePolicy -ContainerResizePolicy, RestartPolicy *s, \
         RestartPolicyRules -ContainerRestartRule, VolumeMounts -VolumeMount, VolumeDevices -VolumeDevice, \
         LivenessProbe *Probe, ReadinessProbe *Probe, StartupProbe *Probe, Lifecycle *Lifecycle, \
         TerminationMessagePath s \"/dev/termination-log\", TerminationMessagePolicy s \"File\", \
         ImagePullPolicy s, SecurityContext *SecurityContext, Stdin b, StdinOnce b, TTY b",
    ),
    ("ContainerPort", "Name s, HostPort i, ContainerPort i, Protocol s \"TCP\", HostIP s"),
    ("ContainerResizePolicy", "ResourceName s, RestartPolicy s"),
    ("ContainerRestartRule", "Action s, ExitCodes *ContainerRestartRuleOnExitCodes"),
    ("ContainerRestartRuleOnExitCodes", "Operator s, Values -i"),
    ("DownwardAPIProjection", "Items -DownwardAPIVolumeFile"),
    (
        "DownwardAPIVolumeFile",
        "Path s, FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, Mode *i",
    ),
    ("DownwardAPIVolumeSource", "Items -DownwardAPIVolumeFile, DefaultMode *i 420"),
    ("EmptyDirVolumeSource", "Medium s, SizeLimit *q"),
    ("EnvFromSource", "Prefix s, ConfigMapRef *ConfigMapEnvSource, SecretRef *SecretEnvSource"),
    ("EnvVar", "Name s, Value s, ValueFrom *EnvVarSource"),
    (
        "EnvVarSource",
        "FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, ConfigMapKeyRef \
         *ConfigMapKeySelector, SecretKeyRef *SecretKeySelector, FileKeyRef *FileKeySelector",
    ),
    ("EphemeralContainer", "+ EphemeralContainerCommon, TargetContainerName s"),
    (
        "EphemeralContainerCommon",
        "Name s, Image s, Command -s, Args -s, WorkingDir s, Ports -ContainerPort, EnvFrom -EnvFromSource, \
         Env -EnvVar, Resources ResourceRequirements, ResizePolicy -ContainerResizePolicy, RestartPolicy *s, \
         RestartPolicyRules -ContainerRestartRule, VolumeMounts -VolumeMount, VolumeDevices -VolumeDevice, \
         LivenessProbe *Probe, ReadinessProbe *Probe, StartupProbe *Probe, Lifecycle *Lifecycle, \
         TerminationMessagePath s \"/dev/termination-log\", TerminationMessagePolicy s \"File\", \
         ImagePullPolicy s, SecurityContext *SecurityContext, Stdin b, StdinOnce b, TTY b",
    ),
    ("EphemeralVolumeSource", "VolumeClaimTemplate *PersistentVolumeClaimTemplate"),
    ("ExecAction", "Command -s"),
    ("FCVolumeSource", "TargetWWNs -s, Lun *i, FSType s, ReadOnly b, WWIDs -s"),
    ("FileKeySelector", "VolumeName s, Path s, Key s, Optional *b false"),
    ("FlexVolumeSource", "Driver s, FSType s, SecretRef *LocalObjectReference, ReadOnly b, Options =s"),
    ("FlockerVolumeSource", "DatasetName s, DatasetUUID s"),
    ("GCEPersistentDiskVolumeSource", "PDName s, FSType s, Partition i, ReadOnly b"),
    ("GRPCAction", "Port i, Service *s \"\""),
    ("GitRepoVolumeSource", "Repository s, Revision s, Directory s"),
    ("GlusterfsVolumeSource", "EndpointsName/endpoints s, Path s, ReadOnly b"),
    ("HTTPGetAction", "Path s \"/\", Port o, Host s, Scheme s \"HTTP\", HTTPHeaders -HTTPHeader"),
    ("HTTPHeader", "Name s, Value s"),
    ("HostAlias", "IP s, Hostnames -s"),
    ("HostPathVolumeSource", "Path s, Type *s \"\""),
    (
        "ISCSIVolumeSource",
        "TargetPortal s, IQN s, Lun i, ISCSIInterface s \"default\", FSType s, ReadOnly b, Portals -s, \
         DiscoveryCHAPAuth/chapAuthDiscovery b, SessionCHAPAuth/chapAuthSession b, SecretRef \
         *LocalObjectReference, InitiatorName *s",
    ),
    ("ImageVolumeSource", "Reference s, PullPolicy s"),
    ("KeyToPath", "Key s, Path s, Mode *i"),
    ("Lifecycle", "PostStart *LifecycleHandler, PreStop *LifecycleHandler, StopSignal *s"),
    (
        "LifecycleHandler",
        "Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, Sleep *SleepAction",
    ),
    ("LocalObjectReference", "Name s"),
    ("NFSVolumeSource", "Server s, Path s, ReadOnly b"),
    (
        "NodeAffinity",
        "RequiredDuringSchedulingIgnoredDuringExecution *NodeSelector, \
         PreferredDuringSchedulingIgnoredDuringExecution -PreferredSchedulingTerm",
    ),
    ("NodeSelector", "NodeSelectorTerms -NodeSelectorTerm"),
    ("NodeSelectorRequirement", "Key s, Operator s, Values -s"),
    ("NodeSelectorTerm", "MatchExpressions -NodeSelectorRequirement, MatchFields -NodeSelectorRequirement"),
    ("ObjectFieldSelector", "APIVersion s \"v1\", FieldPath s"),
    (
        "PersistentVolumeClaimSpec",
        "AccessModes -s, Selector *L, Resources VolumeResourceRequirements, VolumeName s, StorageClassName \
         *s, VolumeMode *s \"Filesystem\", DataSource *TypedLocalObjectReference, DataSourceRef \
         *TypedObjectReference, VolumeAttributesClassName *s",
    ),
    ("PersistentVolumeClaimTemplate", "+ M, Spec PersistentVolumeClaimSpec"),
    ("PersistentVolumeClaimVolumeSource", "ClaimName s, ReadOnly b"),
    ("PhotonPersistentDiskVolumeSource", "PdID s, FSType s"),
    (
        "PodAffinity",
        "RequiredDuringSchedulingIgnoredDuringExecution -PodAffinityTerm, \
         PreferredDuringSchedulingIgnoredDuringExecution -WeightedPodAffinityTerm",
    ),
    (
        "PodAffinityTerm",
        "LabelSelector *L, Namespaces -s, TopologyKey s, NamespaceSelector *L, MatchLabelKeys -s, \
         MismatchLabelKeys -s",
    ),
    (
        "PodAntiAffinity",
        "RequiredDuringSchedulingIgnoredDuringExecution -PodAffinityTerm, \
         PreferredDuringSchedulingIgnoredDuringExecution -WeightedPodAffinityTerm",
    ),
    (
        "PodCertificateProjection",
        "SignerName s, KeyType s, MaxExpirationSeconds *i, CredentialBundlePath s, KeyPath s, \
         CertificateChainPath s, UserAnnotations =s",
    ),
    ("PodDNSConfig", "Nameservers -s, Searches -s, Options -PodDNSConfigOption"),
    ("PodDNSConfigOption", "Name s, Value *s"),
    ("PodOS", "Name s"),
    ("PodReadinessGate", "ConditionType s"),
    ("PodResourceClaim", "Name s, ResourceClaimName *s, ResourceClaimTemplateName *s"),
    ("PodSchedulingGate", "Name s"),
    ("PodSchedulingGroup", "PodGroupName *s"),
    (
        "PodSecurityContext",
        "^HostNetwork b, ^HostPID b, ^HostIPC b, ^ShareProcessNamespace *b, ^HostUsers *b, SELinuxOptions \
         *SELinuxOptions, WindowsOptions *WindowsSecurityContextOptions, RunAsUser *i, RunAsGroup *i, \
         RunAsNonRoot *b, SupplementalGroups -i, SupplementalGroupsPolicy *s, FSGroup *i, FSGroupChangePolicy \
         *s, Sysctls -Sysctl, SeccompProfile *SeccompProfile, AppArmorProfile *AppArmorProfile, \
         SELinuxChangePolicy *s",
    ),
    (
        "PodSpec",
        "Volumes -Volume, InitContainers -Container, Containers -Container, EphemeralContainers \
         -EphemeralContainer, RestartPolicy s \"Always\", TerminationGracePeriodSeconds *i 30, \
         ActiveDeadlineSeconds *i, DNSPolicy s \"ClusterFirst\", NodeSelector =s, \
         ServiceAccountName/serviceAccountName|serviceAccount s, AutomountServiceAccountToken *b, NodeName s, \
         SecurityContext PodSecurityContext, ImagePullSecrets -LocalObjectReference, Hostname s, Subdomain s, \
         SetHostnameAsFQDN *b, Affinity *Affinity, SchedulerName s \"default-scheduler\", Tolerations \
         -Toleration, HostAliases -HostAlias, PriorityClassName s, Priority *i, PreemptionPolicy *s, \
         DNSConfig *PodDNSConfig, ReadinessGates -PodReadinessGate, RuntimeClassName *s, Overhead =q, \
         EnableServiceLinks *b, TopologySpreadConstraints -TopologySpreadConstraint, OS *PodOS, \
         SchedulingGates -PodSchedulingGate, ResourceClaims -PodResourceClaim, Resources \
         *ResourceRequirements, HostnameOverride *s, SchedulingGroup *PodSchedulingGroup",
    ),
    ("PodTemplateSpec", "+ M, Spec PodSpec"),
    ("PortworxVolumeSource", "VolumeID s, FSType s, ReadOnly b"),
    ("PreferredSchedulingTerm", "Weight i, Preference NodeSelectorTerm"),
    (
        "Probe",
        "+ ProbeHandler, InitialDelaySeconds i, TimeoutSeconds i 1, PeriodSeconds i 10, SuccessThreshold i 1, \
         FailureThreshold i 3, TerminationGracePeriodSeconds *i",
    ),
    (
        "ProbeHandler",
        "Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, GRPC *GRPCAction",
    ),
    ("ProjectedVolumeSource", "Sources -VolumeProjection, DefaultMode *i 420"),
    ("QuobyteVolumeSource", "Registry s, Volume s, ReadOnly b, User s, Group s, Tenant s"),
    (
        "RBDVolumeSource",
        "CephMonitors/monitors -s, RBDImage/image s, FSType s, RBDPool/pool s \"rbd\", RadosUser/user s \
         \"admin\", Keyring s \"/etc/ceph/keyring\", SecretRef *LocalObjectReference, ReadOnly b",
    ),
    ("ResourceClaim", "Name s, Request s"),
    ("ResourceFieldSelector", "ContainerName s, Resource s, Divisor q"),
    ("ResourceRequirements", "Limits =q, Requests =q, Claims -ResourceClaim"),
    ("SELinuxOptions", "User s, Role s, Type s, Level s"),
    (
        "ScaleIOVolumeSource",
        "Gateway s, System s, SecretRef *LocalObjectReference, SSLEnabled b, ProtectionDomain s, StoragePool \
         s, StorageMode s \"ThinProvisioned\", VolumeName s, FSType s \"xfs\", ReadOnly b",
    ),
    ("SeccompProfile", "Type s, LocalhostProfile *s"),
    ("SecretEnvSource", "+ LocalObjectReference, Optional *b"),
    ("SecretKeySelector", "+ LocalObjectReference, Key s, Optional *b"),
    ("SecretProjection", "+ LocalObjectReference, Items -KeyToPath, Optional *b"),
    ("SecretVolumeSource", "SecretName s, Items -KeyToPath, DefaultMode *i 420, Optional *b"),
    (
        "SecurityContext",
        "Capabilities *Capabilities, Privileged *b, SELinuxOptions *SELinuxOptions, WindowsOptions \
         *WindowsSecurityContextOptions, RunAsUser *i, RunAsGroup *i, RunAsNonRoot *b, ReadOnlyRootFilesystem \
         *b, AllowPrivilegeEscalation *b, ProcMount *s, SeccompProfile *SeccompProfile, AppArmorProfile \
         *AppArmorProfile",
    ),
    ("ServiceAccountTokenProjection", "Audience s, ExpirationSeconds i 3600, Path s"),
    ("SleepAction", "Seconds i"),
    (
        "StorageOSVolumeSource",
        "VolumeName s, VolumeNamespace s, FSType s, ReadOnly b, SecretRef *LocalObjectReference",
    ),
    ("Sysctl", "Name s, Value s"),
    ("TCPSocketAction", "Port o, Host s"),
    ("Toleration", "Key s, Operator s, Value s, Effect s, TolerationSeconds *i"),
    (
        "TopologySpreadConstraint",
        "MaxSkew i, TopologyKey s, WhenUnsatisfiable s, LabelSelector *L, MinDomains *i, NodeAffinityPolicy \
         *s, NodeTaintsPolicy *s, MatchLabelKeys -s",
    ),
    ("TypedLocalObjectReference", "APIGroup *s, Kind s, Name s"),
    ("TypedObjectReference", "APIGroup *s, Kind s, Name s, Namespace *s"),
    ("Volume", "Name s, + VolumeSource"),
    ("VolumeDevice", "Name s, DevicePath s"),
    (
        "VolumeMount",
        "Name s, ReadOnly b, RecursiveReadOnly *s, MountPath s, SubPath s, MountPropagation *s, SubPathExpr s",
    ),
    (
        "VolumeProjection",
        "Secret *SecretProjection, DownwardAPI *DownwardAPIProjection, ConfigMap *ConfigMapProjection, \
         ServiceAccountToken *ServiceAccountTokenProjection, ClusterTrustBundle \
         *ClusterTrustBundleProjection, PodCertificate *PodCertificateProjection",
    ),
    ("VolumeResourceRequirements", "Limits =q, Requests =q"),
    (
        "VolumeSource",
        "HostPath *HostPathVolumeSource, EmptyDir *EmptyDirVolumeSource, GCEPersistentDisk \
         *GCEPersistentDiskVolumeSource, AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource, GitRepo \
         *GitRepoVolumeSource, Secret *SecretVolumeSource, NFS *NFSVolumeSource, ISCSI *ISCSIVolumeSource, \
         Glusterfs *GlusterfsVolumeSource, PersistentVolumeClaim *PersistentVolumeClaimVolumeSource, RBD \
         *RBDVolumeSource, Quobyte *QuobyteVolumeSource, FlexVolume *FlexVolumeSource, Cinder \
         *CinderVolumeSource, CephFS *CephFSVolumeSource, Flocker *FlockerVolumeSource, DownwardAPI \
         *DownwardAPIVolumeSource, FC *FCVolumeSource, AzureFile *AzureFileVolumeSource, ConfigMap \
         *ConfigMapVolumeSource, VsphereVolume *VsphereVirtualDiskVolumeSource, AzureDisk \
         *AzureDiskVolumeSource, PhotonPersistentDisk *PhotonPersistentDiskVolumeSource, Projected \
         *ProjectedVolumeSource, PortworxVolume *PortworxVolumeSource, ScaleIO *ScaleIOVolumeSource, \
         StorageOS *StorageOSVolumeSource, CSI *CSIVolumeSource, Ephemeral *EphemeralVolumeSource, Image \
         *ImageVolumeSource",
    ),
    ("VsphereVirtualDiskVolumeSource", "VolumePath s, FSType s, StoragePolicyName s, StoragePolicyID s"),
    ("WeightedPodAffinityTerm", "Weight i, PodAffinityTerm PodAffinityTerm"),
    (
        "WindowsSecurityContextOptions",
        "GMSACredentialSpecName *s, GMSACredentialSpec *s, RunAsUserName *s, HostProcess *b",
    ),
];
