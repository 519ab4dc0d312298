//! Pods, one card each, or several of one controller in a card.

use super::{Draft, origin};
use crate::draw::reach;
use crate::map::model::{Card, Kind, Layer, Row, State};
use crate::map::words;
use portolan_core::diagnostic::{Arg, Message, Origin, Template};
use portolan_core::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// So many cards of Pods are still easy to read; beyond it, the Pods of a zone, then all of a controller, are one.
const CARDS: usize = 60;
/// How many cards of Pods are drawn at most.
const MOST: usize = 150;
/// How many Pods of one controller are drawn one by one at most.
const OPEN: usize = 300;

/// Which Pods of a controller are one card when they are folded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Node,
    Zone,
    All,
}

/// Pods that may be one card: namespace, controller and place, with the indices of the Pods.
type Groups<'a> = BTreeMap<(&'a str, &'a str, &'a str), Vec<usize>>;

impl<'a> Draft<'a> {
    /// Adds the Pods with the areas around them.
    pub(super) fn pods(&mut self) {
        let all = self.analysis.cluster.pods.len();
        let (level, groups) = self.groups();
        let shown: BTreeSet<&str> = self.analysis.cluster.pods.iter().map(|pod| &*pod.node_name).collect();
        let areas =
            if level == Level::All { BTreeMap::new() } else { self.areas(&shown, level == Level::Node) };
        let lonely: BTreeSet<(&str, &str)> =
            reach::lonely(self.analysis).map(|pod| (&*pod.namespace, &*pod.name)).collect();
        let limit = limit(all);
        let mut left_out = Vec::new();
        for ((namespace, owner, place), members) in groups {
            let key = format!("pods/{namespace}/{owner}/{place}");
            let foldable = members.len() > 1;
            let folded = foldable && self.is_folded(&key, members.len() > limit || level > Level::Node);
            let room = if folded { 1 } else { members.len() };
            if self.map.cards.len() > MOST || room > OPEN {
                left_out.extend(members);
                continue;
            }
            if folded {
                let pods: Vec<(usize, &'a Pod)> = self.members(&members);
                let index = self.folded(&key, owner, &pods);
                let area = pods.first().and_then(|(_, pod)| areas.get(&*pod.node_name)).copied();
                let alone = pods.iter().all(|(_, pod)| lonely.contains(&(&*pod.namespace, &*pod.name)));
                self.settle(index, area, alone, &pods);
                continue;
            }
            for one in self.members(&members) {
                let index = self.pod(one.1);
                if let Some(card) = self.map.cards.get_mut(index).filter(|_| foldable) {
                    card.fold = Some((key.clone(), false));
                }
                let alone = lonely.contains(&(&*one.1.namespace, &*one.1.name));
                self.settle(index, areas.get(&*one.1.node_name).copied(), alone, &[one]);
            }
        }
        self.leave_out(&left_out);
    }

    /// One card for Pods that would be too many.
    fn leave_out(&mut self, members: &[usize]) {
        if members.is_empty() {
            return;
        }
        let title = self.words(&words::MORE_PODS.with([("n", Arg::count(members.len()))]));
        let mut card = Card::new("more/pods".to_owned(), Kind::More, String::new(), title.clone());
        card.layer = Layer::Pod;
        card.sentence = title;
        let index = self.card(card);
        for (number, pod) in self.members(members) {
            self.seats.insert((&pod.namespace, &pod.name), (index, number));
        }
    }

    /// The Pods by controller and place, at the finest level that is not too many.
    fn groups(&self) -> (Level, Groups<'a>) {
        let node = self.grouped(Level::Node);
        if node.len() <= CARDS {
            return (Level::Node, node);
        }
        let zone = self.grouped(Level::Zone);
        if zone.len() <= CARDS { (Level::Zone, zone) } else { (Level::All, self.grouped(Level::All)) }
    }

    fn grouped(&self, level: Level) -> Groups<'a> {
        let cluster = &self.analysis.cluster;
        let zones: BTreeMap<&str, &str> =
            cluster.nodes.iter().map(|node| (&*node.name, &*node.zone)).collect();
        let mut groups = Groups::new();
        for (index, pod) in cluster.pods.iter().enumerate() {
            let owner = pod.owner.as_ref().map_or("", |owner| &*owner.name);
            let place = match level {
                Level::Node => &*pod.node_name,
                Level::Zone => zones.get(&*pod.node_name).copied().unwrap_or_default(),
                Level::All => "",
            };
            groups.entry((&*pod.namespace, owner, place)).or_default().push(index);
        }
        groups
    }

    fn members(&self, members: &[usize]) -> Vec<(usize, &'a Pod)> {
        let pods = &self.analysis.cluster.pods;
        members.iter().filter_map(|index| Some((*index, pods.get(*index)?))).collect()
    }

