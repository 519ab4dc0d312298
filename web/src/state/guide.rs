//! What leads the reader: an example's words, or a lesson with its goals, beside the editor.

use super::{Deed, Files, Rules, State, Unfolded, View, Walk, WhatIf};
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

impl State {
    /// Lays out the page; what the first guide takes the place of is laid aside.
    pub(super) fn begin(&mut self, desk: Desk, guide: Guide) {
        if self.laid_aside.is_none() || self.guide == Guide::None {
            self.laid_aside = Some(Rc::new(self.desk()));
        }
        self.lay_out(desk);
        self.guide = guide;
    }

    /// What was laid aside stands there again.
    pub(super) fn take_desk_back(&mut self) {
        if let Some(desk) = self.laid_aside.take() {
            self.lay_out((*desk).clone());
        }
        self.guide = Guide::None;
    }

    /// How the page stands.
    pub(super) fn desk(&self) -> Desk {
        Desk {
            files: self.files.clone(),
            what_if: self.what_if.clone(),
            walk: self.walk.clone(),
            rules: self.rules.clone(),
            view: self.view,
        }
    }

    /// Without the guide, what it took the place of is only to be undone to.
    pub(super) fn put_guide_away(&mut self) {
        self.guide = Guide::None;
        if let Some(desk) = self.laid_aside.take() {
            self.can_be_undone(Deed::Replaced, &desk.files);
        }
    }

    fn lay_out(&mut self, desk: Desk) {
        let Desk { files, what_if, walk, rules, view } = desk;
        self.change_list(files);
        self.pinned = None;
        self.dialog = None;
        self.notice = None;
        self.unfolded = Unfolded::default();
        (self.what_if, self.walk, self.rules, self.view) = (what_if, walk, rules, view);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;
    use portolan_core::diagnostic::Lang;

    fn edit(text: &str) -> Action {
        Action::Edit { file: 0, text: text.to_owned(), unfinished: false }
    }

    #[test]
    fn a_right_answer_stays_right() {
        let course = Course::new(&"rules".into()).answered(1, "1/2", false);
        assert_eq!((course.answer(1), course.has_answered(1)), ("1/2", false));
        let course = course.answered(1, "1/3", true).answered(1, "7", false);
        assert_eq!((course.answer(1), course.has_answered(1)), ("1/3", true));
        assert_eq!(course.answer(0), "");
    }

    #[test]
    fn what_examples_took_the_place_of_can_be_taken_back() {
        let own = State::new(Files::single("mine"), Lang::En).after(Action::Open(View::Dns));
        let desk = |text| Desk { files: Files::single(text), view: View::Rules, ..own.desk() };
        let begin = |text, id: &str| Action::Begin(Box::new(desk(text)), Guide::Example(id.into(), false));
        let two = own.after(begin("one", "a")).after(edit("changed")).after(begin("two", "b"));
        assert_eq!((&*two.files.text(), two.view), ("two", View::Rules));
        let back = two.after(Action::TakeBack);
        assert_eq!((&*back.files.text(), back.view, &back.guide), ("mine", View::Dns, &Guide::None));
        assert_eq!(back.after(Action::TakeBack).files.text(), back.files.text());
        // What is written after the guide was put away is the reader's own again.
        let alone = two.after(Action::Guide(Guide::None)).after(edit("own again"));
        let next = alone.after(begin("three", "c")).after(Action::TakeBack);
        assert_eq!(&*next.files.text(), "own again");
    }
}
