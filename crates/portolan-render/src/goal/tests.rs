//! Goals about a small shop.

use super::Goal;
use portolan_core::diagnostic::Lang;
use portolan_core::{Analysis, Options, analyze, parse};

const SHOP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations: {portolan.dev/ready: 'true,true,false', portolan.dev/pod-ip: '10.244.1.2,10.244.2.2,10.244.3.2'}
    spec: {containers: [{name: app, image: example.com/app, env: [{name: BACKEND, value: 'http://web:80/'}], ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  externalTrafficPolicy: Local
  clusterIP: 10.96.1.1
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30080}]
---
apiVersion: v1
kind: Service
metadata: {name: nobody}
spec:
  selector: {app: wbe}
  ports: [{port: 80}]
";

fn shop() -> Analysis {
    analyze(vec![parse("shop.yaml".to_owned(), SHOP.as_bytes().to_vec())], &Options::default())
}

/// Whether a goal is met, and what is said.
fn ask(line: &str, answer: &str) -> (bool, String) {
    let goal = Goal::parse(line).unwrap_or_else(|wrong| panic!("{line}: {wrong}"));
    let standing = goal.check(&shop(), answer);
    (standing.met, standing.now.map(|message| message.render(Lang::En)).unwrap_or_default())
}

#[test]
fn what_is_so_is_met_and_says_nothing() {
    for line in [
        "finds selector-matches-nothing",
        "finds selector-matches-nothing 1",
        "lacks node-port-conflict",
        "accepts Service/web",
        "reach client http://web/ pods=2 port=8080 container=app pod=web- seen=client",
        "reach client:shop http://web.default/ mode=nftables",
        "fail client http://nobody/ refused",
        "fail 203.0.113.7 192.168.10.13:30080 timeout",
        "resolves client web A 10.96.1.1",
        "resolves client web.default.svc.local A upstream",
        "resolves client web.shop.svc.cluster.local. A NXDOMAIN",
        "asks client www.example.com 4",
        "asks client www.example.com. 1",
        "call deploy/web BACKEND pods=2",
        "env deploy/web WEB_SERVICE_PORT 80",
        "no-env deploy/web WBE_SERVICE_PORT",
        "shows svc 80:30080/TCP",
        "endpoints default/web 2 1",
        "field Service/web spec.ports[0].targetPort = 8080",
        "rules --to-destination 10.244.1.2:8080",
        "rules mode=nftables node=node-b 10.244.2.2 . 8080",
        "no-rules --to-destination 10.244.3.2:8080",
    ] {
        assert_eq!(ask(line, ""), (true, String::new()), "{line}");
    }
}

#[test]
fn what_is_not_so_says_how_things_stand() {
    for (line, now) in [
        ("no-errors", "1 finding now: `selector-matches-nothing`"),
        ("lacks selector-matches-nothing", "1 finding now: `selector-matches-nothing`"),
        ("finds node-port-conflict", "nothing is found now"),
        ("accepts Service/wbe", "there is no `Service/wbe`"),
        ("reach client http://nobody/", "connections end so now: `refused`"),
        ("reach client http://web/ pods=3", "answered now by Pods: 2"),
        ("reach client http://web/ port=80", "answered now by: `web-"),
        ("reach 203.0.113.7 192.168.10.11:30080 seen=node", "the Pod sees `203.0.113.7` now"),
        ("resolves client web A 10.96.1.2", "`web` leads to `10.96.1.1` now"),
        ("call deploy/web FRONTEND", "there is no variable `FRONTEND`"),
        ("asks client web 2", "questions for `web` now: 1"),
        ("shows svc <pending>", "the table of `svc` does not show `<pending>`"),
        ("endpoints default/web 3", "ready endpoints now: 2; others: 1"),
        ("field Service/web spec.ports[0].targetPort = http", "`spec.ports[0].targetPort` is `8080` now"),
        ("field Service/web spec.clusterIPs = x", "`spec.clusterIPs` is not written"),
    ] {
        let (met, said) = ask(line, "");
        assert!(!met && said.starts_with(now), "{line}: {met} {said}");
    }
}

#[test]
fn answers_are_compared_with_what_is_computed() {
    let analysis = shop();
    for (line, right) in [
        ("reads cluster-ip default/web", "10.96.1.1"),
        ("reads node-port default/web:http", "30080"),
        ("reads endpoint default/web", "10.244.2.2:8080"),
        ("reads share default/web", "50 %"),
        ("reads share default/web", "1/2"),
        ("reads share default/web", "0.5"),
    ] {
        assert!(ask(line, right).0, "{line}: {right}");
        assert!(!ask(line, "7").0 && !ask(line, "").0, "{line}");
        let Ok(Goal::Reads(fact)) = Goal::parse(line) else { panic!("{line}") };
        assert!(fact.answers(&analysis).iter().all(|answer| fact.is(answer, &analysis)), "{line}");
    }
    let Ok(Goal::Reads(chain)) = Goal::parse("reads chain default/web") else { panic!("a fact") };
    let [name] = chain.answers(&analysis).try_into().expect("one chain");
    assert!(name.starts_with("KUBE-SVC-") && chain.is(&name.to_ascii_lowercase(), &analysis), "{name}");
}

#[test]
fn a_line_that_is_no_goal_is_refused_with_its_word() {
    for (line, wrong) in [
        ("", "a goal is missing"),
        ("reach client", "TO is missing"),
        ("reach client web pods=many", "`many` is no number"),
        ("fail client web slowly", "`slowly` is no ending"),
        ("resolves client web A", "an answer is missing"),
        ("field Service/web spec.type NodePort", "`=` is missing behind the path"),
        ("reads colour default/web", "`colour` is no fact"),
        ("no-errors at all", "what is `at all`?"),
    ] {
        assert_eq!(Goal::parse(line), Err(wrong.to_owned()), "{line}");
    }
}
