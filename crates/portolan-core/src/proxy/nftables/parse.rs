//! The other direction of [`super::text`]: a line of `nft list` becomes a [`Rule`].
//!
//! What kube-proxy does not write is kept as it stands, in [`Match::Other`] and [`Action::Other`].

use super::{Action, Addresses, Key, Lookup, Match, Range, Rule, Verdict};
use crate::object::{IpFamily, Protocol};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// What kube-proxy says about rules.
const COMMENTS: &[&str] = &[
    "masquerade all clusterIP traffic",
    "masquerade clusterIP traffic from outside cluster",
    "Reject traffic to invalid ports of ClusterIPs",
    "Drop traffic to unallocated ClusterIPs",
    "short-circuit pod traffic",
    "masquerade local traffic",
    "short-circuit local traffic",
    "masquerade",
];

/// Reads a rule of a chain, without counter and handle.
#[must_use]
pub fn parse_rule(text: &str, family: IpFamily) -> Rule {
    let mut cursor = Cursor { rest: text.trim(), ip: if family == IpFamily::V4 { "ip" } else { "ip6" } };
    let mut rule = Rule::default();
    while !cursor.rest.is_empty() {
        let before = cursor.rest;
        if let Some(condition) = cursor.condition() {
            rule.matches.push(condition);
            continue;
        }
        cursor.rest = before;
        if let Some(action) = cursor.action() {
            rule.actions.push(action);
            continue;
        }
        cursor.rest = before;
        if let Some(comment) = cursor.comment() {
            rule.comment = Some(comment);
            continue;
        }
        rule.actions.push(Action::Other(before.into()));
        break;
    }
    as_firewall(&mut rule);
    rule
}

/// Reads an element of a map of verdicts: `10.96.0.1 . tcp . 80 comment "…" : goto service-…`.
pub(in crate::proxy) fn parse_element(text: &str) -> Option<(Key, Verdict, Option<Box<str>>)> {
    let (key, value) = text.rsplit_once(" : ")?;
    let (key, comment) = match key.split_once(" comment \"") {
        Some((key, rest)) => (key, rest.split('"').next()),
        None => (key, None),
    };
    let parts: Vec<&str> = key.split(" . ").map(str::trim).collect();
    let port = |text: &str| text.split(' ').next().unwrap_or_default().parse().ok();
    let key = match parts.as_slice() {
        [ip, name, number] => (Some(ip.parse().ok()?), protocol(name)?, port(number)?),
        [name, number] => (None, protocol(name)?, port(number)?),
        _ => return None,
    };
    let verdict = Cursor { rest: value.trim(), ip: "" }.verdict()?;
    Some((key, verdict, comment.map(Into::into)))
}

