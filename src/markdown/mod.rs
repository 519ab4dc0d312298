//! Manifests in Markdown: the fences of a page are read where they stand, belong together, and are analysed in the
//! order in which the page tells of them.
//!
//! [`Page::find`] is the way in: it gives an analysis whose one file is the page itself.

mod chapters;
mod expect;
mod fences;
mod fragments;
mod heredocs;
mod marks;

use chapters::{Chapter, Shown, chapters};
use fences::{Code, Fence, Language};
use portolan_core::diagnostic::{Certainty, Diagnostic, FileId, ObjectId, Severity};
use portolan_core::lint::{self, Ignore, Told};
use portolan_core::{Analysis, File, Island, Options, Span, parse_islands};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// The endings of the names of Markdown files.
const ENDINGS: [&str; 5] = ["md", "markdown", "mdx", "mdown", "mkd"];

/// Whether a file is read as Markdown, by its name.
pub(crate) fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// A Markdown file, read.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
    /// Whether the text is the bytes of the file.
    exact: bool,
    code: Code,
    /// All documents of all fences, over the veiled text.
    file: File,
    /// For each document its fence.
    owners: Vec<usize>,
    /// For each fence whether it shows whole objects.
    whole: Vec<bool>,
    /// The fences in which something is left out, each with the byte at which that begins.
    left_out: BTreeMap<usize, u32>,
}

impl Page {
    /// Reads a page. Bytes that are not UTF-8 are read as `U+FFFD`; then nothing is mended.
    pub(crate) fn read(name: String, bytes: Vec<u8>) -> Self {
        let (text, exact) = match String::from_utf8(bytes) {
            Ok(text) => (text, true),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
        };
        let mut code = fences::read(&text);
        let left_out = leave_out(&mut code);
        let readable = |fence: &&Fence| fence.is_read() && fence.margin.is_some();
        let islands: Vec<Island> = code.fences.iter().filter(readable).filter_map(Fence::island).collect();
        let file = parse_islands(name, code.veiled.clone(), &islands);
        let owners: Vec<usize> = file
            .documents()
            .iter()
            .map(|one| {
                code.fences.partition_point(|fence| fence.body.start <= one.span.start).saturating_sub(1)
            })
            .collect();
        let mut whole = vec![false; code.fences.len()];
        for (document, &fence) in owners.iter().enumerate() {
            if let Some(whole) = whole.get_mut(fence)
                && !left_out.contains_key(&fence)
                && code.fences.get(fence).is_some_and(|fence| !fence.marks.fragment)
            {
                *whole |= fragments::is_whole(&file, document);
            }
        }
        Self { text, exact, code, file, owners, whole, left_out }
    }

    /// What is there at the end of the page, all systems of it together.
    pub(crate) fn at_the_end(&self) -> File {
        let mut documents: Vec<usize> = self
            .systems()
            .values()
            .filter_map(|shown| chapters(&self.file, shown).pop())
            .flat_map(|chapter| chapter.documents)
            .collect();
        documents.sort_unstable();
        let mut file = self.file.with_documents(&documents);
        file.unveil(self.text.clone());
        file
    }

    /// What is found on the page, chapter by chapter, with what its fences expect taken out.
    pub(crate) fn find(&self, options: &Options) -> Analysis {
        let mut all = Analysis::default();
        for (group, shown) in &self.systems() {
            let mut system = Analysis::default();
            let chapters = chapters(&self.file, shown);
            let starts = std::iter::once(0).chain(chapters.iter().map(|chapter| chapter.end));
            let spans: Vec<(usize, &Chapter)> = starts.zip(&chapters).collect();
            for (start, chapter) in spans.into_iter().rev() {
                let told = self.told(group, start..chapter.end);
                self.add_chapter(chapter, &told, options, &mut system);
            }
            add(&mut all, system);
        }
        let mut file = self.file.clone();
        file.unveil(self.text.clone());
        for found in &mut all.diagnostics {
            found.fix = found.fix.take().filter(|_| self.exact).and_then(|mut fix| {
                for edit in &mut fix.edits {
                    edit.edit = file.edit_of_shown(&edit.edit)?;
                }
                Some(fix)
            });
        }
        all.files = vec![file];
        let ignores = self.ignores(&all);
        lint::settle(&mut all, ignores);
        expect::settle(&self.code.fences, &mut all.diagnostics);
        all.diagnostics.retain(|one| !is_about_the_rest(one));
        all.diagnostics.sort_by_key(Diagnostic::sort_key);
        all
    }

