//! What leads the reader: an example's words, or a lesson with its goals, beside the editor.

use super::{Files, Rules, View, Walk, WhatIf};
use std::rc::Rc;

/// What leads the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Guide {
    /// Nothing.
    #[default]
    None,
    /// An example by its id, and whether it is the mended twin.
    Example(Rc<str>, bool),
    /// A lesson.
    Lesson(Course),
}

/// How far the reader is in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    /// The lesson's id.
    pub(crate) id: Rc<str>,
    /// How many hints were asked for.
    pub(crate) hints: usize,
    /// The last answer to each of the goals that are questions, by the goal's place, and whether it was right.
    pub(crate) answers: Vec<(usize, String, bool)>,
    /// Whether the solution was asked for.
    pub(crate) revealed: bool,
}

impl Course {
    /// At the start of a lesson.
    pub(crate) fn new(id: &Rc<str>) -> Self {
        Self { id: Rc::clone(id), hints: 0, answers: Vec::new(), revealed: false }
    }

    /// With another answer. One that was right stays so, whatever becomes of the manifests.
    pub(crate) fn answered(&self, goal: usize, answer: &str, right: bool) -> Self {
        let mut answers = self.answers.clone();
        if !self.has_answered(goal) {
            answers.retain(|(place, ..)| *place != goal);
            answers.push((goal, answer.to_owned(), right));
        }
        Self { answers, ..self.clone() }
    }

    /// The last answer to a question.
    pub(crate) fn answer(&self, goal: usize) -> &str {
        self.answers.iter().find(|(place, ..)| *place == goal).map_or("", |(_, answer, _)| answer)
    }

    /// Whether a question was answered rightly.
    pub(crate) fn has_answered(&self, goal: usize) -> bool {
        self.answers.iter().any(|(place, _, right)| *place == goal && *right)
    }
}

/// How the page stands: what an example or a lesson lays out, and what it took the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Desk {
    /// The files.
    pub(crate) files: Files,
    /// What is otherwise.
    pub(crate) what_if: WhatIf,
    /// The question.
    pub(crate) walk: Walk,
    /// Which rules are shown.
    pub(crate) rules: Rules,
    /// The open view.
    pub(crate) view: View,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_answer_stays_right() {
        let course = Course::new(&"rules".into()).answered(1, "1/2", false);
        assert_eq!((course.answer(1), course.has_answered(1)), ("1/2", false));
        let course = course.answered(1, "1/3", true).answered(1, "7", false);
        assert_eq!((course.answer(1), course.has_answered(1)), ("1/3", true));
        assert_eq!(course.answer(0), "");
    }
}
