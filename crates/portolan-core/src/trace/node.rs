//! A node as packets meet it: its addresses, and the rules that kube-proxy wrote there.

use super::hook::{Decided, Here, Hook};
use super::ipvs::{self, Ipvs};
use super::log::{Branch, Log};
use super::{Packet, iptables, nftables};
use crate::cluster::Cluster;
use crate::object::{EndpointSlice, IpFamily, Node, Protocol};
use crate::proxy::{self, Mode, Plan, PlannedPort, ProxyOptions};
use std::cell::OnceCell;
use std::net::{IpAddr, SocketAddr};

/// A node with the rules of one family.
pub(super) struct Station<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) here: Here<'a>,
    /// Written when a packet first meets them: a load balancer's health check needs the plan alone.
    rules: OnceCell<Rules>,
}

/// What kube-proxy wrote.
enum Rules {
    Iptables(proxy::iptables::Ruleset),
    Nftables(nftables::Chains),
    Ipvs(Box<Ipvs>),
}

impl Rules {
    fn of(plan: &Plan<'_>) -> Self {
        match plan.mode {
            Mode::Iptables => Self::Iptables(proxy::iptables::ruleset(plan)),
            Mode::Nftables => Self::Nftables(nftables::Chains::new(proxy::nftables::table(plan))),
            Mode::Ipvs => {
                let servers = proxy::ipvs::virtual_servers(plan);
                Self::Ipvs(Box::new(Ipvs { rules: proxy::ipvs::ruleset(plan, &servers), servers }))
            }
        }
    }
}

impl<'a> Station<'a> {
    /// Makes the plan of a node.
    pub(super) fn new(
        cluster: &'a Cluster,
        slices: &'a [EndpointSlice],
        node: &'a Node,
        family: IpFamily,
        options: &ProxyOptions,
    ) -> Self {
        let options = ProxyOptions { node: Some(node.name.to_string()), family, ..options.clone() };
        let plan = proxy::plan(cluster, slices, &options);
        let here = Here { node: &node.name, addresses: node.internal_ips.clone() };
        let mut station = Self { plan, here, rules: OnceCell::new() };
        if options.mode == Mode::Ipvs
            && let Rules::Ipvs(ipvs) = station.rules()
        {
            let bound = ipvs.servers.bound.clone();
            station.here.addresses.extend(bound);
        }
        station
    }

    fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| Rules::of(&self.plan))
    }

    /// The address from which the node itself sends, and which masquerading gives.
    pub(super) fn address(&self) -> Option<IpAddr> {
        self.plan.node_ip
    }

    /// What the rules make of a packet at a hook.
    pub(super) fn hook(&self, hook: Hook, branch: Branch, log: &mut Log) -> Decided {
        match self.rules() {
            Rules::Iptables(rules) => iptables::hook(rules, &self.here, hook, branch, log),
            Rules::Nftables(rules) => nftables::hook(rules, &self.here, hook, branch, log),
            Rules::Ipvs(rules) => ipvs::hook(rules, &self.here, hook, branch, log),
        }
    }

    /// Whether a virtual server of IPVS takes such packets.
    pub(super) fn has_virtual_server(&self, packet: &Packet) -> bool {
        matches!(self.rules(), Rules::Ipvs(ipvs) if ipvs.server(packet).is_some())
    }

    /// The same for several hooks, one after another.
    pub(super) fn hooks(&self, hooks: &[Hook], branch: Branch, log: &mut Log) -> Decided {
        super::hook::one_after_another(hooks.iter().copied(), branch, |hook, branch| {
            self.hook(*hook, branch, log)
        })
    }

    /// The Service port that answers to an address on this node.
    pub(super) fn port_at(&self, to: SocketAddr, protocol: Protocol) -> Option<&PlannedPort<'a>> {
        let (ip, number) = (to.ip(), to.port());
        let local = self.here.is_local(ip);
        let mut ports = self.plan.ports.iter().filter(|port| port.port.protocol == protocol);
        ports.find(|port| {
            let own = port.port.port == number
                && (port.cluster_ip == ip
                    || port.external_ips.iter().any(|(_, known)| *known == ip)
                    || port.load_balancer_ips.iter().any(|(_, known)| *known == ip));
            own || (local && number != 0 && port.port.node_port == number)
        })
    }
}
