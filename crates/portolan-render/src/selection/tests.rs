//! Pods beside selectors.

use super::*;
use portolan_core::diagnostic::Lang;
use portolan_core::{Options, analyze, parse};

const ECHO: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: echo}
spec:
  replicas: 3
  selector: {matchLabels: {app: echo}}
  template:
    metadata: {labels: {app: echo, release: summer}, annotations: {portolan.dev/ready: 'true, false, true'}}
    spec: {containers: [{name: echo, image: example.com/echo}]}
---
apiVersion: v1
kind: Pod
metadata: {name: shell, labels: {name: echo}}
spec: {containers: [{name: shell, image: example.com/shell}]}
---
apiVersion: v1
kind: Pod
metadata: {name: elsewhere, namespace: other, labels: {app: echo}}
spec: {containers: [{name: shell, image: example.com/shell}]}
---
apiVersion: v1
kind: Service
metadata: {name: echo}
spec: {selector: {app: echo, release: SUMMER}, ports: [{port: 80}]}
";

fn selection(text: &str) -> Selection {
    let analysis =
        analyze(vec![parse("echo.yaml".to_owned(), text.as_bytes().to_vec())], &Options::default());
    of(&analysis, analysis.cluster.services.first().expect("a Service"))
}

#[test]
fn a_near_miss_says_by_what_it_is_missed() {
    let selection = selection(&ECHO.replace("SUMMER", "sumer"));
    let names: Vec<_> =
        selection.groups.iter().map(|one| (one.workload.as_str(), one.selected, one.near)).collect();
    assert_eq!(names, [("Deployment/echo", false, true), ("Pod/shell", false, false)]);
    let tests = &selection.groups.first().expect("a group").tests;
    let shown: Vec<_> =
        tests.iter().map(|test| (test.key.as_str(), test.holds, test.found.as_deref())).collect();
    assert_eq!(shown, [("app", true, Some("echo")), ("release", false, Some("summer"))]);
    let hint = tests.get(1).and_then(|test| test.hint.as_ref()).expect("a hint");
    assert_eq!(hint.render(Lang::En), "1 letter from `summer`, which is there");
    let paths: Vec<_> =
        tests.iter().flat_map(|test| &test.origins).map(|origin| origin.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "spec.selector.app",
            "spec.template.metadata.labels.app",
            "spec.selector.release",
            "spec.template.metadata.labels.release"
        ]
    );
    let key = &selection.groups.get(1).expect("a group").tests;
    let hint = key.first().and_then(|test| test.hint.as_ref()).expect("a hint");
    assert_eq!(hint.render(Lang::Ja), "この値はキー`name`の下にあります");
}

#[test]
fn selected_pods_say_why_they_get_connections_or_not() {
    let selection = selection(&ECHO.replace("SUMMER", "summer"));
    let group = selection.groups.first().expect("a group");
    assert!(group.selected && group.pods.len() == 3);
    let states: Vec<PodState> = group.pods.iter().map(|pod| pod.state).collect();
    assert_eq!(states, [PodState::Ready, PodState::NotReady, PodState::Ready]);
}

#[test]
fn what_controllers_add_does_not_part_pods() {
    let text = ECHO.replace("SUMMER", "summer").replace("kind: Deployment", "kind: StatefulSet");
    let selection =
        selection(&text.replace(
            "{name: echo}\nspec:\n  replicas",
            "{name: echo}\nspec:\n  serviceName: echo\n  replicas",
        ));
    // The second is not ready, so that there is no third.
    assert_eq!(selection.groups.first().map(|group| group.pods.len()), Some(2));
}
