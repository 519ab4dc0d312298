//! The chains and rules of one Service port.

use super::base::{
    EXTERNAL_SERVICES, LOCALHOST_COUNTER, MARK_MASQ, NODE_PORTS, PROXY_FIREWALL, SERVICES, loopback,
};
use super::{ChainName, Match, Probability, Rule, Ruleset, Target};
use crate::diagnostic::Origin;
use crate::object::{IpFamily, Protocol};
use crate::proxy::{LocalTraffic, Plan, PlannedEndpoint, PlannedPort, chain_names};
use std::net::IpAddr;

/// A Service port on its way into the tables.
struct Writer<'p, 'a> {
    plan: &'p Plan<'a>,
    port: &'p PlannedPort<'a>,
    rules: &'p mut Ruleset,
    chains: Chains,
    /// Whether comments that only repeat the Service's name are left out.
    terse: bool,
}

/// The names of a Service port's chains.
struct Chains {
    /// Balances over the endpoints of the traffic policy Cluster.
    cluster: String,
    /// Balances over the endpoints of the traffic policy Local.
    local: String,
    /// Takes all traffic from outside the cluster.
    external: String,
    /// Admits the load balancer's source ranges.
    firewall: String,
    /// One for each endpoint.
    endpoints: Vec<String>,
}

/// Writes all rules of a Service port.
pub(super) fn write(plan: &Plan<'_>, port: &PlannedPort<'_>, terse: bool, rules: &mut Ruleset) {
    let mut writer = Writer { plan, port, rules, chains: Chains::new(port), terse };
    writer.declare();
    writer.cluster_ip();
    writer.external_ips();
    writer.load_balancer();
    writer.node_port();
    writer.health_check();
    writer.masquerade();
    writer.external_chain();
    writer.firewall_chain();
    writer.balance(&writer.chains.cluster.clone(), &port.usable.cluster);
    writer.balance(&writer.chains.local.clone(), &port.usable.local);
    for index in &port.usable.reachable {
        writer.endpoint(*index);
    }
}

impl Chains {
    fn new(port: &PlannedPort<'_>) -> Self {
        let protocol = port.port.protocol.lower();
        let hash = chain_names::service_port(&port.name, protocol);
        let endpoint = |one: &PlannedEndpoint<'_>| chain_names::endpoint(&port.name, protocol, &one.text);
        Self {
            cluster: format!("KUBE-SVC-{hash}"),
            local: format!("KUBE-SVL-{hash}"),
            external: format!("KUBE-EXT-{hash}"),
            firewall: format!("KUBE-FW-{hash}"),
            endpoints: port.endpoints.iter().map(endpoint).collect(),
        }
    }
}

impl Writer<'_, '_> {
    /// The Service's chains.
    fn declare(&mut self) {
        let (port, chains, nat) = (self.port, &self.chains, &mut self.rules.nat);
        let used = [
            (&chains.external, self.port.usable.anywhere && port.externally_accessible()),
            (&chains.firewall, guarded(port)),
            (&chains.cluster, !port.usable.cluster.is_empty()),
            (&chains.local, !port.usable.local.is_empty()),
        ];
        for (chain, _) in used.into_iter().filter(|(_, used)| *used) {
            nat.declare(chain.clone());
        }
        for index in &port.usable.reachable {
            nat.declare(chains.endpoints[*index].clone());
        }
    }

    /// The way in by the cluster IP.
    fn cluster_ip(&mut self) {
        let port = self.port;
        let origin = port.port_origin("port");
        if port.answers_internally() {
            let rule = self.capture(self.internal_chain().clone(), port.cluster_ip, "cluster IP");
            self.nat(SERVICES, rule, origin);
        } else {
            let (target, comment) = self.refusal();
            let rule = Rule::new(target).receiver(port.cluster_ip).comment(comment);
            self.filter(SERVICES, rule.port(port.port.protocol, port.port.port), origin);
        }
    }

    /// Source NAT for those who come to the cluster IP and not from a Pod.
    fn masquerade(&mut self) {
        let port = self.port;
        if !port.answers_internally() {
            return;
        }
        let masquerade = self.capture(MARK_MASQ, port.cluster_ip, "cluster IP");
        let masquerade = match &self.plan.local_traffic {
            _ if self.plan.masquerade_all => masquerade,
            LocalTraffic::Unknown => return,
            LocalTraffic::Network(net) => masquerade.not_from(*net),
            LocalTraffic::Interface(name) => masquerade.through(true, name.clone()),
            LocalTraffic::InterfacePrefix(prefix) => masquerade.through(true, format!("{prefix}+")),
        };
        self.nat(&self.internal_chain().clone(), masquerade, port.port_origin("port"));
    }

    fn internal_chain(&self) -> &String {
        if self.port.internal_local { &self.chains.local } else { &self.chains.cluster }
    }

