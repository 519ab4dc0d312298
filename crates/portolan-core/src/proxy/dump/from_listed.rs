//! The meaning of kube-proxy's table of nftables: from maps and chains to Service ports.

use super::known::role_in_nft;
use super::reading::{
    Answer, ChainSeen, Door, DoorSeen, ExternalSeen, Form, Line, Masquerade, NodeSeen, PoolSeen, PortName,
    PortSeen, RangesSeen, Reading, Share, Tool,
};
use super::{ListedChain, ListedTable, Role};
use crate::object::Protocol;
use crate::proxy::nftables::{Action, Lookup, Match, Rule, Verdict, names};
use portolan_yaml::collections::BTreeMap;
use std::net::SocketAddr;

/// The name of the table.
const TABLE: &str = "kube-proxy";

/// Reads a table.
pub(super) fn reading(table: &ListedTable) -> Reading {
    let mut extraction = Extraction {
        table,
        addresses: addresses(table),
        reading: Reading {
            tool: Tool::Nft,
            family: table.family,
            chains: Vec::new(),
            ports: BTreeMap::new(),
            node: node(table),
        },
    };
    extraction.doors();
    extraction.chains();
    extraction.reading.chains.sort_by_key(|chain| chain.line);
    extraction.reading
}

struct Extraction<'t> {
    table: &'t ListedTable,
    /// Where the chains of endpoints lead.
    addresses: BTreeMap<&'t str, SocketAddr>,
    reading: Reading,
}

fn addresses(table: &ListedTable) -> BTreeMap<&str, SocketAddr> {
    let address = |chain: &ListedChain| {
        let actions = chain.rules.iter().flat_map(|listed| &listed.rule.actions);
        actions.into_iter().find_map(|action| match action {
            Action::Dnat(address) => Some(*address),
            _ => None,
        })
    };
    table.chains.iter().filter_map(|chain| Some((&*chain.name, address(chain)?))).collect()
}

/// What the table tells of its node.
fn node(table: &ListedTable) -> NodeSeen {
    let leads = |hook: &str| {
        let mut hooked = table
            .chains
            .iter()
            .filter(|chain| chain.hook.as_deref().is_some_and(|own| own.starts_with(hook)));
        hooked.any(|chain| chain.rules.iter().any(|listed| goes_to(&listed.rule, "services")))
    };
    let services = table.chain("services").into_iter().flat_map(|chain| &chain.rules);
    let marks = |rule: &Rule| rule.actions.iter().any(|action| matches!(action, Action::SetMark(_)));
    let masquerade = services
        .filter(|listed| marks(&listed.rule))
        .find_map(|listed| Some((masquerade(&listed.rule)?, listed.line)));
    NodeSeen {
        hooked: Some(leads("nat hook prerouting") && leads("nat hook output")),
        node_port_ips: table.node_port_ips.clone(),
        local_endpoints: table.hairpins.iter().map(|(ip, ..)| *ip).collect(),
        ipvs: false,
        form: Form::Nftables,
        masquerade,
    }
}

fn goes_to(rule: &Rule, chain: &str) -> bool {
    rule.actions
        .iter()
        .any(|action| matches!(action, Action::Verdict(Verdict::Jump(to) | Verdict::Goto(to)) if to == chain))
}

/// Which traffic to cluster IPs a rule marks.
fn masquerade(rule: &Rule) -> Option<Masquerade> {
    let others = rule.matches.iter().find_map(|one| match one {
        Match::Source(true, net) => Some(Masquerade::NotFrom(*net)),
        Match::Interface(true, name) => Some(Masquerade::NotThrough(name.clone())),
        _ => None,
    });
    others.or((rule.matches.len() == 1).then_some(Masquerade::All))
}

