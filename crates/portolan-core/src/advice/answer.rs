//! The three questions, and how signs for and against are weighed.

use super::words;
use crate::diagnostic::{Message, Origin};

/// A question on which the choice depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Do clients outside the cluster call it?
    Outside,
    /// Does it speak HTTP?
    Http,
    /// Do clients need one particular Pod?
    PerPod,
}

/// How much a sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A hint: a name, a usual number. Counts 1.
    Weak,
    /// A habit that is seldom broken. Counts 2.
    Fair,
    /// A statement of the manifests. Counts 4.
    Strong,
}

/// Something in the manifests that speaks for or against.
#[derive(Clone, Debug)]
pub struct Sign {
    /// Whether it speaks for *yes*.
    pub yes: bool,
    /// How much it says.
    pub weight: Weight,
    /// What it is.
    pub message: Message,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub aspect: Aspect,
    /// The answer; `None` where the signs are too few, or speak against each other.
    pub yes: Option<bool>,
    /// Whether a person has answered.
    pub given: bool,
    /// Whether the signs leave hardly a doubt.
    pub sure: bool,
    /// The signs, the heaviest first.
    pub signs: Vec<Sign>,
}

/// What a person has answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// [`Aspect::Outside`].
    pub outside: Option<bool>,
    /// [`Aspect::Http`].
    pub http: Option<bool>,
    /// [`Aspect::PerPod`].
    pub per_pod: Option<bool>,
}

/// A sum from which on the signs count as an answer.
const ENOUGH: i32 = 2;

/// A sum from which on there is hardly a doubt.
const SURE: i32 = 4;

impl Answer {
    pub(super) fn new(aspect: Aspect, given: Option<bool>, mut signs: Vec<Sign>) -> Self {
        signs.sort_by_key(|sign| std::cmp::Reverse(sign.weight));
        let sum: i32 = signs
            .iter()
            .map(|sign| if sign.yes { sign.weight.points() } else { -sign.weight.points() })
            .sum();
        let found = (sum.abs() >= ENOUGH).then_some(sum > 0);
        Self {
            aspect,
            yes: given.or(found),
            given: given.is_some(),
            sure: given.is_some() || sum.abs() >= SURE,
            signs,
        }
    }
}

impl Weight {
    /// What it counts.
    #[must_use]
    pub const fn points(self) -> i32 {
        match self {
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Strong => 4,
        }
    }

    /// In a word, for machines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Strong => "strong",
        }
    }
}

impl Aspect {
    /// The question.
    #[must_use]
    pub fn question(self) -> Message {
        match self {
            Self::Outside => words::ASK_OUTSIDE.message(),
            Self::Http => words::ASK_HTTP.message(),
            Self::PerPod => words::ASK_PER_POD.message(),
        }
    }

    /// In a word, for machines and flags.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Http => "http",
            Self::PerPod => "per-pod",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(yes: bool, weight: Weight) -> Sign {
        Sign { yes, weight, message: words::ASK_HTTP.message(), origin: None }
    }

    fn answer(signs: &[(bool, Weight)]) -> (Option<bool>, bool) {
        let signs = signs.iter().map(|(yes, weight)| sign(*yes, *weight)).collect();
        let answer = Answer::new(Aspect::Http, None, signs);
        (answer.yes, answer.sure)
    }

    #[test]
    fn a_hint_is_no_answer_and_a_statement_is() {
        assert_eq!(answer(&[]), (None, false));
        assert_eq!(answer(&[(true, Weight::Weak)]), (None, false));
        assert_eq!(answer(&[(true, Weight::Weak), (true, Weight::Weak)]), (Some(true), false));
        assert_eq!(answer(&[(false, Weight::Strong)]), (Some(false), true));
        assert_eq!(answer(&[(true, Weight::Strong), (false, Weight::Fair)]), (Some(true), false));
        assert_eq!(answer(&[(true, Weight::Fair), (false, Weight::Fair)]), (None, false));
    }
}
