//! Target ports beside what containers declare.

use super::*;
use portolan_core::diagnostic::Lang;
use portolan_core::{Options, analyze, parse};

const SHOP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: log, image: example.com/log}
      - {name: app, image: example.com/app, ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}]}
---
apiVersion: v1
kind: Pod
metadata: {name: old, labels: {app: web}}
spec: {containers: [{name: app, image: example.com/app}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports:
  - {name: a, port: 80, targetPort: http, nodePort: 30080}
  - {name: b, port: 53}
  - {name: c, port: 9090}
";

fn shop() -> ServicePorts {
    let analysis =
        analyze(vec![parse("shop.yaml".to_owned(), SHOP.as_bytes().to_vec())], &Options::default());
    of(&analysis).pop().expect("a Service")
}

#[test]
fn every_end_says_how_the_target_port_stands() {
    let service = shop();
    let states: Vec<Vec<(State, usize, &str)>> = service
        .rows
        .iter()
        .map(|row| row.ends.iter().map(|end| (end.state, end.pods, end.container.as_str())).collect())
        .collect();
    assert_eq!(
        states,
        [
            [(State::Declared, 3, "app"), (State::NoSuchName, 1, "")],
            [(State::OtherProtocol, 3, "app"), (State::Undeclared, 1, "")],
            [(State::Undeclared, 3, ""), (State::Undeclared, 1, "")],
        ]
    );
}

#[test]
fn cells_know_their_fields_and_whether_they_are_written() {
    let service = shop();
    let row = service.rows.first().expect("a port");
    let node_port = row.node_port.as_ref().expect("a node port");
    assert_eq!((node_port.text.as_str(), node_port.written), ("30080", true));
    assert_eq!(node_port.origin.path, "spec.ports[0].nodePort");
    let port = row.ends.first().and_then(|end| end.port.as_ref()).expect("a container's port");
    assert_eq!(port.origin.path, "spec.template.spec.containers[1].ports[0].containerPort");
    let target = &service.rows.get(1).expect("a second port").target;
    assert_eq!((target.text.as_str(), target.written), ("53", false));
}

#[test]
fn sentences_name_what_is_there_instead() {
    let service = shop();
    let missing = service.rows.first().and_then(|row| row.ends.get(1)).expect("an end");
    assert_eq!(
        missing.message.render(Lang::En),
        "no container of these Pods names a port `http`, or any other: connections never come here"
    );
    let other = service.rows.get(1).and_then(|row| row.ends.first()).expect("an end");
    assert_eq!(
        other.message.render(Lang::Ja),
        "コンテナ`app`はこの番号をUDPで宣言しています。ServiceはTCPで接続します"
    );
}
