//! A packet on its way through the tables of iptables, as the kernel walks them.

use super::hook::{Decided, Decision, Here, Hook, one_after_another};
use super::log::{At, Branch, Log, Shown};
use super::{Incoming, Packet, ipvs, words};
use crate::diagnostic::Message;
use crate::proxy::iptables::{Address, Chain, Match, Rule, Ruleset, States, Table, Target};
use crate::proxy::ipvs::VirtualServers;
use std::net::{IpAddr, SocketAddr};

/// Chains may lie this deep in each other; the kernel's own limit is the size of its jump stack.
const DEEPEST: usize = 32;

/// Tables, and the sets that their rules may ask.
#[derive(Clone, Copy)]
pub(super) struct Tables<'r> {
    pub(super) rules: &'r Ruleset,
    pub(super) servers: Option<&'r VirtualServers>,
}

/// What the rules of `rules` make of a packet at a hook of a node.
pub(super) fn hook(rules: &Ruleset, here: &Here<'_>, hook: Hook, branch: Branch, log: &mut Log) -> Decided {
    let (nat, filter) = (&rules.nat, &rules.filter);
    let stations = match hook {
        Hook::Prerouting | Hook::Postrouting => vec![nat],
        Hook::Output => vec![nat, filter],
        Hook::Input => vec![filter, nat],
        Hook::Forward => vec![filter],
    };
    let tables = Tables { rules, servers: None };
    one_after_another(stations, branch, |table, branch| pass(tables, here, (table, hook), branch, log))
}

/// What the chain of one table at a hook makes of a packet.
pub(super) fn pass(
    tables: Tables<'_>,
    here: &Here<'_>,
    (table, hook): (&Table, Hook),
    branch: Branch,
    log: &mut Log,
) -> Decided {
    let mut walker = Walker { tables, here, at: here.at(hook.stage()), log };
    let name = built_in(hook);
    let Some(chain) = table.chain(name) else { return vec![(branch, Decision::Accept)] };
    let start = Inside { branch, jumps: Vec::new() };
    let ends = walker.walk(Place { table, name, chain, depth: 0 }, start);
    let decided = ends.into_iter().map(|(inside, verdict)| match verdict {
        Verdict::Returned => (inside.branch, Decision::Accept),
        Verdict::Decided(decision) => (inside.branch, decision),
    });
    decided.collect()
}

/// The chain in which the kernel starts at a hook.
const fn built_in(hook: Hook) -> &'static str {
    match hook {
        Hook::Prerouting => "PREROUTING",
        Hook::Input => "INPUT",
        Hook::Forward => "FORWARD",
        Hook::Output => "OUTPUT",
        Hook::Postrouting => "POSTROUTING",
    }
}

/// The rules of a node, being walked.
struct Walker<'r, 'l> {
    tables: Tables<'r>,
    here: &'r Here<'r>,
    at: At<'r>,
    log: &'l mut Log,
}

/// A branch inside a table, with the jumps that led it here and are not written down yet: those into chains that do
/// nothing to a packet are not worth a line.
struct Inside<'r> {
    branch: Branch,
    jumps: Vec<(Place<'r>, &'r Rule)>,
}

/// A chain being walked.
#[derive(Clone, Copy)]
struct Place<'r> {
    table: &'r Table,
    name: &'r str,
    chain: &'r Chain,
    depth: usize,
}

/// What a chain made of a branch.
enum Verdict {
    /// It came to the end of the chain.
    Returned,
    Decided(Decision),
}

/// What a rule made of a branch.
enum Flow {
    /// It goes on to the next rule.
    On,
    Ended(Verdict),
}