    /// What the page tells to ignore: annotations, comments in its YAML, and comments above its fences.
    fn ignores(&self, found: &Analysis) -> Vec<Ignore> {
        let shown: BTreeSet<usize> = found.manifests.iter().map(|manifest| manifest.document).collect();
        let shown: Vec<usize> = shown.into_iter().collect();
        let files: Vec<File> = found.files.iter().map(|file| file.with_documents(&shown)).collect();
        let mut ignores = lint::object_ignores(found);
        ignores.extend(lint::comment_ignores(&files));
        ignores.extend(expect::ignores(&self.code.fences, |at| self.file.lines().line(at)));
        ignores.extend(expect::ignores_of_paragraphs(&self.text));
        ignores
    }

    /// What is told around the manifests of a system, between two fences. What says nothing of a system belongs to that
    /// of the manifests above it.
    fn told(&self, group: &str, fences: Range<usize>) -> Vec<Told<'_>> {
        let all = &self.code.fences;
        let mut group_above = vec![""];
        for fence in all {
            let same = group_above.last().copied().unwrap_or_default();
            let is_yaml = fence.language == Language::Yaml;
            group_above.push(if is_yaml { fence.marks.group.as_deref().unwrap_or_default() } else { same });
        }
        let above = |count: usize| group_above.get(count).copied().unwrap_or_default();
        let file = FileId(0);
        let sessions = all.iter().enumerate().filter(|(at, fence)| {
            let is_read = fence.language == Language::Shell && !fence.marks.skipped;
            let of = || fence.marks.group.as_deref().unwrap_or_else(|| above(*at));
            is_read && fences.contains(at) && of() == group
        });
        let sessions = sessions.map(|(_, fence)| {
            let text = fence.body.slice(&self.code.veiled);
            Told { file, start: fence.body.start, text, session: true }
        });
        let words = self.code.inline.iter().filter(|span| {
            let count = all.partition_point(|fence| fence.body.start <= span.start);
            let is_here = count.checked_sub(1).map_or(fences.start == 0, |last| fences.contains(&last));
            is_here && above(count) == group
        });
        let words =
            words.map(|span| Told { file, start: span.start, text: span.slice(&self.text), session: false });
        sessions.chain(words).collect()
    }

    /// The documents of each system of the page, in order: whole objects, and what cannot be read.
    fn systems(&self) -> BTreeMap<&str, Vec<Shown>> {
        let mut systems: BTreeMap<&str, Vec<Shown>> = BTreeMap::from([("", Vec::new())]);
        for (document, &fence) in self.owners.iter().enumerate() {
            let whole = self.whole.get(fence).copied().unwrap_or_default();
            let Some(fence_is) = self.code.fences.get(fence) else { continue };
            let sound = self.left_out.get(&fence).copied().unwrap_or(u32::MAX);
            if self.is_shown(document, fence_is, sound, whole) {
                let group = fence_is.marks.group.as_deref().unwrap_or_default();
                systems.entry(group).or_default().push(Shown { document, fence });
            }
        }
        systems
    }

    /// Whether a document is a whole object, or wrong YAML before the byte `sound` from which on something is left out.
    /// In JSON only what means to be a manifest is called wrong: people write much else so.
    fn is_shown(&self, document: usize, fence: &Fence, sound: u32, whole: bool) -> bool {
        let error = self.file.documents().get(document).and_then(|one| one.error.as_ref());
        let Some(error) = error else { return whole };
        let body = fence.body.slice(&self.text);
        let is_ours = !fragments::is_template(body) && (!fence.json || body.contains("apiVersion"));
        is_ours && error.span.start < sound
    }

    /// Adds what is found in a chapter. The last one comes first and is taken whole: its ids stay.
    fn add_chapter(&self, chapter: &Chapter, around: &[Told<'_>], options: &Options, system: &mut Analysis) {
        let file = self.file.with_documents(&chapter.documents);
        let found = portolan_core::find(vec![file], options);
        let names: Vec<_> =
            (0..self.owners.len()).filter_map(|one| fragments::name(&self.file, one)).collect();
        let text = lint::around(&found, around, names.iter().map(|name| &**name));
        let mut ids: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
        let last = chapter.end == usize::MAX;
        for mut manifest in found.manifests {
            let Some(&document) = chapter.documents.get(manifest.document) else { continue };
            if last || chapter.told.contains(&document) {
                let id = ObjectId(u32::try_from(system.manifests.len()).unwrap_or(u32::MAX));
                ids.insert(manifest.id, id);
                (manifest.id, manifest.document) = (id, document);
                system.manifests.push(manifest);
            }
        }
        let told = |one: &Diagnostic| {
            let document = self.document_at(one.place.span);
            document.is_some_and(|document| last || chapter.told.contains(&document))
        };
        system.diagnostics.extend(
            found
                .diagnostics
                .into_iter()
                .filter(told)
                .map(|one| Diagnostic { object: one.object.and_then(|id| ids.get(&id).copied()), ..one }),
        );
        system.diagnostics.extend(text);
        if last {
            (system.cluster, system.slices) = (found.cluster, found.slices);
        }
    }

    fn document_at(&self, span: Span) -> Option<usize> {
        let documents = self.file.documents();
        documents.partition_point(|document| document.span.start <= span.start).checked_sub(1)
    }
}

