//! A small sorted map of strings: labels, annotations, equality selectors.

use std::collections::BTreeMap;
use std::fmt;

/// Labels or annotations, sorted by key as Go prints maps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Labels(Box<[(Box<str>, Box<str>)]>);

impl Labels {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let index = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(key)).ok()?;
        self.0.get(index).map(|(_, value)| value.as_ref())
    }

    /// The entries, by key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value.as_ref()))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all of these are among `labels`: how an equality selector matches.
    #[must_use]
    pub fn select(&self, labels: &Self) -> bool {
        self.iter().all(|(key, value)| labels.get(key) == Some(value))
    }

    /// These with one more, or one replaced.
    #[must_use]
    pub fn with(&self, key: &str, value: &str) -> Self {
        let others = self.iter().filter(|(known, _)| *known != key);
        others.chain([(key, value)]).collect()
    }
}

impl<K: Into<Box<str>>, V: Into<Box<str>>> FromIterator<(K, V)> for Labels {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(Box<str>, Box<str>)> =
            entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        Self(entries.into_boxed_slice())
    }
}

impl From<BTreeMap<String, String>> for Labels {
    fn from(map: BTreeMap<String, String>) -> Self {
        Self(map.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// `a=b,c=d`, as kubectl prints selectors.
impl fmt::Display for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (key, value)) in self.iter().enumerate() {
            write!(f, "{}{key}={value}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(entries: &[(&str, &str)]) -> Labels {
        entries.iter().copied().collect()
    }

    #[test]
    fn a_selector_needs_all_its_labels() {
        let pod = labels(&[("release", "summer"), ("app", "echo")]);
        assert!(labels(&[("app", "echo")]).select(&pod));
        assert!(!labels(&[("app", "echo"), ("tier", "web")]).select(&pod));
        assert_eq!(pod.to_string(), "app=echo,release=summer");
    }
}
