//! A dump of a node's rules in words: what differs from the manifests first, then every Service port with its chains.

mod chains;
mod json;
mod words;

pub use json::json;

use crate::location::location;
use crate::width::width;
use crate::wrap::wrap_to;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Certainty, Lang, Message, Origin, Part as FieldPart};
use portolan_core::proxy::dump::{self, Difference, DifferenceKind, Dump, Form, Part, PortName, Tool};
use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::IpAddr;
use words as say;

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
    /// The columns of a line of the text.
    pub columns: usize,
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
    stated.flat_map(|pod| pod.ips.iter().map(move |ip| (*ip, pod.full_name()))).collect()
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
            self.differences(differences, part.reading.node.ipvs);
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
            (None, Some(_)) if reading.ports.values().any(|port| port.local.is_some()) => {
                self.line(0, &say::NO_NODE.message())
            }
            _ => {}
        }
        let mut pods = self.explained.analysis.into_iter().flat_map(|analysis| &analysis.cluster.pods);
        if part.differences.is_some() && pods.any(|pod| !dump::has_stated_address(pod)) {
            self.line(0, &say::NO_ADDRESSES.message());
        }
        if let Some(other) = &part.looks_like {
            self.line(0, &say::LOOKS_LIKE.with([("node", Arg::code(other.as_ref()))]));
        }
        self.out.push('\n');
    }

    /// What differs, by Service port; then the Services that cannot be judged in one line.
    fn differences(&mut self, differences: &[Difference], ipvs: bool) {
        let (unknown, real): (Vec<_>, Vec<_>) =
            differences.iter().partition(|one| one.kind == DifferenceKind::NotInManifests);
        if real.is_empty() && ipvs {
            return;
        }
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
        let columns = self.explained.columns.saturating_sub(rest.len());
        for (index, line) in wrap_to(words, columns).lines().enumerate() {
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

/// `shop/cart:http TCP`, or the hash where nobody knows the name.
fn port_title(port: &PortName) -> String {
    match port.parts() {
        Some(_) => format!("{} {}", port.name, port.protocol),
        None => format!("KUBE-…-{}", port.name),
    }
}
