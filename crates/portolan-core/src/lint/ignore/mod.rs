//! What the manifests themselves tell to ignore: comments `# portolan: ignore[rule, rule] reason`, and the annotation
//! `portolan.dev/ignore: rule, rule -- reason` of an object. The API server's answers cannot be ignored.
//!
//! An ignore that silences nothing is itself found, and one of a rule that does not exist.

mod comment;
mod list;
mod report;
mod silence;

use crate::Analysis;
use crate::diagnostic::{Diagnostic, FileId, ObjectId, Place};
use portolan_yaml::collections::BTreeSet;
use portolan_yaml::{File, Node};
pub(super) use report::List;
use silence::Silence;

/// The annotation of an object that names rules to ignore.
pub const ANNOTATION: &str = "portolan.dev/ignore";

/// One rule that a comment or an annotation tells to ignore.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ignore {
    /// Where the name of the rule stands.
    pub place: Place,
    /// The rule, as it is written; empty for a comment that names none.
    pub rule: String,
    /// The findings it is about.
    pub scope: Scope,
    /// The whole comment from its `#`, or the value of the annotation.
    pub within: Place,
}

/// The findings that an ignore is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Those that point at one of these lines.
    Lines {
        /// The file.
        file: FileId,
        /// The first line, from 1.
        first: u32,
        /// The last line.
        last: u32,
    },
    /// Those about an object.
    Object(ObjectId),
}

/// What the annotations of the objects tell to ignore.
#[must_use]
pub fn object_ignores(analysis: &Analysis) -> Vec<Ignore> {
    let named = |file: &File| file.text().contains(ANNOTATION);
    let named: BTreeSet<u32> =
        indexed(&analysis.files).filter(|(_, file)| named(file)).map(|(at, _)| at.0).collect();
    let mut found = Vec::new();
    for manifest in analysis.manifests.iter().filter(|one| named.contains(&one.file.0)) {
        let value = manifest.tree(&analysis.files).and_then(annotation);
        if let Some(value) = value {
            list::of_annotation(value, manifest.file, Scope::Object(manifest.id), &mut found);
        }
    }
    found
}

/// What the comments of the files tell to ignore.
#[must_use]
pub fn comment_ignores(files: &[File]) -> Vec<Ignore> {
    let mut found = Vec::new();
    for (id, file) in indexed(files).filter(|(_, file)| file.text().contains(comment::NAME)) {
        comment::of_file(id, file, &mut found);
    }
    found
}

/// Takes the findings out that are ignored, and adds those about ignores that are not used or name no rule.
pub fn settle(analysis: &mut Analysis, mut ignores: Vec<Ignore>) {
    if ignores.is_empty() {
        return;
    }
    ignores.sort_unstable();
    ignores.dedup();
    settle_some(analysis, &ignores);
}

#[cold]
fn settle_some(analysis: &mut Analysis, ignores: &[Ignore]) {
    let mut silence = Silence::new(ignores);
    let files = &analysis.files;
    analysis.diagnostics.retain(|one| !silence.covers(one, files));
    let used = silence.used();
    let mut about = report::report(analysis, ignores, &used);
    about.retain(|one| !silence.covers(one, &analysis.files));
    analysis.diagnostics.extend(about);
    analysis.diagnostics.sort_by_key(Diagnostic::sort_key);
}

fn annotation(object: Node<'_>) -> Option<Node<'_>> {
    object.get("metadata")?.get("annotations")?.get(ANNOTATION)
}

fn indexed(files: &[File]) -> impl Iterator<Item = (FileId, &File)> {
    (0..).map(FileId).zip(files)
}
