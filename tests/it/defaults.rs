//! Objects with their defaults, against what a real API server stored.

use crate::{files_below, root};
use portolan_core::{Options, analyze, parse};
use portolan_render::get::accepted_objects;
use serde_json::Value;
use std::collections::BTreeMap;

/// Kind, namespace and name.
fn name(object: &Value) -> [String; 3] {
    let field = |path: &str| object.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    [field("/kind"), field("/metadata/namespace"), field("/metadata/name")]
}

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).expect("a file of a case")
}

/// The specification, without what controllers and the scheduler write, or a server draws by chance.
fn spec(object: &Value) -> Value {
    let mut spec = object.get("spec").cloned().unwrap_or_default();
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
    if let Some(fields) = spec.as_object_mut() {
        match kind {
            "Pod" => drop(fields.remove("nodeName")),
            "Job" if fields.get("manualSelector") != Some(&Value::Bool(true)) => {
                fields.remove("selector");
                if let Some(meta) = fields.get_mut("template").and_then(|one| one.get_mut("metadata")) {
                    *meta = Value::Null;
                }
            }
            _ => {}
        }
    }
    spec
}

#[test]
fn objects_are_stored_as_the_server_stores_them() {
    let mut wrong = Vec::new();
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    for path in files_below(&root().join("tests/conformance/cases"), "snapshot.yaml") {
        let folder = path.parent().expect("a case");
        let options = match std::fs::read_to_string(folder.join("case.json")) {
            Ok(case) if case.contains("dualStack") => continue,
            _ => Options::default(),
        };
        let snapshot = read(&path).replace("oracle/", "portolan.dev/");
        let stored: Value = serde_yaml::from_str(&snapshot).expect("a snapshot");
        let stored: BTreeMap<_, _> =
            stored["items"].as_array().into_iter().flatten().map(|one| (name(one), one)).collect();
        let text = read(&folder.join("input.yaml")).replace("oracle/", "portolan.dev/");
        let analysis = analyze(vec![parse("input.yaml".to_owned(), text.into_bytes())], &options);
        for object in accepted_objects(&analysis) {
            let [kind, ..] = name(&object);
            let is_compared = !["Service", "Endpoints", "EndpointSlice", "Node"].contains(&kind.as_str());
            if let (true, Some(expected)) = (is_compared, stored.get(&name(&object))) {
                *compared.entry(kind).or_default() += 1;
                if spec(&object) != spec(expected) {
                    wrong.push(format!(
                        "{} {:?}\n  ours   {}\n  server {}",
                        folder.display(),
                        name(&object),
                        spec(&object),
                        spec(expected)
                    ));
                }
            }
        }
    }
    println!("{compared:?}");
    assert!(compared.len() > 6 && compared.values().sum::<usize>() > 400, "{compared:?}");
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}
