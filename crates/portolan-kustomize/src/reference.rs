//! Names that follow what was renamed: a reference to what an object was called becomes one to what it is called
//! (`api/filters/nameref`).

use crate::build::Builder;
use crate::note::Problem;
use crate::resource::{Id, Resource};
use crate::spec::{Make, steps, visit};
use crate::table::{REFERENCES, References};
use crate::value::{Data, Place, Value};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// An object that was renamed.
struct Renamed {
    id: Id,
    kind: String,
    namespace: String,
    previous: Vec<Id>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    cause: u32,
}

/// What a reference may mean.
struct Names {
    renamed: Vec<Renamed>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// Repairs the references of all objects.
pub(crate) fn run(builder: &mut Builder<'_>, list: &mut [Resource]) {
    let names = names(builder, list);
    if names.renamed.is_empty() {
        return;
    }
    let mut ambiguous = Vec::new();
    for resource in list.iter_mut() {
        let referrer = Referrer::of(resource);
        let kind = resource.kind().to_owned();
        for references in REFERENCES {
            for path in references.fields(&referrer.id.gvk.group, &kind) {
                let search =
                    Search { names: &names, referrer: &referrer, references, role: path == "roleRef/name" };
                visit(&mut resource.value, &steps(&path), Make::Nothing, &mut |value| {
                    search.repair(value, &mut ambiguous);
                });
            }
        }
    }
    for (name, place) in ambiguous {
        builder.note(Problem::Ambiguous(name), Some(place));
    }
}

fn names(builder: &mut Builder<'_>, list: &[Resource]) -> Names {
    let mut names = Names { renamed: Vec::new(), by_name: BTreeMap::new() };
    for resource in list.iter().filter(|resource| !resource.previous.is_empty()) {
        let index = names.renamed.len();
        let old: BTreeSet<&str> = resource.previous.iter().map(|id| id.name.as_str()).collect();
        for name in old {
            names.by_name.entry(name.to_owned()).or_default().push(index);
        }
        names.renamed.push(Renamed {
            id: resource.id(),
            kind: resource.kind().to_owned(),
            namespace: resource.namespace().to_owned(),
            previous: resource.previous.clone(),
            prefixes: resource.prefixes.clone(),
            suffixes: resource.suffixes.clone(),
            cause: builder.cause("name", resource.place()),
        });
    }
    names
}

/// The object that refers.
struct Referrer {
    id: Id,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    /// The namespaces of the ServiceAccounts that a RoleBinding names.
    subjects: BTreeSet<String>,
    /// Group and kind of its role.
    role: (String, String),
}

impl Referrer {
    fn of(resource: &Resource) -> Self {
        let subjects = resource.value.get("subjects").map_or(&[][..], Value::items).iter();
        let accounts = subjects.filter(|subject| subject.text_at(&["kind"]) == "ServiceAccount");
        let subjects = match resource.kind() {
            "RoleBinding" => accounts.map(|subject| subject.text_at(&["namespace"]).to_owned()).collect(),
            _ => BTreeSet::new(),
        };
        let role = |key| resource.value.text_at(&["roleRef", key]).to_owned();
        Self {
            id: resource.id(),
            prefixes: resource.prefixes.clone(),
            suffixes: resource.suffixes.clone(),
            subjects,
            role: (role("apiGroup"), role("kind")),
        }
    }

    /// Whether a renamed object can be what it refers to.
    fn reaches(&self, one: &Renamed) -> bool {
        self.id.is_cluster_scoped()
            || one.id.is_cluster_scoped()
            || one.id.namespace == self.id.namespace
            || (one.kind == "ServiceAccount" && self.subjects.contains(&one.namespace))
    }
}

struct Search<'s> {
    names: &'s Names,
    referrer: &'s Referrer,
    references: &'s References,
    role: bool,
}

