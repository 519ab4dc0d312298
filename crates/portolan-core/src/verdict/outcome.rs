//! What becomes of the connections of one question, in a sentence.

use super::reason::{self, Why};
use super::{Tone, Verdict, readiness, share, words};
use crate::Analysis;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Certainty, Message};
use crate::object::Service;
use crate::trace::{Client, End, Ending, Receiver, Request, Trace};
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::BTreeMap;

/// What is lost less often than this is not.
const NEVER: f64 = 1e-9;

/// The ends of a walk, weighed.
pub(super) struct Outcome<'t> {
    /// The share of the connections that nobody answers.
    pub(super) lost: f64,
    /// How most of those end.
    pub(super) worst: Option<&'t End>,
    walk: &'t Trace,
}

impl<'t> Outcome<'t> {
    pub(super) fn of(walk: &'t Trace) -> Self {
        let mut kinds: BTreeMap<_, (&End, f64)> = BTreeMap::new();
        for end in walk.ends.iter().filter(|end| end.ending != Ending::Answered) {
            let blame = end.blame.as_ref().map(|origin| (origin.object, origin.path.as_str()));
            kinds.entry((end.ending, end.reason.template.id, blame)).or_insert((end, 0.0)).1 +=
                end.probability;
        }
        let lost: f64 = kinds.values().map(|(_, share)| share).sum();
        let mut worst: Option<(&End, f64)> = None;
        for (end, share) in kinds.into_values() {
            if worst.is_none_or(|(_, known)| share > known + NEVER) {
                worst = Some((end, share));
            }
        }
        Self { lost, worst: worst.map(|(end, _)| end), walk }
    }

    fn is_all_lost(&self) -> bool {
        self.lost > 1.0 - NEVER
    }

    pub(super) fn tone(&self) -> Tone {
        let elsewhere = |end: &End| end.receiver == Receiver::Elsewhere;
        match self.worst {
            Some(worst) if self.is_all_lost() && !is_doubtful(worst) => Tone::Bad,
            Some(_) => Tone::Partly,
            _ if self.walk.ends.is_empty() || self.walk.ends.iter().all(elsewhere) => Tone::Open,
            _ => Tone::Good,
        }
    }
}

/// Whether a container may answer after all: it does not have to declare the ports on which it listens.
fn is_doubtful(end: &End) -> bool {
    end.reason.template.id == "trace.port-not-declared"
}

/// How the verdict on a walk sounds.
pub(super) fn tone(analysis: &Analysis, request: &Request, walk: &Trace) -> Tone {
    if readiness::obstacle(analysis, request, walk).is_some() { Tone::Bad } else { Outcome::of(walk).tone() }
}

/// Why connections of a walk are lost, and how most of those end.
pub(super) fn loss(analysis: &Analysis, request: &Request, walk: &Trace) -> Option<(Why, Ending)> {
    let outcome = Outcome::of(walk);
    if let Some(obstacle) =
        readiness::obstacle(analysis, request, walk).filter(|_| outcome.tone() != Tone::Bad)
    {
        return Some(obstacle);
    }
    outcome.worst.map(|end| (reason::why(analysis, end), end.ending))
}

/// The verdict on one question, for which this is the walk.
pub(super) fn verdict(analysis: &Analysis, (request, to): (&Request, &str), walk: &Trace) -> Verdict {
    let outcome = Outcome::of(walk);
    let tone = outcome.tone();
    let parties = [("from", Arg::said(client(&analysis.cluster, &request.from))), ("to", Arg::code(to))];
    if let Some((why, ending)) = readiness::obstacle(analysis, request, walk).filter(|_| tone != Tone::Bad) {
        let mut sentence = words::LOST.with(parties);
        sentence.args.push(("reason", Arg::said(why.message.clone())));
        return Verdict::new(Tone::Bad, sentence).because(&why).ending(ending);
    }
    let Some(worst) = outcome.worst else {
        return Verdict::new(tone, answered(analysis, parties, walk));
    };
    let why = reason::why(analysis, worst);
    let mut sentence = match tone {
        Tone::Bad => words::LOST.with(parties),
        _ if outcome.is_all_lost() => words::DOUBTFUL.with(parties),
        _ => words::PARTLY_LOST.with(parties),
    };
    let fail = if is_doubtful(worst) { &words::ARE_PROBABLY_REFUSED } else { words::fail(worst.ending) };
    sentence.args.push(("n", Arg::count(walk.ends.len())));
    sentence.args.push(("share", Arg::said(share::share(outcome.lost))));
    sentence.args.push(("fail", Arg::said(fail.message())));
    sentence.args.push(("reason", Arg::said(why.message.clone())));
    Verdict::new(tone, sentence).because(&why).ending(worst.ending)
}

impl Verdict {
    pub(super) fn because(self, why: &Why) -> Self {
        Self { origin: why.origin.clone(), diagnostic: why.diagnostic, ..self }
    }

    pub(super) fn ending(self, ending: Ending) -> Self {
        Self { ending: Some(ending), ..self }
    }
}

