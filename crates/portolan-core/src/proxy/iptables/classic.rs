//! The chains and rules of one Service port, as they were until 1.23: `KUBE-SVC` balances over all endpoints, `KUBE-XLB`
//! over those of the node, and `KUBE-FW` stands before load balancers.

use super::base::{EXTERNAL_SERVICES, MARK_DROP, MARK_MASQ, NODE_PORTS, SERVICES, loopback};
use super::dialect::ExternalIps;
use super::writer::Writer;
use super::{Match, Probability, Rule, Target};
use crate::diagnostic::Origin;
use crate::object::IpFamily;
use ipnet::{IpNet, Ipv6Net};
use std::net::{IpAddr, Ipv6Addr};

/// Writes all rules of a Service port.
pub(super) fn write(writer: &mut Writer<'_, '_>) {
    let port = writer.port;
    let follows_internal = writer.dialect.internal_traffic_policy && port.internal_local;
    let all = 0..port.endpoints.len();
    let ready: Vec<usize> = all
        .filter(|index| port.endpoints[*index].is_ready())
        .filter(|index| !follows_internal || port.endpoints[*index].local)
        .collect();
    let local: Vec<usize> = ready.iter().copied().filter(|index| port.endpoints[*index].local).collect();
    let answers = !ready.is_empty();
    writer.declare_classic(&ready);
    writer.classic_cluster_ip(answers);
    writer.classic_external_ips(answers);
    writer.classic_load_balancer(answers);
    writer.classic_node_port(answers);
    if writer.dialect.health_check_node_ports {
        writer.health_check();
    }
    writer.balance(&writer.chains.cluster.clone(), &ready);
    if answers && port.external_local {
        writer.local_policy(&local);
    }
    for index in ready {
        writer.endpoint(index);
    }
}

impl Writer<'_, '_> {
    fn declare_classic(&mut self, ready: &[usize]) {
        let (port, chains, nat) = (self.port, &self.chains, &mut self.rules.nat);
        let used = [
            (&chains.cluster, !ready.is_empty()),
            (&chains.local, port.external_local),
            (&chains.firewall, !ready.is_empty() && !port.load_balancer_ips.is_empty()),
        ];
        for (chain, _) in used.into_iter().filter(|(_, used)| *used) {
            nat.declare(chain.clone());
        }
    }

    /// The way in by the cluster IP, and source NAT for those who do not come from a Pod.
    fn classic_cluster_ip(&mut self, answers: bool) {
        let port = self.port;
        let origin = || port.port_origin("port");
        if !answers {
            self.reject(SERVICES, port.cluster_ip, origin());
            return;
        }
        let masquerade = self.capture(MARK_MASQ, port.cluster_ip, "cluster IP");
        let masquerade =
            if self.plan.masquerade_all { Some(masquerade) } else { self.of_pods(true, masquerade) };
        if let Some(masquerade) = masquerade {
            self.nat(&self.marking_chain(SERVICES), masquerade, origin());
        }
        let rule = self.capture(self.chains.cluster.clone(), port.cluster_ip, "cluster IP");
        self.nat(SERVICES, rule, origin());
    }

    /// The way in by external IPs.
    fn classic_external_ips(&mut self, answers: bool) {
        for (index, ip) in &self.port.external_ips {
            let origin = self.port.origin(format!("spec.externalIPs[{index}]"));
            match self.dialect.external_ips {
                _ if !answers => self.reject(EXTERNAL_SERVICES, *ip, origin),
                ExternalIps::AsClusterIps => self.external_ip(*ip, origin),
                ExternalIps::Masqueraded | ExternalIps::ByPolicy => {
                    self.external_ip_from_outside(*ip, origin)
                }
            }
        }
    }

    fn external_ip(&mut self, ip: IpAddr, origin: Origin) {
        let (chain, masqueraded) = self.outside_chain();
        if masqueraded {
            let rule = self.capture(MARK_MASQ, ip, "external IP");
            let rule = self.of_pods(true, rule.clone()).unwrap_or(rule);
            self.nat(&self.chains.cluster.clone(), rule, origin.clone());
        }
        let rule = self.capture(chain, ip, "external IP");
        self.nat(SERVICES, rule, origin);
    }

    /// For those who come from other machines, or from here where the address is the node's.
    fn external_ip_from_outside(&mut self, ip: IpAddr, origin: Origin) {
        let (chain, masqueraded) = match self.dialect.external_ips {
            ExternalIps::Masqueraded => (self.chains.cluster.clone(), true),
            ExternalIps::ByPolicy | ExternalIps::AsClusterIps => self.outside_chain(),
        };
        if masqueraded {
            let rule = self.capture(MARK_MASQ, ip, "external IP");
            self.nat(SERVICES, rule, origin.clone());
        }
        let from_others = self.capture(chain.clone(), ip, "external IP");
        let from_others = from_others.when(Match::NotBridged).when(Match::SourceElsewhere);
        self.nat(SERVICES, from_others, origin.clone());
        let to_here = self.capture(chain, ip, "external IP").when(Match::DestinationLocal);
        self.nat(SERVICES, to_here, origin);
    }

    /// The way in by addresses of load balancers, always through the firewall.
    fn classic_load_balancer(&mut self, answers: bool) {
        let port = self.port;
        for (index, ip) in &port.load_balancer_ips {
            let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
            if answers {
                let rule = self.capture(self.chains.firewall.clone(), *ip, "loadbalancer IP");
                self.nat(SERVICES, rule, origin.clone());
                self.classic_firewall(*ip, origin);
            } else if self.dialect.external_services_forwarded {
                self.reject(EXTERNAL_SERVICES, *ip, origin);
            } else {
                self.reject(SERVICES, *ip, origin);
            }
        }
    }

