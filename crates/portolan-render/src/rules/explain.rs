//! What a line of a rule set says: a sentence, and the meaning of each piece of a rule.

use super::clauses::{Clause, of_iptables, of_nftables};
use super::listing::{Chain, Line, Listing, Part, Source};
use super::words as say;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::proxy::ipvs::VirtualServers;
use portolan_core::proxy::nftables::Verdict;
use std::net::SocketAddr;

/// What a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// In one sentence without a full stop; empty where there is nothing to say.
    pub sentence: String,
    /// The pieces of a rule in the order of its text.
    pub pieces: Vec<Piece>,
}

/// A piece of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As it stands in the line.
    pub code: String,
    /// What it means.
    pub words: String,
    /// Whether it does something, and is no condition.
    pub acts: bool,
}

impl Listing {
    /// What a line says, in a language.
    #[must_use]
    pub fn explain(&self, place: usize, lang: Lang) -> Explanation {
        let Some(line) = self.lines.get(place) else { return Explanation::default() };
        let chain = line.chain.and_then(|chain| self.chains.get(chain));
        match line.part {
            Part::Rule(index) => sentence(self.rule(line, chain, index, lang), lang),
            Part::Element(index) => sentence(self.element(line, chain, index, lang), lang),
            Part::Head => said(self.head(place, chain, lang)),
            Part::Frame => said(self.frame(place, lang)),
            Part::Tail => Explanation::default(),
            Part::Addresses => said(addresses(chain).map(|message| message.render(lang))),
            Part::Server(index) => said(self.server(index, lang)),
            Part::RealServer(server, real) => said(self.real_server(line, (server, real), lang)),
            Part::Entry(set) => {
                let name = Arg::code(set.name(self.family));
                let message = say::ENTRY.with([("set", name), ("comment", Arg::text(set.comment()))]);
                said(Some(message.render(lang)))
            }
            Part::Bound => said(Some(say::BOUND.message().render(lang))),
        }
    }

    fn rule(&self, line: &Line, chain: Option<&Chain>, index: usize, lang: Lang) -> Vec<Clause> {
        let Some(chain) = chain else { return Vec::new() };
        match &self.source {
            Source::Iptables(rules) | Source::Ipvs(_, rules) => {
                let table = if chain.table == "nat" { &rules.nat } else { &rules.filter };
                let rule = table.chain(&chain.name).and_then(|known| known.rules.get(index));
                rule.map(|rule| of_iptables(self, line, rule, lang)).unwrap_or_default()
            }
            Source::Nftables(table) => {
                let rule = table.chain(&chain.name).and_then(|known| known.rules.get(index));
                rule.map(|rule| of_nftables(self, line, rule, lang)).unwrap_or_default()
            }
        }
    }

    /// An element of a map: the key as conditions, and what is done.
    fn element(&self, line: &Line, chain: Option<&Chain>, index: usize, lang: Lang) -> Vec<Clause> {
        let Source::Nftables(table) = &self.source else { return Vec::new() };
        let map = table.maps.iter().find(|(map, _)| chain.is_some_and(|chain| chain.name == map.name()));
        let Some(((ip, protocol, number), element)) = map.and_then(|(_, map)| map.iter().nth(index)) else {
            return Vec::new();
        };
        let way = self.doors.find((*ip, *protocol, *number));
        let mut clauses = Vec::new();
        if let Some(ip) = ip {
            let words = self.destination(ip.to_string(), way).render(lang);
            clauses.push(Clause::when(ip.to_string(), words));
        }
        let words = self.port(*number, *protocol, way.filter(|_| ip.is_none())).render(lang);
        clauses.push(Clause::when(format!("{} . {number}", protocol.lower()), words));
        let does = self.verdict(&element.verdict, line.port, lang);
        let code = element.verdict.text();
        clauses.push(Clause::then(code, does));
        clauses
    }

    /// What a verdict of nftables does.
    pub(super) fn verdict(&self, verdict: &Verdict, port: Option<usize>, lang: Lang) -> String {
        match verdict {
            Verdict::Jump(chain) | Verdict::Goto(chain) => self.goes_on("kube-proxy", chain, port, lang),
            Verdict::Drop => say::DROPS.message().render(lang),
            Verdict::Reject => say::REJECTS.message().render(lang),
        }
    }

    /// The packet goes on in a chain, and what that does.
    pub(super) fn goes_on(&self, table: &str, name: &str, _: Option<usize>, lang: Lang) -> String {
        let chain = self.chains.iter().find(|chain| chain.table == table && chain.name == name);
        let does = chain.and_then(|chain| self.does(chain, lang));
        let name = ("chain", Arg::code(name));
        match does {
            Some(does) => say::GOES_ON.with([name, ("does", Arg::text(does))]).render(lang),
            None => say::GOES_ON_TO.with([name]).render(lang),
        }
    }

    /// What a chain is for, as a clause behind its name.
    #[must_use]
    pub fn purpose(&self, chain: &Chain, lang: Lang) -> Option<String> {
        addresses(Some(chain)).map(|set| set.render(lang)).or_else(|| self.does(chain, lang))
    }

    /// What a chain does.
    fn does(&self, chain: &Chain, lang: Lang) -> Option<String> {
        let (seen, reading) = self.seen(chain)?;
        Some(seen.explanation(reading).render(lang))
    }

