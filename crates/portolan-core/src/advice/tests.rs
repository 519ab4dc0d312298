//! What is advised for the systems of the articles that Portolan was made for.

use super::*;
use crate::diagnostic::Lang;
use crate::{Options, analyze, parse};

const FIRST_APPLICATION: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {tier: web}}
  template:
    metadata: {labels: {tier: web}}
    spec:
      containers:
      - name: web
        image: example.com/web
        env: [{name: API_URL, value: 'http://api:8080'}]
        ports: [{name: http, containerPort: 3000}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {tier: api}}
  template:
    metadata: {labels: {tier: api}}
    spec:
      containers:
      - name: api
        image: example.com/api
        env: [{name: DATABASE_HOST, value: 'db-0.db:5432'}]
        ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {tier: api}, ports: [{port: 8080}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {tier: db}}
  template:
    metadata: {labels: {tier: db}}
    spec: {containers: [{name: db, image: 'postgres:17', ports: [{containerPort: 5432}]}]}
";

fn analysis(text: &str) -> Analysis {
    analyze(vec![parse("app.yaml".to_owned(), text.into())], &Options::default())
}

fn advice(analysis: &Analysis, kind: &str, name: &str, given: Given) -> Advice {
    let subject = Subject::of_workload(analysis, kind, None, name).expect("a subject");
    advise(analysis, &subject, given)
}

fn fits(advice: &Advice) -> Vec<Kind> {
    advice.choices.iter().filter(|one| one.fit == Fit::Fits).map(|one| one.kind).collect()
}

#[test]
fn the_first_application_gets_one_kind_for_each_of_its_parts() {
    let analysis = analysis(FIRST_APPLICATION);
    let [web, api] = ["web", "api"].map(|name| advice(&analysis, "Deployment", name, Given::default()));
    let db = advice(&analysis, "StatefulSet", "db", Given::default());
    assert_eq!(fits(&web), [Kind::Ingress, Kind::Gateway]);
    assert_eq!(fits(&api), [Kind::ClusterIp]);
    assert_eq!(fits(&db), [Kind::Headless]);
    assert!(db.open().next().is_none() && api.open().next().is_none());
    assert_eq!((web.current, api.current), (None, Some(Kind::ClusterIp)));
}

#[test]
fn a_person_has_the_last_word() {
    let analysis = analysis(FIRST_APPLICATION);
    let given = Given { outside: Some(true), http: Some(false), per_pod: None };
    let api = advice(&analysis, "Deployment", "api", given);
    assert_eq!(api.best(), Kind::LoadBalancer);
    assert!(api.answers.iter().filter(|answer| answer.given).count() == 2);
    let inside = Given { outside: Some(false), ..Given::default() };
    assert_eq!(advice(&analysis, "Deployment", "web", inside).best(), Kind::ClusterIp);
}

#[test]
fn every_reason_says_where_it_stands_and_speaks_both_languages() {
    let analysis = analysis(FIRST_APPLICATION);
    for (kind, name) in [("Deployment", "web"), ("Deployment", "api"), ("StatefulSet", "db")] {
        for answer in advice(&analysis, kind, name, Given::default()).answers {
            assert!(!answer.signs.is_empty(), "{name}: {:?}", answer.aspect);
            for sign in answer.signs {
                let origin = sign.origin.expect("an origin");
                assert!(analysis.place(&origin).is_some());
                assert!(!sign.message.render(Lang::Ja).contains('{'));
            }
        }
    }
}

/// The proposals for every kind: text by kind.
fn proposals(text: &str, name: &str) -> Vec<(Kind, String)> {
    let analysis = analysis(text);
    let subject = Subject::of_service(&analysis, None, name).expect("a Service");
    Kind::ALL.into_iter().map(|kind| (kind, propose(&analysis, &subject, kind).text())).collect()
}

#[test]
fn an_edit_keeps_comments_and_order() {
    let text = "# The shop's front.
apiVersion: v1
kind: Service
metadata:
  name: web # for people
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local # keep addresses
  selector: {app: web}
  ports:
  - nodePort: 30080
    port: 80
    targetPort: http # by name
";
    let all = proposals(text, "web");
    let of = |wanted: Kind| all.iter().find(|(kind, _)| *kind == wanted).map(|(_, text)| text.as_str());
    assert_eq!(of(Kind::LoadBalancer), Some(text));
    assert_eq!(of(Kind::NodePort), Some(&*text.replace("LoadBalancer", "NodePort")));
    let inside = text
        .replace("LoadBalancer", "ClusterIP")
        .replace("  externalTrafficPolicy: Local # keep addresses\n", "")
        .replace("nodePort: 30080\n    ", "");
    assert_eq!(of(Kind::ClusterIp), Some(&*inside));
    let headless = inside.replace("  type:", "  clusterIP: None\n  type:");
    assert_eq!(of(Kind::Headless), Some(&*headless));
}

#[test]
fn nothing_that_was_written_makes_it_panic() {
    let odd = "
apiVersion: v1
kind: Service
metadata: {name: odd}
spec: {type: ExternalName, externalName: a.example.com}
---
apiVersion: v1
kind: Pod
metadata: {name: bare}
spec: {containers: [{name: a, image: b}]}
---
apiVersion: v1
kind: Service
metadata: {name: hand}
spec: {ports: [{port: 53, protocol: UDP}]}
";
    for name in ["odd", "hand"] {
        for (kind, text) in proposals(odd, name) {
            let again = analysis(text.split("---\napiVersion: gateway").next().unwrap_or_default());
            assert!(
                again.manifests.iter().all(|one| one.answer.as_ref().is_none_or(|it| it.accepted)),
                "{kind:?}: {text}"
            );
        }
    }
    let analysis = analysis(odd);
    assert_eq!(advice(&analysis, "Pod", "bare", Given::default()).open().count(), 3);
    let subject = Subject::of_service(&analysis, None, "odd").expect("a Service");
    assert_eq!(advise(&analysis, &subject, Given::default()).best(), Kind::ExternalName);
}
