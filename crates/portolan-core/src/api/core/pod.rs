//! `core/v1` Pods and their templates.

use super::container::{
    AppArmorProfile, Container, ResourceRequirements, SELinuxOptions, SeccompProfile,
    WindowsSecurityContextOptions,
};
use super::volume::Volume;
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{Present, Quantity, api};
use portolan_yaml::collections::BTreeMap;

api! {
    Pod {
        metadata: ObjectMeta = "metadata",
        spec: Option<PodSpec> = "spec",
        status: Option<PodStatus> = "status",
    }
    PodSpec {
        active_deadline_seconds: Option<i64> = "activeDeadlineSeconds",
        affinity: Option<Affinity> = "affinity",
        containers: Vec<Container> = "containers",
        dns_config: Option<PodDNSConfig> = "dnsConfig",
        dns_policy: Option<String> = "dnsPolicy",
        enable_service_links: Option<bool> = "enableServiceLinks",
        ephemeral_containers: Option<Vec<Container>> = "ephemeralContainers",
        host_aliases: Option<Vec<HostAlias>> = "hostAliases",
        host_ipc: Option<bool> = "hostIPC",
        host_network: Option<bool> = "hostNetwork",
        host_pid: Option<bool> = "hostPID",
        host_users: Option<bool> = "hostUsers",
        hostname: Option<String> = "hostname",
        hostname_override: Option<String> = "hostnameOverride",
        image_pull_secrets: Option<Vec<LocalObjectReference>> = "imagePullSecrets",
        init_containers: Option<Vec<Container>> = "initContainers",
        node_name: Option<String> = "nodeName",
        node_selector: Option<BTreeMap<String, String>> = "nodeSelector",
        os: Option<PodOS> = "os",
        overhead: Option<BTreeMap<String, Quantity>> = "overhead",
        preemption_policy: Option<String> = "preemptionPolicy",
        priority: Option<i32> = "priority",
        priority_class_name: Option<String> = "priorityClassName",
        readiness_gates: Option<Vec<PodReadinessGate>> = "readinessGates",
        resource_claims: Option<Vec<PodResourceClaim>> = "resourceClaims",
        resources: Option<ResourceRequirements> = "resources",
        restart_policy: Option<String> = "restartPolicy",
        runtime_class_name: Option<String> = "runtimeClassName",
        scheduling_gates: Option<Vec<PodSchedulingGate>> = "schedulingGates",
        security_context: Option<PodSecurityContext> = "securityContext",
        service_account: Option<String> = "serviceAccount",
        service_account_name: Option<String> = "serviceAccountName",
        set_hostname_as_fqdn: Option<bool> = "setHostnameAsFQDN",
        share_process_namespace: Option<bool> = "shareProcessNamespace",
        subdomain: Option<String> = "subdomain",
        termination_grace_period_seconds: Option<i64> = "terminationGracePeriodSeconds",
        tolerations: Option<Vec<Toleration>> = "tolerations",
        topology_spread_constraints: Option<Vec<TopologySpreadConstraint>> = "topologySpreadConstraints",
        volumes: Option<Vec<Volume>> = "volumes",
    }
    PodStatus {
        conditions: Option<Vec<PodCondition>> = "conditions",
        container_statuses: Option<Vec<ContainerStatus>> = "containerStatuses",
        host_ip: Option<String> = "hostIP",
        host_ips: Option<Vec<HostIP>> = "hostIPs",
        init_container_statuses: Option<Vec<ContainerStatus>> = "initContainerStatuses",
        nominated_node_name: Option<String> = "nominatedNodeName",
        phase: Option<String> = "phase",
        pod_ip: Option<String> = "podIP",
        pod_ips: Option<Vec<PodIP>> = "podIPs",
        reason: Option<String> = "reason",
    }
    PodDNSConfig {
        nameservers: Option<Vec<String>> = "nameservers",
        options: Option<Vec<PodDNSConfigOption>> = "options",
        searches: Option<Vec<String>> = "searches",
    }
    HostAlias {
        hostnames: Option<Vec<String>> = "hostnames",
        ip: String = "ip",
    }
    LocalObjectReference {
        name: String = "name",
    }
    PodOS {
        name: String = "name",
    }
    PodReadinessGate {
        condition_type: String = "conditionType",
    }
    PodSchedulingGate {
        name: String = "name",
    }
    PodResourceClaim {
        name: String = "name",
        resource_claim_name: Option<String> = "resourceClaimName",
        resource_claim_template_name: Option<String> = "resourceClaimTemplateName",
    }
    PodSecurityContext {
        app_armor_profile: Option<AppArmorProfile> = "appArmorProfile",
        fs_group: Option<i64> = "fsGroup",
        fs_group_change_policy: Option<String> = "fsGroupChangePolicy",
        run_as_group: Option<i64> = "runAsGroup",
        run_as_user: Option<i64> = "runAsUser",
        se_linux_change_policy: Option<String> = "seLinuxChangePolicy",
        se_linux_options: Option<SELinuxOptions> = "seLinuxOptions",
        seccomp_profile: Option<SeccompProfile> = "seccompProfile",
        supplemental_groups: Option<Vec<i64>> = "supplementalGroups",
        supplemental_groups_policy: Option<String> = "supplementalGroupsPolicy",
        sysctls: Option<Vec<Sysctl>> = "sysctls",
        windows_options: Option<WindowsSecurityContextOptions> = "windowsOptions",
    }
    Sysctl {
        name: String = "name",
    }
    Affinity {
        node_affinity: Option<NodeAffinity> = "nodeAffinity",
        pod_affinity: Option<PodAffinity> = "podAffinity",
        pod_anti_affinity: Option<PodAffinity> = "podAntiAffinity",
    }
    NodeAffinity {
        preferred: Option<Vec<PreferredSchedulingTerm>> = "preferredDuringSchedulingIgnoredDuringExecution",
        required: Option<NodeSelector> = "requiredDuringSchedulingIgnoredDuringExecution",
    }
    PodAffinity {
        preferred: Option<Vec<WeightedPodAffinityTerm>> = "preferredDuringSchedulingIgnoredDuringExecution",
        required: Option<Vec<PodAffinityTerm>> = "requiredDuringSchedulingIgnoredDuringExecution",
    }
    PreferredSchedulingTerm {
        preference: NodeSelectorTerm = "preference",
        weight: i32 = "weight",
    }
    NodeSelector {
        node_selector_terms: Vec<NodeSelectorTerm> = "nodeSelectorTerms",
    }
    NodeSelectorTerm {
        match_expressions: Option<Vec<NodeSelectorRequirement>> = "matchExpressions",
        match_fields: Option<Vec<NodeSelectorRequirement>> = "matchFields",
    }
    NodeSelectorRequirement {
        key: String = "key",
        operator: String = "operator",
        values: Option<Vec<String>> = "values",
    }
    WeightedPodAffinityTerm {
        pod_affinity_term: PodAffinityTerm = "podAffinityTerm",
        weight: i32 = "weight",
    }
    PodAffinityTerm {
        label_selector: Option<LabelSelector> = "labelSelector",
        match_label_keys: Option<Vec<String>> = "matchLabelKeys",
        mismatch_label_keys: Option<Vec<String>> = "mismatchLabelKeys",
        namespace_selector: Option<LabelSelector> = "namespaceSelector",
        namespaces: Option<Vec<String>> = "namespaces",
        topology_key: String = "topologyKey",
    }
    Toleration {
        effect: Option<String> = "effect",
        key: Option<String> = "key",
        operator: Option<String> = "operator",
        toleration_seconds: Option<i64> = "tolerationSeconds",
        value: Option<String> = "value",
    }
    TopologySpreadConstraint {
        label_selector: Option<LabelSelector> = "labelSelector",
        match_label_keys: Option<Vec<String>> = "matchLabelKeys",
        max_skew: i32 = "maxSkew",
        min_domains: Option<i32> = "minDomains",
        node_affinity_policy: Option<String> = "nodeAffinityPolicy",
        node_taints_policy: Option<String> = "nodeTaintsPolicy",
        topology_key: String = "topologyKey",
        when_unsatisfiable: String = "whenUnsatisfiable",
    }
    PodCondition {
        status: String = "status",
        type_: String = "type",
    }
    ContainerStatus {
        name: String = "name",
        ready: bool = "ready",
        restart_count: i32 = "restartCount",
        started: Option<bool> = "started",
        state: Option<ContainerState> = "state",
    }
    HostIP {
        ip: String = "ip",
    }
    PodIP {
        ip: String = "ip",
    }
    PodTemplateSpec {
        metadata: Option<ObjectMeta> = "metadata",
        spec: Option<PodSpec> = "spec",
    }
    PodDNSConfigOption {
        name: Option<String> = "name",
    }
    ContainerState {
        running: Option<Present> = "running",
        terminated: Option<ContainerStateTerminated> = "terminated",
        waiting: Option<ContainerStateWaiting> = "waiting",
    }
    ContainerStateTerminated {
        exit_code: i32 = "exitCode",
        reason: Option<String> = "reason",
        signal: Option<i32> = "signal",
    }
    ContainerStateWaiting {
        reason: Option<String> = "reason",
    }
}
