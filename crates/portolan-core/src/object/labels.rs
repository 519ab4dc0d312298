//! A small sorted map of strings: labels, annotations, equality selectors.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Labels or annotations, sorted by key as Go prints maps; clones share their text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Labels(Arc<[(Arc<str>, Arc<str>)]>);

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
        self.with_all(&[(key, value)])
    }

    /// These with more of them, which win.
    #[must_use]
    pub fn with_all(&self, more: &[(&str, &str)]) -> Self {
        more.iter().copied().collect::<Self>().and(self)
    }

    /// These, and those of others whose keys are not among them.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        let mut merged = Vec::with_capacity(self.len() + others.len());
        let mut others = others.0.iter().peekable();
        for own in self.0.iter() {
            while let Some(before) = others.next_if(|other| other.0 < own.0) {
                merged.push(before.clone());
            }
            others.next_if(|other| other.0 == own.0);
            merged.push(own.clone());
        }
        merged.extend(others.cloned());
        Self(merged.into())
    }

    /// Those whose key fulfils a condition.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        if self.0.iter().all(|(key, _)| keep(key)) {
            return self.clone();
        }
        self.0.iter().filter(|(key, _)| keep(key)).cloned().collect()
    }
}

impl<K: Into<Arc<str>>, V: Into<Arc<str>>> FromIterator<(K, V)> for Labels {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(Arc<str>, Arc<str>)> =
            entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        Self(entries.into())
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

    #[test]
    fn later_labels_win_and_keep_the_order() {
        let pod = labels(&[("b", "1"), ("d", "1")]).with_all(&[("c", "2"), ("b", "2")]);
        assert_eq!(pod.to_string(), "b=2,c=2,d=1");
        assert_eq!(
            pod.and(&labels(&[("a", "3"), ("d", "3"), ("e", "3")])).to_string(),
            "a=3,b=2,c=2,d=1,e=3"
        );
        assert_eq!(pod.only(|key| key != "c").to_string(), "b=2,d=1");
    }
}
