//! Fetching the content, once a language, from the page's own host.

use super::Content;
use crate::host;
use crate::words::tag;
use portolan_core::diagnostic::Lang;
use std::cell::RefCell;
use std::rc::Rc;
use yew::{use_effect_with, use_state};

thread_local! {
    /// What has been fetched.
    static FETCHED: RefCell<[Option<Rc<Content>>; 2]> = const { RefCell::new([None, None]) };
}

/// What there is of the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// It was not asked for, or is on its way.
    #[default]
    Empty,
    /// Here it is.
    Full(Rc<Content>),
    /// It could not be fetched.
    Missing,
}

impl Shelf {
    /// The content, if it is here.
    pub(crate) fn content(&self) -> Option<&Content> {
        match self {
            Self::Full(content) => Some(content),
            Self::Empty | Self::Missing => None,
        }
    }
}

/// The content in a language, fetched as soon as it is `wanted`.
#[yew::hook]
pub(crate) fn use_content(lang: Lang, wanted: bool) -> Shelf {
    let shelf = use_state(|| (lang, of_memory(lang)));
    {
        let shelf = shelf.clone();
        use_effect_with((lang, wanted), move |(lang, wanted)| {
            let lang = *lang;
            if !*wanted {
                return;
            }
            match of_memory(lang) {
                Shelf::Empty => fetch(lang, move |found| shelf.set((lang, found))),
                found => shelf.set((lang, found)),
            }
        });
    }
    match &*shelf {
        (of, found) if *of == lang => found.clone(),
        _ => of_memory(lang),
    }
}

fn of_memory(lang: Lang) -> Shelf {
    FETCHED
        .with_borrow(|fetched| fetched.get(place(lang)).cloned().flatten().map_or(Shelf::Empty, Shelf::Full))
}

fn fetch(lang: Lang, done: impl FnOnce(Shelf) + 'static) {
    host::fetch(&format!("content-{}.json", tag(lang)), move |text| {
        let Some(content) = text.as_deref().and_then(Content::read) else { return done(Shelf::Missing) };
        let content = Rc::new(content);
        FETCHED.with_borrow_mut(|fetched| {
            if let Some(slot) = fetched.get_mut(place(lang)) {
                *slot = Some(Rc::clone(&content));
            }
        });
        done(Shelf::Full(content));
    });
}

fn place(lang: Lang) -> usize {
    match lang {
        Lang::En => 0,
        Lang::Ja => 1,
    }
}
