//! The meaning of `iptables-save`: from rules to Service ports.

use super::known::role;
use super::names::{Names, in_comment, is_endpoint};
use super::reading::{
    Answer, ChainSeen, Door, DoorSeen, ExternalSeen, Form, Line, NodeSeen, PoolSeen, PortName, PortSeen,
    RangesSeen, Reading, Share, Tool,
};
use super::saved_rule::{
    MARK_MASQ, answer, comment, destination_port, jumps_to, leads_to_endpoint, masquerade, masquerade_of,
    port_name, remembered, sources,
};
use super::{Role, SavedChain, SavedRule, SavedRules, SavedTable};
use crate::object::Protocol;
use crate::proxy::Mode;
use crate::proxy::iptables::{Match, Target};
use portolan_yaml::collections::BTreeMap;
use std::net::SocketAddr;

const NODE_PORTS: &str = "KUBE-NODEPORTS";

/// Reads the rules of one family; `known` are the names of Service ports that the manifests have.
pub(super) fn reading<'n>(rules: &'n SavedRules, known: impl Iterator<Item = &'n str>) -> Reading {
    let all = || rules.tables.iter().flat_map(|table| &table.chains).flat_map(|chain| &chain.rules);
    let told = all().filter_map(|saved| comment(&saved.rule)).filter_map(in_comment);
    let names = Names::new(known.chain(told));
    let mut extraction = Extraction {
        names,
        addresses: rules.table("nat").map(addresses).unwrap_or_default(),
        owners: BTreeMap::new(),
        reading: Reading {
            tool: Tool::Iptables,
            family: rules.family,
            chains: Vec::new(),
            ports: BTreeMap::new(),
            node: NodeSeen::default(),
        },
    };
    // The way in first: what the other tables say is told apart by it.
    rules.table("nat").into_iter().for_each(|nat| extraction.nat(nat));
    rules.table("filter").into_iter().for_each(|filter| extraction.filter(filter));
    extraction.list(rules);
    extraction.node(rules);
    extraction.reading
}

struct Extraction<'s> {
    names: Names,
    /// Where the chains of endpoints lead.
    addresses: BTreeMap<&'s str, SocketAddr>,
    /// To which Service port the chains of endpoints belong: who jumps there.
    owners: BTreeMap<&'s str, PortName>,
    reading: Reading,
}

/// The addresses to which chains give packets.
fn addresses(nat: &SavedTable) -> BTreeMap<&str, SocketAddr> {
    let address = |chain: &SavedChain| {
        chain.rules.iter().find_map(|saved| match saved.rule.target {
            Some(Target::Dnat(address)) => Some(address),
            _ => None,
        })
    };
    nat.chains.iter().filter_map(|chain| Some((chain.name.as_ref(), address(chain)?))).collect()
}

impl<'s> Extraction<'s> {
    /// Lists all chains, those of other programs included.
    fn list(&mut self, rules: &SavedRules) {
        for (table, chain) in
            rules.tables.iter().flat_map(|table| table.chains.iter().map(move |one| (table, one)))
        {
            let role = role(&table.name, &chain.name, chain.policy.is_some());
            let port = match role {
                Role::Endpoint => self.owner(chain),
                _ => self.port_of(&chain.name),
            };
            self.reading.chains.push(ChainSeen {
                table: table.name.clone(),
                name: chain.name.clone(),
                role,
                port,
                address: self.addresses.get(chain.name.as_ref()).copied(),
                line: chain.line,
                rules: chain.rules.iter().map(|saved| saved.line).collect(),
                packets: chain.rules.iter().filter_map(|saved| saved.packets).reduce(u64::saturating_add),
            });
        }
    }

    /// The Service port of the chain of an endpoint: that which jumps to it, or the one in its comments whose hash it
    /// has.
    fn owner(&self, chain: &SavedChain) -> Option<PortName> {
        let told = || {
            let address = self.addresses.get(chain.name.as_ref())?;
            let rules = chain.rules.iter();
            let names = rules
                .filter_map(|saved| Some((comment(&saved.rule).and_then(in_comment)?, saved.rule.protocol?)));
            let mut ports = names.map(|(name, protocol)| port_name(name, protocol));
            ports.find(|port| is_endpoint(&chain.name, port, *address))
        };
        self.owners.get(chain.name.as_ref()).cloned().or_else(told)
    }

    fn nat(&mut self, nat: &'s SavedTable) {
        for chain in &nat.chains {
            let role = role("nat", &chain.name, chain.policy.is_some());
            let port = self.port_of(&chain.name);
            self.nat_chain(chain, role, port.as_ref());
        }
    }

