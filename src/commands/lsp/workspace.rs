//! The folders that are open, each analysed as `portolan check` would, with what is typed in place of what is on the disk.

use super::documents::Documents;
use crate::args::Global;
use crate::config::{self, Settings, Wrong};
use crate::project::{self, Overlay, Request};
use portolan_core::diagnostic::FileId;
use portolan_core::{Analysis, File};
use std::path::{Path, PathBuf};

/// Everything that is known of the open folders, and of open files outside of them.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// No folder lies within another one.
    folders: Vec<PathBuf>,
    /// What there is to report, a folder each.
    reports: Vec<Analysis>,
    /// What is applied together, each by itself.
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
    pub(super) fn reports(&self) -> &[Analysis] {
        &self.reports
    }

    /// A file where its findings are.
    pub(super) fn reported(&self, path: &Path) -> Option<Seen<'_>> {
        find(&self.reports, path)
    }

    /// A file with what it is applied with.
    pub(super) fn find(&self, path: &Path) -> Option<Seen<'_>> {
        find(&self.alone, path).or_else(|| find(&self.reports, path))
    }

    /// Analyses everything anew; the configurations that cannot be followed.
    pub(super) fn refresh(&mut self, documents: &Documents, global: &Global) -> Vec<Wrong> {
        self.reports.clear();
        self.alone.clear();
        let overlay =
            documents.iter().map(|(path, document)| (path.to_path_buf(), document.text.clone().into_bytes()));
        let overlay: Overlay = overlay.collect();
        let mut wrong = Vec::new();
        for folder in self.folders.clone() {
            self.analyze(&folder, &folder, &overlay, global, &mut wrong);
        }
        for (path, _) in documents.iter() {
            if !self.folders.iter().any(|folder| path.starts_with(folder)) {
                self.analyze(path, path.parent().unwrap_or(path), &overlay, global, &mut wrong);
            }
        }
        wrong
    }

    /// Analyses what is below a path, under the configuration that is nearest to a folder.
    fn analyze(
        &mut self,
        path: &Path,
        folder: &Path,
        overlay: &Overlay,
        global: &Global,
        wrong: &mut Vec<Wrong>,
    ) {
        let settings = config::settings_of(folder, global).unwrap_or_else(|mistakes| {
            wrong.push(mistakes);
            Settings::default()
        });
        let request = Request { paths: &[path.to_path_buf()], context: false, overlay, keep: true };
        let mut found = project::load(&request).analyze(&settings.options);
        settings.check.apply(&mut found.analysis, folder);
        self.reports.push(found.analysis);
        self.alone.append(&mut found.alone);
    }
}

fn find<'a>(analyses: &'a [Analysis], path: &Path) -> Option<Seen<'a>> {
    let name = path.to_str()?;
    analyses.iter().find_map(|analysis| {
        let place = analysis.files.iter().position(|file| file.name() == name)?;
        let id = FileId(u32::try_from(place).ok()?);
        Some(Seen { analysis, id, file: analysis.files.get(place)? })
    })
}
