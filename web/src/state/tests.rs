//! What the reader does, and the page after it.

use super::*;
use crate::words::example;

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

fn source(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.into(), text: text.into() }
}

fn names(state: &State) -> Vec<&str> {
    state.files.list().iter().map(|file| &*file.name).collect()
}

#[test]
fn fixes_are_taken_back_together() {
    let files = Files::single("a: 1").added("b.yaml", "b: 1");
    let fixed = State::new(files.clone(), Lang::En)
        .after(Action::FixAll(3, vec![(0, "a: 2".to_owned()), (1, "b: 2".to_owned())]));
    assert_eq!(fixed.settled.list().iter().map(|file| &*file.text).collect::<Vec<_>>(), ["a: 2", "b: 2"]);
    assert_eq!(fixed.undo.as_ref().map(|undo| undo.deed), Some(Deed::Fixed(3)));
    assert_eq!(fixed.after(Action::Undo).files, files);
    let typed = fixed.after(Action::Edit { file: 1, text: "b: 3".to_owned(), unfinished: false });
    assert_eq!(typed.undo, None);
    let same = fixed.after(Action::Edit { file: 1, text: "b: 2".to_owned(), unfinished: false });
    assert_eq!(same.undo, fixed.undo, "the editor reports the text that it was given");
}

#[test]
fn files_that_are_taken_in_take_the_place_of_an_untouched_example_only() {
    let taken = vec![source("a.yaml", "a: 1"), source("b.yaml", "b: 1")];
    let fresh = state(example(Lang::Ja)).after(Action::Take(taken.clone(), Vec::new()));
    assert_eq!((names(&fresh), fresh.files.open()), (vec!["a.yaml", "b.yaml"], 0));
    let more = fresh.after(Action::Take(taken, Vec::new()));
    assert_eq!((names(&more), more.files.open()), (vec!["a.yaml", "b.yaml", "a-2.yaml", "b-2.yaml"], 2));
    assert_eq!(names(&more.after(Action::Undo)), ["a.yaml", "b.yaml"]);
    assert_eq!(state("").after(Action::Take(Vec::new(), Vec::new())), state(""));
}

#[test]
fn a_closed_file_comes_back() {
    let two = state("a: 1").after(Action::AddFile).after(Action::RenameFile(1, "b.yaml".to_owned()));
    assert_eq!((names(&two), two.caret), (vec![FIRST, "b.yaml"], (1, 0)));
    let one = two.after(Action::CloseFile(1));
    assert_eq!((names(&one), one.caret), (vec![FIRST], (0, 0)));
    assert_eq!(names(&one.after(Action::Undo)), [FIRST, "b.yaml"]);
    assert_eq!(one.after(Action::Done).undo, None);
}

#[test]
fn what_is_replaced_can_be_had_back() {
    let other = state("a: 1").after(Action::Replace(Files::single("b: 1")));
    assert_eq!(&*other.after(Action::Undo).files.text(), "a: 1");
    assert_eq!(state(" ").after(Action::Replace(Files::single("b: 1"))).undo, None);
}

#[test]
fn what_is_pinned_stays_when_the_text_goes_on() {
    let state = state("a: 1").after(Action::Pin(true)).after(edit("a: 2", false));
    assert_eq!(state.pinned.as_ref().map(|files| files.text()).as_deref(), Some("a: 1"));
    assert_eq!(state.after(Action::Pin(false)).pinned, None);
}
