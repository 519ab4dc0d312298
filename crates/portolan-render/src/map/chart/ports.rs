//! The ports of Pods: those that containers declare, and those at which connections arrive.

use super::Draft;
use crate::map::model::{Card, Kind, Row};
use crate::map::words;
use portolan_core::diagnostic::Arg;
use portolan_core::object::{ContainerPort, PodSpec, Port, Protocol};
use portolan_core::workload::Pod;
use std::collections::BTreeSet;

/// How many declared ports of a Pod are shown at most, unless something leads to them.
const PORTS: usize = 5;

impl Draft<'_> {
    /// Shows the ports that a Pod's containers declare.
    pub(super) fn declare(&self, card: &mut Card, pod: &Pod) {
        let mut seen = BTreeSet::new();
        let mut more = 0_usize;
        for declared in declared(&pod.spec) {
            if !seen.insert((declared.port.protocol, declared.port.port)) {
                continue;
            }
            if seen.len() <= PORTS {
                card.rows.push(declared.row(&card.key, pod));
            } else {
                more += 1;
            }
        }
        if more > 0 {
            let text = self.words(&words::MORE.with([("n", Arg::count(more))]));
            card.rows.push(Row::remark(format!("{}/more", card.key), text, Vec::new()));
        }
    }

    /// The key of the row at which a connection to a port of a Pod arrives, and that of its card.
    pub(super) fn landing(&mut self, seat: (usize, usize), to: Option<(Protocol, Port)>) -> Option<String> {
        let (index, number) = seat;
        let card = self.map.cards.get(index)?;
        let Some((protocol, port)) = to.filter(|_| card.kind != Kind::More) else {
            return Some(card.key.clone());
        };
        let row_key = format!("{}/{protocol}/{port}", card.key);
        if card.rows.iter().any(|row| row.key == row_key) {
            return Some(row_key);
        }
        let pod = self.analysis.cluster.pods.get(number)?;
        let known = declared(&pod.spec)
            .find(|declared| declared.port.port == port && declared.port.protocol == protocol)
            .map(|declared| declared.row(&card.key, pod));
        let row = known.unwrap_or_else(|| {
            let undeclared = self.word(&words::UNDECLARED);
            let mut row = Row::port(row_key.clone(), format!("{port}/{protocol}"), undeclared, Vec::new());
            row.origins.push(pod.origin_of("containers"));
            row
        });
        self.row(index, row);
        Some(row_key)
    }
}

/// A port that a container declares.
struct Declared<'s> {
    container: &'s str,
    port: &'s ContainerPort,
    /// Its path in the Pod's specification.
    path: String,
}

impl Declared<'_> {
    fn row(&self, card: &str, pod: &Pod) -> Row {
        let ContainerPort { port, protocol, name, .. } = self.port;
        let space = if name.is_empty() { "" } else { " " };
        let text = format!("{port}/{protocol}{space}{name}");
        let origins = vec![pod.origin_of(&self.path)];
        Row::port(format!("{card}/{protocol}/{port}"), text, self.container.to_owned(), origins)
    }
}

/// The ports that the containers of a Pod that go on running declare.
fn declared(spec: &PodSpec) -> impl Iterator<Item = Declared<'_>> {
    let containers = spec.containers.iter().enumerate().map(|(at, one)| ("containers", at, one));
    let sidecars = spec.init_containers.iter().enumerate().filter(|(_, one)| one.sidecar);
    let sidecars = sidecars.map(|(at, one)| ("initContainers", at, one));
    containers.chain(sidecars).flat_map(|(list, at, container)| {
        container.ports.iter().enumerate().map(move |(index, port)| Declared {
            container: &container.name,
            port,
            path: format!("{list}[{at}].ports[{index}]"),
        })
    })
}