    fn nat_chain(&mut self, chain: &'s SavedChain, role: Role, port: Option<&PortName>) {
        match (role, port) {
            (Role::Cluster, Some(port)) => {
                let pool = self.pool(chain, port);
                let seen = self.seen(port);
                seen.cluster = Some(pool);
                seen.masquerade = masquerade(chain).or(seen.masquerade.take());
            }
            (Role::Local, Some(port)) => {
                let pool = self.pool(chain, port);
                let seen = self.seen(port);
                seen.local = Some(pool);
                seen.masquerade = masquerade(chain).or(seen.masquerade.take());
            }
            (Role::External, Some(port)) => self.external(chain, port),
            (Role::Firewall, Some(port)) => {
                self.seen(port).ranges = Some(RangesSeen { sources: sources(chain), line: chain.line });
            }
            (Role::Common(common), _) if common.name == "KUBE-SERVICES" => {
                chain.rules.iter().for_each(|saved| self.service(saved));
            }
            (Role::Common(common), _) if common.name == NODE_PORTS => {
                chain.rules.iter().for_each(|saved| self.node_port(saved));
            }
            _ => {}
        }
    }

    /// A rule of `KUBE-SERVICES`.
    fn service(&mut self, saved: &SavedRule) {
        let rule = &saved.rule;
        let Some(Target::Jump(target)) = &rule.target else { return };
        let destination = rule.destination.filter(|address| !address.not).map(|address| address.net.addr());
        if target == NODE_PORTS {
            let ips = &mut self.reading.node.node_port_ips;
            match destination {
                Some(ip) => _ = ips.get_or_insert_default().insert(ip),
                None => *ips = None,
            }
            return;
        }
        let (Some(ip), Some(port)) = (destination, destination_port(rule)) else { return };
        let words = comment(rule).unwrap_or_default();
        let outside = words.ends_with("external IP") || words.ends_with("loadbalancer IP");
        if target == MARK_MASQ {
            let name = in_comment(words).zip(rule.protocol).map(|(name, protocol)| port_name(name, protocol));
            if let (Some(name), Some(masquerade), false) = (name, masquerade_of(rule), outside) {
                self.seen(&name).masquerade = Some((masquerade, saved.line));
            }
            return;
        }
        let Some(name) = self.port_of(target) else { return };
        let answer = answer(target);
        let outside = outside || matches!(answer, Answer::External | Answer::Guarded);
        let door = if outside { Door::External(ip, port) } else { Door::ClusterIp(ip, port) };
        let answer = if outside && answer == Answer::Cluster { Answer::External } else { answer };
        self.open(&name, door, answer, saved.line);
    }

    /// A rule of `KUBE-NODEPORTS`. The one that counts connections to the loopback network opens no door to others.
    fn node_port(&mut self, saved: &SavedRule) {
        let destination = saved.rule.destination.filter(|address| !address.not);
        if destination.is_some_and(|address| address.net.addr().is_loopback()) {
            return;
        }
        let Some(Target::Jump(target)) = &saved.rule.target else { return };
        let Some(name) = self.port_of(target) else { return };
        let Some(port) = destination_port(&saved.rule) else { return };
        self.open(&name, Door::NodePort(port), Answer::External, saved.line);
    }

    /// `KUBE-EXT-…`, or `KUBE-XLB-…` of old, which shares out among local endpoints by itself.
    fn external(&mut self, chain: &'s SavedChain, port: &PortName) {
        let old = chain.name.starts_with("KUBE-XLB-");
        let to_local = chain.rules.iter().any(|saved| match &saved.rule.target {
            Some(Target::Jump(target)) => target.starts_with("KUBE-SVL-"),
            _ => false,
        });
        let from_node = chain.rules.iter().any(|saved| saved.rule.matches.contains(&Match::SourceLocal));
        if old {
            let pool = self.pool(chain, port);
            self.seen(port).local = Some(pool);
        }
        self.seen(port).external =
            Some(ExternalSeen { local: old || to_local || from_node, line: chain.line });
    }

    /// Who is turned away, and the health-check node ports.
    fn filter(&mut self, filter: &SavedTable) {
        for (name, outside) in [("KUBE-SERVICES", false), ("KUBE-EXTERNAL-SERVICES", true)] {
            let rules = filter.chain(name).into_iter().flat_map(|chain| &chain.rules);
            rules.for_each(|saved| self.refusal(saved, outside));
        }
        for saved in filter.chain(NODE_PORTS).into_iter().flat_map(|chain| &chain.rules) {
            let name = comment(&saved.rule).and_then(in_comment);
            let number = destination_port(&saved.rule);
            if let (Some(name), Some(number), Some(Target::Accept)) = (name, number, &saved.rule.target) {
                // The check is TCP whatever the Service port is: all ports of that name share it.
                let named = |protocol| port_name(name, protocol);
                let owners = self.reading.ports.range(named(Protocol::Sctp)..=named(Protocol::Udp));
                let mut owners: Vec<_> = owners.map(|(port, _)| port.clone()).collect();
                if owners.is_empty() {
                    owners.push(named(Protocol::Tcp));
                }
                for owner in owners {
                    self.seen(&owner).health_check = Some((number, saved.line));
                }
            }
        }
    }

