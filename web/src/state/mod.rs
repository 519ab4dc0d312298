//! What the reader did, as a value: the files, the caret, the open view and what is chosen in each. Knows nothing of the
//! browser.

mod choices;
mod files;
mod guide;
mod what_if;

pub(crate) use choices::{Dialog, Dig, Kubectl, Pane, Rules, Theme, Unfolded, View, Walk};
pub(crate) use files::{FIRST, Files, SourceFile, Stretch};
pub(crate) use guide::{Course, Desk, Guide};
pub(crate) use what_if::{Flag, WhatIf, Wish};

use portolan_core::diagnostic::Lang;
use std::rc::Rc;
use yew::Reducible;

/// Everything that the views depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// What stands in the editor.
    pub(crate) files: Files,
    /// What is analysed: that of the editor, but for what is still being typed.
    pub(crate) settled: Files,
    /// What everything is compared with, if the reader has kept something for that.
    pub(crate) pinned: Option<Files>,
    /// Where the caret stands: the index of a file, and UTF-16 units from its start.
    pub(crate) caret: (usize, u32),
    /// What a view has asked the editor to show.
    pub(crate) shown: Option<Shown>,
    /// The language of the page and of what is said in it.
    pub(crate) lang: Lang,
    /// The colours.
    pub(crate) theme: Theme,
    /// Whether the editor is the plain text area.
    pub(crate) plain: bool,
    /// The open view.
    pub(crate) view: View,
    /// What a narrow window shows.
    pub(crate) pane: Pane,
    /// The open dialog.
    pub(crate) dialog: Option<Dialog>,
    /// What would be otherwise.
    pub(crate) what_if: WhatIf,
    /// The question that is walked.
    pub(crate) walk: Walk,
    /// The dig box.
    pub(crate) dig: Dig,
    /// Which rules are shown.
    pub(crate) rules: Rules,
    /// The terminal.
    pub(crate) kubectl: Kubectl,
    /// What is unfolded on the map and in the rules.
    pub(crate) unfolded: Unfolded,
    /// The example or lesson that leads the reader.
    pub(crate) guide: Guide,
    /// What the first of them took the place of.
    pub(crate) laid_aside: Option<Rc<Desk>>,
}

/// A stretch that the editor shows. Two requests for the same stretch differ in their serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The index of the file.
    pub(crate) file: usize,
    /// Where.
    pub(crate) stretch: Stretch,
    /// Grows with each request.
    pub(crate) serial: u32,
}

/// Something that the reader did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The text of a file changed. It is not analysed yet while it is `unfinished`: in the middle of an input method's
    /// composition, or while a large text is typed in.
    Edit { file: usize, text: String, unfinished: bool },
    /// What was unfinished is finished.
    Settle,
    /// Other files took the place of all.
    Replace(Files),
    /// The tab of a file was opened.
    OpenFile(usize),
    /// The caret moved, in a file.
    Caret(usize, u32),
    /// A view asks the editor to show something.
    Show(usize, Stretch),
    /// What is compared with: the files as they are, or nothing.
    Pin(bool),
    /// A language was chosen.
    Speak(Lang),
    /// Colours were chosen.
    Paint(Theme),
    /// The plain editor, or not.
    Plain(bool),
    /// A view was opened.
    Open(View),
    /// Half of the page was brought to the front.
    Turn(Pane),
    /// A dialog was opened, or closed.
    Dialog(Option<Dialog>),
    /// Something would be otherwise.
    WhatIf(WhatIf),
    /// Something else is asked, or another step is looked at.
    Walk(Walk),
    /// Something else is dug for.
    Dig(Dig),
    /// Other rules are looked at.
    Rules(Rules),
    /// Another command is given.
    Kubectl(Kubectl),
    /// Something was folded or unfolded, by its key.
    Fold(String),
    /// An example or a lesson was opened: it lays out the page, and leads.
    Begin(Box<Desk>, Guide),
    /// The reader went on in a lesson, or wants no guide any more.
    Guide(Guide),
    /// What was there before the examples and lessons is wanted back.
    TakeBack,
}

impl State {
    /// The page as it opens.
    pub(crate) fn new(files: Files, lang: Lang) -> Self {
        Self {
            settled: files.clone(),
            files,
            pinned: None,
            caret: (0, 0),
            shown: None,
            lang,
            theme: Theme::default(),
            plain: false,
            view: View::default(),
            pane: Pane::default(),
            dialog: None,
            what_if: WhatIf::default(),
            walk: Walk::default(),
            dig: Dig::default(),
            rules: Rules::default(),
            kubectl: Kubectl::default(),
            unfolded: Unfolded::default(),
            guide: Guide::default(),
            laid_aside: None,
        }
    }

