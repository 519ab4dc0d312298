//! A small sorted map of strings: labels, annotations, equality selectors.

use portolan_yaml::collections::BTreeMap;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Labels or annotations, sorted by key as Go prints maps; clones share their text.
#[derive(Clone, Default)]
pub struct Labels(Option<Arc<Entries>>);

/// All keys and values in one text, one behind the other: thousands of small maps take a few allocations each.
struct Entries {
    text: Box<str>,
    /// Where each key and each value ends.
    ends: Box<[(u32, u32)]>,
}

/// Gathers entries in the order of their keys.
#[derive(Default)]
struct Gathering {
    text: String,
    ends: Vec<(u32, u32)>,
}

impl Labels {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let entries = self.0.as_deref()?;
        let (mut low, mut high) = (0, entries.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            let (known, value) = entries.at(middle);
            match known.cmp(key) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(value),
            }
        }
        None
    }

    /// The entries, by key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let entries = self.0.as_deref();
        (0..self.len()).map(move |place| entries.map_or(("", ""), |entries| entries.at(place)))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_deref().map_or(0, |entries| entries.ends.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
        let mut merged = Gathering::of(self.len() + others.len(), self.text_len() + others.text_len());
        let mut others = others.iter().peekable();
        for (key, value) in self.iter() {
            while let Some((before, other)) = others.next_if(|(other, _)| *other < key) {
                merged.push(before, other);
            }
            others.next_if(|(other, _)| *other == key);
            merged.push(key, value);
        }
        others.for_each(|(key, value)| merged.push(key, value));
        merged.finish()
    }

    /// Those whose key fulfils a condition.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        if self.iter().all(|(key, _)| keep(key)) {
            return self.clone();
        }
        self.iter().filter(|(key, _)| keep(key)).collect()
    }

    /// Whether these are the same text in memory, as clones are: a cheap sign that they are equal.
    #[must_use]
    pub fn shares_text_with(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    fn text_len(&self) -> usize {
        self.0.as_deref().map_or(0, |entries| entries.text.len())
    }
}

impl Entries {
    /// The key and the value at a place; empty beyond the last one.
    fn at(&self, place: usize) -> (&str, &str) {
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |(_, end)| *end as usize);
        let (key, value) =
            self.ends.get(place).map_or((start, start), |(key, value)| (*key as usize, *value as usize));
        let part = |from, to| self.text.get(from..to).unwrap_or_default();
        (part(start, key), part(key, value))
    }
}

impl Gathering {
    fn of(entries: usize, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(entries) }
    }

    /// Adds an entry. What does not fit into 4 GiB is left out; no input that can be read is so large.
    fn push(&mut self, key: &str, value: &str) {
        let key_end = self.text.len().saturating_add(key.len());
        let Ok(value_end) = u32::try_from(key_end.saturating_add(value.len())) else { return };
        self.text.push_str(key);
        self.text.push_str(value);
        self.ends.push((u32::try_from(key_end).unwrap_or(value_end), value_end));
    }

    fn finish(self) -> Labels {
        if self.ends.is_empty() {
            return Labels::default();
        }
        Labels(Some(Arc::new(Entries { text: self.text.into(), ends: self.ends.into() })))
    }
}

impl<K: AsRef<str>, V: AsRef<str>> FromIterator<(K, V)> for Labels {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        entries.sort_by(|one, other| one.0.as_ref().cmp(other.0.as_ref()));
        gather(entries.iter().map(|(key, value)| (key.as_ref(), value.as_ref())))
    }
}

impl From<BTreeMap<String, String>> for Labels {
    fn from(map: BTreeMap<String, String>) -> Self {
        gather(map.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }
}

fn gather<'e>(sorted: impl ExactSizeIterator<Item = (&'e str, &'e str)> + Clone) -> Labels {
    let bytes = sorted.clone().map(|(key, value)| key.len() + value.len()).sum();
    let mut entries = Gathering::of(sorted.len(), bytes);
    sorted.for_each(|(key, value)| entries.push(key, value));
    entries.finish()
}

impl PartialEq for Labels {
    fn eq(&self, other: &Self) -> bool {
        self.shares_text_with(other)
            || matches!((&self.0, &other.0), (Some(one), Some(other)) if one.ends == other.ends && one.text == other.text)
    }
}

impl Eq for Labels {}

impl PartialOrd for Labels {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Labels {
    fn cmp(&self, other: &Self) -> Ordering {
        self.iter().cmp(other.iter())
    }
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
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
