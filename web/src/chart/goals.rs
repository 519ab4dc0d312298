//! How a lesson's goals stand.

use super::Chart;
use portolan_core::diagnostic::Lang;
use portolan_render::goal::Goal;

/// How a goal stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// Whether it is met.
    pub(crate) met: bool,
    /// Whether it is a question to the reader.
    pub(crate) question: bool,
    /// What is the case now, where there is something to say.
    pub(crate) now: String,
}

/// How a goal stands with these files, and with the reader's answer if it is a question.
pub(crate) fn standing(chart: &Chart, goal: &str, answer: &str, lang: Lang) -> Reached {
    let Ok(goal) = Goal::parse(goal) else { return Reached::default() };
    let standing = goal.check(&chart.analysis, answer);
    let now = standing.now.map(|message| message.render(lang)).unwrap_or_default();
    Reached { met: standing.met, question: goal.is_question(), now }
}

/// A right answer to a question.
pub(crate) fn right_answer(chart: &Chart, goal: &str) -> Option<String> {
    match Goal::parse(goal).ok()? {
        Goal::Reads(fact) => fact.answers(&chart.analysis).into_iter().next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};
    use crate::words::example;

    #[test]
    fn a_goal_says_how_things_stand_in_the_readers_language() {
        let chart = Chart::of(&Files::single(example(Lang::Ja)), &WhatIf::default());
        let reached = standing(&chart, "reach client http://echo/", "", Lang::Ja);
        assert_eq!((reached.met, reached.question), (false, false));
        assert_eq!(reached.now, "いまの接続の結果: `refused`");
        let question = "reads cluster-ip default/echo";
        let answer = right_answer(&chart, question).expect("an address");
        assert!(standing(&chart, question, &answer, Lang::En).met);
        assert_eq!(right_answer(&chart, "no-errors"), None);
    }
}
