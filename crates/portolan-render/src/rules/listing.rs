//! The text of a rule set with what is known of each of its lines.

use super::doors::{Doors, Port, doors};
use super::{iptables, ipvs, nftables};
use portolan_core::Analysis;
use portolan_core::diagnostic::Origin;
use portolan_core::object::IpFamily;
use portolan_core::proxy::dump::{self, ChainSeen, Reading};
use portolan_core::proxy::iptables::Ruleset;
use portolan_core::proxy::ipvs::{SetName, VirtualServers};
use portolan_core::proxy::nftables::Table;
use portolan_core::proxy::{self, LocalTraffic, Mode, Plan};
use portolan_yaml::collections::BTreeMap;
use std::cell::OnceCell;
use std::iter::Peekable;
use std::net::SocketAddr;
use std::ops::Range;
use std::str::SplitInclusive;

/// What kube-proxy writes on a node, line by line. The lines one behind the other are the text.
#[derive(Debug)]
pub struct Listing {
    /// The mode of kube-proxy.
    pub mode: Mode,
    /// The family.
    pub family: IpFamily,
    /// The minor version of Kubernetes 1.
    pub kubernetes: u32,
    /// The text: as `iptables-save`, `nft list table` or the tools of IPVS print it.
    pub text: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The Service ports, in kube-proxy's order.
    pub ports: Vec<Port>,
    /// Chains, maps and sets, in the order of the text.
    pub chains: Vec<Chain>,
    pub(super) source: Source,
    pub(super) doors: Doors,
    /// How the node tells traffic of its own Pods.
    pub(super) local_traffic: LocalTraffic,
    pub(super) masquerade_mark: u32,
    reading: OnceCell<Reading>,
}

/// What a listing is the text of.
#[derive(Debug)]
pub(super) enum Source {
    Iptables(Ruleset),
    Nftables(Table),
    Ipvs(VirtualServers, Ruleset),
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    range: Range<usize>,
    /// What it is.
    pub part: Part,
    /// The Service port that it serves, as a place in [`Listing::ports`]; `None` for what every node has.
    pub port: Option<usize>,
    /// The chain, map or set in which it stands or that it begins, as a place in [`Listing::chains`].
    pub chain: Option<usize>,
    /// The chains to which it may send packets.
    pub leads: Vec<usize>,
    /// The manifest fields that it comes from, the nearest first; none for what every node has.
    pub origins: Vec<Origin>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The beginning or the end of a table, a heading, an empty line.
    Frame,
    /// The beginning of a chain, a map or a set, or what is said of it as a whole.
    Head,
    /// The end of one.
    Tail,
    /// A rule, by its place in its chain.
    Rule(usize),
    /// An element of a map, by its place.
    Element(usize),
    /// Elements of a set of addresses.
    Addresses,
    /// A virtual server of IPVS, by its place.
    Server(usize),
    /// A real server, by the place of its virtual server and its own.
    RealServer(usize, usize),
    /// An entry of an IP set.
    Entry(SetName),
    /// An address on `kube-ipvs0`.
    Bound,
}

/// A chain, a map or a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Its table: `nat`, `filter`, `kube-proxy`, or empty for what is in none.
    pub table: &'static str,
    /// Its name.
    pub name: String,
    /// The line that declares it.
    pub head: usize,
    /// The first of its rules; the same line where it has none.
    pub first: usize,
    /// The Service port to which it belongs alone.
    pub port: Option<usize>,
}

