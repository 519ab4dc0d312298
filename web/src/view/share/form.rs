//! The forms in which the page can be passed on, as texts.

use super::ViewProperties;
use crate::chart::Verdict;
use crate::host;
use crate::link::{self, Frame};
use crate::state::{State, Theme};
use portolan_core::diagnostic::Lang;
use portolan_core::verdict::Tone;
use portolan_render::map::{self, Map, Options};

/// What is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// The address.
    #[default]
    Link,
    /// A link for texts in Markdown.
    MarkdownLink,
    /// The manifests, the verdict and a link, in Markdown.
    Markdown,
    /// The map, as Markdown draws it.
    Mermaid,
    /// A frame for other pages.
    Embed,
    /// What to type in a terminal.
    Command,
}

impl Form {
    /// All of them, in the order in which they are offered.
    pub(super) const ALL: [Self; 6] =
        [Self::Link, Self::MarkdownLink, Self::Markdown, Self::Mermaid, Self::Embed, Self::Command];

    /// Its name in elements' ids.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::MarkdownLink => "markdown-link",
            Self::Markdown => "markdown",
            Self::Mermaid => "mermaid",
            Self::Embed => "embed",
            Self::Command => "command",
        }
    }

    /// Whether it has a link in it.
    pub(super) const fn has_link(self) -> bool {
        !matches!(self, Self::Command | Self::Mermaid)
    }
}

/// What is said along with the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extras {
    /// The language, so that others see it too.
    pub(super) lang: bool,
    /// The colours, in a frame.
    pub(super) theme: bool,
    /// That the text can be changed, in a frame.
    pub(super) edit: bool,
}

/// What stands behind the `#` of a link to the page as it is.
pub(super) fn fragment(state: &State, extras: Extras) -> String {
    link::encode(&link::said(state, extras.lang.then_some(state.lang)))
}

/// The text to copy.
pub(super) fn text(
    view: &ViewProperties,
    form: Form,
    extras: Extras,
    (title, verdict): (&str, &Verdict),
) -> String {
    let state = &*view.state;
    match form {
        Form::Command => {
            let asked = verdict.question.as_ref().map(|asked| (&*asked.from, &*asked.to));
            return link::command(state, asked);
        }
        Form::Mermaid => return mermaid(view),
        _ => {}
    }
    let page = host::page_address();
    // A frame says language and view in its parameters, where people who write pages find them.
    let extras_of_link = if form == Form::Embed { Extras { lang: false, ..extras } } else { extras };
    let fragment = fragment(state, extras_of_link);
    let address = format!("{page}#{fragment}");
    match form {
        Form::Link | Form::Command | Form::Mermaid => address,
        Form::MarkdownLink => link::markdown_link(title, &address),
        Form::Markdown => {
            link::markdown(&sentence(verdict), &state.settled, &link::markdown_link(title, &address))
        }
        Form::Embed => {
            let theme = if extras.theme { state.theme } else { Theme::System };
            let lang: Option<Lang> = extras.lang.then_some(state.lang);
            let frame = Frame { view: state.view, edit: extras.edit, theme, lang };
            link::frame(&link::frame_address(&page, frame, &fragment), title)
        }
    }
}

/// The verdict as a line of text.
fn sentence(verdict: &Verdict) -> String {
    let sign = match verdict.tone {
        Tone::Good => "✅",
        Tone::Partly => "⚠️",
        Tone::Bad => "❌",
        Tone::Open => "❔",
    };
    format!("{sign} {}", verdict.sentence)
}

/// The map as it is folded on the page.
fn mermaid(view: &ViewProperties) -> String {
    let turned = view.state.unfolded.0.iter().cloned().collect();
    let map = Map::of(&view.chart.analysis, &Options { lang: view.lang(), turned });
    format!("```mermaid\n{}```\n", map::mermaid(&map))
}

/// What the page is about: its Services, else its files.
pub(super) fn title(view: &ViewProperties) -> String {
    let services = view.chart.analysis.cluster.services.iter().map(|service| &*service.meta.name);
    let mut names: Vec<&str> = services.take(MOST + 1).collect();
    if names.is_empty() {
        names.extend(view.state.settled.list().iter().take(MOST + 1).map(|file| &*file.name));
    }
    let more = if names.len() > MOST { ", …" } else { "" };
    names.truncate(MOST);
    format!("Portolan: {}{more}", names.join(", "))
}

/// How many names a title has.
const MOST: usize = 3;
