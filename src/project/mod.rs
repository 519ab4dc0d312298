//! From paths to what is applied together: units, each analysed alone, and what is found in all of them in one analysis.
//!
//! A unit is the build of a kustomization that no other one uses, or plain manifests: all of them, or, where folders
//! hold the same objects, those of one environment (`environment`). What was given is reported on. The root around it
//! (`root`) is read as context, if that is asked for: a Service whose Deployment stands in another file is no Service
//! without Pods.
//!
//! Nothing is printed here: what there is to say is returned.

mod applied;
mod build;
mod disk;
mod environment;
mod kustomization;
mod merge;
mod read;
mod root;
mod sort;

pub(crate) use applied::{Applied, applied};
pub(crate) use disk::Overlay;
pub(crate) use read::files_below;
pub(crate) use root::around;
pub(crate) use sort::is_input;

use crate::markdown::{self, Page};
use build::Build;
use disk::Disk;
use environment::{World, objects, worlds};
use kustomization::Kustomizations;
use portolan_core::diagnostic::Message;
use portolan_core::{Analysis, Options};
use read::{Manner, Source, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is to be looked at.
#[derive(Clone, Copy)]
pub(crate) struct Request<'r> {
    /// Files, directories, `-` for standard input; nothing for the folder of the run. Reported on.
    pub(crate) paths: &'r [PathBuf],
    /// Whether the root around the paths is read, too.
    pub(crate) context: bool,
    /// Whether given files that hold no manifests are passed over, as in directories.
    pub(crate) only_manifests: bool,
    /// Texts that hide those of the disk.
    pub(crate) overlay: &'r Overlay,
    /// Whether the analysis of each unit is kept.
    pub(crate) keep: bool,
}

/// Something to tell the user beside the findings.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    /// Something that was given could not be read.
    Error(Message),
    /// Something to know.
    Note(Message),
}

/// Everything that belongs to a request, read and sorted.
pub(crate) struct Project {
    sources: Vec<Source>,
    /// The Markdown files given; each is a world of its own.
    pages: Vec<Page>,
    units: Vec<Unit>,
    keep: bool,
    /// What there is to say.
    pub(crate) said: Vec<Said>,
    /// Whether something that was given could not be read.
    pub(crate) failed: bool,
}

/// What is applied together.
enum Unit {
    Plain(World),
    Built(Build),
}

/// What was found in a project.
#[derive(Default)]
pub(crate) struct Found {
    /// All units in one: the files given, then those of the context that a finding points at. Its cluster is that of
    /// the unit where there is one only, as far as it comes from the files given, and empty where there are more units.
    pub(crate) analysis: Analysis,
    /// The names of those files that were not given.
    pub(crate) context: BTreeSet<String>,
    /// The units alone, where they were to be kept: plain ones with all their files, and of a kustomization the sources
    /// as they stand, without what it makes of them. Their findings are those of `analysis`.
    pub(crate) alone: Vec<Analysis>,
}

/// Reads what a request asks for.
pub(crate) fn load(request: &Request<'_>) -> Project {
    let here = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &here[..] } else { request.paths };
    let disk = Disk::new(request.overlay);
    let manner = Manner { context: request.context, once: true, only_manifests: request.only_manifests };
    let Sources { files: mut sources, pages, said, failed } = read::read(paths, manner, &disk);
    let kustomizations = Kustomizations::of(&sources, &disk);
    let is_given = |files: &BTreeSet<usize>| {
        files.iter().any(|index| sources.get(*index).is_some_and(|source| source.given))
    };
    let tops: Vec<&Path> =
        kustomizations.tops().into_iter().filter(|top| is_given(&kustomizations.files(top))).collect();
    let consumed = kustomizations.consumed();
    let plain = plain(&sources, &consumed);
    let mut units: Vec<Unit> = worlds(&sources, &plain)
        .into_iter()
        .filter(|world| is_given(&world.files.iter().copied().collect()))
        .map(Unit::Plain)
        .collect();
    let keep_whole = paths.iter().any(|path| path.is_absolute());
    let folders: Vec<PathBuf> = paths.iter().map(|path| disk.whole(path)).collect();
    let builds = tops.into_iter().map(|top| disk.shown(top, keep_whole));
    for folder in builds.collect::<Vec<_>>() {
        units.push(Unit::Built(Build::new(folder, &disk, &folders, &mut sources)));
    }
    for (index, source) in sources.iter_mut().enumerate() {
        source.given &= !source.doubtful || consumed.contains(&index);
    }
    Project { sources, pages, units, keep: request.keep, said, failed }
}

/// The sources that stand for themselves. What was not given is left out where it holds an object of a file beside it
/// that was: it is another version of that.
fn plain(sources: &[Source], consumed: &BTreeSet<usize>) -> Vec<usize> {
    let stands = |index: &usize, source: &Source| !consumed.contains(index) && !source.doubtful;
    let plain = sources.iter().enumerate().filter(|(index, source)| stands(index, source));
    if sources.iter().all(|source| source.given) {
        return plain.map(|(index, _)| index).collect();
    }
    let identities = |source: &Source| {
        let folder = source.key.parent().map(Path::to_path_buf);
        objects(&source.file).map(move |object| (folder.clone(), object)).collect::<Vec<_>>()
    };
    let given: BTreeSet<_> =
        plain.clone().filter(|(_, source)| source.given).flat_map(|(_, source)| identities(source)).collect();
    let stays = |source: &Source| source.given || !identities(source).iter().any(|one| given.contains(one));
    plain.filter(|(_, source)| stays(source)).map(|(index, _)| index).collect()
}

impl Project {
    /// Analyses each unit, and tells what was found in all of them.
    pub(crate) fn analyze(self, options: &Options) -> Found {
        let Self { sources, pages, units, keep, .. } = self;
        let is_whole =
            |world: &World| world.files.len() == sources.len() && sources.iter().all(|source| source.given);
        let mut found = match units.as_slice() {
            [Unit::Plain(world)] if is_whole(world) => {
                let files = sources.into_iter().map(|source| source.file).collect();
                Found { analysis: portolan_core::analyze(files, options), ..Found::default() }
            }
            _ => merge::merge(sources, &units, keep, options),
        };
        for page in &pages {
            markdown::append(&mut found.analysis, page.find(options));
        }
        found
    }
}
