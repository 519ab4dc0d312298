//! A network of namespaces as a cluster has one.
//!
//! The nodes and one host outside hang on a bridge, the fabric. A Pod hangs on its node by a pair of interfaces whose
//! end on the node has no address, as with Calico: so the address for masquerading is the node's own, whichever way
//! the packet leaves. The host outside stands for the rest of the world: it is the gateway of the nodes and takes
//! every address that a probe comes from.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::agent::Agent;
use super::portolan::{Cluster, Node, Pod};
use super::rules;
use super::scenario::{Client, Manner, Mode, Probe};

/// The Pods' gateways: link-local addresses that nobody has, behind the node's end of the pair.
const POD_GATEWAYS: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(169, 254, 1, 1)), IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1))];

/// The nodes' gateways: the host outside.
const NODE_GATEWAYS: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0xffff, 0, 0, 0, 0, 1)),
];

/// The hardware addresses of every pair's ends: no pair sees another.
const NODE_END: &str = "ee:ee:ee:ee:ee:ee";
const POD_END: &str = "02:00:00:00:00:01";

/// The host outside.
const OUTSIDE: &str = "outside";

/// What every namespace is set to: no source is suspicious, errors are told as often as they occur, and addresses are
/// used at once.
const EVERYWHERE: [(&str, &str); 8] = [
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/icmp_ratelimit", "0"),
    ("ipv6/icmp/ratelimit", "0"),
    ("ipv6/conf/all/accept_dad", "0"),
    ("ipv6/conf/default/accept_dad", "0"),
    ("ipv6/conf/all/accept_ra", "0"),
    ("ipv6/conf/default/accept_ra", "0"),
];

/// What a node is set to besides.
const ON_NODES: [(&str, &str); 4] = [
    ("ipv4/ip_forward", "1"),
    ("ipv6/conf/all/forwarding", "1"),
    ("ipv4/conf/all/send_redirects", "0"),
    ("ipv4/conf/default/send_redirects", "0"),
];

/// The namespaces of one scenario; dropped, they are gone.
pub(super) struct World {
    /// What the names of its namespaces begin with.
    prefix: String,
    /// The namespaces, by what they are called without the prefix, and who lives there.
    homes: Vec<(String, Agent)>,
}

impl World {
    /// Builds the network of a cluster for some probes.
    pub(super) fn build(prefix: String, cluster: &Cluster, mode: Mode, probes: &[Probe]) -> Result<Self> {
        let mut world = Self { prefix, homes: Vec::new() };
        world.make_namespaces(cluster)?;
        world.set(cluster, mode)?;
        world.batch("fabric", &fabric(&world.prefix, cluster))?;
        world.batch(OUTSIDE, &outside(cluster, probes))?;
        for node in &cluster.nodes {
            world.batch(&node_home(&node.name), &on_node(&world.prefix, node, cluster))?;
        }
        for (index, pod) in with_own_network(cluster) {
            world.batch(&pod_home(index), &on_pod(pod))?;
        }
        world.serve(cluster)?;
        Ok(world)
    }

    /// The namespace of a node.
    pub(super) fn node(&self, name: &str) -> String {
        self.prefix.clone() + &node_home(name)
    }

    /// Opens connections and returns the agent's list of them.
    pub(super) fn connect(&mut self, cluster: &Cluster, probe: &Probe, request: &Value) -> Result<Value> {
        if !probe.via.is_empty() {
            self.batch(OUTSIDE, &way(cluster, probe))?;
        }
        let home = match &probe.from {
            Client::Outside(_) => OUTSIDE.to_owned(),
            Client::Node(name) => node_home(name),
            Client::Pod(name) => {
                let full = format!("default/{name}");
                let index = cluster.pods.iter().position(|pod| pod.name == full);
                let index = index.with_context(|| format!("no Pod {name} runs"))?;
                home_of(index, cluster)
            }
        };
        self.agent(&home)?.ask(&json!({"connect": request}))
    }

