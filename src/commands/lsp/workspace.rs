//! The folders that are open, each analysed as `portolan check` would, with what is typed in place of what is on the disk.

use super::documents::Documents;
use crate::args::Global;
use crate::config::{self, Settings, Wrong};
use crate::project::{self, Found, Overlay, Request};
use portolan_core::diagnostic::FileId;
use portolan_core::{Analysis, File};
use std::path::{Path, PathBuf};

/// Everything that is known of the open folders, and of open files outside of them.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// No folder lies within another one.
    folders: Vec<PathBuf>,
    analyses: Vec<Analysis>,
    /// The units of those that have several, each alone.
    alone: Vec<Analysis>,
}

/// A file where it is analysed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    /// What it is analysed with.
    pub(super) analysis: &'a Analysis,
    /// Which of the files it is.
    pub(super) id: FileId,
    /// Its text.
    pub(super) file: &'a File,
}

impl Workspace {
    pub(super) fn open(&mut self, folder: PathBuf) {
        if !self.folders.iter().any(|known| folder.starts_with(known)) {
            self.folders.retain(|known| !known.starts_with(&folder));
            self.folders.push(folder);
        }
    }

    pub(super) fn close(&mut self, folder: &Path) {
        self.folders.retain(|known| known != folder);
    }

    /// What there is to report.
    pub(super) fn analyses(&self) -> &[Analysis] {
        &self.analyses
    }

    /// A file where its findings are.
    pub(super) fn reported(&self, path: &Path) -> Option<Seen<'_>> {
        seen(&self.analyses, path)
    }

    /// A file where it is analysed.
    pub(super) fn find(&self, path: &Path) -> Option<Seen<'_>> {
        seen(&self.alone, path).or_else(|| seen(&self.analyses, path))
    }

    /// Analyses everything anew; the configurations that cannot be followed.
    pub(super) fn refresh(&mut self, documents: &Documents, global: &Global) -> Vec<Wrong> {
        self.analyses.clear();
        self.alone.clear();
        let mut wrong = Vec::new();
        let overlay: Overlay =
            documents.iter().map(|(path, one)| (path.to_path_buf(), one.text.clone().into_bytes())).collect();
        let outside = |path: &Path| !self.folders.iter().any(|folder| path.starts_with(folder));
        let files = documents.iter().map(|(path, _)| path).filter(|path| outside(path));
        let (files, nowhere): (Vec<&Path>, Vec<&Path>) = files.partition(|path| path.is_absolute());
        for path in self.folders.iter().map(PathBuf::as_path).chain(files) {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
            let settings = settings(folder, global, &mut wrong);
            let paths = [path.to_path_buf()];
            let request = Request {
                paths: &paths,
                context: !global.isolated,
                only_manifests: false,
                overlay: &overlay,
                keep: true,
            };
            let Found { mut analysis, alone, .. } = project::load(&request).analyze(&settings.options);
            settings.check.apply(&mut analysis, folder);
            self.analyses.push(analysis);
            self.alone.extend(alone);
        }
        for (path, document) in nowhere.iter().filter_map(|path| Some((path, documents.get(path)?))) {
            let settings = settings(Path::new(""), global, &mut wrong);
            let Some(name) = path.to_str() else { continue };
            let file = portolan_core::parse(name.to_owned(), document.text.clone().into_bytes());
            self.analyses.push(portolan_core::analyze(vec![file], &settings.options));
        }
        wrong
    }
}

/// A file in the first of some analyses that has it.
fn seen<'a>(analyses: &'a [Analysis], path: &Path) -> Option<Seen<'a>> {
    let name = path.to_str()?;
    analyses.iter().find_map(|analysis| {
        let place = analysis.files.iter().position(|file| file.name() == name)?;
        let id = FileId(u32::try_from(place).ok()?);
        Some(Seen { analysis, id, file: analysis.files.get(place)? })
    })
}

/// The configuration that is nearest to a folder.
fn settings(folder: &Path, global: &Global, wrong: &mut Vec<Wrong>) -> Settings {
    config::settings_of(folder, global).unwrap_or_else(|mistakes| {
        wrong.push(mistakes);
        Settings::default()
    })
}
