//! The sets, maps and chains that every node has, whatever Services there are.

use super::{Action, Addresses, Chain, Lookup, Match, Rule, Table, Verdict};
use crate::proxy::{LocalTraffic, NodePortDestinations, Plan};
use portolan_yaml::collections::BTreeMap;

pub(super) const REJECT: &str = "reject-chain";
const REJECT_COMMENT: &str = "helper for @no-endpoint-services / @no-endpoint-nodeports";
const SERVICES: &str = "services";
const MASQUERADING: &str = "masquerading";
const FIREWALL_CHECK: &str = "firewall-check";
const ENDPOINTS_CHECK: &str = "service-endpoints-check";
const NODE_PORTS_CHECK: &str = "nodeport-endpoints-check";
const CLUSTER_IPS_CHECK: &str = "cluster-ips-check";

/// The table of a node without Services.
pub(super) fn table(plan: &Plan<'_>) -> Table {
    let node_port_ips = match &plan.node_port_destinations {
        NodePortDestinations::AllLocal => None,
        NodePortDestinations::Addresses(ips) => {
            Some(ips.iter().copied().filter(|ip| !ip.is_loopback()).collect())
        }
    };
    let mut chains = hooks();
    chains.extend(checks(plan));
    let chains = chains.into_iter().map(|(name, chain)| (name.into(), chain));
    Table {
        family: plan.family,
        hairpins: plan.hairpins().collect(),
        cluster_ips: plan.ports.iter().map(|port| port.cluster_ip).collect(),
        node_port_ips,
        maps: BTreeMap::new(),
        affinity: BTreeMap::new(),
        chains: chains.collect(),
    }
}

/// Hook and comment of a chain that every node has, by its name.
pub(in crate::proxy) fn standing(name: &str) -> (Option<&'static str>, Option<&'static str>) {
    let hook = hooks().into_iter().find(|(known, _)| *known == name).and_then(|(_, chain)| chain.hook);
    (hook, (name == REJECT).then_some(REJECT_COMMENT))
}

/// Where the kernel hands packets to kube-proxy: firewalls before the destination changes, checks for missing
/// endpoints after it.
fn hooks() -> Vec<(&'static str, Chain)> {
    let new = |chain| Rule::jump(chain).when(Match::New);
    let hook = |hook, rules| Chain { hook: Some(hook), rules, comment: None };
    vec![
        (
            "filter-prerouting-pre-dnat",
            hook("filter hook prerouting priority dstnat - 10", vec![new(FIREWALL_CHECK)]),
        ),
        ("filter-output-pre-dnat", hook("filter hook output priority -110", vec![new(FIREWALL_CHECK)])),
        (
            "filter-input",
            hook("filter hook input priority filter", vec![new(NODE_PORTS_CHECK), new(ENDPOINTS_CHECK)]),
        ),
        (
            "filter-forward",
            hook("filter hook forward priority filter", vec![new(ENDPOINTS_CHECK), new(CLUSTER_IPS_CHECK)]),
        ),
        (
            "filter-output",
            hook("filter hook output priority filter", vec![new(ENDPOINTS_CHECK), new(CLUSTER_IPS_CHECK)]),
        ),
        ("nat-prerouting", hook("nat hook prerouting priority dstnat", vec![Rule::jump(SERVICES)])),
        ("nat-output", hook("nat hook output priority -100", vec![Rule::jump(SERVICES)])),
        ("nat-postrouting", hook("nat hook postrouting priority srcnat", vec![Rule::jump(MASQUERADING)])),
    ]
}

fn checks(plan: &Plan<'_>) -> Vec<(&'static str, Chain)> {
    let rules = |rules| Chain { rules, ..Chain::default() };
    let look_up = |map| rules(vec![Rule::new(Action::LookUp(map))]);
    let reject = Chain { comment: Some(REJECT_COMMENT), ..rules(vec![Rule::verdict(Verdict::Reject)]) };
    let everywhere = plan.node_port_destinations == NodePortDestinations::AllLocal;
    let missing = Rule::new(Action::LookUp(Lookup::NoEndpointNodePorts));
    let missing = missing.when(if everywhere {
        Match::NotLoopback
    } else {
        Match::DestinationIn(Addresses::NodePortIps)
    });
    vec![
        (NODE_PORTS_CHECK, rules(vec![missing])),
        (ENDPOINTS_CHECK, look_up(Lookup::NoEndpointServices)),
        (FIREWALL_CHECK, look_up(Lookup::Firewall)),
        (SERVICES, rules(services(plan, everywhere))),
        (MASQUERADING, rules(masquerading(plan))),
        (CLUSTER_IPS_CHECK, rules(cluster_ips(plan))),
        (REJECT, reject),
    ]
}

/// Source NAT for those who reach a cluster IP from outside, and the way to the Services.
fn services(plan: &Plan<'_>, everywhere: bool) -> Vec<Rule> {
    let to_cluster_ip = Match::DestinationIn(Addresses::ClusterIps);
    let mark = Rule::new(Action::SetMark(plan.masquerade_mark)).when(to_cluster_ip);
    let mark = match not_local(&plan.local_traffic) {
        _ if plan.masquerade_all => Some(mark.comment("masquerade all clusterIP traffic")),
        Some(outside) => {
            Some(mark.when(outside).comment("masquerade clusterIP traffic from outside cluster"))
        }
        None => None,
    };
    let node_ports = Rule::new(Action::LookUp(Lookup::NodePorts));
    let node_ports = if everywhere {
        node_ports.when(Match::DestinationLocal).when(Match::NotLoopback)
    } else {
        node_ports.when(Match::DestinationIn(Addresses::NodePortIps))
    };
    mark.into_iter().chain([Rule::new(Action::LookUp(Lookup::Services)), node_ports]).collect()
}

/// The mark is taken off so that packets are not translated twice.
fn masquerading(plan: &Plan<'_>) -> Vec<Rule> {
    let mark = plan.masquerade_mark;
    let marked = Rule::new(Action::FlipMark(mark)).when(Match::Marked(mark)).then(Action::Masquerade);
    vec![marked, Rule::new(Action::Masquerade).when(Match::Hairpin)]
}

fn cluster_ips(plan: &Plan<'_>) -> Vec<Rule> {
    let invalid = Rule::verdict(Verdict::Reject)
        .when(Match::DestinationIn(Addresses::ClusterIps))
        .comment("Reject traffic to invalid ports of ClusterIPs");
    let unallocated = plan.service_cidr.map(|net| {
        Rule::verdict(Verdict::Drop)
            .when(Match::Destination(net.trunc()))
            .comment("Drop traffic to unallocated ClusterIPs")
    });
    [invalid].into_iter().chain(unallocated).collect()
}

/// Traffic that does not come from a Pod on this node.
fn not_local(traffic: &LocalTraffic) -> Option<Match> {
    from_pods(traffic).map(|local| match local {
        Match::Source(_, net) => Match::Source(true, net),
        Match::Interface(_, name) => Match::Interface(true, name),
        other => other,
    })
}

/// Traffic of Pods on this node.
pub(super) fn from_pods(traffic: &LocalTraffic) -> Option<Match> {
    match traffic {
        LocalTraffic::Unknown => None,
        LocalTraffic::Network(net) => Some(Match::Source(false, *net)),
        LocalTraffic::Interface(name) => Some(Match::Interface(false, name.clone())),
        LocalTraffic::InterfacePrefix(prefix) => Some(Match::Interface(false, format!("{prefix}*").into())),
    }
}
