//! The elements and chains of one Service port.

use super::base::{REJECT, from_pods};
use super::rule::Name;
use super::{Action, Element, Lookup, Match, Range, Rule, Table, Verdict, names};
use crate::diagnostic::Origin;
use crate::proxy::{Plan, PlannedPort};
use ipnet::IpNet;
use std::net::IpAddr;

/// A Service port on its way into the table.
struct Writer<'p, 'a> {
    plan: &'p Plan<'a>,
    port: &'p PlannedPort<'a>,
    table: &'p mut Table,
    /// The name of the Service port's chains, without what tells them apart.
    name: String,
}

/// Writes everything of a Service port.
pub(super) fn write(plan: &Plan<'_>, port: &PlannedPort<'_>, table: &mut Table) {
    let mut writer = Writer { plan, port, table, name: names::port(port) };
    writer.cluster_ip();
    writer.external_ips();
    writer.load_balancer();
    writer.node_port();
    if port.service.session_affinity.is_some() {
        writer.endpoints();
    }
    writer.balance(writer.chain("service"), &port.usable.cluster);
    writer.balance(writer.chain("local"), &port.usable.local);
    if port.usable.anywhere && port.externally_accessible() {
        writer.external_chain();
    }
}

impl Writer<'_, '_> {
    fn cluster_ip(&mut self) {
        let (port, origin) = (self.port, self.port.port_origin("port"));
        if port.answers_internally() {
            let chain = self.chain(if port.internal_local { "local" } else { "service" });
            self.send(port.cluster_ip, chain, origin);
        } else {
            self.refuse(port.cluster_ip, origin);
        }
    }

    fn external_ips(&mut self) {
        for (index, ip) in &self.port.external_ips {
            self.external(*ip, &self.port.origin(format!("spec.externalIPs[{index}]")));
        }
    }

    /// The addresses of load balancers; source ranges hold whether or not there are endpoints.
    fn load_balancer(&mut self) {
        let port = self.port;
        for (index, ip) in &port.load_balancer_ips {
            self.external(*ip, &port.origin(format!("status.loadBalancer.ingress[{index}].ip")));
            if !port.source_ranges.is_empty() {
                let verdict = Verdict::Goto(self.chain("firewall"));
                let origin = port.origin("spec.loadBalancerSourceRanges");
                let key = (Some(*ip), port.port.protocol, port.port.port);
                self.table.set(
                    Lookup::Firewall,
                    key,
                    Element { verdict, comment: None, origin: Some(origin) },
                );
            }
        }
        if !port.load_balancer_ips.is_empty() && !port.source_ranges.is_empty() {
            self.firewall_chain();
        }
    }

    /// Drops what comes from outside the ranges. A load balancer's own address is admitted where a range includes the
    /// node: its packets to that address never leave it.
    fn firewall_chain(&mut self) {
        let port = self.port;
        let mut nets: Vec<IpNet> = port.source_ranges.iter().map(|(_, net)| *net).collect();
        if self.plan.node_ip.is_some_and(|node| nets.iter().any(|net| net.contains(&node))) {
            nets.extend(port.load_balancer_ips.iter().map(|(_, ip)| IpNet::from(*ip)));
        }
        let single = nets.len() == 1;
        let ranges = Range::join(nets.into_iter().map(Range::of).collect());
        let drop = Rule::verdict(Verdict::Drop).when(Match::SourceOutside(ranges, single));
        let rules = vec![drop.origin(port.origin("spec.loadBalancerSourceRanges"))];
        self.table.add(self.chain("firewall"), rules);
    }

    fn node_port(&mut self) {
        let (port, number) = (self.port, self.port.port.node_port);
        let key = (None, port.port.protocol, number);
        let origin = port.port_origin("nodePort");
        if number != 0 && port.usable.anywhere {
            let verdict = Verdict::Goto(self.chain("external"));
            let element = Element { verdict, comment: None, origin: Some(origin.clone()) };
            self.table.set(Lookup::NodePorts, key, element);
        }
        if number != 0 && !port.answers_externally() {
            self.table.set(Lookup::NoEndpointNodePorts, key, self.refusal(origin));
        }
    }

