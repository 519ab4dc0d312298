//! Examples and lessons that the address asks for: `#example/ID`, `#example/ID/fixed`, `#lesson/ID`, or `?example=ID`.

use super::{Content, Shelf, use_content};
use crate::host;
use crate::state::{Action, Course, Desk, Guide};
use portolan_core::diagnostic::Lang;
use std::rc::Rc;
use yew::{Callback, use_effect_with, use_state};

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// An example, or its mended twin.
    Example(Rc<str>, bool),
    /// A lesson.
    Lesson(Rc<str>),
}

/// Opens what the address asks for.
#[yew::hook]
pub(crate) fn use_asked(lang: Lang, act: &Callback<Action>) {
    let asked = use_state(address);
    {
        let asked = asked.clone();
        use_effect_with((), move |()| {
            let listener = host::on_fragment(move |fragment| {
                if let Some(wish) = of_fragment(&fragment) {
                    asked.set(Some(wish));
                }
            });
            move || drop(listener)
        });
    }
    let shelf = use_content(lang, asked.is_some());
    use_effect_with(((*asked).clone(), shelf, act.clone()), move |(wish, shelf, act)| {
        let (Some(wish), Shelf::Full(content)) = (wish, shelf) else { return };
        if let Some((desk, guide)) = opened(wish, content) {
            act.emit(Action::Begin(Box::new(desk), guide));
        }
        asked.set(None);
    });
}

fn address() -> Option<Asked> {
    of_fragment(&host::fragment()).or_else(|| host::parameter("example").map(|id| example(&id)))
}

fn of_fragment(fragment: &str) -> Option<Asked> {
    let (kind, id) = fragment.split_once('/')?;
    match kind {
        "example" => Some(example(id)),
        "lesson" => Some(Asked::Lesson(id.into())),
        _ => None,
    }
}

fn example(id: &str) -> Asked {
    match id.strip_suffix("/fixed") {
        Some(id) => Asked::Example(id.into(), true),
        None => Asked::Example(id.into(), false),
    }
}

fn opened(asked: &Asked, content: &Content) -> Option<(Desk, Guide)> {
    match asked {
        Asked::Example(id, mended) => {
            let (_, example) = content.example(id)?;
            let mended = *mended && !example.mended_files.is_empty();
            Some((example.desk(mended), example.guide(mended)))
        }
        Asked::Lesson(id) => {
            let (_, lesson) = content.lesson(id)?;
            Some((lesson.desk.clone(), Guide::Lesson(Course::new(&lesson.id))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_name_examples_their_twins_and_lessons() {
        assert_eq!(of_fragment("example/named-port"), Some(Asked::Example("named-port".into(), false)));
        assert_eq!(of_fragment("example/named-port/fixed"), Some(Asked::Example("named-port".into(), true)));
        assert_eq!(of_fragment("lesson/dns"), Some(Asked::Lesson("dns".into())));
        assert_eq!(of_fragment("1abc"), None);
        assert_eq!(of_fragment("other/dns"), None);
    }
}
