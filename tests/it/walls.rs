//! The rooms of the core: which may use which. The arrows are the design, and this table holds them.

use crate::{files_below, root};
use regex::Regex;
use std::collections::BTreeMap;

/// A room, and the rooms it may use, in the order of the data.
const ARROWS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("api", &[]),
    ("object", &["diagnostic", "api"]),
    ("options", &["object"]),
    ("document", &["diagnostic", "api", "object", "options"]),
    ("admission", &["diagnostic", "api", "object", "options", "document"]),
    ("workload", &["diagnostic", "object", "options"]),
    ("cluster", &["diagnostic", "object", "options", "workload"]),
    ("change", &["diagnostic", "object", "options", "document", "admission", "workload", "cluster"]),
    ("endpoints", &["diagnostic", "object", "options", "workload", "cluster"]),
    ("dns", &["diagnostic", "object", "options", "workload", "cluster", "endpoints"]),
    ("proxy", &["diagnostic", "object", "options", "workload", "cluster", "endpoints"]),
    ("policy", &["diagnostic", "object", "options", "workload", "cluster"]),
    ("routing", &["diagnostic", "object", "options", "workload", "cluster", "endpoints"]),
    ("external", &["diagnostic", "object", "options", "workload", "cluster", "endpoints", "proxy"]),
    (
        "trace",
        &[
            "diagnostic",
            "object",
            "options",
            "document",
            "workload",
            "cluster",
            "endpoints",
            "dns",
            "proxy",
            "policy",
            "routing",
            "external",
        ],
    ),
    (
        "reachability",
        &[
            "diagnostic",
            "object",
            "options",
            "workload",
            "cluster",
            "endpoints",
            "dns",
            "proxy",
            "policy",
            "external",
            "trace",
        ],
    ),
    (
        "advice",
        &[
            "diagnostic",
            "object",
            "options",
            "admission",
            "workload",
            "cluster",
            "endpoints",
            "proxy",
            "policy",
            "routing",
            "external",
            "environment",
        ],
    ),
    ("environment", &["diagnostic", "object", "options", "admission", "workload", "cluster"]),
    (
        "lint",
        &[
            "diagnostic",
            "object",
            "options",
            "document",
            "admission",
            "workload",
            "cluster",
            "endpoints",
            "dns",
            "proxy",
            "policy",
            "routing",
            "external",
            "trace",
            "reachability",
        ],
    ),
    ("verdict", &["diagnostic", "object", "admission", "workload", "cluster", "proxy", "trace"]),
];

#[test]
fn every_room_uses_only_those_that_it_may() {
    let source = root().join("crates/portolan-core/src");
    let used = Regex::new(r"crate::(?:\{([^}]*)\}|(\w+))").expect("a valid pattern");
    let mut wrong = Vec::new();
    for path in files_below(&source, ".rs") {
        let inside = path.strip_prefix(&source).expect("a file of the core");
        let room =
            inside.iter().next().and_then(|name| name.to_str()).unwrap_or_default().trim_end_matches(".rs");
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            assert_eq!(room, "lib", "{} is in no room", inside.display());
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("a source file");
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for found in used.captures_iter(&code) {
            let names = found.get(1).or(found.get(2)).map_or("", |names| names.as_str());
            for name in names.split(',').map(|name| name.trim().split("::").next().unwrap_or_default()) {
                let is_room = ARROWS.iter().any(|(known, _)| *known == name);
                if is_room && name != room && !allowed.contains(&name) {
                    wrong.push(format!("{}: {room} may not use {name}", inside.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dependencies_between_crates_point_one_way() {
    let below: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("portolan-yaml", &[] as &[&str]),
        ("portolan-core", &["portolan-yaml"]),
        ("portolan-kustomize", &["portolan-yaml"]),
        ("portolan-render", &["portolan-yaml", "portolan-core"]),
    ]);
    for (name, allowed) in below {
        let manifest =
            std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).expect("a manifest");
        for line in manifest.lines().filter(|line| line.starts_with("portolan-")) {
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(allowed.contains(&dependency), "{name} may not depend on {dependency}");
        }
    }
}
