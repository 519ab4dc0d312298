//! Goals about connections: the walk is asked, and its outcomes are compared.

use super::client::{value, with_client};
use super::{Standing, words};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::object::Protocol;
use portolan_core::proxy::{Mode, ProxyOptions};
use portolan_core::trace::{Client, Ending, Outcome, Receiver, Request, trace};
use portolan_yaml::collections::BTreeSet;
use std::net::IpAddr;

/// How connections are to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// Who opens them.
    pub(super) from: String,
    /// What to: a target, or `$NAME` for what a variable of the client's container says.
    pub(super) to: String,
    /// How they end.
    pub(super) ending: Ending,
    /// Whether it is enough that some end so.
    pub(super) part: bool,
    /// What else is to be so.
    pub(super) options: Options,
}

/// What else is to be so of connections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How many Pods answer.
    pub(super) pods: Option<usize>,
    /// How their names begin.
    pub(super) pod: Option<String>,
    /// The container that has the port.
    pub(super) container: Option<String>,
    /// The port at which they arrive.
    pub(super) port: Option<u16>,
    /// Whose address the Pod sees.
    pub(super) seen: Option<Seen>,
    /// kube-proxy's mode.
    pub(super) mode: Mode,
    /// Whether it is UDP.
    pub(super) udp: bool,
}

/// Whose address a receiver sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The client's own.
    Client,
    /// That of a node.
    Node,
}

impl Connection {
    pub(super) fn check(&self, analysis: &Analysis) -> Standing {
        let to = match self.to.strip_prefix('$').map(|name| (name, value(analysis, &self.from, name))) {
            None => self.to.clone(),
            Some((_, Ok(Some(to)))) => to,
            Some((name, Ok(None))) => {
                return Standing::not(words::NO_VARIABLE.with([("name", Arg::code(name))]));
            }
            Some((_, Err(message))) => return Standing::not(message),
        };
        let walked = with_client(analysis, &self.from, |analysis, from| {
            let proxy =
                ProxyOptions { mode: self.options.mode, ..ProxyOptions::new(&analysis.cluster.options) };
            let protocol = self.options.udp.then_some(Protocol::Udp);
            let request = Request::parse(&analysis.cluster, (from, &to), protocol, proxy)?;
            let outcomes = trace(&analysis.cluster, &analysis.slices, &request).outcomes();
            let own = match request.from {
                Client::Pod(id) => analysis.cluster.pod(id).and_then(|pod| pod.ips.first().copied()),
                Client::Outside(ip) => Some(ip),
                Client::Node(_) => None,
            };
            Ok(self.compare(analysis, &outcomes, own))
        });
        walked.unwrap_or_else(Standing::not)
    }

    fn compare(&self, analysis: &Analysis, outcomes: &[Outcome], own: Option<IpAddr>) -> Standing {
        let likely = || outcomes.iter().filter(|one| one.probability > 0.0);
        let fits = |one: &Outcome| one.ending == self.ending;
        let as_wanted = if self.part { likely().any(fits) } else { likely().all(fits) };
        if !as_wanted {
            let endings: BTreeSet<&str> = likely().map(|one| one.ending.as_str()).collect();
            let endings = endings.into_iter().map(str::to_owned).collect();
            return Standing::not(words::ENDINGS.with([("endings", Arg::Codes(endings))]));
        }
        let fitting: Vec<&Outcome> = likely().filter(|one| fits(one)).collect();
        self.receivers(analysis, &fitting)
            .or_else(|| self.seen(&fitting, own))
            .map_or(Standing { met: true, now: None }, Standing::not)
    }

    /// What is not as wanted of those who answer.
    fn receivers(&self, analysis: &Analysis, fitting: &[&Outcome]) -> Option<Message> {
        let Options { pods, pod, container, port, .. } = &self.options;
        let mut names = BTreeSet::new();
        let mut others = BTreeSet::new();
        for one in fitting {
            let Receiver::Pod(id, owner) = &one.receiver else { continue };
            let Some(found) = analysis.cluster.pod(*id) else { continue };
            names.insert(found.full_name());
            let arrived = one.address.map(|address| address.port());
            let wrong_pod = pod.as_ref().is_some_and(|prefix| !found.name.starts_with(prefix.as_str()));
            let wrong_container = container.as_ref().is_some_and(|name| owner.as_deref() != Some(name));
            if wrong_pod || wrong_container || (port.is_some() && *port != arrived) {
                let owner = owner.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
                others.insert(format!("{}{owner}:{}", found.name, arrived.unwrap_or_default()));
            }
        }
        if pods.is_some_and(|wanted| wanted != names.len()) {
            return Some(words::PODS.with([("n", Arg::count(names.len()))]));
        }
        let others: Vec<String> = others.into_iter().collect();
        (!others.is_empty()).then(|| words::SOMEBODY_ELSE.with([("pods", Arg::Codes(others))]))
    }

    /// What is not as wanted of the address that the receivers see.
    fn seen(&self, fitting: &[&Outcome], own: Option<IpAddr>) -> Option<Message> {
        let wanted = self.options.seen?;
        let wrong = fitting.iter().find(|one| (one.seen_source == own) != (wanted == Seen::Client))?;
        let seen = wrong.seen_source.map(|ip| ip.to_string()).unwrap_or_default();
        Some(words::SEEN.with([("seen", Arg::code(seen))]))
    }
}
