//! The policies a second time, straight from the API's documentation and without any index, and a comparison of the two
//! over random clusters: manifests, policies and connections.

mod manifests;

use super::{Flow, Party, Policies};
use crate::object::Protocol;
use crate::workload::Pod;
use crate::{Analysis, Options, analyze, parse};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::net::IpAddr;

const NAMESPACES: [&str; 3] = ["one", "two", "three"];
const KEYS: [&str; 2] = ["app", "tier"];
const VALUES: [&str; 3] = ["a", "b", "c"];
const PROTOCOLS: [Protocol; 3] = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];
const PORTS: [u16; 4] = [80, 81, 443, 8080];
const BLOCKS: [&str; 5] = ["0.0.0.0/0", "10.244.0.0/16", "10.244.1.0/24", "10.244.1.4/30", "203.0.113.0/24"];

/// Labels, as far as they are given: an index in [`VALUES`] for each of [`KEYS`].
type Tags = [Option<usize>; 2];

/// What a selector asks for.
#[derive(Clone, Debug)]
enum Wish {
    Label(usize, usize),
    In(usize, Vec<usize>),
    NotIn(usize, Vec<usize>),
    Exists(usize),
    DoesNotExist(usize),
}

type Wishes = Vec<Wish>;

#[derive(Clone, Debug)]
enum Peer {
    Pods(Wishes),
    Namespaces(Wishes),
    Both(Wishes, Wishes),
    Block(usize, Option<usize>),
}

#[derive(Clone, Debug)]
enum Gate {
    All(Protocol),
    Number(Protocol, u16),
    Range(Protocol, u16, u16),
    Name(Protocol, &'static str),
}

#[derive(Clone, Debug, Default)]
struct Rule {
    peers: Vec<Peer>,
    ports: Vec<Gate>,
}

#[derive(Clone, Debug)]
struct Policy {
    namespace: usize,
    pods: Wishes,
    /// `policyTypes`: none written, or which.
    types: Option<(bool, bool)>,
    ingress: Vec<Rule>,
    egress: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Member {
    namespace: usize,
    tags: Tags,
    host_network: bool,
    /// The number and protocol of the port named `web`.
    web: (u16, Protocol),
}

#[derive(Debug)]
struct World {
    namespaces: [Tags; 3],
    members: Vec<Member>,
    policies: Vec<Policy>,
}

/// Decisions, one after another; when there are no more, always the first choice.
struct Dice<'d>(std::slice::Iter<'d, u8>);

impl Dice<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % count)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn many<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn tags(&mut self) -> Tags {
        [(); 2].map(|()| self.below(4).checked_sub(1))
    }

    fn wishes(&mut self) -> Wishes {
        self.many(2, |dice| {
            let key = dice.below(2);
            match dice.below(8) {
                0..4 => Wish::Label(key, dice.below(3)),
                4 => Wish::In(key, vec![dice.below(3), dice.below(3)]),
                5 => Wish::NotIn(key, vec![dice.below(3)]),
                6 => Wish::Exists(key),
                _ => Wish::DoesNotExist(key),
            }
        })
    }

    fn peer(&mut self) -> Peer {
        match self.below(4) {
            0 => Peer::Pods(self.wishes()),
            1 => Peer::Namespaces(self.wishes()),
            2 => Peer::Both(self.wishes(), self.wishes()),
            _ => match self.below(7) {
                5 => Peer::Block(0, Some(1)),
                6 => Peer::Block(1, Some(3)),
                block => Peer::Block(block, None),
            },
        }
    }

    fn gate(&mut self) -> Gate {
        let protocol = self.one(&PROTOCOLS);
        match self.below(5) {
            0 => Gate::All(protocol),
            1 => Gate::Range(protocol, 80, self.one(&PORTS)),
            2 => Gate::Name(protocol, "web"),
            _ => Gate::Number(protocol, self.one(&PORTS)),
        }
    }

    fn rule(&mut self) -> Rule {
        Rule { peers: self.many(2, Self::peer), ports: self.many(2, Self::gate) }
    }

    fn world(&mut self) -> World {
        let policy = |dice: &mut Self| Policy {
            namespace: dice.below(3),
            pods: dice.wishes(),
            types: dice.one(&[None, None, Some((true, false)), Some((false, true)), Some((true, true))]),
            ingress: dice.many(2, Self::rule),
            egress: dice.many(2, Self::rule),
        };
        let member = |dice: &mut Self| Member {
            namespace: dice.below(3),
            tags: dice.tags(),
            host_network: dice.below(8) == 7,
            web: (dice.one(&PORTS), dice.one(&PROTOCOLS)),
        };
        World {
            namespaces: [(); 3].map(|()| self.tags()),
            policies: (0..4).map(|_| policy(self)).collect(),
            members: (0..5).map(|_| member(self)).collect(),
        }
    }
}

// What the documentation says.

fn holds(wishes: &[Wish], tags: &Tags) -> bool {
    wishes.iter().all(|wish| match wish {
        Wish::Label(key, value) => tags[*key] == Some(*value),
        Wish::In(key, values) => tags[*key].is_some_and(|value| values.contains(&value)),
        Wish::NotIn(key, values) => !tags[*key].is_some_and(|value| values.contains(&value)),
        Wish::Exists(key) => tags[*key].is_some(),
        Wish::DoesNotExist(key) => tags[*key].is_none(),
    })
}

