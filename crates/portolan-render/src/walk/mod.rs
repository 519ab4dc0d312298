//! A walk ready to be told: what was asked, what may come of it, and the way to each outcome, station by station. The
//! command's text and the page are made of it.
//!
//! Steps and outcomes are worded when they are asked for, as a walk may have thousands of both.

mod choices;
mod keys;
pub(crate) mod odds;
pub(crate) mod outcome;
mod symptom;
pub(crate) mod who;
pub(crate) mod words;

pub use choices::{Choice, Choices};
pub use outcome::Outcome;
pub use symptom::Symptom;

use crate::trace::Asked;
use odds::{fraction, percent, product};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang, Origin};
use portolan_core::trace::{Stage, Step as Traced, Trace};

/// A walk with the words of a language.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) asked: Asked<'a>,
    pub(crate) trace: &'a Trace,
    pub(crate) lang: Lang,
}

/// What happens at one place, one thing after another.
#[derive(Clone, Debug)]
pub struct Station<'a> {
    /// The hook or the place, in words.
    pub head: String,
    /// Its id, the same in every language.
    pub stage: &'static str,
    /// The node; empty where it is none.
    pub node: &'a str,
    /// What happens there.
    pub steps: Vec<Step<'a>>,
}

/// One thing that happens to the packet.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// What happens.
    pub sentence: String,
    /// The rule that does it.
    pub rule: Option<&'a str>,
    /// The field from which the rule or the answer comes.
    pub origin: Option<&'a Origin>,
    /// Where chance decides, how the share of this branch comes about: `2/3 · 1/2 = 1/3`.
    pub odds: Option<String>,
    /// The part of all connections that comes here.
    pub probability: f64,
    /// The same, as a percentage.
    pub likelihood: String,
    /// The keys on the map of the things that the packet is at.
    pub keys: Vec<String>,
}

impl<'a> Walk<'a> {
    /// A walk for an answer to what was asked.
    #[must_use]
    pub fn new(analysis: &'a Analysis, asked: Asked<'a>, trace: &'a Trace, lang: Lang) -> Self {
        Self { analysis, asked, trace, lang }
    }

    /// What was asked: `Pod default/shell on node-a → http://echo/ (TCP 80)`.
    #[must_use]
    pub fn question(&self) -> String {
        let Asked { request, to, .. } = self.asked;
        words::ASKED
            .with([
                ("from", Arg::text(who::client(self.analysis, &request.from, self.lang))),
                ("to", Arg::text(to)),
                ("details", Arg::text(details(self.asked))),
            ])
            .render(self.lang)
    }

    /// Whether branches were left out because there are too many.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.trace.cut
    }

    /// The way to an outcome: to the first of the ends that it stands for.
    #[must_use]
    pub fn way(&self, outcome: &Outcome) -> Vec<Station<'a>> {
        let mut stations: Vec<Station<'a>> = Vec::new();
        let way = self.trace.way(outcome.step);
        let end = self.trace.ends.iter().find(|end| end.step == outcome.step);
        let mut places = keys::Places::new(self, &way, end);
        for step in way {
            let worded = Step { keys: places.pass(step), ..self.step(step) };
            match stations.last_mut() {
                Some(last) if last.stage == step.stage.as_str() && last.node == &*step.node => {
                    last.steps.push(worded);
                }
                _ => stations.push(Station {
                    head: self.head(step),
                    stage: step.stage.as_str(),
                    node: &step.node,
                    steps: vec![worded],
                }),
            }
        }
        stations
    }

    /// The hook or the place of a step, in words.
    pub(crate) fn head(&self, step: &Traced) -> String {
        words::head(step.stage).message().render(self.lang)
    }

    /// A step in words.
    pub(crate) fn step(&self, step: &'a Traced) -> Step<'a> {
        Step {
            sentence: step.message.render(self.lang),
            rule: step.rule.as_deref(),
            origin: step.origin.as_ref(),
            odds: (!step.odds.is_empty()).then(|| odds_of(step)),
            probability: step.probability,
            likelihood: percent(step.probability),
            keys: Vec::new(),
        }
    }
}

/// How the share of a branch comes about: by rules one after another, or by one choice.
pub(crate) fn odds_of(step: &Traced) -> String {
    if is_hook(step.stage) { product(&step.odds) } else { fraction(share_of(step)) }
}

/// The share of a branch at its fork.
pub(crate) fn share_of(step: &Traced) -> f64 {
    step.odds.iter().product()
}

/// The hooks, where rules are; several steps follow each other there.
pub(crate) const fn is_hook(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Prerouting | Stage::Input | Stage::Forward | Stage::Output | Stage::Postrouting | Stage::Ipvs
    )
}

