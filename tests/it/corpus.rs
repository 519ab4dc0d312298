//! Correct applications, `tests/corpus`, a folder each: `check` has nothing to warn of, neither in one alone, nor with all
//! of them around it, nor in all of them beside each other.

use crate::root;
use std::path::Path;
use std::process::Command;

/// What is found in a folder of the repository, notes apart.
fn warnings(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let done = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(["check", "--lang", "en", "--output", "concise"])
        .args(arguments)
        .arg(folder)
        .current_dir(root())
        .output()
        .expect("the command runs");
    let [out, said] = [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let loud = out.lines().chain(said.lines()).filter(|line| !line.contains(": note["));
    loud.map(str::to_owned).collect()
}

fn applications() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("tests/corpus")).expect("the corpus");
    let names = folder.map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned());
    let mut found: Vec<String> = names.collect();
    found.sort();
    assert!(found.len() >= 46, "{} applications", found.len());
    found
}

#[test]
fn correct_applications_have_no_warnings() {
    for application in applications() {
        let folder = Path::new("tests/corpus").join(application);
        assert_eq!(warnings(&folder, &["--no-context"]), Vec::<String>::new());
    }
}

#[test]
fn correct_applications_are_not_mixed_up() {
    assert_eq!(warnings(Path::new("tests/corpus"), &["--no-context"]), Vec::<String>::new());
    for application in ["kustomize-components", "multi-namespace", "plain-web"] {
        let folder = Path::new("tests/corpus").join(application);
        assert_eq!(warnings(&folder, &[]), Vec::<String>::new());
    }
}
