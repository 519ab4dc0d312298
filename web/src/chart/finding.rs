//! The findings in the reader's language, ready to be listed and to be marked in the editor.

use super::Chart;
use crate::state::Stretch;
use portolan_core::diagnostic::{Certainty, Diagnostic, Family, Lang, Message, Place, Severity};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) family: Family,
    pub(crate) severity: Severity,
    pub(crate) certainty: Certainty,
    pub(crate) message: String,
    pub(crate) notes: Vec<String>,
    pub(crate) help: Vec<String>,
    pub(crate) spot: Spot,
    /// Other places that explain it, and what is to be seen there.
    pub(crate) related: Vec<(Spot, String)>,
    /// What the fix does, if there is one, and whether it keeps the meaning for certain.
    pub(crate) fix: Option<(String, bool)>,
}

/// A place in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The index of the file.
    pub(crate) file: usize,
    /// Line and column, from 1; columns count characters.
    pub(crate) position: (u32, u32),
    /// The stretch, for the editor.
    pub(crate) stretch: Stretch,
}

/// All findings, in the order of the text; each stands where its diagnostic does in the analysis.
pub(crate) fn findings(chart: &Chart, lang: Lang) -> Vec<Finding> {
    chart.analysis.diagnostics.iter().map(|diagnostic| finding(diagnostic, chart, lang)).collect()
}

fn finding(diagnostic: &Diagnostic, chart: &Chart, lang: Lang) -> Finding {
    let words = |messages: &[Message]| messages.iter().map(|message| message.render(lang)).collect();
    let related = diagnostic.related.iter();
    Finding {
        rule: diagnostic.rule,
        family: diagnostic.family,
        severity: diagnostic.severity,
        certainty: diagnostic.certainty,
        message: diagnostic.message.render(lang),
        notes: words(&diagnostic.notes),
        help: words(&diagnostic.help),
        spot: spot(chart, diagnostic.place),
        related: related.map(|other| (spot(chart, other.place), other.message.render(lang))).collect(),
        fix: diagnostic.fix.as_ref().map(|fix| (fix.title.render(lang), fix.safe)),
    }
}

fn spot(chart: &Chart, place: Place) -> Spot {
    let (file, stretch) = chart.stretch_of(place);
    let lines = chart.analysis.files.get(file).map(|file| file.lines().position(place.span.start));
    Spot { file, position: lines.map_or((1, 1), |position| (position.line, position.column)), stretch }
}
