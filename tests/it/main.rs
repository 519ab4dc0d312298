//! All integration tests in one binary: it links once.
#![expect(clippy::disallowed_methods, reason = "tests read files and run the command")]
#![expect(clippy::print_stdout, reason = "what a test prints is for the person who runs it")]

mod advise;
mod cli;
mod conformance;
mod content;
mod corpus;
mod defaults;
mod documents;
mod dumps;
mod fixes;
mod lsp;
mod map;
mod markdown;
mod mistakes;
mod mutations;
mod packaging;
mod project;
mod rule_lines;
mod schemas;
mod suite;
mod tidy;
mod walls;
mod what_if;

use std::path::{Path, PathBuf};

/// The repository's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected outputs are to be rewritten.
fn update() -> bool {
    std::env::var_os("PORTOLAN_UPDATE").is_some()
}

/// All files below a folder with this ending, sorted; what builds leave behind is passed over.
fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "dist", ".git"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
