//! The values that a field may have, where there are only a few.

/// The values of a field, by its type's name in `k8s.io/api`, or by its own where the type is any string.
pub(super) fn values(type_name: &str, field: &str) -> &'static [&'static str] {
    let by = |name: &str| VALUES.iter().find(|(known, _)| *known == name).map(|(_, values)| *values);
    let name = if type_name == "string" { field } else { type_name.trim_start_matches("v1.") };
    by(name).unwrap_or_default()
}

static VALUES: &[(&str, &[&str])] = &[
    ("ServiceType", &["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]),
    ("Protocol", &["TCP", "UDP", "SCTP"]),
    ("ServiceExternalTrafficPolicy", &["Cluster", "Local"]),
    ("ServiceInternalTrafficPolicy", &["Cluster", "Local"]),
    ("ServiceAffinity", &["None", "ClientIP"]),
    ("IPFamily", &["IPv4", "IPv6"]),
    ("IPFamilyPolicy", &["SingleStack", "PreferDualStack", "RequireDualStack"]),
    ("trafficDistribution", &["PreferSameZone", "PreferSameNode", "PreferClose"]),
    ("bool", &["true", "false"]),
    ("RestartPolicy", &["Always", "OnFailure", "Never"]),
    ("DNSPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
    ("PullPolicy", &["IfNotPresent", "Always", "Never"]),
    ("URIScheme", &["HTTP", "HTTPS"]),
    ("PathType", &["Prefix", "Exact", "ImplementationSpecific"]),
    ("PolicyType", &["Ingress", "Egress"]),
    ("AddressType", &["IPv4", "IPv6", "FQDN"]),
    ("LabelSelectorOperator", &["In", "NotIn", "Exists", "DoesNotExist"]),
    ("DeploymentStrategyType", &["RollingUpdate", "Recreate"]),
    ("StatefulSetUpdateStrategyType", &["RollingUpdate", "OnDelete"]),
    ("DaemonSetUpdateStrategyType", &["RollingUpdate", "OnDelete"]),
    ("PodManagementPolicyType", &["OrderedReady", "Parallel"]),
    ("ConcurrencyPolicy", &["Allow", "Forbid", "Replace"]),
    ("CompletionMode", &["NonIndexed", "Indexed"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::document::{Schema, kind};
    use portolan_core::{Options, analyze, parse};
    use portolan_yaml::collections::BTreeSet;

    /// The names of all types of fields, as deep as fields with few values stand.
    fn types() -> BTreeSet<&'static str> {
        let mut level: Vec<Schema> =
            kind::known_resources().filter_map(|one| one.known).map(Schema::of).collect();
        let mut names = BTreeSet::new();
        for _ in 0..12 {
            let parts = level.iter().flat_map(|one| one.fields().map(|(_, of)| of).chain(one.item()));
            level = parts.filter(|one| names.insert(one.name())).collect();
        }
        names
    }

    #[test]
    fn every_type_is_one_of_the_api() {
        let types = types();
        for (name, _) in VALUES {
            let known = types.iter().any(|known| known.trim_start_matches("v1.") == *name);
            assert!(known || *name == "trafficDistribution", "{name}");
        }
    }

    fn is_accepted(text: String) -> bool {
        let analysis = analyze(vec![parse("f".to_owned(), text.into_bytes())], &Options::default());
        analysis.manifests.iter().all(|one| one.answer.as_ref().is_some_and(|answer| answer.accepted))
    }

    #[test]
    fn the_api_server_takes_what_is_offered_and_nothing_else() {
        let service = |line: &str| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec:\n  ports: [{{port: 80, targetPort: 80}}]\n  {line}\n"
            )
        };
        let rows = [
            ("v1.ServiceType", "type", "externalName: a.example"),
            ("v1.ServiceInternalTrafficPolicy", "internalTrafficPolicy", ""),
            ("v1.ServiceExternalTrafficPolicy", "externalTrafficPolicy", "type: NodePort"),
            ("v1.ServiceAffinity", "sessionAffinity", ""),
            ("string", "trafficDistribution", ""),
        ];
        for (of, field, more) in rows {
            let offered = values(of, field);
            assert!(!offered.is_empty(), "{field}");
            for value in offered {
                let needed = if *value == "ExternalName" || of != "v1.ServiceType" { more } else { "" };
                assert!(is_accepted(service(&format!("{field}: {value}\n  {needed}"))), "{field}: {value}");
            }
            assert!(!is_accepted(service(&format!("{field}: Nothing\n  {more}"))), "{field}");
        }
    }
}
