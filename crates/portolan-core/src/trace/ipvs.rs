//! A packet in IPVS mode: the rules of iptables around the virtual servers, the sets that they ask, and the choice of a
//! real server.
//!
//! The kernel schedules what comes in behind the rules of INPUT in the table `filter` (`ip_vs_remote_request4`), and what
//! the node itself sends behind those of OUTPUT in the table `nat` (`ip_vs_local_request4`). A packet for a real server
//! elsewhere goes on at OUTPUT, whoever sent it (`ip_vs_nat_send_or_cont`).

use super::hook::{Decided, Decision, Here, Hook, one_after_another};
use super::log::{Branch, Log, Shown};
use super::{Packet, Stage, iptables, words};
use crate::diagnostic::{Arg, Message, Template};
use crate::proxy::iptables::{Ruleset, Side};
use crate::proxy::ipvs::{RealServer, SetName, SetType, VirtualServer, VirtualServers};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(IN_TURN, "trace.ipvs-in-turn",
    en: "the virtual server takes its {n} real servers in turn: the destination becomes {to}",
    ja: "仮想サーバーは{n}台のリアルサーバーを順番に使います。宛先が{to}に変わります");
template!(BY_LOAD, "trace.ipvs-by-load",
    en: "the virtual server takes the one of its {n} real servers with the fewest connections ({scheduler}): the destination becomes {to}",
    ja: "仮想サーバーは{n}台のリアルサーバーのうち接続の少ないものを選びます({scheduler})。宛先が{to}に変わります");
template!(BY_HASH, "trace.ipvs-by-hash",
    en: "the virtual server chooses among its {n} real servers by a hash of addresses ({scheduler}), which manifests do not show: the destination becomes {to}",
    ja: "仮想サーバーは{n}台のリアルサーバーからアドレスのハッシュで選びます({scheduler})。どれになるかはマニフェストに現れません。宛先が{to}に変わります");
template!(ONLY_ONE, "trace.ipvs-only-one",
    en: "the virtual server has one real server: the destination becomes {to}",
    ja: "仮想サーバーのリアルサーバーは1台だけです。宛先が{to}に変わります");
template!(NO_REAL_SERVER, "trace.ipvs-no-real-server",
    en: "the virtual server has no real server: the client is told at once that the port is unreachable",
    ja: "仮想サーバーにリアルサーバーがありません。ポートに到達できないことが、すぐにクライアントへ伝えられます");

/// What kube-proxy set up on a node.
pub(super) struct Ipvs {
    pub(super) rules: Ruleset,
    pub(super) servers: VirtualServers,
}

/// What is made of a packet at a hook of a node.
pub(super) fn hook(ipvs: &Ipvs, here: &Here<'_>, hook: Hook, branch: Branch, log: &mut Log) -> Decided {
    let parts: &[Part] = match hook {
        Hook::Prerouting => &[Part::Nat(Hook::Prerouting)],
        Hook::Forward => &[Part::Filter(Hook::Forward)],
        Hook::Output => &[Part::Nat(Hook::Output), Part::Schedule, Part::Filter(Hook::Output)],
        Hook::Input => &[Part::Filter(Hook::Input), Part::Schedule, Part::Behind],
        Hook::Postrouting => &[Part::Nat(Hook::Postrouting)],
    };
    one_after_another(parts, branch, |part, branch| ipvs.pass(**part, here, branch, log))
}

/// A part of what the kernel does at a hook.
#[derive(Clone, Copy)]
enum Part {
    Nat(Hook),
    Filter(Hook),
    Schedule,
    /// What follows when something that came in is scheduled, or stays.
    Behind,
}

impl Ipvs {
    /// The virtual server for such packets.
    pub(super) fn server(&self, packet: &Packet) -> Option<&VirtualServer> {
        let to = packet.destination;
        self.servers.servers.get(&(to.ip(), to.port(), packet.protocol))
    }

