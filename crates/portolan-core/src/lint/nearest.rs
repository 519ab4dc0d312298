//! Near misses: which of the known words was meant, and by how much a selector misses a set of labels.

use crate::object::Labels;
use strsim::osa_distance;

/// Words longer than this are not compared.
const LONGEST: usize = 256;

/// How a label that a selector wants is missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss<'a> {
    /// The key has another value.
    Value {
        /// The key.
        key: &'a str,
        /// The value that the selector wants.
        wanted: &'a str,
        /// The value that is there.
        found: &'a str,
        /// In how many letters they differ, if they are near.
        distance: Option<usize>,
    },
    /// The value stands under another key.
    Key {
        /// The key that the selector wants.
        wanted: &'a str,
        /// The key that is there.
        found: &'a str,
        /// The value.
        value: &'a str,
    },
    /// There is no such label.
    Absent {
        /// The key.
        key: &'a str,
        /// The value that the selector wants.
        wanted: &'a str,
    },
}

/// How far a selector is from a set of labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// The labels that match.
    pub matched: Vec<(&'a str, &'a str)>,
    /// The labels that do not.
    pub missed: Vec<Miss<'a>>,
}

/// The known word nearest to `word`, with the number of letters in which they differ.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<(&'a str, usize)> {
    let near = known.into_iter().filter_map(|one| Some((one, near(word, one)?)));
    near.min_by_key(|(one, distance)| (*distance, *one))
}

/// In how many letters two different words differ, if so few that one may be meant for the other.
pub(super) fn near(one: &str, other: &str) -> Option<usize> {
    if one == other || one.len() > LONGEST || other.len() > LONGEST {
        return None;
    }
    let (length, other_length) = (one.chars().count(), other.chars().count());
    let allowed = match length.max(other_length) {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    if length.abs_diff(other_length) > allowed {
        return None;
    }
    let distance = osa_distance(one, other);
    (distance <= allowed || one.eq_ignore_ascii_case(other)).then_some(distance)
}

/// Lays a selector beside a set of labels.
pub fn compare<'a>(selector: &'a Labels, labels: &'a Labels) -> Comparison<'a> {
    let mut comparison = Comparison { matched: Vec::new(), missed: Vec::new() };
    for (key, wanted) in selector.iter() {
        match labels.get(key) {
            Some(found) if found == wanted => comparison.matched.push((key, wanted)),
            Some(found) => {
                let distance = near(wanted, found);
                comparison.missed.push(Miss::Value { key, wanted, found, distance });
            }
            None => comparison.missed.push(absent(selector, labels, key, wanted)),
        }
    }
    comparison
}

fn absent<'a>(selector: &Labels, labels: &'a Labels, key: &'a str, wanted: &'a str) -> Miss<'a> {
    let elsewhere = labels.iter().filter(|(other, _)| selector.get(other).is_none());
    let same_value = elsewhere.filter(|(_, value)| *value == wanted && wanted.len() > 2);
    let found = same_value.min_by_key(|(other, _)| (osa_distance(key, other), *other));
    match found {
        Some((found, value)) => Miss::Key { wanted: key, found, value },
        None => Miss::Absent { key, wanted },
    }
}

/// Whether one word is the other with a part more: `review-web` and `review`.
fn is_longer(one: &str, other: &str) -> bool {
    let begins = |long: &str, short: &str| {
        let rest = long.strip_prefix(short).filter(|_| short.len() > 2);
        rest.is_some_and(|rest| rest.starts_with(['-', '.', '_']))
    };
    let ends = |long: &str, short: &str| {
        let rest = long.strip_suffix(short).filter(|_| short.len() > 2);
        rest.is_some_and(|rest| rest.ends_with(['-', '.', '_']))
    };
    begins(one, other) || begins(other, one) || ends(one, other) || ends(other, one)
}

/// Keys that say which application a Pod belongs to.
const IDENTITY: [&str; 5] = ["app", "app.kubernetes.io/name", "k8s-app", "name", "run"];

impl Comparison<'_> {
    /// How many labels the selector has.
    pub fn total(&self) -> usize {
        self.matched.len() + self.missed.len()
    }

    /// Whether the labels may be those that the author of the selector had in mind: what is missed is a slip of the
    /// pen, or the application is the same and one label keeps them apart.
    pub fn is_plausible(&self) -> bool {
        let slip = |miss: &Miss<'_>| match miss {
            Miss::Value { distance, wanted, found, .. } => distance.is_some() || is_longer(wanted, found),
            Miss::Key { .. } => true,
            Miss::Absent { .. } => false,
        };
        let other_application = |miss: &Miss<'_>| {
            matches!(miss, Miss::Value { key, .. } if IDENTITY.contains(key)) && !slip(miss)
        };
        let far = self.missed.iter().filter(|miss| !slip(miss)).count();
        let slips_only = far == 0 && !self.missed.is_empty();
        slips_only || (far == 1 && !self.matched.is_empty() && !self.missed.iter().any(other_application))
    }

    /// Smaller is nearer.
    pub fn rank(&self) -> (usize, usize) {
        let cost = |miss: &Miss<'_>| match miss {
            Miss::Value { distance: Some(distance), .. } => *distance,
            Miss::Value { wanted, found, .. } => {
                if is_longer(wanted, found) {
                    10
                } else {
                    40
                }
            }
            Miss::Key { wanted, found, .. } => 4 + osa_distance(wanted, found).min(20),
            Miss::Absent { .. } => 30,
        };
        let cost = self.missed.iter().map(cost).sum();
        (cost, self.missed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(entries: &[(&str, &str)]) -> Labels {
        entries.iter().copied().collect()
    }

    #[test]
    fn neighbouring_letters_swapped_are_one_slip() {
        assert_eq!(osa_distance("htpp", "http"), 1);
        assert_eq!(osa_distance("htp", "http"), 1);
        assert_eq!(osa_distance("ehco", "echo"), 1);
        assert_eq!(osa_distance("", "abc"), 3);
        assert_eq!(osa_distance("kitten", "sitting"), 3);
    }

    #[test]
    fn short_words_must_be_nearer_than_long_ones() {
        assert_eq!(near("db", "dc"), None);
        assert_eq!(near("web", "wbe"), Some(1));
        assert_eq!(near("web", "api"), None);
        assert_eq!(near("sumer", "summer"), Some(1));
        assert_eq!(near("MYAPP", "myapp"), Some(5));
    }

    #[test]
    fn a_label_under_another_key_is_noticed() {
        let (selector, pod) = (labels(&[("name", "echo")]), labels(&[("app", "echo")]));
        let comparison = compare(&selector, &pod);
        assert_eq!(comparison.missed, [Miss::Key { wanted: "name", found: "app", value: "echo" }]);
        assert!(comparison.is_plausible());
    }

    #[test]
    fn another_application_is_not_what_was_meant() {
        let selector = labels(&[("app", "web"), ("part-of", "shop")]);
        assert!(!compare(&selector, &labels(&[("app", "db"), ("part-of", "shop")])).is_plausible());
        assert!(compare(&selector, &labels(&[("app", "wbe"), ("part-of", "shop")])).is_plausible());
        assert!(compare(&selector, &labels(&[("app", "web")])).is_plausible());
        assert!(compare(&selector, &labels(&[("app", "web-front"), ("part-of", "shop")])).is_plausible());
    }
}