    /// The names of the namespaces, for a person who wants to look into them.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.homes.iter().map(|(home, _)| self.prefix.clone() + home)
    }

    fn agent(&mut self, home: &str) -> Result<&mut Agent> {
        let found = self.homes.iter_mut().find(|(name, _)| name == home);
        found.map(|(_, agent)| agent).with_context(|| format!("no namespace {home}"))
    }

    fn make_namespaces(&mut self, cluster: &Cluster) -> Result<()> {
        let nodes = cluster.nodes.iter().map(|node| node_home(&node.name));
        let pods = with_own_network(cluster).map(|(index, _)| pod_home(index));
        let homes: Vec<_> =
            ["fabric".to_owned(), OUTSIDE.to_owned()].into_iter().chain(nodes).chain(pods).collect();
        let lines: String = homes.iter().map(|home| format!("netns add {}{home}\n", self.prefix)).collect();
        rules::run(Command::new("ip").args(["-batch", "-"]), "ip netns add", Some(&lines))?;
        for home in homes {
            let agent = Agent::start(&(self.prefix.clone() + &home))?;
            self.homes.push((home, agent));
        }
        Ok(())
    }

    /// Sets what must be set before there are interfaces.
    fn set(&mut self, cluster: &Cluster, mode: Mode) -> Result<()> {
        for (home, agent) in &mut self.homes {
            let mut settings = EVERYWHERE.to_vec();
            if cluster.nodes.iter().any(|node| node_home(&node.name) == *home) {
                settings.extend(ON_NODES);
                // kube-proxy does so in iptables mode alone, for node ports on 127.0.0.1.
                settings
                    .push(("ipv4/conf/all/route_localnet", if mode == Mode::Iptables { "1" } else { "0" }));
            }
            if home == OUTSIDE {
                // A connection takes one of several ways by its ports, not by its addresses alone.
                settings.extend([
                    ("ipv4/fib_multipath_hash_policy", "1"),
                    ("ipv6/fib_multipath_hash_policy", "1"),
                ]);
            }
            agent.tell(&json!({"sysctl": settings}))?;
        }
        self.homes.iter_mut().try_for_each(|(_, agent)| agent.hear().map(drop))
    }

    fn batch(&self, home: &str, lines: &str) -> Result<()> {
        let mut command = Command::new("ip");
        command.args(["-n", &(self.prefix.clone() + home), "-batch", "-"]);
        rules::run(&mut command, &format!("ip in {home}"), Some(lines)).map(drop)
    }

    fn serve(&mut self, cluster: &Cluster) -> Result<()> {
        for (index, pod) in cluster.pods.iter().enumerate() {
            let addresses = pod.addresses.iter().map(|address| match address {
                IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
                IpAddr::V6(_) => *address,
            });
            let servers: Vec<_> = addresses
                .flat_map(|address| pod.ports.iter().map(move |(protocol, port)| (address, protocol, port)))
                .map(|(address, protocol, port)| {
                    json!({"pod": pod.name, "address": address, "port": port, "protocol": protocol.name()})
                })
                .collect();
            self.agent(&home_of(index, cluster))?.ask(&json!({"serve": servers}))?;
        }
        Ok(())
    }
}

impl Drop for World {
    /// The kernel takes the namespaces back with the last process of the run at the latest; this is for the machine's
    /// memory while it lasts.
    fn drop(&mut self) {
        let lines: String = self.names().map(|name| format!("netns del {name}\n")).collect();
        self.homes.clear();
        drop(rules::run(Command::new("ip").args(["-batch", "-"]), "ip netns del", Some(&lines)));
    }
}

/// The bridge and the cables to it.
fn fabric(prefix: &str, cluster: &Cluster) -> String {
    let nodes = cluster.nodes.iter().map(|node| node_home(&node.name));
    let mut lines = "link add br0 type bridge mcast_snooping 0\nlink set br0 up\n".to_owned();
    for (index, home) in nodes.chain([OUTSIDE.to_owned()]).enumerate() {
        let _ = writeln!(lines, "link add port{index} type veth peer name eth0 netns {prefix}{home}");
        let _ = writeln!(lines, "link set port{index} master br0 up");
    }
    lines
}

