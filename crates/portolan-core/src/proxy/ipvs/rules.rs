//! The few rules of iptables around the virtual servers: source NAT, firewalls, and what the addresses on `kube-ipvs0`
//! must not be used for (`writeIptablesRules` in `pkg/proxy/ipvs/proxier.go`).
//!
//! They ask IP sets, so that there are no more of them with more Services. A rule about a set is left out while the set
//! is empty.

use super::{SetName, VirtualServers};
use crate::object::{IpFamily, Protocol};
use crate::proxy::iptables::{Chain, Match, Rule, Ruleset, Side, States, Table, Target, hooked_nat};
use crate::proxy::{LocalTraffic, Mode, Plan};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

const SERVICES: &str = "KUBE-SERVICES";
const POSTROUTING: &str = "KUBE-POSTROUTING";
const NODE_PORT: &str = "KUBE-NODE-PORT";
const LOAD_BALANCER: &str = "KUBE-LOAD-BALANCER";
const MARK_MASQ: &str = "KUBE-MARK-MASQ";
const FORWARD: &str = "KUBE-FORWARD";
const PROXY_FIREWALL: &str = "KUBE-PROXY-FIREWALL";
const SOURCE_RANGES: &str = "KUBE-SOURCE-RANGES-FIREWALL";
const FILTER: &str = "KUBE-IPVS-FILTER";
const OUT_FILTER: &str = "KUBE-IPVS-OUT-FILTER";

const TO: &[Side] = &[Side::Destination];
const TO_PORT: &[Side] = &[Side::Destination, Side::Destination];
const TO_PORT_FROM: &[Side] = &[Side::Destination, Side::Destination, Side::Source];
const FROM_TO_PORT: &[Side] = &[Side::Source, Side::Destination];

/// The rules on their way into the tables.
struct Writer<'p, 'a> {
    plan: &'p Plan<'a>,
    servers: &'p VirtualServers,
    rules: Ruleset,
}

/// Writes the rules around the virtual servers of a plan.
#[must_use]
pub fn ruleset(plan: &Plan<'_>, servers: &VirtualServers) -> Ruleset {
    let rules = Ruleset { mode: Mode::Ipvs, family: plan.family, nat: nat(), filter: filter() };
    let mut writer = Writer { plan, servers, rules };
    let loopback = Rule::new(Target::Return).from(loopback(plan.family));
    writer.nat(SERVICES, loopback);
    writer.load_balancers_and_node_ports();
    writer.source_ranges();
    writer.cluster_ips();
    writer.external_ips();
    writer.nat(SERVICES, Rule::jump(NODE_PORT).when(Match::DestinationLocal));
    writer.nat(LOAD_BALANCER, Rule::jump(MARK_MASQ));
    writer.filter(SOURCE_RANGES, Rule::new(Target::Drop));
    writer.load_balancers_from_here();
    for set in [SetName::ClusterIp, SetName::LoadBalancer] {
        writer.if_any(SERVICES, set, Rule::new(Target::Accept).when(of(set, TO_PORT)));
    }
    writer.forwarding();
    writer.bound_addresses();
    writer.masquerading();
    writer.rules
}

fn nat() -> Table {
    let mut table = hooked_nat();
    table.declare_all([SERVICES, POSTROUTING, NODE_PORT, LOAD_BALANCER, MARK_MASQ]);
    table
}

/// Every jump is put before those that are there, so that the last of `iptablesJumpChain` comes first.
fn filter() -> Table {
    let access = |chain| Rule::jump(chain).comment("kubernetes ipvs access filter");
    let firewall = || Rule::jump(PROXY_FIREWALL).comment("kube-proxy firewall rules");
    let health = Rule::jump(NODE_PORT).comment("kubernetes health check rules");
    let forward = Rule::jump(FORWARD).comment("kubernetes forwarding rules");
    let built_in = vec![
        ("INPUT", Chain::of([access(FILTER), firewall(), health])),
        ("FORWARD", Chain::of([firewall(), forward])),
        ("OUTPUT", Chain::of([access(OUT_FILTER)])),
    ];
    let mut table = Table::new("filter", built_in);
    let chains = [FORWARD, NODE_PORT, PROXY_FIREWALL, SOURCE_RANGES, FILTER, OUT_FILTER];
    table.declare_all(chains);
    table
}

