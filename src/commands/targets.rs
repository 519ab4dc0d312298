//! What `get` and `describe` take: kinds, names, and paths, told apart as a person would.

use crate::args::Scope;
use std::path::{Path, PathBuf};

/// The words behind the kinds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Targets {
    /// Names of objects.
    pub(super) names: Vec<String>,
    /// Files, directories, standard input.
    pub(super) paths: Vec<PathBuf>,
}

impl Targets {
    /// A word is a path if it looks like one or if there is such a file; otherwise it is a name.
    pub(super) fn of(words: &[PathBuf], scope: &Scope) -> Self {
        let mut targets = Self::default();
        for word in words {
            match word.to_str() {
                Some(name) if !is_path(word) => targets.names.push(name.to_owned()),
                _ => targets.paths.push(word.clone()),
            }
        }
        targets.paths.extend(scope.filename.iter().cloned());
        targets
    }
}

fn is_path(word: &Path) -> bool {
    let text = word.to_string_lossy();
    let looks = text == "-"
        || text.contains(['/', '\\'])
        || [".yaml", ".yml", ".json"].iter().any(|ending| text.to_ascii_lowercase().ends_with(ending));
    looks || text.starts_with('.') || word.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_are_told_apart() {
        assert!(!is_path(Path::new("echo")));
        assert!(!is_path(Path::new("echo-7d9c")));
        assert!(is_path(Path::new("echo.yaml")));
        assert!(is_path(Path::new("manifests/echo")));
        assert!(is_path(Path::new("-")));
        assert!(is_path(Path::new("src")));
    }
}
