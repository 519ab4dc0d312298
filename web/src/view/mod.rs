//! The views, a file for each panel; all of them are functions of the state and the chart.

mod app;
mod behind;
mod copy;
mod dialog;
mod dns;
mod editor;
mod embed;
mod endpoints;
mod gallery;
mod glossary;
mod guide;
mod heading;
mod help;
mod kubectl;
mod lesson;
mod map;
mod notice;
mod outside;
mod panel;
mod part;
mod place;
mod ports;
mod problems;
mod prose;
mod rules;
mod share;
mod shelf;
mod update;
mod verdict;
mod walk;
mod what_if;

pub(crate) use app::App;
pub(crate) use embed::Embed;
pub(crate) use part::mount;

use crate::chart::{Chart, Light};
use crate::state::{Action, State};
use portolan_core::diagnostic::{Lang, Origin, Severity};
use std::rc::Rc;
use yew::{Callback, Properties};

/// What every view is a function of.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ViewProperties {
    /// What is known of the files, with the changes made.
    pub(crate) chart: Chart,
    /// What is known of the files as they are written, without the changes.
    pub(crate) written: Chart,
    /// What it is compared with: without the changes, or the pinned files.
    pub(crate) before: Option<Chart>,
    /// What the caret lights up.
    pub(crate) light: Light,
    /// What the reader has chosen.
    pub(crate) state: Rc<State>,
    /// Takes what the reader does.
    pub(crate) act: Callback<Action>,
}

impl ViewProperties {
    /// The language to speak.
    pub(crate) fn lang(&self) -> Lang {
        self.state.lang
    }

    /// Shows in the editor where something comes from; for `onclick` and its like.
    pub(crate) fn show<E: 'static>(&self, origin: &Origin) -> Callback<E> {
        let place = self.chart.stretch(origin);
        let act = self.act.clone();
        Callback::from(move |_: E| {
            if let Some((file, stretch)) = place {
                act.emit(Action::Show(file, stretch));
            }
        })
    }

    /// Points in the editor at where something comes from; the focus stays in the view.
    pub(crate) fn point_at(&self, origin: &Origin) {
        if let Some((file, stretch)) = self.chart.stretch(origin) {
            self.act.emit(Action::PointAt(file, stretch));
        }
    }

    /// The class of a thing that was derived from these fields: `lit` while the caret is in one of them.
    pub(crate) fn lit<'o>(&self, origins: impl IntoIterator<Item = &'o Origin>) -> Option<&'static str> {
        self.light.on_any(origins).then_some("lit")
    }
}

/// The CSS class of a severity.
fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
