//! How a rule says what it found: a diagnostic, built step by step.

use super::rule::RuleMeta;
use crate::diagnostic::{
    Certainty, Diagnostic, Family, FileEdit, Fix, Message, ObjectId, Part, Place, Related, Severity,
};

/// Collects the findings of all rules.
#[derive(Debug, Default)]
pub struct Sink {
    pub(super) found: Vec<Diagnostic>,
}

/// A field of a manifest, as a place to point at.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The manifest.
    pub object: ObjectId,
    /// The field.
    pub path: String,
    /// Its key or its value.
    pub part: Part,
}

/// A diagnostic in the making.
#[derive(Debug)]
#[must_use]
pub(super) struct Finding(Diagnostic);

impl Sink {
    pub(super) fn push(&mut self, finding: Finding) {
        self.found.push(finding.into_diagnostic());
    }

    /// Takes a finding, if there is one.
    pub(super) fn found_if(&mut self, finding: Option<Finding>) {
        self.found.extend(finding.map(Finding::into_diagnostic));
    }
}

impl Spot {
    /// The value of a field.
    pub(super) fn value(object: ObjectId, path: impl Into<String>) -> Self {
        Self { object, path: path.into(), part: Part::Value }
    }

    /// The key of a field.
    pub(super) fn key(object: ObjectId, path: impl Into<String>) -> Self {
        Self { object, path: path.into(), part: Part::Key }
    }
}

impl Finding {
    pub(super) fn new(meta: &'static RuleMeta, spot: Spot, place: Place, message: Message) -> Self {
        Self::of_text(meta, (Some(spot.object), spot.path), place, message)
    }

    /// About a text that need not be a field of an object.
    pub(super) fn of_text(
        meta: &'static RuleMeta,
        (object, path): (Option<ObjectId>, String),
        place: Place,
        message: Message,
    ) -> Self {
        Self(Diagnostic {
            rule: meta.name,
            family: Family::Lint,
            severity: meta.severity,
            certainty: meta.certainty,
            message,
            object,
            path,
            place,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        })
    }

    /// Speaks with another severity and certainty than the rule usually does.
    pub(super) fn graded(mut self, severity: Severity, certainty: Certainty) -> Self {
        self.0.severity = severity;
        self.0.certainty = certainty;
        self
    }

    /// Points at a part of the field.
    pub(super) fn at(mut self, place: Place) -> Self {
        self.0.place = place;
        self
    }

    /// Shows a second place.
    pub(super) fn see(mut self, place: Place, message: Message) -> Self {
        self.0.related.push(Related { place, message });
        self
    }

    /// Says why it matters.
    pub(super) fn note(mut self, message: Message) -> Self {
        self.0.notes.push(message);
        self
    }

    /// Says what to do.
    pub(super) fn help(mut self, message: Message) -> Self {
        self.0.help.push(message);
        self
    }

    /// Offers edits that keep the author's meaning for certain, if they could be made.
    pub(super) fn fix(mut self, title: Message, edits: Option<Vec<FileEdit>>) -> Self {
        self.0.fix = edits.map(|edits| Fix { title, safe: true, edits });
        self
    }

    /// Offers edits that guess the author's meaning, if they could be made.
    pub(super) fn guess(mut self, title: Message, edits: Option<Vec<FileEdit>>) -> Self {
        self.0.fix = edits.map(|edits| Fix { title, safe: false, edits });
        self
    }

    /// The diagnostic.
    pub(super) fn into_diagnostic(self) -> Diagnostic {
        self.0
    }
}
