//! Which kustomizations there are, which use which, and which files they consume; nothing is built here.

use super::disk::Disk;
use super::read::Source;
use super::sort::is_kustomization_name;
use portolan_core::File;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The fields that name other kustomizations.
const USES: [&str; 3] = ["resources", "bases", "components"];

/// The group of kustomization files. Others share the name of the file: Flux has objects of kind Kustomization.
const GROUP: &str = "kustomize.config.k8s.io/";

/// The kustomizations of some sources, by the whole path of their folder.
pub(super) struct Kustomizations(BTreeMap<PathBuf, Kustomization>);

/// A folder with a kustomization file.
#[derive(Default)]
struct Kustomization {
    is_component: bool,
    /// Its own file, and the sources that it names.
    files: BTreeSet<usize>,
    /// The folders that it builds on.
    folders: Vec<PathBuf>,
}

impl Kustomizations {
    /// Those among the sources.
    pub(super) fn of(sources: &[Source], disk: &Disk<'_>) -> Self {
        let by_key: BTreeMap<&Path, usize> =
            sources.iter().enumerate().map(|(index, source)| (source.key.as_path(), index)).collect();
        let mut found: BTreeMap<PathBuf, Kustomization> = BTreeMap::new();
        for (index, source) in sources.iter().enumerate() {
            let Some(folder) = source.key.parent().filter(|_| is_kustomization(source)) else { continue };
            let one = found.entry(folder.to_path_buf()).or_default();
            one.is_component |= text(&source.file, "kind") == "Component";
            one.files.insert(index);
            let at = |path: &str| disk.whole(&folder.join(path));
            let files =
                scalars(&source.file, None).filter_map(|path| by_key.get(at(path).as_path()).copied());
            one.files.extend(files);
            one.folders.extend(USES.iter().flat_map(|field| scalars(&source.file, Some(field))).map(at));
        }
        let known: BTreeSet<PathBuf> = found.keys().cloned().collect();
        found.values_mut().for_each(|one| one.folders.retain(|folder| known.contains(folder)));
        Self(found)
    }

    /// The sources that are no manifests of their own, because a kustomization consumes them.
    pub(super) fn consumed(&self) -> BTreeSet<usize> {
        self.0.values().flat_map(|one| one.files.iter().copied()).collect()
    }

    /// The folders that are built: not components, and not used by another one. Of a circle, the first is.
    pub(super) fn tops(&self) -> Vec<&Path> {
        let used: BTreeSet<&Path> = self.0.values().flat_map(Kustomization::uses).collect();
        let mut reached: BTreeSet<&Path> = BTreeSet::new();
        let mut tops = Vec::new();
        for circles in [false, true] {
            for (folder, one) in &self.0 {
                let is_top = if circles { !reached.contains(&**folder) } else { !used.contains(&**folder) };
                if is_top && !one.is_component {
                    tops.push(folder.as_path());
                    reached.extend(self.reached(folder));
                }
            }
        }
        tops.sort();
        tops
    }

    /// Whether a folder has a kustomization.
    pub(super) fn has(&self, folder: &Path) -> bool {
        self.0.contains_key(folder)
    }

    /// The sources that a folder is built of.
    pub(super) fn files(&self, folder: &Path) -> BTreeSet<usize> {
        let folders = self.reached(folder);
        folders.iter().filter_map(|one| self.0.get(*one)).flat_map(|one| one.files.iter().copied()).collect()
    }

    /// A folder and those that it builds on.
    fn reached<'k>(&'k self, folder: &'k Path) -> BTreeSet<&'k Path> {
        let mut reached = BTreeSet::new();
        let mut open = vec![folder];
        while let Some(folder) = open.pop() {
            if reached.insert(folder) {
                open.extend(self.0.get(folder).into_iter().flat_map(Kustomization::uses));
            }
        }
        reached
    }
}

impl Kustomization {
    fn uses(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }
}

/// Whether a source is a kustomization file: by its name, unless it says that it is something else.
fn is_kustomization(source: &Source) -> bool {
    let version = text(&source.file, "apiVersion");
    is_kustomization_name(&source.key) && (version.is_empty() || version.starts_with(GROUP))
}

fn text<'f>(file: &'f File, field: &str) -> &'f str {
    file.root(0).and_then(|root| root.get(field)).map_or("", |node| node.content())
}

/// The one-line scalars of a file, or of one of its fields; of `key=path` the path.
fn scalars<'f>(file: &'f File, field: Option<&str>) -> impl Iterator<Item = &'f str> {
    let root = file.root(0);
    let mut open: Vec<_> = match field {
        Some(field) => root.and_then(|root| root.get(field)).into_iter().collect(),
        None => root.into_iter().collect(),
    };
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        let before = open.len();
        open.extend(node.items());
        open.extend(node.entries().map(|entry| entry.value));
        let content = node.content();
        if open.len() == before && !content.is_empty() && !content.contains('\n') {
            found.push(content.split_once('=').map_or(content, |(_, path)| path));
        }
    }
    found.into_iter()
}
