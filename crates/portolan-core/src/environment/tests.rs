//! What containers find in their environments.

use super::{Environment, Presence, Value, environment};
use crate::{Options, analyze, parse};

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: my-web}\nspec:\n  clusterIP: 10.96.7.7\n  \
                       selector: {app: x}\n  ports:\n  - {port: 80}\n";

/// The environment of the first container of the last Pod.
fn of(manifests: &[&str]) -> Environment {
    let file = parse("test.yaml".to_owned(), manifests.join("---\n").into_bytes());
    let analysis = analyze(vec![file], &Options::default());
    let pod = analysis.cluster.pods.last().expect("a Pod");
    environment(&analysis, pod, pod.spec.containers.first().expect("a container"))
}

fn pod(namespace: &str, spec: &str, container: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: one, namespace: {namespace}}}\nspec: {{{spec}\n  containers: \
         [{{name: one, image: example.com/one:1,{container}}}]}}\n"
    )
}

fn value<'e>(environment: &'e Environment, name: &str) -> Option<&'e str> {
    environment.variables.iter().find(|one| one.name == name)?.value.text()
}

#[test]
fn a_service_has_variables_of_both_styles() {
    let found = of(&[SERVICE, &pod("default", "", "")]);
    let names: Vec<&str> = found.variables.iter().map(|one| one.name.as_str()).collect();
    let own: Vec<&str> = names.iter().copied().filter(|name| name.starts_with("MY_WEB")).collect();
    assert_eq!(
        own,
        [
            "MY_WEB_SERVICE_HOST",
            "MY_WEB_SERVICE_PORT",
            "MY_WEB_PORT",
            "MY_WEB_PORT_80_TCP",
            "MY_WEB_PORT_80_TCP_PROTO",
            "MY_WEB_PORT_80_TCP_PORT",
            "MY_WEB_PORT_80_TCP_ADDR"
        ]
    );
    assert_eq!(value(&found, "MY_WEB_PORT"), Some("tcp://10.96.7.7:80"));
    assert_eq!(value(&found, "KUBERNETES_SERVICE_PORT_HTTPS"), Some("443"));
    assert_eq!(value(&found, "KUBERNETES_SERVICE_HOST"), Some("10.96.0.1"));
}

#[test]
fn only_the_api_server_is_left_where_links_are_off_or_in_another_namespace() {
    let off = of(&[SERVICE, &pod("default", "enableServiceLinks: false,", "")]);
    let elsewhere = of(&[SERVICE, &pod("shop", "", "")]);
    for found in [off, elsewhere] {
        assert!(found.variables.iter().all(|one| one.name.starts_with("KUBERNETES_")));
        assert!(!found.variables.is_empty());
    }
}

#[test]
fn headless_and_external_services_have_no_variables() {
    let headless = SERVICE.replace("10.96.7.7", "None");
    let external = "apiVersion: v1\nkind: Service\nmetadata: {name: out}\nspec: {type: ExternalName, externalName: \
                    example.com}\n";
    let found = of(&[&headless, external, &pod("default", "", "")]);
    assert!(found.variables.iter().all(|one| one.name.starts_with("KUBERNETES_")));
}

#[test]
fn the_containers_own_variables_win_and_refer_to_those_before() {
    let env = "env: [{name: LATER, value: $(URL)}, {name: URL, value: 'http://$(MY_WEB_SERVICE_HOST)'},\n  \
               {name: BOTH, value: $(URL)/$(KEY)}, {name: MY_WEB_PORT, value: '8080'},\n  {name: KEY, valueFrom: \
               {secretKeyRef: {name: s, key: k}}}, {name: AGAIN, value: $(KEY)}]";
    let found = of(&[SERVICE, &pod("default", "", env)]);
    assert_eq!(value(&found, "LATER"), Some("$(URL)"));
    assert_eq!(value(&found, "BOTH"), Some("http://10.96.7.7/$(KEY)"));
    assert_eq!(value(&found, "MY_WEB_PORT"), Some("8080"));
    assert_eq!(found.variables.iter().filter(|one| one.name == "MY_WEB_PORT").count(), 1);
    let key = found.variables.iter().find(|one| one.name == "KEY").map(|one| &one.value);
    let Some(Value::From(source)) = key else { panic!("a source") };
    assert_eq!((source.kind, source.name.as_str(), source.key.as_str()), ("secretKeyRef", "s", "k"));
    assert_eq!(value(&found, "AGAIN"), Some("$(KEY)"));
}

#[test]
fn a_service_behind_the_pod_may_come_too_late() {
    let presence = |manifests: &[&str]| {
        let found = of(manifests);
        let of_web = found.variables.into_iter().find(|one| one.name == "MY_WEB_SERVICE_HOST");
        of_web.and_then(|one| Some(one.service?.presence))
    };
    assert_eq!(presence(&[SERVICE, &pod("default", "", "")]), Some(Presence::InTime));
    assert_eq!(presence(&[&pod("default", "", ""), SERVICE]), Some(Presence::Race));
}

#[test]
fn a_dump_tells_when_containers_started() {
    let told = |created: &str| {
        let stated = format!("metadata: {{creationTimestamp: {created}, uid: a, ");
        let service = SERVICE.replace("metadata: {", &stated);
        let pod = pod("default", "", "").replace("metadata: {", "metadata: {uid: b, ")
            + "status:\n  phase: Running\n  startTime: 2026-01-01T00:00:00Z\n  containerStatuses:\n  - {name: one, \
               state: {running: {startedAt: 2026-01-02T00:00:00Z}}}\n";
        let found = of(&[&pod, &service]);
        let of_web = found.variables.iter().any(|one| one.name == "MY_WEB_SERVICE_HOST");
        (of_web, found.too_late.len())
    };
    assert_eq!(
        told("2026-01-01T12:00:00Z"),
        (true, 0),
        "after the Pod, but the container was restarted since"
    );
    assert_eq!(told("2026-01-03T00:00:00Z"), (false, 1));
}
