//! Examples, lessons and glossary: fetched when they are wanted, one file a language (`cargo xtask content` writes it).

mod asked;
mod load;
mod read;

pub(crate) use asked::use_asked;
pub(crate) use load::{Shelf, use_content};

use crate::state::{Desk, Files, Guide, SourceFile};
use std::rc::Rc;

/// Everything, in one language.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    /// Groups of examples, in reading order.
    pub(crate) groups: Vec<Group>,
    /// Lessons, in order.
    pub(crate) lessons: Vec<Lesson>,
    /// The cards of the glossary.
    pub(crate) terms: Vec<Term>,
}

/// A group of examples.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// What it is called.
    pub(crate) title: String,
    /// What it is for.
    pub(crate) about: String,
    /// What its examples are called next to their twins: "Broken".
    pub(crate) original: String,
    /// What their twins are called: "Mended".
    pub(crate) twin: String,
    /// The examples, in reading order.
    pub(crate) examples: Vec<Example>,
}

/// An example, perhaps with a mended twin.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Example {
    /// For links.
    pub(crate) id: Rc<str>,
    /// What it is called.
    pub(crate) title: String,
    /// What the user of the broken system sees; empty for an example that is not broken.
    pub(crate) symptom: String,
    /// What there is to see.
    pub(crate) about: String,
    /// What is different in the twin.
    pub(crate) mended: String,
    /// How the page stands when it is opened.
    pub(crate) desk: Desk,
    /// The files of the twin that are different.
    pub(crate) mended_files: Vec<SourceFile>,
}

/// A lesson.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lesson {
    /// For links and for what was done.
    pub(crate) id: Rc<str>,
    /// What it is called.
    pub(crate) title: String,
    /// The situation, and what is to be done.
    pub(crate) about: String,
    /// What is to be reached.
    pub(crate) goals: Vec<Goal>,
    /// From the gentlest to the plainest.
    pub(crate) hints: Vec<String>,
    /// What was learned.
    pub(crate) closing: String,
    /// How the page stands at the start.
    pub(crate) desk: Desk,
    /// The files of the solution that are different.
    pub(crate) solution: Vec<SourceFile>,
}

/// One goal of a lesson.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Goal {
    /// In the goal language of portolan-render.
    pub(crate) check: String,
    /// In words.
    pub(crate) text: String,
}

/// A card of the glossary.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// For links.
    pub(crate) id: String,
    /// The word.
    pub(crate) name: String,
    /// What it means.
    pub(crate) about: String,
    /// Where the documentation says more.
    pub(crate) link: String,
}

impl Content {
    /// An example, and the group it is in.
    pub(crate) fn example(&self, id: &str) -> Option<(&Group, &Example)> {
        let all = self.groups.iter().flat_map(|group| group.examples.iter().map(move |one| (group, one)));
        all.into_iter().find(|(_, example)| *example.id == *id)
    }

    /// The place of a lesson, and the lesson.
    pub(crate) fn lesson(&self, id: &str) -> Option<(usize, &Lesson)> {
        self.lessons.iter().enumerate().find(|(_, lesson)| *lesson.id == *id)
    }

    /// A card.
    pub(crate) fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }
}

impl Example {
    /// How the page stands with it, or with its twin.
    pub(crate) fn desk(&self, mended: bool) -> Desk {
        if mended { overlaid(&self.desk, &self.mended_files) } else { self.desk.clone() }
    }

    /// What leads the reader through it.
    pub(crate) fn guide(&self, mended: bool) -> Guide {
        Guide::Example(Rc::clone(&self.id), mended)
    }
}

impl Lesson {
    /// The files of the solution, all of them.
    pub(crate) fn solved(&self) -> Files {
        overlaid(&self.desk, &self.solution).files
    }
}

/// A desk with some of its files changed, the first changed one in front.
fn overlaid(desk: &Desk, changed: &[SourceFile]) -> Desk {
    let latest = |file: &SourceFile| changed.iter().find(|one| one.name == file.name).unwrap_or(file).clone();
    let files = Files::new(desk.files.list().iter().map(latest)).unwrap_or_else(|| desk.files.clone());
    Desk { files: files.opened(desk.files.open()), ..desk.clone() }
}
