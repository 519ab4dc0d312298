//! What the top-level documents name must exist.

use crate::{files_below, root};
use regex::Regex;

#[test]
fn every_path_in_the_documents_exists() {
    let quoted = Regex::new(r"`([^`\s]+)`").expect("a valid pattern");
    let linked = Regex::new(r"\]\(([^)#\s]+)").expect("a valid pattern");
    let mut documents: Vec<_> = files_below(&root().join("docs"), ".md");
    for entry in std::fs::read_dir(root()).expect("the repository").flatten() {
        documents
            .extend(Some(entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    let mut missing = Vec::new();
    for document in documents {
        let text = std::fs::read_to_string(&document).expect("a document");
        let folder = document.parent().unwrap_or(root());
        let quoted = quoted.captures_iter(&text).map(|found| found[1].to_owned());
        for path in quoted.filter(|path| is_path(path)) {
            if !root().join(&path).exists() {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
        let linked = linked.captures_iter(&text).map(|found| found[1].to_owned());
        for path in linked.filter(|path| !path.contains("://")) {
            if !folder.join(&path).exists() {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "named, but not there:\n{}", missing.join("\n"));
}

/// Whether a quoted word is meant as a path of this repository.
fn is_path(word: &str) -> bool {
    let known = ["src/", "crates/", "web/", "tests/", "docs/", "examples/", ".ci/", ".cargo/", "benches/"];
    known.iter().any(|folder| word.starts_with(folder)) && !word.contains(['*', '<', '…', '{', ':'])
}