    fn pass(&self, part: Part, here: &Here<'_>, branch: Branch, log: &mut Log) -> Decided {
        let tables = iptables::Tables { rules: &self.rules, servers: Some(&self.servers) };
        match part {
            Part::Nat(hook) => iptables::pass(tables, here, (&self.rules.nat, hook), branch, log),
            Part::Filter(hook) => iptables::pass(tables, here, (&self.rules.filter, hook), branch, log),
            Part::Schedule => self.schedule(here, branch, log),
            Part::Behind if here.is_local(branch.packet.destination.ip()) => {
                iptables::pass(tables, here, (&self.rules.nat, Hook::Input), branch, log)
            }
            Part::Behind => {
                let parts = [Part::Filter(Hook::Output), Part::Nat(Hook::Postrouting)];
                one_after_another(parts, branch, |part, branch| self.pass(*part, here, branch, log))
            }
        }
    }

    /// Chooses a real server, once.
    fn schedule(&self, here: &Here<'_>, mut branch: Branch, log: &mut Log) -> Decided {
        let at = here.at(Stage::Ipvs);
        let Some(server) = self.server(&branch.packet).filter(|_| branch.packet.original.is_none()) else {
            return vec![(branch, Decision::Accept)];
        };
        let (virtual_address, protocol) = (branch.packet.destination, branch.packet.protocol);
        let shown = |real: Option<&RealServer>| {
            let text = self.servers.line(virtual_address, protocol, real);
            Shown { text, origin: Some(server.origin.clone()) }
        };
        let count = server.real_servers.len();
        if count == 0 {
            log.step(&mut branch, at, NO_REAL_SERVER.message(), Some(shown(None)));
            return vec![(branch, Decision::Reject)];
        }
        let share = 1.0 / count as f64;
        let chosen = server.real_servers.iter().filter_map(|real| {
            let part = if count == 1 { Some(branch.clone()) } else { log.split(&branch, share) };
            let mut part = part?;
            part.packet.translate(real.address);
            let message = self.choice(count, real.address, server.persistent.is_some());
            log.step(&mut part, at, message, Some(shown(Some(real))));
            Some((part, Decision::Accept))
        });
        chosen.collect()
    }

    fn choice(&self, count: usize, to: SocketAddr, persistent: bool) -> Message {
        if persistent {
            return words::translated(to, true);
        }
        let template: &Template = match self.servers.scheduler.as_str() {
            _ if count == 1 => &ONLY_ONE,
            "dh" | "mh" | "sh" => &BY_HASH,
            "lblc" | "lblcr" | "lc" | "nq" | "ovf" | "fo" | "sed" | "wlc" => &BY_LOAD,
            _ => &IN_TURN,
        };
        let mut message = template.message();
        message.args = match self.servers.scheduler.as_str() {
            _ if count == 1 => vec![],
            _ if std::ptr::eq(template, &IN_TURN) => vec![("n", Arg::count(count))],
            scheduler => vec![("n", Arg::count(count)), ("scheduler", Arg::text(scheduler))],
        };
        message.args.push(("to", words::address(to)));
        message
    }
}

/// Whether a set has an element for a packet: addresses and ports of the sides that the rule names.
pub(super) fn is_in_set(servers: &VirtualServers, set: SetName, sides: &[Side], packet: &Packet) -> bool {
    let Some(elements) = servers.sets.get(&set) else { return false };
    let side = |index: usize| match sides.get(index) {
        Some(Side::Source) => packet.source,
        Some(Side::Destination) | None => packet.destination.ip(),
    };
    let port = packet.destination.port();
    let address = || format!("{},{}:{port}", side(0), packet.protocol.lower());
    match set.set_type() {
        SetType::BitmapPort => elements.contains(&port.to_string()),
        SetType::HashIp => elements.contains(&side(0).to_string()),
        SetType::HashIpPort => elements.contains(&address()),
        SetType::HashIpPortIp => elements.contains(&format!("{},{}", address(), side(2))),
        SetType::HashIpPortNet => {
            let start = format!("{},", address());
            let same = elements.range(start.clone()..).map_while(|element| element.strip_prefix(&start));
            same.into_iter().any(|net| is_within(net, side(2)))
        }
    }
}

fn is_within(net: &str, ip: IpAddr) -> bool {
    net.parse::<ipnet::IpNet>().is_ok_and(|net| net.contains(&ip))
}
