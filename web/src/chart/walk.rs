//! The walk of the reader's question: what may come of it, and the way to one of the outcomes.

use super::Chart;
use super::verdict::question;
use crate::state;
use portolan_core::collections::BTreeSet;
use portolan_core::diagnostic::{Lang, Origin};
use portolan_core::trace::{Request, trace};
use portolan_core::verdict::{self, Question};
use portolan_render::Asked;
use portolan_render::walk::{self, Outcome};

/// A walk, ready to be stepped through.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    /// What was asked, in words.
    pub(crate) question: String,
    /// What may come of it.
    pub(crate) outcomes: Vec<Outcome>,
    /// Which of them the way leads to.
    pub(crate) chosen: usize,
    /// The way, station by station.
    pub(crate) stations: Vec<Station>,
    /// Whether there is more than is followed.
    pub(crate) cut: bool,
}

/// What happens at one place.
#[derive(Clone, Debug)]
pub(crate) struct Station {
    pub(crate) head: String,
    pub(crate) stage: &'static str,
    pub(crate) node: String,
    pub(crate) steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) sentence: String,
    pub(crate) rule: Option<String>,
    pub(crate) origin: Option<Origin>,
    pub(crate) odds: Option<String>,
    pub(crate) likelihood: Option<String>,
    keys: Vec<String>,
}

/// The question, as it is asked: the reader's, or the one that suggests itself.
pub(crate) fn asked(chart: &Chart, walk: &state::Walk) -> Option<Question> {
    question(chart, walk).or_else(|| verdict::question(&chart.analysis, &chart.proxy))
}

/// The walk of a question to one of its outcomes; what is wrong with the question, if something is.
pub(crate) fn walk(chart: &Chart, asked: &Question, outcome: usize, lang: Lang) -> Result<Walk, String> {
    let (analysis, words) = (&chart.analysis, (asked.from.as_str(), asked.to.as_str()));
    let request = Request::parse(&analysis.cluster, words, None, chart.proxy.clone());
    let request = request.map_err(|message| message.render(lang))?;
    let trace = trace(&analysis.cluster, &analysis.slices, &request);
    let asked = Asked { request: &request, to: &asked.to, from_nobody: false };
    let told = walk::Walk::new(analysis, asked, &trace, lang);
    let outcomes = told.outcomes();
    let chosen = outcome.min(outcomes.len().saturating_sub(1));
    let way = outcomes.get(chosen).map(|outcome| told.way(outcome)).unwrap_or_default();
    let stations = way.into_iter().map(station).collect();
    Ok(Walk { question: told.question(), outcomes, chosen, stations, cut: told.is_cut() })
}

fn station(station: walk::Station<'_>) -> Station {
    let walk::Station { head, stage, node, steps } = station;
    Station { head, stage, node: node.to_owned(), steps: steps.into_iter().map(step).collect() }
}

fn step(step: walk::Step<'_>) -> Step {
    Step {
        likelihood: step.odds.is_some().then_some(step.likelihood),
        sentence: step.sentence,
        rule: step.rule.map(str::to_owned),
        origin: step.origin.cloned(),
        odds: step.odds,
        keys: step.keys,
    }
}

impl Walk {
    /// All steps, each with its station.
    pub(crate) fn steps(&self) -> impl DoubleEndedIterator<Item = (&Station, &Step)> {
        self.stations.iter().flat_map(|station| station.steps.iter().map(move |step| (station, step)))
    }

    /// How many steps there are; the outcome comes behind the last.
    pub(crate) fn count(&self) -> usize {
        self.stations.iter().map(|station| station.steps.len()).sum()
    }

    /// The chosen outcome.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.outcomes.get(self.chosen)
    }

    /// The keys on the map of everything that the packet has passed by a step.
    pub(crate) fn route(&self, step: usize) -> Vec<String> {
        let passed =
            self.steps().take(step.saturating_add(1)).filter(|(station, _)| station.stage != "reply");
        let keys: BTreeSet<&String> = passed.flat_map(|(_, step)| &step.keys).collect();
        keys.into_iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};
    use crate::words::example;

    fn mended() -> Chart {
        let text = example(Lang::En).replace("sumer", "summer");
        Chart::of(&Files::single(&text), &WhatIf::default())
    }

    #[test]
    fn the_way_ends_where_its_outcome_says() {
        let chart = mended();
        let asked = asked(&chart, &state::Walk::default()).expect("a question");
        let walked = walk(&chart, &asked, 1, Lang::En).expect("a walk");
        assert_eq!((walked.outcomes.len(), walked.chosen), (2, 1));
        let receiver = walked.outcome().map(|one| one.receiver.clone()).unwrap_or_default();
        let last = walked.steps().rev().find(|(station, _)| station.stage == "arrive").expect("an arrival");
        assert!(last.1.sentence.contains(receiver.trim_start_matches("Pod ")), "{receiver}: {last:?}");
        let (begin, end) = (walked.route(0), walked.route(walked.count()));
        assert!(begin.len() < end.len() && end.iter().any(|key| key.starts_with("pod/")), "{end:?}");
    }

    #[test]
    fn a_question_that_is_not_understood_is_answered_in_words() {
        let asked = Question { from: "pod/client".to_owned(), to: "svc/ehco".to_owned() };
        let wrong = walk(&mended(), &asked, 0, Lang::En).expect_err("a mistake");
        assert!(wrong.contains("did you mean `default/echo`?"), "{wrong}");
    }
}
