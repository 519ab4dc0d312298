//! The cells: what each item is for a Service under one policy.

use super::words::Words;
use super::{Cell, Item, words};
use portolan_core::cluster::Cluster;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::external::{
    Affinity, BackEnd, Check, Delivery, Exposure, Profile, Share, Source, Targets,
};
use portolan_core::object::{Service, ServiceType, TrafficPolicy};
use portolan_core::reachability::address::Reach;

/// At most so many names stand in a cell.
const MOST_NAMES: usize = 8;

/// Shares that differ by less are equal.
const ALIKE: f64 = 1e-9;

/// A Service under a policy.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) service: &'a Service,
    pub(super) exposure: &'a Exposure,
    pub(super) reach: Option<&'a Reach>,
}

impl View<'_> {
    pub(super) fn cell(&self, item: Item) -> Cell {
        match item {
            Item::BackEnds => self.back_ends(),
            Item::Count => self.count(),
            Item::Access => self.access(),
            Item::Balance => self.balance(),
            Item::SourceAddress => self.source(),
            Item::Sessions => self.sessions(),
            Item::HealthCheck => self.health(),
            Item::Draining => self.draining(),
            Item::Use => self.usage(),
        }
    }

    fn profile(&self) -> &'static Profile {
        self.exposure.profile
    }

    fn local(&self) -> bool {
        self.exposure.policy == TrafficPolicy::Local
    }

    /// The pages of a fact of the provider; those of Kubernetes for a Service without a load balancer.
    fn pages(&self, pages: &'static [Source]) -> &'static [Source] {
        if self.exposure.balanced { pages } else { &[Source::KubernetesPolicy] }
    }

    fn back_ends(&self) -> Cell {
        // Clients that choose a node by themselves do well to choose one that answers.
        let useful = |one: &&BackEnd| self.exposure.targets != Targets::Own || one.healthy;
        let all: Vec<&BackEnd> = self.exposure.first_port().filter(useful).collect();
        let pages = self.pages(self.profile().on_count);
        if all.is_empty() {
            return Cell::new(words::NO_BACK_END.message(), pages);
        }
        let template: Words = match self.exposure.targets {
            Targets::Nodes if self.local() && self.profile().lists_nodes_with_pods => &words::NODES_WITH_PODS,
            Targets::Nodes => &words::ALL_NODES,
            Targets::Pods => &words::PODS,
            Targets::Leader => &words::LEADER,
            Targets::Own => &words::OWN,
        };
        let at_node_port = !self.exposure.balanced || self.profile().delivery == Delivery::NodePort;
        let name = |one: &&BackEnd| match &one.pod {
            Some(pod) => format!("{}:{}", short(pod, self.service), one.port),
            None if at_node_port && one.port != 0 => format!("{}:{}", one.node_name, one.port),
            None => one.node_name.to_string(),
        };
        let names = names(all.iter().map(name));
        Cell::new(template.with([("names", Arg::text(names))]), pages)
    }

    fn count(&self) -> Cell {
        let count = Arg::count(self.exposure.first_port().count());
        let n = ("n", count);
        let all = ("all", Arg::count(self.cluster.nodes.len()));
        let message = match self.exposure.targets {
            Targets::Nodes if self.local() && self.profile().lists_nodes_with_pods => {
                words::COUNT_WITH_PODS.with([n, all])
            }
            Targets::Nodes => words::COUNT_NODES.with([n]),
            Targets::Pods => words::COUNT_PODS.with([n]),
            Targets::Leader => words::COUNT_LEADER.with([n]),
            Targets::Own => words::COUNT_OWN.message(),
        };
        Cell::new(message, self.pages(self.profile().on_count))
    }

    fn access(&self) -> Cell {
        let pages = self.pages(self.profile().on_access);
        let Some(reach) = self.reach else {
            let balancer = self.service.kind == ServiceType::LoadBalancer;
            let none = balancer && self.exposure.addresses.is_empty();
            let template = if none { &words::NO_ADDRESS } else { &words::NOT_WALKED };
            return Cell::new(template.message(), pages);
        };
        let outside = match (reach.outside, self.exposure.internal) {
            (true, false) => &words::OUTSIDE,
            (true, true) => &words::PRIVATE,
            (false, _) => &words::NOT_OUTSIDE,
        };
        let inside = self.inside(reach);
        let sides = [("outside", Arg::said(outside.message())), ("inside", Arg::said(inside))];
        let template = if reach.partly { &words::BOTH_SIDES_PARTLY } else { &words::BOTH_SIDES };
        Cell::new(template.with(sides), pages)
    }

    /// Which nodes reach it, and the Pods of which.
    fn inside(&self, reach: &Reach) -> Message {
        let named = |wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
            let nodes = self.cluster.nodes.iter().enumerate().filter(|(place, _)| wanted(*place));
            nodes.map(|(_, node)| node.name.to_string()).collect()
        };
        let node = |place: usize| reach.nodes.get(place).copied().unwrap_or_default();
        let pods = |place: usize| reach.pods.get(place).copied().flatten();
        let alike =
            (0..self.cluster.nodes.len()).all(|place| pods(place).is_none_or(|yes| yes == node(place)));
        let (yes, no) = (named(&node), named(&|place| !node(place)));
        if !alike {
            let pods = named(&|place| pods(place) == Some(true));
            let template = match (yes.is_empty(), pods.is_empty()) {
                (true, _) => &words::FROM_PODS,
                (false, true) => &words::FROM_PROCESSES,
                (false, false) => &words::FROM_NODES,
            };
            let mut message = template.message();
            message.args.extend((!yes.is_empty()).then(|| ("nodes", Arg::text(join(yes)))));
            message.args.extend((!pods.is_empty()).then(|| ("pods", Arg::text(join(pods)))));
            return message;
        }
        if no.is_empty() {
            return words::FROM_EVERYWHERE.message();
        }
        if yes.is_empty() {
            return words::FROM_NOWHERE_INSIDE.message();
        }
        let n = ("n", Arg::count(yes.len()));
        words::FROM_SOME.with([("nodes", Arg::text(join(yes))), ("others", Arg::text(join(no))), n])
    }

    fn balance(&self) -> Cell {
        let shares = &self.exposure.shares;
        let pages = self.pages(self.profile().on_balance);
        let Some(first) = shares.first() else { return Cell::new(words::NOBODY.message(), pages) };
        if shares.len() == 1 {
            let pod = Arg::text(short(&first.pod, self.service));
            return Cell::new(words::ONLY.with([("pod", pod)]), pages);
        }
        if shares.iter().all(|one| (one.fraction - first.fraction).abs() < ALIKE)
            && !(self.exposure.targets == Targets::Leader && self.local())
        {
            let share = ("share", Arg::text(percent(first.fraction)));
            return Cell::new(words::EVEN.with([share, ("n", Arg::count(shares.len()))]), pages);
        }
        let list = |one: &Share| format!("{} {}", short(&one.pod, self.service), percent(one.fraction));
        let list = ("shares", Arg::text(names(shares.iter().map(list))));
        let zones = self.profile().by_zone && self.exposure.balanced;
        let message = match self.exposure.targets {
            Targets::Leader => words::BY_LEADER.with([list]),
            Targets::Nodes if self.local() && !self.exposure.by_pods && !zones => {
                let annotation = self.profile().weighted_by.map(|(key, value)| format!("{key}: {value}"));
                let template = if annotation.is_some() { &words::BY_NODE_UNLESS } else { &words::BY_NODE };
                return Cell { annotation, ..Cell::new(template.with([list]), pages) };
            }
            Targets::Nodes | Targets::Pods if zones => words::BY_ZONE.with([list]),
            Targets::Own if self.local() => words::BY_NODE.with([list]),
            Targets::Nodes | Targets::Pods | Targets::Own => words::UNEVEN.with([list]),
        };
        Cell::new(message, pages)
    }

    fn source(&self) -> Cell {
        let template: Words = if self.exposure.source_kept {
            &words::KEPT
        } else if self.local() || self.exposure.targets == Targets::Pods {
            &words::HIDDEN_BY_BALANCER
        } else {
            &words::HIDDEN_BY_NODE
        };
        Cell::new(template.message(), self.pages(self.profile().on_source))
    }

    fn sessions(&self) -> Cell {
        let pages = self.pages(self.profile().on_sessions);
        let (supported, asked) = (self.exposure.sessions, self.exposure.sessions_asked);
        if let Affinity::Annotation(key) = self.profile().affinity
            && self.exposure.balanced
        {
            let template: Words = match (supported, asked) {
                (true, true) => &words::STICKY_NOTED_SET,
                (true, false) => &words::STICKY_NOTED,
                (false, _) => &words::NOT_STICKY,
            };
            let annotation = supported.then(|| key.to_owned());
            return Cell { annotation, ..Cell::new(template.message(), pages) };
        }
        let template: Words = match (supported, asked) {
            (true, true) => &words::STICKY_SET,
            (true, false) => &words::STICKY,
            (false, _) => &words::STICKY_WITH,
        };
        Cell::new(template.with([("how", Arg::code("sessionAffinity: ClientIP"))]), pages)
    }

    fn health(&self) -> Cell {
        let pages = self.pages(self.profile().on_health);
        let all: Vec<&BackEnd> = self.exposure.first_port().collect();
        let name = |one: &&&BackEnd| match &one.pod {
            Some(pod) => short(pod, self.service),
            None => one.node_name.to_string(),
        };
        let good = names(all.iter().filter(|one| one.healthy).map(|one| name(&one)));
        let bad = names(all.iter().filter(|one| !one.healthy).map(|one| name(&one)));
        let (good_arg, bad_arg) = (("good", Arg::text(&*good)), ("bad", Arg::text(&*bad)));
        let answers = match (good.is_empty(), bad.is_empty()) {
            (_, true) if good.is_empty() => words::NO_BACK_END.message(),
            (_, true) => words::PASS.with([good_arg]),
            (false, false) => words::PASS_SOME.with([good_arg, bad_arg]),
            (true, false) => words::PASS_NONE.with([bad_arg]),
        };
        let template: Words = match self.exposure.check {
            Check::KubeProxy => &words::CHECK_KUBE_PROXY,
            Check::HealthCheckNodePort => &words::CHECK_HEALTH_PORT,
            Check::NodePort => &words::CHECK_NODE_PORT,
            Check::TargetPort => &words::CHECK_TARGET_PORT,
            Check::Api => return Cell::new(words::CHECK_API.message(), pages),
        };
        let port = self.exposure.health_port(self.service).unwrap_or_default();
        let port = ("port", Arg::Number(port.into()));
        Cell::new(template.with([port, ("answers", Arg::said(answers))]), pages)
    }

    fn draining(&self) -> Cell {
        let listed = self.local() && self.profile().lists_nodes_with_pods;
        let (template, pages): (Words, &[Source]) = match (self.exposure.targets, self.exposure.check) {
            (Targets::Pods, _) => (&words::DRAIN_PODS, self.profile().on_count),
            (Targets::Leader, _) if self.local() => (&words::DRAIN_LEADER, self.profile().on_health),
            (Targets::Leader, _) => (&words::DRAIN_LEADER_CLUSTER, self.profile().on_health),
            (Targets::Own, _) => (&words::DRAIN_OWN, self.pages(self.profile().on_balance)),
            (Targets::Nodes, Check::KubeProxy) => (&words::DRAIN_KUBE_PROXY, &[Source::Kep3836]),
            (Targets::Nodes, Check::HealthCheckNodePort) => (&words::DRAIN_HEALTH_PORT, &[Source::Kep1669]),
            (Targets::Nodes, _) if listed => (&words::DRAIN_LISTED, self.profile().on_count),
            (Targets::Nodes, _) => (&words::DRAIN_NODE_PORT, self.profile().on_health),
        };
        Cell::new(template.message(), pages)
    }

    fn usage(&self) -> Cell {
        let pods = self.exposure.targets == Targets::Pods;
        let template: Words = match (pods, self.local()) {
            (true, _) => &words::USE_EITHER,
            (false, true) => &words::USE_LOCAL,
            (false, false) => &words::USE_CLUSTER,
        };
        Cell::new(template.message(), self.pages(self.profile().on_source))
    }
}

/// A Pod's name, without the namespace that it shares with the Service.
fn short(pod: &str, service: &Service) -> String {
    let own = pod.strip_prefix(&*service.meta.namespace).and_then(|rest| rest.strip_prefix('/'));
    own.unwrap_or(pod).to_owned()
}

/// `50%`, `16.7%`.
fn percent(fraction: f64) -> String {
    let text = format!("{:.1}", fraction * 100.0);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// The first few names, and how many more there are.
fn names(all: impl Iterator<Item = String>) -> String {
    join(all.collect())
}

fn join(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    if more > 0 {
        names.push(format!("… (+{more})"));
    }
    names.join(", ")
}