    /// Admits everybody, or the source ranges, and the load balancer's own address where a range includes the node.
    fn classic_firewall(&mut self, ip: IpAddr, origin: Origin) {
        let (port, chain) = (self.port, self.chains.firewall.clone());
        let (outside, masqueraded) = self.outside_chain();
        let comment = format!("{} loadbalancer IP", self.name);
        let admit = || Rule::jump(outside.clone()).comment(comment.as_str());
        if masqueraded {
            self.nat(&chain, Rule::jump(MARK_MASQ).comment(comment.as_str()), origin.clone());
        }
        for (index, range) in &port.source_ranges {
            let origin = port.origin(format!("spec.loadBalancerSourceRanges[{index}]"));
            self.nat(&chain, admit().from(*range), origin);
        }
        let node = self.plan.node_ip;
        if port.source_ranges.is_empty() {
            self.nat(&chain, admit(), origin.clone());
        } else if port.source_ranges.iter().any(|(_, range)| node.is_some_and(|node| range.contains(&node))) {
            self.nat(&chain, admit().sender(ip), origin.clone());
        }
        self.nat(&chain, Rule::jump(MARK_DROP).comment(comment), origin);
    }

    /// The way in by the node port.
    fn classic_node_port(&mut self, answers: bool) {
        let (port, protocol, number) = (self.port, self.port.port.protocol, self.port.port.node_port);
        let origin = || port.port_origin("nodePort");
        let named = |rule: Rule, name: &str| rule.comment(name).port(protocol, number);
        if number == 0 {
            return;
        }
        if !answers {
            let rule = Rule::new(Target::Reject).comment(format!("{} has no endpoints", self.name));
            self.filter(
                EXTERNAL_SERVICES,
                rule.when(Match::DestinationLocal).port(protocol, number),
                origin(),
            );
            return;
        }
        let (chain, masqueraded) = self.outside_chain();
        let mark = named(Rule::jump(MARK_MASQ), &self.name);
        if masqueraded {
            self.nat(&self.marking_chain(NODE_PORTS), mark, origin());
        } else {
            self.nat(NODE_PORTS, mark.from(self.loopback()), origin());
        }
        let rule = named(Rule::jump(chain), &self.name);
        self.nat(NODE_PORTS, rule, origin());
    }

    /// The chain of the policy Local. Pods and the node itself go round the policy.
    fn local_policy(&mut self, local: &[usize]) {
        let (port, chain, all) = (self.port, self.chains.local.clone(), self.chains.cluster.clone());
        let origin = || port.origin("spec.externalTrafficPolicy");
        let pods = "Redirect pods trying to reach external loadbalancer VIP to clusterIP";
        if let Some(rule) = self.of_pods(false, Rule::jump(all.clone()).comment(pods)) {
            self.nat(&chain, rule, origin());
        }
        let masquerade = format!("masquerade LOCAL traffic for {} LB IP", self.name);
        self.nat(&chain, Rule::jump(MARK_MASQ).comment(masquerade).when(Match::SourceLocal), origin());
        let route = format!("route LOCAL traffic for {} LB IP to service chain", self.name);
        self.nat(&chain, Rule::jump(all).comment(route).when(Match::SourceLocal), origin());
        if local.is_empty() {
            let comment = format!("{} has no local endpoints", self.name);
            self.nat(&chain, Rule::jump(MARK_DROP).comment(comment), origin());
        } else if self.dialect.numbered_endpoints {
            self.balance_numbered(&chain, local);
        } else {
            self.balance(&chain, local);
        }
    }

    /// As [`Writer::balance`], with comments that number the endpoints.
    fn balance_numbered(&mut self, chain: &str, local: &[usize]) {
        if let Some(seconds) = self.port.service.session_affinity {
            for index in local {
                let to = self.chains.endpoints[*index].clone();
                let list = to.as_str().into();
                let rule =
                    Rule::jump(to).comment(self.name.as_str()).when(Match::RecentlySeen { list, seconds });
                self.nat(chain, rule, self.port.origin("spec.sessionAffinity"));
            }
        }
        for (place, index) in local.iter().enumerate() {
            let rule = Rule::jump(self.chains.endpoints[*index].clone());
            let rule = rule.comment(format!("Balancing rule {place} for {}", self.name));
            let rule = match local.len() - place {
                1 => rule,
                left => rule.when(Match::Random(Probability::one_in(left))),
            };
            self.nat(chain, rule, self.endpoint_origin(*index));
        }
    }

    /// Where traffic from outside the cluster goes, and whether it gets source NAT.
    fn outside_chain(&self) -> (String, bool) {
        let local = self.port.external_local;
        let chain = if local { &self.chains.local } else { &self.chains.cluster };
        (chain.clone(), !local)
    }

    /// The chain that marks what needs source NAT: the Service's, or the one that leads to it.
    fn marking_chain(&self, leading: &str) -> String {
        if self.dialect.marks_in_service_chain { self.chains.cluster.clone() } else { leading.to_owned() }
    }

    fn reject(&mut self, chain: &'static str, ip: IpAddr, origin: Origin) {
        let rule = Rule::new(Target::Reject).receiver(ip).comment(format!("{} has no endpoints", self.name));
        self.filter(chain, rule.port(self.port.port.protocol, self.port.port.port), origin);
    }

    fn loopback(&self) -> IpNet {
        match self.plan.family {
            IpFamily::V4 => loopback(),
            IpFamily::V6 => Ipv6Net::from(Ipv6Addr::LOCALHOST).into(),
        }
    }
}