    /// The way in by external IPs.
    fn external_ips(&mut self) {
        for (index, ip) in &self.port.external_ips {
            let origin = self.port.origin(format!("spec.externalIPs[{index}]"));
            if self.port.usable.anywhere {
                let rule = self.capture(self.chains.external.clone(), *ip, "external IP");
                self.nat(SERVICES, rule, origin.clone());
            }
            self.refuse_external(*ip, origin);
        }
    }

    /// The way in by addresses of load balancers, through a firewall if source ranges are given.
    fn load_balancer(&mut self) {
        let port = self.port;
        let guarded = guarded(port);
        let chain = if guarded { &self.chains.firewall } else { &self.chains.external }.clone();
        for (index, ip) in &port.load_balancer_ips {
            let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
            if port.usable.anywhere {
                let rule = self.capture(chain.clone(), *ip, "loadbalancer IP");
                self.nat(SERVICES, rule, origin);
            }
            if guarded {
                let comment = format!("{} traffic not accepted by {chain}", port.name);
                let drop = Rule::new(Target::Drop).receiver(*ip).comment(comment);
                let drop = drop.port(port.port.protocol, port.port.port);
                self.filter(PROXY_FIREWALL, drop, port.origin("spec.loadBalancerSourceRanges"));
            }
        }
        for (index, ip) in &port.load_balancer_ips {
            self.refuse_external(*ip, port.origin(format!("status.loadBalancer.ingress[{index}].ip")));
        }
    }

    /// Admits the source ranges, and the load balancer's own address where a range includes the node: its packets to
    /// that address never leave it.
    fn firewall_chain(&mut self) {
        if !guarded(self.port) {
            return;
        }
        let (port, chain) = (self.port, self.chains.firewall.clone());
        let comment = format!("{} loadbalancer IP", port.name);
        let external = self.chains.external.clone();
        let admit = || Rule::jump(external.clone()).comment(comment.as_str());
        for (index, range) in &port.source_ranges {
            let origin = port.origin(format!("spec.loadBalancerSourceRanges[{index}]"));
            self.nat(&chain, admit().from(*range), origin);
        }
        let node = self.plan.node_ip;
        if port.source_ranges.iter().any(|(_, range)| node.is_some_and(|ip| range.contains(&ip))) {
            for (index, ip) in &port.load_balancer_ips {
                let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
                self.nat(&chain, admit().sender(*ip), origin);
            }
        }
        let rest = format!("other traffic to {} will be dropped by KUBE-PROXY-FIREWALL", port.name);
        self.nat(&chain, Rule::default().comment(rest), port.origin("spec.loadBalancerSourceRanges"));
    }

    /// The way in by the node port.
    fn node_port(&mut self) {
        let (port, number) = (self.port, self.port.port.node_port);
        if number == 0 {
            return;
        }
        let origin = || port.port_origin("nodePort");
        let protocol = port.port.protocol;
        if port.usable.anywhere {
            let jump = || Rule::jump(self.chains.external.clone());
            let counted = jump().to(loopback()).comment(port.name.clone()).port(protocol, number);
            let counted = counted.when(Match::Count(LOCALHOST_COUNTER));
            let plain = jump().comment(port.name.clone()).port(protocol, number);
            if self.plan.localhost_node_ports && self.plan.nfacct && self.plan.family == IpFamily::V4 {
                self.nat(NODE_PORTS, counted, origin());
            }
            self.nat(NODE_PORTS, plain, origin());
        }
        if !port.answers_externally() {
            let (target, comment) = self.refusal();
            let rule = Rule::new(target).comment(comment).when(Match::DestinationLocal);
            self.filter(EXTERNAL_SERVICES, rule.port(protocol, number), origin());
        }
    }

    fn health_check(&mut self) {
        let port = self.port;
        if port.health_check_node_port != 0 {
            let rule = Rule::new(Target::Accept)
                .comment(format!("{} health check node port", port.name))
                .port(Protocol::Tcp, port.health_check_node_port);
            self.filter(NODE_PORTS, rule, port.origin("spec.healthCheckNodePort"));
        }
    }

