//! The files as a run sees them: those of the disk, hidden by texts that are held elsewhere, such as an editor's.

use portolan_kustomize::Files;
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Texts that stand in the place of files, by whole path without `.` and `..`; under `-` that of standard input.
pub(crate) type Overlay = BTreeMap<PathBuf, Vec<u8>>;

/// The file system, seen from the folder of the run.
pub(crate) struct Disk<'o> {
    here: PathBuf,
    overlay: &'o Overlay,
}

impl<'o> Disk<'o> {
    /// The files as they are now.
    pub(super) fn new(overlay: &'o Overlay) -> Self {
        // Without a working directory there are only whole paths.
        Self { here: std::env::current_dir().unwrap_or_default(), overlay }
    }

    /// The whole path, without `.` and `..`: files that have the same one are the same.
    pub(super) fn whole(&self, path: &Path) -> PathBuf {
        let mut whole = PathBuf::new();
        for part in self.here.join(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => _ = whole.pop(),
                part => whole.push(part),
            }
        }
        whole
    }

    /// How a whole path is shown: from the folder of the run, with `/`, or whole if the paths given are.
    pub(super) fn shown(&self, whole: &Path, keep_whole: bool) -> String {
        if keep_whole {
            return with_slashes(whole);
        }
        let up = self.here.ancestors().position(|folder| whole.starts_with(folder));
        let common = up.and_then(|up| self.here.ancestors().nth(up));
        let (Some(up), Some(common)) = (up, common.filter(|common| common.parent().is_some())) else {
            return with_slashes(whole);
        };
        let mut shown = PathBuf::new();
        shown.extend(std::iter::repeat_n("..", up));
        shown.extend(whole.strip_prefix(common).iter().flat_map(|below| below.components()));
        with_slashes(&shown)
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.overlay.get(&self.whole(path)) {
            Some(bytes) => Ok(bytes.clone()),
            None => std::fs::read(path),
        }
    }

    /// What is held in the place of standard input.
    pub(super) fn standard_input(&self) -> Option<Vec<u8>> {
        self.overlay.get(Path::new("-")).cloned()
    }

    /// The texts that are held for files of a folder.
    pub(super) fn held_below<'d>(&'d self, folder: &'d Path) -> impl Iterator<Item = &'d Path> {
        let inside = self.overlay.range(folder.to_path_buf()..).map(|(path, _)| path.as_path());
        inside.take_while(move |path| path.starts_with(folder))
    }
}

impl Files for Disk<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.bytes(Path::new(path)).ok()
    }

    fn is_folder(&self, path: &str) -> bool {
        path.is_empty() || Path::new(path).is_dir()
    }
}

/// A path with `/` between its parts, on every system.
fn with_slashes(path: &Path) -> String {
    let shown = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '\\' { shown.replace('\\', "/") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_folder_of_the_run() {
        let overlay = Overlay::new();
        let disk = Disk { here: PathBuf::from("/repo/k8s"), overlay: &overlay };
        let shown = |path: &str| disk.shown(&disk.whole(Path::new(path)), false);
        assert_eq!(shown("./a/b.yaml"), "a/b.yaml");
        assert_eq!(shown("../base/b.yaml"), "../base/b.yaml");
        assert_eq!(shown("/repo/k8s/x/../b.yaml"), "b.yaml");
        assert_eq!(shown("/repo"), "..");
        assert_eq!(disk.shown(Path::new("/repo/a"), true), "/repo/a");
    }
}
