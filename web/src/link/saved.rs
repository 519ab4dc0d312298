//! Which field of a link says what of the page's state. What is as the page opens is left out.
//!
//! The letters are part of the form: one that has had a meaning never gets another.

use super::Field;
use super::names::{family_id, mode_id};
use crate::state::{
    Dig, FIRST, Files, Guide, Kubectl, Outside, OutsidePart, Rules, State, View, Walk, WhatIf, Wish,
};
use crate::words;
use portolan_core::Provider;
use portolan_core::diagnostic::Lang;

/// For no network at all.
pub(super) const NONE: &str = "none";

/// Behind the id of an example: its mended twin.
pub(super) const MENDED: &str = "/fixed";

/// What a state says. The language is said only where one is given: most readers want their own.
pub(crate) fn fields(state: &State, lang: Option<Lang>) -> Vec<Field> {
    let mut out = Vec::new();
    let mut say = |key: char, value: &str| out.push(Field { key, value: value.to_owned() });
    let mut unless_empty = |key, value: &str| {
        if !value.is_empty() {
            say(key, value);
        }
    };
    unless_empty('v', if state.view == View::default() { "" } else { state.view.id() });
    unless_empty('l', lang.map_or("", words::tag));
    what_if(&state.what_if, &mut unless_empty);
    choices(state, &mut unless_empty);
    for key in &state.unfolded.0 {
        unless_empty('u', key);
    }
    files(&state.settled, ['n', 't'], &mut say);
    if state.files.open() > 0 {
        say('o', &state.files.open().to_string());
    }
    if let Some(pinned) = &state.pinned {
        files(pinned, ['N', 'T'], &mut say);
    }
    out
}

fn what_if(what_if: &WhatIf, say: &mut impl FnMut(char, &str)) {
    for Wish { flag, word } in &what_if.changes {
        say('w', &format!("{} {word}", flag.id()));
    }
    say('m', what_if.mode.map_or("", mode_id));
    say('k', &what_if.kubernetes.map(|minor| minor.to_string()).unwrap_or_default());
    say('P', what_if.provider.map_or("", Provider::as_str));
    say('J', what_if.given.mode.map_or("", mode_id));
    say('K', &what_if.given.kubernetes.map(|minor| minor.to_string()).unwrap_or_default());
    say('R', what_if.given.provider.map_or("", Provider::as_str));
    say('r', what_if.service_cidr.as_deref().unwrap_or_default());
    say(
        'p',
        what_if
            .cluster_cidr
            .as_deref()
            .map_or("", |networks| if networks.is_empty() { NONE } else { networks }),
    );
}

fn choices(state: &State, say: &mut impl FnMut(char, &str)) {
    let Walk { from, to, outcome, step } = &state.walk;
    say('f', from);
    say('d', to);
    say('i', &if *outcome == 0 { String::new() } else { outcome.to_string() });
    say('s', &if *step == 0 { String::new() } else { step.to_string() });
    let Dig { from, name, kind, filter } = &state.dig;
    say('q', name);
    say('b', from);
    say('c', kind);
    say('y', filter);
    let Rules { mode, node, family, flags } = &state.rules;
    say('M', mode.map_or("", mode_id));
    say('h', node);
    say('a', family.map_or("", family_id));
    say('g', flags);
    let Outside { part, about } = &state.outside;
    say('O', if *part == OutsidePart::default() { "" } else { part.id() });
    say('A', about);
    let line = &state.kubectl.line;
    guide(&state.guide, say);
    say('x', if *line == Kubectl::default().line { "" } else { line });
}

/// The example or the lesson that leads the reader.
fn guide(guide: &Guide, say: &mut impl FnMut(char, &str)) {
    match guide {
        Guide::None => {}
        Guide::Example(id, mended) => say('e', &format!("{id}{}", if *mended { MENDED } else { "" })),
        Guide::Lesson(course) => say('z', &course.id),
    }
}

/// Name and text of each file; the name that the page itself gives is left out.
fn files(files: &Files, [name, text]: [char; 2], say: &mut impl FnMut(char, &str)) {
    for (place, file) in files.list().iter().enumerate() {
        if place > 0 || *file.name != *FIRST {
            say(name, &file.name);
        }
        say(text, &file.text);
    }
}
