//! The rules of kube-proxy's iptables mode: `pkg/proxy/iptables/proxier.go`.
//!
//! [`ruleset`] makes the tables `nat` and `filter` as data, which the trace walks; their [`Display`](std::fmt::Display)
//! is what `iptables-save` prints for them, and [`Ruleset::restore`] what kube-proxy writes to `iptables-restore`.

mod base;
mod clause;
mod parse;
mod port;
mod probability;
mod restore;
mod rule;
mod text;

pub use clause::{Address, Match, Side, States, Target};
pub use parse::{BadRule, parse_rule};
pub use probability::Probability;
pub use restore::{Jumps, Restore};
pub use rule::{Chain, ChainName, Rule, Ruleset, Table};

use super::Plan;

/// Above this many endpoints kube-proxy leaves out comments that repeat the Service's name
/// (`largeClusterEndpointsThreshold`).
const LARGE_CLUSTER: usize = 1000;

/// Writes the rules of a plan.
#[must_use]
pub fn ruleset(plan: &Plan<'_>) -> Ruleset {
    let mut rules = base::ruleset(plan);
    let endpoints: usize = plan.ports.iter().map(|port| port.endpoints.len()).sum();
    for port in &plan.ports {
        port::write(plan, port, endpoints > LARGE_CLUSTER, &mut rules);
    }
    base::node_ports(plan, &mut rules);
    base::forwarding(plan, &mut rules.filter);
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analysis;
    use crate::object::Service;
    use crate::proxy::fixture::{BALANCED, analysis, plan_of};

    fn rules_of(analysis: &Analysis, flags: &[&str]) -> Ruleset {
        ruleset(&plan_of(analysis, flags))
    }

    #[test]
    fn policy_local_without_an_endpoint_here_loses_what_comes_from_outside() {
        let text = rules_of(&analysis(BALANCED), &["--hostname-override=node-a"]).to_string();
        let lost = "-A KUBE-EXTERNAL-SERVICES -d 203.0.113.9/32 -p tcp -m comment --comment \"default/web has no \
                    local endpoints\" -m tcp --dport 80 -j DROP";
        assert!(text.contains(lost), "{text}");
        let there = rules_of(&analysis(BALANCED), &["--hostname-override=node-b"]).to_string();
        assert!(!there.contains("has no local endpoints"), "{there}");
    }

    #[test]
    fn a_load_balancer_may_come_to_itself_where_a_range_includes_the_node() {
        let analysis = analysis(BALANCED);
        let rules = rules_of(&analysis, &[]);
        let firewall = rules.nat.iter().find(|(name, _)| name.starts_with("KUBE-FW-"));
        let sources: Vec<_> =
            firewall.expect("a firewall").1.rules.iter().filter_map(|rule| rule.source).collect();
        let nets: Vec<_> = sources.iter().map(|source| source.net.to_string()).collect();
        assert_eq!(nets, ["198.51.100.0/24", "192.168.10.0/24", "203.0.113.9/32"]);
    }

    #[test]
    fn a_rule_knows_the_field_it_comes_from() {
        let analysis = analysis(BALANCED);
        let rules = rules_of(&analysis, &[]);
        let rule =
            rules.nat.chain("KUBE-NODEPORTS").and_then(|chain| chain.rules.first()).expect("a node port");
        let origin = rule.origin.as_ref().expect("an origin");
        let [Service { meta, .. }] = analysis.cluster.services.as_slice() else { panic!("one Service") };
        assert_eq!((origin.object, origin.path.as_str()), (meta.id, "spec.ports[0].nodePort"));
    }

    #[test]
    fn packets_outside_of_connections_pass_where_the_flag_says_so() {
        let analysis = analysis(BALANCED);
        assert!(rules_of(&analysis, &[]).to_string().contains("--ctstate INVALID"));
        let liberal = rules_of(&analysis, &["--conntrack-tcp-be-liberal"]).to_string();
        assert!(!liberal.contains("--ctstate INVALID"));
    }

    #[test]
    fn a_large_cluster_has_no_comments_that_repeat_names() {
        let manifests = "
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 1001
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: example.com/app}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
";
        let text = rules_of(&analysis(manifests), &[]).to_string();
        assert_eq!(text.matches("-j DNAT").count(), 1001);
        assert!(!text.contains(" -> "));
        let small = rules_of(&analysis(&manifests.replace("1001", "1000")), &[]).to_string();
        assert!(small.contains("default/web -> 10.244."));
    }
}
