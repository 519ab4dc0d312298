//! What is wrong is said at its place, and does not hide the rest.

use portolan_kustomize::{Built, Severity, Written, build};
use std::collections::BTreeMap;

const WEB: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n";

fn built(root: &str, files: &[(&str, &str)]) -> Built {
    let bytes = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
    let files: BTreeMap<String, Vec<u8>> = files.iter().map(bytes).collect();
    build(root, &files)
}

/// The notes as `file:line:column words`.
fn notes(built: &Built) -> Vec<String> {
    let shown = |note: &portolan_kustomize::Note| {
        let place = note.place.and_then(|place| {
            let source = built.sources.get(place.source as usize)?;
            let at = source.lines().position(place.span.start);
            Some(format!("{}:{}:{}", source.name(), at.line, at.column))
        });
        assert!(!note.problem.japanese().is_empty());
        format!("{} {}", place.unwrap_or_default(), note.problem.english())
    };
    built.notes.iter().map(shown).collect()
}

fn begins(built: &Built, expected: &[&str]) {
    let notes = notes(built);
    assert_eq!(notes.len(), expected.len(), "{notes:#?}");
    for (note, expected) in notes.iter().zip(expected) {
        assert!(note.starts_with(expected), "{note} does not begin with {expected}");
    }
}

#[test]
fn one_bad_resource_does_not_hide_the_others() {
    let root = "resources:\n- missing.yaml\n- bad.yaml\n- https://example.com/x.yaml\n- web.yaml\n- empty\n";
    let files = [
        ("kustomization.yaml", root),
        ("bad.yaml", "a: b: c\n---\nkind: Service\n"),
        ("web.yaml", WEB),
        ("empty/readme", ""),
    ];
    let built = built("", &files);
    assert!(built.text.contains("name: \"web\"") || built.text.contains("name: web"), "{}", built.text);
    assert_eq!(built.documents.len(), 1);
    begins(
        &built,
        &[
            "kustomization.yaml:2:3 `missing.yaml` does not exist",
            "bad.yaml:1:",
            "bad.yaml:3:1 an object without `metadata.name`",
            "kustomization.yaml:4:3 `https://example.com/x.yaml` is not fetched",
            "kustomization.yaml:6:3 the folder `empty` has no kustomization.yaml",
        ],
    );
    let severe = built.notes.iter().filter(|note| note.problem.severity() == Severity::Error).count();
    assert_eq!(severe, 4);
}

#[test]
fn cycles_end() {
    let files =
        [("a/kustomization.yaml", "resources: [../b]\n"), ("b/kustomization.yaml", "resources: [../a]\n")];
    begins(&built("a", &files), &["b/kustomization.yaml:1:13 `a` is built from itself"]);
}

#[test]
fn fields_that_do_not_fit_are_said() {
    let root =
        "resource: [a]\nnamePrefix: 1\nresources: web.yaml\nhelmCharts: [{name: x}]\ncommonLabels: {a: 1}\n";
    begins(
        &built("", &[("kustomization.yaml", root)]),
        &[
            "kustomization.yaml:1:1 a kustomization has no field `resource`",
            "kustomization.yaml:2:13 `namePrefix` must be a string",
            "kustomization.yaml:3:12 `resources` must be a list",
            "kustomization.yaml:4:1 `helmCharts` is not computed",
            "kustomization.yaml:5:19 `commonLabels.a` must be a string",
        ],
    );
}

#[test]
fn patches_that_miss_are_said() {
    let root = "resources: [web.yaml]\npatches:\n- path: p.yaml\n- target: {kind: Pod}\n  patch: |-\n    - op: add\n      path: /a\n      value: 1\n- target: {kind: Service}\n  patch: |-\n    - op: remove\n      path: /spec/none\n";
    let patch = WEB.replace("name: web", "name: api");
    let files = [("kustomization.yaml", root), ("web.yaml", WEB), ("p.yaml", patch.as_str())];
    begins(
        &built("", &files),
        &[
            "p.yaml:4:9 the patch is for Service `api`, which is not in the build",
            "kustomization.yaml:4:11 the target selects nothing",
            "kustomization.yaml:11:7 `remove` cannot be done at `/spec/none`",
        ],
    );
}

#[test]
fn places_lead_to_what_wrote_a_value() {
    let root = "resources: [web.yaml]\nnamePrefix: dev-\nlabels:\n- pairs: {team: blue}\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    spec:\n      type: NodePort\n";
    let built = built("", &[("kustomization.yaml", root), ("web.yaml", WEB)]);
    let at = |path: &str| {
        let file = portolan_yaml::parse(String::new(), built.text.clone().into_bytes());
        let span = file.root(0).and_then(|root| root.at(path)).expect("a value").span();
        let place = built.place(span).expect("a place");
        let source = built.sources.get(place.source as usize).expect("a source");
        let line = source.lines().line(place.span.start);
        (place.span.slice(source.text()).to_owned(), line, place.written, built.editable(span).is_some())
    };
    let (text, line, written, editable) = at("spec.ports[0].port");
    assert_eq!((text.as_str(), line, written, editable), ("80", 7, Written::Verbatim, true));
    let (text, line, written, editable) = at("metadata.name");
    assert_eq!((text.as_str(), line, editable), ("web", 4, false));
    assert!(matches!(written, Written::Changed(cause) if built.causes[cause as usize].field == "namePrefix"));
    let (text, line, written, _) = at("metadata.labels.team");
    assert_eq!((text.as_str(), line), ("blue", 4));
    assert!(matches!(written, Written::Added(cause) if built.causes[cause as usize].field == "labels"));
    let (text, line, written, _) = at("spec.type");
    assert_eq!((text.as_str(), line), ("NodePort", 11));
    assert!(matches!(written, Written::Patch(cause) if built.causes[cause as usize].field == "patches"));
    assert!(!at("spec").3 && at("spec.ports").3);
}

#[test]
fn files_outside_of_the_folder_are_read_with_a_note() {
    let files = [("a/kustomization.yaml", "resources: [../web.yaml]\n"), ("web.yaml", WEB)];
    let built = built("a", &files);
    assert_eq!(built.documents.len(), 1);
    begins(&built, &["a/kustomization.yaml:1:13 `../web.yaml` lies outside"]);
}
