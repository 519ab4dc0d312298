//! The text of `nft list ruleset` or `nft list table`: kube-proxy's tables in full, other tables by name.
//!
//! Counters, handles (`-a`) and times that a set still remembers are passed over.

use super::problem::{BAD_ELEMENT, UNBALANCED};
use super::{ListedChain, ListedElement, ListedRule, ListedTable, Problem};
use crate::object::{IpFamily, Protocol};
use crate::proxy::nftables::{Lookup, parse_element, parse_rule, parse_seconds};
use std::net::IpAddr;

/// Reads a text: kube-proxy's tables, the names of the others, and what could not be read.
pub(super) fn read(text: &str) -> (Vec<ListedTable>, Vec<Box<str>>, Vec<Problem>) {
    let mut reading = Reading::default();
    for (line, number) in text.lines().zip(1_u32..) {
        reading.line(line.trim(), number);
    }
    if !reading.open.is_empty() {
        let line = reading.open.first().map_or(0, |open| open.line);
        reading.problems.push(Problem::new(line, 1, UNBALANCED.message()));
        reading.close_all();
    }
    (reading.tables, reading.others, reading.problems)
}

/// A block whose brace is not closed yet.
struct Open {
    kind: Kind,
    name: Box<str>,
    line: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table(Option<IpFamily>),
    Chain,
    Set,
    Map,
    Elements,
    Other,
}

#[derive(Default)]
struct Reading {
    tables: Vec<ListedTable>,
    others: Vec<Box<str>>,
    problems: Vec<Problem>,
    open: Vec<Open>,
}

impl Reading {
    fn line(&mut self, line: &str, number: u32) {
        let line = line.split(" # handle ").next().unwrap_or(line).trim_end();
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if let Some(Open { kind: Kind::Elements, .. }) = self.open.last() {
            return self.elements(line, number);
        }
        if line == "}" {
            self.open.pop();
            return;
        }
        if let Some(rest) = line.strip_prefix("elements = {") {
            self.open.push(Open { kind: Kind::Elements, name: "".into(), line: number });
            return self.elements(rest, number);
        }
        match line.strip_suffix('{') {
            Some(head) => self.head(head.trim(), number),
            None => self.statement(line, number),
        }
    }

    /// The head of a table, a chain, a set or a map.
    fn head(&mut self, head: &str, number: u32) {
        let words: Vec<&str> = head.split_ascii_whitespace().collect();
        let (kind, name) = match words.as_slice() {
            ["table", family, name] => {
                let family = match *family {
                    "ip" if *name == "kube-proxy" => Some(IpFamily::V4),
                    "ip6" if *name == "kube-proxy" => Some(IpFamily::V6),
                    _ => None,
                };
                match family {
                    Some(family) => self.tables.push(ListedTable::new(family, number)),
                    None => self.others.push(head.trim_start_matches("table ").into()),
                }
                (Kind::Table(family), *name)
            }
            ["chain", name] => (Kind::Chain, *name),
            ["set", name] => (Kind::Set, *name),
            ["map", name] => (Kind::Map, *name),
            _ => (Kind::Other, ""),
        };
        self.open.push(Open { kind, name: name.into(), line: number });
        let Some(table) = self.table() else { return };
        match kind {
            Kind::Chain => {
                table.chains.push(ListedChain {
                    name: name.into(),
                    line: number,
                    hook: None,
                    rules: Vec::new(),
                });
            }
            Kind::Map => {
                if let Some(map) = lookup(name) {
                    table.maps.insert(map, number);
                }
            }
            Kind::Set if name == "nodeport-ips" => _ = table.node_port_ips.get_or_insert_default(),
            _ => {}
        }
    }

    /// A line in a chain or a set.
    fn statement(&mut self, line: &str, number: u32) {
        let Some(Open { kind, name, .. }) = self.open.last() else { return };
        let (kind, name) = (*kind, name.clone());
        let Some(table) = self.table() else { return };
        match kind {
            Kind::Chain => table.rule(line, number),
            Kind::Set if name.starts_with("affinity-") => {
                let seconds = line.strip_prefix("timeout ").and_then(parse_seconds);
                if let Some(seconds) = seconds {
                    table.affinity.insert(name.into_string().into(), seconds);
                }
            }
            _ => {}
        }
    }

    /// Elements on one line; a closing brace is the end of them.
    fn elements(&mut self, line: &str, number: u32) {
        let (body, ends) = match line.strip_suffix('}') {
            Some(body) => (body, true),
            None => (line, false),
        };
        let owner = self.open.iter().rev().nth(1).map(|open| (open.kind, open.name.clone()));
        if let Some((kind, name)) = owner {
            for text in split(body) {
                let known = self.table().is_none_or(|table| table.element((kind, &name), text, number));
                if !known {
                    self.problems.push(Problem::new(number, 1, BAD_ELEMENT.message()));
                }
            }
        }
        if ends {
            self.open.pop();
        }
    }

