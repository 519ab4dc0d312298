//! Names of hosts and what they stand for: the most specific one that fits wins.

use portolan_yaml::collections::BTreeMap;

/// Something for each host: an exact name, a wildcard, or all hosts.
#[derive(Debug)]
pub(super) struct Hosts<T> {
    exact: BTreeMap<Box<str>, T>,
    /// By what stands behind `*.`.
    wild: BTreeMap<Box<str>, T>,
    any: Option<T>,
}

/// How many labels the star of a wildcard stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Star {
    /// One, as in Ingresses.
    One,
    /// One or more, as in the Gateway API.
    Many,
}

impl<T> Default for Hosts<T> {
    fn default() -> Self {
        Self { exact: BTreeMap::new(), wild: BTreeMap::new(), any: None }
    }
}

impl<T: Default> Hosts<T> {
    /// What stands for a host as it is written; empty for all.
    pub(super) fn entry(&mut self, host: &str) -> &mut T {
        if host.is_empty() {
            return self.any.get_or_insert_with(T::default);
        }
        match host.strip_prefix("*.") {
            Some(parent) => self.wild.entry(parent.into()).or_default(),
            None => self.exact.entry(host.into()).or_default(),
        }
    }
}

impl<T> Hosts<T> {
    /// What stands for exactly this word.
    pub(super) fn get(&self, host: &str) -> Option<&T> {
        match host.strip_prefix("*.") {
            _ if host.is_empty() => self.any.as_ref(),
            Some(parent) => self.wild.get(parent),
            None => self.exact.get(host),
        }
    }

    /// All that fit a host, the most specific first.
    pub(super) fn all<'h, 'n>(
        &'h self,
        host: &'n str,
        star: Star,
    ) -> impl Iterator<Item = &'h T> + use<'h, 'n, T> {
        let labels = if star == Star::One { 1 } else { usize::MAX };
        let parents = std::iter::successors(parent(host), |host| parent(host)).take(labels);
        let wild = parents.filter_map(|parent| self.wild.get(parent));
        self.exact.get(host).into_iter().chain(wild).chain(&self.any)
    }

    /// The one that fits a host best.
    pub(super) fn find(&self, host: &str, star: Star) -> Option<&T> {
        self.all(host, star).next()
    }

    /// Every value.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.exact.values_mut().chain(self.wild.values_mut()).chain(&mut self.any)
    }
}

/// What stands behind the first label.
fn parent(host: &str) -> Option<&str> {
    host.split_once('.').map(|(_, parent)| parent)
}

/// Whether a host fits a word: exactly, by a wildcard, or because the word is empty.
pub(super) fn fits(word: &str, host: &str, star: Star) -> bool {
    match word.strip_prefix('*') {
        _ if word.is_empty() => true,
        None => word == host,
        Some(end) => host.strip_suffix(end).is_some_and(|label| {
            !label.is_empty() && end.starts_with('.') && (star == Star::Many || !label.contains('.'))
        }),
    }
}

/// What two words of the Gateway API have in common: the more specific one, if one fits the other.
pub(super) fn intersection<'w>(one: &'w str, other: &'w str) -> Option<&'w str> {
    let within = |narrow: &str, wide: &str| match (narrow.strip_prefix('*'), wide.strip_prefix('*')) {
        _ if wide.is_empty() || narrow == wide => true,
        (Some(narrow), Some(wide)) => narrow.ends_with(wide),
        (None, Some(_)) => !narrow.is_empty() && fits(wide, narrow, Star::Many),
        _ => false,
    };
    if within(one, other) {
        return Some(one);
    }
    within(other, one).then_some(other)
}

/// How specific a word is: exact names before wildcards, long ones before short ones.
pub(super) fn specificity(word: &str) -> (usize, usize) {
    let exact = if word.starts_with('*') { 0 } else { word.len() };
    (exact, word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_label_or_many() {
        assert!(fits("*.foo.com", "bar.foo.com", Star::One));
        assert!(
            !fits("*.foo.com", "baz.bar.foo.com", Star::One)
                && fits("*.foo.com", "baz.bar.foo.com", Star::Many)
        );
        assert!(!fits("*.foo.com", "foo.com", Star::Many) && fits("", "foo.com", Star::One));
    }

    #[test]
    fn the_most_specific_name_wins() {
        let mut hosts = Hosts::<&str>::default();
        for word in ["", "*.example.com", "*.foo.example.com", "abc.foo.example.com"] {
            *hosts.entry(word) = word;
        }
        let find = |host| hosts.find(host, Star::Many).copied().unwrap_or_default();
        assert_eq!(find("abc.foo.example.com"), "abc.foo.example.com");
        assert_eq!(find("x.y.foo.example.com"), "*.foo.example.com");
        assert_eq!(find("bar.example.com"), "*.example.com");
        assert_eq!(find("example.com"), "");
        assert_eq!(hosts.find("x.y.foo.example.com", Star::One).copied(), Some(""));
    }

    #[test]
    fn words_of_listeners_and_routes_intersect() {
        for (one, other, both) in [
            ("very.specific.com", "*.specific.com", Some("very.specific.com")),
            ("*.wildcard.io", "foo.bar.wildcard.io", Some("foo.bar.wildcard.io")),
            ("*.wildcard.io", "wildcard.io", None),
            ("*.a.com", "*.b.a.com", Some("*.b.a.com")),
            ("", "*.a.com", Some("*.a.com")),
            ("", "", Some("")),
            ("a.com", "b.com", None),
        ] {
            assert_eq!(intersection(one, other), both, "{one} {other}");
            assert_eq!(intersection(other, one), both, "{other} {one}");
        }
    }
}
