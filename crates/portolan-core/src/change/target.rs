//! Which objects a word means: a kind by any of its names, perhaps a namespace, and a name or its beginning.

use super::{Change, words};
use crate::diagnostic::{Arg, Message, nearest};
use crate::document::Kind;
use crate::document::kind::{known_resources, named};

/// Kind, perhaps namespace, and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) kind: Kind,
    pub(super) namespace: Option<String>,
    /// The name; one that ends with `*` stands for all that begin like it.
    pub(super) name: String,
}

/// How many names a message lists.
const SHOWN: usize = 8;

/// The kind of a name; what follows a dot (`deployments.apps`) is the group.
pub(super) fn kind(word: &str) -> Result<Kind, Message> {
    if let Some(kind) = named(word).and_then(|one| one.known) {
        return Ok(kind);
    }
    let name = word.split('.').next().unwrap_or(word).to_ascii_lowercase();
    let names = known_resources().flat_map(|one| {
        let singular = one.plural.strip_suffix('s').unwrap_or(one.plural);
        [one.plural, singular].into_iter().chain(one.short.iter().copied())
    });
    let word = ("kind", Arg::code(word));
    Err(match nearest(&name, names.filter(|known| known.len() > 3)) {
        Some(near) => words::UNKNOWN_KIND_NEAR.with([word, ("near", Arg::code(near))]),
        None => words::UNKNOWN_KIND.with([word]),
    })
}

/// What stands for Pods: Pods themselves, or a controller for all of its own.
pub(super) fn of_pods(word: &str) -> Result<Target, Message> {
    let target = Target::parse(word)?;
    if target.kind.makes_pods() || target.kind == Kind::Pod {
        Ok(target)
    } else {
        Err(words::ONLY_PODS.with([("word", Arg::code(word))]))
    }
}

impl Target {
    /// `KIND/NAME` or `KIND/NAMESPACE/NAME`.
    pub(super) fn parse(word: &str) -> Result<Self, Message> {
        let shape = || words::SHAPE.with([("word", Arg::code(word))]);
        let (kind_word, path) = word.split_once('/').ok_or_else(shape)?;
        let kind = kind(kind_word)?;
        let (namespace, name) =
            path.split_once('/').map_or((None, path), |(namespace, name)| (Some(namespace.to_owned()), name));
        if name.is_empty() {
            return Err(shape());
        }
        Ok(Self { kind, namespace, name: name.to_owned() })
    }

    /// Which of these objects, each with namespace and name, are meant. Without a namespace, that is the namespace
    /// `default`, or the only one that has such names.
    pub(super) fn choose<'n>(
        &self,
        change: &Change,
        objects: &[(&'n str, &'n str)],
    ) -> Result<Vec<(&'n str, &'n str)>, Message> {
        let in_namespace =
            |one: &&(&str, &str)| self.namespace.as_deref().is_none_or(|wanted| wanted == one.0);
        let mut found: Vec<_> =
            objects.iter().filter(in_namespace).filter(|(_, name)| self.matches(name)).copied().collect();
        if found.iter().any(|one| Some(one.0) != found.first().map(|first| first.0)) {
            if !found.iter().any(|(namespace, _)| *namespace == "default") {
                let known = list(found.iter().map(|(namespace, name)| format!("{namespace}/{name}")));
                return Err(words::AMBIGUOUS.with([change.arg(), ("known", known)]));
            }
            found.retain(|(namespace, _)| *namespace == "default");
        }
        if found.is_empty() { Err(self.unknown(change, objects)) } else { Ok(found) }
    }

    fn matches(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => self.name == name,
        }
    }

    /// What there is instead.
    fn unknown(&self, change: &Change, objects: &[(&str, &str)]) -> Message {
        let kind = ("kind", Arg::text(self.kind.name()));
        let name = match &self.namespace {
            Some(namespace) => ("name", Arg::code(format!("{namespace}/{}", self.name))),
            None => ("name", Arg::code(&*self.name)),
        };
        if objects.is_empty() {
            return words::NO_OBJECTS.with([change.arg(), kind]);
        }
        let beginning = format!("{}-", self.name.trim_end_matches('*'));
        let longer: Vec<&str> =
            objects.iter().map(|(_, name)| *name).filter(|known| known.starts_with(&beginning)).collect();
        if longer.is_empty()
            && let Some(near) = nearest(&self.name, objects.iter().map(|(_, name)| *name))
        {
            return words::UNKNOWN_OBJECT_NEAR.with([change.arg(), kind, name, ("near", Arg::code(near))]);
        }
        let known: Vec<&str> =
            if longer.is_empty() { objects.iter().map(|(_, name)| *name).collect() } else { longer };
        let n = ("n", Arg::count(known.len()));
        let known = ("known", list(known.into_iter().map(str::to_owned)));
        words::UNKNOWN_OBJECT.with([change.arg(), kind, name, n, known])
    }
}

/// The first names of a list.
pub(super) fn list(names: impl Iterator<Item = String>) -> Arg {
    let names: Vec<String> = names.take(SHOWN + 1).map(|name| format!("`{name}`")).collect();
    match names.get(..SHOWN).filter(|_| names.len() > SHOWN) {
        Some(first) => Arg::text(format!("{}, …", first.join(", "))),
        None => Arg::text(names.join(", ")),
    }
}

/// The kinds whose objects live in namespaces.
pub(super) fn namespaced() -> impl Iterator<Item = Kind> {
    known_resources().filter(|one| one.namespaced).filter_map(|one| one.known)
}

impl Kind {
    /// Whether it is a controller.
    pub(super) fn makes_pods(self) -> bool {
        matches!(
            self,
            Self::Deployment
                | Self::ReplicaSet
                | Self::ReplicationController
                | Self::StatefulSet
                | Self::DaemonSet
                | Self::Job
                | Self::CronJob
        )
    }
}
