//! Ways in, node by node.

use super::*;
use portolan_core::{Options, analyze, parse};

const SHOP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {nodeName: node-b, containers: [{name: app, image: example.com/app, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {portolan.dev/lb-ip: 203.0.113.9}}
spec:
  type: LoadBalancer
  externalTrafficPolicy: POLICY
  selector: {app: web}
  ports: [{port: 80, nodePort: 30080}]
";

fn outside(text: &str) -> Outside {
    let options = Options::default();
    let analysis = analyze(vec![parse("shop.yaml".to_owned(), text.as_bytes().to_vec())], &options);
    of(&analysis, &ProxyOptions::new(&options))
}

#[test]
fn policy_cluster_answers_by_every_node_and_hides_the_client() {
    let outside = outside(&SHOP.replace("POLICY", "Cluster"));
    assert_eq!(outside.nodes, ["node-a", "node-b", "node-c"]);
    let kinds: Vec<_> = outside.ways.iter().map(|way| (way.kind, way.address.as_str())).collect();
    assert_eq!(kinds, [(WayKind::NodePort, ":30080"), (WayKind::LoadBalancer, "203.0.113.9")]);
    for answer in outside.ways.iter().flat_map(|way| &way.answers) {
        assert_eq!((answer.ending, answer.source_kept), (Ending::Answered, Some(false)));
        assert_eq!(answer.shares.len(), 2);
        assert!(answer.shares.iter().all(|share| (share.probability - 0.5).abs() < 1e-6));
    }
}

#[test]
fn policy_local_answers_only_where_a_pod_is_and_shows_the_client() {
    let outside = outside(&SHOP.replace("POLICY", "Local"));
    let way = outside.ways.first().expect("a way");
    let endings: Vec<_> = way.answers.iter().map(|answer| (answer.ending, answer.source_kept)).collect();
    let lost = (Ending::Timeout, None);
    assert_eq!(endings, [lost, (Ending::Answered, Some(true)), lost]);
    assert!(way.local && way.health_check != 0);
    let blame = way.answers.first().and_then(|answer| answer.blame.as_ref()).map(|it| it.path.as_str());
    assert_eq!(blame, Some("spec.externalTrafficPolicy"));
}

#[test]
fn a_load_balancer_without_address_is_a_way_without_answers() {
    let outside = outside(&SHOP.replace("POLICY", "Cluster").replace("portolan.dev/lb-ip", "example.com/x"));
    let way = outside.ways.last().expect("a way");
    assert!(way.address.is_empty() && way.answers.is_empty() && way.note.is_some());
}