impl Listing {
    /// The rules of a plan of this analysis.
    #[must_use]
    pub fn new(analysis: &Analysis, plan: &Plan<'_>) -> Self {
        let (ports, doors) = doors(analysis, plan);
        let source = match plan.mode {
            Mode::Iptables => Source::Iptables(proxy::iptables::ruleset(plan)),
            Mode::Nftables => Source::Nftables(proxy::nftables::table(plan)),
            Mode::Ipvs => {
                let servers = proxy::ipvs::virtual_servers(plan);
                let rules = proxy::ipvs::ruleset(plan, &servers);
                Source::Ipvs(servers, rules)
            }
        };
        let text = match &source {
            Source::Iptables(rules) => super::rules_text(rules),
            Source::Nftables(table) => super::rules_text(table),
            Source::Ipvs(servers, rules) => super::ipvs_text(servers, rules),
        };
        let mut writer = Writer::new(&text, &ports, &doors);
        match &source {
            Source::Iptables(rules) => iptables::lines(&mut writer, rules),
            Source::Nftables(table) => nftables::lines(&mut writer, table),
            Source::Ipvs(servers, rules) => ipvs::lines(&mut writer, servers, rules),
        }
        let (lines, chains) = writer.finish();
        Self {
            mode: plan.mode,
            family: plan.family,
            kubernetes: plan.kubernetes,
            text,
            lines,
            ports,
            chains,
            source,
            doors,
            local_traffic: plan.local_traffic.clone(),
            masquerade_mark: plan.masquerade_mark,
            reading: OnceCell::new(),
        }
    }

    /// The text of a line, without its end.
    #[must_use]
    pub fn line(&self, place: usize) -> &str {
        let range = self.lines.get(place).map(|line| line.range.clone()).unwrap_or_default();
        self.text.get(range).unwrap_or_default().trim_end_matches('\n')
    }

    /// The chain in which a line stands.
    #[must_use]
    pub fn chain_of(&self, place: usize) -> Option<&Chain> {
        self.chains.get(self.lines.get(place)?.chain?)
    }

    /// What a chain is for.
    pub(super) fn seen(&self, chain: &Chain) -> Option<(&ChainSeen, &Reading)> {
        let reading = self.reading.get_or_init(|| self.read());
        let found =
            reading.chains.iter().find(|one| *one.name == *chain.name && *one.table == *chain.table)?;
        Some((found, reading))
    }

    fn read(&self) -> Reading {
        let names = || self.ports.iter().map(|port| port.name.as_str());
        match &self.source {
            Source::Iptables(rules) | Source::Ipvs(_, rules) => dump::of_ruleset(rules.clone(), names()),
            Source::Nftables(table) => dump::of_table(table.clone()),
        }
    }
}

impl Line {
    /// The chains to which it leads, with the Service port that it serves.
    fn hands_on(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let port = self.port;
        self.leads.clone().into_iter().filter_map(move |chain| Some((chain, port?)))
    }
}