fn outside(cluster: &Cluster, probes: &[Probe]) -> String {
    let mut lines = eth0(&NODE_GATEWAYS);
    for address in cluster.nodes.iter().flat_map(|node| &node.addresses) {
        let _ = writeln!(lines, "route add {address} dev eth0");
    }
    for probe in probes {
        let _ = match (&probe.from, probe.manner) {
            (Client::Outside(IpAddr::V4(from)), Manner::Crowd) => {
                let around = Ipv4Addr::from_bits(from.to_bits() & 0xffff_0000);
                writeln!(lines, "route replace local {around}/16 dev lo")
            }
            (Client::Outside(IpAddr::V4(from)), _) => writeln!(lines, "addr replace {from}/32 dev lo"),
            (Client::Outside(IpAddr::V6(from)), _) => writeln!(lines, "addr replace {from}/128 dev lo nodad"),
            _ => Ok(()),
        };
    }
    lines
}

/// The way to a probe's target from outside, by the nodes that it names.
fn way(cluster: &Cluster, probe: &Probe) -> String {
    let hops = probe.via.iter().filter_map(|name| address_of(cluster, name, probe.to.is_ipv4()));
    let hops: String = hops.map(|hop| format!(" nexthop via {hop} dev eth0 onlink")).collect();
    format!("route replace {}{hops}\n", probe.to.ip())
}

fn on_node(prefix: &str, node: &Node, cluster: &Cluster) -> String {
    let mut lines = eth0(&node.addresses);
    for gateway in NODE_GATEWAYS {
        let _ =
            writeln!(lines, "route add {gateway} dev eth0\nroute add default via {gateway} dev eth0 onlink");
    }
    for address in
        cluster.nodes.iter().filter(|other| other.name != node.name).flat_map(|other| &other.addresses)
    {
        let _ = writeln!(lines, "route add {address} dev eth0");
    }
    for (index, pod) in with_own_network(cluster) {
        if pod.node == node.name {
            let (near, far) = (format!("pod{index}"), pod_home(index));
            let ends = format!("address {NODE_END} type veth peer name eth0 address {POD_END}");
            let _ = writeln!(lines, "link add {near} {ends} netns {prefix}{far}\nlink set {near} up");
            for address in &pod.addresses {
                let _ = writeln!(lines, "neigh add {address} lladdr {POD_END} dev {near} nud permanent");
                let _ = writeln!(lines, "route add {address} dev {near}");
            }
        } else {
            for address in &pod.addresses {
                if let Some(hop) = address_of(cluster, &pod.node, address.is_ipv4()) {
                    let _ = writeln!(lines, "route add {address} via {hop} dev eth0 onlink");
                }
            }
        }
    }
    lines
}

fn on_pod(pod: &Pod) -> String {
    let mut lines = eth0(&pod.addresses);
    for gateway in POD_GATEWAYS {
        if pod.addresses.iter().any(|address| address.is_ipv4() == gateway.is_ipv4()) {
            let _ = writeln!(lines, "neigh add {gateway} lladdr {NODE_END} dev eth0 nud permanent");
            let _ = writeln!(lines, "route add default via {gateway} dev eth0 onlink");
        }
    }
    lines
}

/// Gives `eth0` its addresses and puts it and the loopback interface up.
fn eth0(addresses: &[IpAddr]) -> String {
    let mut lines = "link set lo up\nlink set eth0 up\n".to_owned();
    for address in addresses {
        let _ = match address {
            IpAddr::V4(address) => writeln!(lines, "addr add {address}/32 dev eth0"),
            IpAddr::V6(address) => writeln!(lines, "addr add {address}/128 dev eth0 nodad"),
        };
    }
    lines
}

/// The Pods that have a network of their own, and their indices.
fn with_own_network(cluster: &Cluster) -> impl Iterator<Item = (usize, &Pod)> {
    cluster.pods.iter().enumerate().filter(|(_, pod)| !pod.host_network)
}

/// The namespace, without the prefix, in which a Pod lives: its own or its node's.
fn home_of(index: usize, cluster: &Cluster) -> String {
    match cluster.pods.get(index) {
        Some(pod) if pod.host_network => node_home(&pod.node),
        _ => pod_home(index),
    }
}

fn node_home(name: &str) -> String {
    format!("node-{name}")
}

fn pod_home(index: usize) -> String {
    format!("pod-{index}")
}

fn address_of(cluster: &Cluster, node: &str, ipv4: bool) -> Option<IpAddr> {
    let node = cluster.nodes.iter().find(|known| known.name == node)?;
    node.addresses.iter().find(|address| address.is_ipv4() == ipv4).copied()
}
