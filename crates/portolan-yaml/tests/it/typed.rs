//! Decoding into Kubernetes' types: every problem is found, and the value is there all the same.

use k8s_openapi::api::core::v1::{Pod, Service};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use portolan_yaml::de::{Issue, IssueKind, Wanted, deserialize};
use portolan_yaml::{File, Kind, parse};

fn file(text: &str) -> File {
    parse("test.yaml".to_owned(), text.into())
}

fn issues<T: for<'de> serde::Deserialize<'de>>(text: &str) -> (T, Vec<String>) {
    let file = file(text);
    let (value, issues) = deserialize::<T>(file.root(0).expect("a document"));
    (value.expect("a value"), issues.iter().map(|issue| shown(&file, issue)).collect())
}

fn shown(file: &File, issue: &Issue) -> String {
    let path = file.node(issue.node).expect("a node").path();
    let of = format!("{}.{}", issue.struct_name, issue.fields);
    match &issue.kind {
        IssueKind::UnknownField => format!("{path}: unknown"),
        IssueKind::WrongType { found, number, wanted } => {
            format!("{path}: {found:?} {} for {of} {wanted:?}", number.as_deref().unwrap_or("-"))
        }
        kind => format!("{path}: {kind:?}"),
    }
}

#[test]
fn a_sound_service_decodes() {
    let (service, issues) = issues::<Service>(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  creationTimestamp: null\n  labels: {a: b}\nspec:\n  ports:\n  - port: 0x50\n    targetPort: http\n  - port: 8e1\n    targetPort: 8080\n",
    );
    assert_eq!(issues, [""; 0]);
    let ports = service.spec.expect("a spec").ports.expect("ports");
    assert_eq!(ports.iter().map(|port| port.port).collect::<Vec<_>>(), [80, 80]);
    let targets: Vec<_> = ports.into_iter().map(|port| port.target_port).collect();
    assert_eq!(targets, [Some(IntOrString::String("http".to_owned())), Some(IntOrString::Int(8080))]);
}

#[test]
fn every_problem_is_found_in_gos_order() {
    let (service, issues) = issues::<Service>(
        "spec:\n  type: 5\n  selector: [a]\n  ports:\n  - port: 80.5\n    targetPort: 3000000000\n    prot: x\n  - port:80\n  clusterIPs: x\n  publishNotReadyAddresses: 'true'\nmetadata:\n  name: web\n  labels: {b: 1, a: [x]}\nother: 1\n",
    );
    assert_eq!(
        issues,
        [
            "metadata.labels.a: Sequence - for ObjectMeta.metadata.labels String",
            "metadata.labels.b: Int 1 for ObjectMeta.metadata.labels String",
            "other: unknown",
            "spec.clusterIPs: String - for ServiceSpec.spec.clusterIPs List(String)",
            "spec.ports[0].port: Float 80.5 for ServicePort.spec.ports.port Int32",
            "spec.ports[0].prot: unknown",
            "spec.ports[0].targetPort: Int 3000000000 for ServicePort.spec.ports.targetPort IntOrString",
            "spec.ports[1]: String - for ServiceSpec.spec.ports Struct(\"ServicePort\")",
            "spec.publishNotReadyAddresses: String - for ServiceSpec.spec.publishNotReadyAddresses Bool",
            "spec.selector: Sequence - for ServiceSpec.spec.selector Map(String)",
            "spec.type: Int 5 for ServiceSpec.spec.type String",
        ]
    );
    assert_eq!(service.metadata.name.as_deref(), Some("web"));
}

#[test]
fn types_of_lists_and_maps_are_named() {
    let (_, issues) = issues::<Pod>(
        "metadata: []\nspec:\n  containers:\n  - name: a\n    ports: {}\n    resources: {requests: [], limits: {cpu: true, memory: 1}}\n  securityContext: {fsGroup: x}\n  tolerations: 1\n",
    );
    assert_eq!(
        issues,
        [
            "metadata: Sequence - for Pod.metadata Struct(\"ObjectMeta\")",
            "spec.containers[0].ports: Mapping - for Container.spec.containers.ports List(Struct(\"ContainerPort\"))",
            "spec.containers[0].resources.limits.cpu: Bool - for ResourceRequirements.spec.containers.resources.limits Named(\"Quantity\")",
            "spec.containers[0].resources.requests: Sequence - for ResourceRequirements.spec.containers.resources.requests Map(Named(\"Quantity\"))",
            "spec.securityContext.fsGroup: String - for PodSecurityContext.spec.securityContext.fsGroup Int64",
            "spec.tolerations: Int 1 for PodSpec.spec.tolerations List(Struct(\"Toleration\"))",
        ]
    );
}

#[test]
fn null_is_the_zero_value_of_anything() {
    let (service, issues) =
        issues::<Service>("metadata: ~\nspec:\n  ports:\n  -\n  - port: null\n  selector:\n    app:\n");
    assert_eq!(issues, [""; 0]);
    let spec = service.spec.expect("a spec");
    assert_eq!(spec.ports.map(|ports| ports.len()), Some(2));
    assert_eq!(spec.selector.and_then(|selector| selector.get("app").cloned()).as_deref(), Some(""));
}

#[test]
fn a_time_that_is_none_does_not_spoil_the_rest() {
    let (pod, issues) = issues::<Pod>(
        "metadata:\n  creationTimestamp: yesterday\n  deletionTimestamp: '2026-02-28T10:00:00Z'\n  name: a\n",
    );
    assert_eq!(
        issues,
        ["metadata.creationTimestamp: String - for ObjectMeta.metadata.creationTimestamp Named(\"Time\")"]
    );
    assert_eq!(pod.metadata.name.as_deref(), Some("a"));
    assert!(pod.metadata.deletion_timestamp.is_some());
}

#[test]
fn untyped_values_keep_their_shape() {
    let text = "a: [1, 1.5, x, null, true]\n80: {yes: 18446744073709551615}\n";
    let (value, issues) = issues::<serde_json::Value>(text);
    assert_eq!(issues, [""; 0]);
    assert_eq!(value, serde_json::json!({"a": [1, 1.5, "x", null, true], "80": {"true": u64::MAX}}));
}

#[test]
fn untyped_depth_is_bounded() {
    let text = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let file = file(&text);
    let (value, issues) = deserialize::<serde_json::Value>(file.root(0).expect("a document"));
    assert!(value.is_some());
    assert_eq!(issues.len(), 1);
    assert_eq!(issues.first().map(|issue| &issue.kind), Some(&IssueKind::TooDeep));
}

#[test]
fn a_whole_document_of_the_wrong_kind_is_one_issue() {
    let file = file("- a\n");
    let (_, issues) = deserialize::<Service>(file.root(0).expect("a document"));
    let [issue] = issues.as_slice() else { panic!("{issues:?}") };
    let wanted = Wanted::Struct("Service");
    assert_eq!(issue.kind, IssueKind::WrongType { found: Kind::Sequence, number: None, wanted });
}