impl<'r> Walker<'r, '_> {
    fn walk(&mut self, place: Place<'r>, start: Inside<'r>) -> Vec<(Inside<'r>, Verdict)> {
        let (mut waiting, mut ends) = (vec![(0, start)], Vec::new());
        while let Some((from, mut inside)) = waiting.pop() {
            let packet = &inside.branch.packet;
            let mut rules = place.chain.rules.iter().enumerate().skip(from);
            let found = rules.find_map(|(index, rule)| {
                let share = self.share(rule, packet);
                (share > 0.0).then_some((index + 1, rule, share))
            });
            let Some((next, rule, share)) = found else {
                ends.push((inside, Verdict::Returned));
                continue;
            };
            if share < 1.0 {
                self.flush(&mut inside);
                let part = self.log.split(&inside.branch, share);
                inside.branch.narrow(1.0 - share);
                waiting.push((next, inside));
                let Some(branch) = part else { continue };
                inside = Inside { branch, jumps: Vec::new() };
            }
            for (inside, flow) in self.take(place, rule, inside) {
                match flow {
                    Flow::On => waiting.push((next, inside)),
                    Flow::Ended(verdict) => ends.push((inside, verdict)),
                }
            }
        }
        ends
    }

    fn take(&mut self, place: Place<'r>, rule: &'r Rule, mut inside: Inside<'r>) -> Vec<(Inside<'r>, Flow)> {
        let packet = &mut inside.branch.packet;
        let (message, flow) = match &rule.target {
            // What only other software's rules do: kube-proxy writes none of them.
            None | Some(Target::Other(_)) => (None, Flow::On),
            Some(Target::Jump(chain)) => return self.jump(place, rule, chain, inside),
            Some(Target::Return) => (None, Flow::Ended(Verdict::Returned)),
            Some(Target::Accept) => (None, Flow::decided(Decision::Accept)),
            Some(Target::Drop) => (Some(words::dropped()), Flow::decided(Decision::Drop)),
            Some(Target::Reject) => (Some(words::rejected()), Flow::decided(Decision::Reject)),
            Some(Target::SetMark(mark)) => {
                packet.mark |= mark;
                (Some(words::marked()), Flow::On)
            }
            Some(Target::FlipMark(mark)) => {
                packet.mark ^= mark;
                (None, Flow::On)
            }
            Some(Target::Masquerade { .. }) => (packet.masquerade(), Flow::decided(Decision::Accept)),
            Some(Target::Dnat(to)) => {
                packet.translate(*to);
                let sticks = rule.matches.iter().any(|one| matches!(one, Match::RememberSource { .. }));
                (Some(words::translated(*to, sticks)), Flow::decided(Decision::Accept))
            }
        };
        if let Some(message) = message {
            self.write(&mut inside, (place, rule), message);
        }
        vec![(inside, flow)]
    }

    fn jump(
        &mut self,
        place: Place<'r>,
        rule: &'r Rule,
        name: &'r str,
        mut inside: Inside<'r>,
    ) -> Vec<(Inside<'r>, Flow)> {
        let Some(chain) = place.table.chain(name).filter(|_| place.depth < DEEPEST) else {
            return vec![(inside, Flow::On)];
        };
        let depth = inside.jumps.len();
        inside.jumps.push((place, rule));
        if rule.matches.iter().any(|one| matches!(one, Match::Random(_))) {
            self.flush(&mut inside);
        }
        let inner = self.walk(Place { name, chain, depth: place.depth + 1, ..place }, inside);
        let behind = inner.into_iter().map(|(mut inside, verdict)| match verdict {
            Verdict::Returned => {
                inside.jumps.truncate(depth);
                (inside, Flow::On)
            }
            decided @ Verdict::Decided(_) => (inside, Flow::Ended(decided)),
        });
        behind.collect()
    }

    /// Writes down what a rule did, behind the jumps that led to it.
    fn write(&mut self, inside: &mut Inside<'r>, (place, rule): (Place<'r>, &Rule), message: Message) {
        self.flush(inside);
        let shown = self.shown(place.name, rule);
        self.log.step(&mut inside.branch, self.at, message, Some(shown));
    }

    fn flush(&mut self, inside: &mut Inside<'r>) {
        for (place, rule) in std::mem::take(&mut inside.jumps) {
            let Some(Target::Jump(to)) = &rule.target else { continue };
            let shown = self.shown(place.name, rule);
            let message = words::into_chain(to, place.table.name == "filter");
            self.log.step(&mut inside.branch, self.at, message, Some(shown));
        }
    }

    fn shown(&self, chain: &str, rule: &Rule) -> Shown {
        Shown { text: rule.text(chain, self.tables.rules.family), origin: rule.origin.clone() }
    }

    /// The share of such packets that a rule takes: all, none, or what a lot decides.
    fn share(&self, rule: &Rule, packet: &Packet) -> f64 {
        let fits = address(rule.source, packet.source)
            && address(rule.destination, packet.destination.ip())
            && rule.protocol.is_none_or(|protocol| protocol == packet.protocol)
            && rule.interface.as_ref().is_none_or(|(not, _)| (packet.incoming == Incoming::Pod) != *not);
        if !fits {
            return 0.0;
        }
        rule.matches.iter().map(|one| self.condition(one, packet)).product()
    }

    fn condition(&self, one: &Match, packet: &Packet) -> f64 {
        let holds = match one {
            Match::Random(probability) => return probability.value(),
            Match::Comment(_) | Match::Count(_) | Match::RememberSource { .. } => true,
            // The client's first connection: no list has it yet.
            Match::RecentlySeen { .. } => false,
            // A condition of other software; its rules are taken not to concern the packet.
            Match::Other(_) => false,
            Match::Set { set, sides } => {
                self.tables.servers.is_some_and(|servers| ipvs::is_in_set(servers, *set, sides, packet))
            }
            Match::VirtualServer { address, protocol, port } => {
                let original = packet.original == Some(SocketAddr::new(*address, *port));
                original && *protocol == packet.protocol
            }
            Match::Transport(protocol, port) => {
                *protocol == packet.protocol && port.is_none_or(|port| port == packet.destination.port())
            }
            Match::SourceLocal => self.here.is_local(packet.source),
            Match::SourceElsewhere => !self.here.is_local(packet.source),
            Match::NotBridged => packet.incoming != Incoming::Pod,
            Match::DestinationLocal => self.here.is_local(packet.destination.ip()),
            Match::Mark { not, mask } => (packet.mark & mask == *mask) != *not,
            Match::Connection { not, states } => is_in(*states, packet) != *not,
        };
        f64::from(u8::from(holds))
    }
}

impl Flow {
    const fn decided(decision: Decision) -> Self {
        Self::Ended(Verdict::Decided(decision))
    }
}

fn address(wanted: Option<Address>, ip: IpAddr) -> bool {
    wanted.is_none_or(|Address { not, net, .. }| net.contains(&ip) != not)
}

/// The packet is the first of its connection.
fn is_in(states: States, packet: &Packet) -> bool {
    match states {
        States::New => true,
        States::Invalid | States::Known => false,
        States::KnownOrTranslated => packet.original.is_some(),
    }
}
