//! The network around the rules: which way a packet goes from node to node, and where it comes to.
//!
//! Pods are routed: each has a way to its node, nodes reach each other and each other's Pods, and what leaves a node by
//! masquerading has the node's own address.

use super::hook::{Decided, Hook, accepted};
use super::http::Visit;
use super::log::{At, Branch, Log, Shown};
use super::node::Station;
use super::reason::{Loss, Reason};
use super::{End, Ending, Incoming, Packet, Request, Stage, Trace, outside, reason};
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message};
use crate::dns::Zone;
use crate::external::External;
use crate::object::{EndpointSlice, IpFamily};
use crate::policy::Policies;
use crate::template;
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

template!(TO_NODE, "trace.to-node",
    en: "on to {node}",
    ja: "{node}へ進みます");

/// A packet passes at most this many nodes and load balancers: enough for every way that leads anywhere.
const MOST_HOPS: u8 = 8;

/// The cluster as packets meet it.
pub(super) struct Network<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) slices: &'a [EndpointSlice],
    pub(super) request: &'a Request,
    /// Pods with a network of their own, by address.
    pods: BTreeMap<IpAddr, PodId>,
    /// Nodes by address.
    nodes: BTreeMap<IpAddr, usize>,
    /// Nodes by name.
    names: BTreeMap<&'a str, usize>,
    stations: BTreeMap<(usize, IpFamily), Rc<Station<'a>>>,
    pub(super) zone: Option<Rc<Zone<'a>>>,
    pub(super) policies: Policies<'a>,
    /// The load balancers in front, looked at when one is first met.
    pub(super) external: Option<External<'a>>,
    pub(super) log: Log,
    waiting: Vec<(Branch, Position, u8)>,
    /// What becomes of the request at an Ingress controller or a Gateway, if it is for one.
    pub(super) visit: Option<Rc<Visit<'a>>>,
}

/// Where a branch goes on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Position {
    /// The client sends it.
    Client,
    /// It comes to a node.
    Node(usize),
    /// It comes to the cluster from outside.
    Outside,
}

impl<'a> Network<'a> {
    pub(super) fn new(cluster: &'a Cluster, slices: &'a [EndpointSlice], request: &'a Request) -> Self {
        let mut pods = BTreeMap::new();
        for (index, pod) in cluster.pods.iter().chain(&cluster.guest).enumerate() {
            let id = PodId(u32::try_from(index).unwrap_or(u32::MAX));
            if !pod.spec.host_network && !pod.is_terminal() {
                pods.extend(pod.ips.iter().map(|ip| (*ip, id)));
            }
        }
        let nodes = cluster.nodes.iter().enumerate();
        let addresses =
            nodes.clone().flat_map(|(index, node)| node.internal_ips.iter().map(move |ip| (*ip, index)));
        Self {
            cluster,
            slices,
            request,
            pods,
            nodes: addresses.collect(),
            names: nodes.map(|(index, node)| (node.name.as_ref(), index)).collect(),
            stations: BTreeMap::new(),
            zone: None,
            policies: Policies::new(cluster),
            external: None,
            log: Log::default(),
            waiting: Vec::new(),
            visit: None,
        }
    }

    /// Walks all branches to their ends.
    pub(super) fn walk(&mut self, request: &'a Request) -> Trace {
        self.request = request;
        self.visit = self.visit_of(request).map(Rc::new);
        for (branch, to) in self.approach() {
            self.open(branch, to);
        }
        while let Some((branch, position, hops)) = self.waiting.pop() {
            if hops > MOST_HOPS {
                self.lose(branch, "", Loss::Loop);
                continue;
            }
            match position {
                Position::Client => self.send(branch, hops),
                Position::Node(node) => self.come_in(branch, node, hops),
                Position::Outside => outside::enter(self, branch, hops),
            }
        }
        std::mem::take(&mut self.log).finish()
    }

    /// A client sends a first packet; those of the branches before it are walked first.
    pub(super) fn begin(&mut self, branch: Branch) {
        self.waiting.insert(0, (branch, Position::Client, 0));
    }

    /// Sends a branch on; the branch that was sent on last is walked first.
    pub(super) fn go_on(&mut self, branch: Branch, position: Position, hops: u8) {
        self.waiting.push((branch, position, hops));
    }

    /// The node of that name.
    pub(super) fn node_named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The node with that address.
    pub(super) fn node_at(&self, ip: IpAddr) -> Option<usize> {
        self.nodes.get(&ip).copied()
    }

    /// The Pod with that address and a network of its own.
    pub(super) fn pod_at(&self, ip: IpAddr) -> Option<(PodId, &'a Pod)> {
        let id = *self.pods.get(&ip)?;
        self.cluster.pod(id).map(|pod| (id, pod))
    }

