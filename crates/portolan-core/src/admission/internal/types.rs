//! The API server's own types of Pods, of their templates and of controllers (`pkg/apis/{core,apps,batch}/types.go` of
//! v1.36), field by field in Go's order, with the values that stand for a field that is not written
//! (`pkg/apis/*/v1/defaults.go`).
//!
//! Each word is a field: its Go name, behind `=` its JSON name where that is not the Go name in lower camel case (several
//! with `|` between them: the first that is not empty; `/` leads inwards), and its kind. One in lower case is
//! left out where it is empty, as `omitempty` has it. No sign, or `:` and a value, is a plain value and
//! what it is when it is empty or missing; `?` the same for a pointer, which stands for itself even when it is empty;
//! `[` a list, of scalars or of structs; `{` a map of strings, `%` of amounts; `.` a struct, `*` a pointer to one, `!` one
//! that is never missing; `@` a struct that is embedded; `#` an amount and `#?` a pointer to one; `~` a label selector;
//! `^` at the start a field that the API has one level above.

/// The fields of a struct.
pub(super) fn of(name: &str) -> Option<&'static str> {
    STRUCTS.iter().find(|(known, _)| *known == name).map(|(_, fields)| *fields)
}

#[rustfmt::skip]
static STRUCTS: &[(&str, &str)] = &[
    ("PodSpec", r#"Volumes[Volume InitContainers[Container Containers[Container EphemeralContainers[EphemeralContainer
        RestartPolicy:"Always" TerminationGracePeriodSeconds?30 ActiveDeadlineSeconds? DNSPolicy:"ClusterFirst" NodeSelector{
        ServiceAccountName=serviceAccountName|serviceAccount AutomountServiceAccountToken? NodeName
        SecurityContext!PodSecurityContext ImagePullSecrets[LocalObjectReference Hostname Subdomain SetHostnameAsFQDN?
        Affinity*Affinity SchedulerName:"default-scheduler" Tolerations[Toleration HostAliases[HostAlias PriorityClassName
        Priority? PreemptionPolicy? DNSConfig*PodDNSConfig ReadinessGates[PodReadinessGate
        RuntimeClassName? Overhead% EnableServiceLinks? TopologySpreadConstraints[TopologySpreadConstraint OS*PodOS
        SchedulingGates[PodSchedulingGate ResourceClaims[PodResourceClaim Resources*ResourceRequirements HostnameOverride?
        SchedulingGroup*PodSchedulingGroup"#),
    ("PodSecurityContext", "^HostNetwork:false ^HostPID:false ^HostIPC:false ^ShareProcessNamespace? ^HostUsers?
        SELinuxOptions*SELinuxOptions WindowsOptions*WindowsSecurityContextOptions RunAsUser? RunAsGroup? RunAsNonRoot?
        SupplementalGroups[ SupplementalGroupsPolicy? FSGroup? FSGroupChangePolicy? Sysctls[Sysctl
        SeccompProfile*SeccompProfile AppArmorProfile*SeccompProfile SELinuxChangePolicy?"),
    ("Sysctl", "Name Value"),
    ("LocalObjectReference", "Name"),
    ("HostAlias", "IP Hostnames["),
    ("PodDNSConfig", "Nameservers[ Searches[ Options[PodDNSConfigOption"),
    ("PodDNSConfigOption", "Name Value?"),
    ("PodReadinessGate", "ConditionType"),
    ("PodOS", "Name"),
    ("PodSchedulingGate", "Name"),
    ("PodSchedulingGroup", "PodGroupName?"),
    ("PodResourceClaim", "Name ResourceClaimName? ResourceClaimTemplateName?"),
    ("TopologySpreadConstraint", r#"MaxSkew:0 TopologyKey WhenUnsatisfiable LabelSelector~ MinDomains? NodeAffinityPolicy?
        NodeTaintsPolicy? MatchLabelKeys["#),
    ("Toleration", "Key Operator Value Effect TolerationSeconds?"),
    ("Affinity", "NodeAffinity*NodeAffinity PodAffinity*PodAffinity PodAntiAffinity*PodAffinity"),
    ("NodeAffinity", "RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector
        PreferredDuringSchedulingIgnoredDuringExecution[PreferredSchedulingTerm"),
    ("NodeSelector", "NodeSelectorTerms[NodeSelectorTerm"),
    ("NodeSelectorTerm", "MatchExpressions[NodeSelectorRequirement MatchFields[NodeSelectorRequirement"),
    ("NodeSelectorRequirement", "Key Operator Values["),
    ("PreferredSchedulingTerm", "Weight:0 Preference.NodeSelectorTerm"),
    ("PodAffinity", "RequiredDuringSchedulingIgnoredDuringExecution[PodAffinityTerm
        PreferredDuringSchedulingIgnoredDuringExecution[WeightedPodAffinityTerm"),
    ("WeightedPodAffinityTerm", "Weight:0 PodAffinityTerm.PodAffinityTerm"),
    ("PodAffinityTerm", "LabelSelector~ Namespaces[ TopologyKey NamespaceSelector~ MatchLabelKeys[ MismatchLabelKeys["),
    ("Container", r#"Name Image Command[ Args[ WorkingDir Ports[ContainerPort EnvFrom[EnvFromSource Env[EnvVar
        Resources.ResourceRequirements ResizePolicy[ContainerResizePolicy RestartPolicy? RestartPolicyRules[ContainerRestartRule
        VolumeMounts[VolumeMount VolumeDevices[VolumeDevice LivenessProbe*Probe ReadinessProbe*Probe StartupProbe*Probe
        Lifecycle*Lifecycle TerminationMessagePath:"/dev/termination-log" TerminationMessagePolicy:"File" ImagePullPolicy
        SecurityContext*SecurityContext Stdin:false StdinOnce:false TTY:false"#),
    ("EphemeralContainer", "@Container TargetContainerName"),
    ("ContainerPort", r#"Name HostPort:0 ContainerPort:0 Protocol:"TCP" HostIP"#),
    ("EnvFromSource", "Prefix ConfigMapRef*EnvSource SecretRef*EnvSource"),
    ("EnvSource", "Name Optional?"),
    ("EnvVar", "Name Value ValueFrom*EnvVarSource"),
    ("EnvVarSource", "FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector ConfigMapKeyRef*KeySelector
        SecretKeyRef*KeySelector FileKeyRef*FileKeySelector"),
    ("ObjectFieldSelector", r#"APIVersion:"v1" FieldPath"#),
    ("ResourceFieldSelector", "ContainerName Resource Divisor#"),
    ("KeySelector", "Name Key Optional?"),
    ("FileKeySelector", "VolumeName Path Key Optional?false"),
    ("ResourceRequirements", "Limits% Requests% Claims[ResourceClaim"),
    ("ResourceClaim", "Name Request"),
    ("ContainerResizePolicy", "ResourceName RestartPolicy"),
    ("ContainerRestartRule", "Action ExitCodes*ExitCodes"),
    ("ExitCodes", "Operator Values["),
    ("VolumeMount", "Name ReadOnly:false RecursiveReadOnly? MountPath SubPath MountPropagation? SubPathExpr"),
    ("VolumeDevice", "Name DevicePath"),
    ("Probe", "@ProbeHandler InitialDelaySeconds:0 TimeoutSeconds:1 PeriodSeconds:10 SuccessThreshold:1 FailureThreshold:3
        TerminationGracePeriodSeconds?"),
    ("ProbeHandler", "Exec*ExecAction HTTPGet*HTTPGetAction TCPSocket*TCPSocketAction GRPC*GRPCAction"),
    ("ExecAction", "Command["),
    ("HTTPGetAction", r#"Path:"/" Port:0 Host Scheme:"HTTP" HTTPHeaders[Sysctl"#),
    ("TCPSocketAction", "Port:0 Host"),
    ("GRPCAction", r#"Port:0 Service?"""#),
    ("Lifecycle", "PostStart*LifecycleHandler PreStop*LifecycleHandler StopSignal?"),
    ("LifecycleHandler", "Exec*ExecAction HTTPGet*HTTPGetAction TCPSocket*TCPSocketAction Sleep*SleepAction"),
    ("SleepAction", "Seconds:0"),
    ("SecurityContext", "Capabilities*Capabilities Privileged? SELinuxOptions*SELinuxOptions
        WindowsOptions*WindowsSecurityContextOptions RunAsUser? RunAsGroup? RunAsNonRoot? ReadOnlyRootFilesystem?
        AllowPrivilegeEscalation? ProcMount? SeccompProfile*SeccompProfile AppArmorProfile*SeccompProfile"),
    ("Capabilities", "Add[ Drop["),
    ("SELinuxOptions", "User Role Type Level"),
    ("WindowsSecurityContextOptions", "GMSACredentialSpecName? GMSACredentialSpec? RunAsUserName? HostProcess?"),
    ("SeccompProfile", "Type LocalhostProfile?"),
    ("Volume", "Name HostPath*HostPath EmptyDir*EmptyDir GCEPersistentDisk*GCE AWSElasticBlockStore*AWS GitRepo*GitRepo
        Secret*Secret NFS*NFS ISCSI*ISCSI Glusterfs*Glusterfs PersistentVolumeClaim*Claim RBD*RBD Quobyte*Quobyte
        FlexVolume*Flex Cinder*Cinder CephFS=cephfs*CephFS Flocker*Flocker DownwardAPI*DownwardAPI FC*FC AzureFile*AzureFile
        ConfigMap*ConfigMap VsphereVolume*Vsphere AzureDisk*AzureDisk PhotonPersistentDisk*Photon Projected*Projected
        PortworxVolume*Portworx ScaleIO*ScaleIO StorageOS=storageos*StorageOS CSI*CSI Ephemeral*Ephemeral Image*Image"),
    ("HostPath", r#"Path Type?"""#),
    ("EmptyDir", "Medium SizeLimit#?"),
    ("GCE", "PDName FSType Partition:0 ReadOnly:false"),
    ("AWS", "VolumeID FSType Partition:0 ReadOnly:false"),
    ("GitRepo", "Repository Revision Directory"),
    ("Secret", "SecretName Items[KeyToPath DefaultMode?420 Optional?"),
    ("NFS", "Server Path ReadOnly:false"),
    ("ISCSI", r#"TargetPortal IQN Lun:0 ISCSIInterface:"default" FSType ReadOnly:false Portals[
        DiscoveryCHAPAuth=chapAuthDiscovery:false SessionCHAPAuth=chapAuthSession:false SecretRef*LocalObjectReference
        InitiatorName?"#),
    ("Glusterfs", "EndpointsName=endpoints Path ReadOnly:false"),
    ("Claim", "ClaimName ReadOnly:false"),
    ("RBD", r#"CephMonitors=monitors[ RBDImage=image FSType RBDPool=pool:"rbd" RadosUser=user:"admin"
        Keyring:"/etc/ceph/keyring" SecretRef*LocalObjectReference ReadOnly:false"#),
    ("Quobyte", "Registry Volume ReadOnly:false User Group Tenant"),
    ("Flex", "Driver FSType SecretRef*LocalObjectReference ReadOnly:false Options{"),
    ("Cinder", "VolumeID FSType ReadOnly:false SecretRef*LocalObjectReference"),
    ("CephFS", "Monitors[ Path User SecretFile SecretRef*LocalObjectReference ReadOnly:false"),
    ("Flocker", "DatasetName DatasetUUID"),
    ("DownwardAPI", "Items[DownwardFile DefaultMode?420"),
    ("DownwardFile", "Path FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector Mode?"),
    ("FC", "TargetWWNs[ Lun? FSType ReadOnly:false WWIDs=wwids["),
    ("AzureFile", "SecretName ShareName ReadOnly:false"),
    ("ConfigMap", "Name Items[KeyToPath DefaultMode?420 Optional?"),
    ("KeyToPath", "Key Path Mode?"),
    ("Vsphere", "VolumePath FSType StoragePolicyName StoragePolicyID"),
    ("AzureDisk", r#"DiskName DataDiskURI=diskURI CachingMode?"ReadWrite" FSType?"ext4" ReadOnly?false Kind?"Shared""#),
    ("Photon", "PdID FSType"),
    ("Projected", "Sources[Projection DefaultMode?420"),
    ("Projection", "Secret*Projected1 DownwardAPI*DownwardFiles ConfigMap*Projected1 ServiceAccountToken*Token
        ClusterTrustBundle*TrustBundle PodCertificate*PodCertificate"),
    ("TrustBundle", "Name? SignerName? LabelSelector~ Optional? Path"),
    ("PodCertificate", "SignerName KeyType MaxExpirationSeconds? CredentialBundlePath KeyPath CertificateChainPath
        UserAnnotations{"),
    ("Projected1", "Name Items[KeyToPath Optional?"),
    ("DownwardFiles", "Items[DownwardFile"),
    ("Token", "Audience ExpirationSeconds:3600 Path"),
    ("Portworx", "VolumeID FSType ReadOnly:false"),
    ("ScaleIO", r#"Gateway System SecretRef*LocalObjectReference SSLEnabled:false ProtectionDomain StoragePool
        StorageMode:"ThinProvisioned" VolumeName FSType:"xfs" ReadOnly:false"#),
    ("StorageOS", "VolumeName VolumeNamespace FSType ReadOnly:false SecretRef*LocalObjectReference"),
    ("CSI", "Driver ReadOnly? FSType? VolumeAttributes{ NodePublishSecretRef*LocalObjectReference"),
    ("Ephemeral", "VolumeClaimTemplate*ClaimTemplate"),
    ("ClaimTemplate", "@Meta Spec.ClaimSpec"),
    ("ClaimSpec", r#"AccessModes[ Selector~ Resources.ClaimResources VolumeName StorageClassName? VolumeMode?"Filesystem"
        DataSource*DataSource DataSourceRef*DataSourceRef VolumeAttributesClassName?"#),
    ("ClaimResources", "Limits% Requests%"),
    ("DataSource", "APIGroup? Kind Name"),
    ("DataSourceRef", "APIGroup? Kind Name Namespace?"),
    ("Image", "Reference PullPolicy"),
    ("Meta", "name=metadata/name generateName=metadata/generateName namespace=metadata/namespace
        selfLink=metadata/selfLink uid=metadata/uid resourceVersion=metadata/resourceVersion
        generation=metadata/generation:0 creationTimestamp=metadata/creationTimestamp
        deletionTimestamp=metadata/deletionTimestamp labels=metadata/labels{ annotations=metadata/annotations{
        finalizers=metadata/finalizers["),
    ("PodTemplateSpec", "@Meta Spec.PodSpec"),
    ("DeploymentSpec", "Replicas?1 MinReadySeconds:0 Selector~ Template.PodTemplateSpec Strategy.DeploymentStrategy
        RevisionHistoryLimit?10 Paused:false ProgressDeadlineSeconds?600"),
    ("DeploymentStrategy", r#"Type:"RollingUpdate" RollingUpdate.RollingUpdateDeployment"#),
    ("RollingUpdateDeployment", r#"MaxUnavailable?"25%" MaxSurge?"25%""#),
    ("ReplicaSetSpec", "Replicas?1 MinReadySeconds:0 Selector~ Template.PodTemplateSpec"),
    ("ReplicationControllerSpec", "Replicas?1 MinReadySeconds:0 Template*PodTemplateSpec"),
    ("DaemonSetSpec", "Template.PodTemplateSpec"),
    ("StatefulSetSpec", r#"Replicas?1 MinReadySeconds:0 Selector~ Template.PodTemplateSpec VolumeClaimTemplates[ClaimTemplate
        ServiceName PodManagementPolicy:"OrderedReady" UpdateStrategy.StatefulSetUpdateStrategy RevisionHistoryLimit?10
        PersistentVolumeClaimRetentionPolicy.ClaimRetentionPolicy Ordinals*StatefulSetOrdinals"#),
    ("StatefulSetUpdateStrategy", r#"Type:"RollingUpdate" RollingUpdate*RollingUpdateStatefulSetStrategy"#),
    ("RollingUpdateStatefulSetStrategy", "Partition:0"),
    ("ClaimRetentionPolicy", r#"WhenDeleted:"Retain" WhenScaled:"Retain""#),
    ("StatefulSetOrdinals", "Start:0"),
    ("JobSpec", r#"Parallelism?1 Completions? BackoffLimit?6 ManualSelector?false CompletionMode?"NonIndexed" Suspend?false
        PodReplacementPolicy?"TerminatingOrFailed" @JobRest"#),
    ("TemplatedJobSpec", "Parallelism? Completions? BackoffLimit? ManualSelector? CompletionMode? Suspend? PodReplacementPolicy?
        @JobRest"),
    ("JobRest", "ActiveDeadlineSeconds? BackoffLimitPerIndex? MaxFailedIndexes? Selector~ Template.PodTemplateSpec
        TTLSecondsAfterFinished? ManagedBy? PodFailurePolicy*PodFailurePolicy SuccessPolicy*SuccessPolicy"),
    ("PodFailurePolicy", "Rules[PodFailurePolicyRule"),
    ("PodFailurePolicyRule", "Action OnExitCodes*PodFailurePolicyOnExitCodes OnPodConditions[PodFailurePolicyOnPodConditions"),
    ("PodFailurePolicyOnExitCodes", "ContainerName? Operator Values["),
    ("PodFailurePolicyOnPodConditions", r#"Type Status:"True""#),
    ("SuccessPolicy", "Rules[SuccessPolicyRule"),
    ("SuccessPolicyRule", "SucceededIndexes? SucceededCount?"),
    ("JobTemplateSpec", "@Meta Spec.TemplatedJobSpec"),
    ("CronJobSpec", r#"Schedule TimeZone? StartingDeadlineSeconds? ConcurrencyPolicy:"Allow" Suspend?false
        JobTemplate.JobTemplateSpec SuccessfulJobsHistoryLimit?3 FailedJobsHistoryLimit?1"#),
];
