//! What `get` and `describe` take: kinds, names, and paths, told apart as a person would.

use crate::args::Scope;
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::diagnostic::{Arg, Message, nearest};
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
    /// A word is a path if it looks like one. If none does, those that are there are paths: `portolan get svc k8s`.
    pub(super) fn of(words: &[PathBuf], scope: &Scope) -> Self {
        let mut targets = Self::default();
        let some_path = !scope.filename.is_empty() || words.iter().any(|word| looks_like_path(word));
        for word in words {
            match word.to_str() {
                Some(name) if !looks_like_path(word) && (some_path || !word.exists()) => {
                    targets.names.push(name.to_owned());
                }
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

fn unknown_kind(word: &str) -> Message {
    match nearest(word, Resource::all()) {
        Some(near) => words::UNKNOWN_KIND_NEAR.with([("kind", Arg::code(word)), ("near", Arg::code(near))]),
        None => {
            let known = Resource::all().map(str::to_owned).collect();
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

fn looks_like_path(word: &Path) -> bool {
    let text = word.to_string_lossy();
    let ending = || [".yaml", ".yml", ".json"].iter().any(|known| text.to_ascii_lowercase().ends_with(known));
    text == "-" || text.starts_with('.') || text.contains(['/', '\\']) || ending()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Targets {
        let words: Vec<PathBuf> = words.iter().map(PathBuf::from).collect();
        let scope = Scope {
            all_namespaces: false,
            namespace: "default".to_owned(),
            selector: Vec::new(),
            filename: Vec::new(),
        };
        Targets::of(&words, &scope)
    }

    #[test]
    fn names_and_paths_are_told_apart() {
        let both = of(&["echo", "echo.yaml"]);
        assert_eq!((both.names, both.paths), (vec!["echo".to_owned()], vec![PathBuf::from("echo.yaml")]));
        let standard_input = of(&["-"]);
        assert_eq!((standard_input.names.len(), standard_input.paths.len()), (0, 1));
    }

    #[test]
    fn a_folder_is_a_path_unless_another_path_is_given() {
        assert_eq!(of(&["src"]).paths, [PathBuf::from("src")]);
        assert_eq!(of(&["src", "echo.yaml"]).names, ["src"]);
    }
}
