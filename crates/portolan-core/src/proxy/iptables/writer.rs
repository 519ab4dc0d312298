//! A Service port on its way into the tables: what the rules of all releases have in common.

use super::base::{MARK_MASQ, NODE_PORTS};
use super::dialect::Dialect;
use super::{ChainName, Match, Probability, Rule, Ruleset, Target};
use crate::diagnostic::Origin;
use crate::object::Protocol;
use crate::proxy::{LocalTraffic, Plan, PlannedEndpoint, PlannedPort, chain_names};
use std::net::IpAddr;

/// A Service port, the tables, and how they are to look.
pub(super) struct Writer<'p, 'a> {
    pub(super) plan: &'p Plan<'a>,
    pub(super) port: &'p PlannedPort<'a>,
    pub(super) rules: &'p mut Ruleset,
    pub(super) dialect: Dialect,
    /// The name of the port, as comments have it.
    pub(super) name: String,
    pub(super) chains: Chains,
    /// Whether comments that only repeat the Service's name are left out.
    pub(super) terse: bool,
}

/// The names of a Service port's chains.
pub(super) struct Chains {
    /// Balances over the endpoints of the traffic policy Cluster.
    pub(super) cluster: String,
    /// Balances over the endpoints of the traffic policy Local.
    pub(super) local: String,
    /// Takes all traffic from outside the cluster.
    pub(super) external: String,
    /// Admits the load balancer's source ranges.
    pub(super) firewall: String,
    /// One for each endpoint.
    pub(super) endpoints: Vec<String>,
}

impl Chains {
    fn new(port: &PlannedPort<'_>, name: &str, dialect: Dialect) -> Self {
        let protocol = port.port.protocol.lower();
        let hash = chain_names::service_port(name, protocol);
        let endpoint = |one: &PlannedEndpoint<'_>| chain_names::endpoint(name, protocol, &one.text);
        let local = if dialect.policy_chains { "SVL" } else { "XLB" };
        Self {
            cluster: format!("KUBE-SVC-{hash}"),
            local: format!("KUBE-{local}-{hash}"),
            external: format!("KUBE-EXT-{hash}"),
            firewall: format!("KUBE-FW-{hash}"),
            endpoints: port.endpoints.iter().map(endpoint).collect(),
        }
    }
}

impl<'p, 'a> Writer<'p, 'a> {
    pub(super) fn new(
        plan: &'p Plan<'a>,
        port: &'p PlannedPort<'a>,
        (dialect, terse): (Dialect, bool),
        rules: &'p mut Ruleset,
    ) -> Self {
        let colon = if dialect.trailing_colon && port.port.name.is_empty() { ":" } else { "" };
        let name = format!("{}{colon}", port.name);
        let chains = Chains::new(port, &name, dialect);
        Self { plan, port, rules, dialect, name, chains, terse }
    }

    /// Shares connections out among endpoints: first to where the client was lately, then by lot.
    pub(super) fn balance(&mut self, chain: &str, endpoints: &[usize]) {
        let port = self.port;
        let jump = |writer: &Self, index: usize| {
            let rule = Rule::jump(writer.chains.endpoints[index].clone());
            match writer.dialect.policy_chains {
                _ if writer.terse => rule,
                true => rule.comment(format!("{} -> {}", writer.name, port.endpoints[index].text)),
                false => rule.comment(writer.name.as_str()),
            }
        };
        if let Some(seconds) = port.service.session_affinity {
            for index in endpoints {
                let list = self.chains.endpoints[*index].as_str().into();
                let rule = jump(self, *index).when(Match::RecentlySeen { list, seconds });
                self.nat(chain, rule, port.origin("spec.sessionAffinity"));
            }
        }
        let rules: Vec<Rule> = (endpoints.iter().enumerate())
            .map(|(place, index)| {
                let rule = match endpoints.len() - place {
                    1 => jump(self, *index),
                    left => jump(self, *index).when(Match::Random(Probability::one_in(left))),
                };
                rule.origin(self.endpoint_origin(*index))
            })
            .collect();
        if !rules.is_empty() {
            self.rules.nat.extend(chain, rules.into_iter());
        }
    }

    /// The end of the way: the packet gets an endpoint as its destination.
    pub(super) fn endpoint(&mut self, index: usize) {
        let (endpoint, chain) = (&self.port.endpoints[index], self.chains.endpoints[index].clone());
        let named = |rule: Rule| if self.terse { rule } else { rule.comment(self.name.as_str()) };
        let hairpin = named(Rule::jump(MARK_MASQ).sender(endpoint.address.ip()));
        let mut dnat = named(Rule::new(Target::Dnat(endpoint.address)));
        if self.port.service.session_affinity.is_some() {
            dnat = dnat.when(Match::RememberSource { list: chain.as_str().into() });
        }
        let dnat = dnat.protocol(self.port.port.protocol);
        let rules = [hairpin, dnat].map(|rule| rule.origin(self.endpoint_origin(index)));
        self.rules.nat.fill(chain, rules);
    }

    /// A rule that takes traffic to an address of the Service.
    pub(super) fn capture(&self, chain: impl Into<ChainName>, ip: IpAddr, what: &str) -> Rule {
        let comment = format!("{} {what}", self.name);
        Rule::jump(chain).receiver(ip).comment(comment).port(self.port.port.protocol, self.port.port.port)
    }

    pub(super) fn endpoint_origin(&self, index: usize) -> Origin {
        Origin { object: self.port.endpoints[index].endpoint.origin, path: String::new() }
    }

    pub(super) fn nat(&mut self, chain: &str, rule: Rule, origin: Origin) {
        self.rules.nat.append(chain, rule.origin(origin));
    }

    pub(super) fn filter(&mut self, chain: &'static str, rule: Rule, origin: Origin) {
        self.rules.filter.append(chain, rule.origin(origin));
    }

    /// The rule for traffic of Pods of this node alone, or, with `not`, for all other traffic; none where that cannot be
    /// told.
    pub(super) fn of_pods(&self, not: bool, rule: Rule) -> Option<Rule> {
        match &self.plan.local_traffic {
            LocalTraffic::Unknown => None,
            LocalTraffic::Network(net) if not => Some(rule.not_from(*net)),
            LocalTraffic::Network(net) => Some(rule.from(*net)),
            LocalTraffic::Interface(name) => Some(rule.through(not, name.clone())),
            LocalTraffic::InterfacePrefix(prefix) => Some(rule.through(not, format!("{prefix}+"))),
        }
    }

    /// Lets the checks of load balancers in.
    pub(super) fn health_check(&mut self) {
        let port = self.port;
        if port.health_check_node_port != 0 {
            let rule = Rule::new(Target::Accept)
                .comment(format!("{} health check node port", self.name))
                .port(Protocol::Tcp, port.health_check_node_port);
            self.filter(NODE_PORTS, rule, port.origin("spec.healthCheckNodePort"));
        }
    }
}
