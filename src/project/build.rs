//! The build of a kustomization as a unit: one text for the analysis, and the way back from there to the sources.

use super::disk::Disk;
use super::read::Source;
use crate::words;
use portolan_core::diagnostic::{
    Arg, Certainty, Diagnostic, Family, FileEdit, FileId, Fix, Place, Related, Severity,
};
use portolan_core::{File, admission::Manifest};
use portolan_kustomize::{Built, Note, Span, Written};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name under which what is wrong with a kustomization is reported.
const RULE: &str = "kustomization";

/// A kustomization that was built.
pub(super) struct Build {
    /// Its folder, as it is shown.
    pub(super) name: String,
    /// What was built.
    built: Built,
    /// For each source of the build, its place among the sources of the project.
    pub(super) sources: Vec<usize>,
}

impl Build {
    /// Builds a folder. What it reads joins the sources; below the paths given, it is given.
    pub(super) fn new(folder: String, disk: &Disk<'_>, given: &[PathBuf], sources: &mut Vec<Source>) -> Self {
        let mut built = portolan_kustomize::build(&folder, disk);
        let known: BTreeMap<PathBuf, usize> =
            sources.iter().enumerate().map(|(index, source)| (source.key.clone(), index)).collect();
        let mut places = Vec::with_capacity(built.sources.len());
        for file in built.sources.drain(..) {
            let key = disk.whole(Path::new(file.name()));
            let place = known.get(&key).copied().unwrap_or_else(|| {
                let given = given.iter().any(|path| key.starts_with(path));
                sources.push(Source { file, key, given, doubtful: false });
                sources.len() - 1
            });
            places.push(place);
        }
        let name = if folder.is_empty() { ".".to_owned() } else { folder };
        Self { name, built, sources: places }
    }

    /// What was built, parsed.
    pub(super) fn file(&self) -> File {
        portolan_core::parse(format!("<kustomize {}>", self.name), self.built.text.clone().into_bytes())
    }

    /// A place of the sources.
    fn at(&self, source: u32, span: Span) -> Option<Place> {
        let file = u32::try_from(*self.sources.get(source as usize)?).ok()?;
        Some(Place { file: FileId(file), span })
    }

    /// Where a span of the built text stands, and what has come of it on the way.
    fn place(&self, span: Span) -> Option<portolan_kustomize::Place> {
        let around = || {
            let documents = &self.built.documents;
            let index =
                documents.partition_point(|document| document.span.start <= span.start).checked_sub(1)?;
            documents.get(index).map(|document| document.place)
        };
        self.built.place(span).or_else(around)
    }

    /// A finding on the built text as one on the sources; nothing if it stands nowhere in them.
    pub(super) fn to_sources(&self, mut found: Diagnostic) -> Option<Diagnostic> {
        let place = self.place(found.place.span)?;
        found.place = self.at(place.source, place.span)?;
        let related = found.related.into_iter().filter_map(|Related { place, message }| {
            let place = self.place(place.span)?;
            Some(Related { place: self.at(place.source, place.span)?, message })
        });
        found.related = related.collect();
        if let Written::Changed(cause) = place.written
            && let Some(cause) = self.built.causes.get(cause as usize)
            && let Some(place) = self.at(cause.source, cause.span)
        {
            let message = words::about(&words::KUSTOMIZED, "field", cause.field);
            found.related.push(Related { place, message });
        }
        if let Some(Fix { title, safe, edits }) = found.fix.take() {
            match edits.into_iter().map(|edit| self.edit(edit)).collect::<Option<Vec<_>>>() {
                Some(edits) => found.fix = Some(Fix { title, safe, edits }),
                None => found.help.push(words::FIX_OF_BUILT.with([("title", Arg::said(title))])),
            }
        }
        Some(found)
    }

    fn edit(&self, mut edit: FileEdit) -> Option<FileEdit> {
        let place = self.built.editable(edit.edit.span)?;
        let Place { file, span } = self.at(place.source, place.span)?;
        edit.file = file;
        edit.edit.span = span;
        Some(edit)
    }

    /// An object of the build as one of the sources, and where it begins there.
    pub(super) fn manifest(&self, mut manifest: Manifest, files: &[Option<File>]) -> Option<(u32, Manifest)> {
        let document = self.built.documents.get(manifest.document)?;
        let Place { file, span } = self.at(document.place.source, document.place.span)?;
        let source = files.get(file.0 as usize)?.as_ref()?;
        let before = source.documents().partition_point(|document| document.span.start <= span.start);
        manifest.file = file;
        manifest.document = before.saturating_sub(1);
        let root = source.root(manifest.document).filter(|root| root.span() == span);
        manifest.node = root.map(|root| root.id());
        manifest.line = source.lines().line(span.start);
        Some((span.start, manifest))
    }

    /// What there is to say of the build itself.
    pub(super) fn remarks(&self) -> impl Iterator<Item = Diagnostic> {
        self.built.notes.iter().filter_map(|note| self.remark(note))
    }

    fn remark(&self, Note { problem, place }: &Note) -> Option<Diagnostic> {
        let place = match place {
            Some(place) => self.at(place.source, place.span)?,
            None => self.at(0, Span::at(0))?,
        };
        let words = Arg::Both { en: problem.english(), ja: problem.japanese() };
        Some(Diagnostic {
            rule: RULE,
            family: Family::Admission,
            severity: match problem.severity() {
                portolan_kustomize::Severity::Error => Severity::Error,
                portolan_kustomize::Severity::Note => Severity::Note,
            },
            certainty: Certainty::Proved,
            message: words::KUSTOMIZATION.with([("words", words)]),
            object: None,
            path: String::new(),
            place,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        })
    }
}
