//! Rules piece by piece: each condition as a clause, each action as a sentence.

use super::doors::Way;
use super::iptables::{door, single};
use super::listing::{Line, Listing};
use super::words as say;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::object::Protocol;
use portolan_core::proxy::LocalTraffic;
use portolan_core::proxy::iptables::{Address, Match, Piece, Rule, Side, States, Target};
use portolan_core::proxy::nftables;
use std::net::SocketAddr;

/// More endpoints than this are counted, not listed.
const LISTED: usize = 4;

/// A piece of a rule in words.
pub(super) struct Clause {
    pub(super) code: String,
    pub(super) words: String,
    /// Whether it does something, and is no condition.
    pub(super) acts: bool,
    /// Whether it belongs into the sentence.
    pub(super) counts: bool,
}

impl Clause {
    pub(super) fn when(code: String, words: String) -> Self {
        Self { code, words, acts: false, counts: true }
    }

    pub(super) fn then(code: String, words: String) -> Self {
        Self { code, words, acts: true, counts: true }
    }
}

/// The clauses of a rule of iptables.
pub(super) fn of_iptables(listing: &Listing, line: &Line, rule: &Rule, lang: Lang) -> Vec<Clause> {
    let way = door(rule).and_then(|door| listing.doors.find(door));
    let asker = Asker { listing, line, way, lang };
    let mut clauses: Vec<Clause> = Vec::new();
    // The protocol is said with the port, or stands there because a port may be asked for.
    let said = rule.matches.iter().any(|one| matches!(one, Match::Transport(..)));
    for piece in rule.pieces() {
        let code = piece.text(listing.family);
        if code.is_empty() {
            continue;
        }
        let (acts, counts) = match piece {
            Piece::Match(Match::Comment(_)) => (false, false),
            Piece::Match(Match::Count(_) | Match::RememberSource { .. }) | Piece::Target(_) => (true, true),
            Piece::Protocol(_) => (false, !said),
            Piece::Match(Match::Transport(_, None)) => (false, false),
            _ => (false, true),
        };
        let words = match piece {
            Piece::Target(Target::Jump(to)) => {
                let table = listing.chains.get(line.chain.unwrap_or(usize::MAX)).map(|chain| chain.table);
                listing.goes_on(table.unwrap_or_default(), to, line.port, lang)
            }
            piece => asker.piece(piece, rule).render(lang),
        };
        clauses.push(Clause { code, words, acts, counts });
    }
    if rule.target.is_none() {
        clauses.push(Clause::then(String::new(), say::COUNTS.message().render(lang)));
    }
    clauses
}

/// Who says what a piece means.
struct Asker<'a> {
    listing: &'a Listing,
    line: &'a Line,
    way: Option<(usize, Way)>,
    lang: Lang,
}

