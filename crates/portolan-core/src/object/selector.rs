//! Label selectors of controllers and policies: `metav1.LabelSelector`.

use super::Labels;

/// `matchLabels` and `matchExpressions`; an empty one matches everything.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// `matchLabels`.
    pub match_labels: Labels,
    /// `matchExpressions`.
    pub match_expressions: Vec<Requirement>,
}

/// One of `matchExpressions`.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The label's key.
    pub key: Box<str>,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub values: Vec<Box<str>>,
}

/// How a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// The value is one of those given.
    In,
    /// The label is absent, or its value is none of those given.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is absent.
    DoesNotExist,
}

impl Selector {
    /// Whether all requirements hold for these labels.
    #[must_use]
    pub fn matches(&self, labels: &Labels) -> bool {
        self.match_labels.select(labels) && self.match_expressions.iter().all(|one| one.matches(labels))
    }
}

impl Requirement {
    /// Whether it holds for these labels.
    #[must_use]
    pub fn matches(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        let listed = || value.is_some_and(|value| self.values.iter().any(|known| known.as_ref() == value));
        match self.operator {
            Operator::In => listed(),
            Operator::NotIn => !listed(),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    }
}
