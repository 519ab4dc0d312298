//! Folders that stand for different environments, and what belongs to each.
//!
//! Where the same object (kind, group, namespace, name) stands below two folders beside each other, `dev/` and `prod/`,
//! nobody applies both to one cluster: these folders are alternatives. A file below alternatives belongs to them alone,
//! every other file to all. Alternatives of the same name belong together: `web/dev/` and `db/dev/`. The same object
//! twice in one folder is a matter of that folder, and no sign of environments.

use super::read::Source;
use portolan_core::File;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// Environments that share more documents than this many times over share only what lies in the folders above them.
const MOST_SHARED: usize = 100_000;

/// The name of a folder's own files beside its folders.
const OWN: &str = ".";

/// Sources that are looked at together.
pub(super) struct World {
    /// The folders that make it an environment, outermost first: `prod`; empty where there is none.
    pub(super) name: String,
    /// Its sources, in their order.
    pub(super) files: Vec<usize>,
}

/// Parts sources into worlds: one, unless folders hold the same objects.
pub(super) fn worlds(sources: &[Source], plain: &[usize]) -> Vec<World> {
    let files: Vec<(usize, &Path)> = plain
        .iter()
        .filter_map(|&index| Some((index, sources.get(index)?.key.parent().unwrap_or(Path::new("")))))
        .collect();
    let first = files.first().map(|(_, folder)| *folder);
    if files.iter().all(|(_, folder)| Some(*folder) == first) {
        return vec![World { name: String::new(), files: plain.to_vec() }];
    }
    let alternatives = alternatives(sources, &files);
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let mut chains: BTreeMap<&Path, Vec<String>> = BTreeMap::new();
    for (index, folder) in files {
        let chain = chains.entry(folder).or_insert_with(|| chain(folder, &alternatives));
        groups.entry(chain.clone()).or_default().push(index);
    }
    parted(sources, &groups)
}

/// The worlds of files by the alternatives that they lie below.
fn parted(sources: &[Source], groups: &BTreeMap<Vec<String>, Vec<usize>>) -> Vec<World> {
    let chains: Vec<&Vec<String>> = groups.keys().collect();
    let is_inner = |at: usize, chain: &Vec<String>| {
        // Chains are sorted: what begins with one stands right behind it.
        chains.get(at + 1).is_none_or(|next| !next.starts_with(chain))
    };
    let inner: Vec<&Vec<String>> = chains
        .iter()
        .enumerate()
        .filter(|(at, chain)| is_inner(*at, chain))
        .map(|(_, chain)| *chain)
        .collect();
    let none = Vec::new();
    let shared = groups.get(&Vec::new()).unwrap_or(&none);
    let documents = |index: &usize| sources.get(*index).map_or(0, |source| source.file.documents().len());
    let weight: usize = shared.iter().map(documents).sum();
    let is_much = inner.len() > 1 && weight.saturating_mul(inner.len()) > MOST_SHARED;
    let above = if is_much { by_folder(sources, shared) } else { BTreeMap::new() };
    let mut worlds: Vec<World> = inner
        .into_iter()
        .map(|chain| {
            let outer = (1..=chain.len()).filter_map(|length| groups.get(chain.get(..length)?));
            let mut files: Vec<usize> = outer.flatten().copied().collect();
            if is_much {
                let folders: BTreeSet<&Path> = files
                    .iter()
                    .filter_map(|index| sources.get(*index)?.key.parent())
                    .flat_map(Path::ancestors)
                    .collect();
                let near = folders.iter().filter_map(|folder| above.get(folder)).flatten();
                files.extend(near.copied().collect::<Vec<_>>());
            } else {
                files.extend(shared);
            }
            files.sort_unstable();
            files.dedup();
            World { name: chain.join("/"), files }
        })
        .collect();
    if is_much {
        worlds.push(World { name: String::new(), files: shared.clone() });
    }
    worlds
}

fn by_folder<'s>(sources: &'s [Source], files: &[usize]) -> BTreeMap<&'s Path, Vec<usize>> {
    let mut found: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
    for &index in files {
        if let Some(folder) = sources.get(index).and_then(|source| source.key.parent()) {
            found.entry(folder).or_default().push(index);
        }
    }
    found
}

/// The folders beside which another one has the same object: the folder above, and the name below it.
type Alternatives = BTreeSet<(PathBuf, String)>;