impl Search<'_> {
    fn repair(&self, value: &mut Value, ambiguous: &mut Vec<(String, Place)>) {
        match &mut value.data {
            Data::List(items) => items.iter_mut().for_each(|item| self.repair(item, ambiguous)),
            Data::Map(_) => self.repair_map(value, ambiguous),
            Data::Null { .. } => {}
            _ => {
                let same = |one: &Renamed, two: &Renamed| one.id.name == two.id.name;
                match self.find(value.content(), |_| true, same) {
                    Found::One(one) => value.rewrite(one.id.name.clone(), one.cause),
                    Found::Several => ambiguous.push((value.content().to_owned(), value.place)),
                    Found::None => {}
                }
            }
        }
    }

    /// A reference by `name` and, it may be, `namespace`.
    fn repair_map(&self, value: &mut Value, ambiguous: &mut Vec<(String, Place)>) {
        let Some(name) = value.get("name").map(|name| name.content().to_owned()) else { return };
        let written = value.get("namespace").map(|namespace| namespace.content().to_owned());
        let was_there = |one: &Renamed| {
            let first = one.previous.first().unwrap_or(&one.id);
            written.as_ref().is_none_or(|written| first.namespace == *written)
        };
        let is_there = |one: &Renamed| written.as_ref().is_none_or(|written| one.id.namespace == *written);
        let same =
            |one: &Renamed, two: &Renamed| one.id.name == two.id.name && one.namespace == two.namespace;
        let first = self.find(&name, was_there, same);
        let found = if matches!(first, Found::None) { self.find(&name, is_there, same) } else { first };
        match found {
            Found::One(one) => {
                let place = value.place;
                if let Some(field) = value.get_mut("name") {
                    field.rewrite(one.id.name.clone(), one.cause);
                }
                if one.namespace.is_empty() {
                    return;
                }
                match value.get_mut("namespace") {
                    Some(field) => field.rewrite(one.namespace.clone(), one.cause),
                    None => value.set("namespace", Value::text(one.namespace.clone(), place)),
                }
            }
            Found::Several => ambiguous.push((name, value.place)),
            Found::None => {}
        }
    }

    fn find(
        &self,
        name: &str,
        fits: impl Fn(&Renamed) -> bool,
        same: impl Fn(&Renamed, &Renamed) -> bool,
    ) -> Found<'_> {
        let [group, version, kind] = self.references.target;
        let selected = |one: &Renamed, group: &str, version: &str, kind: &str| {
            one.previous.iter().any(|id| id.gvk.is_selected(group, version, kind))
        };
        let (role_group, role_kind) = &self.referrer.role;
        let known = self.names.by_name.get(name).into_iter().flatten();
        let mut found: Vec<&Renamed> = known
            .filter_map(|&index| self.names.renamed.get(index))
            .filter(|one| fits(one) && selected(one, group, version, kind) && self.referrer.reaches(one))
            .filter(|one| !self.role || role_kind.is_empty() || selected(one, role_group, "", role_kind))
            .collect();
        if found.len() > 1 {
            found.retain(|one| self.alike(one, true));
        }
        if found.len() > 1 {
            found.retain(|one| self.alike(one, false));
        }
        match found.as_slice() {
            [] => Found::None,
            [first, rest @ ..] if rest.iter().all(|one| same(first, one)) => Found::One(first),
            _ => Found::Several,
        }
    }

    /// Whether both went through the same prefixes and suffixes.
    fn alike(&self, one: &Renamed, empty: bool) -> bool {
        let pair = |one: &[String], two: &[String]| {
            (empty && (one.is_empty() || two.is_empty())) || same_end(one, two)
        };
        pair(&one.prefixes, &self.referrer.prefixes) && pair(&one.suffixes, &self.referrer.suffixes)
    }
}

enum Found<'s> {
    None,
    One(&'s Renamed),
    Several,
}

fn same_end(one: &[String], two: &[String]) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    if short.is_empty() { long.is_empty() } else { long.ends_with(short) }
}
