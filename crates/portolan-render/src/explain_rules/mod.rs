//! A dump of a node's rules in words: what differs from the manifests first, then every Service port with its chains.

mod json;
mod words;

pub use json::json;

use crate::location::location;
use crate::width::width;
use crate::wrap::wrap;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Certainty, Lang, Message, Origin, Part as FieldPart};
use portolan_core::proxy::dump::{
    Answer, ChainSeen, Difference, DifferenceKind, Door, Dump, Form, Part, PortName, PortSeen, Role, Tool,
};
use portolan_core::workload::Pod;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use words as say;

/// The most columns of a line that need not be broken.
const COLUMNS: usize = 100;

/// A dump that was read, and what it was compared with.
#[derive(Clone, Copy, Debug)]
pub struct Explained<'a> {
    /// The name of the dump's file.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The dump.
    pub dump: &'a Dump,
    /// Its families.
    pub parts: &'a [Part],
    /// The manifests; `None` without any.
    pub analysis: Option<&'a Analysis>,
}

/// Whether anything differs; that a Service is not in the manifests, which may be a part of the cluster, does not count.
#[must_use]
pub fn differs(parts: &[Part]) -> bool {
    let all = parts.iter().filter_map(|part| part.differences.as_ref()).flatten();
    all.into_iter().any(|one| one.kind != DifferenceKind::NotInManifests)
}

/// The report for people.
#[must_use]
pub fn text(explained: &Explained<'_>, lang: Lang) -> String {
    let lines = explained.text.lines().collect();
    let mut report = Report { explained, lines, pods: pods(explained.analysis), lang, out: String::new() };
    report.problems();
    for (index, part) in explained.parts.iter().enumerate() {
        report.out.push_str(if index == 0 { "" } else { "\n" });
        report.part(part);
    }
    report.out
}

/// The Pods of the manifests whose addresses are stated.
fn pods(analysis: Option<&Analysis>) -> BTreeMap<IpAddr, String> {
    let pods = analysis.into_iter().flat_map(|analysis| &analysis.cluster.pods);
    let stated = pods.filter(|pod| pod.status.is_some() && !pod.is_terminal() && !pod.spec.host_network);
    let named = |pod: &Pod| format!("{}/{}", pod.namespace, pod.name);
    stated.flat_map(|pod| pod.ips.iter().map(move |ip| (*ip, named(pod)))).collect()
}

struct Report<'a> {
    explained: &'a Explained<'a>,
    lines: Vec<&'a str>,
    /// The names of Pods by stated address.
    pods: BTreeMap<IpAddr, String>,
    lang: Lang,
    out: String,
}

