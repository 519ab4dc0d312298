//! JSON patches (RFC 6902), as `evanphx/json-patch` applies them for kustomize: `replace` sets a missing key of a mapping,
//! negative indices count from the end.

use crate::note::Problem;
use crate::read::DEEPEST;
use crate::value::{Data, Place, Value};

/// An operation that cannot be done, and where it is written.
pub(crate) struct Refused {
    pub(crate) problem: Problem,
    pub(crate) place: Place,
}

/// So many values an object may come to have: copies may double it again and again.
const MOST_VALUES: usize = 200_000;

/// Applies the operations of a patch one after another, up to the first that cannot be done.
pub(crate) fn apply(object: &mut Value, patch: &Value) -> Result<(), Refused> {
    let mut grown = 0;
    for operation in patch.items() {
        if operation.text_at(&["op"]) == "copy" {
            grown += find(object, operation.text_at(&["from"])).map_or(0, |value| value.extent().0);
        }
        if grown > MOST_VALUES {
            let problem = Problem::TooMuch("a patch copies too much");
            return Err(Refused { problem, place: operation.place });
        }
        let (name, path) = (operation.text_at(&["op"]), operation.text_at(&["path"]));
        if one(object, operation, name, path).is_none() {
            let problem = Problem::BadOperation(name.to_owned(), path.to_owned());
            return Err(Refused { problem, place: operation.place });
        }
    }
    Ok(())
}

fn one(object: &mut Value, operation: &Value, name: &str, path: &str) -> Option<()> {
    let value = || {
        let null = Value::new(Data::Null { spelled: true }, operation.place);
        operation.get("value").cloned().unwrap_or(null)
    };
    match name {
        "add" => add(object, path, value(), operation.place),
        "replace" if path.is_empty() => {
            *object = value();
            Some(())
        }
        "replace" => replace(object, path, value(), operation.place),
        "remove" => remove(object, path).map(|_| ()),
        "test" => (*find(object, path)? == value()).then_some(()),
        "copy" => {
            let copy = find(object, operation.text_at(&["from"]))?.clone();
            add(object, path, copy, operation.place)
        }
        "move" => {
            let moved = remove(object, operation.text_at(&["from"]))?;
            add(object, path, moved, operation.place)
        }
        _ => None,
    }
}

/// The way to the container, and the last step.
fn split(path: &str) -> Option<(Vec<String>, String)> {
    let mut steps = path.split('/').map(|step| step.replace("~1", "/").replace("~0", "~"));
    steps.next().filter(String::is_empty)?;
    let mut steps: Vec<_> = steps.collect();
    let last = steps.pop()?;
    Some((steps, last))
}

fn container<'v>(object: &'v mut Value, steps: &[String]) -> Option<&'v mut Value> {
    let found = steps.iter().try_fold(object, |value, step| child(value, step))?;
    (!found.is_scalar()).then_some(found)
}

fn child<'v>(value: &'v mut Value, step: &str) -> Option<&'v mut Value> {
    match &mut value.data {
        Data::List(items) => {
            let index = index(step, items.len())?;
            items.get_mut(index)
        }
        Data::Map(fields) => fields.iter_mut().find(|field| field.key == step).map(|field| &mut field.value),
        _ => None,
    }
}

/// An index into a list of so many items, which may be negative.
fn index(step: &str, count: usize) -> Option<usize> {
    let index: isize = step.parse().ok()?;
    if index < 0 { count.checked_sub(index.unsigned_abs()) } else { Some(index.unsigned_abs()) }
}

fn find<'v>(object: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    if path.is_empty() {
        return Some(object);
    }
    let (steps, last) = split(path)?;
    child(container(object, &steps)?, &last)
}

fn add(object: &mut Value, path: &str, value: Value, from: Place) -> Option<()> {
    let (steps, last) = split(path).filter(|(steps, _)| fits(steps, &value))?;
    let place = container(object, &steps)?;
    match &mut place.data {
        Data::List(items) => {
            let count = items.len();
            let at = if last == "-" { count } else { index(&last, count + 1).filter(|at| *at <= count)? };
            items.insert(at, value);
        }
        _ => place.set_at(&last, value, from),
    }
    Some(())
}

/// Whether a value that is put so deep leaves the object shallow enough to be walked.
fn fits(steps: &[String], value: &Value) -> bool {
    steps.len().saturating_add(value.extent().1) <= DEEPEST
}

fn replace(object: &mut Value, path: &str, value: Value, from: Place) -> Option<()> {
    let (steps, last) = split(path).filter(|(steps, _)| fits(steps, &value))?;
    let place = container(object, &steps)?;
    match &mut place.data {
        Data::List(items) => {
            let at = index(&last, items.len())?;
            *items.get_mut(at)? = value;
        }
        _ => place.set_at(&last, value, from),
    }
    Some(())
}

fn remove(object: &mut Value, path: &str) -> Option<Value> {
    let (steps, last) = split(path)?;
    let place = container(object, &steps)?;
    let Data::List(items) = &mut place.data else { return place.remove(&last).map(|field| field.value) };
    let at = index(&last, items.len()).filter(|at| *at < items.len())?;
    let removed = items.remove(at);
    place.cut = true;
    Some(removed)
}
