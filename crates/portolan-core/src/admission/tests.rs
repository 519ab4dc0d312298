//! The API server as a whole: small inputs, and what is answered.

use super::*;
use crate::diagnostic::Lang;

fn admitted(text: &str) -> (Vec<File>, Admitted) {
    let files = vec![portolan_yaml::parse("input.yaml".to_owned(), text.as_bytes().to_vec())];
    let admitted = admit(&files, &Options::default());
    (files, admitted)
}

/// Reason and words of each answer.
fn answers(text: &str) -> Vec<String> {
    shown(&admitted(text).1)
}

fn updated(before: &str, after: &str) -> Vec<String> {
    let [before, after] =
        [before, after].map(|text| [portolan_yaml::parse("x.yaml".to_owned(), text.as_bytes().to_vec())]);
    shown(&admit_updates(&before, &after, &Options::default()))
}

fn shown(admitted: &Admitted) -> Vec<String> {
    let answers = admitted.manifests.iter().filter_map(|manifest| manifest.answer.as_ref());
    answers
        .map(|answer| format!("{} {}", answer.reason, answer.message.as_deref().unwrap_or_default()))
        .collect()
}

fn service(name: &str, spec: &str) -> String {
    format!("---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {spec}\n")
}

#[test]
fn a_name_is_given_once_in_a_namespace() {
    let one = service("web", "{ports: [{port: 80}]}");
    assert_eq!(
        answers(&format!("{one}{one}")),
        ["Created ", "AlreadyExists services \"web\" already exists"]
    );
    let other = one.replace("{name: web}", "{name: web, namespace: shop}");
    assert_eq!(answers(&format!("{one}{other}")), ["Created ", "Created "]);
}

#[test]
fn what_a_refused_service_named_stays_free() {
    let text = [
        service("a", "{type: NodePort, ports: [{port: 80, nodePort: 30080}]}"),
        service(
            "b",
            "{type: NodePort, ports: [{name: one, port: 1, nodePort: 30081}, {name: two, port: 2, nodePort: 30080}]}",
        ),
        service("c", "{type: NodePort, ports: [{port: 80, nodePort: 30081}]}"),
    ];
    let answers = answers(&text.concat());
    assert!(
        answers[1]
            .ends_with("spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated")
    );
    assert_eq!(answers[2], "Created ");
}

#[test]
fn allocation_comes_before_validation_and_a_used_name_last() {
    let out_of_range = service("Bad_Name", "{clusterIP: 10.1.1.1, ports: []}");
    let words = "failed to allocate IP 10.1.1.1: the provided network does not match the current range";
    assert!(answers(&out_of_range)[0].ends_with(words));
    let twice = [service("web", "{ports: [{port: 80}]}"), service("web", "{ports: []}")].concat();
    assert!(answers(&twice)[1].starts_with("Invalid"), "an invalid object is refused as such");
}

#[test]
fn the_first_wrong_type_by_key_is_the_answer() {
    let text = service("web", "{type: 1, ports: [{port: x}], selector: []}");
    assert!(
        answers(&text)[0].ends_with("string into Go struct field ServicePort.spec.ports.port of type int32")
    );
    let text = service("web", "{clusterIP: 1, ports: [{targetPort: 1.5}]}");
    assert!(
        answers(&text)[0].ends_with("ServicePort.spec.ports.targetPort of type int32"),
        "a type with a decoder of its own ends the decoding"
    );
}

#[test]
fn all_unknown_fields_are_told_and_repeated_keys_before_them() {
    let text = "apiVersion: v1\nkind: Service\nmetadata: {name: web, name: web}\nspec: {prots: [], zzz: 1}\n";
    assert_eq!(
        answers(text),
        [
            "BadRequest Service in version \"v1\" cannot be handled as a Service: strict decoding error: yaml: unmarshal \
          errors:\n  line 3: key \"name\" already set in map, unknown field \"spec.prots\", unknown field \"spec.zzz\""
        ]
    );
    let (_, admitted) = admitted(text);
    let rules: Vec<&str> = admitted.diagnostics.iter().map(|one| one.rule).collect();
    assert_eq!(rules, ["unknown-field", "unknown-field", "duplicate-field"]);
    let help = admitted.diagnostics[0].help[0].render(Lang::En);
    assert_eq!(help, "did you mean `ports`?");
}