fn alternatives(sources: &[Source], files: &[(usize, &Path)]) -> Alternatives {
    let mut holders: BTreeMap<String, Vec<&Path>> = BTreeMap::new();
    for (index, folder) in files {
        let Some(source) = sources.get(*index) else { continue };
        for object in objects(&source.file) {
            let holders = holders.entry(object).or_default();
            if holders.last() != Some(folder) {
                holders.push(folder);
            }
        }
    }
    let mut found = Alternatives::new();
    for mut folders in holders.into_values().filter(|folders| folders.len() > 1) {
        folders.sort();
        folders.dedup();
        // Neighbours in this order meet at every folder at which the ways part.
        for pair in folders.windows(2) {
            if let [one, other] = pair {
                let common: PathBuf = one
                    .components()
                    .zip(other.components())
                    .take_while(|(a, b)| a == b)
                    .map(|(a, _)| a)
                    .collect();
                for folder in [one, other] {
                    found.insert((common.clone(), step(folder, &common)));
                }
            }
        }
    }
    found
}

/// The part of a folder's path right below another one.
fn step(folder: &Path, above: &Path) -> String {
    let below = folder.strip_prefix(above).unwrap_or(folder);
    let first = below.components().next().map(Component::as_os_str);
    first.map_or_else(|| OWN.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The alternatives that the files of a folder lie below, outermost first.
fn chain(folder: &Path, alternatives: &Alternatives) -> Vec<String> {
    let mut above: Vec<&Path> = folder.ancestors().collect();
    above.reverse();
    let steps = above.into_iter().map(|above| (above.to_path_buf(), step(folder, above)));
    steps.filter(|step| alternatives.contains(step)).map(|(_, name)| name).collect()
}

/// What tells the objects of a file apart.
pub(super) fn objects(file: &File) -> impl Iterator<Item = String> {
    let mut open: Vec<_> = (0..file.documents().len()).filter_map(|document| file.root(document)).collect();
    std::iter::from_fn(move || {
        loop {
            let node = open.pop()?;
            let text = |path: &str| node.at(path).map_or("", |node| node.content());
            let kind = text("kind");
            if kind.ends_with("List") {
                open.extend(node.get("items").into_iter().flat_map(|items| items.items()));
            }
            let (name, namespace) = (text("metadata.name"), text("metadata.namespace"));
            if !name.is_empty() {
                let group = text("apiVersion").split_once('/').map_or("", |(group, _)| group);
                let namespace = if namespace.is_empty() { "default" } else { namespace };
                return Some(format!("{kind}.{group}/{namespace}/{name}"));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worlds of files that each hold ConfigMaps: their names, and the files of each.
    fn of(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        let source = |(key, names): &(&str, &str)| {
            let object = |name| format!("---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n");
            let text: String = names.split(' ').map(object).collect();
            let file = portolan_core::parse((*key).to_owned(), text.into_bytes());
            Source { file, key: PathBuf::from(key), given: true, doubtful: false }
        };
        let sources: Vec<Source> = files.iter().map(source).collect();
        let all: Vec<usize> = (0..sources.len()).collect();
        let worlds = worlds(&sources, &all).into_iter();
        worlds
            .map(|world| {
                let names = world.files.iter().filter_map(|index| sources.get(*index));
                (world.name, names.map(|one| one.key.display().to_string()).collect())
            })
            .collect()
    }

    #[test]
    fn folders_without_an_object_in_common_are_one_world() {
        assert_eq!(of(&[("/r/a/x", "one"), ("/r/b/x", "two")]).len(), 1);
        assert_eq!(of(&[("/r/a/x", "one"), ("/r/a/y", "one")]).len(), 1);
    }

    #[test]
    fn folders_with_the_same_object_are_apart_and_share_the_rest() {
        let worlds =
            of(&[("/r/dev/x", "one"), ("/r/dev/y", "more"), ("/r/prod/x", "one"), ("/r/all", "two")]);
        let [(dev, one), (prod, other)] = worlds.as_slice() else { panic!("two worlds: {worlds:?}") };
        assert_eq!((dev.as_str(), prod.as_str()), ("dev", "prod"));
        assert_eq!(*one, ["/r/dev/x", "/r/dev/y", "/r/all"]);
        assert_eq!(*other, ["/r/prod/x", "/r/all"]);
    }

    #[test]
    fn environments_of_one_name_are_one() {
        let worlds =
            of(&[("/r/web/dev/x", "w"), ("/r/web/prod/x", "w"), ("/r/db/dev/x", "d"), ("/r/db/prod/x", "d")]);
        assert_eq!(worlds.len(), 2, "{worlds:?}");
        assert_eq!(worlds.first().map(|(_, files)| files.len()), Some(2));
    }

    #[test]
    fn an_old_copy_below_is_apart_from_the_folder_above() {
        let worlds = of(&[("/r/x", "one"), ("/r/old/x", "one"), ("/r/lib/x", "two")]);
        let names: Vec<&str> = worlds.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, [".", "old"]);
        assert!(worlds.iter().all(|(_, files)| files.len() == 2), "{worlds:?}");
    }
}
