//! What the reader did, as a value: the text, the language, the table that is open. Knows nothing of the browser.

use std::rc::Rc;

use portolan_core::diagnostic::Lang;
use yew::Reducible;

use crate::chart::Table;

/// Everything that the views depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// What stands in the editor.
    pub(crate) text: Rc<str>,
    /// The text that is analysed: that of the editor, but for what is still being typed.
    pub(crate) settled: Rc<str>,
    /// The language of the page and of the findings.
    pub(crate) lang: Lang,
    /// The table that is open.
    pub(crate) table: Table,
}

/// Something that the reader did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The text changed. It is not analysed yet while it is `unfinished`: in the middle of an input method's
    /// composition, or while a large text is typed in.
    Edit { text: String, unfinished: bool },
    /// What was unfinished is finished.
    Settle,
    /// A language was chosen.
    Speak(Lang),
    /// A table was opened.
    Open(Table),
}

impl State {
    /// The page as it opens.
    pub(crate) fn new(text: &str, lang: Lang) -> Self {
        let text: Rc<str> = text.into();
        Self { settled: Rc::clone(&text), text, lang, table: Table::default() }
    }

    /// The page after an action.
    pub(crate) fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Edit { text, unfinished } => {
                next.text = text.into();
                if !unfinished {
                    next.settled = Rc::clone(&next.text);
                }
            }
            Action::Settle => next.settled = Rc::clone(&next.text),
            Action::Speak(lang) => next.lang = lang,
            Action::Open(table) => next.table = table,
        }
        next
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

    fn edit(text: &str, unfinished: bool) -> Action {
        Action::Edit { text: text.to_owned(), unfinished }
    }

    #[test]
    fn every_key_press_is_analysed() {
        let state = State::new("kind: Pod", Lang::En).after(edit("kind: Pods", false));
        assert_eq!((&*state.text, &*state.settled), ("kind: Pods", "kind: Pods"));
    }

    #[test]
    fn a_text_in_the_middle_of_a_composition_waits_for_its_end() {
        let composing = State::new("a: ", Lang::Ja).after(edit("a: にほn", true));
        assert_eq!((&*composing.text, &*composing.settled), ("a: にほn", "a: "));
        let done = composing.after(edit("a: 日本", false));
        assert_eq!(&*done.settled, "a: 日本");
    }

    #[test]
    fn what_was_unfinished_is_analysed_when_it_settles() {
        let typing = State::new("", Lang::En).after(edit("a: 1", true));
        assert_eq!(&*typing.settled, "");
        assert_eq!(&*typing.after(Action::Settle).settled, "a: 1");
    }

    #[test]
    fn the_language_changes_nothing_but_the_language() {
        let before = State::new("a: 1", Lang::En).after(Action::Open(Table::Pods));
        let after = before.after(Action::Speak(Lang::Ja));
        assert_eq!(after, State { lang: Lang::Ja, ..before });
    }
}