/// `1d2h3m4s` in seconds.
pub(in crate::proxy) fn parse_seconds(text: &str) -> Option<u32> {
    let (mut total, mut number) = (0_u32, None::<u32>);
    for letter in text.chars() {
        if let Some(digit) = letter.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = match letter {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    (number.is_none() && total > 0).then_some(total)
}

/// What is left of a line.
struct Cursor<'t> {
    rest: &'t str,
    /// How the family is written.
    ip: &'static str,
}

impl<'t> Cursor<'t> {
    fn condition(&mut self) -> Option<Match> {
        let ip = self.ip;
        if self.eat("ct state new") {
            return Some(Match::New);
        }
        let pair =
            format!("ct status dnat {ip} saddr . {ip} daddr . meta l4proto . th dport @hairpin-connections");
        if self.eat(&pair) {
            return Some(Match::Hairpin);
        }
        if self.eat("fib daddr type local") {
            return Some(Match::DestinationLocal);
        }
        if self.eat("fib saddr type local") {
            return Some(Match::SourceLocal);
        }
        if self.eat(&format!("{ip} daddr")) {
            return self.destination();
        }
        if self.eat(&format!("{ip} saddr")) {
            return self.source();
        }
        if self.eat("iifname") {
            let not = self.eat("!=");
            return self.quoted().map(|name| Match::Interface(not, name.into()));
        }
        if self.eat("meta mark &") {
            let mark = number(self.word()?)?;
            return (self.eat("!=") && number(self.word()?) == Some(0)).then_some(Match::Marked(mark));
        }
        let name = self.eat("meta l4proto").then(|| self.word()).flatten()?;
        protocol(name).map(Match::Protocol)
    }

    fn destination(&mut self) -> Option<Match> {
        if self.eat("!=") {
            let loopback = if self.ip == "ip" { "127.0.0.0/8" } else { "::1" };
            return (self.word()? == loopback).then_some(Match::NotLoopback);
        }
        match self.word()? {
            "@cluster-ips" => Some(Match::DestinationIn(Addresses::ClusterIps)),
            "@nodeport-ips" => Some(Match::DestinationIn(Addresses::NodePortIps)),
            text => network(text).map(Match::Destination),
        }
    }

    fn source(&mut self) -> Option<Match> {
        let not = self.eat("!=");
        if not && self.rest.starts_with('{') {
            let ranges = self.braces()?.split(',').map(|text| Range::parse(text.trim()));
            return ranges.collect::<Option<_>>().map(|ranges| Match::SourceOutside(ranges, false));
        }
        let word = self.word()?;
        match word.strip_prefix('@') {
            Some(set) if !not => Some(Match::Remembered(set.to_owned().into())),
            Some(_) => None,
            None => match network(word) {
                Some(net) => Some(Match::Source(not, net)),
                None if not => Range::parse(word).map(|range| Match::SourceOutside(vec![range], true)),
                None => None,
            },
        }
    }

    fn action(&mut self) -> Option<Action> {
        let ip = self.ip;
        if self.eat("masquerade fully-random") {
            return Some(Action::Masquerade);
        }
        if self.eat("meta mark set meta mark |") {
            return number(self.word()?).map(Action::SetMark);
        }
        if self.eat("meta mark set meta mark ^") {
            return number(self.word()?).map(Action::FlipMark);
        }
        if self.eat("update @") {
            let (set, rest) = self.rest.split_once(' ')?;
            self.rest = rest;
            let source = format!("{ip} saddr");
            return (self.braces()? == source).then(|| Action::Remember(set.to_owned().into()));
        }
        let keys = [
            format!("{ip} daddr . meta l4proto . th dport vmap @"),
            "meta l4proto . th dport vmap @".to_owned(),
        ];
        if keys.iter().any(|key| self.eat_prefix(key)) {
            let name = self.word()?;
            return Lookup::ALL.into_iter().find(|lookup| lookup.name() == name).map(Action::LookUp);
        }
        if self.eat(&format!("dnat {ip} to numgen random mod"))
            || self.eat(&format!("dnat {ip} addr . port to numgen random mod"))
        {
            self.word()?;
            return self.eat("map").then(|| self.lots(address)).flatten().map(Action::DnatByLot);
        }
        if self.eat("numgen random mod") {
            self.word()?;
            let chain = |text: &str| text.strip_prefix("goto ").map(|name| name.to_owned().into());
            return self.eat("vmap").then(|| self.lots(chain)).flatten().map(Action::GotoByLot);
        }
        if self.eat("dnat to") || self.eat(&format!("dnat {ip} to")) {
            return self.word()?.parse().ok().map(Action::Dnat);
        }
        self.verdict().map(Action::Verdict)
    }

    fn verdict(&mut self) -> Option<Verdict> {
        match self.word()? {
            "drop" => Some(Verdict::Drop),
            "reject" => Some(Verdict::Reject),
            "goto" => self.word().map(|chain| Verdict::Goto(chain.to_owned().into())),
            "jump" => self.word().map(|chain| Verdict::Jump(chain.to_owned().into())),
            _ => None,
        }
    }

    fn comment(&mut self) -> Option<&'static str> {
        let text = self.eat("comment").then(|| self.quoted()).flatten()?;
        COMMENTS.iter().copied().find(|known| *known == text)
    }

    /// `{ 0 : …, 1 : … }`: the values, in order.
    fn lots<T>(&mut self, value: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        let lots = self.braces()?.split(',');
        lots.map(|lot| lot.split_once(" : ").and_then(|(_, text)| value(text.trim()))).collect()
    }

    /// What stands in the braces here, without the blanks around it.
    fn braces(&mut self) -> Option<&'t str> {
        let (inside, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        self.rest = rest.trim_start();
        Some(inside.trim())
    }

    fn quoted(&mut self) -> Option<&'t str> {
        let (inside, rest) = self.rest.strip_prefix('"')?.split_once('"')?;
        self.rest = rest.trim_start();
        Some(inside)
    }

    fn word(&mut self) -> Option<&'t str> {
        let (word, rest) = self.rest.split_once(' ').unwrap_or((self.rest, ""));
        self.rest = rest.trim_start();
        (!word.is_empty()).then_some(word)
    }

    /// Takes whole words, if they stand here.
    fn eat(&mut self, words: &str) -> bool {
        let rest = self.rest.strip_prefix(words);
        let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(' ') || words.ends_with('@'));
        self.rest = rest.map_or(self.rest, str::trim_start);
        rest.is_some()
    }

    fn eat_prefix(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// One network in front of `drop` is the firewall of a load balancer.
fn as_firewall(rule: &mut Rule) {
    if rule.actions == [Action::Verdict(Verdict::Drop)]
        && let [Match::Source(true, net)] = rule.matches.as_slice()
    {
        rule.matches = vec![Match::SourceOutside(vec![Range::of(*net)], true)];
    }
}

/// `10.244.1.2 . 8080`.
fn address(text: &str) -> Option<SocketAddr> {
    let (ip, port) = text.split_once(" . ")?;
    Some(SocketAddr::new(ip.parse().ok()?, port.parse().ok()?))
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

fn protocol(name: &str) -> Option<Protocol> {
    [Protocol::Tcp, Protocol::Udp, Protocol::Sctp].into_iter().find(|known| known.lower() == name)
}

fn number(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("0x")?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kube_proxy_does_not_write_stays_as_it_stands() {
        let rule = parse_rule("ct state new tcp dport 22 accept", IpFamily::V4);
        assert_eq!(rule.matches, [Match::New]);
        assert_eq!(rule.actions, [Action::Other("tcp dport 22 accept".into())]);
    }

    #[test]
    fn elements_are_read_with_their_comments() {
        let text = "10.96.2.7 . tcp . 80 comment \"default/web:http\" : goto reject-chain";
        let (key, verdict, comment) = parse_element(text).expect("an element");
        assert_eq!(key, ("10.96.2.7".parse().ok(), Protocol::Tcp, 80));
        assert_eq!(
            (verdict, comment.as_deref()),
            (Verdict::Goto("reject-chain".into()), Some("default/web:http"))
        );
        assert_eq!(parse_element("tcp . many : drop"), None);
    }

    #[test]
    fn times_are_read_in_their_units() {
        assert_eq!(parse_seconds("1d1h1m1s"), Some(90061));
        assert_eq!(parse_seconds("3h"), Some(10800));
        assert_eq!((parse_seconds("99999999999d"), parse_seconds("5")), (None, None));
    }
}
