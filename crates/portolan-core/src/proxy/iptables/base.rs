//! The chains and rules that every node has, whatever Services there are.

use super::dialect::{Dialect, Forwarding};
use super::{Chain, Match, Rule, Ruleset, States, Table, Target};
use crate::object::IpFamily;
use crate::proxy::{LocalTraffic, Mode, NodePortDestinations, Plan};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) const SERVICES: &str = "KUBE-SERVICES";
pub(super) const EXTERNAL_SERVICES: &str = "KUBE-EXTERNAL-SERVICES";
pub(super) const NODE_PORTS: &str = "KUBE-NODEPORTS";
pub(super) const MARK_MASQ: &str = "KUBE-MARK-MASQ";
pub(super) const MARK_DROP: &str = "KUBE-MARK-DROP";
pub(super) const PROXY_FIREWALL: &str = "KUBE-PROXY-FIREWALL";
pub(super) const LOCALHOST_COUNTER: &str = "localhost_nps_accepted_pkts";
const POSTROUTING: &str = "KUBE-POSTROUTING";
const FORWARD: &str = "KUBE-FORWARD";
const FIREWALL: &str = "KUBE-FIREWALL";
const CANARY: &str = "KUBE-PROXY-CANARY";
/// What the kubelet marks packets with that are to be lost: `--iptables-drop-bit`.
const DROP_MARK: u32 = 1 << 15;
pub(super) const INVALID_COUNTER: &str = "ct_state_invalid_dropped_pkts";

/// The rule set of a node without Services.
pub(super) fn ruleset(plan: &Plan<'_>, dialect: Dialect) -> Ruleset {
    let (nat, filter) = (nat(dialect), filter(dialect));
    let mut rules = Ruleset { mode: Mode::Iptables, family: plan.family, nat, filter };
    masquerading(plan, dialect, &mut rules.nat);
    firewall(plan, dialect, &mut rules);
    rules
}

/// What reaches the node for an address of its loopback interface from elsewhere is lost, and so are marked packets.
fn firewall(plan: &Plan<'_>, dialect: Dialect, rules: &mut Ruleset) {
    if dialect.marks_drops {
        rules.nat.append(MARK_DROP, Rule::new(Target::SetMark(DROP_MARK)));
        let marked = Rule::new(Target::Drop)
            .comment("kubernetes firewall for dropping marked packets")
            .when(Match::Mark { not: false, mask: DROP_MARK });
        rules.filter.append(FIREWALL, marked);
    }
    let wanted = plan.localhost_node_ports || !dialect.localhost_flag;
    if wanted && plan.family == IpFamily::V4 {
        if dialect.owns_firewall {
            rules.filter.declare(FIREWALL);
        }
        let rule = Rule::new(Target::Drop)
            .not_from(loopback())
            .to(loopback())
            .comment("block incoming localnet connections")
            .when(Match::Connection { not: true, states: States::KnownOrTranslated });
        rules.filter.append(FIREWALL, rule);
    }
}

/// The way to the node ports, behind all other ways.
pub(super) fn node_ports(plan: &Plan<'_>, dialect: Dialect, rules: &mut Ruleset) {
    let last = |rule: Rule| {
        rule.comment("kubernetes service nodeports; NOTE: this must be the last rule in this chain")
    };
    let jump = || Rule::jump(NODE_PORTS);
    match &plan.node_port_destinations {
        NodePortDestinations::AllLocal => {
            let rule = match plan.family {
                _ if !dialect.localhost_flag => jump(),
                IpFamily::V6 => jump().not_to(Ipv6Net::from(Ipv6Addr::LOCALHOST).into()),
                IpFamily::V4 if plan.localhost_node_ports => jump(),
                IpFamily::V4 => jump().not_to(loopback()),
            };
            rules.nat.append(SERVICES, last(rule).when(Match::DestinationLocal));
        }
        NodePortDestinations::Addresses(addresses) => {
            for ip in addresses
                .iter()
                .filter(|ip| !ip.is_loopback() || plan.localhost_node_ports || !dialect.localhost_flag)
            {
                rules.nat.append(SERVICES, last(jump().receiver(*ip)));
            }
        }
    }
}

/// The table `nat` with its built-in chains, which lead to those of kube-proxy in the modes iptables and IPVS alike.
pub(in crate::proxy) fn hooked_nat() -> Table {
    let portals = || Chain::of([Rule::jump(SERVICES).comment("kubernetes service portals")]);
    let postrouting = Rule::jump(POSTROUTING).comment("kubernetes postrouting rules");
    let built_in = vec![
        ("PREROUTING", portals()),
        ("INPUT", Chain::default()),
        ("OUTPUT", portals()),
        ("POSTROUTING", Chain::of([postrouting])),
    ];
    Table::new("nat", built_in)
}

