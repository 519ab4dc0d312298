//! The rows of clients in the cluster: what the policies of both ends say, class against class.

use super::class::{ClassId, Classes};
use super::client::Names;
use super::target::{At, End, Only};
use super::{Cell, Client, Offer, Reach, Target};
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Certainty, Message, Origin};
use crate::dns::uses_cluster_dns;
use crate::object::NetworkPolicy;
use crate::policy::{Flow, Party, Policies, dns_servers};
use crate::template;
use crate::workload::Pod;
use portolan_yaml::collections::BTreeSet;
use std::net::SocketAddr;

template!(NOBODY, "reachability.no-endpoint",
    en: "nothing is behind {target}: no endpoint is ready",
    ja: "{target}の背後には何もありません。準備のできたエンドポイントがないためです");
template!(NOT_LOCAL, "reachability.no-local-endpoint",
    en: "{target} has endpoints on other nodes only, and its policy Local uses none of them",
    ja: "{target}のエンドポイントは他のノードにしかなく、ポリシーがLocalなので使われません");

/// What both ends say of a connection.
struct Said<'a> {
    allowed: bool,
    sure: bool,
    decided_by: Vec<(&'a NetworkPolicy, Origin)>,
    reason: Option<Message>,
}

/// The policies, asked once for every two classes.
pub(super) struct Inside<'c, 'a> {
    cluster: &'a Cluster,
    policies: &'c Policies<'a>,
    classes: &'c Classes<'a>,
    servers: Vec<Pod>,
    pub(super) asked: usize,
}

impl<'c, 'a> Inside<'c, 'a> {
    pub(super) fn new(cluster: &'a Cluster, policies: &'c Policies<'a>, classes: &'c Classes<'a>) -> Self {
        let servers = if policies.is_empty() { Vec::new() } else { dns_servers(cluster) };
        Self { cluster, policies, classes, servers, asked: 0 }
    }

    /// Whether a client can look names up: the first of its classes that cannot tells.
    pub(super) fn names(&self, client: &Client<'a>) -> Names<'a> {
        let parts = client.parts.iter().filter_map(|class| self.classes.pod(*class));
        for pod in parts.chain(client.other.as_deref()).filter(|pod| !pod.spec.host_network) {
            if !uses_cluster_dns(pod) {
                continue;
            }
            let Some((ruling, flow)) = self.policies.dns(pod, &self.servers) else { continue };
            let said = ruling.said_in_short(self.cluster, &flow);
            if let Some(said) = said.filter(|_| !ruling.allowed) {
                let certainty = if ruling.sure { Certainty::Likely } else { Certainty::DependsOnCluster };
                return Names::No(said, ruling.deciding(), certainty);
            }
        }
        Names::Yes
    }

    /// Whether a client reaches a target.
    pub(super) fn cell(&mut self, client: &Client<'a>, target: &Target<'a>) -> Cell<'a> {
        let mut sum = Sum::default();
        if target.ends.is_empty() {
            sum.add(&nothing(&NOBODY, target));
            return sum.cell();
        }
        if client.only == target.only && matches!(client.only, Only::Pod(_)) {
            sum.add(&Said { allowed: true, sure: true, decided_by: Vec::new(), reason: None });
            return sum.cell();
        }
        if let Some(other) = client.other.as_deref() {
            let nodes: BTreeSet<_> = self.cluster.nodes.iter().map(|node| Some(&*node.name)).collect();
            self.ends(None, other, &nodes, target, &mut sum);
            return sum.cell();
        }
        for class in &client.parts {
            let Some(pod) = self.classes.pod(*class) else { continue };
            // Of a class of several, one reaches the others, and not itself.
            let twin = (!self.classes.only(*class)).then(|| pod.clone());
            let ids = self.classes.pods.get(class.0).map_or(&[][..], Vec::as_slice);
            let here = ids.iter().filter(|_| target.local).filter_map(|id| self.cluster.pod(*id));
            let nodes = here.map(|pod| Some(&*pod.node_name)).collect();
            self.ends(Some(*class), twin.as_ref().unwrap_or(pod), &nodes, target, &mut sum);
        }
        sum.cell()
    }

