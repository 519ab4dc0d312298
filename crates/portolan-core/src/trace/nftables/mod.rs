//! A packet on its way through the table of nftables, as the kernel walks it.

mod chains;

pub(super) use chains::Chains;

use super::hook::{Decided, Decision, Here, Hook, one_after_another};
use super::log::{At, Branch, Log, Shown};
use super::words;
use crate::diagnostic::Message;
use crate::proxy::nftables::{Action, Chain, Element, Key, Lookup, Name, Rule, Verdict};
use std::net::SocketAddr;

/// Chains may lie this deep in each other: the kernel's `NFT_JUMP_STACK_SIZE`.
const DEEPEST: usize = 16;

/// What the chains of `rules` at a hook of a node make of a packet.
pub(super) fn hook(rules: &Chains, here: &Here<'_>, hook: Hook, branch: Branch, log: &mut Log) -> Decided {
    let mut walker = Walker { rules, here, at: here.at(hook.stage()), log };
    one_after_another(base_chains(hook), branch, |name, branch| {
        let Some(chain) = rules.chain(name) else { return vec![(branch, Decision::Accept)] };
        let start = Inside { branch, passages: Vec::new(), remembered: false };
        let ends = walker.walk(chain, 0, start);
        ends.into_iter().map(|(inside, end)| (inside.branch, end.unwrap_or(Decision::Accept))).collect()
    })
}

/// The chains that the kernel starts at a hook, by priority.
const fn base_chains(hook: Hook) -> &'static [&'static str] {
    match hook {
        Hook::Prerouting => &["filter-prerouting-pre-dnat", "nat-prerouting"],
        Hook::Output => &["filter-output-pre-dnat", "nat-output", "filter-output"],
        Hook::Input => &["filter-input"],
        Hook::Forward => &["filter-forward"],
        Hook::Postrouting => &["nat-postrouting"],
    }
}

/// The table of a node, being walked.
struct Walker<'r, 'l> {
    rules: &'r Chains,
    here: &'r Here<'r>,
    at: At<'r>,
    log: &'l mut Log,
}

/// A branch inside the table.
struct Inside<'r> {
    branch: Branch,
    /// What led it here and is not written down yet: ways into chains that do nothing to a packet are not worth a line.
    passages: Vec<Passage<'r>>,
    /// Whether the client was put on the list of an endpoint.
    remembered: bool,
}

/// A way into a chain.
#[derive(Clone, Copy)]
struct Passage<'r> {
    to: &'r str,
    by: By<'r>,
}