#[test]
fn items_of_lists_are_objects() {
    let text = "apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n  spec: {ports: [{port: 80}]}\n- null\n";
    assert_eq!(answers(text), ["Created ", "ClientError error: no objects passed to create"]);
    assert!(answers("apiVersion: v1\nkind: List\nitems: []\n").is_empty());
}

#[test]
fn a_dump_is_taken_as_it_is() {
    let text =
        "apiVersion: v1\nkind: Service\nmetadata: {name: Odd_Name, uid: x}\nspec: {clusterIP: 10.1.1.1}\n";
    let (_, admitted) = admitted(text);
    assert_eq!(shown(&admitted), ["Created "]);
    assert!(admitted.objects.services[0].meta.stated);
}

#[test]
fn what_a_custom_resource_may_add_is_not_our_finding() {
    let text = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\n";
    let (_, admitted) = admitted(text);
    assert!(shown(&admitted)[0].contains("no matches for kind \"HTTPRoute\""));
    assert!(admitted.diagnostics.is_empty());
    let (_, misspelled) = super::tests::admitted("apiVersion: v1\nkind: Serivce\nmetadata: {name: web}\n");
    assert_eq!(misspelled.diagnostics[0].help[0].render(Lang::En), "did you mean `Service`?");
}

#[test]
fn a_diagnostic_stands_where_the_author_wrote() {
    let (files, admitted) = admitted(&service("web", "{clusterIP: 10.1.1.1, ports: [{port: 80}]}"));
    let found = &admitted.diagnostics[0];
    assert_eq!(found.path, "spec.clusterIPs");
    assert_eq!(found.place.span.slice(files[0].text()), "10.1.1.1");
}

#[test]
fn a_list_where_a_mapping_belongs_is_explained() {
    let (files, admitted) = admitted("apiVersion: v1\nkind: Service\nmetadata:\n- name: echo\nspec: {}\n");
    let found = &admitted.diagnostics[0];
    assert_eq!(
        (found.rule, found.place.span.slice(files[0].text())),
        ("list-where-mapping-belongs", "metadata")
    );
    assert!(found.help[0].render(Lang::Ja).contains("`name: …`"));
}

#[test]
fn an_address_stays_and_a_node_port_may_move() {
    let before =
        service("web", "{type: NodePort, clusterIP: 10.96.1.1, ports: [{port: 80, nodePort: 30080}]}");
    let moved = before.replace("30080", "30081");
    let after =
        format!("{moved}{}", service("other", "{type: NodePort, ports: [{port: 80, nodePort: 30080}]}"));
    assert_eq!(updated(&before, &after), ["Updated ", "Created "], "the old node port is free again");
    let readdressed = before.replace("10.96.1.1", "10.96.1.2");
    assert!(updated(&before, &readdressed)[0].ends_with("[\"10.96.1.2\"]: may not change once set"));
}

#[test]
fn a_selector_is_immutable() {
    let deployment = |app: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {{selector: {{matchLabels: {{app: {app}}}}}, \
             template: {{metadata: {{labels: {{app: {app}}}}}, spec: {{containers: [{{name: c, image: i}}]}}}}}}\n"
        )
    };
    let answers = updated(&deployment("web"), &deployment("api"));
    assert!(
        answers[0].ends_with(
            "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"api\"}}: field is immutable"
        )
    );
}

#[test]
fn no_text_makes_it_panic() {
    let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels: {a: b}\nspec:\n  clusterIP: 10.96.1.1\n  \
                ports:\n  - name: http\n    port: 80\n    targetPort: http\n---\napiVersion: apps/v1\nkind: ReplicaSet\n\
                metadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, image: b, resources: {limits: {cpu: 1}}}]}}}\n";
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let junk: &[&str] =
        &["[", "{", ": ", "- ", "\n", "\t", "'", "null", "-1", "é", "99999999999", "&a *a", "!!x", "%"];
    for _ in 0..400 {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..1 + next(4) {
            let at = next(bytes.len());
            let part = junk[next(junk.len())].as_bytes();
            let end = (at + next(6)).min(bytes.len());
            bytes.splice(at..end, part.iter().copied());
        }
        let files = [portolan_yaml::parse("x.yaml".to_owned(), bytes)];
        let admitted = admit(&files, &Options::default());
        let _ = admit_updates(&files, &files, &Options::default());
        for one in &admitted.diagnostics {
            assert!(one.place.span.end as usize <= files[0].text().len());
        }
    }
}
