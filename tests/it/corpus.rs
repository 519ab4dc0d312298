//! Correct applications, `tests/corpus`, a folder each: `check` has nothing to warn of, neither in one alone nor in all
//! of them beside each other.

use crate::{files_below, root};
use portolan_core::diagnostic::{Lang, Severity};
use portolan_core::{Options, analyze, parse};
use std::path::{Path, PathBuf};

/// The manifests below a folder. A `kustomization.yaml` is none.
fn manifests(folder: &Path) -> Vec<PathBuf> {
    let mut files = files_below(folder, ".yaml");
    files.extend(files_below(folder, ".json"));
    files.retain(|file| !file.ends_with("kustomization.yaml"));
    files
}

/// What is found in some files, notes apart.
fn warnings(files: &[PathBuf]) -> Vec<String> {
    let read = |path: &PathBuf| parse(path.display().to_string(), std::fs::read(path).expect("a manifest"));
    let analysis = analyze(files.iter().map(read).collect(), &Options::default());
    let loud = analysis.diagnostics.iter().filter(|one| one.severity != Severity::Note);
    loud.map(|one| {
        let name = files.get(one.place.file.0 as usize).expect("a file").display();
        format!("{name}: {}: {}", one.rule, one.message.render(Lang::En))
    })
    .collect()
}

fn applications() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(root().join("tests/corpus")).expect("the corpus");
    let mut found: Vec<PathBuf> = folder.map(|entry| entry.expect("a folder").path()).collect();
    found.sort();
    assert!(found.len() >= 40, "{} applications", found.len());
    found
}

#[test]
fn correct_applications_have_no_warnings() {
    for application in applications() {
        let files = manifests(&application);
        assert!(!files.is_empty(), "{}", application.display());
        assert_eq!(warnings(&files), Vec::<String>::new());
    }
}

#[test]
fn correct_applications_are_not_mixed_up() {
    let files: Vec<PathBuf> = applications().iter().flat_map(|folder| manifests(folder)).collect();
    assert_eq!(warnings(&files), Vec::<String>::new());
}
