//! What the stages have to say: diagnostics with an address, a wording in every language, and perhaps a fix.
//!
//! Two families are never mixed: *admission* is what the API server would answer, *lint* is our own opinion.

mod message;
mod near;
mod path;

pub use message::{Arg, Lang, Message, Template};
pub use near::nearest;
pub use path::Path;
use portolan_yaml::{Edit, Span};

/// Index of an input file in [`crate::Analysis::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Index of a manifest in [`crate::Analysis::manifests`]: one object as it was written, in input order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId(pub u32);

/// The manifest field something was derived from: carried by every Pod, endpoint, record and rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The manifest.
    pub object: ObjectId,
    /// Its field, as the API server writes paths: `spec.ports[0].targetPort`; empty for the whole object.
    pub path: String,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The API server's answer; it cannot be suppressed.
    Admission,
    /// Our opinion; named, documented, suppressible.
    Lint,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It will not work.
    Error,
    /// It probably does not do what was meant.
    Warning,
    /// Worth knowing; nothing is wrong for certain.
    Note,
}

/// How sure we are, given that the input may not be all that the cluster will hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It follows from the input alone.
    Proved,
    /// It follows if the input is all there is of this application.
    Likely,
    /// It depends on facts of the cluster that no manifest shows.
    DependsOnCluster,
}

/// A range of bytes in an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

/// Which part of a written field a diagnostic points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    #[default]
    Value,
}

/// A second place that explains the first.
#[derive(Clone, Debug)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is to be seen there.
    pub message: Message,
}

/// Text edits that mend what a diagnostic found.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What the fix does, in the imperative.
    pub title: Message,
    /// Whether it keeps the author's meaning for certain; a guess is not safe.
    pub safe: bool,
    /// The edits; all of them or none are applied.
    pub edits: Vec<FileEdit>,
}

/// One edit of one input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file.
    pub file: FileId,
    /// The bytes to replace, and by what.
    pub edit: Edit,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule's kebab-case name.
    pub rule: &'static str,
    /// Who speaks.
    pub family: Family,
    /// How much it matters.
    pub severity: Severity,
    /// How sure we are.
    pub certainty: Certainty,
    /// What is the matter: one short sentence without a full stop.
    pub message: Message,
    /// The manifest it is about, unless no object could be made of the text.
    pub object: Option<ObjectId>,
    /// The field, as the API server writes paths; empty for the whole object.
    pub path: String,
    /// Where that is in the text.
    pub place: Place,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Why it matters: the symptom that the user would see.
    pub notes: Vec<Message>,
    /// What to do.
    pub help: Vec<Message>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// The order of reports: by place, then severity, then rule.
    #[must_use]
    pub fn sort_key(&self) -> impl Ord + use<> {
        (self.place, self.severity, self.rule)
    }

    /// The same finding where files have other numbers: without the related places and the fix that lie in a file that
    /// has none; nothing if its own file has none.
    #[must_use]
    pub fn renumbered(mut self, number: impl Fn(FileId) -> Option<FileId>) -> Option<Self> {
        self.place.file = number(self.place.file)?;
        self.related.retain_mut(|related| {
            let file = number(related.place.file);
            related.place.file = file.unwrap_or(related.place.file);
            file.is_some()
        });
        self.fix = self.fix.take().and_then(|mut fix| {
            for edit in &mut fix.edits {
                edit.file = number(edit.file)?;
            }
            Some(fix)
        });
        Some(self)
    }
}
