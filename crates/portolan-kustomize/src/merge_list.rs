//! Lists whose items are merged by keys, as `kyaml/yaml/walk` does it: with its order, and with what it makes of items
//! that lack a key.

use crate::merge::walk;
use crate::note::Problem;
use crate::shape::{Below, Shape};
use crate::value::{Data, Value};

/// Longer lists are refused: upstream's way of matching is quadratic.
const LONGEST: usize = 2_000;

/// Merges the items of a patch into a list.
pub(crate) fn items(
    mut object: Value,
    patch: Vec<Value>,
    keys: &'static [&'static str],
    shape: Shape,
) -> Result<Value, Problem> {
    let Data::List(old) = std::mem::replace(&mut object.data, Data::List(Vec::new())) else {
        return Ok(object);
    };
    if old.len().saturating_add(patch.len()) > LONGEST {
        return Err(Problem::TooMuch("a list of more than 2000 items is patched"));
    }
    if keys.is_empty() {
        object.data = Data::List(scalars(old, patch));
        return Ok(object);
    }
    let mut merge = Merge { cells: Vec::new(), old: (0..old.len()).collect(), new: Vec::new(), shape };
    merge.cells.extend(old.into_iter().map(Some));
    let values = values(&patch, &merge.cells, keys);
    let mut valid = Vec::new();
    for own in &values {
        valid = merge.one(&values, own, keys, &patch)?;
    }
    if !values.is_empty() {
        merge.append(&valid);
        let Merge { cells, new, .. } = merge;
        let kept = new.iter().filter_map(|&cell| cells.get(cell).cloned().flatten()).collect::<Vec<_>>();
        object.cut |= kept.len() < cells.len().saturating_sub(patch.len());
        object.data = Data::List(kept);
    }
    Ok(object)
}

/// The scalars of a patch, then the other ones.
fn scalars(old: Vec<Value>, patch: Vec<Value>) -> Vec<Value> {
    let mut seen = portolan_yaml::collections::BTreeSet::new();
    let all = patch.into_iter().chain(old);
    all.filter(|item| seen.insert(item.content().to_owned())).collect()
}

/// The values of the keys, each combination once: those of the patch first.
fn values(patch: &[Value], old: &[Option<Value>], keys: &[&str]) -> Vec<Vec<String>> {
    let of = |item: &Value| keys.iter().map(|key| item.text_at(&[key]).to_owned()).collect::<Vec<_>>();
    let mut values: Vec<Vec<String>> = Vec::new();
    for item in patch.iter().chain(old.iter().flatten()) {
        let own = of(item);
        if !values.contains(&own) {
            values.push(own);
        }
    }
    if keys.len() > 1 {
        unite(&mut values);
    }
    values
}

/// Combinations that differ only in what one of them lacks become one.
fn unite(values: &mut [Vec<String>]) {
    for one in 0..values.len() {
        for two in 0..values.len() {
            let united = match (values.get(one), values.get(two)) {
                (Some(one), Some(two)) => united(one, two),
                _ => None,
            };
            if let Some(united) = united {
                for index in [one, two] {
                    if let Some(slot) = values.get_mut(index) {
                        slot.clone_from(&united);
                    }
                }
            }
        }
    }
}

fn united(one: &[String], two: &[String]) -> Option<Vec<String>> {
    let mut common = false;
    let mut united = Vec::with_capacity(one.len());
    for (one, two) in one.iter().zip(two) {
        common |= one == two;
        if one != two && !one.is_empty() && !two.is_empty() {
            return None;
        }
        united.push(if one.is_empty() { two.clone() } else { one.clone() });
    }
    common.then_some(united)
}

/// The keys that count, with their values: those that any combination has.
fn valid<'k>(all: &[Vec<String>], own: &[String], keys: &[&'k str]) -> (Vec<&'k str>, Vec<String>) {
    let given = |index: usize| all.iter().any(|one| one.get(index).is_some_and(|value| !value.is_empty()));
    let pairs = keys.iter().copied().zip(own.iter().cloned());
    if !(0..keys.len()).any(given) {
        return pairs.unzip();
    }
    pairs.enumerate().filter(|(index, _)| given(*index)).map(|(_, pair)| pair).unzip()
}

