//! What the reader did, as a value: the files, the caret, the open view and what is chosen in each. Knows nothing of the
//! browser.

mod choices;
mod files;
mod guide;
mod what_if;

pub(crate) use choices::{
    Dialog, Dig, Kubectl, Notice, Outside, OutsidePart, Pane, Rules, Theme, Unfolded, View, Walk,
};
pub(crate) use files::{Deed, FIRST, Files, SourceFile, Stretch, Undo};
pub(crate) use guide::{Course, Desk, Guide};
pub(crate) use what_if::{Flag, Given, WhatIf, Wish};

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
    /// What can be taken back at once.
    pub(crate) undo: Option<Undo>,
    /// The names of files that were given and not taken.
    pub(crate) left_out: Rc<[String]>,
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
    /// What is chosen in the view of the outside.
    pub(crate) outside: Outside,
    /// What is unfolded on the map and in the rules.
    pub(crate) unfolded: Unfolded,
    /// The example or lesson that leads the reader.
    pub(crate) guide: Guide,
    /// What the first of them took the place of.
    pub(crate) laid_aside: Option<Rc<Desk>>,
    /// What the reader is told on top until they have seen it.
    pub(crate) notice: Option<Notice>,
}

/// A stretch that the editor shows. Two requests for the same stretch differ in their serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The index of the file.
    pub(crate) file: usize,
    /// Where.
    pub(crate) stretch: Stretch,
    /// Whether the focus stays where it is.
    pub(crate) aside: bool,
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
    /// Files were dropped, opened or pasted: they take the place of files that nobody has written anything into. With them
    /// the names of those that were left out.
    Take(Vec<SourceFile>, Vec<String>),
    /// Fixes gave files other texts: how many fixes, and the texts by the files' indexes.
    FixAll(usize, Vec<(usize, String)>),
    /// What was done at one stroke is taken back.
    Undo,
    /// It stays done.
    Done,
    /// One more file, empty.
    AddFile,
    /// A file got another name.
    RenameFile(usize, String),
    /// A file was closed.
    CloseFile(usize),
    /// The tab of a file was opened.
    OpenFile(usize),
    /// The caret moved, in a file.
    Caret(usize, u32),
    /// A view asks the editor to show something.
    Show(usize, Stretch),
    /// The same, but the focus stays in the view.
    PointAt(usize, Stretch),
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
    /// Something else is chosen in the view of the outside.
    Outside(Outside),
    /// Something was folded or unfolded, by its key.
    Fold(String),
    /// An example or a lesson was opened: it lays out the page, and leads.
    Begin(Box<Desk>, Guide),
    /// The reader went on in a lesson, or wants no guide any more.
    Guide(Guide),
    /// What was there before the examples and lessons is wanted back.
    TakeBack,
    /// A link was opened: the page as it has it.
    Restore(Box<State>),
    /// There is something to tell, or it has been seen.
    Notice(Option<Notice>),
}

impl State {
    /// The page as it opens.
    pub(crate) fn new(files: Files, lang: Lang) -> Self {
        Self {
            settled: files.clone(),
            files,
            pinned: None,
            undo: None,
            left_out: Rc::default(),
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
            outside: Outside::default(),
            unfolded: Unfolded::default(),
            guide: Guide::default(),
            laid_aside: None,
            notice: None,
        }
    }

    /// The page after an action.
    pub(crate) fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Edit { file, text, unfinished } => next.edit(file, &text, unfinished),
            Action::Settle => next.settled = next.files.clone(),
            Action::Replace(files) => next.replace(files),
            Action::Take(files, left_out) => {
                next.take(&files);
                next.left_out = left_out.into();
            }
            Action::FixAll(count, texts) => next.fix(count, &texts),
            Action::Undo => next.take_back(),
            Action::Done => (next.undo, next.left_out) = (None, Rc::default()),
            Action::AddFile => next.change_list(self.files.added(FIRST, "")),
            Action::RenameFile(file, name) => {
                next.files = self.files.renamed(file, &name);
                next.settled = next.files.clone();
            }
            Action::CloseFile(file) => {
                next.change_list(self.files.closed(file));
                next.can_be_undone(Deed::Closed, &self.files);
            }
            Action::OpenFile(file) => {
                next.files = next.files.opened(file);
                next.caret = (next.files.open(), 0);
            }
            Action::Caret(file, offset) => next.caret = (file, offset),
            Action::Show(file, stretch) => next.show(file, stretch, false),
            Action::PointAt(file, stretch) => next.show(file, stretch, true),
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
            Action::Outside(outside) => next.outside = outside,
            Action::Fold(key) => next.unfolded = self.unfolded.toggled(&key),
            Action::Begin(desk, guide) => next.begin(*desk, guide),
            Action::Guide(Guide::None) => next.put_guide_away(),
            Action::Guide(guide) => next.guide = guide,
            Action::TakeBack => next.take_desk_back(),
            Action::Restore(state) => next = *state,
            Action::Notice(notice) => next.notice = notice,
        }
        next
    }

    fn edit(&mut self, file: usize, text: &str, unfinished: bool) {
        if self.files.list().get(file).is_some_and(|known| &*known.text != text) {
            (self.undo, self.left_out) = (None, Rc::default());
            self.files = self.files.edited(file, text);
        }
        if !unfinished {
            self.settled = self.files.clone();
        }
    }

    fn replace(&mut self, files: Files) {
        let before = std::mem::replace(&mut self.files, files);
        self.can_be_undone(Deed::Replaced, &before);
        self.settled = self.files.clone();
        self.caret = (0, 0);
        self.walk = Walk::default();
        self.unfolded = Unfolded::default();
    }

    fn take(&mut self, taken: &[SourceFile]) {
        let before = self.files.clone();
        let untouched = before.is_blank() || before.is_example();
        let Some(first) = taken.first() else { return };
        let start = if untouched { Files::new([first.clone()]) } else { None };
        let rest = if start.is_some() { 1.. } else { 0.. };
        let open = if untouched { 0 } else { before.list().len() };
        let add = |files: Files, file: &SourceFile| files.added(&file.name, &file.text);
        let files = taken.get(rest).into_iter().flatten().fold(start.unwrap_or_else(|| before.clone()), add);
        self.change_list(files.opened(open));
        self.can_be_undone(Deed::Taken(taken.len()), &before);
    }

    fn fix(&mut self, count: usize, texts: &[(usize, String)]) {
        let before = self.files.clone();
        self.files = texts.iter().fold(before.clone(), |files, (file, text)| files.edited(*file, text));
        self.settled = self.files.clone();
        self.can_be_undone(Deed::Fixed(count), &before);
    }

    /// Other files, of which another one may be open.
    fn change_list(&mut self, files: Files) {
        self.undo = None;
        self.caret = (files.open(), 0);
        self.settled = files.clone();
        self.files = files;
    }

    fn can_be_undone(&mut self, deed: Deed, before: &Files) {
        self.undo = (!before.is_blank()).then(|| Undo { deed, files: before.clone() });
    }

    fn take_back(&mut self) {
        if let Some(undo) = self.undo.take() {
            self.change_list(undo.files);
        }
    }

    fn show(&mut self, file: usize, stretch: Stretch, aside: bool) {
        let serial = self.shown.map_or(0, |shown| shown.serial.wrapping_add(1));
        self.files = self.files.opened(file);
        self.caret = (file, stretch.from);
        self.shown = Some(Shown { file, stretch, aside, serial });
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(self.after(action))
    }
}

#[cfg(test)]
mod tests;
