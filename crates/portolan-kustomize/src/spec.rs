//! Field specs: which fields of which kinds a transformer writes, and the walk to them.

use crate::read::DEEPEST;
use crate::resource::Gvk;
use crate::value::{Data, Place, Value};

/// A field of the kinds that group, version and kind select; empty ones select all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    pub(crate) path: String,
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) kind: String,
    /// Whether the field is made where it is missing.
    pub(crate) create: bool,
}

impl Spec {
    /// From the columns of a table: path, group, version, kind.
    pub(crate) fn new(path: &str, group: &str, version: &str, kind: &str, create: bool) -> Self {
        let [path, group, version, kind] = [path, group, version, kind].map(str::to_owned);
        Self { path, group, version, kind, create }
    }

    pub(crate) fn selects(&self, gvk: &Gvk) -> bool {
        gvk.is_selected(&self.group, &self.version, &self.kind)
    }

    /// Adds specs that are not there already.
    pub(crate) fn merge(specs: &mut Vec<Self>, more: impl Iterator<Item = Self>) {
        for one in more {
            let same = |known: &Self| {
                let gvk = Gvk {
                    group: known.group.clone(),
                    version: known.version.clone(),
                    kind: known.kind.clone(),
                };
                known.path == one.path && one.selects(&gvk)
            };
            if !specs.iter().any(same) {
                specs.push(one);
            }
        }
    }
}

/// What a field that is missing becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Make {
    Nothing,
    Scalar(Place),
    Mapping(Place),
}

/// The steps of a path; `\/` is a slash within a step.
pub(crate) fn steps(path: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for part in path.trim_start_matches('/').split('/') {
        match steps.last_mut().filter(|last| last.ends_with('\\')) {
            Some(last) => {
                last.pop();
                last.push('/');
                last.push_str(part);
            }
            None => steps.push(part.to_owned()),
        }
    }
    steps
}

/// Calls `set` on every field at a path; lists on the way are gone through.
pub(crate) fn visit(value: &mut Value, steps: &[String], make: Make, set: &mut dyn FnMut(&mut Value)) {
    let Some((step, rest)) = steps.split_first() else { return set(value) };
    if rest.len() >= DEEPEST {
        return;
    }
    match &mut value.data {
        Data::List(items) => {
            for item in items {
                visit(item, steps, make, set);
            }
        }
        Data::Map(_) => {
            let bare = step.strip_suffix("[]");
            let name = bare.unwrap_or(step);
            if bare.is_none() {
                prepare(value, name, rest.is_empty(), make);
            }
            if let Some(next) = value.get_mut(name) {
                visit(next, rest, make, set);
            }
        }
        _ => {}
    }
}

/// Makes an entry that is missing or null.
fn prepare(value: &mut Value, name: &str, last: bool, make: Make) {
    let made = match make {
        Make::Nothing => return,
        Make::Scalar(place) if last => Value::text("", place),
        Make::Scalar(place) | Make::Mapping(place) => Value::new(Data::Map(Vec::new()), place),
    };
    if value.get(name).is_none_or(Value::is_null) {
        value.set(name, made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_may_be_part_of_a_step() {
        assert_eq!(steps("metadata/annotations/a.b\\/c"), ["metadata", "annotations", "a.b/c"]);
    }
}
