//! What the editor shows at the caret, under the pointer and at the ends of lines, as the editor counts and in the
//! reader's language.

use super::{Chart, Units};
use portolan_core::diagnostic::{FileId, Lang};
use portolan_render::assist::{self, CompletionKind, Tone};

/// A fact under the pointer.
pub(crate) struct Fact {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The field.
    pub(crate) title: String,
    pub(crate) sentences: Vec<String>,
    /// Where kubernetes.io says more; empty for nowhere.
    pub(crate) url: String,
}

/// A fact at the end of a line.
pub(crate) struct Inlay {
    pub(crate) at: u32,
    pub(crate) text: String,
    pub(crate) tone: &'static str,
}

/// What could stand at the caret.
pub(crate) struct Suggestion {
    pub(crate) label: String,
    pub(crate) insert: String,
    pub(crate) detail: String,
    pub(crate) about: String,
    pub(crate) kind: &'static str,
}

impl Chart {
    /// Whether a file's text is this one, so that places in it are places in the editor.
    pub(crate) fn is_of(&self, file: usize, text: &str) -> bool {
        self.analysis.files.get(file).is_some_and(|known| known.text() == text)
    }

    /// What there is to say about a place.
    pub(crate) fn fact(&self, (file, unit): (usize, u32), lang: Lang) -> Option<Fact> {
        let units = self.units.get(file)?;
        let found = assist::hover(&self.analysis, id(file)?, units.byte(unit))?;
        Some(Fact {
            from: units.before(found.span.start),
            to: units.before(found.span.end),
            sentences: found.sentences.iter().map(|one| one.render(lang)).collect(),
            url: found.url(lang).unwrap_or_default(),
            title: found.path,
        })
    }

    /// The facts at the ends of a file's lines.
    pub(crate) fn inlays(&self, file: usize, lang: Lang) -> Vec<Inlay> {
        let Some((id, units)) = id(file).zip(self.units.get(file)) else { return Vec::new() };
        let found = assist::inlays(&self.analysis, id).into_iter();
        found
            .map(|one| Inlay {
                at: units.before(u32::try_from(one.at).unwrap_or(u32::MAX)),
                text: one.message.render(lang),
                tone: match one.tone {
                    Tone::Good => "good",
                    Tone::Bad => "bad",
                    Tone::Plain => "plain",
                },
            })
            .collect()
    }

    /// What could stand at a caret in a text that may be newer than the chart, and where what is being typed begins.
    pub(crate) fn suggestions(&self, text: &str, unit: u32, lang: Lang) -> Option<(u32, Vec<Suggestion>)> {
        let units = Units::of(text);
        let found = assist::complete(text, units.byte(unit) as usize, &self.analysis)?;
        let items = found.items.into_iter().map(|one| Suggestion {
            label: one.label,
            insert: one.insert,
            detail: one.detail.map(|detail| detail.render(lang)).unwrap_or_default(),
            about: one.about.map(|about| about.message().render(lang)).unwrap_or_default(),
            kind: match one.kind {
                CompletionKind::Field => "property",
                CompletionKind::Value => "constant",
                CompletionKind::Label => "text",
                CompletionKind::Object => "class",
            },
        });
        Some((units.before(u32::try_from(found.start).unwrap_or(u32::MAX)), items.collect()))
    }
}

fn id(file: usize) -> Option<FileId> {
    u32::try_from(file).ok().map(FileId)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};

    const TEXT: &str = "# 𠮷野\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: x}\n  ports: [{port: 80}]\n";

    fn unit(words: &str) -> u32 {
        let before = TEXT.split(words).next().unwrap_or_default();
        u32::try_from(before.encode_utf16().count()).expect("short")
    }

    #[test]
    fn facts_and_suggestions_stand_where_the_editor_counts() {
        let chart = Chart::of(&Files::single(TEXT), &WhatIf::default());
        let fact = chart.fact((0, unit("selector")), Lang::En).expect("a fact");
        assert_eq!((fact.title.as_str(), fact.from), ("spec.selector", unit("selector")));
        let inlay = chart.inlays(0, Lang::Ja).pop().expect("a fact");
        assert_eq!((inlay.text.as_str(), inlay.at, inlay.tone), ("→ Podなし", unit("\n  ports"), "bad"));
        let (start, found) = chart.suggestions(TEXT, unit("ports"), Lang::En).expect("suggestions");
        assert_eq!(start, unit("ports"));
        assert!(found.iter().any(|one| one.label == "type" && !one.about.is_empty()));
    }
}
