//! The text of `nft list table` (1.0.6).

use super::rule::Name;
use super::{Action, Addresses, Chain, Element, Key, Lookup, Match, Rule, Table, Verdict};
use crate::object::IpFamily;
use std::fmt::{Display, Formatter, Result};
use std::net::SocketAddr;

/// How the text of a family differs.
#[derive(Clone, Copy)]
struct Words {
    /// `ip` or `ip6`.
    ip: &'static str,
    /// The type of addresses.
    address: &'static str,
    loopback: &'static str,
    /// How many addresses of a set stand on a line.
    per_line: usize,
}

impl Words {
    const fn of(family: IpFamily) -> Self {
        match family {
            IpFamily::V4 => Self { ip: "ip", address: "ipv4_addr", loopback: "127.0.0.0/8", per_line: 2 },
            IpFamily::V6 => Self { ip: "ip6", address: "ipv6_addr", loopback: "::1", per_line: 1 },
        }
    }
}

impl Rule {
    /// The rule as `nft list` shows it in a table of the family.
    #[must_use]
    pub fn text(&self, family: IpFamily) -> String {
        rule(self, Words::of(family), None)
    }

    /// The same with only one of those that a lot decides among, by its place; `…` stands for the others.
    #[must_use]
    pub fn text_of_lot(&self, family: IpFamily, place: usize) -> String {
        rule(self, Words::of(family), Some(place))
    }
}

impl Match {
    /// The condition as `nft list` shows it in a table of the family.
    #[must_use]
    pub fn text(&self, family: IpFamily) -> String {
        condition(self, Words::of(family))
    }
}

impl Action {
    /// The action as `nft list` shows it in a table of the family.
    #[must_use]
    pub fn text(&self, family: IpFamily) -> String {
        action(self, Words::of(family), None)
    }
}

impl Verdict {
    /// The decision as `nft list` shows it.
    #[must_use]
    pub fn text(&self) -> String {
        verdict(self)
    }
}

impl Lookup {
    /// An element with the name of its map: `@service-ips { 10.96.2.1 . tcp . 80 : goto service-… }`.
    #[must_use]
    pub fn element_text(self, key: Key, element: &Element) -> String {
        format!("@{} {{ {} }}", self.name(), map_element(key, element))
    }

    /// An element as it stands in the listing of its map.
    #[must_use]
    pub fn bare_element_text(self, key: Key, element: &Element) -> String {
        map_element(key, element)
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let words = Words::of(self.family);
        writeln!(f, "table {} kube-proxy {{\n\tcomment \"rules for kube-proxy\"", words.ip)?;
        sets(self, words, f)?;
        for lookup in Lookup::ALL {
            let elements = self.maps.get(&lookup).into_iter().flatten();
            let lines: Vec<_> = elements.map(|(key, element)| map_element(*key, element)).collect();
            let type_of = format!("{}inet_proto . inet_service : verdict", lookup.address(words));
            set(&format!("map {}", lookup.name()), &type_of, lookup.comment(), &lines, 1, f)?;
        }
        for (name, seconds) in &self.affinity {
            affinity(name, *seconds, words, f)?;
        }
        for (index, (name, one)) in self.chains.iter().enumerate() {
            chain(name, one, words, f)?;
            f.write_str(if index + 1 < self.chains.len() { "\n" } else { "" })?;
        }
        f.write_str("}\n")
    }
}

fn sets(table: &Table, words: Words, f: &mut Formatter<'_>) -> Result {
    let hairpins = table.hairpins.iter();
    let hairpins: Vec<_> =
        hairpins.map(|(ip, protocol, port)| format!("{ip} . {ip} . {} . {port}", protocol.lower())).collect();
    let type_of = format!("{0} . {0} . inet_proto . inet_service", words.address);
    set("set hairpin-connections", &type_of, "service hairpin connections", &hairpins, 1, f)?;
    let texts =
        |ips: &mut dyn Iterator<Item = &std::net::IpAddr>| ips.map(ToString::to_string).collect::<Vec<_>>();
    let cluster_ips = texts(&mut table.cluster_ips.iter());
    set("set cluster-ips", words.address, "Active ClusterIPs", &cluster_ips, words.per_line, f)?;
    let Some(ips) = &table.node_port_ips else { return Ok(()) };
    let comment = "IPs that accept NodePort traffic";
    set("set nodeport-ips", words.address, comment, &texts(&mut ips.iter()), words.per_line, f)
}