    /// Gives a card its area, says that nothing leads to it, and notes which Pods are in it.
    fn settle(&mut self, index: usize, area: Option<usize>, alone: bool, pods: &[(usize, &'a Pod)]) {
        for (number, pod) in pods {
            self.seats.insert((&pod.namespace, &pod.name), (index, *number));
        }
        let unreached = self.word(&words::NO_SERVICE);
        let Some(card) = self.map.cards.get_mut(index) else { return };
        card.area = area;
        if let Some((_, pod)) = pods.first().filter(|_| alone) {
            let labels = reach::own_labels(pod).to_string();
            card.sentence = format!("{} ({unreached})", card.sentence);
            if card.state == State::Ready {
                card.state = State::Idle;
            }
            let path = if pod.template_path.is_empty() { "metadata" } else { "spec.template.metadata" };
            let origins = vec![origin(pod.origin, format!("{path}.labels"))];
            card.rows.insert(0, Row::remark(format!("{}/labels", card.key), labels, origins));
        }
    }

    fn pod(&mut self, pod: &'a Pod) -> usize {
        let key = key(pod);
        let (state, said) = state(pod);
        let ip = pod.ips.first().map(ToString::to_string).unwrap_or_default();
        let label = if ip.is_empty() { "Pod".to_owned() } else { format!("Pod · {ip}") };
        let title = self.name(&pod.namespace, &pod.name);
        let node = self.place(pod);
        let word = self.word(said);
        let sentence = words::POD_SENTENCE.with([
            ("name", Arg::text(title.clone())),
            ("ip", Arg::text(if ip.is_empty() { "-" } else { &ip })),
            ("node", Arg::text(node)),
            ("state", Arg::text(word.clone())),
        ]);
        let mut card = Card::new(key.clone(), Kind::Pod, label, title);
        card.state = state;
        card.origins.push(template(pod));
        card.sentence = self.words(&sentence);
        if state != State::Ready {
            let mut row = Row::remark(format!("{key}/state"), word, Vec::new());
            row.state = state;
            card.rows.push(row);
        }
        if pod.spec.host_network {
            let origins = vec![pod.origin_of("hostNetwork")];
            card.rows.push(Row::remark(format!("{key}/host"), self.word(&words::HOST_NETWORK), origins));
        }
        self.declare(&mut card, pod);
        self.card(card)
    }

    /// Several Pods of a controller in one card.
    fn folded(&mut self, key: &str, owner: &str, pods: &[(usize, &'a Pod)]) -> usize {
        let mut counts = [0_usize; 3];
        for (_, pod) in pods {
            let place = match state(pod).0 {
                State::Ready => 0,
                State::Terminating => 2,
                _ => 1,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        let [ready, waiting, _] = counts;
        let n = ("n", Arg::count(pods.len()));
        let nodes: BTreeSet<&str> = pods.iter().map(|(_, pod)| &*pod.node_name).collect();
        let first = pods.first().map(|(_, pod)| *pod);
        let node = match first {
            Some(pod) if nodes.len() == 1 => self.place(pod),
            _ => self.words(&words::SEVERAL_NODES.with([("n", Arg::count(nodes.len()))])),
        };
        let owner = if owner.is_empty() { "Pod" } else { owner };
        let title = self.words(&words::PODS.with([n.clone()]));
        let mut card = Card::new(key.to_owned(), Kind::Pods, format!("Pod · {owner}"), title);
        card.state = match ready {
            0 if waiting > 0 => State::NotReady,
            0 => State::Terminating,
            _ => State::Ready,
        };
        card.counts = Some(counts);
        card.fold = Some((key.to_owned(), true));
        card.origins.extend(first.map(template));
        let ready = ("ready", Arg::count(ready));
        let owner = ("owner", Arg::text(owner));
        let node = ("node", Arg::text(node));
        card.sentence = self.words(&words::PODS_SENTENCE.with([n, owner, node, ready.clone()]));
        let text = self.words(&words::READY_OF.with([ready, ("all", Arg::count(pods.len()))]));
        card.rows.push(Row::remark(format!("{key}/state"), text, Vec::new()));
        if let Some(pod) = first {
            self.declare(&mut card, pod);
        }
        let folded = pods.iter().map(|(_, pod)| (self::key(pod), key.to_owned()));
        self.map.folded.extend(folded);
        self.card(card)
    }

    /// `on node-a`.
    fn place(&self, pod: &Pod) -> String {
        if pod.node_name.is_empty() {
            return self.word(&words::NO_NODE);
        }
        self.words(&on_node(&pod.node_name))
    }
}

/// `on node-a`.
fn on_node(node: &str) -> Message {
    words::ON_NODE.with([("node", Arg::text(node))])
}

/// So many Pods of a controller on a node are drawn one by one, if there are so many Pods in all.
const fn limit(all: usize) -> usize {
    match all {
        0..=10 => 10,
        11..=18 => 3,
        _ => 1,
    }
}

/// The key of a Pod.
fn key(pod: &Pod) -> String {
    format!("pod/{}/{}", pod.namespace, pod.name)
}

/// Where a Pod is written.
fn template(pod: &Pod) -> Origin {
    origin(pod.origin, pod.template_path)
}

/// How a Pod is, and the word for it.
fn state(pod: &Pod) -> (State, &'static Template) {
    use portolan_core::object::Phase;
    match pod.phase {
        Phase::Succeeded | Phase::Failed => (State::Idle, &words::ENDED),
        _ if pod.lost => (State::NotReady, &words::NODE_LOST),
        _ if pod.terminating => (State::Terminating, &words::TERMINATING),
        _ if pod.node_name.is_empty() || pod.phase == Phase::Pending => (State::Pending, &words::PENDING),
        _ if pod.ready => (State::Ready, &words::READY),
        _ => (State::NotReady, &words::NOT_READY),
    }
}
