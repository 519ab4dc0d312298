//! The chains and rules of one Service port, as they are since 1.24: a chain for each traffic policy, and one for all
//! traffic from outside the cluster.

use super::base::{
    EXTERNAL_SERVICES, LOCALHOST_COUNTER, MARK_DROP, MARK_MASQ, NODE_PORTS, PROXY_FIREWALL, SERVICES,
    loopback,
};
use super::writer::Writer;
use super::{Match, Rule, Target};
use crate::diagnostic::Origin;
use crate::object::IpFamily;
use crate::proxy::PlannedPort;
use std::net::IpAddr;

/// Writes all rules of a Service port.
pub(super) fn write(writer: &mut Writer<'_, '_>) {
    let port = writer.port;
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
    writer.lose_what_is_not_local();
    for index in &port.usable.reachable {
        writer.endpoint(*index);
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
            (
                &chains.local,
                !port.usable.local.is_empty() || (self.dialect.marks_drops && misses_local(port)),
            ),
        ];
        for (chain, _) in used.into_iter().filter(|(_, used)| *used) {
            nat.declare(chain.clone());
        }
    }

    /// The way in by the cluster IP.
    fn cluster_ip(&mut self) {
        let port = self.port;
        let origin = port.port_origin("port");
        if self.answers_internally() {
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
        if !self.answers_internally() {
            return;
        }
        let masquerade = self.capture(MARK_MASQ, port.cluster_ip, "cluster IP");
        let masquerade =
            if self.plan.masquerade_all { Some(masquerade) } else { self.of_pods(true, masquerade) };
        if let Some(masquerade) = masquerade {
            self.nat(&self.internal_chain().clone(), masquerade, port.port_origin("port"));
        }
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
            if guarded && !self.dialect.marks_drops {
                let comment = format!("{} traffic not accepted by {chain}", self.name);
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
        let comment = format!("{} loadbalancer IP", self.name);
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
        let origin = port.origin("spec.loadBalancerSourceRanges");
        let rest = format!("other traffic to {} will be dropped by KUBE-PROXY-FIREWALL", self.name);
        if self.dialect.marks_drops {
            self.nat(&chain, Rule::jump(MARK_DROP).comment(comment), origin);
        } else if self.dialect.owns_firewall {
            self.nat(&chain, Rule::default().comment(rest), origin);
        }
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
            let counted = jump().to(loopback()).comment(self.name.as_str()).port(protocol, number);
            let counted = counted.when(Match::Count(LOCALHOST_COUNTER));
            let plain = jump().comment(self.name.as_str()).port(protocol, number);
            let counts = self.plan.nfacct && self.dialect.counters;
            if self.plan.localhost_node_ports && counts && self.plan.family == IpFamily::V4 {
                self.nat(NODE_PORTS, counted, origin());
            }
            self.nat(NODE_PORTS, plain, origin());
        }
        if !self.answers_externally() {
            let (target, comment) = self.refusal();
            let rule = Rule::new(target).comment(comment).when(Match::DestinationLocal);
            self.filter(EXTERNAL_SERVICES, rule.port(protocol, number), origin());
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
        let name = self.name.clone();
        let comment = |what: &str| format!("{what} for {name} external destinations");
        if port.external_local {
            if let Some(pods) = self.of_pods(false, Rule::jump(cluster.clone())) {
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
        if self.answers_externally() {
            let policy = if port.external_local { &self.chains.local } else { &self.chains.cluster };
            self.nat(&chain, Rule::jump(policy.clone()), origin());
        }
    }

    /// The chain of the policy Local, where no endpoint is local: it loses everything.
    fn lose_what_is_not_local(&mut self) {
        if self.dialect.marks_drops && misses_local(self.port) {
            let rule = Rule::jump(MARK_DROP).comment(format!("{} has no local endpoints", self.name));
            let origin = self.port.origin("spec.externalTrafficPolicy");
            self.nat(&self.chains.local.clone(), rule, origin);
        }
    }

    /// Whether traffic to the cluster IP goes to the Service's chains.
    fn answers_internally(&self) -> bool {
        if self.dialect.marks_drops { self.port.usable.anywhere } else { self.port.answers_internally() }
    }

    /// Whether traffic from outside the cluster goes to the Service's chains.
    fn answers_externally(&self) -> bool {
        if self.dialect.marks_drops { self.port.usable.anywhere } else { self.port.answers_externally() }
    }

    /// Turns away traffic to an address from outside the cluster, if nothing would answer.
    fn refuse_external(&mut self, ip: IpAddr, origin: Origin) {
        if !self.answers_externally() {
            let (target, comment) = self.refusal();
            let rule = Rule::new(target).receiver(ip).comment(comment);
            let rule = rule.port(self.port.port.protocol, self.port.port.port);
            self.filter(EXTERNAL_SERVICES, rule, origin);
        }
    }

    /// What traffic gets that finds no endpoint: an answer if there is none at all, silence if others have one.
    fn refusal(&self) -> (Target, String) {
        if self.port.usable.anywhere {
            (Target::Drop, format!("{} has no local endpoints", self.name))
        } else {
            (Target::Reject, format!("{} has no endpoints", self.name))
        }
    }
}

/// Whether load-balancer addresses are behind a firewall.
const fn guarded(port: &PlannedPort<'_>) -> bool {
    port.usable.anywhere && !port.load_balancer_ips.is_empty() && !port.source_ranges.is_empty()
}

/// Whether a policy wants local endpoints of a Service that has none, and has others.
fn misses_local(port: &PlannedPort<'_>) -> bool {
    let wants_local = port.internal_local || (port.external_local && port.externally_accessible());
    wants_local && port.usable.anywhere && port.usable.local.is_empty()
}