/// What in the table decides something.
#[derive(Clone, Copy)]
enum By<'r> {
    Rule(&'r Rule),
    /// A rule that decides by lot, and the place of what the lot fell on.
    Lot(&'r Rule, usize),
    Element(Lookup, Key, &'r Element),
}

/// What a chain made of a branch: nothing if it came to its end.
type End = Option<Decision>;

/// What a rule made of a branch.
enum Flow {
    /// It goes on to the next rule.
    On,
    Ended(End),
}

impl<'r> Walker<'r, '_> {
    fn walk(&mut self, chain: &'r Chain, depth: usize, start: Inside<'r>) -> Vec<(Inside<'r>, End)> {
        let (mut waiting, mut ends) = (vec![(0, start)], Vec::new());
        while let Some((from, inside)) = waiting.pop() {
            let mut rules = chain.rules.iter().enumerate().skip(from);
            let Some((index, rule)) =
                rules.find(|(_, rule)| self.rules.fits(rule, self.here, &inside.branch.packet))
            else {
                ends.push((inside, None));
                continue;
            };
            for (inside, flow) in self.take(rule, depth, inside).into_iter().rev() {
                match flow {
                    Flow::On => waiting.push((index + 1, inside)),
                    Flow::Ended(end) => ends.push((inside, end)),
                }
            }
        }
        ends
    }

    /// Does what a rule says, action by action.
    fn take(&mut self, rule: &'r Rule, depth: usize, mut inside: Inside<'r>) -> Vec<(Inside<'r>, Flow)> {
        let by = By::Rule(rule);
        for action in &rule.actions {
            let packet = &mut inside.branch.packet;
            match action {
                Action::SetMark(mark) => {
                    packet.mark |= mark;
                    self.write(&mut inside, by, words::marked());
                }
                Action::FlipMark(mark) => packet.mark ^= mark,
                Action::Remember(_) => inside.remembered = true,
                Action::Other(_) => {}
                Action::Masquerade => {
                    if let Some(message) = packet.masquerade() {
                        self.write(&mut inside, by, message);
                    }
                    return vec![(inside, Flow::decided(Decision::Accept))];
                }
                Action::Dnat(to) => return vec![self.translate(inside, by, *to)],
                Action::DnatByLot(addresses) => return self.translate_by_lot(rule, addresses, inside),
                Action::GotoByLot(chains) => return self.go_by_lot(rule, chains, depth, inside),
                Action::Verdict(verdict) => return self.obey(verdict, by, depth, inside),
                Action::LookUp(lookup) => match self.rules.look_up(*lookup, packet) {
                    Some((key, element)) => {
                        let by = By::Element(*lookup, key, element);
                        return self.obey(&element.verdict, by, depth, inside);
                    }
                    None => break,
                },
            }
        }
        vec![(inside, Flow::On)]
    }

    fn obey(
        &mut self,
        verdict: &'r Verdict,
        by: By<'r>,
        depth: usize,
        mut inside: Inside<'r>,
    ) -> Vec<(Inside<'r>, Flow)> {
        let (message, decision) = match verdict {
            Verdict::Jump(to) => return self.jump((to, by), depth, inside, true),
            Verdict::Goto(to) => return self.jump((to, by), depth, inside, false),
            Verdict::Drop => (words::dropped(), Decision::Drop),
            Verdict::Reject => (words::rejected(), Decision::Reject),
        };
        self.write(&mut inside, by, message);
        vec![(inside, Flow::decided(decision))]
    }

    /// Goes on in another chain; comes back to the next rule, or as `goto` does to where this chain was jumped from.
    fn jump(
        &mut self,
        (to, by): (&'r str, By<'r>),
        depth: usize,
        mut inside: Inside<'r>,
        back: bool,
    ) -> Vec<(Inside<'r>, Flow)> {
        let Some(chain) = self.rules.chain(to).filter(|_| depth < DEEPEST) else {
            return vec![(inside, Flow::On)];
        };
        let known = inside.passages.len();
        inside.passages.push(Passage { to, by });
        let inner = self.walk(chain, depth + 1, inside);
        let behind = inner.into_iter().map(|(mut inside, end)| {
            if end.is_none() {
                inside.passages.truncate(known);
            }
            (inside, if end.is_none() && back { Flow::On } else { Flow::Ended(end) })
        });
        behind.collect()
    }

    fn go_by_lot(
        &mut self,
        rule: &'r Rule,
        chains: &'r [Name],
        depth: usize,
        inside: Inside<'r>,
    ) -> Vec<(Inside<'r>, Flow)> {
        let parts = self.split(inside, chains.len());
        let ends = parts.into_iter().flat_map(|(place, mut inside)| {
            let Some(to) = chains.get(place) else { return vec![(inside, Flow::On)] };
            let by = By::Lot(rule, place);
            inside.passages.push(Passage { to, by });
            self.flush(&mut inside);
            let Some(chain) = self.rules.chain(to).filter(|_| depth < DEEPEST) else {
                return vec![(inside, Flow::On)];
            };
            let inner = self.walk(chain, depth + 1, inside);
            inner.into_iter().map(|(inside, end)| (inside, Flow::Ended(end))).collect()
        });
        ends.collect()
    }

    fn translate_by_lot(
        &mut self,
        rule: &'r Rule,
        addresses: &[SocketAddr],
        inside: Inside<'r>,
    ) -> Vec<(Inside<'r>, Flow)> {
        let parts = self.split(inside, addresses.len()).into_iter();
        let parts = parts.filter_map(|(place, inside)| Some((place, inside, *addresses.get(place)?)));
        parts.map(|(place, inside, to)| self.translate(inside, By::Lot(rule, place), to)).collect()
    }

    fn translate(&mut self, mut inside: Inside<'r>, by: By<'r>, to: SocketAddr) -> (Inside<'r>, Flow) {
        inside.branch.packet.translate(to);
        let message = words::translated(to, inside.remembered);
        self.write(&mut inside, by, message);
        (inside, Flow::decided(Decision::Accept))
    }

    /// One part for each of `count`, all equally likely: `numgen random` is as even as 32 bits can be.
    fn split(&mut self, mut inside: Inside<'r>, count: usize) -> Vec<(usize, Inside<'r>)> {
        self.flush(&mut inside);
        let part = |branch| Inside { branch, passages: Vec::new(), remembered: inside.remembered };
        self.log.share_out(&inside.branch, count).into_iter().map(part).enumerate().collect()
    }

    /// Writes down what was done, behind the ways that led to it.
    fn write(&mut self, inside: &mut Inside<'r>, by: By<'r>, message: Message) {
        self.flush(inside);
        let shown = self.shown(by);
        self.log.step(&mut inside.branch, self.at, message, Some(shown));
    }

    fn flush(&mut self, inside: &mut Inside<'r>) {
        for Passage { to, by } in std::mem::take(&mut inside.passages) {
            let shown = self.shown(by);
            self.log.step(&mut inside.branch, self.at, words::into_chain(to, false), Some(shown));
        }
    }

    fn shown(&self, by: By<'_>) -> Shown {
        let family = self.rules.family();
        match by {
            By::Rule(rule) => Shown { text: rule.text(family), origin: rule.origin.clone() },
            By::Lot(rule, place) => {
                Shown { text: rule.text_of_lot(family, place), origin: rule.origin.clone() }
            }
            By::Element(lookup, key, element) => {
                Shown { text: lookup.element_text(key, element), origin: element.origin.clone() }
            }
        }
    }
}

impl Flow {
    const fn decided(decision: Decision) -> Self {
        Self::Ended(Some(decision))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analysis;
    use crate::trace::fixture::{PODS, analysis, outcomes, pod, rules, walk};
    use crate::trace::{Client, Trace};

    const CART: &str = "---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec:
  type: NodePort
  clusterIP: 10.96.1.1
  selector: {app: cart}
  ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
";

    fn shop(more: &str) -> Analysis {
        analysis(&format!("{PODS}{CART}{more}"))
    }

    fn ask(analysis: &Analysis, from: Client, to: &str) -> Trace {
        walk(analysis, from, to, &["--proxy-mode=nftables"])
    }

    #[test]
    fn every_base_chain_of_the_table_is_started_at_its_hook() {
        let shop = shop("");
        let options = crate::proxy::ProxyOptions::new(&shop.cluster.options);
        let table = crate::proxy::nftables::table(&crate::proxy::plan(&shop.cluster, &shop.slices, &options));
        let hooks = [Hook::Prerouting, Hook::Output, Hook::Input, Hook::Forward, Hook::Postrouting];
        let mut started: Vec<_> = hooks.into_iter().flat_map(base_chains).copied().collect();
        started.sort_unstable();
        let base = table.chains.iter().filter(|(_, chain)| chain.hook.is_some());
        let mut base: Vec<_> = base.map(|(name, _)| name.as_ref()).collect();
        base.sort_unstable();
        assert_eq!(started, base);
    }

    #[test]
    fn a_cluster_ip_leads_by_one_element_and_one_lot_to_an_endpoint() {
        let shop = shop("");
        let trace = ask(&shop, pod(&shop.cluster, "one"), "10.96.1.1:80");
        let expected = [
            "0.5000 answered 10.244.1.2:8080 sees 192.168.10.11",
            "0.5000 answered 10.244.2.2:8080 sees 10.244.1.2",
        ];
        assert_eq!(outcomes(&trace), expected, "{trace:#?}");
        let expected = [
            "jump services",
            "@service-ips { 10.96.1.1 . tcp . 80 : goto service-HASH }",
            "meta l4proto tcp dnat ip to numgen random mod 2 map { …, 1 : 10.244.2.2 . 8080 }",
        ];
        assert_eq!(rules(&trace, 1), expected);
    }

    #[test]
    fn node_ports_are_not_on_the_loopback_address() {
        let shop = shop("");
        let expected = ["1.0000 refused"];
        assert_eq!(outcomes(&ask(&shop, Client::Node(0), "127.0.0.1:30080")), expected);
        let trace = ask(&shop, Client::Node(0), "192.168.10.11:30080");
        assert_eq!(outcomes(&trace).len(), 2, "{trace:#?}");
    }

    #[test]
    fn a_port_that_a_cluster_ip_does_not_have_is_refused() {
        let shop = shop("");
        let trace = ask(&shop, pod(&shop.cluster, "one"), "10.96.1.1:81");
        assert_eq!(outcomes(&trace), ["1.0000 refused"]);
        let last = rules(&trace, 0).pop().expect("a rule");
        assert!(last.contains("Reject traffic to invalid ports of ClusterIPs"), "{last}");
        let nobody = ask(&shop, pod(&shop.cluster, "one"), "10.96.1.2:80");
        assert_eq!(outcomes(&nobody), ["1.0000 timeout"]);
    }

    #[test]
    fn a_client_on_no_list_is_put_on_one() {
        let sticky = CART.replace("  type: NodePort", "  sessionAffinity: ClientIP\n  type: NodePort");
        let shop = analysis(&format!("{PODS}{sticky}"));
        let trace = ask(&shop, Client::Node(2), "10.96.1.1:80");
        assert_eq!(outcomes(&trace).len(), 2);
        let english = crate::diagnostic::Lang::En;
        let said = trace.steps.iter().any(|step| step.message.render(english).contains("sessionAffinity"));
        assert!(said, "{trace:#?}");
    }
}
