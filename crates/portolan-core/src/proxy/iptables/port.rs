//! The chains and rules of one Service port.

use super::base::{
    EXTERNAL_SERVICES, LOCALHOST_COUNTER, MARK_MASQ, NODE_PORTS, PROXY_FIREWALL, SERVICES, loopback,
};
use super::{Match, Probability, Rule, Ruleset, Target};
use crate::diagnostic::Origin;
use crate::object::{IpFamily, Protocol};
use crate::proxy::{LocalTraffic, Plan, PlannedEndpoint, PlannedPort, chain_names};
use ipnet::IpNet;
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
    writer.cluster_ip();
    writer.external_ips();
    writer.load_balancer();
    writer.node_port();
    writer.health_check();
    if port.usable.anywhere && port.externally_accessible() {
        writer.external_chain();
    }
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
    /// The way in by the cluster IP, and source NAT for those who do not come from a Pod.
    fn cluster_ip(&mut self) {
        let port = self.port;
        let origin = || port.port_origin("port");
        let comment = format!("{} cluster IP", port.name);
        let to_ip = |rule: Rule, comment: &str| {
            rule.to(port.cluster_ip.into()).comment(comment).port(port.port.protocol, port.port.port)
        };
        if !port.answers_internally() {
            let (target, comment) = self.refusal();
            self.filter(SERVICES, to_ip(Rule::new(target), &comment), origin());
            return;
        }
        let chain = if port.internal_local { &self.chains.local } else { &self.chains.cluster }.clone();
        self.nat(SERVICES, to_ip(Rule::jump(chain.clone()), &comment), origin());
        let masquerade = to_ip(Rule::jump(MARK_MASQ), &comment);
        let masquerade = match &self.plan.local_traffic {
            _ if self.plan.masquerade_all => masquerade,
            LocalTraffic::Unknown => return,
            LocalTraffic::Network(net) => masquerade.not_from(*net),
            LocalTraffic::Interface(name) => masquerade.through(true, name.clone()),
            LocalTraffic::InterfacePrefix(prefix) => masquerade.through(true, format!("{prefix}+")),
        };
        self.nat(&chain, masquerade, origin());
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
        let guarded =
            port.usable.anywhere && !port.load_balancer_ips.is_empty() && !port.source_ranges.is_empty();
        let chain = if guarded { &self.chains.firewall } else { &self.chains.external }.clone();
        for (index, ip) in &port.load_balancer_ips {
            let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
            if port.usable.anywhere {
                let rule = self.capture(chain.clone(), *ip, "loadbalancer IP");
                self.nat(SERVICES, rule, origin.clone());
            }
            if guarded {
                let comment = format!("{} traffic not accepted by {chain}", port.name);
                let drop = Rule::new(Target::Drop).to((*ip).into()).comment(comment);
                let drop = drop.port(port.port.protocol, port.port.port);
                self.filter(PROXY_FIREWALL, drop, port.origin("spec.loadBalancerSourceRanges"));
            }
            self.refuse_external(*ip, origin);
        }
        if guarded {
            self.firewall_chain();
        }
    }

    /// Admits the source ranges, and the load balancer's own address where a range includes the node: its packets to
    /// that address never leave it.
    fn firewall_chain(&mut self) {
        let (port, chain) = (self.port, self.chains.firewall.clone());
        let comment = format!("{} loadbalancer IP", port.name);
        let admit =
            |external: &str, net: IpNet| Rule::jump(external.to_owned()).from(net).comment(comment.as_str());
        for (index, range) in &port.source_ranges {
            let origin = port.origin(format!("spec.loadBalancerSourceRanges[{index}]"));
            self.nat(&chain, admit(&self.chains.external, *range), origin);
        }
        let node = self.plan.node_ip;
        if port.source_ranges.iter().any(|(_, range)| node.is_some_and(|ip| range.contains(&ip))) {
            for (index, ip) in &port.load_balancer_ips {
                let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
                self.nat(&chain, admit(&self.chains.external, (*ip).into()), origin);
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
        let hairpin = named(Rule::jump(MARK_MASQ).from(endpoint.address.ip().into()));
        let mut dnat = named(Rule::new(Target::Dnat(endpoint.address)));
        if self.port.service.session_affinity.is_some() {
            dnat = dnat.when(Match::RememberSource { list: chain.as_str().into() });
        }
        let dnat = dnat.protocol(self.port.port.protocol);
        self.nat(&chain, hairpin, self.endpoint_origin(index));
        self.nat(&chain, dnat, self.endpoint_origin(index));
    }

    /// A rule that takes traffic to an address from outside the cluster.
    fn capture(&self, chain: String, ip: IpAddr, what: &str) -> Rule {
        let comment = format!("{} {what}", self.port.name);
        Rule::jump(chain).to(ip.into()).comment(comment).port(self.port.port.protocol, self.port.port.port)
    }

    /// Turns away traffic to an address from outside the cluster, if nothing would answer.
    fn refuse_external(&mut self, ip: IpAddr, origin: Origin) {
        if !self.port.answers_externally() {
            let (target, comment) = self.refusal();
            let rule = Rule::new(target).to(ip.into()).comment(comment);
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
