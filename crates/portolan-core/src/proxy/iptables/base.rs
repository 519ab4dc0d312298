//! The chains and rules that every node has, whatever Services there are.

use super::{Chain, Match, Rule, Ruleset, States, Table, Target};
use crate::object::IpFamily;
use crate::proxy::{Mode, NodePortDestinations, Plan};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) const SERVICES: &str = "KUBE-SERVICES";
pub(super) const EXTERNAL_SERVICES: &str = "KUBE-EXTERNAL-SERVICES";
pub(super) const NODE_PORTS: &str = "KUBE-NODEPORTS";
pub(super) const MARK_MASQ: &str = "KUBE-MARK-MASQ";
pub(super) const PROXY_FIREWALL: &str = "KUBE-PROXY-FIREWALL";
pub(super) const LOCALHOST_COUNTER: &str = "localhost_nps_accepted_pkts";
const POSTROUTING: &str = "KUBE-POSTROUTING";
const FORWARD: &str = "KUBE-FORWARD";
const FIREWALL: &str = "KUBE-FIREWALL";
const CANARY: &str = "KUBE-PROXY-CANARY";
pub(super) const INVALID_COUNTER: &str = "ct_state_invalid_dropped_pkts";

/// The rule set of a node without Services.
pub(super) fn ruleset(plan: &Plan<'_>) -> Ruleset {
    let mut rules = Ruleset { mode: Mode::Iptables, family: plan.family, nat: nat(), filter: filter() };
    masquerading(plan, &mut rules.nat);
    if plan.localhost_node_ports {
        rules.filter.declare(FIREWALL);
        let rule = Rule::new(Target::Drop)
            .not_from(loopback())
            .to(loopback())
            .comment("block incoming localnet connections")
            .when(Match::Connection { not: true, states: States::KnownOrTranslated });
        rules.filter.append(FIREWALL, rule);
    }
    rules
}

/// The way to the node ports, behind all other ways.
pub(super) fn node_ports(plan: &Plan<'_>, rules: &mut Ruleset) {
    let last = |rule: Rule| {
        rule.comment("kubernetes service nodeports; NOTE: this must be the last rule in this chain")
    };
    let jump = || Rule::jump(NODE_PORTS);
    match &plan.node_port_destinations {
        NodePortDestinations::AllLocal => {
            let rule = match plan.family {
                IpFamily::V6 => jump().not_to(Ipv6Net::from(Ipv6Addr::LOCALHOST).into()),
                IpFamily::V4 if plan.localhost_node_ports => jump(),
                IpFamily::V4 => jump().not_to(loopback()),
            };
            rules.nat.append(SERVICES, last(rule).when(Match::DestinationLocal));
        }
        NodePortDestinations::Addresses(addresses) => {
            for ip in addresses.iter().filter(|ip| !ip.is_loopback() || plan.localhost_node_ports) {
                rules.nat.append(SERVICES, last(jump().receiver(*ip)));
            }
        }
    }
}

fn nat() -> Table {
    let portals = || Chain::of([Rule::jump(SERVICES).comment("kubernetes service portals")]);
    let postrouting = Rule::jump(POSTROUTING).comment("kubernetes postrouting rules");
    let built_in = vec![
        ("PREROUTING", portals()),
        ("INPUT", Chain::default()),
        ("OUTPUT", portals()),
        ("POSTROUTING", Chain::of([postrouting])),
    ];
    let mut table = Table::new("nat", built_in);
    table.found(CANARY);
    table.declare_all([SERVICES, NODE_PORTS, POSTROUTING, MARK_MASQ]);
    table
}

fn filter() -> Table {
    let new = |to: &'static str, comment: &'static str| {
        let state = Match::Connection { not: false, states: States::New };
        Rule::jump(to).when(state).comment(comment)
    };
    let kubelet = || Rule::jump(FIREWALL);
    let firewall = || new(PROXY_FIREWALL, "kubernetes load balancer firewall");
    let external = || new(EXTERNAL_SERVICES, "kubernetes externally-visible service portals");
    let portals = || new(SERVICES, "kubernetes service portals");
    let health = Rule::jump(NODE_PORTS).comment("kubernetes health check service ports");
    let forward = Rule::jump(FORWARD).comment("kubernetes forwarding rules");
    let built_in = vec![
        ("INPUT", Chain::of([kubelet(), firewall(), health, external()])),
        ("FORWARD", Chain::of([firewall(), forward, portals(), external()])),
        ("OUTPUT", Chain::of([kubelet(), firewall(), portals()])),
    ];
    let mut table = Table::new("filter", built_in);
    table.found(CANARY);
    table.found(FIREWALL);
    table.declare_all([SERVICES, EXTERNAL_SERVICES, FORWARD, NODE_PORTS, PROXY_FIREWALL]);
    table
}

/// Source NAT for marked packets; the mark is taken off so that they are not translated twice.
fn masquerading(plan: &Plan<'_>, nat: &mut Table) {
    let mask = plan.masquerade_mark;
    nat.append(POSTROUTING, Rule::new(Target::Return).when(Match::Mark { not: true, mask }));
    nat.append(POSTROUTING, Rule::new(Target::FlipMark(mask)));
    let masquerade =
        Rule::new(Target::Masquerade { random: true }).comment("kubernetes service traffic requiring SNAT");
    nat.append(POSTROUTING, masquerade);
    nat.append(MARK_MASQ, Rule::new(Target::SetMark(mask)));
}

/// Lets packets through that are marked for source NAT, and the rest of their connections.
pub(super) fn forwarding(plan: &Plan<'_>, filter: &mut Table) {
    let mut invalid = Rule::new(Target::Drop).when(Match::Connection { not: false, states: States::Invalid });
    if plan.nfacct {
        invalid = invalid.when(Match::Count(INVALID_COUNTER));
    }
    let marked = Rule::new(Target::Accept)
        .comment("kubernetes forwarding rules")
        .when(Match::Mark { not: false, mask: plan.masquerade_mark });
    let known = Rule::new(Target::Accept)
        .comment("kubernetes forwarding conntrack rule")
        .when(Match::Connection { not: false, states: States::Known });
    let invalid = (!plan.conntrack_tcp_be_liberal).then_some(invalid);
    for rule in invalid.into_iter().chain([marked, known]) {
        filter.append(FORWARD, rule);
    }
}

/// 127.0.0.0/8.
pub(super) fn loopback() -> IpNet {
    Ipv4Net::new(Ipv4Addr::new(127, 0, 0, 0), 8).unwrap_or_default().into()
}