impl Extraction<'_> {
    fn doors(&mut self) {
        for element in &self.table.elements {
            let (ip, protocol, number) = element.key;
            let answer = match (element.map, &element.verdict) {
                (Lookup::NoEndpointServices | Lookup::NoEndpointNodePorts, Verdict::Drop) => Answer::Dropped,
                (Lookup::NoEndpointServices | Lookup::NoEndpointNodePorts, _) => Answer::Rejected,
                (Lookup::Firewall, _) => Answer::Guarded,
                (_, Verdict::Goto(chain) | Verdict::Jump(chain)) => match role_in_nft(chain) {
                    Role::Local => Answer::Local,
                    Role::Cluster => Answer::Cluster,
                    _ => Answer::External,
                },
                _ => Answer::Dropped,
            };
            let named = match &element.verdict {
                Verdict::Goto(chain) | Verdict::Jump(chain) => port_of(chain),
                _ => None,
            };
            let commented = || {
                let name = element.comment.as_deref()?;
                Some(PortName { name: name.into(), protocol })
            };
            let Some(port) = named.or_else(commented) else { continue };
            let door = match ip {
                Some(ip) if self.table.cluster_ips.contains(&ip) => Door::ClusterIp(ip, number),
                Some(ip) => Door::External(ip, number),
                None => Door::NodePort(number),
            };
            self.open(&port, door, answer, element.line);
        }
    }

    /// Notes a way in: a refusal counts for more than a firewall, and that for more than where it leads.
    fn open(&mut self, port: &PortName, door: Door, answer: Answer, line: Line) {
        let rank = |answer: Answer| match answer {
            Answer::Rejected | Answer::Dropped => 2,
            Answer::Guarded => 1,
            _ => 0,
        };
        let seen = self.seen(port).doors.entry(door).or_insert(DoorSeen { line, answer });
        if rank(answer) > rank(seen.answer) {
            *seen = DoorSeen { line, answer };
        }
    }

    fn chains(&mut self) {
        for (map, line) in &self.table.maps {
            let elements = self.table.elements.iter().filter(|element| element.map == *map);
            let rules = elements.map(|element| element.line).collect();
            self.list(map.name(), role_in_nft(map.name()), (*line, rules), None);
        }
        for chain in &self.table.chains {
            let role = role_in_nft(&chain.name);
            let rules = chain.rules.iter().map(|listed| listed.line).collect();
            let packets = chain.rules.iter().filter_map(|listed| listed.packets).reduce(u64::saturating_add);
            self.list(&chain.name, role, (chain.line, rules), packets);
            let Some(port) = port_of(&chain.name) else { continue };
            match role {
                Role::Cluster => self.seen(&port).cluster = Some(self.pool(chain)),
                Role::Local => self.seen(&port).local = Some(self.pool(chain)),
                Role::External => self.seen(&port).external = Some(external(chain)),
                Role::Firewall => self.seen(&port).ranges = ranges(chain),
                _ => {}
            }
        }
    }

    fn list(&mut self, name: &str, role: Role, (line, rules): (Line, Vec<Line>), packets: Option<u64>) {
        self.reading.chains.push(ChainSeen {
            table: TABLE.into(),
            name: name.into(),
            role,
            port: port_of(name),
            address: self.addresses.get(name).copied(),
            line,
            rules,
            packets,
        });
    }

    /// The endpoints among which a chain shares out, by lot alone or first by what it remembers.
    fn pool(&self, chain: &ListedChain) -> PoolSeen {
        let line = chain.rules.first().map_or(chain.line, |listed| listed.line);
        let mut pool = PoolSeen { line, ..PoolSeen::default() };
        let mut done = false;
        for listed in &chain.rules {
            if done {
                pool.unreached.push(listed.line);
            }
            for one in &listed.rule.matches {
                if let Match::Remembered(set) = one {
                    pool.affinity = self.table.affinity.get(set).copied().or(pool.affinity);
                }
            }
            for action in &listed.rule.actions {
                let addresses: Vec<Option<SocketAddr>> = match action {
                    Action::DnatByLot(addresses) => addresses.iter().copied().map(Some).collect(),
                    Action::GotoByLot(chains) => {
                        chains.iter().map(|chain| self.addresses.get(chain.as_ref()).copied()).collect()
                    }
                    Action::Dnat(address) => vec![Some(*address)],
                    _ => continue,
                };
                let odds = 1.0 / addresses.len().max(1) as f64;
                for address in addresses {
                    match address {
                        Some(address) => pool.shares.push(Share { address, odds, line: listed.line }),
                        None => pool.dead.push(listed.line),
                    }
                }
                done = true;
            }
        }
        merge(&mut pool.shares);
        pool
    }

    fn seen(&mut self, port: &PortName) -> &mut PortSeen {
        self.reading.ports.entry(port.clone()).or_default()
    }
}

/// An endpoint that stands twice in a lot has two shares of it.
fn merge(shares: &mut Vec<Share>) {
    let mut kept: BTreeMap<SocketAddr, usize> = BTreeMap::new();
    let mut merged: Vec<Share> = Vec::with_capacity(shares.len());
    for share in shares.drain(..) {
        match kept.get(&share.address).and_then(|place| merged.get_mut(*place)) {
            Some(known) => known.odds += share.odds,
            None => {
                kept.insert(share.address, merged.len());
                merged.push(share);
            }
        }
    }
    *shares = merged;
}

fn external(chain: &ListedChain) -> ExternalSeen {
    let from_node = |rule: &Rule| rule.matches.contains(&Match::SourceLocal);
    let to_local = |rule: &Rule| {
        rule.actions
            .iter()
            .any(|action| matches!(action, Action::Verdict(Verdict::Goto(to)) if to.starts_with("local-")))
    };
    let local = chain.rules.iter().any(|listed| from_node(&listed.rule) || to_local(&listed.rule));
    ExternalSeen { local, line: chain.line }
}

fn ranges(chain: &ListedChain) -> Option<RangesSeen> {
    let matches = chain.rules.iter().flat_map(|listed| &listed.rule.matches);
    let ranges = matches.into_iter().find_map(|one| match one {
        Match::SourceOutside(ranges, _) => Some(ranges),
        _ => None,
    })?;
    Some(RangesSeen { sources: ranges.iter().map(ToString::to_string).collect(), line: chain.line })
}

/// The Service port of a chain, which its name spells out behind a hash: `service-PFISGYVC-default/web/tcp/http`.
fn port_of(chain: &str) -> Option<PortName> {
    let prefixes = ["service-", "local-", "external-", "firewall-", "endpoint-"];
    let hashed = prefixes.iter().find_map(|prefix| chain.strip_prefix(prefix))?;
    let (_, whole) = hashed.split_once('-')?;
    (names::hashed(whole.to_owned()) == hashed).then_some(())?;
    let mut parts = whole.split("__").next()?.split('/');
    let (namespace, service) = (parts.next()?, parts.next()?);
    let protocol = Protocol::parse(parts.next().map(str::to_ascii_uppercase).as_deref())?;
    let name = match parts.next()? {
        "" => format!("{namespace}/{service}"),
        port => format!("{namespace}/{service}:{port}"),
    };
    Some(PortName { name: name.into(), protocol })
}
