//! Walks to cluster IPs against what a real kube-proxy wrote: each endpoint of the recorded chains is reached, with the
//! recorded probability, and none besides; and all of them are in the recorded EndpointSlices.

use super::{Case, cases};
use portolan_core::object::{IpFamily, Protocol};
use portolan_core::proxy::iptables::{Match, Rule, Target, parse_rule};
use portolan_core::proxy::{Mode, ProxyOptions};
use portolan_core::trace::{self, Client, Ending, Request, Stage, Trace};
use portolan_core::{Analysis, Options, analyze, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// What comes of connections.
#[derive(Debug)]
enum Reached {
    /// Endpoints, and the share that each gets.
    Endpoints(BTreeMap<SocketAddr, f64>),
    /// None: the client is told, or hears nothing.
    Nobody(Ending),
}

/// A cluster IP with a port.
type Portal = (SocketAddr, Protocol);

/// The rules of a table, by chain.
type Chains = BTreeMap<String, Vec<Rule>>;

#[test]
fn walks_reach_the_endpoints_of_the_recorded_chains() {
    let only = std::env::var("PORTOLAN_CASES").unwrap_or_default();
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in cases(&only).iter().filter(|case| case.has("snapshot.yaml")) {
        let analysis = case.analysis();
        let families = [("iptables.txt", IpFamily::V4), ("ip6tables.txt", IpFamily::V6)];
        for (file, family) in families.into_iter().filter(|(file, _)| case.has(file)) {
            let dump = case.read(file);
            let listed = listed(&case.json("endpointslices.json"));
            for (portal, expected) in portals(&dump, family) {
                compared += 1;
                let strangers = expected.shares().filter(|one| !listed.contains(one)).collect::<Vec<_>>();
                if !strangers.is_empty() {
                    wrong.push(format!("{} {portal:?}: not in the slices: {strangers:?}", case.name()));
                }
                for mode in [Mode::Iptables, Mode::Nftables] {
                    let walked = reached(&case.walk(&analysis, portal, mode));
                    if !expected.is_like(&walked) {
                        wrong.push(format!(
                            "{} {portal:?} {mode:?}:\n  {expected:?}\n  {walked:?}",
                            case.name()
                        ));
                    }
                }
            }
        }
    }
    assert!(compared > 400 || !only.is_empty(), "only {compared} cluster IPs");
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}

impl Case {
    fn analysis(&self) -> Analysis {
        let mut options = Options::default();
        if self.facts["dualStack"].as_bool() == Some(true) {
            let net = |text: &str| text.parse().expect("a network");
            options.service_cidrs.push(net("fd00:10:96::/112"));
            options.cluster_cidrs.push(net("fd00:10:244::/48"));
        }
        let text = self.read("snapshot.yaml").into_bytes();
        analyze(vec![parse("snapshot.yaml".to_owned(), text)], &options)
    }

    /// From the node whose rules were recorded.
    fn walk(&self, analysis: &Analysis, (to, protocol): Portal, mode: Mode) -> Trace {
        let cluster = &analysis.cluster;
        let name = self.facts["node"].as_str().unwrap_or("node-a");
        let node = cluster.nodes.iter().position(|node| node.name.as_ref() == name).expect("the node");
        let flags = self.facts["proxyArgs"].as_array().into_iter().flatten();
        let flags: Vec<_> = flags.filter_map(|flag| flag.as_str().map(ToOwned::to_owned)).collect();
        let proxy = ProxyOptions::parse(&flags, &cluster.options).expect("flags of kube-proxy");
        let proxy = ProxyOptions { mode, ..proxy };
        let to = trace::Target::new(to.ip().to_string(), to.port());
        trace::trace(cluster, &analysis.slices, &Request { from: Client::Node(node), to, protocol, proxy })
    }
}

impl Reached {
    fn shares(&self) -> impl Iterator<Item = &SocketAddr> {
        let shares = if let Self::Endpoints(shares) = self { Some(shares.keys()) } else { None };
        shares.into_iter().flatten()
    }

    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nobody(one), Self::Nobody(other)) => one == other,
            (Self::Endpoints(one), Self::Endpoints(other)) => {
                let same = |(at, share): (&SocketAddr, &f64)| {
                    other.get(at).is_some_and(|known| (known - share).abs() < 1e-6)
                };
                one.len() == other.len() && one.iter().all(same)
            }
            _ => false,
        }
    }
}

