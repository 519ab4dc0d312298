//! What changes do, and what they leave alone.

use super::Change;
use crate::diagnostic::{Lang, Message};
use crate::object::Workload;
use crate::{Analysis, Options, analyze, change, parse};

const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: \
                          {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: \
                          [{name: web, image: example.com/web:1}]}\n";
const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports:\n  - \
                       port: 80\n";
const OTHERS: &str = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  serviceName: db\n  replicas: \
                      3\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec: \
                      {containers: [{name: db, image: example.com/db:1}]}\n";

fn all() -> String {
    [DEPLOYMENT, SERVICE, OTHERS].join("---\n")
}

fn analysis(manifests: &str) -> Analysis {
    analyze(vec![parse("test.yaml".to_owned(), manifests.into())], &Options::default())
}

fn changed(manifests: &str, changes: &[Change]) -> Analysis {
    let (after, unmet) = change(analysis(manifests), changes, &Options::default());
    assert!(unmet.is_empty(), "{}", words(&unmet));
    after
}

/// The words against a change.
fn refused(manifests: &str, change_of: Result<Change, Message>) -> String {
    match change_of {
        Ok(one) => words(&change(analysis(manifests), &[one], &Options::default()).1),
        Err(message) => words(&[message]),
    }
}

fn words(messages: &[Message]) -> String {
    messages.iter().map(|message| message.render(Lang::En)).collect::<Vec<_>>().join("\n")
}

fn set(word: &str) -> Change {
    Change::set(word).expect("a good change")
}

/// Name, node and first address of each Pod.
fn places(analysis: &Analysis) -> Vec<(String, String, String)> {
    let place = |pod: &crate::workload::Pod| {
        let ip = pod.ips.first().map(ToString::to_string).unwrap_or_default();
        (pod.name.to_string(), pod.node_name.to_string(), ip)
    };
    analysis.cluster.pods.iter().map(place).collect()
}

fn counts(analysis: &Analysis, name: &str) -> (u32, u32) {
    let of_name = |one: &&Workload| *one.meta.name == *name;
    let status = analysis.cluster.workloads.iter().find(of_name).and_then(|one| one.status.as_ref());
    status.map(|status| (status.replicas, status.ready)).expect("a controller with a status")
}

#[test]
fn more_pods_leave_the_others_where_they_are() {
    let before = places(&analysis(&all()));
    let after = places(&changed(&all(), &[set("deploy/web.replicas=4")]));
    assert_eq!(after.len(), before.len() + 2);
    assert!(before.iter().all(|pod| after.contains(pod)), "{before:?}\n{after:?}");
    let mut ips: Vec<&String> = after.iter().map(|(.., ip)| ip).collect();
    ips.sort();
    ips.dedup();
    assert_eq!(ips.len(), after.len(), "every Pod has an address of its own");
}

#[test]
fn scaling_alone_is_the_same_as_writing_another_number() {
    let written = places(&analysis(&DEPLOYMENT.replace("replicas: 2", "replicas: 5")));
    assert_eq!(places(&changed(DEPLOYMENT, &[set("deploy/web.replicas=5")])), written);
}

#[test]
fn fewer_pods_are_the_first_ones() {
    let before = places(&analysis(DEPLOYMENT));
    assert_eq!(places(&changed(DEPLOYMENT, &[set("deploy/web.replicas=1")])), before[..1]);
}

#[test]
fn fields_are_set_one_after_another() {
    let changes = [
        set("svc/web.ports[0].name=http"),
        set("svc/web.ports[1]={port: 81, name: more}"),
        set("svc/web.selector.tier=80"),
    ];
    let after = changed(&all(), &changes);
    let service = after.cluster.services.first().expect("a Service");
    let names: Vec<&str> = service.ports.iter().map(|port| &*port.name).collect();
    assert_eq!(names, ["http", "more"]);
    assert_eq!(service.selector.as_ref().and_then(|labels| labels.get("tier")), Some("80"));
}

#[test]
fn a_pod_that_fails_its_probe_is_counted() {
    let name = format!("pod/{}", places(&analysis(&all()))[0].0);
    let after = changed(&all(), &[Change::not_ready(&name).expect("a Pod")]);
    assert_eq!(counts(&after, "web"), (2, 1));
    let ready = after.slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    assert_eq!(ready.filter(|endpoint| endpoint.conditions.ready == Some(true)).count(), 1);
    let all_of_it = changed(&all(), &[Change::not_ready("deploy/web").expect("a controller")]);
    assert_eq!(counts(&all_of_it, "web"), (2, 0));
    assert_eq!(counts(&all_of_it, "db"), (3, 3));
}