    /// Adds what becomes of the connections of one client Pod on some nodes to all that is behind a target.
    fn ends(
        &mut self,
        class: Option<ClassId>,
        pod: &Pod,
        nodes: &BTreeSet<Option<&str>>,
        target: &Target<'a>,
        sum: &mut Sum<'a>,
    ) {
        // That a Pod reaches itself says nothing where there are others.
        let itself = class.filter(|class| target.ends.len() > 1 && self.classes.only(*class)).map(At::Class);
        let others = target.ends.iter().filter(|end| Some(end.at) != itself);
        if !target.local {
            for end in others {
                let said = self.say(pod, end, target);
                sum.add(&said);
            }
            return;
        }
        for node in nodes {
            let mut here = others.clone().filter(|end| end.node == *node).peekable();
            if here.peek().is_none() {
                sum.add(&nothing(&NOT_LOCAL, target));
            }
            for end in here {
                let said = self.say(pod, end, target);
                sum.add(&said);
            }
        }
    }

    fn say(&mut self, pod: &Pod, end: &End<'a>, target: &Target<'a>) -> Said<'a> {
        self.asked += 1;
        let to = match end.at {
            At::Class(class) => self.classes.pod(class).map(Party::of),
            At::Address(ip) => Some(Party::Address(Some(ip))),
        };
        let asked = match target.offer {
            Offer::Service(service, _) => {
                service.cluster_ips.first().map(|ip| SocketAddr::new(*ip, target.port))
            }
            Offer::Workload(_) => None,
        };
        let flow = Flow {
            from: Party::of(pod),
            to: to.unwrap_or(Party::Address(None)),
            protocol: target.protocol,
            port: end.port,
            asked,
            sent_from: None,
        };
        both(self.cluster, self.policies, &flow)
    }
}

/// What both ends say.
fn both<'a>(cluster: &Cluster, policies: &Policies<'a>, flow: &Flow<'_>) -> Said<'a> {
    let (egress, ingress) = (policies.egress(flow), policies.ingress(flow));
    let allowed = egress.allowed && ingress.allowed;
    let denied = |one: &crate::policy::Ruling<'a>| one.sure && !one.allowed;
    let sure = (egress.sure && ingress.sure) || denied(&egress) || denied(&ingress);
    let mut said = Said { allowed, sure, decided_by: Vec::new(), reason: None };
    for ruling in [&egress, &ingress].into_iter().filter(|ruling| ruling.allowed == allowed) {
        said.decided_by.extend(ruling.deciding());
        said.reason = said.reason.or_else(|| ruling.said(cluster, flow).filter(|_| !allowed));
    }
    said
}

fn nothing(why: &'static crate::diagnostic::Template, target: &Target<'_>) -> Said<'static> {
    let name = Arg::code(format!("{}/{}", target.namespace, target.name));
    let reason = Some(why.with([("target", name)]));
    Said { allowed: false, sure: true, decided_by: Vec::new(), reason }
}

/// What becomes of several connections together.
#[derive(Default)]
struct Sum<'a> {
    reach: Option<Reach>,
    doubtful: bool,
    decided_by: Vec<(&'a NetworkPolicy, Origin)>,
    reason: Option<Message>,
}

impl<'a> Sum<'a> {
    fn add(&mut self, said: &Said<'a>) {
        let one = if said.allowed { Reach::Yes } else { Reach::No };
        self.reach = Some(self.reach.map_or(one, |reach| reach.and(one)));
        self.doubtful |= !said.sure;
        for (policy, origin) in &said.decided_by {
            if !self.decided_by.iter().any(|(_, known)| known == origin) {
                self.decided_by.push((policy, origin.clone()));
            }
        }
        self.reason = self.reason.take().or_else(|| said.reason.clone());
    }

    fn cell(self) -> Cell<'a> {
        let policies = !self.decided_by.is_empty();
        let certainty = match (self.doubtful, policies) {
            (true, _) => Certainty::DependsOnCluster,
            (false, true) => Certainty::Likely,
            (false, false) => Certainty::Proved,
        };
        let reach = self.reach.unwrap_or(Reach::No);
        Cell { reach, certainty, decided_by: self.decided_by, reason: self.reason }
    }
}
