//! What single rules of `iptables-save` tell, as far as kube-proxy writes them.

use super::reading::{Answer, Line, Masquerade, PortName};
use super::{SavedChain, SavedRule};
use crate::object::Protocol;
use crate::proxy::iptables::{Match, Rule, Target};
use portolan_yaml::collections::BTreeSet;

/// The chain that marks packets for masquerading.
pub(super) const MARK_MASQ: &str = "KUBE-MARK-MASQ";

/// The Service port of that name, which of old ends with a colon.
pub(super) fn port_name(name: &str, protocol: Protocol) -> PortName {
    PortName { name: name.trim_end_matches(':').into(), protocol }
}

/// What a packet gets in a chain of that name.
pub(super) fn answer(target: &str) -> Answer {
    match target.get(..9).unwrap_or(target) {
        "KUBE-SVL-" => Answer::Local,
        "KUBE-EXT-" | "KUBE-XLB-" => Answer::External,
        _ if target.starts_with("KUBE-FW-") => Answer::Guarded,
        _ => Answer::Cluster,
    }
}

/// The first comment of a rule.
pub(super) fn comment(rule: &Rule) -> Option<&str> {
    rule.matches.iter().find_map(|one| match one {
        Match::Comment(text) => Some(text.as_ref()),
        _ => None,
    })
}

/// `--dport`.
pub(super) fn destination_port(rule: &Rule) -> Option<u16> {
    rule.matches.iter().find_map(|one| match one {
        Match::Transport(_, port) => *port,
        _ => None,
    })
}

/// How long the rule remembers a client, if it asks for one that was here before.
pub(super) fn remembered(one: &Match) -> Option<u32> {
    match one {
        Match::RecentlySeen { seconds, .. } => Some(*seconds),
        _ => None,
    }
}

/// Whether a rule sends packets to this chain.
pub(super) fn jumps_to(rule: &Rule, chain: &str) -> bool {
    matches!(&rule.target, Some(Target::Jump(target)) if target == chain)
}

/// Whether a rule sends packets to the chain of an endpoint.
pub(super) fn leads_to_endpoint(rule: &Rule) -> bool {
    matches!(&rule.target, Some(Target::Jump(target)) if target.starts_with("KUBE-SEP-"))
}

/// The masquerading of the cluster IP that a chain does before it sends packets on.
pub(super) fn masquerade(chain: &SavedChain) -> Option<(Masquerade, Line)> {
    let before = chain.rules.iter().take_while(|saved| !leads_to_endpoint(&saved.rule));
    before
        .filter(|saved| jumps_to(&saved.rule, MARK_MASQ) && saved.rule.destination.is_some())
        .find_map(|saved| Some((masquerade_of(&saved.rule)?, saved.line)))
}

/// Which traffic a rule that marks for masquerading takes.
pub(super) fn masquerade_of(rule: &Rule) -> Option<Masquerade> {
    match (&rule.source, &rule.interface) {
        (Some(source), _) if source.not => Some(Masquerade::NotFrom(source.net)),
        (None, Some((true, name))) => Some(Masquerade::NotThrough(name.clone())),
        (None, None) => Some(Masquerade::All),
        _ => None,
    }
}

/// The sources that a firewall lets through.
pub(super) fn sources(chain: &SavedChain) -> BTreeSet<String> {
    let admits = |saved: &&SavedRule| matches!(&saved.rule.target, Some(Target::Jump(to)) if to != MARK_MASQ);
    let sources = chain.rules.iter().filter(admits).filter_map(|saved| saved.rule.source);
    sources.filter(|source| !source.not).map(|source| source.net.to_string()).collect()
}
