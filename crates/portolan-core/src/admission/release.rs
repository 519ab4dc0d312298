//! What the releases of Kubernetes answer differently: feature gates, and changes without a gate, each with the minor
//! version from which it holds (`pkg/features/kube_features.go`).
//!
//! Gates that are on, or off, in all of 1.33 to 1.37 stand nowhere: their rule is simply the rule.

/// A minor version of Kubernetes 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Release(pub(crate) u32);

/// A change of the server's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// `trafficDistribution` may be `PreferSameZone` or `PreferSameNode`; EndpointSlices may have `hints.forNodes`.
    PreferSameTrafficDistribution,
    /// The warning about `trafficDistribution: PreferClose`.
    PreferCloseIsDeprecated,
    /// Names of Services may start with a digit.
    RelaxedServiceNameValidation,
    /// Leading zeros, IPv4-mapped addresses and host bits are refused in the older fields too.
    StrictIPCIDRValidation,
    /// The warning about `externalIPs`.
    ExternalIPsAreDeprecated,
    /// An `endPort` below its `port` is shown itself, and not the port.
    EndPortIsShown,
    /// `resourceClaims` of Pods and `claims` of containers.
    DynamicResourceAllocation,
    /// `resources` of a Pod.
    PodLevelResources,
    /// A spread takes the Pod's own labels into its selector.
    MatchLabelKeysInPodTopologySpreadSelectorMerge,
    /// `fileKeyRef` of environment variables.
    EnvFiles,
    /// `hostnameOverride` of a Pod.
    HostnameOverride,
    /// `restartPolicy` of all containers, and `restartPolicyRules`.
    ContainerRestartRules,
    /// The action `RestartAllContainers` of those.
    RestartAllContainersOnContainerExits,
    /// The operators `Lt` and `Gt` of tolerations are known, though refused.
    TaintTolerationComparisonOperators,
    /// `seLinuxChangePolicy: MountOption`.
    SELinuxMount,
}

/// Since when.
const CHANGES: [(Change, u32); 15] = [
    (Change::PreferSameTrafficDistribution, 34),
    (Change::PreferCloseIsDeprecated, 35),
    (Change::RelaxedServiceNameValidation, 36),
    (Change::StrictIPCIDRValidation, 36),
    (Change::ExternalIPsAreDeprecated, 36),
    (Change::EndPortIsShown, 37),
    (Change::DynamicResourceAllocation, 34),
    (Change::PodLevelResources, 34),
    (Change::MatchLabelKeysInPodTopologySpreadSelectorMerge, 34),
    (Change::EnvFiles, 35),
    (Change::HostnameOverride, 35),
    (Change::ContainerRestartRules, 35),
    (Change::TaintTolerationComparisonOperators, 35),
    (Change::RestartAllContainersOnContainerExits, 36),
    (Change::SELinuxMount, 37),
];

/// Kinds of stable versions that not all of these releases serve: group, kind, and since when.
const SERVED_SINCE: [(&str, &str, u32); 7] = [
    ("resource.k8s.io", "DeviceClass", 34),
    ("resource.k8s.io", "ResourceClaim", 34),
    ("resource.k8s.io", "ResourceClaimTemplate", 34),
    ("resource.k8s.io", "ResourceSlice", 34),
    ("storage.k8s.io", "VolumeAttributesClass", 34),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy", 36),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding", 36),
];

impl Release {
    /// Whether a change holds.
    pub(crate) fn has(self, change: Change) -> bool {
        CHANGES.iter().any(|(one, since)| *one == change && self.0 >= *since)
    }

    /// Whether the kind is served in the version that Portolan knows it in.
    pub(crate) fn serves(self, group: &str, kind: &str) -> bool {
        SERVED_SINCE.iter().all(|(one, of, since)| (*one, *of) != (group, kind) || self.0 >= *since)
    }
}

impl Default for Release {
    /// The one whose answers were recorded.
    fn default() -> Self {
        Self(36)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_holds_from_its_release_on() {
        let change = Change::PreferSameTrafficDistribution;
        assert_eq!([33, 34, 37].map(|minor| Release(minor).has(change)), [false, true, true]);
        assert!(Release(36).serves("apps", "Deployment"));
        assert!(!Release(33).serves("resource.k8s.io", "ResourceClaim"));
    }
}
