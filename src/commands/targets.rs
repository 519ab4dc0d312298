//! What `get` and `describe` take: kinds, names, and paths, told apart as a person would.

use crate::args::Scope;
use crate::config::nearest;
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::diagnostic::Arg;
use portolan_render::get::{Resource, Selection};
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

/// The kinds of `svc,pods`, or kind and name of `svc/echo`.
pub(super) fn kinds(words: &str, session: &Session) -> Result<(Vec<Resource>, Option<String>)> {
    let (words, name) = match words.split_once('/') {
        Some((kind, name)) => (kind, Some(name.to_owned())),
        None => (words, None),
    };
    let mut resources = Vec::new();
    for word in words.split(',') {
        let found = Resource::parse(word);
        if found.is_empty() {
            bail!(session.words(&unknown_kind(word)));
        }
        for resource in found {
            if !resources.contains(resource) {
                resources.push(*resource);
            }
        }
    }
    Ok((resources, name))
}

fn unknown_kind(word: &str) -> portolan_core::diagnostic::Message {
    let known: Vec<&str> = Resource::all().collect();
    match nearest(&word.to_ascii_lowercase(), &known) {
        Some(near) => words::UNKNOWN_KIND_NEAR.with([("kind", Arg::code(word)), ("near", Arg::code(near))]),
        None => {
            let known = known.into_iter().map(str::to_owned).collect();
            words::UNKNOWN_KIND.with([("kind", Arg::code(word)), ("known", Arg::Codes(known))])
        }
    }
}

/// Which objects: by namespace, name and label.
pub(super) fn selection(scope: &Scope, names: Vec<String>, session: &Session) -> Result<Selection> {
    let text = match scope.selector.as_slice() {
        [] => "",
        [one] => one,
        several => {
            let joined = Arg::code(format!("-l {}", several.join(",")));
            let last = Arg::code(several.last().map(String::as_str).unwrap_or_default());
            bail!(session.words(&words::TWO_SELECTORS.with([("joined", joined), ("last", last)])));
        }
    };
    let Some(labels) = Selection::parse_labels(text) else {
        bail!(session.words(&words::about(&words::BAD_SELECTOR, "text", text)));
    };
    let namespace = (!scope.all_namespaces).then(|| scope.namespace.clone());
    Ok(Selection { namespace, names, labels })
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