impl Asker<'_> {
    fn piece(&self, piece: Piece<'_>, rule: &Rule) -> Message {
        match piece {
            Piece::Source(address) => self.source(address, rule),
            Piece::Destination(Address { not: true, net, .. }) => net_message(&say::NOT_TO, net),
            Piece::Destination(address) => {
                let text = single(rule).map_or_else(|| address.net.to_string(), |ip| ip.to_string());
                self.listing.destination(text, self.way)
            }
            Piece::Interface(not, name) => interface(not, name),
            Piece::Protocol(protocol) => say::PROTOCOL.with([("protocol", Arg::text(protocol.as_str()))]),
            Piece::Match(one) => self.condition(one, rule),
            Piece::Target(target) => self.target(target),
        }
    }

    fn source(&self, address: &Address, rule: &Rule) -> Message {
        let one = address.net.prefix_len() == address.net.max_prefix_len();
        let port = self.line.port.and_then(|port| self.listing.ports.get(port));
        let itself = port.and_then(|port| {
            port.endpoints.iter().find(|behind| one && behind.address.ip() == address.net.addr())
        });
        if let Some(behind) = itself.filter(|behind| !behind.pod.is_empty() && rule.destination.is_none()) {
            let ip = ("ip", Arg::text(behind.address.ip().to_string()));
            return say::FROM_ITSELF.with([("pod", Arg::text(behind.pod.as_str())), ip]);
        }
        self.listing.source(address.not, address.net)
    }

    fn condition(&self, one: &Match, rule: &Rule) -> Message {
        match one {
            Match::Comment(_) => say::COMMENT.message(),
            Match::Transport(protocol, None) => {
                say::PROTOCOL.with([("protocol", Arg::text(protocol.as_str()))])
            }
            Match::Transport(protocol, Some(port)) => {
                let way = self.way.filter(|_| single(rule).is_none());
                self.listing.port(*port, *protocol, way)
            }
            Match::SourceLocal => say::FROM_NODE.message(),
            Match::SourceElsewhere => say::NOT_FROM_NODE.message(),
            Match::DestinationLocal => say::TO_NODE.message(),
            Match::Mark { not, mask } => self.mark(*not, *mask),
            Match::Random(probability) => {
                let n = 1.0 / probability.value().max(f64::MIN_POSITIVE);
                say::BY_LOT.with([("n", Arg::text(format!("{n:.0}")))])
            }
            Match::RecentlySeen { seconds, .. } => {
                say::SEEN.with([("seconds", Arg::Number((*seconds).into()))])
            }
            Match::RememberSource { .. } => say::REMEMBERS.message(),
            Match::Connection { not, states } => connection(*not, *states),
            Match::Count(_) => say::COUNTS.message(),
            Match::Set { set, sides } => {
                let sides = sides_words(sides).message().render(self.lang);
                let set = Arg::code(set.name(self.listing.family));
                say::IN_SET.with([("set", set), ("sides", Arg::text(sides))])
            }
            Match::NotBridged => say::NOT_BRIDGED.message(),
            Match::VirtualServer { address, port, .. } => {
                let address = SocketAddr::new(*address, *port).to_string();
                say::VIRTUAL_SERVER.with([("address", Arg::text(address))])
            }
            Match::Other(_) => say::UNKNOWN.message(),
        }
    }

    fn mark(&self, not: bool, mask: u32) -> Message {
        match not {
            _ if mask != self.listing.masquerade_mark => say::MARKED_TO_DROP.message(),
            true => say::NOT_MARKED.message(),
            false => say::MARKED.message(),
        }
    }

    fn target(&self, target: &Target) -> Message {
        match target {
            Target::Jump(chain) => say::GOES_ON_TO.with([("chain", Arg::code(chain.as_ref()))]),
            Target::Accept => say::ACCEPTS.message(),
            Target::Drop => say::DROPS.message(),
            Target::Reject => say::REJECTS.message(),
            Target::Return => say::RETURNS.message(),
            Target::SetMark(mask) if *mask == self.listing.masquerade_mark => say::MARKS.message(),
            Target::SetMark(_) => say::MARKS_TO_DROP.message(),
            Target::FlipMark(_) => say::UNMARKS.message(),
            Target::Masquerade { .. } => say::MASQUERADES.message(),
            Target::Dnat(address) => self.listing.rewrites(*address, self.line.port),
            Target::Other(_) => say::UNKNOWN_ACTION.message(),
        }
    }
}

/// The clauses of a rule of nftables.
pub(super) fn of_nftables(listing: &Listing, line: &Line, rule: &nftables::Rule, lang: Lang) -> Vec<Clause> {
    let conditions = rule.matches.iter().map(|one| {
        let clause = Clause::when(one.text(listing.family), listing.nft_condition(one).render(lang));
        // The protocol is there because a port needs it.
        let counts = !matches!(one, nftables::Match::Protocol(_));
        Clause { counts, ..clause }
    });
    let actions = rule
        .actions
        .iter()
        .map(|one| Clause::then(one.text(listing.family), listing.nft_action(one, line, lang)));
    conditions.chain(actions).collect()
}

impl Listing {
    /// The destination of a packet, and whose it is.
    pub(super) fn destination(&self, net: String, way: Option<(usize, Way)>) -> Message {
        let known = way.and_then(|(port, way)| Some((self.ports.get(port)?, way)));
        let net = ("net", Arg::text(net));
        let Some((port, way)) = known else { return say::TO.with([net]) };
        let service = ("service", Arg::text(port.service.as_str()));
        match way {
            Way::ClusterIp => say::TO_CLUSTER_IP.with([net, service]),
            Way::ExternalIp => say::TO_EXTERNAL_IP.with([net, service]),
            Way::LoadBalancer => say::TO_LOAD_BALANCER.with([net, service]),
            Way::NodePort | Way::HealthCheck => say::TO.with([net]),
        }
    }

    /// The port of a packet, and whose it is, where it is one of the node.
    pub(super) fn port(&self, number: u16, protocol: Protocol, way: Option<(usize, Way)>) -> Message {
        let number = ("port", Arg::Number(number.into()));
        let protocol = ("protocol", Arg::text(protocol.as_str()));
        let known = way.and_then(|(port, way)| Some((self.ports.get(port)?, way)));
        let service = |port: &super::Port| ("service", Arg::text(port.service.as_str()));
        match known {
            Some((port, Way::NodePort)) => say::NODE_PORT.with([number, protocol, service(port)]),
            Some((port, Way::HealthCheck)) => say::HEALTH_CHECK.with([number, protocol, service(port)]),
            _ => say::PORT.with([number, protocol]),
        }
    }

    fn source(&self, not: bool, net: ipnet::IpNet) -> Message {
        let pods = matches!(&self.local_traffic, LocalTraffic::Network(known) if *known == net);
        let template = match (pods, not) {
            (true, true) => &say::NOT_FROM_PODS,
            (true, false) => &say::FROM_PODS,
            (false, true) => &say::NOT_FROM,
            (false, false) => &say::FROM,
        };
        net_message(template, &net)
    }