#[test]
fn a_pod_that_is_being_deleted_serves_and_is_not_ready() {
    let ending = |word: &str| changed(&all(), &[Change::terminating(word).expect("Pods")]);
    let after = ending("deploy/web");
    assert_eq!((after.cluster.pods.len(), counts(&after, "web")), (5, (0, 0)));
    let web = after.slices.iter().find(|slice| slice.meta.name.starts_with("web-")).expect("a slice");
    let told = |one: &crate::object::Conditions| [one.ready, one.serving, one.terminating];
    let conditions: Vec<_> = web.endpoints.iter().flatten().map(|one| told(&one.conditions)).collect();
    assert_eq!(conditions, [[Some(false), Some(true), Some(true)]; 2]);
    let stateful = ending("pod/db-1");
    assert_eq!(counts(&stateful, "db"), (3, 3), "a StatefulSet waits for its Pod, and counts it so long");
    let both = [Change::terminating("sts/db").expect("Pods"), Change::delete("pod/db-0").expect("a Pod")];
    let gone = changed(&all(), &both);
    assert_eq!((gone.cluster.pods.len(), counts(&gone, "db")), (4, (2, 2)));
}

#[test]
fn a_change_is_read_back_from_its_own_words() {
    let word = "svc/web.ports[0].name=http";
    let back = Change::parse(set(word).flag(), set(word).word()).expect("the same change");
    assert_eq!(back.to_string(), format!("--set {word}"));
    assert!(Change::parse("--unset", word).is_err() && Change::parse("--terminating", "svc/web").is_err());
}

#[test]
fn a_change_knows_what_it_is_about() {
    for (flag, word, about) in [
        ("--set", "deploy/web.replicas=3", "deploy/web.replicas"),
        ("--not-ready", "pod/db-0", "pod/db-0"),
        ("--terminating", "pod/db-0", "pod/db-0"),
        ("--delete", "pod/db-0", "pod/db-0"),
        ("--node-down", "no/node-a", "node/node-a"),
        ("--client", "me@node-a", "client/default/me"),
    ] {
        assert_eq!(Change::parse(flag, word).expect("a change").about(), about);
    }
}

#[test]
fn what_is_deleted_takes_along_what_it_owns() {
    let delete = |word| changed(&all(), &[Change::delete(word).expect("a target")]);
    let pod = delete("pod/db-1");
    assert_eq!((pod.cluster.pods.len(), counts(&pod, "db")), (4, (2, 2)));
    let deployment = delete("deploy/web");
    assert_eq!((deployment.cluster.pods.len(), deployment.cluster.workloads.len()), (3, 1));
    let endpoints = deployment.slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    assert_eq!(endpoints.count(), 0);
    let service = delete("svc/web");
    assert_eq!((service.cluster.services.len(), service.slices.len(), service.cluster.pods.len()), (0, 0, 5));
    assert_eq!(delete("pod/web-*").cluster.pods.len(), 3);
}

#[test]
fn a_namespace_goes_with_all_that_is_in_it() {
    let shop = all().replace("metadata: {name: ", "metadata: {namespace: shop, name: ");
    let after = changed(&shop, &[Change::delete("ns/shop").expect("a target")]);
    let cluster = &after.cluster;
    assert_eq!((cluster.pods.len(), cluster.services.len(), cluster.workloads.len()), (0, 0, 0));
    assert!(!cluster.namespaces.contains_key("shop"));
}

#[test]
fn a_node_that_is_down_keeps_its_pods_and_gets_no_new_ones() {
    let changes = [Change::node_down("node-b"), set("deploy/web.replicas=5")];
    let (before, after) = (analysis(&all()), changed(&all(), &changes));
    let on_node = |analysis: &Analysis| -> Vec<bool> {
        let there = analysis.cluster.pods.iter().filter(|pod| &*pod.node_name == "node-b");
        there.map(|pod| pod.ready).collect()
    };
    assert_eq!(on_node(&before), [true, true]);
    assert_eq!(on_node(&after), [false, false]);
    assert!(after.cluster.nodes.iter().any(|node| &*node.name == "node-b" && !node.ready));
}

#[test]
fn a_deleted_node_leaves_its_pods_without_endpoints() {
    let after = changed(&all(), &[Change::delete("node/node-b").expect("a target")]);
    assert_eq!((after.cluster.nodes.len(), after.cluster.pods.len()), (2, 5));
    let endpoints = after.slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    assert!(endpoints.into_iter().all(|endpoint| endpoint.node_name.as_deref() != Some("node-b")));
}

