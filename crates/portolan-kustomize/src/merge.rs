//! Strategic merge patches as kustomize applies them (`kyaml/yaml/merge2` and `walk`): what a patch lists comes before
//! what was there, `null` takes out, `$patch` deletes or replaces.

use crate::merge_list::items;
use crate::note::Problem;
use crate::shape::{self, Below, Shape};
use crate::value::{Data, Value};

const DIRECTIVE: &str = "$patch";

/// What `$patch` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

/// Applies a patch to an object; nothing is left of it if the patch deletes it.
pub(crate) fn merge(object: Value, patch: Value, shape: Shape) -> Result<Option<Value>, Problem> {
    walk(Some(object), Some(patch), Some(Below::Map(shape)), "")
}

pub(crate) fn walk(
    object: Option<Value>,
    patch: Option<Value>,
    below: Option<Below>,
    field: &str,
) -> Result<Option<Value>, Problem> {
    let first = [&object, &patch].into_iter().flatten().find(|value| !value.is_null());
    let Some(first) = first.map(|value| class(&value.data)) else {
        let kept = object.filter(|value| matches!(value.data, Data::Null { spelled: true }));
        return Ok(kept.filter(|_| patch.is_none()));
    };
    let fits = |value: &Value| value.is_null() || class(&value.data) == first;
    if ![&object, &patch].into_iter().flatten().all(fits) {
        return Err(Problem::MismatchedPatch(field.to_owned()));
    }
    match (first, below) {
        (Class::Map, below) => {
            map(object, patch, if let Some(Below::Map(shape)) = below { shape } else { &[] })
        }
        (Class::List, Some(Below::Merge(keys, shape))) => list(object, patch, keys, shape),
        _ => {
            let shared = object.as_ref().map_or(0, |object| object.shared);
            let merged = patch.or(object).filter(|value| !value.is_null());
            Ok(merged.map(|value| Value { shared, ..value }))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Scalar,
    List,
    Map,
}

const fn class(data: &Data) -> Class {
    match data {
        Data::List(_) => Class::List,
        Data::Map(_) => Class::Map,
        _ => Class::Scalar,
    }
}

fn map(object: Option<Value>, patch: Option<Value>, shape: Shape) -> Result<Option<Value>, Problem> {
    let object = object.filter(|value| !value.is_null());
    let Some(mut patch) = patch else { return fields(object, None, shape) };
    if patch.is_null() {
        return Ok(None);
    }
    let directive = patch.remove(DIRECTIVE).map(|field| directive(field.value.content()));
    patch.cut = false;
    match (object, directive) {
        (None, Some(Err(_)) | None) => fields(Some(patch.clone()), Some(patch), shape),
        (_, Some(Err(problem))) => Err(problem),
        (_, Some(Ok(Directive::Delete))) => Ok(None),
        (None, _) | (_, Some(Ok(Directive::Replace))) => fields(Some(patch.clone()), Some(patch), shape),
        (object, _) => fields(object, Some(patch), shape),
    }
}

fn directive(text: &str) -> Result<Directive, Problem> {
    match text {
        "merge" => Ok(Directive::Merge),
        "replace" => Ok(Directive::Replace),
        "delete" => Ok(Directive::Delete),
        _ => Err(Problem::BadPatch("$patch must be merge, replace or delete")),
    }
}

/// Merges the entries of two mappings, those of the patch in the order of their names.
fn fields(object: Option<Value>, patch: Option<Value>, shape: Shape) -> Result<Option<Value>, Problem> {
    let Some(mut object) = object else { return Ok(None) };
    object.remove(DIRECTIVE);
    let mut given = match patch.map(|patch| patch.data) {
        Some(Data::Map(fields)) => fields,
        _ => Vec::new(),
    };
    let Data::Map(old) = std::mem::replace(&mut object.data, Data::Map(Vec::new())) else { return Ok(None) };
    let mut merged = Vec::with_capacity(old.len());
    for mut field in old {
        let at = given.iter().position(|one| one.key == field.key);
        let patch = at.map(|at| given.remove(at).value);
        let below = shape::below(shape, &field.key);
        match walk(Some(field.value), patch, below, &field.key)? {
            Some(value) => {
                field.value = value;
                merged.push(field);
            }
            None => object.cut = true,
        }
    }
    given.sort_by(|one, two| one.key.cmp(&two.key));
    for mut field in given {
        if let Some(value) = walk(None, Some(field.value), shape::below(shape, &field.key), &field.key)? {
            field.value = value;
            merged.push(field);
        }
    }
    object.data = Data::Map(merged);
    Ok(Some(object))
}

fn list(
    object: Option<Value>,
    patch: Option<Value>,
    keys: &'static [&'static str],
    shape: Shape,
) -> Result<Option<Value>, Problem> {
    let object = object.filter(|value| !value.is_null());
    let Some(mut patch) = patch else {
        return match object {
            Some(object) => items(object, Vec::new(), keys, shape).map(Some),
            None => Ok(None),
        };
    };
    if patch.is_null() {
        return Ok(None);
    }
    let before = patch.items().first().cloned();
    let directive = list_directive(&mut patch);
    let given = patch.items().to_vec();
    match (object, directive) {
        (None, directive) => {
            let mut added = items(patch, given, keys, shape)?;
            // Upstream looks for the directive only where there is a list, and so leaves it in a new one.
            if let (Data::List(items), Some(directive)) =
                (&mut added.data, before.filter(|_| directive.is_some()))
            {
                items.insert(0, directive);
            }
            Ok(Some(added))
        }
        (_, Some(Err(problem))) => Err(problem),
        (_, Some(Ok(Directive::Delete))) => Ok(None),
        (_, Some(Ok(Directive::Replace))) => items(patch, given, keys, shape).map(Some),
        (Some(object), _) => items(object, given, keys, shape).map(Some),
    }
}

/// Takes the item out of a list that says what is to be done with the list.
fn list_directive(patch: &mut Value) -> Option<Result<Directive, Problem>> {
    let Data::List(items) = &mut patch.data else { return None };
    let at = items.iter().position(|item| item.fields().len() == 1 && item.get(DIRECTIVE).is_some())?;
    let item = items.remove(at);
    Some(directive(item.text_at(&[DIRECTIVE])))
}
