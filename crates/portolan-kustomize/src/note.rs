//! What there is to say about a build: each note has a kind, a place and what it is about. The words are in `words`.

use crate::value::Place;

/// How much a note weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// kustomize refuses to build this.
    Error,
    /// The build is right, but something in it is not computed, or is not what it seems.
    Note,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A path leads to nothing.
    Missing(String),
    /// A resource that would have to be fetched.
    Remote(String),
    /// A file outside of the folder of its kustomization, which kubectl refuses by default.
    Outside(String),
    /// A folder without a kustomization file.
    NoKustomization(String),
    /// A folder with more than one kustomization file.
    SeveralKustomizations(String),
    /// A kustomization without any field.
    Empty(String),
    /// A folder that is built from itself.
    Cycle(String),
    /// A component listed as a resource.
    IsComponent(String),
    /// Something else listed as a component.
    IsNoComponent(String),
    /// Text that is no YAML, in Go's words.
    Syntax(String),
    /// A field that no kustomization has.
    UnknownField(String),
    /// A value of the wrong type: the field, and what it must be.
    WrongType(String, &'static str),
    /// A field whose effect is not computed.
    NotComputed(String),
    /// An object without `kind` or `metadata.name`: which of them is missing.
    NoIdentity(&'static str),
    /// Two objects with the same identity.
    SameId(String),
    /// A patch for an object that is not there.
    NoTarget(String),
    /// A patch for an object that is there more than once.
    SeveralTargets(String),
    /// A target that selects nothing.
    SelectsNothing,
    /// A patch that is neither kind of patch, or lacks a part: which.
    BadPatch(&'static str),
    /// An operation of a JSON patch that cannot be done: the operation and the path.
    BadOperation(String, String),
    /// A patch that puts one type of value over another, at this field.
    MismatchedPatch(String),
    /// A pattern or selector that cannot be read.
    BadPattern(String),
    /// A `replicas` entry for a name that nothing has.
    NoReplicas(String),
    /// A source of a generator that cannot be read.
    BadPair(String),
    /// A generator that names a key twice.
    SameKey(String),
    /// A generator that merges into, or replaces, what is not there, or creates what is.
    Behavior(String),
    /// A name that may mean several renamed objects.
    Ambiguous(String),
    /// A replacement whose source or target is not found: which.
    Replacement(String),
    /// Nested too deep, or too much of it.
    TooMuch(&'static str),
}

/// A remark about a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub problem: Problem,
    /// Where, if it is about a part of a source.
    pub place: Option<Place>,
}

impl Problem {
    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Remote(_) | Self::Outside(_) | Self::NotComputed(_) | Self::SelectsNothing => {
                Severity::Note
            }
            _ => Severity::Error,
        }
    }
}