#[test]
fn a_client_is_a_pod_that_nothing_selects() {
    let after = changed(&all(), &[Change::client("shop/me@node-c")]);
    let pod = after.cluster.pods.last().expect("the client");
    assert_eq!((&*pod.namespace, &*pod.name, &*pod.node_name), ("shop", "me", "node-c"));
    assert!(pod.ready && pod.labels.get("app").is_none());
}

#[test]
fn what_cannot_be_done_is_told_in_words() {
    let of = |change_of: Result<Change, Message>| refused(&all(), change_of);
    for (told, part) in [
        (of(Change::set("deploy/wbe.replicas=3")), "there is no Deployment `wbe`; did you mean `web`?"),
        (
            of(Change::set("deployment/web.replica=3")),
            "`spec` has no field `replica`; did you mean `replicas`?",
        ),
        (of(Change::set("deploi/web.replicas=3")), "there is no kind `deploi`; did you mean `deploy`?"),
        (of(Change::set("svc/web.ports[0].port=0")), "Service \"web\" is invalid: [spec.ports[0].port"),
        (of(Change::set("rs/web-x.replicas=3")), "there is no ReplicaSet `web-x`"),
        (of(Change::set("pod/db-0.hostname=x")), "`Pod/db-0` has no manifest, `StatefulSet/db` makes it"),
        (of(Change::delete("pod/web")), "there is no Pod `web`; there are `web-"),
        (of(Ok(Change::client("db@node-z"))), "there is no node `node-z`; the nodes are `node-a`"),
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn a_name_in_two_namespaces_is_that_of_default_or_none() {
    let shop = SERVICE.replace("{name: web}", "{name: web, namespace: shop}");
    let port = |manifests: &str, word: &str| {
        let after = changed(manifests, &[set(word)]);
        after.cluster.services.iter().map(|service| service.ports[0].port).collect::<Vec<_>>()
    };
    let both = format!("{SERVICE}---\n{shop}");
    assert_eq!(port(&both, "svc/web.ports[0].port=81"), [81, 80]);
    assert_eq!(port(&both, "svc/shop/web.ports[0].port=81"), [80, 81]);
    assert_eq!(port(&shop, "svc/web.ports[0].port=81"), [81]);
    let neither = format!("{}---\n{shop}", shop.replace("shop", "bazaar"));
    assert!(refused(&neither, Change::set("svc/web.ports[0].port=81")).contains("`bazaar/web`, `shop/web`"));
}

/// A Deployment of two as `kubectl get -o yaml` shows it, with or without its ReplicaSet.
fn dump(with_set: bool) -> String {
    let meta = |name: &str, more: &str| format!("{{name: {name}, namespace: default, uid: u-{name}{more}}}");
    let template = "template: {metadata: {labels: {app: web, pod-template-hash: abc}}, spec: {containers: [{name: web, image: x}]}}";
    let status = "status: {replicas: 2, readyReplicas: 2, availableReplicas: 2}";
    let owned = |kind: &str, name: &str| {
        format!(
            ", ownerReferences: [{{apiVersion: apps/v1, kind: {kind}, name: {name}, uid: u, controller: true}}]"
        )
    };
    let deployment = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\nspec: {{replicas: 2, selector: {{matchLabels: {{app: web}}}}, \
         template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: web, image: x}}]}}}}}}\n{status}\n---\n",
        meta("web", "")
    );
    let set = format!(
        "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {}\nspec: {{replicas: 2, selector: {{matchLabels: {{app: web, \
         pod-template-hash: abc}}}}, {template}}}\n{status}\n---\n",
        meta("web-abc", &owned("Deployment", "web"))
    );
    let pod = |name: &str, ip: &str, ready: &str| {
        let labels =
            format!(", labels: {{app: web, pod-template-hash: abc}}{}", owned("ReplicaSet", "web-abc"));
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {}\nspec: {{nodeName: n1, containers: [{{name: web, image: x}}]}}\nstatus: \
             {{phase: Running, podIP: {ip}, conditions: [{{type: Ready, status: \"{ready}\"}}]}}\n---\n",
            meta(name, &labels)
        )
    };
    let pods = [pod("web-abc-1", "10.1.0.1", "False"), pod("web-abc-2", "10.1.0.2", "True")].concat();
    let set = if with_set { set } else { String::new() };
    format!("{deployment}{set}{pods}")
}

#[test]
fn a_dump_can_be_scaled() {
    for with_set in [true, false] {
        let dump = dump(with_set);
        assert_eq!(analysis(&dump).cluster.pods.len(), 2);
        let more = changed(&dump, &[set("deploy/web.replicas=3")]);
        assert_eq!((more.cluster.pods.len(), counts(&more, "web").0), (3, 3));
        assert!(more.cluster.pods.iter().all(|pod| pod.name.starts_with("web-abc-")));
        let fewer = places(&changed(&dump, &[set("deploy/web.replicas=1")]));
        assert_eq!(fewer.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), ["web-abc-2"]);
        let told = refused(&dump, Change::set("deploy/web.template.spec.containers[0].image=y"));
        assert!(told.contains("a rollout of a new one is not simulated"), "{told}");
    }
}

#[test]
fn lists_and_anchors_are_edited_in_place() {
    let list = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {}\n- {}",
        SERVICE.trim_end().replace('\n', "\n  "),
        DEPLOYMENT.trim_end().replace('\n', "\n  ")
    );
    assert_eq!(
        changed(&list, &[set("deploy/web.replicas=3"), set("svc/web.type=NodePort")]).cluster.pods.len(),
        3
    );
    let anchored = SERVICE
        .replace("{name: web}", "{name: web, labels: &l {app: web}}")
        .replace("{app: web}\n  ports", "*l\n  ports");
    let told = refused(&anchored, Change::set("svc/web.selector.app=x"));
    assert!(told.contains("anchor"), "{told}");
}

#[test]
fn whatever_the_words_there_is_an_answer() {
    let words = [
        "",
        "=",
        "/",
        "//",
        "/.=",
        "a/b.c=d",
        "svc/=",
        "svc/web=",
        "svc/web.=",
        "svc/web.x",
        "svc/.ports=1",
        "svc//web.ports=1",
        "svc/web.ports[=1",
        "svc/web.ports[]=1",
        "svc/web.ports[0]=",
        "svc/web.ports[99999999999999999999]=1",
        "svc/web[0]=1",
        "svc/web.spec=1",
        "svc/web.spec={}",
        "svc/web.kind=Pod",
        "svc/web.apiVersion=",
        "svc/web.metadata=x",
        "svc/web.metadata.name=",
        "svc/web.selector={app: [}",
        "svc/web.selector=*x",
        "svc/web.selector=&x {app: y}",
        "svc/web.ports=- a",
        "svc/web.type=a\nb: c",
        "svc/web.selector.\u{1f600}=\u{0}",
        "svc/web.type=\u{feff}",
        "svc/web.selector[a]b.c=1",
        "svc/web.selector[=1",
        "pod/*",
        "pod/web-*",
        "deploy/*",
        "svc/*",
        "ns/*",
        "no/*",
        "*/*",
        "*",
        "名/前.x=y",
        "svc/web.ports[0].port=80 # x",
        "deploy/web.replicas=2147483648",
        "deploy/web.replicas=1000000",
        "deploy/web.spec.template=",
        "deploy/web.spec.template.spec.containers[1]={name: b, image: c}",
        "sts/db.ordinals.start=4294967295",
        "a@b@c",
        "x/y@",
        "@",
        "svc/web.metadata.namespace=shop",
        "svc/web.status.loadBalancer={}",
    ];
    for word in words {
        let changes =
            [Change::set(word), Change::delete(word), Change::not_ready(word)].into_iter().flatten();
        for one in changes.chain([Change::client(word), Change::node_down(word)]) {
            let (after, unmet) = change(analysis(&all()), std::slice::from_ref(&one), &Options::default());
            assert!(unmet.iter().all(|message| !message.render(Lang::Ja).is_empty()), "{one}");
            assert!(after.cluster.pods.iter().all(|pod| !pod.name.is_empty()), "{one}");
        }
    }
}

#[test]
fn the_guest_stays_where_it_was_if_it_can() {
    let app = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web}]}
";
    let guest = |changes: &[Change]| {
        let files = vec![parse("app.yaml".to_owned(), app.as_bytes().to_vec())];
        let before = crate::analyze(files, &Options::default());
        let guest = crate::change(before, changes, &Options::default()).0.cluster.guest.expect("a guest");
        format!("{} {}", guest.node_name, guest.ips.first().expect("an address"))
    };
    assert_eq!(guest(&[Change::set("deploy/web.replicas=1").expect("a change")]), "node-c 10.244.3.2");
    assert_eq!(guest(&[Change::node_down("node-b")]), "node-c 10.244.3.2");
    assert_eq!(guest(&[Change::node_down("node-c")]), "node-a 10.244.1.3");
}
