//! The rules of kube-proxy's iptables mode: `pkg/proxy/iptables/proxier.go`.
//!
//! [`ruleset`] makes the tables `nat` and `filter` as data, which the trace walks; their [`Display`](std::fmt::Display)
//! is what `iptables-save` prints for them, and [`Ruleset::restore`] what kube-proxy writes to `iptables-restore`.

mod base;
mod classic;
mod clause;
mod dialect;
mod parse;
mod port;
mod probability;
mod restore;
mod rule;
mod text;
mod writer;

pub(super) use base::hooked_nat;
pub use clause::{Address, Match, Piece, Side, States, Target};
pub use dialect::VERSIONS;
pub use parse::{BadRule, parse_rule};
pub use probability::Probability;
pub use restore::{Jumps, Restore};
pub use rule::{Chain, ChainName, Rule, Ruleset, Table};

use super::Plan;
use dialect::Dialect;
use writer::Writer;

/// Above this many endpoints kube-proxy leaves out comments that repeat the Service's name
/// (`largeClusterEndpointsThreshold`).
const LARGE_CLUSTER: usize = 1000;

/// Writes the rules of a plan, as kube-proxy of its Kubernetes version does; [`VERSIONS`] are known.
#[must_use]
pub fn ruleset(plan: &Plan<'_>) -> Ruleset {
    let dialect = Dialect::of(plan.kubernetes);
    let mut rules = base::ruleset(plan, dialect);
    let endpoints: usize = plan.ports.iter().map(|port| port.endpoints.len()).sum();
    for port in &plan.ports {
        let mut writer = Writer::new(plan, port, (dialect, endpoints > LARGE_CLUSTER), &mut rules);
        if dialect.policy_chains { port::write(&mut writer) } else { classic::write(&mut writer) }
    }
    base::node_ports(plan, dialect, &mut rules);
    base::forwarding(plan, dialect, &mut rules.filter);
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

    /// The rules that kube-proxy of Kubernetes 1.`minor` writes.
    fn rules_of_release(analysis: &Analysis, minor: u32) -> Ruleset {
        let mut plan = plan_of(analysis, &[]);
        plan.kubernetes = minor;
        ruleset(&plan)
    }

    #[test]
    fn in_every_release_jumps_lead_somewhere_and_all_chains_with_rules_are_declared() {
        let analysis = analysis(BALANCED);
        for minor in VERSIONS {
            let rules = rules_of_release(&analysis, minor);
            for table in [&rules.nat, &rules.filter] {
                let targets =
                    table.iter().flat_map(|(_, chain)| &chain.rules).filter_map(|rule| rule.target.as_ref());
                for target in targets {
                    let Target::Jump(to) = target else { continue };
                    assert!(table.chain(to).is_some(), "1.{minor}: {to}");
                }
                let foreign = table.chains.iter().filter(|(_, chain)| chain.place.is_none());
                let foreign: Vec<_> = foreign.filter(|(_, chain)| !chain.rules.is_empty()).collect();
                let kubelets = |name: &str| matches!(name, "KUBE-FIREWALL" | "KUBE-MARK-DROP");
                assert!(foreign.iter().all(|(name, _)| kubelets(name)), "1.{minor}: {foreign:?}");
            }
        }
    }

    #[test]
    fn older_releases_mark_what_a_later_rule_drops() {
        let analysis = analysis(BALANCED);
        let lost = [
            (17, "-A KUBE-XLB-BIJGBSD4RZCCZX5R -m comment --comment \"default/web: has no local endpoints\""),
            (24, "-A KUBE-SVL-LOLE4ISW44XBNF3G -m comment --comment \"default/web has no local endpoints\""),
        ];
        for (minor, rule) in lost {
            let text = rules_of_release(&analysis, minor).to_string();
            assert!(text.contains(&format!("{rule} -j KUBE-MARK-DROP")), "1.{minor}: {text}");
            assert!(text.contains("-A KUBE-MARK-DROP -j MARK --set-xmark 0x8000/0x8000"), "1.{minor}");
        }
        assert!(!rules_of_release(&analysis, 25).to_string().contains("KUBE-MARK-DROP"));
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
