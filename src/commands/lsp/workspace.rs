//! The folders that are open, each analysed as `portolan check` would, with what is typed in place of what is on the disk.

use super::documents::{Document, Documents};
use crate::args::Global;
use crate::config::{self, Settings, Wrong};
use crate::input;
use portolan_core::diagnostic::{FileId, Lang};
use portolan_core::{Analysis, File};
use std::path::{Path, PathBuf};

/// Everything that is known of the open folders, and of open files outside of them.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// No folder lies within another one.
    folders: Vec<PathBuf>,
    analyses: Vec<Analysis>,
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
        self.find(path)
    }

    /// A file where it is analysed.
    pub(super) fn find(&self, path: &Path) -> Option<Seen<'_>> {
        let name = path.to_str()?;
        self.analyses.iter().find_map(|analysis| {
            let place = analysis.files.iter().position(|file| file.name() == name)?;
            let id = FileId(u32::try_from(place).ok()?);
            Some(Seen { analysis, id, file: analysis.files.get(place)? })
        })
    }

    /// Analyses everything anew; the configurations that cannot be followed.
    pub(super) fn refresh(&mut self, documents: &Documents, global: &Global, lang: Lang) -> Vec<Wrong> {
        self.analyses.clear();
        let mut wrong = Vec::new();
        for folder in &self.folders {
            let mut files = input::read(std::slice::from_ref(folder), lang).files;
            for (path, document) in documents.iter().filter(|(path, _)| path.starts_with(folder)) {
                overlay(&mut files, path, document);
            }
            self.analyses.push(analyze(files, folder, global, &mut wrong));
        }
        let outside = |path: &Path| !self.folders.iter().any(|folder| path.starts_with(folder));
        for (path, document) in documents.iter().filter(|(path, _)| outside(path)) {
            let files = parse(path, document).into_iter().collect();
            let folder = path.parent().unwrap_or(path);
            self.analyses.push(analyze(files, folder, global, &mut wrong));
        }
        wrong
    }
}

/// Puts what is typed in the place of what is on the disk.
fn overlay(files: &mut Vec<File>, path: &Path, document: &Document) {
    let Some(open) = parse(path, document) else { return };
    match files.iter_mut().find(|file| file.name() == open.name()) {
        Some(file) => *file = open,
        None => files.push(open),
    }
}

fn parse(path: &Path, document: &Document) -> Option<File> {
    let name = path.to_str()?.to_owned();
    Some(portolan_core::parse(name, document.text.clone().into_bytes()))
}

/// Analyses the files of a folder under the configuration that is nearest to it.
fn analyze(files: Vec<File>, folder: &Path, global: &Global, wrong: &mut Vec<Wrong>) -> Analysis {
    let settings = config::settings_of(folder, global).unwrap_or_else(|mistakes| {
        wrong.push(mistakes);
        Settings::default()
    });
    let mut analysis = portolan_core::analyze(files, &settings.options);
    settings.check.apply(&mut analysis, folder);
    analysis
}
