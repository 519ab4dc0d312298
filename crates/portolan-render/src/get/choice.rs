//! Which objects are shown: by namespace, name and label; and in which order.

use portolan_core::diagnostic::ObjectId;
use portolan_core::object::{Labels, Meta};
use std::cmp::Ordering;

/// Which objects are shown.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The namespace; `None` for all.
    pub namespace: Option<String>,
    /// The names; empty for all.
    pub names: Vec<String>,
    /// `-l`: all of these must hold.
    pub labels: Vec<Requirement>,
}

/// One part of a label selector as kubectl's `-l` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    key: String,
    values: Option<Vec<String>>,
    negated: bool,
}

/// Who an object is, as far as choosing goes.
#[derive(Clone, Copy)]
pub(crate) struct Who<'a> {
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
    pub(crate) labels: Option<&'a Labels>,
    /// The manifest that it comes from.
    pub(crate) origin: Option<ObjectId>,
}

impl Selection {
    /// Reads a label selector: `app=echo,release!=spring,tier in (web,api),!canary`; `None` if it is none.
    #[must_use]
    pub fn parse_labels(text: &str) -> Option<Vec<Requirement>> {
        let mut requirements = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let end = end_of_requirement(rest);
            let (one, after) = rest.split_at_checked(end)?;
            requirements.push(Requirement::parse(one.trim())?);
            rest = after.strip_prefix(',').unwrap_or(after).trim_start();
            if rest.is_empty() && !after.is_empty() {
                return None;
            }
        }
        Some(requirements)
    }

    /// Whether an object is to be shown.
    pub(crate) fn takes(&self, who: Who<'_>) -> bool {
        let here = who.namespace.is_empty()
            || self.namespace.as_deref().is_none_or(|namespace| namespace == who.namespace);
        let named = self.names.is_empty() || self.names.iter().any(|name| name == who.name);
        here && named && self.labels.iter().all(|one| one.holds(who.labels))
    }

    /// The objects to be shown, in the order in which the API server lists them: by the key in its store.
    pub(crate) fn choose<'a, T>(
        &self,
        objects: impl IntoIterator<Item = &'a T>,
        who: impl Fn(&'a T) -> Who<'a>,
    ) -> Vec<(Who<'a>, &'a T)> {
        let mut chosen: Vec<_> = objects
            .into_iter()
            .map(|object| (who(object), object))
            .filter(|(who, _)| self.takes(*who))
            .collect();
        chosen.sort_by(|(one, _), (other, _)| one.order(*other));
        chosen
    }
}

impl<'a> Who<'a> {
    /// Of an object with metadata.
    pub(crate) fn of(meta: &'a Meta) -> Self {
        Self {
            namespace: &meta.namespace,
            name: &meta.name,
            labels: Some(&meta.labels),
            origin: Some(meta.id),
        }
    }

    /// Of an object of which nothing else is known.
    pub(crate) const fn named(namespace: &'a str, name: &'a str) -> Self {
        Self { namespace, name, labels: None, origin: None }
    }

    /// By `namespace/name` as bytes, in which `a-b/x` comes before `a/x`.
    pub(super) fn order(self, other: Self) -> Ordering {
        let key = |who: Self| who.namespace.bytes().chain([b'/']).chain(who.name.bytes());
        key(self).cmp(key(other))
    }
}

impl Requirement {
    /// `key`, `!key`, `key=value`, `key==value`, `key!=value`, `key in (a,b)`, `key notin (a,b)`.
    fn parse(text: &str) -> Option<Self> {
        let list = |key: &str, values: &str, negated| {
            let values = values.trim().strip_prefix('(')?.strip_suffix(')')?;
            let values = values.split(',').map(|value| value.trim().to_owned()).collect();
            Self::new(key, Some(values), negated)
        };
        let one =
            |key: &str, value: &str, negated| Self::new(key, Some(vec![value.trim().to_owned()]), negated);
        if let Some((key, values)) = text.split_once(" notin ") {
            list(key, values, true)
        } else if let Some((key, values)) = text.split_once(" in ") {
            list(key, values, false)
        } else if let Some((key, value)) = text.split_once("!=") {
            one(key, value, true)
        } else if let Some((key, value)) = text.split_once('=') {
            one(key, value.strip_prefix('=').unwrap_or(value), false)
        } else if let Some(key) = text.strip_prefix('!') {
            Self::new(key, None, true)
        } else {
            Self::new(text, None, false)
        }
    }

    fn new(key: &str, values: Option<Vec<String>>, negated: bool) -> Option<Self> {
        let key = key.trim();
        let word = |text: &str| {
            text.chars()
                .all(|letter| letter.is_ascii_alphanumeric() || ['-', '_', '.', '/'].contains(&letter))
        };
        let good = !key.is_empty() && word(key) && values.iter().flatten().all(|value| word(value));
        good.then(|| Self { key: key.to_owned(), values, negated })
    }

    /// Whether it holds; `!=` and `notin` hold also where the label is absent.
    fn holds(&self, labels: Option<&Labels>) -> bool {
        let value = labels.and_then(|labels| labels.get(&self.key));
        let found = value.is_some_and(|value| {
            self.values.as_ref().is_none_or(|values| values.iter().any(|known| known == value))
        });
        found != self.negated
    }
}

/// Where the first requirement ends: at a comma outside of parentheses.
fn end_of_requirement(text: &str) -> usize {
    let mut open = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => open = true,
            ')' => open = false,
            ',' if !open => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(selector: &str, labels: &[(&str, &str)]) -> bool {
        let labels: Labels = labels.iter().copied().collect();
        let requirements = Selection::parse_labels(selector).expect("a selector");
        let selection = Selection { labels: requirements, ..Selection::default() };
        selection.takes(Who { labels: Some(&labels), ..Who::named("default", "x") })
    }

    #[test]
    fn label_selectors_are_those_of_kubectl() {
        let labels = [("app", "echo"), ("release", "summer")];
        assert!(takes("app=echo,release==summer", &labels));
        assert!(takes("release in (spring, summer),!canary", &labels));
        assert!(takes("canary!=yes,app", &labels));
        assert!(!takes("release notin (summer)", &labels));
        assert!(!takes("app=Echo", &labels));
        assert_eq!(Selection::parse_labels("app=echo,"), None);
        assert_eq!(Selection::parse_labels("=echo"), None);
        assert_eq!(Selection::parse_labels("app in echo"), None);
    }

    #[test]
    fn the_order_is_that_of_the_keys_in_the_store() {
        let who = Who::named;
        assert_eq!(who("a-b", "x").order(who("a", "x")), Ordering::Less);
        assert_eq!(who("a", "y").order(who("a", "x")), Ordering::Greater);
    }
}