/// A set or a map with its elements.
fn set(
    name: &str,
    type_of: &str,
    comment: &str,
    elements: &[String],
    per_line: usize,
    f: &mut Formatter<'_>,
) -> Result {
    writeln!(f, "\t{name} {{\n\t\ttype {type_of}\n\t\tcomment \"{comment}\"")?;
    for (index, element) in elements.iter().enumerate() {
        f.write_str(match index {
            0 => "\t\telements = { ",
            _ if index % per_line == 0 => ",\n\t\t\t     ",
            _ => ", ",
        })?;
        f.write_str(element)?;
    }
    f.write_str(if elements.is_empty() { "\t}\n\n" } else { " }\n\t}\n\n" })
}

fn map_element((ip, protocol, port): Key, element: &Element) -> String {
    let ip = ip.map_or_else(String::new, |ip| format!("{ip} . "));
    let comment =
        element.comment.as_ref().map_or_else(String::new, |comment| format!(" comment \"{comment}\""));
    format!("{ip}{} . {port}{comment} : {}", protocol.lower(), verdict(&element.verdict))
}

fn affinity(name: &str, seconds: u32, words: Words, f: &mut Formatter<'_>) -> Result {
    writeln!(f, "\tset {name} {{\n\t\ttype {}\n\t\tsize 65535", words.address)?;
    writeln!(f, "\t\tflags dynamic,timeout\n\t\ttimeout {}\n\t}}\n", duration(seconds))
}

fn chain(name: &str, chain: &Chain, words: Words, f: &mut Formatter<'_>) -> Result {
    writeln!(f, "\tchain {name} {{")?;
    if let Some(hook) = chain.hook {
        writeln!(f, "\t\ttype {hook}; policy accept;")?;
    }
    if let Some(comment) = chain.comment {
        writeln!(f, "\t\tcomment \"{comment}\"")?;
    }
    for one in &chain.rules {
        writeln!(f, "\t\t{}", rule(one, words, None))?;
    }
    f.write_str("\t}\n")
}

/// A rule; of what a lot decides among only the one at a place, if one is given.
fn rule(rule: &Rule, words: Words, place: Option<usize>) -> String {
    let conditions = rule.matches.iter().map(|one| condition(one, words));
    let actions = rule.actions.iter().map(|one| action(one, words, place));
    let mut parts: Vec<String> = conditions.chain(actions).collect();
    parts.extend(rule.comment.map(|comment| format!("comment \"{comment}\"")));
    parts.join(" ")
}

fn condition(one: &Match, words: Words) -> String {
    let ip = words.ip;
    match one {
        Match::New => "ct state new".to_owned(),
        Match::DestinationIn(Addresses::ClusterIps) => format!("{ip} daddr @cluster-ips"),
        Match::DestinationIn(Addresses::NodePortIps) => format!("{ip} daddr @nodeport-ips"),
        Match::Destination(net) => format!("{ip} daddr {net}"),
        Match::NotLoopback => format!("{ip} daddr != {}", words.loopback),
        Match::DestinationLocal => "fib daddr type local".to_owned(),
        Match::SourceLocal => "fib saddr type local".to_owned(),
        Match::Source(not, net) => format!("{ip} saddr{} {net}", unequal(*not)),
        Match::SourceOutside(ranges, single) => {
            let ranges = ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            if *single { format!("{ip} saddr != {ranges}") } else { format!("{ip} saddr != {{ {ranges} }}") }
        }
        Match::Remembered(set) => format!("{ip} saddr @{set}"),
        Match::Interface(not, name) => format!("iifname{} \"{name}\"", unequal(*not)),
        Match::Marked(mark) => format!("meta mark & {mark:#010x} != 0x00000000"),
        Match::Hairpin => {
            format!("ct status dnat {ip} saddr . {ip} daddr . meta l4proto . th dport @hairpin-connections")
        }
        Match::Protocol(protocol) => format!("meta l4proto {}", protocol.lower()),
        Match::Other(text) => text.to_string(),
    }
}