    fn nft_condition(&self, one: &nftables::Match) -> Message {
        use nftables::{Addresses, Match};
        match one {
            Match::New => say::NEW.message(),
            Match::DestinationIn(set) => {
                let set = match set {
                    Addresses::ClusterIps => "cluster-ips",
                    Addresses::NodePortIps => "nodeport-ips",
                };
                say::TO_SET.with([("set", Arg::code(set))])
            }
            Match::Destination(net) => net_message(&say::TO, net),
            Match::NotLoopback => say::NOT_LOOPBACK.message(),
            Match::DestinationLocal => say::TO_NODE.message(),
            Match::SourceLocal => say::FROM_NODE.message(),
            Match::Source(not, net) => self.source(*not, *net),
            Match::SourceOutside(ranges, _) => {
                let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
                say::OUTSIDE_RANGES.with([("ranges", Arg::text(ranges.join(", ")))])
            }
            Match::Remembered(set) => say::REMEMBERED.with([("set", Arg::code(set.as_ref()))]),
            Match::Interface(not, name) => interface(*not, name),
            Match::Marked(_) => say::MARKED.message(),
            Match::Hairpin => say::HAIRPIN.message(),
            Match::Protocol(protocol) => say::PROTOCOL.with([("protocol", Arg::text(protocol.as_str()))]),
            Match::Other(_) => say::UNKNOWN.message(),
        }
    }

    fn nft_action(&self, one: &nftables::Action, line: &Line, lang: Lang) -> String {
        use nftables::Action;
        let message = match one {
            Action::Verdict(verdict) => return self.verdict(verdict, line.port, lang),
            Action::LookUp(map) => say::LOOKS_UP.with([("map", Arg::code(map.name()))]),
            Action::SetMark(_) => say::MARKS.message(),
            Action::FlipMark(_) => say::UNMARKS.message(),
            Action::Masquerade => say::MASQUERADES.message(),
            Action::Remember(_) => say::REMEMBERS.message(),
            Action::Dnat(address) => self.rewrites(*address, line.port),
            Action::DnatByLot(addresses) => match addresses.as_slice() {
                [one] => self.rewrites(*one, line.port),
                all => by_lot(&say::REWRITES_BY_LOT, all.iter().map(|one| self.endpoint(*one, line.port))),
            },
            Action::GotoByLot(chains) => {
                by_lot(&say::GOES_BY_LOT, chains.iter().map(|chain| chain.to_string()))
            }
            Action::Other(_) => say::UNKNOWN_ACTION.message(),
        };
        message.render(lang)
    }

    /// `echo-summer-x (10.244.1.5:8080)`, or the address alone.
    fn endpoint(&self, address: SocketAddr, port: Option<usize>) -> String {
        let port = port.and_then(|port| self.ports.get(port));
        let behind = port.and_then(|port| port.endpoints.iter().find(|one| one.address == address));
        match behind.filter(|one| !one.pod.is_empty()) {
            Some(one) => format!("{} ({address})", one.pod),
            None => address.to_string(),
        }
    }
}

fn by_lot(
    template: &'static portolan_core::diagnostic::Template,
    names: impl ExactSizeIterator<Item = String>,
) -> Message {
    let count = names.len();
    let mut listed: Vec<String> = names.take(LISTED).collect();
    if count > LISTED {
        listed.push(format!("… +{}", count - LISTED));
    }
    template.with([("n", Arg::count(count)), ("names", Arg::text(listed.join(", ")))])
}

fn net_message(template: &'static portolan_core::diagnostic::Template, net: &ipnet::IpNet) -> Message {
    let one = net.prefix_len() == net.max_prefix_len();
    let text = if one { net.addr().to_string() } else { net.to_string() };
    template.with([("net", Arg::text(text))])
}

fn interface(not: bool, name: &str) -> Message {
    let template = if not { &say::NOT_THROUGH } else { &say::THROUGH };
    template.with([("name", Arg::code(name))])
}

fn connection(not: bool, states: States) -> Message {
    match states {
        _ if not => say::NOT_TRANSLATED.message(),
        States::New => say::NEW.message(),
        States::Invalid => say::INVALID.message(),
        States::Known | States::KnownOrTranslated => say::KNOWN.message(),
    }
}

fn sides_words(sides: &[Side]) -> &'static portolan_core::diagnostic::Template {
    match sides {
        [Side::Source] => &say::SOURCE_SIDE,
        [Side::Source, ..] => &say::SOURCE_AND_PORT,
        [Side::Destination] => &say::DESTINATION_SIDE,
        [_, _] => &say::PORT_SIDE,
        _ => &say::THREE_SIDES,
    }
}
