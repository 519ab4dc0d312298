//! Habits that the compiler does not hold.

use crate::{files_below, root};
use std::path::Path;

/// The longest a source file may be.
const LINES: usize = 700;

/// Files of tables, which are as long as what they list.
const TABLES: &[&str] = &[];

#[test]
fn every_source_file_says_what_it_knows() {
    for path in sources() {
        let text = std::fs::read_to_string(&path).expect("a source file");
        assert!(text.starts_with("//! "), "{} does not begin with //!", shown(&path));
    }
}

#[test]
fn source_files_stay_small_and_clean() {
    let mut wrong = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let lines = text.lines().count();
        if lines > LINES && !TABLES.iter().any(|table| path.ends_with(table)) {
            wrong.push(format!("{} has {lines} lines", shown(&path)));
        }
        for (index, line) in text.lines().enumerate() {
            if line.ends_with(char::is_whitespace) || line.contains('\t') {
                wrong.push(format!("{}:{}: white space", shown(&path), index + 1));
            }
            if ["TODO", "FIXME", "XXX"].iter().any(|mark| line.contains(&format!("// {mark}"))) {
                wrong.push(format!("{}:{}: unfinished", shown(&path), index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sources of the product and of its tests.
fn sources() -> Vec<std::path::PathBuf> {
    ["src", "crates", "web", "tests"]
        .iter()
        .flat_map(|folder| files_below(&root().join(folder), ".rs"))
        .collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
