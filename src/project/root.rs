//! The root around a path: the folder that holds what a file belongs to.
//!
//! It is the nearest folder upward with a portolan.toml, a Chart.yaml or a `.git`. A kustomization does not end the way
//! up as these do: a base is used from beside it, `../overlays/dev`, and only from farther up can that be seen. Where
//! nothing else is found, the outermost kustomization upward is the root; what it uses is read wherever it lies.

use super::disk::{Disk, Overlay};
use portolan_kustomize::NAMES;
use std::path::{Path, PathBuf};

/// What ends the way up.
const MARKS: [&str; 3] = ["portolan.toml", "Chart.yaml", ".git"];

/// The roots around some paths as they are given.
pub(crate) fn around(paths: &[PathBuf]) -> Vec<PathBuf> {
    let overlay = Overlay::new();
    let disk = Disk::new(&overlay);
    let whole: Vec<PathBuf> =
        paths.iter().filter(|path| path.as_os_str() != "-").map(|path| disk.whole(path)).collect();
    roots(whole.iter().map(PathBuf::as_path))
}

/// The root around a file or folder, by whole path.
fn root(path: &Path) -> Option<PathBuf> {
    let holds = |folder: &Path, names: &[&str]| names.iter().any(|name| folder.join(name).exists());
    let folders = || path.ancestors().skip(usize::from(!path.is_dir()));
    let marked = folders().find(|folder| holds(folder, &MARKS));
    let outermost = || folders().filter(|folder| holds(folder, &NAMES)).last();
    marked.or_else(outermost).map(Path::to_path_buf)
}

/// The roots around some files or folders, none within another.
fn roots<'p>(paths: impl Iterator<Item = &'p Path>) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = paths.filter_map(root).collect();
    roots.sort();
    roots.dedup_by(|later, earlier| later.starts_with(earlier));
    roots
}