impl Fence {
    /// Whether its YAML is read.
    fn is_read(&self) -> bool {
        self.language == Language::Yaml && !self.marks.skipped
    }

    fn island(&self) -> Option<Island> {
        Some(Island { span: self.body, line: self.line, margin: self.margin? })
    }
}

/// Blanks out the lines of fences that stand for what their author left out; the fences in which something is, and
/// from which byte on.
fn leave_out(code: &mut Code) -> BTreeMap<usize, u32> {
    let mut found = BTreeMap::new();
    for (at, fence) in code.fences.iter().enumerate().filter(|(_, fence)| fence.is_read()) {
        let elided = fragments::elided(fence.body.slice(&code.veiled));
        if let Some(first) = elided.first {
            let first = u32::try_from(first).unwrap_or(u32::MAX);
            found.insert(at, fence.body.start.saturating_add(first));
        }
        for lines in elided.lines {
            fragments::blank(&mut code.veiled, fence.body, lines);
        }
    }
    found
}

/// Whether a finding only tells that something is not in the input: a page shows a part of a system.
fn is_about_the_rest(one: &Diagnostic) -> bool {
    one.severity == Severity::Note && one.certainty == Certainty::DependsOnCluster
}

/// Puts another analysis of the same file behind one.
fn add(all: &mut Analysis, other: Analysis) {
    let shift = u32::try_from(all.manifests.len()).unwrap_or(u32::MAX);
    let moved = |id: ObjectId| ObjectId(id.0.saturating_add(shift));
    all.manifests.extend(other.manifests.into_iter().map(|mut one| {
        one.id = moved(one.id);
        one
    }));
    let found = other.diagnostics.into_iter();
    all.diagnostics.extend(found.map(|one| Diagnostic { object: one.object.map(moved), ..one }));
    if shift == 0 {
        (all.cluster, all.slices) = (other.cluster, other.slices);
    }
}

/// Puts the analysis of a page behind one of other files, as reports see it: files, manifests and findings.
pub(crate) fn append(all: &mut Analysis, page: Analysis) {
    let file = u32::try_from(all.files.len()).unwrap_or(u32::MAX);
    let shift = u32::try_from(all.manifests.len()).unwrap_or(u32::MAX);
    let moved = |id: ObjectId| ObjectId(id.0.saturating_add(shift));
    all.files.extend(page.files);
    all.manifests.extend(page.manifests.into_iter().map(|mut one| {
        (one.id, one.file) = (moved(one.id), FileId(file));
        one
    }));
    all.diagnostics.extend(page.diagnostics.into_iter().filter_map(|one| {
        let one = one.renumbered(|_| Some(FileId(file)))?;
        Some(Diagnostic { object: one.object.map(moved), ..one })
    }));
}