    /// What happens to traffic from outside the cluster. Under the policy Local, Pods and the node itself go round the
    /// policy, as if their packets went out and came back through a load balancer.
    fn external_chain(&mut self) {
        let port = self.port;
        let origin = || port.origin("spec.externalTrafficPolicy");
        let mark = || Rule::new(Action::SetMark(self.plan.masquerade_mark));
        let mut rules = Vec::new();
        if port.external_local {
            let pods = from_pods(&self.plan.local_traffic).map(|pods| {
                Rule::goto(self.chain("service")).when(pods).comment("short-circuit pod traffic")
            });
            rules.extend(pods);
            rules.push(mark().when(Match::SourceLocal).comment("masquerade local traffic"));
            let local = Rule::goto(self.chain("service")).when(Match::SourceLocal);
            rules.push(local.comment("short-circuit local traffic"));
        } else {
            rules.push(mark().comment("masquerade"));
        }
        if port.answers_externally() {
            rules.push(Rule::goto(self.chain(if port.external_local { "local" } else { "service" })));
        }
        let rules = rules.into_iter().map(|rule| rule.origin(origin())).collect();
        self.table.add(self.chain("external"), rules);
    }

    /// Shares connections out among endpoints: first to where the client was lately, then by lot.
    fn balance(&mut self, chain: Name, endpoints: &[usize]) {
        let port = self.port;
        if endpoints.is_empty() {
            return;
        }
        let origin = || port.port_origin("targetPort");
        if port.service.session_affinity.is_none() {
            let addresses = port.select(endpoints).map(|endpoint| endpoint.address).collect();
            let lot = Rule::new(Action::DnatByLot(addresses)).when(Match::Protocol(port.port.protocol));
            self.table.add(chain, vec![lot.origin(origin())]);
            return;
        }
        let names: Vec<_> = port.select(endpoints).map(|endpoint| names::endpoint(port, endpoint)).collect();
        let chain_of = |name: &String| Name::from(format!("endpoint-{name}"));
        let affinity = || port.origin("spec.sessionAffinity");
        let back = |name: &String| {
            let seen = Match::Remembered(format!("affinity-{name}").into());
            Rule::goto(chain_of(name)).when(seen).origin(affinity())
        };
        let lot = Rule::new(Action::GotoByLot(names.iter().map(chain_of).collect())).origin(origin());
        self.table.add(chain, names.iter().map(back).chain([lot]).collect());
    }

    /// The chains of endpoints, which remember the client: without affinity there is no need for them.
    fn endpoints(&mut self) {
        let port = self.port;
        for endpoint in port.select(&port.usable.reachable) {
            let name = names::endpoint(port, endpoint);
            let set: Name = format!("affinity-{name}").into();
            let origin = || Origin { object: endpoint.endpoint.origin, path: String::new() };
            let remember =
                Rule::new(Action::Remember(set.clone())).origin(port.origin("spec.sessionAffinity"));
            let dnat = Rule::new(Action::Dnat(endpoint.address)).when(Match::Protocol(port.port.protocol));
            self.table.affinity.insert(set, port.service.session_affinity.unwrap_or_default());
            self.table.add(format!("endpoint-{name}").into(), vec![remember, dnat.origin(origin())]);
        }
    }

    /// The way in by an address outside the cluster.
    fn external(&mut self, ip: IpAddr, origin: &Origin) {
        if self.port.usable.anywhere {
            self.send(ip, self.chain("external"), origin.clone());
        }
        if !self.port.answers_externally() {
            self.refuse(ip, origin.clone());
        }
    }

    fn send(&mut self, ip: IpAddr, chain: Name, origin: Origin) {
        let key = (Some(ip), self.port.port.protocol, self.port.port.port);
        let element = Element { verdict: Verdict::Goto(chain), comment: None, origin: Some(origin) };
        self.table.set(Lookup::Services, key, element);
    }

    fn refuse(&mut self, ip: IpAddr, origin: Origin) {
        let key = (Some(ip), self.port.port.protocol, self.port.port.port);
        self.table.set(Lookup::NoEndpointServices, key, self.refusal(origin));
    }

    /// What traffic gets that finds no endpoint: an answer if there is none at all, silence if others have one.
    fn refusal(&self, origin: Origin) -> Element {
        let anywhere = self.port.usable.anywhere;
        let verdict = if anywhere { Verdict::Drop } else { Verdict::Goto(REJECT.into()) };
        Element { verdict, comment: Some(self.port.name.clone()), origin: Some(origin) }
    }

    fn chain(&self, kind: &str) -> Name {
        format!("{kind}-{}", self.name).into()
    }
}
