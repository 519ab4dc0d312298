//! Patterns of paths, written as in `.gitignore` and relative to the folder of the configuration file.

use crate::words;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use portolan_core::diagnostic::{Arg, Message};
use portolan_render::report::Folders;
use std::path::{Component, Path};

/// Some patterns; the last one that matches decides, and one with `!` before it takes a path out again.
#[derive(Debug)]
pub(super) struct Patterns(Gitignore);

impl Patterns {
    /// Reads patterns; what is wrong, with the place of the pattern in the list.
    pub(super) fn new(patterns: &[&str]) -> Result<Self, (usize, Message)> {
        let mut builder = GitignoreBuilder::new("");
        for (at, pattern) in patterns.iter().enumerate() {
            builder.add_line(None, pattern).map_err(|error| (at, bad(pattern, &error)))?;
        }
        builder.build().map(Self).map_err(|error| (0, bad(&patterns.join(" "), &error)))
    }

    /// Whether a path is meant: by itself, or by a folder around it. Standard input and what lies outside of the folder
    /// never are.
    pub(super) fn contain(&self, name: &str, is_folder: bool, folders: &Folders) -> bool {
        let path = folders.in_repository(name);
        let path = Path::new(&path);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        inside && !name.starts_with('<') && self.0.matched_path_or_any_parents(path, is_folder).is_ignore()
    }
}

fn bad(pattern: &str, error: &ignore::Error) -> Message {
    let why = if let ignore::Error::Glob { err, .. } = error { err.clone() } else { error.to_string() };
    words::BAD_PATTERN.with([("pattern", Arg::code(pattern)), ("why", Arg::text(why))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn patterns_mean_what_they_mean_to_git() {
        let contains = |patterns: &[&str], name: &str| {
            let folders = Folders { here: PathBuf::from("/repo/sub"), root: PathBuf::from("/repo") };
            Patterns::new(patterns).expect("good patterns").contain(name, name.ends_with('/'), &folders)
        };
        assert!(contains(&["vendor/"], "vendor/a/b.yaml"));
        assert!(contains(&["vendor/"], "vendor/") && !contains(&["vendor/"], "vendor"));
        assert!(contains(&["/sub/vendor/**"], "vendor/a/b.yaml"));
        assert!(!contains(&["/vendor/**"], "vendor/a/b.yaml"));
        assert!(contains(&["*.gen.yaml"], "../other/a.gen.yaml"));
        assert!(!contains(&["*.yaml", "!keep.yaml"], "keep.yaml"));
        assert!(!contains(&["*"], "/else/a.yaml"));
        assert!(!contains(&["*"], "../../a.yaml"));
        assert!(!contains(&["*"], "<stdin>"));
    }
}