    /// The page after an action.
    pub(crate) fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Edit { file, text, unfinished } => next.edit(file, &text, unfinished),
            Action::Settle => next.settled = next.files.clone(),
            Action::Replace(files) => next.replace(files),
            Action::OpenFile(file) => {
                next.files = next.files.opened(file);
                next.caret = (next.files.open(), 0);
            }
            Action::Caret(file, offset) => next.caret = (file, offset),
            Action::Show(file, stretch) => next.show(file, stretch),
            Action::Pin(kept) => next.pinned = kept.then(|| self.settled.clone()),
            Action::Speak(lang) => next.lang = lang,
            Action::Paint(theme) => next.theme = theme,
            Action::Plain(plain) => next.plain = plain,
            Action::Open(view) => {
                next.view = view;
                next.pane = Pane::View;
            }
            Action::Turn(pane) => next.pane = pane,
            Action::Dialog(dialog) => next.dialog = dialog,
            Action::WhatIf(what_if) => next.what_if = what_if,
            Action::Walk(walk) => next.walk = walk,
            Action::Dig(dig) => next.dig = dig,
            Action::Rules(rules) => next.rules = rules,
            Action::Kubectl(kubectl) => next.kubectl = kubectl,
            Action::Fold(key) => next.unfolded = self.unfolded.toggled(&key),
            Action::Begin(desk, guide) => {
                if self.laid_aside.is_none() || self.guide == Guide::None {
                    next.laid_aside = Some(Rc::new(self.desk()));
                }
                next.lay_out(*desk);
                next.guide = guide;
            }
            Action::Guide(guide) => next.guide = guide,
            Action::TakeBack => {
                if let Some(desk) = next.laid_aside.take() {
                    next.lay_out((*desk).clone());
                }
                next.guide = Guide::None;
            }
        }
        next
    }

    fn edit(&mut self, file: usize, text: &str, unfinished: bool) {
        self.files = self.files.edited(file, text);
        if !unfinished {
            self.settled = self.files.clone();
        }
    }

    fn replace(&mut self, files: Files) {
        self.settled = files.clone();
        self.files = files;
        self.caret = (0, 0);
        self.walk = Walk::default();
        self.unfolded = Unfolded::default();
    }

    /// How the page stands.
    fn desk(&self) -> Desk {
        Desk {
            files: self.files.clone(),
            what_if: self.what_if.clone(),
            walk: self.walk.clone(),
            rules: self.rules.clone(),
            view: self.view,
        }
    }

    fn lay_out(&mut self, desk: Desk) {
        let Desk { files, what_if, walk, rules, view } = desk;
        let open = files.open();
        self.replace(files);
        self.caret = (open, 0);
        self.pinned = None;
        self.dialog = None;
        (self.what_if, self.walk, self.rules, self.view) = (what_if, walk, rules, view);
    }

    fn show(&mut self, file: usize, stretch: Stretch) {
        let serial = self.shown.map_or(0, |shown| shown.serial.wrapping_add(1));
        self.files = self.files.opened(file);
        self.caret = (file, stretch.from);
        self.shown = Some(Shown { file, stretch, serial });
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(self.after(action))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> State {
        State::new(Files::single(text), Lang::En)
    }

    fn edit(text: &str, unfinished: bool) -> Action {
        Action::Edit { file: 0, text: text.to_owned(), unfinished }
    }

    #[test]
    fn every_key_press_is_analysed() {
        let state = state("kind: Pod").after(edit("kind: Pods", false));
        assert_eq!((&*state.files.text(), &*state.settled.text()), ("kind: Pods", "kind: Pods"));
    }

    #[test]
    fn a_text_in_the_middle_of_a_composition_waits_for_its_end() {
        let composing = state("a: ").after(edit("a: にほn", true));
        assert_eq!((&*composing.files.text(), &*composing.settled.text()), ("a: にほn", "a: "));
        let done = composing.after(edit("a: 日本", false));
        assert_eq!(&*done.settled.text(), "a: 日本");
    }

    #[test]
    fn what_was_unfinished_is_analysed_when_it_settles() {
        let typing = state("").after(edit("a: 1", true));
        assert_eq!(&*typing.settled.text(), "");
        assert_eq!(&*typing.after(Action::Settle).settled.text(), "a: 1");
    }

    #[test]
    fn the_language_changes_nothing_but_the_language() {
        let before = state("a: 1").after(Action::Open(View::Rules));
        let after = before.after(Action::Speak(Lang::Ja));
        assert_eq!(after, State { lang: Lang::Ja, ..before });
    }

    #[test]
    fn to_be_shown_the_same_twice_is_two_requests() {
        let stretch = Stretch { from: 3, to: 5 };
        let once = state("a: 1\n").after(Action::Show(0, stretch));
        let twice = once.after(Action::Show(0, stretch));
        assert_eq!(once.caret, (0, 3));
        assert_ne!(once.shown, twice.shown);
    }

    #[test]
    fn what_examples_took_the_place_of_can_be_taken_back() {
        let own = state("mine").after(Action::Open(View::Dns));
        let desk = |text| Desk { files: Files::single(text), view: View::Rules, ..own.desk() };
        let begin = |text, id: &str| Action::Begin(Box::new(desk(text)), Guide::Example(id.into(), false));
        let two = own.after(begin("one", "a")).after(edit("changed", false)).after(begin("two", "b"));
        assert_eq!((&*two.files.text(), two.view), ("two", View::Rules));
        let back = two.after(Action::TakeBack);
        assert_eq!((&*back.files.text(), back.view, &back.guide), ("mine", View::Dns, &Guide::None));
        assert_eq!(back.after(Action::TakeBack).files.text(), back.files.text());
        // What is written after the guide was put away is the reader's own again.
        let alone = two.after(Action::Guide(Guide::None)).after(edit("own again", false));
        let next = alone.after(begin("three", "c")).after(Action::TakeBack);
        assert_eq!(&*next.files.text(), "own again");
    }

    #[test]
    fn what_is_pinned_stays_when_the_text_goes_on() {
        let state = state("a: 1").after(Action::Pin(true)).after(edit("a: 2", false));
        assert_eq!(state.pinned.as_ref().map(|files| files.text()).as_deref(), Some("a: 1"));
        assert_eq!(state.after(Action::Pin(false)).pinned, None);
    }
}
