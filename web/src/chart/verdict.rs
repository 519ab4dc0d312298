//! The verdict on the reader's question, or on all Services where nothing is asked.

use super::Chart;
use crate::state::Walk;
use portolan_core::diagnostic::{Lang, Origin};
use portolan_core::verdict::{self, Question, Tone};

/// The verdict in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) tone: Tone,
    pub(crate) sentence: String,
    /// The field to look at.
    pub(crate) origin: Option<Origin>,
    /// What was answered.
    pub(crate) question: Option<Question>,
    /// The finding whose fix mends it, if it has one, and whether the fix keeps the meaning for certain.
    pub(crate) fix: Option<(usize, bool)>,
}

/// The verdict on a chart.
pub(crate) fn verdict(chart: &Chart, walk: &Walk, lang: Lang) -> Verdict {
    let verdict = verdict::verdict(&chart.analysis, question(chart, walk).as_ref(), &chart.proxy);
    let found = verdict.diagnostic.and_then(|index| Some((index, chart.analysis.diagnostics.get(index)?)));
    Verdict {
        tone: verdict.tone,
        sentence: verdict.sentence.render(lang),
        origin: verdict.origin,
        question: verdict.question,
        fix: found.and_then(|(index, one)| Some((index, one.fix.as_ref()?.safe))),
    }
}

/// What the reader asks; what is left open is what suggests itself. `None` where all is.
pub(crate) fn question(chart: &Chart, walk: &Walk) -> Option<Question> {
    if walk.from.is_empty() && walk.to.is_empty() {
        return None;
    }
    let open = walk.from.is_empty() || walk.to.is_empty();
    let suggested = open.then(|| verdict::question(&chart.analysis, &chart.proxy)).flatten();
    let or = |word: &str, suggested: Option<String>| {
        if word.is_empty() { suggested.unwrap_or_default() } else { word.to_owned() }
    };
    let (from, to) = suggested.map(|one| (one.from, one.to)).unzip();
    Some(Question { from: or(&walk.from, from), to: or(&walk.to, to) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};
    use crate::words::example;

    #[test]
    fn the_example_cannot_be_reached_until_its_fix_is_pressed() {
        for lang in [Lang::En, Lang::Ja] {
            let chart = Chart::of(&Files::single(example(lang)), &WhatIf::default());
            let broken = verdict(&chart, &Walk::default(), lang);
            assert_eq!(broken.tone, Tone::Bad);
            let (finding, _) = broken.fix.expect("a fix");
            let (_, text) = chart.mended(finding).expect("a fix").remove(0);
            let mended = Chart::of(&Files::single(&text), &WhatIf::default());
            assert_eq!(verdict(&mended, &Walk::default(), lang).tone, Tone::Good);
        }
    }

    #[test]
    fn what_is_left_open_suggests_itself() {
        let chart = Chart::of(&Files::single(example(Lang::En)), &WhatIf::default());
        let walk = Walk { from: "node/node-a".to_owned(), ..Walk::default() };
        let asked = question(&chart, &walk).expect("a question");
        assert_eq!((asked.from.as_str(), asked.to.as_str()), ("node/node-a", "http://echo/"));
        assert_eq!(question(&chart, &Walk::default()), None);
    }
}
