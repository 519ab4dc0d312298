//! Every Service port with its ways in and its chains, then the chains that belong to none.

use super::{Report, port_title, words as say};
use crate::width::width;
use portolan_core::diagnostic::Arg;
use portolan_core::proxy::dump::{Answer, ChainSeen, Door, Part, PortName, PortSeen, Role};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

impl Report<'_> {
    /// Each Service port with its ways in and its chains.
    pub(super) fn ports(&mut self, part: &Part) {
        let mut chains: BTreeMap<&PortName, Vec<&ChainSeen>> = BTreeMap::new();
        for chain in &part.reading.chains {
            if let Some(port) = &chain.port {
                chains.entry(port).or_default().push(chain);
            }
        }
        for (name, port) in &part.reading.ports {
            if let Some(own) = chains.get_mut(name) {
                own.sort_by_key(|chain| rank(chain.role));
            }
            let _ = writeln!(self.out, "{}", port_title(name));
            self.doors(port);
            for chain in chains.get(name).into_iter().flatten() {
                self.chain(part, chain);
            }
            self.out.push('\n');
        }
    }

    fn doors(&mut self, port: &PortSeen) {
        if port.doors.is_empty() {
            let _ = writeln!(self.out, "  {}", say::UNUSED.message().render(self.lang));
        }
        for (door, one) in &port.doors {
            let (title, place) = match door {
                Door::ClusterIp(ip, port) => (&say::CLUSTER_IP, SocketAddr::new(*ip, *port).to_string()),
                Door::External(ip, port) => (&say::EXTERNAL, SocketAddr::new(*ip, *port).to_string()),
                Door::NodePort(port) => (&say::NODE_PORT, port.to_string()),
            };
            let title = title.message().render(self.lang);
            let refused = match one.answer {
                Answer::Rejected => Some(&say::REJECTED),
                Answer::Dropped => Some(&say::DROPPED),
                _ => None,
            };
            let refused = refused.map(|words| words.message().render(self.lang)).unwrap_or_default();
            let line = self.place(one.line);
            let _ = writeln!(self.out, "  {title} {place}{line}{refused}");
        }
    }

    /// A chain with its place and what it does; on one line where that fits.
    fn chain(&mut self, part: &Part, chain: &ChainSeen) {
        let words = chain.explanation(&part.reading).render(self.lang);
        let place = self.place(chain.rules.first().copied().unwrap_or(chain.line));
        let packets = chain.packets.map(|packets| {
            let words = say::PACKETS.with([("n", Arg::Number(i64::try_from(packets).unwrap_or(i64::MAX)))]);
            words.render(self.lang)
        });
        let pod = chain.address.and_then(|address| self.pods.get(&address.ip()));
        let pod =
            pod.map(|pod| say::POD.with([("pod", Arg::text(pod))]).render(self.lang)).unwrap_or_default();
        let head = format!("  {}{place}{}", chain.name, packets.unwrap_or_default());
        self.explain(&head, &format!("{words}{pod}"));
    }

    /// What a chain is and what it does; on one line where that fits.
    fn explain(&mut self, head: &str, words: &str) {
        if width(head) + width(words) + 2 <= self.explained.columns {
            let _ = writeln!(self.out, "{head}: {words}");
        } else {
            let _ = writeln!(self.out, "{head}");
            self.indented("      ", words);
        }
    }

    /// The chains that every node has, then those of other programs by owner.
    pub(super) fn others(&mut self, part: &Part) {
        let chains = || part.reading.chains.iter();
        self.line(0, &say::COMMON.message());
        for chain in chains() {
            if let Role::Common(common) = chain.role {
                let owner = if common.owner == "kubelet" { " (kubelet)" } else { "" };
                let place = self.place(chain.rules.first().copied().unwrap_or(chain.line));
                let words = chain.explanation(&part.reading).render(self.lang);
                self.explain(&format!("  {} {}{owner}{place}", chain.table, chain.name), &words);
            }
        }
        let mut foreign: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for chain in chains() {
            match chain.role {
                Role::Foreign(owner) => foreign.entry(owner).or_default().push(&chain.name),
                Role::Unknown => foreign.entry("").or_default().push(&chain.name),
                _ => {}
            }
        }
        if !foreign.is_empty() {
            self.out.push('\n');
            self.line(0, &say::OTHERS.message());
        }
        for (owner, mut names) in foreign {
            names.sort_unstable();
            names.dedup();
            let unknown = say::UNKNOWN_OWNER.message().render(self.lang);
            let owner = if owner.is_empty() { unknown.as_str() } else { owner };
            self.indented(&format!("  {owner}: "), &names.join(", "));
        }
    }
}

/// The order in which packets pass the chains of a Service port.
const fn rank(role: Role) -> u8 {
    match role {
        Role::Firewall => 0,
        Role::External => 1,
        Role::Cluster => 2,
        Role::Local => 3,
        _ => 4,
    }
}