fn action(one: &Action, words: Words, place: Option<usize>) -> String {
    let ip = words.ip;
    match one {
        Action::Verdict(one) => verdict(one),
        Action::LookUp(lookup) => {
            let key = if lookup.has_address() { format!("{ip} daddr . ") } else { String::new() };
            format!("{key}meta l4proto . th dport vmap @{}", lookup.name())
        }
        Action::SetMark(mark) => format!("meta mark set meta mark | {mark:#010x}"),
        Action::FlipMark(mark) => format!("meta mark set meta mark ^ {mark:#010x}"),
        Action::Masquerade => "masquerade fully-random".to_owned(),
        Action::Remember(set) => format!("update @{set} {{ {ip} saddr }}"),
        Action::Dnat(address) => format!("dnat to {address}"),
        Action::DnatByLot(addresses) => {
            let one = |address: &SocketAddr| format!("{} . {}", address.ip(), address.port());
            let count = addresses.len();
            format!("dnat {ip} to numgen random mod {count} map {{ {} }}", lots(addresses, place, one))
        }
        Action::GotoByLot(chains) => {
            let one = |chain: &Name| format!("goto {chain}");
            format!("numgen random mod {} vmap {{ {} }}", chains.len(), lots(chains, place, one))
        }
        Action::Other(text) => text.to_string(),
    }
}

/// What a lot decides among, each behind its number; or only the one at a place.
fn lots<T>(all: &[T], place: Option<usize>, text: impl Fn(&T) -> String) -> String {
    let Some(place) = place else {
        let parts = all.iter().enumerate().map(|(index, one)| format!("{index} : {}", text(one)));
        return parts.collect::<Vec<_>>().join(", ");
    };
    let before = if place > 0 { "…, " } else { "" };
    let behind = if place + 1 < all.len() { ", …" } else { "" };
    let only = all.get(place).map(text).unwrap_or_default();
    format!("{before}{place} : {only}{behind}")
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Jump(chain) => format!("jump {chain}"),
        Verdict::Goto(chain) => format!("goto {chain}"),
        Verdict::Drop => "drop".to_owned(),
        Verdict::Reject => "reject".to_owned(),
    }
}

/// `3h`, `1d2h3m4s`.
fn duration(seconds: u32) -> String {
    let units =
        [(seconds / 86400, 'd'), (seconds / 3600 % 24, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')];
    units.iter().filter(|(count, _)| *count != 0).map(|(count, unit)| format!("{count}{unit}")).collect()
}

const fn unequal(not: bool) -> &'static str {
    if not { " !=" } else { "" }
}

impl Lookup {
    /// All maps, in the order in which the table lists them.
    pub const ALL: [Self; 5] = [
        Self::NoEndpointServices,
        Self::NoEndpointNodePorts,
        Self::Firewall,
        Self::Services,
        Self::NodePorts,
    ];

    /// Its name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoEndpointServices => "no-endpoint-services",
            Self::NoEndpointNodePorts => "no-endpoint-nodeports",
            Self::Firewall => "firewall-ips",
            Self::Services => "service-ips",
            Self::NodePorts => "service-nodeports",
        }
    }

    const fn comment(self) -> &'static str {
        match self {
            Self::NoEndpointServices => "vmap to drop or reject packets to services with no endpoints",
            Self::NoEndpointNodePorts => {
                "vmap to drop or reject packets to service nodeports with no endpoints"
            }
            Self::Firewall => "destinations that are subject to LoadBalancerSourceRanges",
            Self::Services => "ClusterIP, ExternalIP and LoadBalancer IP traffic",
            Self::NodePorts => "NodePort traffic",
        }
    }

    /// Whether its keys have an address.
    #[must_use]
    pub const fn has_address(self) -> bool {
        !matches!(self, Self::NoEndpointNodePorts | Self::NodePorts)
    }

    fn address(self, words: Words) -> String {
        if self.has_address() { format!("{} . ", words.address) } else { String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_may_show_what_the_lot_fell_on() {
        let chains = ["endpoint-a", "endpoint-b", "endpoint-c"].map(Name::from);
        let rule = Rule::new(Action::GotoByLot(chains.into()));
        let all =
            "numgen random mod 3 vmap { 0 : goto endpoint-a, 1 : goto endpoint-b, 2 : goto endpoint-c }";
        assert_eq!(rule.text(IpFamily::V4), all);
        let one = "numgen random mod 3 vmap { …, 1 : goto endpoint-b, … }";
        assert_eq!(rule.text_of_lot(IpFamily::V4, 1), one);
    }

    #[test]
    fn times_are_printed_in_their_units() {
        assert_eq!(duration(10800), "3h");
        assert_eq!(duration(90061), "1d1h1m1s");
        assert_eq!(duration(300), "5m");
    }
}