    pub(super) fn node_name(&self, node: usize) -> &'a str {
        self.cluster.nodes.get(node).map(|node| node.name.as_ref()).unwrap_or_default()
    }

    /// A node as packets meet it, planned when one is first asked for.
    pub(super) fn station(&mut self, node: usize, family: IpFamily) -> Option<Rc<Station<'a>>> {
        let known = self.stations.get(&(node, family)).cloned();
        known.or_else(|| {
            let place = self.cluster.nodes.get(node)?;
            let new = Station::new(self.cluster, self.slices, place, family, &self.request.proxy);
            let new = Rc::new(new);
            self.stations.insert((node, family), Rc::clone(&new));
            Some(new)
        })
    }

    /// The first hook of a node: its rules, and the branches that they let go on; none where the node is down.
    fn meet(&mut self, branch: Branch, node: usize, hook: Hook) -> Option<(Rc<Station<'a>>, Vec<Branch>)> {
        if self.cluster.nodes.get(node)?.lost {
            self.lose(branch, self.node_name(node), Loss::NodeLost);
            return None;
        }
        let station = self.station(node, branch.packet.family())?;
        let decided = station.hook(hook, branch, &mut self.log);
        let going = self.keep(decided, &station);
        Some((station, going))
    }

    /// A process of the node sends it.
    pub(super) fn go_out(&mut self, branch: Branch, node: usize, hops: u8) {
        let Some((station, going)) = self.meet(branch, node, Hook::Output) else { return };
        for branch in going {
            self.route(branch, node, &station, hops);
        }
    }

    /// It comes to the node by one of its interfaces.
    fn come_in(&mut self, branch: Branch, node: usize, hops: u8) {
        let Some((station, going)) = self.meet(branch, node, Hook::Prerouting) else { return };
        for branch in going {
            if station.here.is_local(branch.packet.source) {
                self.lose(branch, station.here.node, Loss::OwnSource);
                continue;
            }
            self.route(branch, node, &station, hops);
        }
    }

    /// Where a packet goes whose destination is settled on this node.
    pub(super) fn route(&mut self, mut branch: Branch, node: usize, station: &Station<'a>, hops: u8) {
        let to = branch.packet.destination.ip();
        branch.packet.egress = station.address();
        let own = branch.packet.incoming == Incoming::Own;
        let source = branch.packet.source;
        let to = self.map_host_port(&mut branch, station).unwrap_or(to);
        if station.here.is_local(to) {
            let hooks: &[Hook] = if own { &[Hook::Postrouting, Hook::Input] } else { &[Hook::Input] };
            let decided = station.hooks(hooks, branch, &mut self.log);
            for mut branch in self.keep(decided, station) {
                branch.note_translation(source, station);
                if station.here.is_local(branch.packet.destination.ip()) {
                    self.arrive_on_node(branch, node, station);
                } else {
                    self.leave(branch, node, station, hops);
                }
            }
            return;
        }
        let hooks: &[Hook] = if own { &[Hook::Postrouting] } else { &[Hook::Forward, Hook::Postrouting] };
        let decided = station.hooks(hooks, branch, &mut self.log);
        for mut branch in self.keep(decided, station).into_iter().rev() {
            branch.note_translation(source, station);
            self.leave(branch, node, station, hops);
        }
    }

    /// It leaves the node.
    fn leave(&mut self, branch: Branch, node: usize, station: &Station<'a>, hops: u8) {
        let Some(mut branch) = self.police(branch, station.here.node) else { return };
        let to = branch.packet.destination.ip();
        let pod = self.pod_at(to);
        let next = match pod {
            Some((_, pod)) => self.node_named(&pod.node_name),
            None => self.node_at(to),
        };
        match (pod, next) {
            (Some((id, _)), Some(there)) if there == node => self.arrive_in_pod(branch, id),
            (_, Some(there)) => {
                let message = TO_NODE.with([("node", Arg::text(self.node_name(there)))]);
                let at = At { stage: Stage::Route, node: station.here.node };
                self.log.step(&mut branch, at, message, None);
                branch.packet = branch.packet.at_next_node();
                self.go_on(branch, Position::Node(there), hops + 1);
            }
            _ => self.leave_cluster(branch, station, hops),
        }
    }

    /// Nothing in the cluster has the address.
    fn leave_cluster(&mut self, mut branch: Branch, station: &Station<'a>, hops: u8) {
        let to = branch.packet.destination.ip();
        if self.cluster.options.is_service_address(to) {
            self.lose(branch, station.here.node, Loss::ServiceNetwork);
        } else if outside::leads_back(self, to) {
            branch.packet = branch.packet.at_next_node();
            self.go_on(branch, Position::Outside, hops + 1);
        } else {
            self.arrive_elsewhere(branch, station);
        }
    }

    /// The branches that the rules let go on; the others come to their ends.
    fn keep(&mut self, decided: Decided, station: &Station<'a>) -> Vec<Branch> {
        let (going, lost) = accepted(decided);
        for (branch, decision) in lost {
            let (ending, reason) = reason::of_rules(self, &branch.packet, decision, station);
            self.end(branch, ending, reason);
        }
        going
    }

    /// Ends a branch that the network loses.
    pub(super) fn lose(&mut self, branch: Branch, node: &str, loss: Loss) {
        let (ending, reason) = reason::of_network(self, &branch.packet, node, loss);
        self.end(branch, ending, reason);
    }

    /// Writes down a step that no rule makes.
    pub(super) fn note(&mut self, branch: &mut Branch, at: At<'_>, message: Message, shown: Option<Shown>) {
        self.log.step(branch, at, message, shown);
    }

    /// Ends a branch.
    pub(super) fn end(&mut self, branch: Branch, ending: Ending, reason: Reason) {
        let packet = Some(branch.packet.clone());
        self.write_end(branch, ending, reason, packet);
    }

    /// Ends a branch on which no packet was sent.
    pub(super) fn end_without_packet(&mut self, branch: Branch, ending: Ending, reason: Reason) {
        self.write_end(branch, ending, reason, None);
    }

    fn write_end(&mut self, branch: Branch, ending: Ending, reason: Reason, packet: Option<Packet>) {
        let (ending, reason) = self.behind_proxy(&branch, ending, reason);
        let Some(step) = branch.last else { return };
        self.log.end(End {
            step,
            ending,
            probability: branch.probability,
            certainty: reason.certainty.max(branch.certainty),
            packet,
            receiver: reason.receiver,
            reason: reason.message,
            blame: reason.blame,
            http: branch.http,
        });
    }
}
