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

template!(BOUND, "trace.ipvs-bound",
    en: "the address is on the node's interface kube-ipvs0, and a virtual server has the port",
    ja: "このアドレスはノードのインターフェースkube-ipvs0にあり、このポートには仮想サーバーがあります");
template!(ON_NODE, "trace.ipvs-on-node",
    en: "a virtual server has this address of the node and the port",
    ja: "ノードのこのアドレスとポートには仮想サーバーがあります");
template!(IN_TURN, "trace.ipvs-in-turn",
    en: "it takes its {n} real servers in turn: the destination becomes {to}",
    ja: "{n}台のリアルサーバーが順番に使われます。宛先が{to}に変わります");
template!(BY_LOAD, "trace.ipvs-by-load",
    en: "it takes the one of its {n} real servers with the fewest connections ({scheduler}): the destination becomes {to}",
    ja: "{n}台のリアルサーバーのうち接続の少ないものが選ばれます（{scheduler}）。宛先が{to}に変わります");
template!(BY_HASH, "trace.ipvs-by-hash",
    en: "it chooses among its {n} real servers by a hash of addresses ({scheduler}), which manifests do not show: the destination becomes {to}",
    ja: "{n}台のリアルサーバーからアドレスのハッシュで選ばれます（{scheduler}）。どれになるかはマニフェストに現れません。宛先が{to}に変わります");
template!(ONLY_ONE, "trace.ipvs-only-one",
    en: "it has one real server: the destination becomes {to}",
    ja: "リアルサーバーは1台だけです。宛先が{to}に変わります");
template!(NO_REAL_SERVER, "trace.ipvs-no-real-server",
    en: "it has no real server: the client is told at once that the port is unreachable",
    ja: "リアルサーバーがありません。ポートに到達できないことが、すぐにクライアントへ伝えられます");

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
        let (address, protocol) = (branch.packet.destination, branch.packet.protocol);
        let shown = |real: Option<&RealServer>| {
            let origin = real.map_or(&server.origin, |real| &real.origin);
            Shown { text: self.servers.line(address, protocol, real), origin: Some(origin.clone()) }
        };
        let found = if self.servers.bound.contains(&address.ip()) { &BOUND } else { &ON_NODE };
        log.step(&mut branch, at, found.message(), Some(shown(None)));
        let count = server.real_servers.len();
        if count == 0 {
            log.step(&mut branch, at, NO_REAL_SERVER.message(), None);
            return vec![(branch, Decision::Reject)];
        }
        let parts = log.share_out(&branch, count);
        let chosen = server.real_servers.iter().zip(parts).map(|(real, mut part)| {
            part.packet.translate(real.address);
            let message = self.choice(count, real.address, server.persistent.is_some());
            log.step(&mut part, at, message, Some(shown(Some(real))));
            (part, Decision::Accept)
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
        let scheduler = ("scheduler", Arg::text(&self.servers.scheduler));
        template.with([("n", Arg::count(count)), scheduler, ("to", words::address(to))])
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

#[cfg(test)]
mod tests {
    use crate::Analysis;
    use crate::trace::fixture::{PODS, analysis, outcomes, pod, rules, walk};
    use crate::trace::{Client, Trace};

    const CART: &str = "---
apiVersion: v1
kind: Service
metadata: {name: cart, annotations: {portolan.dev/lb-ip: 203.0.113.9}}
spec:
  type: LoadBalancer
  clusterIP: 10.96.1.1
  selector: {app: cart}
  POLICY
  ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
";

    fn shop(policy: &str) -> Analysis {
        analysis(&format!("{PODS}{}", CART.replace("POLICY", policy)))
    }

    fn ask(analysis: &Analysis, from: Client, to: &str) -> Trace {
        walk(analysis, from, to, &["--proxy-mode=ipvs"])
    }

    #[test]
    fn a_virtual_server_takes_its_real_servers_in_turn() {
        let shop = shop("");
        let trace = ask(&shop, pod(&shop.cluster, "one"), "10.96.1.1:80");
        let expected = [
            "0.5000 answered 10.244.1.2:8080 sees 192.168.10.11",
            "0.5000 answered 10.244.2.2:8080 sees 10.244.1.2",
        ];
        assert_eq!(outcomes(&trace), expected, "{trace:#?}");
        assert!(rules(&trace, 1).contains(&"TCP 10.96.1.1:80 rr -> 10.244.2.2:8080 Masq".to_owned()));
        let masquerade = rules(&trace, 0).pop().expect("a rule");
        assert!(masquerade.contains("--match-set KUBE-LOOP-BACK dst,dst,src -j MASQUERADE"), "{masquerade}");
    }

    #[test]
    fn a_node_sends_from_the_address_to_which_it_sends() {
        let shop = shop("externalTrafficPolicy: Local");
        let trace = ask(&shop, Client::Node(0), "203.0.113.9:80");
        assert_eq!(outcomes(&trace), ["1.0000 answered 10.244.1.2:8080 sees 203.0.113.9"]);
        // Every node has that address, so that the one of the endpoint drops the packet.
        let elsewhere = ask(&shop, Client::Node(2), "203.0.113.9:80");
        assert_eq!(outcomes(&elsewhere), ["1.0000 timeout"]);
        let cluster_ip = ask(&shop, Client::Node(2), "10.96.1.1:80");
        assert!(outcomes(&cluster_ip).iter().all(|one| one.ends_with("sees 192.168.10.13")));
    }

    #[test]
    fn addresses_on_the_dummy_interface_refuse_other_ports() {
        let shop = shop("");
        for address in ["10.96.1.1:22", "203.0.113.9:22"] {
            for from in [Client::Node(0), pod(&shop.cluster, "one")] {
                assert_eq!(outcomes(&ask(&shop, from, address)), ["1.0000 refused"], "{address}");
            }
        }
    }

    #[test]
    fn policy_local_without_an_endpoint_leads_elsewhere_and_the_answer_goes_astray() {
        let shop = shop("externalTrafficPolicy: Local");
        let outside = || Client::Outside([198, 51, 100, 7].into());
        let there = ask(&shop, outside(), "192.168.10.12:30080");
        assert_eq!(outcomes(&there), ["1.0000 answered 10.244.2.2:8080 sees 198.51.100.7"]);
        let astray = ask(&shop, outside(), "192.168.10.13:30080");
        assert_eq!(outcomes(&astray), ["1.0000 timeout"]);
        let reason = astray.ends[0].reason.render(crate::diagnostic::Lang::En);
        assert!(reason.contains("does not come back through node-c"), "{reason}");
    }

    #[test]
    fn source_ranges_close_the_load_balancer_to_others() {
        let shop = shop("loadBalancerSourceRanges: [198.51.100.0/24]");
        let from = |ip: [u8; 4]| outcomes(&ask(&shop, Client::Outside(ip.into()), "203.0.113.9:80"));
        assert_eq!(from([192, 0, 2, 1]), ["1.0000 timeout"]);
        assert!(from([198, 51, 100, 1]).iter().all(|one| one.contains("answered")));
        assert_eq!(outcomes(&ask(&shop, Client::Node(0), "203.0.113.9:80")), ["1.0000 timeout"]);
    }
}