/// Where a walk ends: behind the change of its destination, or before.
fn reached(trace: &Trace) -> Reached {
    let mut shares = BTreeMap::new();
    for end in &trace.ends {
        let way = trace.way(end.step);
        let arrived = way.iter().any(|step| matches!(step.stage, Stage::Arrive | Stage::Route));
        match &end.packet {
            Some(packet) if arrived => *shares.entry(packet.destination).or_default() += end.probability,
            _ => return Reached::Nobody(end.ending),
        }
    }
    Reached::Endpoints(shares)
}

fn chains(dump: &str, table: &str, family: IpFamily) -> Chains {
    let table = dump.split(&format!("*{table}\n")).nth(1).and_then(|rest| rest.split("COMMIT").next());
    let mut chains = Chains::new();
    for line in table.unwrap_or_default().lines() {
        if let Some((chain, rule)) = line.strip_prefix("-A ").and_then(|line| line.split_once(' ')) {
            let rule = parse_rule(rule, family).expect("a recorded rule");
            chains.entry(chain.to_owned()).or_default().push(rule);
        }
    }
    chains
}

/// The cluster IPs of a dump, with what lies behind them.
fn portals(dump: &str, family: IpFamily) -> Vec<(Portal, Reached)> {
    let (nat, filter) = (chains(dump, "nat", family), chains(dump, "filter", family));
    let rules = [&nat, &filter].into_iter().filter_map(|chains| chains.get("KUBE-SERVICES")).flatten();
    let portals = rules.filter_map(|rule| {
        let reached = match rule.target.as_ref()? {
            Target::Jump(chain) if chain.starts_with("KUBE-SVC-") || chain.starts_with("KUBE-SVL-") => {
                Reached::Endpoints(shares(&nat, chain))
            }
            Target::Reject => Reached::Nobody(Ending::Refused),
            Target::Drop => Reached::Nobody(Ending::Timeout),
            _ => return None,
        };
        let port = rule.matches.iter().find_map(|one| match one {
            Match::Transport(_, port) => *port,
            _ => None,
        });
        let to = SocketAddr::new(rule.destination?.net.addr(), port?);
        Some(((to, rule.protocol?), reached))
    });
    portals.collect()
}

/// What a chain that balances gives to each endpoint.
fn shares(chains: &Chains, chain: &str) -> BTreeMap<SocketAddr, f64> {
    let (mut shares, mut left) = (BTreeMap::new(), 1.0);
    for rule in chains.get(chain).into_iter().flatten() {
        let Some(Target::Jump(endpoint)) = &rule.target else { continue };
        let remembered = rule.matches.iter().any(|one| matches!(one, Match::RecentlySeen { .. }));
        if !endpoint.starts_with("KUBE-SEP-") || remembered {
            continue;
        }
        let odds = rule.matches.iter().find_map(|one| match one {
            Match::Random(probability) => Some(probability.value()),
            _ => None,
        });
        let share = left * odds.unwrap_or(1.0);
        left -= share;
        let rules = chains.get(endpoint.as_ref()).into_iter().flatten();
        for rule in rules {
            if let Some(Target::Dnat(address)) = &rule.target {
                *shares.entry(*address).or_default() += share;
            }
        }
    }
    shares
}

/// The endpoints of EndpointSlices, ready or not, with each port.
fn listed(slices: &serde_json::Value) -> BTreeSet<SocketAddr> {
    let items = |value: &serde_json::Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let slices = slices.as_array().cloned().unwrap_or_else(|| items(slices, "items"));
    let mut listed = BTreeSet::new();
    for slice in &slices {
        let ports = items(slice, "ports").iter().filter_map(|port| port["port"].as_u64()).collect::<Vec<_>>();
        for endpoint in items(slice, "endpoints") {
            let addresses = items(&endpoint, "addresses");
            for ip in addresses.iter().filter_map(|ip| ip.as_str()?.parse().ok()) {
                let ports = ports.iter().filter_map(|port| u16::try_from(*port).ok());
                listed.extend(ports.map(|port| SocketAddr::new(ip, port)));
            }
        }
    }
    listed
}
