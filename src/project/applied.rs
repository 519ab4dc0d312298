//! The files under some paths as they are applied by hand: the build of a kustomization in place of its parts.

use super::Said;
use super::disk::{Disk, Overlay};
use super::kustomization::Kustomizations;
use super::read::{self, Manner, Source, Sources};
use crate::markdown::Page;
use crate::words;
use portolan_core::File;
use portolan_core::diagnostic::{Arg, Message};
use portolan_kustomize::{Built, Note, Severity};
use std::path::{Path, PathBuf};

/// What is applied.
pub(crate) struct Applied {
    /// The files, in the order given; directories by name, and of a Markdown file what is there at its end. The build
    /// of a kustomization is a file of its own, in front.
    pub(crate) files: Vec<File>,
    /// What there is to say.
    pub(crate) said: Vec<Said>,
    /// Whether something could not be read or built.
    pub(crate) failed: bool,
}

/// Reads what stands under the paths. A folder with a kustomization is built, as `kubectl apply -k` does; of several
/// kustomizations under folders without one, nobody can say which is meant.
pub(crate) fn applied(paths: &[PathBuf]) -> Applied {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let overlay = Overlay::new();
    let disk = Disk::new(&overlay);
    let Sources { files: sources, pages, said, failed } = read::read(paths, Manner::default(), &disk);
    let mut applied = Applied { files: Vec::new(), said, failed };
    let kustomizations = Kustomizations::of(&sources, &disk);
    let whole: Vec<PathBuf> = paths.iter().map(|path| disk.whole(path)).collect();
    let direct: Vec<&Path> =
        whole.iter().map(PathBuf::as_path).filter(|folder| kustomizations.has(folder)).collect();
    let tops = if direct.is_empty() { kustomizations.tops() } else { direct };
    let keep_whole = paths.iter().any(|path| path.is_absolute());
    match tops.as_slice() {
        [] => {}
        [top] => applied.build(&disk.shown(top, keep_whole), &disk),
        several => {
            let folders = several.iter().map(|top| disk.shown(top, keep_whole)).collect();
            let message = words::SEVERAL_KUSTOMIZATIONS.with([("folders", Arg::Codes(folders))]);
            return Applied { files: Vec::new(), said: vec![Said::Error(message)], failed: true };
        }
    }
    let consumed = kustomizations.consumed();
    // Of a folder that is built nothing else is applied.
    let is_built = |source: &Source| tops.iter().any(|top| source.key.starts_with(top));
    let rest = sources.into_iter().enumerate().filter(|(at, one)| !consumed.contains(at) && !is_built(one));
    applied.files.extend(rest.map(|(_, source)| source.file));
    applied.files.extend(pages.iter().map(Page::at_the_end));
    applied
}

impl Applied {
    fn build(&mut self, folder: &str, disk: &Disk<'_>) {
        let mut built = portolan_kustomize::build(folder, disk);
        let text = std::mem::take(&mut built.text).into_bytes();
        let name = if folder.is_empty() { "." } else { folder };
        for note in &built.notes {
            let said = remark(note, &built);
            self.failed |= matches!(said, Said::Error(_));
            self.said.push(said);
        }
        self.files.push(portolan_core::parse(format!("<kustomize {name}>"), text));
    }
}

/// A note of a build, with its place.
fn remark(Note { problem, place }: &Note, built: &Built) -> Said {
    let words = Arg::Both { en: problem.english(), ja: problem.japanese() };
    let source = place.and_then(|place| Some((place, built.sources.get(place.source as usize)?)));
    let message: Message = match source {
        Some((place, source)) => {
            let line = Arg::count(source.lines().line(place.span.start) as usize);
            words::CONFIG.with([("path", Arg::text(source.name())), ("line", line), ("words", words)])
        }
        None => words::KUSTOMIZATION.with([("words", words)]),
    };
    match problem.severity() {
        Severity::Error => Said::Error(message),
        Severity::Note => Said::Note(message),
    }
}