impl Writer<'_, '_> {
    /// `ipsetWithIptablesChain`: what needs source NAT on its way to a load balancer's address or a node port, and what
    /// keeps its source because it stays on the node.
    fn load_balancers_and_node_ports(&mut self) {
        let loop_back = Rule::new(Target::Masquerade { random: false });
        self.commented(POSTROUTING, SetName::LoopBack, TO_PORT_FROM, loop_back);
        self.commented(SERVICES, SetName::LoadBalancer, TO_PORT, Rule::jump(LOAD_BALANCER));
        self.commented(LOAD_BALANCER, SetName::LoadBalancerLocal, TO_PORT, Rule::new(Target::Return));
        for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::Sctp] {
            let sides = if protocol == Protocol::Sctp { TO_PORT } else { TO };
            let mut local = Rule::new(Target::Return);
            let mut other = Rule::jump(MARK_MASQ);
            local.protocol = Some(protocol);
            other.protocol = Some(protocol);
            self.commented(NODE_PORT, SetName::node_port_local(protocol), sides, local);
            self.commented(NODE_PORT, SetName::node_port(protocol), sides, other);
        }
    }

    /// Who may come to load balancers with source ranges; the chain ends with a rule that drops the others.
    fn source_ranges(&mut self) {
        let guarded = commented(SetName::LoadBalancerFirewall, TO_PORT, Rule::jump(SOURCE_RANGES));
        self.if_any_filter(PROXY_FIREWALL, SetName::LoadBalancerFirewall, guarded);
        for set in [SetName::LoadBalancerSourceCidr, SetName::LoadBalancerSourceIp] {
            let admitted = commented(set, TO_PORT_FROM, Rule::new(Target::Return));
            self.if_any_filter(SOURCE_RANGES, set, admitted);
        }
    }

    /// Source NAT for what comes to cluster IPs from elsewhere. Where that cannot be told, for what the node itself
    /// sends from an address on `kube-ipvs0`, which it takes as its own.
    fn cluster_ips(&mut self) {
        let mark = || Rule::jump(MARK_MASQ);
        let (sides, rule) = match &self.plan.local_traffic {
            _ if self.plan.masquerade_all => (TO_PORT, mark()),
            LocalTraffic::Unknown => (FROM_TO_PORT, mark()),
            LocalTraffic::Network(net) => (TO_PORT, mark().not_from(*net)),
            LocalTraffic::Interface(name) => (TO_PORT, mark().through(true, name.clone())),
            LocalTraffic::InterfacePrefix(prefix) => (TO_PORT, mark().through(true, format!("{prefix}+"))),
        };
        self.commented(SERVICES, SetName::ClusterIp, sides, rule);
    }

    /// External IPs are for those who come from other machines, or from here where the address is the node's.
    fn external_ips(&mut self) {
        self.commented(SERVICES, SetName::ExternalIp, TO_PORT, Rule::jump(MARK_MASQ));
        for set in [SetName::ExternalIp, SetName::ExternalIpLocal] {
            let accept = || commented(set, TO_PORT, Rule::new(Target::Accept));
            let from_others = accept().when(Match::NotBridged).when(Match::SourceElsewhere);
            self.if_any(SERVICES, set, from_others);
            self.if_any(SERVICES, set, accept().when(Match::DestinationLocal));
        }
    }

    /// Load balancers whose source ranges leave out this node are closed to it. What it sends to their address has that
    /// address as its source too.
    fn load_balancers_from_here(&mut self) {
        for port in &self.plan.ports {
            let admitted = |node| port.source_ranges.iter().any(|(_, range)| range.contains(&node));
            if port.source_ranges.is_empty() || self.plan.node_ip.is_some_and(admitted) {
                continue;
            }
            for (index, ip) in &port.load_balancer_ips {
                let (protocol, number) = (port.port.protocol, port.port.port);
                let server = Match::VirtualServer { address: *ip, protocol, port: number };
                let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
                let rule = Rule::new(Target::Drop).sender(*ip).when(server).origin(origin);
                self.filter(OUT_FILTER, rule);
            }
        }
    }

    fn forwarding(&mut self) {
        let marked = Rule::new(Target::Accept)
            .comment("kubernetes forwarding rules")
            .when(Match::Mark { not: false, mask: self.plan.masquerade_mark });
        let known = Rule::new(Target::Accept)
            .comment("kubernetes forwarding conntrack rule")
            .when(Match::Connection { not: false, states: States::Known });
        self.filter(FORWARD, marked);
        self.filter(FORWARD, known);
        let health = commented(SetName::HealthCheckNodePort, TO, Rule::new(Target::Accept));
        self.filter(NODE_PORT, health);
    }

    /// The node's own ports are not reached by the addresses on `kube-ipvs0`.
    fn bound_addresses(&mut self) {
        let sets = [
            (SetName::LoadBalancer, TO_PORT),
            (SetName::ClusterIp, TO_PORT),
            (SetName::ExternalIp, TO_PORT),
            (SetName::ExternalIpLocal, TO_PORT),
            (SetName::HealthCheckNodePort, TO),
        ];
        for (set, sides) in sets {
            self.filter(FILTER, Rule::new(Target::Return).when(of(set, sides)));
        }
        let new = Match::Connection { not: false, states: States::New };
        self.filter(FILTER, Rule::new(Target::Reject).when(new).when(of(SetName::IpvsIps, TO)));
    }

    /// Source NAT for marked packets; the mark is taken off so that they are not translated twice.
    fn masquerading(&mut self) {
        let mask = self.plan.masquerade_mark;
        self.nat(POSTROUTING, Rule::new(Target::Return).when(Match::Mark { not: true, mask }));
        self.nat(POSTROUTING, Rule::new(Target::FlipMark(mask)));
        let masquerade = Rule::new(Target::Masquerade { random: true });
        self.nat(POSTROUTING, masquerade.comment("kubernetes service traffic requiring SNAT"));
        self.nat(MARK_MASQ, Rule::new(Target::SetMark(mask)));
    }

    /// A rule of the table `nat` about a set, with the set's comment, unless the set is empty.
    fn commented(&mut self, chain: &'static str, set: SetName, sides: &'static [Side], rule: Rule) {
        self.if_any(chain, set, commented(set, sides, rule));
    }

    fn if_any(&mut self, chain: &'static str, set: SetName, rule: Rule) {
        if self.has_elements(set) {
            self.nat(chain, rule);
        }
    }

    fn if_any_filter(&mut self, chain: &'static str, set: SetName, rule: Rule) {
        if self.has_elements(set) {
            self.filter(chain, rule);
        }
    }

    fn has_elements(&self, set: SetName) -> bool {
        self.servers.sets.get(&set).is_some_and(|elements| !elements.is_empty())
    }

    fn nat(&mut self, chain: &'static str, rule: Rule) {
        self.rules.nat.append(chain, rule);
    }

    fn filter(&mut self, chain: &'static str, rule: Rule) {
        self.rules.filter.append(chain, rule);
    }
}

fn commented(set: SetName, sides: &'static [Side], rule: Rule) -> Rule {
    rule.comment(set.comment()).when(of(set, sides))
}

const fn of(set: SetName, sides: &'static [Side]) -> Match {
    Match::Set { set, sides }
}

/// The network of the loopback interface.
fn loopback(family: IpFamily) -> IpNet {
    match family {
        IpFamily::V4 => Ipv4Net::new(Ipv4Addr::new(127, 0, 0, 0), 8).unwrap_or_default().into(),
        IpFamily::V6 => Ipv6Net::from(Ipv6Addr::LOCALHOST).into(),
    }
}