    /// The table that is open, if it is one of kube-proxy's.
    fn table(&mut self) -> Option<&mut ListedTable> {
        match self.open.first()?.kind {
            Kind::Table(Some(_)) => self.tables.last_mut(),
            _ => None,
        }
    }

    fn close_all(&mut self) {
        self.open.clear();
    }
}

impl ListedTable {
    fn rule(&mut self, line: &str, number: u32) {
        let family = self.family;
        let Some(chain) = self.chains.last_mut() else { return };
        if line.starts_with("type ") && line.contains(" hook ") {
            let hook = line.split(';').next().unwrap_or_default().trim_start_matches("type ");
            chain.hook = Some(hook.into());
            return;
        }
        if line.starts_with("comment ") || line.starts_with("policy ") {
            return;
        }
        let (packets, text) = without_counter(line);
        chain.rules.push(ListedRule { line: number, packets, rule: parse_rule(&text, family) });
    }

    /// Takes an element of a set or a map; whether it could be read.
    fn element(&mut self, (kind, name): (Kind, &str), text: &str, line: u32) -> bool {
        match (kind, name) {
            (Kind::Map, _) => {
                let Some(map) = lookup(name) else { return true };
                let Some((key, verdict, comment)) = parse_element(text) else { return false };
                self.elements.push(ListedElement { map, line, key, verdict, comment });
                true
            }
            (Kind::Set, "cluster-ips") => text.parse().map(|ip| self.cluster_ips.insert(ip)).is_ok(),
            (Kind::Set, "nodeport-ips") => {
                let ips = self.node_port_ips.get_or_insert_default();
                text.parse().map(|ip| ips.insert(ip)).is_ok()
            }
            (Kind::Set, "hairpin-connections") => {
                let hairpin = hairpin(text);
                self.hairpins.extend(hairpin);
                hairpin.is_some()
            }
            _ => true,
        }
    }
}

fn lookup(name: &str) -> Option<Lookup> {
    Lookup::ALL.into_iter().find(|lookup| lookup.name() == name)
}

/// `10.244.1.11 . 10.244.1.11 . tcp . 8080`.
fn hairpin(text: &str) -> Option<(IpAddr, Protocol, u16)> {
    let mut parts = text.split(" . ").map(str::trim);
    let ip = parts.next()?.parse().ok()?;
    let protocol = Protocol::parse(parts.nth(1).map(str::to_ascii_uppercase).as_deref())?;
    Some((ip, protocol, parts.next()?.split(' ').next()?.parse().ok()?))
}

/// The elements of a line: commas part them, but not within quotation marks.
fn split(body: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = body.split(move |letter| {
        quoted ^= letter == '"';
        letter == ',' && !quoted
    });
    parts.map(str::trim).filter(|text| !text.is_empty())
}

/// A rule without `counter packets 1 bytes 60`, and the packets.
fn without_counter(line: &str) -> (Option<u64>, String) {
    let Some((before, rest)) = line.split_once("counter packets ") else { return (None, line.to_owned()) };
    let mut words = rest.splitn(4, ' ');
    let packets = words.next().and_then(|number| number.parse().ok());
    (packets, format!("{before}{}", words.nth(2).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTING: &str = "table inet filter {
    chain input {
        type filter hook input priority filter; policy accept;
    }
}
table ip kube-proxy { # handle 4
    set affinity-AAAAAAAA-default/web/tcp/__10.244.1.11/8080 {
        type ipv4_addr
        flags dynamic,timeout
        timeout 3h
        elements = { 10.244.9.9 expires 2h59m }
    }
    map service-ips {
        elements = { 10.96.2.7 . tcp . 80 : goto service-PFISGYVC-default/web/tcp/,
                 10.96.2.8 . tcp . 80 }
    }
    chain services {
        ip daddr . meta l4proto . th dport counter packets 3 bytes 180 vmap @service-ips # handle 7
    }
";

    #[test]
    fn tables_of_others_are_named_and_the_rest_is_read() {
        let (tables, others, problems) = read(LISTING);
        let [table] = tables.as_slice() else { panic!("one table") };
        assert_eq!(others, ["inet filter".into()]);
        assert_eq!(table.affinity.values().collect::<Vec<_>>(), [&10800]);
        assert_eq!(table.elements.iter().map(|element| element.line).collect::<Vec<_>>(), [14]);
        let rule = &table.chain("services").expect("the chain").rules[0];
        assert_eq!((rule.line, rule.packets), (18, Some(3)));
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [15, 6]);
    }
}
