//! The commands that tell of the simulated cluster: what they say beside their answer, and how they end.

use super::{BROKEN, GOOD, REFUSED, folder, portolan};

/// One Service port as a node has it.
const DUMP: &str = "*nat\n:PREROUTING ACCEPT\n:OUTPUT ACCEPT\n:KUBE-SERVICES -\n:KUBE-SVC-LOLE4ISW44XBNF3G -\n\
    -A PREROUTING -j KUBE-SERVICES\n-A OUTPUT -j KUBE-SERVICES\n-A KUBE-SERVICES -d 10.96.10.10/32 -p tcp -m comment \
    --comment \"default/web cluster IP\" -m tcp --dport 80 -j KUBE-SVC-LOLE4ISW44XBNF3G\nCOMMIT\n";

#[test]
fn a_connection_that_is_not_answered_is_1_and_a_question_that_is_not_understood_2() {
    let place = folder("trace", &[("web.yaml", GOOD)]);
    let trace = |to: &str| portolan(&place, &["trace", "--to", to]).done();
    assert_eq!(trace("http://web").code, 0);
    let lost = trace("http://wbe");
    assert_eq!((lost.code, lost.err.as_str()), (1, ""), "{}", lost.out);
    let unclear = trace("web");
    assert_eq!((unclear.code, unclear.out.as_str()), (2, ""), "{}", unclear.err);
    assert!(unclear.err.contains("`web` names no port"), "{}", unclear.err);
}

#[test]
fn the_outcomes_of_a_connection_add_up_to_1() {
    let many = GOOD.replace("kind: Pod\nmetadata:\n  name: web\n", "kind: Pod\nmetadata:\n  name: a\n")
        + "---\n"
        + GOOD;
    let place = folder("outcomes", &[("web.yaml", &many)]);
    let done = portolan(&place, &["trace", "--to", "http://web", "--output", "json"]).done();
    let walk: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    let outcomes = walk["outcomes"].as_array().expect("outcomes");
    let sum: f64 = outcomes.iter().filter_map(|one| one["probability"].as_f64()).sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    let pods: Vec<_> = outcomes.iter().filter_map(|one| one["pod"].as_str()).collect();
    assert_eq!(pods, ["default/a", "default/web"]);
    assert_eq!(
        (walk["from"].as_str(), walk["to"].as_str()),
        (Some("pod/default/client"), Some("http://web"))
    );
}

#[test]
fn documents_that_are_refused_are_missed_aloud() {
    let place = folder("refused", &[("web.yaml", GOOD), ("refused.yaml", REFUSED), ("broken.yaml", BROKEN)]);
    let note = "note: 1 of 3 documents is refused by the API server and left out here";
    for command in [&["get", "svc"] as &[&str], &["dns"], &["rules"], &["endpoints"], &["env", "pod/web"]] {
        let err = portolan(&place, &[command, &["web.yaml", "refused.yaml"]].concat()).done().err;
        assert!(err.starts_with(note), "{command:?}: {err}");
    }
    let done = portolan(&place, &["trace", "--to", "svc/web", "broken.yaml"]).done();
    assert_eq!(done.code, 2);
    assert!(done.err.contains("1 of 1 document is refused"), "{}", done.err);
    assert_eq!(portolan(&place, &["rules", "web.yaml"]).done().err, "");
}

#[test]
fn a_change_that_changes_nothing_is_told() {
    let place = folder("no-change", &[("web.yaml", GOOD)]);
    let diff = ["get", "svc", "web.yaml", "--diff", "--not-ready", "pod/web"];
    let done = portolan(&place, &diff).done();
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", "note: nothing changes here\n"));
}

#[test]
fn nothing_is_said_of_a_cluster_that_could_not_be_read() {
    for command in ["dns", "rules", "endpoints"] {
        let done = portolan(&folder("unread", &[]), &[command, "absent.yaml"]).done();
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{command}");
        assert_eq!(done.err.lines().count(), 1, "{command}: {}", done.err);
    }
}

#[test]
fn a_dump_is_explained_alone_or_against_manifests() {
    let place = folder("dump", &[("web.yaml", GOOD), ("rules.txt", DUMP), ("other.yaml", REFUSED)]);
    let alone = portolan(&place, &["rules", "--explain", "rules.txt"]).done();
    assert_eq!((alone.code, alone.err.as_str()), (0, ""), "{}", alone.out);
    assert!(alone.out.contains("default/web TCP\n  cluster IP 10.96.10.10:80 (line 8)\n"), "{}", alone.out);
    let piped = portolan(&place, &["rules", "--explain", "-", "web.yaml"]).given(DUMP).done();
    assert_eq!(piped.code, 1, "{}", piped.out);
    assert!(piped.out.contains("0 endpoints in the rules, 1 in the manifests"), "{}", piped.out);
    let arguments = ["rules", "--explain", "rules.txt", "-o", "json", "web.yaml"];
    let json: serde_json::Value =
        serde_json::from_str(&portolan(&place, &arguments).done().out).expect("JSON");
    assert_eq!(json["schema"], "portolan/v1");
    let difference = &json["differences"][0];
    assert_eq!(difference["kind"], "endpoint-count");
    assert_eq!(
        (&difference["service"], &difference["certainty"]),
        (&"default/web".into(), &"depends-on-cluster".into())
    );
    let chains = json["chains"].as_array().expect("a list");
    assert!(chains.iter().any(|chain| chain["name"] == "KUBE-SVC-LOLE4ISW44XBNF3G" && chain["line"] == 5));
}

#[test]
fn what_is_no_dump_is_2() {
    let foreign = "table inet filter {\n}\n";
    let place = folder("no-dump", &[("web.yaml", GOOD), ("foreign.nft", foreign)]);
    for (file, words) in
        [("web.yaml", "holds no rules"), ("foreign.nft", "only `inet filter`"), ("none", "does not exist")]
    {
        let done = portolan(&place, &["rules", "--explain", file]).done();
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{file}");
        assert!(done.err.contains(words), "{file}: {}", done.err);
    }
}

#[test]
fn pods_that_are_not_simulated_are_missed_aloud() {
    let many = "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web}\nspec:\n  replicas: 10003\n  selector: \
                {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: \
                [{name: web, image: example.com/web}]}\n";
    let place = folder("many-pods", &[("web.yaml", many)]);
    let done = portolan(&place, &["get", "rs", "web.yaml"]).done();
    assert!(done.err.contains("3 Pods more would be made than are simulated"), "{}", done.err);
}

#[test]
fn a_service_has_no_environment() {
    let place = folder("environment-of-a-service", &[("web.yaml", GOOD)]);
    let done = portolan(&place, &["env", "svc/web", "web.yaml"]).done();
    assert_eq!((done.code, done.err.contains("a Service has no Pods of its own")), (2, true), "{}", done.err);
}