    fn refusal(&mut self, saved: &SavedRule, outside: bool) {
        let rule = &saved.rule;
        let answer = match rule.target {
            Some(Target::Reject) => Answer::Rejected,
            Some(Target::Drop) => Answer::Dropped,
            _ => return,
        };
        let Some(name) = comment(rule).and_then(in_comment) else { return };
        let (Some(protocol), Some(port)) = (rule.protocol, destination_port(rule)) else { return };
        let door = match rule.destination.filter(|address| !address.not).map(|address| address.net.addr()) {
            Some(ip) if outside => Door::External(ip, port),
            Some(ip) => Door::ClusterIp(ip, port),
            None => Door::NodePort(port),
        };
        self.open(&port_name(name, protocol), door, answer, saved.line);
    }

    /// Notes a way in; a refusal counts for more, because its table comes before the other's effect.
    fn open(&mut self, port: &PortName, door: Door, answer: Answer, line: Line) {
        let seen = self.seen(port).doors.entry(door).or_insert(DoorSeen { line, answer });
        if !answer.is_served() {
            *seen = DoorSeen { line, answer };
        }
    }

    /// The endpoints among which a chain shares out, with the odds that its rules make.
    fn pool(&mut self, chain: &'s SavedChain, port: &PortName) -> PoolSeen {
        let line = chain.rules.iter().find(|saved| leads_to_endpoint(&saved.rule)).map(|saved| saved.line);
        let mut pool = PoolSeen { line: line.unwrap_or(chain.line), ..PoolSeen::default() };
        let mut left = 1.0;
        for saved in &chain.rules {
            let Some(Target::Jump(target)) = &saved.rule.target else { continue };
            if !target.starts_with("KUBE-SEP-") {
                continue;
            }
            let matches = &saved.rule.matches;
            if let Some(seconds) = matches.iter().find_map(remembered) {
                pool.affinity = Some(seconds);
                continue;
            }
            let odds = matches.iter().find_map(|one| match one {
                Match::Random(probability) => Some(probability.value()),
                Match::Other(_) => Some(0.0),
                _ => None,
            });
            if left <= 0.0 {
                pool.unreached.push(saved.line);
                continue;
            }
            let odds = left * odds.unwrap_or(1.0);
            left -= odds;
            match self.addresses.get_key_value(target.as_ref()) {
                Some((chain, address)) => {
                    self.owners.entry(chain).or_insert_with(|| port.clone());
                    pool.shares.push(Share { address: *address, odds, line: saved.line });
                }
                None => pool.dead.push(saved.line),
            }
        }
        pool
    }

    /// What the rules tell of the node.
    fn node(&mut self, rules: &SavedRules) {
        let nat = rules.table("nat");
        let leads = |from: &str| {
            let chain = nat.and_then(|nat| nat.chain(from));
            chain.is_some_and(|chain| chain.rules.iter().any(|saved| jumps_to(&saved.rule, "KUBE-SERVICES")))
        };
        let has = |name: &str| {
            rules.tables.iter().any(|table| table.chains.iter().any(|chain| chain.name.starts_with(name)))
        };
        let node = &mut self.reading.node;
        let present = nat.is_some_and(|nat| nat.chain("KUBE-SERVICES").is_some());
        node.hooked = present.then(|| leads("PREROUTING") && leads("OUTPUT"));
        node.ipvs = rules.mode() == Mode::Ipvs;
        if node.form != Form::Colon {
            let forms =
                [("KUBE-XLB-", Form::Xlb), ("KUBE-PROXY-FIREWALL", Form::Firewall), ("KUBE-EXT-", Form::Ext)];
            node.form = forms.iter().find(|(name, _)| has(name)).map_or(Form::Unknown, |(_, form)| *form);
        }
        let locals = self.reading.ports.values().filter_map(|port| port.local.as_ref());
        node.local_endpoints = locals.flat_map(|pool| &pool.shares).map(|share| share.address.ip()).collect();
    }

    /// The Service port of a chain, by the hash at the end of its name.
    fn port_of(&mut self, chain: &str) -> Option<PortName> {
        let prefixes = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-XLB-", "KUBE-FW-"];
        let hash = prefixes.iter().find_map(|prefix| chain.strip_prefix(prefix))?;
        match self.names.find(hash) {
            Some((name, colon)) => {
                if colon {
                    self.reading.node.form = Form::Colon;
                }
                Some(name.clone())
            }
            None => Some(PortName { name: hash.into(), protocol: Protocol::Tcp }),
        }
    }

    fn seen(&mut self, port: &PortName) -> &mut PortSeen {
        self.reading.ports.entry(port.clone()).or_default()
    }
}
