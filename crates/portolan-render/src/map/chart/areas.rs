//! Nodes and zones, as far as Pods are drawn in them.

use super::{Draft, origin};
use crate::map::model::{Area, State};
use crate::map::words;
use portolan_core::diagnostic::Arg;
use portolan_core::object::Node;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

impl<'a> Draft<'a> {
    /// Adds the areas of the nodes with these names, or of their zones only; the index of each by the node's name.
    pub(super) fn areas(&mut self, names: &BTreeSet<&'a str>, nodes_too: bool) -> BTreeMap<&'a str, usize> {
        let cluster = &self.analysis.cluster;
        let nodes: Vec<&'a Node> = cluster.nodes.iter().filter(|node| names.contains(&*node.name)).collect();
        let mut zones: BTreeMap<&str, Vec<&'a Node>> = BTreeMap::new();
        for node in &nodes {
            zones.entry(&node.zone).or_default().push(node);
        }
        let mut places = BTreeMap::new();
        for (zone, nodes) in zones {
            let around = (!zone.is_empty() && (nodes.len() > 1 || !nodes_too)).then(|| self.zone(zone));
            for node in nodes {
                if places.contains_key(&*node.name) {
                    continue;
                }
                let index = match around {
                    Some(around) if !nodes_too => around,
                    None if !nodes_too => continue,
                    _ => self.node(node, around),
                };
                places.insert(&*node.name, index);
            }
        }
        places
    }

    fn zone(&mut self, zone: &str) -> usize {
        let sentence = self.words(&words::ZONE_SENTENCE.with([("name", Arg::text(zone))]));
        self.area(Area {
            key: format!("zone/{zone}"),
            title: zone.to_owned(),
            parent: None,
            state: State::Plain,
            origins: Vec::new(),
            sentence,
        })
    }

    fn node(&mut self, node: &Node, around: Option<usize>) -> usize {
        let name = ("name", Arg::text(&*node.name));
        let mut title = node.name.to_string();
        let mut sentence = self.words(&words::NODE_SENTENCE.with([name.clone()]));
        if around.is_none() && !node.zone.is_empty() {
            title = format!("{title} · {}", node.zone);
            let zone = ("zone", Arg::text(&*node.zone));
            sentence = self.words(&words::NODE_IN_ZONE_SENTENCE.with([name, zone]));
        }
        let down = node.lost || !node.ready;
        if down {
            let words = self.word(if node.lost { &words::NODE_LOST } else { &words::NOT_READY });
            title = format!("{title} · {words}");
            sentence = format!("{sentence}: {words}");
        }
        self.area(Area {
            key: format!("node/{}", node.name),
            title,
            parent: around,
            state: if down { State::NotReady } else { State::Plain },
            origins: node.meta.iter().map(|meta| origin(meta.id, "")).collect(),
            sentence,
        })
    }

    fn area(&mut self, area: Area) -> usize {
        self.map.areas.push(area);
        self.map.areas.len().saturating_sub(1)
    }
}