impl Report<'_> {
    /// Lines that could not be read.
    fn problems(&mut self) {
        for problem in &self.explained.dump.problems {
            let words = problem.message.render(self.lang);
            let file = self.explained.file;
            let _ = writeln!(self.out, "{file}:{}:{}: {words}", problem.line, problem.column);
        }
        if !self.explained.dump.problems.is_empty() {
            self.out.push('\n');
        }
    }

    fn part(&mut self, part: &Part) {
        self.head(part);
        if let Some(differences) = &part.differences {
            self.differences(differences);
        }
        self.ports(part);
        self.others(part);
    }

    /// What the dump is, and of which node.
    fn head(&mut self, part: &Part) {
        let reading = &part.reading;
        let tool = match reading.tool {
            Tool::Iptables => "iptables-save",
            Tool::Nft => "nft list",
        };
        let ports = reading.ports.values().filter(|port| !port.doors.is_empty()).count();
        let head = say::HEAD.with([
            ("file", Arg::text(self.explained.file)),
            ("tool", Arg::text(tool)),
            ("family", Arg::text(reading.family.to_string())),
            ("ports", Arg::count(ports)),
            ("chains", Arg::count(reading.chains.len())),
        ]);
        self.line(0, &head);
        let mode = match (reading.tool, reading.node.ipvs, reading.node.form) {
            (Tool::Iptables, true, _) => &say::IPVS,
            (_, _, Form::Colon) => &say::COLON,
            (_, _, Form::Xlb) => &say::XLB,
            (_, _, Form::Ext) => &say::EXT,
            (_, _, Form::Firewall) => &say::FIREWALL,
            (Tool::Nft, ..) | (_, _, Form::Nftables) => &say::NFTABLES,
            (_, _, Form::Unknown) => &say::IPTABLES,
        };
        self.line(0, &mode.message());
        match (&part.node, &part.differences) {
            (Some(node), Some(_)) => self.line(0, &say::NODE.with([("node", Arg::code(node.as_ref()))])),
            (None, Some(_)) => self.line(0, &say::NO_NODE.message()),
            _ => {}
        }
        self.out.push('\n');
    }

    /// What differs, by Service port; then the Services that cannot be judged in one line.
    fn differences(&mut self, differences: &[Difference]) {
        let (unknown, real): (Vec<_>, Vec<_>) =
            differences.iter().partition(|one| one.kind == DifferenceKind::NotInManifests);
        if real.is_empty() {
            self.line(0, &say::NO_DIFFERENCE.message());
        } else {
            self.line(0, &say::DIFFERENCES.with([("n", Arg::count(real.len()))]));
        }
        for (port, group) in by_port(&real) {
            let title = port.map_or_else(|| say::NODE_ITSELF.message().render(self.lang), port_title);
            let _ = writeln!(self.out, "\n  {title}");
            group.into_iter().for_each(|one| self.difference(one));
        }
        self.advice(differences);
        if !unknown.is_empty() {
            let names = unknown.iter().filter_map(|one| one.port.as_ref());
            let mut names: Vec<String> = names.map(|port| port.name.to_string()).collect();
            names.dedup();
            let message = say::NOT_GIVEN.with([("n", Arg::count(names.len())), ("names", Arg::Codes(names))]);
            self.out.push('\n');
            self.line(0, &message);
        }
        self.out.push('\n');
    }

    /// What to do, each advice once.
    fn advice(&mut self, differences: &[Difference]) {
        let mut said = Vec::new();
        for help in differences.iter().filter_map(|one| one.help.as_ref()) {
            let help = help.render(self.lang);
            if !said.contains(&help) {
                said.push(help);
            }
        }
        if !said.is_empty() {
            self.out.push('\n');
        }
        said.iter().for_each(|help| self.indented("  → ", help));
    }

    fn difference(&mut self, one: &Difference) {
        let mark = match one.certainty {
            Certainty::Proved => "✗",
            Certainty::Likely => "?",
            Certainty::DependsOnCluster => "·",
        };
        let words = one.message.render(self.lang);
        let sure = say::certainty(one.certainty).message().render(self.lang);
        self.indented(&format!("    {mark} "), &format!("{words}{sure}"));
        if let Some(line) = one.line.filter(|line| *line > 0) {
            let text = quoted(self.lines.get(line as usize - 1).copied().unwrap_or_default());
            let _ = writeln!(self.out, "      {}:{line}: {text}", self.explained.file);
        }
        if let Some((file, line, object)) = one.origin.as_ref().and_then(|origin| self.written(origin)) {
            let _ = writeln!(self.out, "      {file}:{line}: {object}");
        }
    }

    /// File, line and a name for a manifest field.
    fn written(&self, origin: &Origin) -> Option<(String, u32, String)> {
        let analysis = self.explained.analysis?;
        let manifest = analysis.manifests.get(origin.object.0 as usize)?;
        let at = location(analysis, manifest.place(&analysis.files, &origin.path, FieldPart::Key));
        let kind = manifest.kind.as_deref().unwrap_or_default();
        let name = manifest.name.as_deref().unwrap_or_default();
        let dot = if origin.path.is_empty() { "" } else { " " };
        Some((at.file.to_owned(), at.line, format!("{kind} {name}{dot}{}", origin.path)))
    }

    /// Each Service port with its ways in and its chains.
    fn ports(&mut self, part: &Part) {
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
        let whole = format!("{head}: {words}{pod}");
        if width(&whole) <= COLUMNS {
            let _ = writeln!(self.out, "{whole}");
        } else {
            let _ = writeln!(self.out, "{head}");
            self.indented("      ", &format!("{words}{pod}"));
        }
    }

    /// The chains that every node has, then those of other programs by owner.
    fn others(&mut self, part: &Part) {
        let chains = || part.reading.chains.iter();
        self.line(0, &say::COMMON.message());
        for chain in chains() {
            if let Role::Common(common) = chain.role {
                let owner = if common.owner == "kubelet" { " (kubelet)" } else { "" };
                let place = self.place(chain.rules.first().copied().unwrap_or(chain.line));
                let words = chain.explanation(&part.reading).render(self.lang);
                let _ = writeln!(self.out, "  {} {}{owner}{place}: {words}", chain.table, chain.name);
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

    /// ` (line 12)`.
    fn place(&self, line: u32) -> String {
        say::LINE.with([("line", Arg::Number(line.into()))]).render(self.lang)
    }

    fn line(&mut self, indent: usize, message: &Message) {
        let words = message.render(self.lang);
        self.indented(&" ".repeat(indent), &words);
    }

    /// A sentence in lines that fit, with something before the first and blanks before the others.
    fn indented(&mut self, first: &str, words: &str) {
        let rest = " ".repeat(width(first));
        for (index, line) in wrap(words).lines().enumerate() {
            let before = if index == 0 { first } else { &rest };
            let _ = writeln!(self.out, "{before}{line}");
        }
    }
}

/// Differences by Service port, in the order of the first of each.
fn by_port<'d>(differences: &[&'d Difference]) -> Vec<(Option<&'d PortName>, Vec<&'d Difference>)> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<(Option<&PortName>, Vec<&Difference>)> = Vec::new();
    for one in differences {
        let port = one.port.as_ref();
        let place = *places.entry(port).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, group)) => group.push(one),
            None => groups.push((port, vec![one])),
        }
    }
    groups
}

/// A line of the dump without its counters and its handle.
fn quoted(line: &str) -> &str {
    let line = line.trim().split(" # handle ").next().unwrap_or_default();
    line.strip_prefix('[').and_then(|rest| rest.split_once("] ")).map_or(line, |(_, rule)| rule)
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

/// `shop/cart:http TCP`, or the hash where nobody knows the name.
fn port_title(port: &PortName) -> String {
    match port.parts() {
        Some(_) => format!("{} {}", port.name, port.protocol),
        None => format!("KUBE-…-{}", port.name),
    }
}
