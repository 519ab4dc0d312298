//! What is found in all units becomes one analysis of their sources.
//!
//! What several units find at one place is one finding. Where not all units that hold the file find it, a note says
//! which do; of plain folders, which are environments only as it seems, such a finding stays only if it is proved. A
//! fix stays if all units agree on it, and if it changes only files that were given. What the sources tell to ignore is
//! taken out last.

use super::read::Source;
use super::sort::is_kustomization_name;
use super::{Build, Found, Unit, World};
use crate::words;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::{Arg, Certainty, Diagnostic, FileId, Fix, ObjectId, Part, Severity};
use portolan_core::object::Meta;
use portolan_core::{Analysis, File, Options, lint};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The findings of all units at one place by one rule; the number tells several of one unit apart.
type Key = (portolan_core::diagnostic::Place, &'static str, usize);

/// What is found so far. Files are numbered as the sources of the project are.
struct Merge {
    files: Vec<Option<File>>,
    given: Vec<bool>,
    /// For each file, the units that hold it.
    holders: BTreeMap<u32, Vec<usize>>,
    manifests: Vec<Manifest>,
    /// The objects by file and place.
    objects: BTreeMap<(FileId, u32), ObjectId>,
    found: BTreeMap<Key, Vec<(usize, Diagnostic)>>,
    /// The analysis of the only unit.
    only: Option<Analysis>,
    /// The units alone, if they are to be kept.
    alone: Option<Vec<Analysis>>,
}

/// Analyses the units, one after another, and puts together what is found.
pub(super) fn merge(sources: Vec<Source>, units: &[Unit], keep: bool, options: &Options) -> Found {
    let given = sources.iter().map(|source| source.given).collect();
    let files = sources.into_iter().map(|source| Some(source.file)).collect();
    let mut merge = Merge {
        files,
        given,
        holders: BTreeMap::new(),
        manifests: Vec::new(),
        objects: BTreeMap::new(),
        found: BTreeMap::new(),
        only: None,
        alone: keep.then(Vec::new),
    };
    for (index, unit) in units.iter().enumerate() {
        let is_only = units.len() == 1;
        match unit {
            Unit::Plain(world) => merge.plain(index, world, is_only, options),
            Unit::Built(build) => merge.built(index, build, is_only, options),
        }
    }
    merge.finish(units)
}

impl Merge {
    fn plain(&mut self, unit: usize, world: &World, is_only: bool, options: &Options) {
        let ids = &world.files;
        let files = ids.iter().map(|id| self.files.get_mut(*id).and_then(Option::take).unwrap_or_else(none));
        let mut analysis = portolan_core::find(files.collect(), options);
        if let Some(alone) = &mut self.alone {
            let Analysis { files, manifests, cluster, slices, diagnostics } = &analysis;
            let (files, manifests, diagnostics) = (files.clone(), manifests.clone(), diagnostics.clone());
            let (cluster, slices) = (cluster.clone(), slices.clone());
            alone.push(Analysis { files, manifests, cluster, slices, diagnostics });
        }
        let file = |id: FileId| ids.get(id.0 as usize).and_then(|id| u32::try_from(*id).ok()).map(FileId);
        let manifests = std::mem::take(&mut analysis.manifests).into_iter().map(|one| {
            let start = one.place(&analysis.files, "", Part::Value).span.start;
            Some((start, Manifest { file: file(one.file)?, ..one }))
        });
        let manifests = manifests.collect();
        for (id, file) in ids.iter().zip(std::mem::take(&mut analysis.files)) {
            if let Some(slot) = self.files.get_mut(*id) {
                *slot = Some(file);
            }
        }
        self.hold(unit, ids);
        let diagnostics = std::mem::take(&mut analysis.diagnostics);
        let diagnostics = diagnostics.into_iter().filter_map(|one| one.renumbered(file));
        let numbers = self.take(unit, diagnostics.collect(), manifests);
        self.only = is_only.then(|| narrowed(analysis, &numbers));
    }

    fn built(&mut self, unit: usize, build: &Build, is_only: bool, options: &Options) {
        let mut analysis = portolan_core::find(vec![build.file()], options);
        if let Some(alone) = &mut self.alone {
            let sources = build.sources.iter().filter_map(|id| self.files.get(*id)?.as_ref());
            let sources = sources.filter(|file| !is_kustomization_name(Path::new(file.name())));
            alone.push(portolan_core::find(sources.cloned().collect(), options));
        }
        self.hold(unit, &build.sources);
        let diagnostics = std::mem::take(&mut analysis.diagnostics).into_iter();
        let diagnostics =
            build.remarks().chain(diagnostics.filter_map(|one| build.to_sources(one))).collect();
        let manifests = std::mem::take(&mut analysis.manifests).into_iter();
        let manifests = manifests.map(|one| build.manifest(one, &self.files)).collect();
        let numbers = self.take(unit, diagnostics, manifests);
        self.only = is_only.then(|| narrowed(analysis, &numbers));
    }

    fn hold(&mut self, unit: usize, ids: &[usize]) {
        for id in ids.iter().filter_map(|id| u32::try_from(*id).ok()) {
            let holders = self.holders.entry(id).or_default();
            if holders.last() != Some(&unit) {
                holders.push(unit);
            }
        }
    }

    fn is_given(&self, id: FileId) -> bool {
        self.given.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// Takes what was found in a unit on the files given. Its objects come with the place at which they begin: what
    /// begins there in several units is one object.
    fn take(
        &mut self,
        unit: usize,
        diagnostics: Vec<Diagnostic>,
        manifests: Vec<Option<(u32, Manifest)>>,
    ) -> Vec<Option<ObjectId>> {
        let mut numbers: Vec<Option<ObjectId>> = Vec::with_capacity(manifests.len());
        for manifest in manifests {
            let kept = manifest.filter(|(_, one)| self.is_given(one.file));
            numbers.push(kept.map(|(start, one)| {
                let next = ObjectId(u32::try_from(self.manifests.len()).unwrap_or(u32::MAX));
                let id = *self.objects.entry((one.file, start)).or_insert(next);
                if id == next {
                    self.manifests.push(Manifest { id, ..one });
                }
                id
            }));
        }
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for mut one in diagnostics {
            if !self.is_given(one.place.file) {
                continue;
            }
            one.object = one.object.and_then(|object| numbers.get(object.0 as usize).copied().flatten());
            let count = counts.entry((one.place, one.rule)).or_default();
            self.found.entry((one.place, one.rule, *count)).or_default().push((unit, one));
            *count += 1;
        }
        numbers
    }

    fn finish(mut self, units: &[Unit]) -> Found {
        let found = std::mem::take(&mut self.found).into_values();
        let mut diagnostics: Vec<Diagnostic> = found.filter_map(|group| self.agreed(group, units)).collect();
        if units.len() > 1 {
            drop_milder(&mut diagnostics);
        }
        let related = diagnostics.iter().flat_map(|one| one.related.iter().map(|related| related.place.file));
        let shown: BTreeSet<FileId> = related.filter(|id| !self.is_given(*id)).collect();
        let all = 0..u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let mut order: Vec<FileId> = all.map(FileId).filter(|id| self.is_given(*id)).collect();
        let given = order.len();
        order.extend(shown);
        let numbers: BTreeMap<FileId, FileId> =
            order.iter().zip(0..).map(|(old, new)| (*old, FileId(new))).collect();
        let number = |id: FileId| numbers.get(&id).copied();
        diagnostics = diagnostics.into_iter().filter_map(|one| one.renumbered(number)).collect();
        diagnostics.sort_by_key(Diagnostic::sort_key);
        let manifests = self.manifests.into_iter();
        let manifests =
            manifests.filter_map(|one| Some(Manifest { file: number(one.file)?, ..one })).collect();
        let mut slots = self.files;
        let files: Vec<File> = order.iter().filter_map(|id| slots.get_mut(id.0 as usize)?.take()).collect();
        let context = files.iter().skip(given).map(|file| file.name().to_owned()).collect();
        let only = self.only.unwrap_or_default();
        let mut analysis = Analysis { files, manifests, diagnostics, ..only };
        let mut ignores = lint::object_ignores(&analysis);
        ignores.extend(lint::comment_ignores(&analysis.files));
        ignores.retain(|ignore| (ignore.place.file.0 as usize) < given);
        lint::settle(&mut analysis, ignores);
        Found { analysis, context, alone: self.alone.unwrap_or_default() }
    }

    /// What several units found at one place, as one finding.
    fn agreed(&self, group: Vec<(usize, Diagnostic)>, units: &[Unit]) -> Option<Diagnostic> {
        let finders: Vec<usize> = group.iter().map(|(unit, _)| *unit).collect();
        let fixes = group.iter().map(|(_, one)| one.fix.as_ref().map(|fix| &fix.edits));
        let same_fix = fixes.clone().zip(fixes.skip(1)).all(|(one, next)| one == next);
        let (first, mut found) = group.into_iter().min_by_key(|(unit, one)| (one.severity, *unit))?;
        let holders = self.holders.get(&found.place.file.0).map(Vec::as_slice).unwrap_or_default();
        let others: Vec<usize> = holders.iter().copied().filter(|unit| !finders.contains(unit)).collect();
        let is_guess = found.certainty != Certainty::Proved;
        if !others.is_empty() && is_guess && matches!(units.get(first), Some(Unit::Plain(_))) {
            return None;
        }
        let names = |list: &[usize]| {
            Arg::Codes(list.iter().filter_map(|unit| units.get(*unit)).map(Unit::name).collect())
        };
        let in_given = |fix: &Fix| fix.edits.iter().all(|edit| self.is_given(edit.file));
        if let Some(fix) = found.fix.take() {
            let title = ("title", Arg::said(fix.title.clone()));
            if !others.is_empty() {
                found.help.push(words::FIX_OF_SOME.with([title, ("others", names(&others))]));
            } else if !same_fix {
                found.help.push(words::FIX_OF_BUILT.with([title]));
            } else if !in_given(&fix) {
                found.help.push(words::FIX_ELSEWHERE.with([title]));
            } else {
                found.fix = Some(fix);
            }
        }
        if !others.is_empty() {
            let arguments = [("units", names(&finders)), ("others", names(&others))];
            found.notes.push(words::FOUND_IN.with(arguments));
        }
        Some(found)
    }
}

impl Unit {
    fn name(&self) -> String {
        match self {
            Self::Plain(world) if world.name.is_empty() => ".".to_owned(),
            Self::Plain(world) => world.name.clone(),
            Self::Built(build) => build.name.clone(),
        }
    }
}

/// Takes out the notes of a rule on an object of which it says something worse: another unit knows more.
fn drop_milder(diagnostics: &mut Vec<Diagnostic>) {
    let about = |one: &Diagnostic| one.object.map(|object| (object, one.rule));
    let is_note = |one: &Diagnostic| one.severity == Severity::Note;
    let worse: BTreeSet<_> = diagnostics.iter().filter(|one| !is_note(one)).filter_map(about).collect();
    diagnostics.retain(|one| !is_note(one) || about(one).is_none_or(|about| !worse.contains(&about)));
}

/// The cluster of a unit without what comes of files that were not given.
fn narrowed(mut analysis: Analysis, numbers: &[Option<ObjectId>]) -> Analysis {
    let number = |id: ObjectId| numbers.get(id.0 as usize).copied().flatten();
    let cluster = &mut analysis.cluster;
    let keep = |meta: &mut Meta| number(meta.id).map(|id| meta.id = id).is_some();
    cluster.services.retain_mut(|one| keep(&mut one.meta));
    cluster.workloads.retain_mut(|one| keep(&mut one.meta));
    cluster.pods.retain_mut(|one| number(one.origin).map(|id| one.origin = id).is_some());
    analysis
}

fn none() -> File {
    portolan_core::parse(String::new(), Vec::new())
}