/// Whether an item has these values; an empty one asks for the key only.
fn has(item: &Value, keys: &[&str], values: &[String]) -> bool {
    let mut found = false;
    for (index, key) in keys.iter().enumerate() {
        if let Some(value) = values.get(index) {
            let field = item.get(key);
            found = field.is_some_and(|field| value.is_empty() || field.content() == value);
        }
        if !found {
            return false;
        }
    }
    found
}

/// Items by number, so that one and the same may stand in two lists.
struct Merge {
    cells: Vec<Option<Value>>,
    old: Vec<usize>,
    new: Vec<usize>,
    shape: Shape,
}

impl Merge {
    fn find(&self, keys: &[&str], values: &[String]) -> Option<usize> {
        let fits = |cell: &usize| {
            self.cells.get(*cell).and_then(Option::as_ref).is_some_and(|item| has(item, keys, values))
        };
        self.old.iter().copied().find(fits)
    }

    /// Merges the items with one combination of values, and gives the keys that counted.
    fn one(
        &mut self,
        all: &[Vec<String>],
        own: &[String],
        keys: &[&'static str],
        patch: &[Value],
    ) -> Result<Vec<&'static str>, Problem> {
        let (keys, values) = valid(all, own, keys);
        let (asked, wanted) = valid(std::slice::from_ref(&values), &values, &keys);
        let given = patch.iter().find(|item| has(item, &asked, &wanted)).cloned();
        let cell = self.find(&asked, &wanted);
        let object = cell.and_then(|cell| self.cells.get_mut(cell)).and_then(Option::take);
        let merged =
            walk(object, given, Some(Below::Map(self.shape)), keys.first().copied().unwrap_or_default())?;
        let Some(mut merged) =
            merged.filter(|item| !matches!(&item.data, Data::Map(fields) if fields.is_empty()))
        else {
            if let Some(cell) = cell {
                self.old.retain(|other| *other != cell);
            }
            self.old = self.placed(&self.old, None, &keys, &values);
            return Ok(keys);
        };
        for (key, value) in keys.iter().zip(&values) {
            if merged.get(key).is_none() && !value.is_empty() {
                merged.set(key, Value::text(value.clone(), merged.place));
            }
        }
        let cell = self.put(cell, merged);
        self.new = self.placed(&self.new, Some(cell), &keys, &values);
        Ok(keys)
    }

    fn put(&mut self, cell: Option<usize>, item: Value) -> usize {
        if let Some((cell, slot)) = cell.and_then(|cell| Some((cell, self.cells.get_mut(cell)?))) {
            *slot = Some(item);
            return cell;
        }
        self.cells.push(Some(item));
        self.cells.len() - 1
    }

    /// A list with an item in the place of those that have these values, or at its end; without an item they go.
    fn placed(&self, list: &[usize], item: Option<usize>, keys: &[&str], values: &[String]) -> Vec<usize> {
        let mut placed = Vec::with_capacity(list.len() + 1);
        let mut found = false;
        for &cell in list {
            let Some(other) = self.cells.get(cell).and_then(Option::as_ref) else { continue };
            match &other.data {
                Data::Null { .. } => {}
                Data::Map(fields) if fields.is_empty() => {}
                Data::Map(_) if has(other, keys, values) => {
                    found = true;
                    placed.extend(item);
                }
                Data::Map(_) if values.is_empty() => {}
                _ => placed.push(cell),
            }
        }
        if let Some(item) = item.filter(|_| !found) {
            placed.push(item);
        }
        placed
    }

    /// Puts the old items among the new ones.
    fn append(&mut self, keys: &[&str]) {
        for cell in self.old.clone() {
            let Some(item) = self.cells.get(cell).and_then(Option::as_ref) else { continue };
            let values: Vec<_> =
                keys.iter().filter_map(|key| item.get(key)).map(|value| value.content().to_owned()).collect();
            if values.len() < keys.len() {
                self.new.push(cell);
            }
            if values.is_empty() {
                continue;
            }
            if keys.len() > 1 {
                self.new = self.placed(&self.new, None, keys, &values);
            }
            self.new = self.placed(&self.new, Some(cell), keys, &values);
        }
    }
}