/// Who asks.
fn client(cluster: &Cluster, from: &Client) -> Message {
    match from {
        Client::Pod(id) if cluster.guest_id() == Some(*id) => words::GUEST.message(),
        Client::Pod(id) => {
            words::POD.with([("name", Arg::code(cluster.pod(*id).map(name).unwrap_or_default()))])
        }
        Client::Node(node) => {
            let name = cluster.nodes.get(*node).map(|node| node.name.as_ref()).unwrap_or_default();
            words::NODE.with([("name", Arg::code(name))])
        }
        Client::Outside(ip) => words::OUTSIDE.with([("ip", Arg::code(ip.to_string()))]),
    }
}

/// A Pod's name, with its namespace unless that is `default`.
fn name(pod: &Pod) -> String {
    if *pod.namespace == *"default" { pod.name.to_string() } else { pod.full_name() }
}

/// A Service's name, with its namespace unless that is `default`.
pub(super) fn short_name(service: &Service) -> String {
    if *service.meta.namespace == *"default" {
        service.meta.name.to_string()
    } else {
        service.meta.full_name()
    }
}

/// Everything is answered: by whom.
fn answered(analysis: &Analysis, parties: [(&'static str, Arg); 2], walk: &Trace) -> Message {
    let cluster = &analysis.cluster;
    let mut pods: BTreeMap<PodId, f64> = BTreeMap::new();
    for end in &walk.ends {
        if let Receiver::Pod(id, _) = end.receiver {
            *pods.entry(id).or_default() += end.probability;
        }
    }
    let [from, to] = parties;
    let n = ("n", Arg::count(pods.len()));
    let pod = |id: &PodId| {
        Arg::said(words::POD.with([("name", Arg::code(cluster.pod(*id).map(name).unwrap_or_default()))]))
    };
    if let Some([(one, first), (other, second)]) = teams(cluster, &pods) {
        let [share, rest] = [("share", part(first)), ("rest", part(second))];
        return words::REACHES_TEAMS.with([from, to, n, share, rest, ("one", one), ("other", other)]);
    }
    let shares = || pods.values().copied();
    match pods.iter().collect::<Vec<_>>().as_slice() {
        [] => unseen(walk, [from, to]),
        [(id, _)] => words::REACHES_ONE.with([from, to, ("pod", pod(id))]),
        all if share::is_even(shares()) => {
            let each = ("share", Arg::said(share::each(all.len())));
            words::REACHES_EACH.with([from, to, n, each])
        }
        [(one, first), (other, second)] => words::REACHES_TWO.with([
            from,
            to,
            ("share", part(**first)),
            ("pod", pod(one)),
            ("other", pod(other)),
            ("rest", part(**second)),
        ]),
        _ => {
            let least = ("least", percent(shares().fold(1.0, f64::min)));
            let most = ("most", percent(shares().fold(0.0, f64::max)));
            words::REACHES_UNEVENLY.with([from, to, n, least, most])
        }
    }
}

fn part(of_all: f64) -> Arg {
    Arg::said(share::share(of_all))
}

fn percent(part: f64) -> Arg {
    Arg::text(share::percent(part))
}

/// No Pod takes part: something on a node answers, or something outside.
fn unseen(walk: &Trace, [from, to]: [(&'static str, Arg); 2]) -> Message {
    let Some(end) = walk.ends.first() else {
        return words::LEAVES.with([from, to, ("reason", Arg::text(""))]);
    };
    let reason = ("reason", Arg::said(end.reason.clone()));
    match &end.receiver {
        Receiver::Node(node) if end.certainty != Certainty::DependsOnCluster => {
            words::REACHES_NODE.with([from, to, ("node", Arg::code(&**node)), reason])
        }
        _ => words::LEAVES.with([from, to, reason]),
    }
}

/// The two workloads that share the connections, if there are two and one gets more than the other: a canary.
fn teams(cluster: &Cluster, pods: &BTreeMap<PodId, f64>) -> Option<[(Arg, f64); 2]> {
    let mut shares: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for (id, part) in pods {
        *shares.entry(team(cluster, cluster.pod(*id)?)?).or_default() += part;
        if shares.len() > 2 {
            return None;
        }
    }
    let mut all: Vec<_> = shares.into_iter().collect();
    all.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let [(one, first), (other, second)] = all.as_slice() else { return None };
    let arg = |(kind, name): &(&str, &str)| Arg::code(format!("{kind}/{name}"));
    let uneven = !share::is_even([*first, *second].into_iter());
    uneven.then(|| [(arg(one), *first), (arg(other), *second)])
}

/// Kind and name of the controller above all that made a Pod.
fn team<'a>(cluster: &'a Cluster, pod: &'a Pod) -> Option<(&'a str, &'a str)> {
    let owner = pod.owner.as_ref()?;
    let mut workloads = cluster.workloads.iter();
    let between = workloads.find(|one| {
        *one.meta.name == *owner.name
            && one.meta.namespace == pod.namespace
            && one.kind.as_str() == &*owner.kind
    });
    let above = between.and_then(|one| one.meta.owner.as_ref()).unwrap_or(owner);
    Some((&above.kind, &above.name))
}