impl World {
    /// Whether both ends allow a connection from a Pod to a Pod.
    fn allows(&self, from: usize, to: usize, ips: &[IpAddr], protocol: Protocol, port: u16) -> bool {
        self.end(true, from, to, ips, protocol, port) && self.end(false, to, from, ips, protocol, port)
    }

    /// Whether the policies of a Pod allow what it does with another; it sends if `egress`.
    fn end(
        &self,
        egress: bool,
        own: usize,
        other: usize,
        ips: &[IpAddr],
        protocol: Protocol,
        port: u16,
    ) -> bool {
        let pod = &self.members[own];
        if pod.host_network || own == other {
            return true;
        }
        let selects = |policy: &&Policy| policy.namespace == pod.namespace && holds(&policy.pods, &pod.tags);
        let concerns = |policy: &&Policy| match policy.types {
            None => !egress || !policy.egress.is_empty(),
            Some((of_ingress, of_egress)) => {
                if egress {
                    of_egress
                } else {
                    of_ingress
                }
            }
        };
        let mine: Vec<&Policy> = self.policies.iter().filter(selects).filter(concerns).collect();
        let server = &self.members[if egress { other } else { own }];
        // The local node: all Pods on the network of nodes run on one, and so do all others.
        let of_node = self.members[other].host_network;
        mine.is_empty()
            || of_node
            || mine.iter().any(|policy| {
                let rules = if egress { &policy.egress } else { &policy.ingress };
                rules.iter().any(|rule| {
                    let on_port = rule.ports.is_empty()
                        || rule.ports.iter().any(|gate| self.opens(gate, server, protocol, port));
                    let by_peer = rule.peers.is_empty()
                        || rule.peers.iter().any(|peer| self.means(policy, peer, other, ips[other]));
                    on_port && by_peer
                })
            })
    }

    fn opens(&self, gate: &Gate, server: &Member, protocol: Protocol, port: u16) -> bool {
        match *gate {
            Gate::All(of) => of == protocol,
            Gate::Number(of, number) => of == protocol && number == port,
            Gate::Range(of, first, last) => of == protocol && first <= port && port <= last,
            Gate::Name(of, _) => of == protocol && !server.host_network && server.web == (port, protocol),
        }
    }

    fn means(&self, policy: &Policy, peer: &Peer, other: usize, ip: IpAddr) -> bool {
        let member = &self.members[other];
        let space = &self.namespaces[member.namespace];
        let is_in = |block: usize| BLOCKS[block].parse::<ipnet::IpNet>().expect("a network").contains(&ip);
        match peer {
            Peer::Pods(pods) => member.namespace == policy.namespace && holds(pods, &member.tags),
            Peer::Namespaces(spaces) => holds(spaces, space),
            Peer::Both(spaces, pods) => holds(spaces, space) && holds(pods, &member.tags),
            Peer::Block(block, except) => is_in(*block) && !except.is_some_and(is_in),
        }
    }
}

fn analysis(text: String) -> Analysis {
    let analysis = analyze(vec![parse("world.yaml".to_owned(), text.into_bytes())], &Options::default());
    let refused = analysis.manifests.iter().filter(|one| !one.answer.as_ref().is_some_and(|it| it.accepted));
    assert_eq!(refused.count(), 0, "{:?}", analysis.diagnostics);
    analysis
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, rng_seed: RngSeed::Fixed(0x706f_6c69), ..ProptestConfig::default() })]

    #[test]
    fn policies_say_what_their_documentation_says(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let world = Dice(bytes.iter()).world();
        let analysis = analysis(world.manifests());
        let pods: Vec<&Pod> = analysis.cluster.pods.iter().collect();
        let ips: Vec<IpAddr> = pods.iter().map(|pod| pod.ips[0]).collect();
        let policies = Policies::new(&analysis.cluster);
        for (from, sender) in pods.iter().enumerate() {
            for (to, receiver) in pods.iter().enumerate() {
                for (protocol, port) in PROTOCOLS.iter().flat_map(|one| PORTS.map(|port| (*one, port))) {
                    let flow = Flow {
                        from: Party::of(sender), to: Party::of(receiver), protocol, port, asked: None, sent_from: None,
                    };
                    let (egress, ingress) = (policies.egress(&flow), policies.ingress(&flow));
                    let expected = world.allows(from, to, &ips, protocol, port);
                    prop_assert_eq!(
                        egress.allowed && ingress.allowed, expected,
                        "p{} to p{} {}/{}: {:?} {:?}\n{}", from, to, port, protocol, egress.why, ingress.why, world.manifests()
                    );
                    // What does not pass has a reason in words; what policies do not know they do not say for sure.
                    for ruling in [egress, ingress].iter().filter(|ruling| !ruling.allowed) {
                        prop_assert!(ruling.said(&analysis.cluster, &flow).is_some() && ruling.blame().is_some());
                        prop_assert!(ruling.sure);
                    }
                }
            }
        }
    }
}
