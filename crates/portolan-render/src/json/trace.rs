//! A walk as JSON, version 1: what may come of a connection, and every step of every branch; `docs/schema/trace-v1.json`
//! describes it. Within the version fields are only added.

use super::origin::{Written, written};
use super::pretty;
use crate::trace::Asked;
use portolan_core::Analysis;
use portolan_core::diagnostic::Lang;
use portolan_core::routing::Said;
use portolan_core::trace::{Outcome, Receiver, Step, Trace};
use serde::Serialize;

#[derive(Serialize)]
struct Walk<'a> {
    schema: &'static str,
    from: String,
    to: &'a str,
    protocol: &'static str,
    /// These add up to 1, unless the walk was cut.
    outcomes: Vec<End<'a>>,
    steps: Vec<Place<'a>>,
    /// Whether branches were left out because there are too many.
    cut: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct End<'a> {
    result: &'static str,
    probability: f64,
    certainty: &'static str,
    /// `NAMESPACE/NAME`.
    pod: Option<String>,
    container: Option<String>,
    /// The node whose own process answers.
    node: Option<String>,
    address: Option<String>,
    port: Option<u16>,
    /// From where the one who answers sees the connection come.
    seen_source: Option<String>,
    /// The status with which a proxy on the way answers by itself.
    status: Option<u16>,
    /// Where a redirect leads.
    location: Option<&'a str>,
    /// The client that the header `X-Forwarded-For` names.
    forwarded_for: Option<String>,
    /// What the Pod is asked for behind a proxy.
    request: Option<Passed<'a>>,
    reason: String,
    /// The field to look at.
    origin: Option<Written<'a>>,
}

#[derive(Serialize)]
struct Passed<'a> {
    host: &'a str,
    target: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    /// Index of the step before.
    parent: Option<u32>,
    stage: &'static str,
    node: Option<&'a str>,
    text: String,
    rule: Option<&'a str>,
    origin: Option<Written<'a>>,
    /// The factors whose product is the share of this branch.
    odds: &'a [f64],
    probability: f64,
    /// At a proxy: the rules that might have decided, and why they do not.
    not_chosen: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct Other<'a> {
    text: String,
    origin: Option<Written<'a>>,
}

/// What `portolan trace --output json` prints.
#[must_use]
pub fn trace(analysis: &Analysis, asked: Asked<'_>, trace: &Trace, lang: Lang) -> String {
    let outcomes = trace.outcomes();
    let ends = outcomes.iter().map(|outcome| end(analysis, outcome, lang));
    let steps = trace.steps.iter().map(|step| place(analysis, step, lang));
    let walk = Walk {
        schema: "portolan/v1",
        from: asked.request.from.name(&analysis.cluster),
        to: asked.to,
        protocol: asked.request.protocol.as_str(),
        outcomes: ends.collect(),
        steps: steps.collect(),
        cut: trace.cut,
    };
    pretty(&walk) + "\n"
}

fn end<'a>(analysis: &'a Analysis, outcome: &'a Outcome, lang: Lang) -> End<'a> {
    let (pod, container, node) = match &outcome.receiver {
        Receiver::Pod(id, container) => (analysis.cluster.pod(*id), container.as_deref(), None),
        Receiver::Node(name) => (None, None, Some(name.to_string())),
        Receiver::Nobody | Receiver::Elsewhere => (None, None, None),
    };
    let http = outcome.http.as_deref();
    let passed = http.filter(|http| !http.host.is_empty());
    End {
        result: outcome.ending.as_str(),
        probability: outcome.probability,
        certainty: super::check::certainty(outcome.certainty),
        pod: pod.map(|pod| pod.full_name()),
        container: container.map(str::to_owned),
        node,
        address: outcome.address.map(|address| address.ip().to_string()),
        port: outcome.address.map(|address| address.port()),
        seen_source: outcome.seen_source.map(|ip| ip.to_string()),
        status: outcome.ending.status(),
        location: http.and_then(|http| http.location.as_deref()),
        forwarded_for: http.and_then(|http| http.forwarded_for).map(|ip| ip.to_string()),
        request: passed.map(|http| Passed { host: &http.host, target: &http.target }),
        reason: outcome.reason.render(lang),
        origin: outcome.blame.as_ref().and_then(|origin| written(analysis, origin)),
    }
}

fn place<'a>(analysis: &'a Analysis, step: &'a Step, lang: Lang) -> Place<'a> {
    Place {
        parent: step.parent.map(|id| id.0),
        stage: step.stage.as_str(),
        node: Some(&*step.node).filter(|node| !node.is_empty()),
        text: step.message.render(lang),
        rule: step.rule.as_deref(),
        origin: step.origin.as_ref().and_then(|origin| written(analysis, origin)),
        odds: &step.odds,
        probability: step.probability,
        not_chosen: step.runners_up.iter().map(|said| other(analysis, said, lang)).collect(),
    }
}

fn other<'a>(analysis: &'a Analysis, said: &'a Said, lang: Lang) -> Other<'a> {
    let origin = said.origin.as_ref().and_then(|origin| written(analysis, origin));
    Other { text: said.message.render(lang), origin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::proxy::ProxyOptions;
    use portolan_core::trace::{Request, trace};
    use portolan_core::{Options, analyze, parse};
    use serde_json::Value;

    const SHOP: &str = "
apiVersion: v1
kind: Pod
metadata: {name: shell}
spec: {containers: [{name: shell, image: example.com/shell}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: good, port: 80, targetPort: 8080}, {name: bad, port: 81}]
";

    fn walk(to: &str) -> Value {
        let options = Options::default();
        let analysis = analyze(vec![parse("shop.yaml".to_owned(), SHOP.into())], &options);
        let asked = ("pod/shell", to);
        let request = Request::parse(&analysis.cluster, asked, None, ProxyOptions::new(&options));
        let request = request.expect("a question");
        let walk = trace(&analysis.cluster, &analysis.slices, &request);
        let asked = Asked { request: &request, to, from_nobody: false };
        serde_json::from_str(&super::trace(&analysis, asked, &walk, Lang::En)).expect("JSON")
    }

    #[test]
    fn an_outcome_tells_who_answers_and_what_is_to_blame() {
        let answered = &walk("http://web")["outcomes"][0];
        assert_eq!(
            (answered["result"].as_str(), answered["pod"].as_str()),
            (Some("answered"), Some("default/web"))
        );
        assert_eq!((answered["container"].as_str(), answered["port"].as_u64()), (Some("web"), Some(8080)));
        assert!(answered["origin"].is_null());
        let refused = &walk("web:81")["outcomes"][0];
        assert_eq!(
            (refused["result"].as_str(), refused["origin"]["line"].as_u64()),
            (Some("refused"), Some(17))
        );
        assert_eq!(refused["origin"]["path"], "spec.ports[1].targetPort");
    }
}
