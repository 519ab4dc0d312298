//! The licences of what is compiled into the command: MIT and the like ask that copies carry them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// How the file of a licence begins, in small letters.
const NAMES: [&str; 4] = ["licen", "copying", "notice", "unlicense"];

/// The licences of all packages of others that the command for a target is made of, as one text.
pub(super) fn of_dependencies(target: &str) -> Result<String> {
    let line = format!("cargo metadata --locked --format-version 1 --filter-platform {target}");
    let metadata = shell::output(&line).context("cargo metadata failed")?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let used = used(&metadata);
    let mut text = String::from("What the command portolan is compiled from besides its own sources.\n");
    // Many packages have the same text: it stands once, under all their names.
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in list(&metadata, "packages") {
        if !used.contains(word(package, "id")) || package["source"].is_null() {
            continue;
        }
        let (name, version) = (word(package, "name"), word(package, "version"));
        let _ = writeln!(text, "{name} {version}: {}", word(package, "license"));
        for licence in files(Path::new(word(package, "manifest_path")))? {
            texts.entry(licence).or_default().push(format!("{name} {version}"));
        }
    }
    let mut texts: Vec<_> = texts.into_iter().map(|(licence, names)| (names, licence)).collect();
    texts.sort();
    for (names, licence) in texts {
        let _ = write!(text, "\n{}\n{}\n\n{licence}\n", "-".repeat(80), names.join(", "));
    }
    Ok(text)
}

/// The ids of the packages that the command links, procedural macros and what builds it left out.
fn used(metadata: &Value) -> BTreeSet<&str> {
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"], "nodes").map(|node| (word(node, "id"), node)).collect();
    let mut used = BTreeSet::new();
    let mut open: Vec<&str> = list(metadata, "workspace_default_members").filter_map(Value::as_str).collect();
    while let Some(id) = open.pop() {
        if !used.insert(id) {
            continue;
        }
        let Some(node) = nodes.get(id) else { continue };
        let normal =
            list(node, "deps").filter(|one| list(one, "dep_kinds").any(|kind| kind["kind"].is_null()));
        open.extend(normal.map(|one| word(one, "pkg")));
    }
    used
}

/// The texts of the licences beside a Cargo.toml.
fn files(manifest: &Path) -> Result<BTreeSet<String>> {
    let folder = manifest.parent().context("a package has no folder")?;
    let mut texts = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.path().is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path())?).replace('\r', "");
            texts.insert(text.trim_end().to_owned());
        }
    }
    Ok(texts)
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_command_links_is_named_with_its_licence() {
        let text = of_dependencies("x86_64-unknown-linux-gnu").expect("the licences");
        assert!(text.contains("\nclap ") && text.contains("Permission is hereby granted"), "{text}");
        assert!(!text.contains("\ncriterion ") && !text.contains("\nportolan-core "), "{text}");
    }
}