fn nat(dialect: Dialect) -> Table {
    let mut table = hooked_nat();
    table.found(CANARY);
    table.declare_all([SERVICES, NODE_PORTS, POSTROUTING, MARK_MASQ]);
    if dialect.marks_drops {
        table.found(MARK_DROP);
    }
    table
}

/// Every jump is put before those that are there. The kubelet of older releases has been there first.
fn filter(dialect: Dialect) -> Table {
    let new = |to: &'static str, comment: &'static str| {
        let state = Match::Connection { not: false, states: States::New };
        Rule::jump(to).when(state).comment(comment)
    };
    let own = |wanted: bool| wanted.then(|| Rule::jump(FIREWALL));
    let firewall =
        || (!dialect.marks_drops).then(|| new(PROXY_FIREWALL, "kubernetes load balancer firewall"));
    let external = || Some(new(EXTERNAL_SERVICES, "kubernetes externally-visible service portals"));
    let portals = || Some(new(SERVICES, "kubernetes service portals"));
    let health = Rule::jump(NODE_PORTS).comment("kubernetes health check service ports");
    let health = dialect.health_check_node_ports.then_some(health);
    let forward = Some(Rule::jump(FORWARD).comment("kubernetes forwarding rules"));
    let (forwarded, owns) = (dialect.external_services_forwarded, dialect.owns_firewall);
    let input_portals = portals().filter(|_| !forwarded);
    let forward_external = external().filter(|_| forwarded);
    let chain = |rules: Vec<Option<Rule>>| Chain::of_all(rules.into_iter().flatten());
    let input = vec![own(owns), firewall(), input_portals, health, external(), own(!owns)];
    let built_in = vec![
        ("INPUT", chain(input)),
        ("FORWARD", chain(vec![firewall(), forward, portals(), forward_external])),
        ("OUTPUT", chain(vec![own(owns), firewall(), portals(), own(!owns)])),
    ];
    let mut table = Table::new("filter", built_in);
    table.found(CANARY);
    table.found(FIREWALL);
    table.declare_all([SERVICES, EXTERNAL_SERVICES, FORWARD]);
    if dialect.health_check_node_ports {
        table.declare(NODE_PORTS);
    }
    if !dialect.marks_drops {
        table.declare(PROXY_FIREWALL);
    }
    table
}

/// Source NAT for marked packets; the mark is taken off so that they are not translated twice.
fn masquerading(plan: &Plan<'_>, dialect: Dialect, nat: &mut Table) {
    let mask = plan.masquerade_mark;
    let masquerade =
        Rule::new(Target::Masquerade { random: true }).comment("kubernetes service traffic requiring SNAT");
    if dialect.unmarks {
        nat.append(POSTROUTING, Rule::new(Target::Return).when(Match::Mark { not: true, mask }));
        nat.append(POSTROUTING, Rule::new(Target::FlipMark(mask)));
        nat.append(POSTROUTING, masquerade);
    } else {
        nat.append(POSTROUTING, masquerade.when(Match::Mark { not: false, mask }));
    }
    nat.append(MARK_MASQ, Rule::new(Target::SetMark(mask)));
}

/// Lets packets through that are marked for source NAT, and the rest of their connections.
pub(super) fn forwarding(plan: &Plan<'_>, dialect: Dialect, filter: &mut Table) {
    if !plan.conntrack_tcp_be_liberal {
        let invalid = Match::Connection { not: false, states: States::Invalid };
        let invalid = Rule::new(Target::Drop).when(invalid);
        let counts = plan.nfacct && dialect.counters;
        filter.append(FORWARD, if counts { invalid.when(Match::Count(INVALID_COUNTER)) } else { invalid });
    }
    let marked = Rule::new(Target::Accept)
        .comment("kubernetes forwarding rules")
        .when(Match::Mark { not: false, mask: plan.masquerade_mark });
    filter.append(FORWARD, marked);
    let known = |comment: &'static str| {
        let known = Match::Connection { not: false, states: States::Known };
        Rule::new(Target::Accept).comment(comment).when(known)
    };
    let source = || known("kubernetes forwarding conntrack pod source rule");
    let destination = || known("kubernetes forwarding conntrack pod destination rule");
    match (dialect.forwarding, &plan.local_traffic) {
        (Forwarding::Once, _) => filter.append(FORWARD, known("kubernetes forwarding conntrack rule")),
        (Forwarding::PodNetwork, LocalTraffic::Network(net)) => {
            filter.append(FORWARD, source().from(*net));
            filter.append(FORWARD, destination().to(*net));
        }
        (Forwarding::PodNetwork, _) => {}
        (Forwarding::Twice, _) => {
            filter.append(FORWARD, source());
            filter.append(FORWARD, destination());
        }
    }
}

/// 127.0.0.0/8.
pub(super) fn loopback() -> IpNet {
    Ipv4Net::new(Ipv4Addr::new(127, 0, 0, 0), 8).unwrap_or_default().into()
}
