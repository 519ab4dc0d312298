//! Which objects a target selects: anchored patterns for what they are, selectors for labels and annotations.

use crate::note::Problem;
use crate::resource::Resource;
use crate::value::Value;
use portolan_yaml::collections::BTreeMap;
use regex_lite::Regex;

/// A target, read.
pub(crate) struct Target {
    group: Option<Regex>,
    version: Option<Regex>,
    kind: Option<Regex>,
    name: Option<Regex>,
    namespace: Option<Regex>,
    labels: Vec<Requirement>,
    annotations: Vec<Requirement>,
}

/// A part of a selector.
#[derive(Debug, PartialEq, Eq)]
enum Requirement {
    Has(String, bool),
    In(String, Vec<String>, bool),
    Compare(String, i64, bool),
}

impl Target {
    pub(crate) fn read(value: &Value) -> Result<Self, Problem> {
        let pattern = |key: &str| match value.text_at(&[key]) {
            "" => Ok(None),
            text => pattern(&format!("^(?:{text})$"))
                .map(Some)
                .ok_or_else(|| Problem::BadPattern(text.to_owned())),
        };
        let selector = |key: &str| {
            let text = value.text_at(&[key]);
            requirements(text).ok_or_else(|| Problem::BadPattern(text.to_owned()))
        };
        Ok(Self {
            group: pattern("group")?,
            version: pattern("version")?,
            kind: pattern("kind")?,
            name: pattern("name")?,
            namespace: pattern("namespace")?,
            labels: selector("labelSelector")?,
            annotations: selector("annotationSelector")?,
        })
    }

    /// Whether it selects an object, by what it is known by first or now.
    pub(crate) fn selects(&self, resource: &Resource) -> bool {
        let fits = |pattern: &Option<Regex>, texts: &[&str]| {
            pattern.as_ref().is_none_or(|pattern| texts.iter().any(|text| pattern.is_match(text)))
        };
        let (first, now) = (resource.first_id(), resource.id());
        fits(&self.namespace, &[&first.namespace, &now.namespace])
            && fits(&self.name, &[&first.name, &now.name])
            && fits(&self.group, &[&now.gvk.group])
            && fits(&self.version, &[&now.gvk.version])
            && fits(&self.kind, &[&now.gvk.kind])
            && self.labels.iter().all(|one| one.holds(&resource.texts("labels")))
            && self.annotations.iter().all(|one| one.holds(&resource.texts("annotations")))
    }
}

/// A pattern, if it is one.
pub(crate) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

impl Requirement {
    fn holds(&self, texts: &BTreeMap<&str, &str>) -> bool {
        let value = |key: &String| texts.get(key.as_str()).copied();
        match self {
            Self::Has(key, wanted) => value(key).is_some() == *wanted,
            Self::In(key, values, true) => {
                value(key).is_some_and(|value| values.iter().any(|one| one == value))
            }
            Self::In(key, values, false) => {
                value(key).is_none_or(|value| values.iter().all(|one| one != value))
            }
            Self::Compare(key, limit, greater) => {
                let number = value(key).and_then(|value| value.parse::<i64>().ok());
                number.is_some_and(|number| if *greater { number > *limit } else { number < *limit })
            }
        }
    }
}

/// The requirements of a selector as `kubectl -l` takes it.
fn requirements(text: &str) -> Option<Vec<Requirement>> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_u32);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..)?);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(requirement).collect()
}

fn requirement(part: &str) -> Option<Requirement> {
    if let Some(key) = part.strip_prefix('!') {
        return Some(Requirement::Has(key.trim().to_owned(), false));
    }
    for (sign, wanted) in [("!=", false), ("==", true), ("=", true)] {
        if let Some((key, value)) = part.split_once(sign) {
            return Some(Requirement::In(key.trim().to_owned(), vec![value.trim().to_owned()], wanted));
        }
    }
    for (sign, greater) in [('>', true), ('<', false)] {
        if let Some((key, value)) = part.split_once(sign) {
            return Some(Requirement::Compare(key.trim().to_owned(), value.trim().parse().ok()?, greater));
        }
    }
    let Some((head, values)) = part.split_once('(') else {
        return (!part.contains(char::is_whitespace)).then(|| Requirement::Has(part.to_owned(), true));
    };
    let (key, word) = head.trim().rsplit_once(char::is_whitespace)?;
    let wanted = match word {
        "in" => true,
        "notin" => false,
        _ => return None,
    };
    let values = values.strip_suffix(')')?.split(',').map(|value| value.trim().to_owned()).collect();
    Some(Requirement::In(key.trim().to_owned(), values, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_read() {
        let holds = |text: &str, labels: &[(&'static str, &'static str)]| {
            let labels: BTreeMap<&str, &str> = labels.iter().copied().collect();
            requirements(text).map(|all| all.iter().all(|one| one.holds(&labels)))
        };
        let labels = [("app", "web"), ("tier", "2")];
        for text in ["app=web", "app in (api, web),tier", "!x", "app!=api", "x notin (y)", "tier>1", ""] {
            assert_eq!(holds(text, &labels), Some(true), "{text}");
        }
        assert_eq!(holds("app notin (web)", &labels), Some(false));
        assert_eq!(holds("app of (web)", &labels), None);
    }
}
