//! The folders that are open, each checked as `portolan check` would, with what is typed in place of what is on the disk.

use super::documents::Documents;
use crate::args::Global;
use crate::commands::check;
use crate::config::{self, Settings, Wrong};
use crate::markdown::is_markdown;
use crate::project::{self, Found, Overlay, Request, Said, is_input};
use portolan_core::diagnostic::FileId;
use portolan_core::{Analysis, File};
use std::path::{Path, PathBuf};

/// Everything that is known of the open folders, and of open files outside of them.
#[derive(Default)]
pub(super) struct Workspace {
    /// No folder lies within another one.
    folders: Vec<PathBuf>,
    found: Vec<Found>,
}

/// What there is to say of a look at the workspace, beside findings.
#[derive(Default)]
pub(super) struct Remarks {
    /// Configurations that cannot be followed.
    pub(super) wrong: Vec<Wrong>,
    /// What could not be read, and what was left out.
    pub(super) said: Vec<Said>,
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
    pub(super) fn analyses(&self) -> impl Iterator<Item = &Analysis> {
        self.found.iter().map(|found| &found.analysis)
    }

    /// A file where its findings are.
    pub(super) fn reported(&self, path: &Path) -> Option<Seen<'_>> {
        self.analyses().find_map(|analysis| seen(analysis, path))
    }

    /// A file with what is applied together with it: of several environments that use it, the first one.
    pub(super) fn find(&self, path: &Path) -> Option<Seen<'_>> {
        let mut alone = self.found.iter().flat_map(|found| &found.alone);
        alone.find_map(|analysis| seen(analysis, path)).or_else(|| self.reported(path))
    }

    /// Looks at everything anew.
    pub(super) fn refresh(&mut self, documents: &Documents, global: &Global) -> Remarks {
        self.found.clear();
        let overlay: Overlay = documents
            .iter()
            .map(|(path, document)| (path.to_path_buf(), document.text.clone().into_bytes()))
            .collect();
        let mut remarks = Remarks::default();
        for folder in &self.folders {
            // A folder's Markdown is read only where somebody asks for it: whoever opens it does.
            let pages = documents.iter().map(|(path, _)| path);
            let pages = pages.filter(|path| path.starts_with(folder) && is_markdown(path));
            let paths: Vec<PathBuf> =
                [folder.as_path()].into_iter().chain(pages).map(PathBuf::from).collect();
            self.found.push(look(&paths, folder, &overlay, global, &mut remarks));
        }
        let outside = |path: &Path| !self.folders.iter().any(|folder| path.starts_with(folder));
        for (path, document) in documents.iter().filter(|(path, _)| outside(path)) {
            // What is in no file has no name either.
            if document.is_file && !is_input(path, &document.text) {
                continue;
            }
            let folder = path.parent().unwrap_or(path);
            self.found.push(look(&[path.to_path_buf()], folder, &overlay, global, &mut remarks));
        }
        remarks
    }
}

fn seen<'a>(analysis: &'a Analysis, path: &Path) -> Option<Seen<'a>> {
    let name = path.to_str()?;
    let place = analysis.files.iter().position(|file| file.name() == name)?;
    let id = FileId(u32::try_from(place).ok()?);
    Some(Seen { analysis, id, file: analysis.files.get(place)? })
}

/// Checks some paths under the configuration that is nearest to a folder.
fn look(
    paths: &[PathBuf],
    folder: &Path,
    overlay: &Overlay,
    global: &Global,
    remarks: &mut Remarks,
) -> Found {
    let settings = config::settings_of(folder, global).unwrap_or_else(|wrong| {
        remarks.wrong.push(wrong);
        Settings::default()
    });
    let mut project = project::load(&Request {
        paths,
        context: !global.isolated,
        only_manifests: false,
        overlay,
        keep: true,
    });
    remarks.said.append(&mut project.said);
    let mut found = project.analyze(&settings.options);
    settings.check.apply(&mut found.analysis, folder);
    check::hide_known(&settings.check, folder, &mut found.analysis);
    found
}