    /// What happens to traffic from outside the cluster. Under the policy Local, Pods and the node itself go round the
    /// policy, as if their packets went out and came back through a load balancer.
    fn external_chain(&mut self) {
        if !self.port.usable.anywhere || !self.port.externally_accessible() {
            return;
        }
        let (port, chain) = (self.port, self.chains.external.clone());
        let cluster = self.chains.cluster.clone();
        let origin = || port.origin("spec.externalTrafficPolicy");
        let comment = |what: &str| format!("{what} for {} external destinations", port.name);
        if port.external_local {
            let pods = Rule::jump(cluster.clone());
            let pods = match &self.plan.local_traffic {
                LocalTraffic::Unknown => None,
                LocalTraffic::Network(net) => Some(pods.from(*net)),
                LocalTraffic::Interface(name) => Some(pods.through(false, name.clone())),
                LocalTraffic::InterfacePrefix(prefix) => Some(pods.through(false, format!("{prefix}+"))),
            };
            if let Some(pods) = pods {
                self.nat(&chain, pods.comment(comment("pod traffic")), origin());
            }
            let masquerade = Rule::jump(MARK_MASQ).comment(comment("masquerade LOCAL traffic"));
            self.nat(&chain, masquerade.when(Match::SourceLocal), origin());
            let route = Rule::jump(cluster).comment(comment("route LOCAL traffic"));
            self.nat(&chain, route.when(Match::SourceLocal), origin());
        } else {
            let masquerade = Rule::jump(MARK_MASQ).comment(comment("masquerade traffic"));
            self.nat(&chain, masquerade, origin());
        }
        if port.answers_externally() {
            let policy = if port.external_local { &self.chains.local } else { &self.chains.cluster };
            self.nat(&chain, Rule::jump(policy.clone()), origin());
        }
    }

    /// Shares connections out among endpoints: first to where the client was lately, then by lot.
    fn balance(&mut self, chain: &str, endpoints: &[usize]) {
        let port = self.port;
        let jump = |writer: &Self, index: usize| {
            let rule = Rule::jump(writer.chains.endpoints[index].clone());
            if writer.terse {
                return rule;
            }
            rule.comment(format!("{} -> {}", port.name, port.endpoints[index].text))
        };
        if let Some(seconds) = port.service.session_affinity {
            for index in endpoints {
                let list = self.chains.endpoints[*index].as_str().into();
                let rule = jump(self, *index).when(Match::RecentlySeen { list, seconds });
                self.nat(chain, rule, port.origin("spec.sessionAffinity"));
            }
        }
        for (place, index) in endpoints.iter().enumerate() {
            let rule = match endpoints.len() - place {
                1 => jump(self, *index),
                left => jump(self, *index).when(Match::Random(Probability::one_in(left))),
            };
            self.nat(chain, rule, self.endpoint_origin(*index));
        }
    }

    /// The end of the way: the packet gets an endpoint as its destination.
    fn endpoint(&mut self, index: usize) {
        let (endpoint, chain) = (&self.port.endpoints[index], self.chains.endpoints[index].clone());
        let named = |rule: Rule| if self.terse { rule } else { rule.comment(self.port.name.clone()) };
        let hairpin = named(Rule::jump(MARK_MASQ).sender(endpoint.address.ip()));
        let mut dnat = named(Rule::new(Target::Dnat(endpoint.address)));
        if self.port.service.session_affinity.is_some() {
            dnat = dnat.when(Match::RememberSource { list: chain.as_str().into() });
        }
        let dnat = dnat.protocol(self.port.port.protocol);
        self.nat(&chain, hairpin, self.endpoint_origin(index));
        self.nat(&chain, dnat, self.endpoint_origin(index));
    }

    /// A rule that takes traffic to an address of the Service.
    fn capture(&self, chain: impl Into<ChainName>, ip: IpAddr, what: &str) -> Rule {
        let comment = format!("{} {what}", self.port.name);
        Rule::jump(chain).receiver(ip).comment(comment).port(self.port.port.protocol, self.port.port.port)
    }

    /// Turns away traffic to an address from outside the cluster, if nothing would answer.
    fn refuse_external(&mut self, ip: IpAddr, origin: Origin) {
        if !self.port.answers_externally() {
            let (target, comment) = self.refusal();
            let rule = Rule::new(target).receiver(ip).comment(comment);
            let rule = rule.port(self.port.port.protocol, self.port.port.port);
            self.filter(EXTERNAL_SERVICES, rule, origin);
        }
    }

    /// What traffic gets that finds no endpoint: an answer if there is none at all, silence if others have one.
    fn refusal(&self) -> (Target, String) {
        if self.port.usable.anywhere {
            (Target::Drop, format!("{} has no local endpoints", self.port.name))
        } else {
            (Target::Reject, format!("{} has no endpoints", self.port.name))
        }
    }

    fn endpoint_origin(&self, index: usize) -> Origin {
        Origin { object: self.port.endpoints[index].endpoint.origin, path: String::new() }
    }

    fn nat(&mut self, chain: &str, rule: Rule, origin: Origin) {
        self.rules.nat.append(chain.to_owned(), rule.origin(origin));
    }

    fn filter(&mut self, chain: &'static str, rule: Rule, origin: Origin) {
        self.rules.filter.append(chain, rule.origin(origin));
    }
}

/// Whether load-balancer addresses are behind a firewall.
const fn guarded(port: &PlannedPort<'_>) -> bool {
    port.usable.anywhere && !port.load_balancer_ips.is_empty() && !port.source_ranges.is_empty()
}
