//! The manifest and the field that a change of a field means, and what is to be said where there is none.

use super::target::{Target, list};
use super::{Change, listing, words};
use crate::admission::Manifest;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message, nearest};
use crate::document::{Kind, NoField, kind};

/// A manifest of a known kind, with its namespace and name.
struct Known<'m> {
    namespace: &'m str,
    name: &'m str,
    manifest: &'m Manifest,
}

/// The manifest of `[NAMESPACE/]NAME` with the longest name with which the word begins, and the rest of the word: names
/// may have dots in them, as paths do.
pub(super) fn manifest<'m, 'w>(
    manifests: &'m [Manifest],
    cluster: &Cluster,
    change: &Change,
    (kind, object): (Kind, &'w str),
) -> Result<(&'m Manifest, &'w str), Message> {
    let of_kind = |manifest: &'m Manifest| {
        let namespace = manifest.namespace.as_deref().unwrap_or_default();
        Some(Known { namespace, name: manifest.name.as_deref()?, manifest })
    };
    let known: Vec<Known<'m>> = manifests.iter().filter(|one| is_of(one, kind)).filter_map(of_kind).collect();
    let (namespace, rest) = match object.split_once('/') {
        Some((namespace, rest)) if !namespace.contains(['.', '[']) => (Some(namespace.to_owned()), rest),
        _ => (None, object),
    };
    let (name, path) = name_and_path(&known, rest);
    let target = Target { kind, namespace, name: name.to_owned() };
    let names: Vec<(&str, &str)> = known.iter().map(|one| (one.namespace, one.name)).collect();
    let chosen = target.choose(change, &names);
    let chosen =
        chosen.map_err(|message| elsewhere(manifests, cluster, change, &target).unwrap_or(message))?;
    let is_accepted = |one: &&&Known<'_>| one.manifest.answer.as_ref().is_some_and(|answer| answer.accepted);
    let found: Vec<&Known<'m>> =
        known.iter().filter(|one| chosen.contains(&(one.namespace, one.name))).collect();
    let found = found.iter().find(is_accepted).or_else(|| found.first());
    let nobody = || words::NO_OBJECTS.with([change.arg(), ("kind", Arg::text(kind.name()))]);
    found.map(|one| (one.manifest, path)).ok_or_else(nobody)
}

/// The longest known name with which a word begins, or what stands before its first dot; and what follows.
fn name_and_path<'w>(known: &[Known<'_>], word: &'w str) -> (&'w str, &'w str) {
    let ends = |name: &str| word.strip_prefix(name).is_some_and(|after| after.starts_with(['.', '[']));
    let longest = known.iter().map(|one| one.name).filter(|name| ends(name)).map(str::len).max();
    let end = longest.or_else(|| word.find(['.', '['])).unwrap_or(word.len());
    let (name, after) = word.split_at_checked(end).unwrap_or((word, ""));
    (name, after.strip_prefix('.').unwrap_or(after))
}

fn is_of(manifest: &Manifest, wanted: Kind) -> bool {
    let (Some(version), Some(name)) = (&manifest.api_version, &manifest.kind) else { return false };
    kind::find(version, name).is_some_and(|resource| resource.known == Some(wanted))
}

/// What is to be said of an object that the simulated cluster may have, without a manifest of its own.
fn elsewhere(manifests: &[Manifest], cluster: &Cluster, change: &Change, target: &Target) -> Option<Message> {
    let names = listing::names(cluster, target.kind);
    let wanted = match target.choose(change, &names) {
        Ok(chosen) => *chosen.first()?,
        Err(message) => return Some(message),
    };
    let origin = match target.kind {
        Kind::Pod => cluster.pods.iter().find(|pod| (&*pod.namespace, &*pod.name) == wanted)?.origin,
        _ => cluster.workloads.iter().find(|one| listing::who(&one.meta) == wanted)?.meta.id,
    };
    let maker = manifests.get(origin.0 as usize)?;
    let name = ("name", Arg::code(format!("{}/{}", target.kind.name(), wanted.1)));
    let (kind, maker) =
        (maker.kind.as_deref().unwrap_or_default(), maker.name.as_deref().unwrap_or_default());
    Some(words::MADE.with([change.arg(), name, ("owner", Arg::code(format!("{kind}/{maker}")))]))
}

/// What is to be said of a path that leads nowhere.
pub(super) fn no_field(change: &Change, kind: Kind, why: NoField) -> Message {
    match why {
        NoField::Scalar(path) => words::NO_COLLECTION.with([change.arg(), ("path", Arg::code(path))]),
        NoField::List(path) => {
            let example = Arg::code(format!("{path}[0]"));
            words::LIST.with([change.arg(), ("path", Arg::code(path)), ("example", example)])
        }
        NoField::Unknown { within, name, known } => {
            let place = if within.is_empty() { kind.name().to_owned() } else { within };
            let (place, field) = (("place", Arg::code(place)), ("field", Arg::code(&*name)));
            match nearest(&name, known.iter().copied()) {
                Some(near) => {
                    words::UNKNOWN_FIELD_NEAR.with([change.arg(), place, field, ("near", Arg::code(near))])
                }
                None => {
                    let known = list(known.into_iter().map(str::to_owned));
                    words::UNKNOWN_FIELD.with([change.arg(), place, field, ("known", known)])
                }
            }
        }
    }
}