/// What the written target leaves out: the host of an object, the port of a URL, the protocol.
fn details(asked: Asked<'_>) -> String {
    let (to, protocol) = (&asked.request.to, asked.request.protocol.as_str());
    let port = format!(":{}", to.port);
    if !asked.to.to_ascii_lowercase().contains(&to.host.to_ascii_lowercase()) {
        let host = if to.host.contains(':') { format!("[{}]", to.host) } else { to.host.clone() };
        format!("{protocol} {host}{port}")
    } else if asked.to.contains(&port) {
        protocol.to_owned()
    } else {
        format!("{protocol} {}", to.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::proxy::ProxyOptions;
    use portolan_core::trace::{Ending, Request, trace};
    use portolan_core::{Options, analyze, parse};

    const SHOP: &str = "
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30080}, {name: db, port: 5432, targetPort: postgers}]
---
apiVersion: v1
kind: Pod
metadata: {name: one, labels: {app: web}}
spec: {nodeName: node-a, containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}, {name: postgres, containerPort: 5432}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: web}}
spec: {nodeName: node-b, containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}, {name: postgres, containerPort: 5432}]}]}
";

    /// What a walk is told as.
    fn told<T>((from, to): (&str, &str), tell: impl FnOnce(&Walk<'_>) -> T) -> T {
        let options = Options::default();
        let analysis = analyze(vec![parse("shop.yaml".to_owned(), SHOP.into())], &options);
        let request = Request::parse(&analysis.cluster, (from, to), None, ProxyOptions::new(&options));
        let request = request.expect("a question");
        let trace = trace(&analysis.cluster, &analysis.slices, &request);
        let asked = Asked { request: &request, to, from_nobody: false };
        tell(&Walk::new(&analysis, asked, &trace, Lang::En))
    }

    #[test]
    fn every_outcome_has_its_share_and_its_way() {
        told(("pod/client", "http://web/"), |walk| {
            let outcomes = walk.outcomes();
            let told: Vec<_> = outcomes.iter().map(|one| format!("{} {}", one.fraction, one.key)).collect();
            assert_eq!(told, ["1/2 answered Pod default/one", "1/2 answered Pod default/two"]);
            for (outcome, pod) in outcomes.iter().zip(["one", "two"]) {
                let way = walk.way(outcome);
                let stages: Vec<_> = way.iter().map(|station| station.stage).collect();
                assert_eq!(stages.first(), Some(&"dns"), "{stages:?}");
                assert_eq!(stages.last(), Some(&"reply"), "{stages:?}");
                let keys: Vec<_> = way.iter().flat_map(|one| &one.steps).flat_map(|one| &one.keys).collect();
                for expected in ["client", "svc/default/web", "port/default/web/0"] {
                    assert!(keys.iter().any(|key| *key == expected), "{expected}: {keys:?}");
                }
                assert!(keys.contains(&&format!("pod/default/{pod}/TCP/8080")), "{keys:?}");
            }
        });
    }

    #[test]
    fn what_is_lost_shows_its_symptom_and_the_finding_that_mends_it() {
        told(("pod/client", "web:5432"), |walk| {
            let outcomes = walk.outcomes();
            let [only] = outcomes.as_slice() else { panic!("one outcome: {outcomes:?}") };
            assert_eq!(only.ending, Ending::Refused);
            assert_eq!(only.symptom.command, "nc -vz web 5432");
            assert_eq!(only.symptom.says, "nc: connect to web port 5432 (tcp) failed: Connection refused");
            let found = only.diagnostic.and_then(|index| walk.analysis.diagnostics.get(index));
            assert_eq!(found.map(|one| one.rule), Some("named-target-port-missing"));
            assert!(found.is_some_and(|one| one.fix.is_some()));
        });
        told(("pod/client", "http://wbe/"), |walk| {
            let says = walk.outcomes().into_iter().map(|one| one.symptom.says).collect::<Vec<_>>();
            assert_eq!(says, ["curl: (6) Could not resolve host: wbe"]);
        });
    }

    #[test]
    fn the_way_in_from_outside_is_on_the_map() {
        told(("203.0.113.7", "node/node-c:30080"), |walk| {
            let outcome = walk.outcomes().remove(0);
            let way = walk.way(&outcome);
            let keys: Vec<_> = way.iter().flat_map(|one| &one.steps).flat_map(|one| &one.keys).collect();
            for expected in ["outside", "nodeport/default/web/0", "svc/default/web"] {
                assert!(keys.iter().any(|key| *key == expected), "{expected}: {keys:?}");
            }
            assert!(!keys.iter().any(|key| *key == "client"), "{keys:?}");
            assert_eq!(outcome.seen.as_deref(), Some("sees 192.168.10.13"));
        });
    }
}