/// Takes the lines of a text one by one, and says what each is.
pub(super) struct Writer<'a> {
    rest: Peekable<SplitInclusive<'a, char>>,
    at: usize,
    pub(super) ports: &'a [Port],
    pub(super) doors: &'a Doors,
    lines: Vec<Line>,
    chains: Vec<Chain>,
    places: BTreeMap<(&'static str, String), usize>,
    /// Lines that send packets to endpoints, and the addresses of these.
    destinations: Vec<(usize, Vec<SocketAddr>)>,
    /// Lines that send packets to chains, and the names of these.
    jumps: Vec<(usize, (&'static str, String))>,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, ports: &'a [Port], doors: &'a Doors) -> Self {
        Self {
            rest: text.split_inclusive('\n').peekable(),
            at: 0,
            ports,
            doors,
            lines: Vec::new(),
            chains: Vec::new(),
            places: BTreeMap::new(),
            destinations: Vec::new(),
            jumps: Vec::new(),
        }
    }

    /// The next line, of this chain; its text.
    pub(super) fn take(&mut self, part: Part, chain: Option<usize>) -> &'a str {
        let text = self.rest.next().unwrap_or_default();
        let range = self.at..self.at + text.len();
        self.at = range.end;
        self.lines.push(Line { range, part, port: None, chain, leads: Vec::new(), origins: Vec::new() });
        text.trim_end_matches('\n')
    }

    /// The next line begins a chain.
    pub(super) fn begin(&mut self, table: &'static str, name: &str) -> usize {
        let (place, line) = (self.chains.len(), self.lines.len());
        self.places.insert((table, name.to_owned()), place);
        self.chains.push(Chain { table, name: name.to_owned(), head: line, first: line, port: None });
        self.take(Part::Head, Some(place));
        place
    }

    /// The next line is a rule or an element of a chain.
    pub(super) fn rule(&mut self, chain: usize, part: Part) -> &'a str {
        let line = self.lines.len();
        let text = self.take(part, Some(chain));
        if let Some(chain) = self.chains.get_mut(chain).filter(|chain| chain.first == chain.head) {
            chain.first = line;
        }
        text
    }

    /// The line that was taken last.
    pub(super) fn last(&mut self) -> Option<&mut Line> {
        self.lines.last_mut()
    }

    /// The line that was taken last sends packets to endpoints.
    pub(super) fn sends_to(&mut self, addresses: Vec<SocketAddr>) {
        self.destinations.push((self.lines.len().saturating_sub(1), addresses));
    }

    /// The line that was taken last sends packets to a chain.
    pub(super) fn jumps_to(&mut self, table: &'static str, chain: &str) {
        self.jumps.push((self.lines.len().saturating_sub(1), (table, chain.to_owned())));
    }

    /// Everything is known of all lines.
    fn finish(mut self) -> (Vec<Line>, Vec<Chain>) {
        while self.rest.peek().is_some() {
            self.take(Part::Frame, None);
        }
        for (place, chain) in std::mem::take(&mut self.jumps) {
            if let (Some(line), Some(chain)) = (self.lines.get_mut(place), self.places.get(&chain)) {
                line.leads.push(*chain);
            }
        }
        self.hand_on();
        for (place, addresses) in std::mem::take(&mut self.destinations) {
            let Some(line) = self.lines.get_mut(place) else { continue };
            let Some(port) = line.port.and_then(|port| self.ports.get(port)) else { continue };
            let behind = port.endpoints.iter().filter(|one| addresses.contains(&one.address));
            let mut origins: Vec<Origin> = Vec::new();
            for origin in behind.flat_map(|one| &one.origins).chain(&line.origins) {
                if !origins.contains(origin) {
                    origins.push(origin.clone());
                }
            }
            line.origins = origins;
        }
        (self.lines, self.chains)
    }

    /// Hands Service ports on from lines to the chains of their own to which they lead, and from chains to their lines.
    fn hand_on(&mut self) {
        let mut by_chain: Vec<Vec<usize>> = vec![Vec::new(); self.chains.len()];
        for (place, line) in self.lines.iter().enumerate() {
            if let Some(lines) = line.chain.and_then(|chain| by_chain.get_mut(chain)) {
                lines.push(place);
            }
        }
        let mut open: Vec<(usize, usize)> = self.lines.iter().flat_map(Line::hands_on).collect();
        self.spread(&mut open, &by_chain);
        // kube-proxy of old fills chains to which nothing leads: they are of the port to whose chains they lead.
        for (place, lines) in by_chain.iter().enumerate() {
            let leads = lines.iter().filter_map(|line| self.lines.get(*line)).flat_map(|line| &line.leads);
            let port = leads.filter_map(|chain| self.chains.get(*chain)?.port).next();
            open.extend(port.map(|port| (place, port)));
            self.spread(&mut open, &by_chain);
        }
    }

    /// Gives chains of their own, and their lines, Service ports, and so on with those to which they lead.
    fn spread(&mut self, open: &mut Vec<(usize, usize)>, by_chain: &[Vec<usize>]) {
        while let Some((chain, port)) = open.pop() {
            let Some(own) = self.chains.get_mut(chain).filter(|one| one.port.is_none() && one.is_own())
            else {
                continue;
            };
            own.port = Some(port);
            for line in by_chain.get(chain).into_iter().flatten() {
                let Some(line) = self.lines.get_mut(*line) else { continue };
                line.port = Some(port);
                if line.origins.is_empty() {
                    line.origins.extend(self.ports.get(port).map(|port| port.origin.clone()));
                }
                open.extend(line.hands_on());
            }
        }
    }
}

impl Chain {
    /// Whether it belongs to one Service port or endpoint, and not to the node.
    #[must_use]
    pub fn is_own(&self) -> bool {
        const OWN: [&str; 6] = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-XLB-", "KUBE-FW-", "KUBE-SEP-"];
        match self.table {
            "kube-proxy" => self.name.contains('/'),
            "nat" => OWN.iter().any(|prefix| self.name.starts_with(prefix)),
            _ => false,
        }
    }
}