    /// The beginning of a chain, a map or a set.
    fn head(&self, place: usize, chain: Option<&Chain>, lang: Lang) -> Option<String> {
        let chain = chain?;
        if chain.head != place
            && self.line(place).trim_start().starts_with("type ")
            && self.seen(chain).is_some()
        {
            return Some(say::HOOK.message().render(lang));
        }
        if chain.name == "ipvsadm" {
            return Some(say::IPVSADM.message().render(lang));
        }
        if let Some(set) = addresses(Some(chain)) {
            return Some(set.render(lang));
        }
        let does = self.does(chain, lang)?;
        let name = ("chain", Arg::code(chain.name.as_str()));
        let does = ("does", Arg::text(does));
        let port = chain.port.and_then(|port| self.ports.get(port));
        Some(match port {
            Some(port) => {
                let service = ("service", Arg::text(port.name.as_str()));
                say::OWN_CHAIN.with([name, service, does]).render(lang)
            }
            None => say::CHAIN.with([name, does]).render(lang),
        })
    }

    fn frame(&self, place: usize, lang: Lang) -> Option<String> {
        let template = match self.line(place) {
            "*nat" => &say::NAT,
            "*filter" => &say::FILTER,
            "COMMIT" => &say::COMMIT,
            text if text.starts_with("table ") => &say::TABLE,
            _ => return None,
        };
        Some(template.message().render(lang))
    }

    fn servers(&self) -> Option<&VirtualServers> {
        match &self.source {
            Source::Ipvs(servers, _) => Some(servers),
            _ => None,
        }
    }

    fn server(&self, index: usize, lang: Lang) -> Option<String> {
        let servers = self.servers()?;
        let ((ip, number, protocol), server) = servers.in_order().into_iter().nth(index)?;
        let address = ("address", Arg::text(SocketAddr::new(*ip, *number).to_string()));
        let protocol = ("protocol", Arg::text(protocol.as_str()));
        if server.real_servers.is_empty() {
            return Some(say::VIRTUAL_EMPTY.with([address, protocol]).render(lang));
        }
        let count = ("n", Arg::count(server.real_servers.len()));
        let scheduler = ("scheduler", Arg::text(servers.scheduler.as_str()));
        let words = say::VIRTUAL.with([address, protocol, count, scheduler]).render(lang);
        let Some(seconds) = server.persistent else { return Some(words) };
        let sticky = say::VIRTUAL_STICKY.with([("seconds", Arg::Number(seconds.into()))]).render(lang);
        Some(say::THEN_AND.with([("one", Arg::text(words)), ("other", Arg::text(sticky))]).render(lang))
    }

    fn real_server(&self, line: &Line, (server, real): (usize, usize), lang: Lang) -> Option<String> {
        let (_, server) = self.servers()?.in_order().into_iter().nth(server)?;
        let count = server.real_servers.len();
        let address = server.in_order().get(real)?.address;
        let when = say::BY_LOT.with([("n", Arg::count(count))]).render(lang);
        let then = self.rewrites(address, line.port).render(lang);
        Some(match count {
            1 => then,
            _ => say::IF.with([("when", Arg::text(when)), ("then", Arg::text(then))]).render(lang),
        })
    }

    /// The destination becomes an endpoint.
    pub(super) fn rewrites(&self, address: SocketAddr, port: Option<usize>) -> Message {
        let port = port.and_then(|port| self.ports.get(port));
        let behind = port.and_then(|port| port.endpoints.iter().find(|one| one.address == address));
        let text = ("address", Arg::text(address.to_string()));
        match behind {
            Some(one) if !one.pod.is_empty() => {
                let pod = ("pod", Arg::text(one.pod.as_str()));
                say::REWRITES_TO_POD.with([text, pod, ("node", Arg::text(one.node.as_str()))])
            }
            _ => say::REWRITES.with([text]),
        }
    }
}

/// What a set of addresses is for.
fn addresses(chain: Option<&Chain>) -> Option<Message> {
    let template = match chain?.name.as_str() {
        "cluster-ips" => &say::CLUSTER_IPS,
        "hairpin-connections" => &say::HAIRPINS,
        "nodeport-ips" => &say::NODE_PORT_IPS,
        "kube-ipvs0" => &say::BOUND,
        name if name.starts_with("affinity-") => &say::CLIENTS,
        _ => return None,
    };
    Some(template.message())
}

fn said(sentence: Option<String>) -> Explanation {
    Explanation { sentence: sentence.unwrap_or_default(), pieces: Vec::new() }
}

/// One sentence of the clauses that count, and all pieces.
fn sentence(clauses: Vec<Clause>, lang: Lang) -> Explanation {
    let joined = |acts: bool, template: &'static portolan_core::diagnostic::Template| {
        let words = clauses.iter().filter(|one| one.acts == acts && one.counts).map(|one| one.words.clone());
        words.reduce(|one, other| {
            template.with([("one", Arg::text(one)), ("other", Arg::text(other))]).render(lang)
        })
    };
    let then = joined(true, &say::THEN_AND).map(Arg::text).unwrap_or_else(|| Arg::text(""));
    let sentence = match joined(false, &say::AND) {
        Some(when) => say::IF.with([("when", Arg::text(when)), ("then", then)]),
        None => say::ALWAYS.with([("then", then)]),
    };
    let sentence = sentence.render(lang);
    let pieces = clauses.into_iter().map(|one| Piece { code: one.code, words: one.words, acts: one.acts });
    Explanation { sentence, pieces: pieces.collect() }
}
