//! `configMapGenerator` and `secretGenerator`: objects made of literals and files, created, merged or put in the place
//! of others.

use crate::build::Builder;
use crate::kustomization::Kustomization;
use crate::note::Problem;
use crate::pairs::{Pair, base64, read};
use crate::resource::{Behavior, Resource};
use crate::value::{Data, Field, Place, Value, Written};
use portolan_yaml::collections::BTreeSet;

/// Runs the generators and puts what they make into the list.
pub(crate) fn run(builder: &mut Builder<'_>, kustomization: &Kustomization, list: &mut Vec<Resource>) {
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
        for args in kustomization.list(field) {
            if let Some(resource) = generate(builder, kustomization, args, field, kind) {
                absorb(builder, resource, list);
            }
        }
    }
}

fn generate(
    builder: &mut Builder<'_>,
    kustomization: &Kustomization,
    args: &Value,
    field: &'static str,
    kind: &'static str,
) -> Option<Resource> {
    let cause = builder.cause(field, args.place);
    let added = |place: Place| Place { written: Written::Added(cause), ..place };
    let here = added(args.place);
    let Some(name) = args.get("name").filter(|name| !name.content().is_empty()) else {
        builder.note(Problem::NoIdentity("name"), Some(args.place));
        return None;
    };
    let mut metadata = Value::new(Data::Map(Vec::new()), here);
    metadata.set("name", Value::text(name.content(), added(name.place)));
    if let Some(namespace) = args.get("namespace").filter(|value| !value.content().is_empty()) {
        metadata.set("namespace", Value::text(namespace.content(), added(namespace.place)));
    }
    let global = kustomization.value.get("generatorOptions");
    let options = [args.get("options"), global];
    for key in ["labels", "annotations"] {
        copy(&options, key, &mut metadata, cause);
    }
    let mut value = Value::new(Data::Map(Vec::new()), here);
    value.set("apiVersion", Value::text("v1", here));
    value.set("kind", Value::text(kind, here));
    value.set("metadata", metadata);
    if kind == "Secret" {
        let given = args.get("type").filter(|value| !value.content().is_empty());
        let place = given.map_or(here, |value| added(value.place));
        value.set("type", Value::text(given.map_or("Opaque", Value::content), place));
        value.set("data", Value::new(Data::Map(Vec::new()), here));
    }
    let pairs = read(builder, kustomization, args);
    data(builder, pairs, &mut value, cause);
    let option = |name: &str| options.iter().flatten().any(|options| options.text_at(&[name]) == "true");
    if option("immutable") {
        value.set("immutable", Value::new(Data::Bool(true), here));
    }
    let mut resource = Resource::new(value);
    resource.hashed = !option("disableNameSuffixHash");
    resource.behavior = match args.text_at(&["behavior"]) {
        "merge" => Behavior::Merge,
        "replace" => Behavior::Replace,
        _ => Behavior::Create,
    };
    Some(resource)
}

/// Labels or annotations from the options: those of the generator before those of all.
fn copy(options: &[Option<&Value>], key: &str, metadata: &mut Value, cause: u32) {
    for field in options.iter().flatten().filter_map(|options| options.get(key)).flat_map(Value::fields) {
        let place = Place { written: Written::Added(cause), ..field.value.place };
        let Some(map) = metadata.map_under(key, place) else { return };
        if map.get(&field.key).is_none() {
            map.set(&field.key, Value::text(field.value.content(), place));
        }
    }
}

/// Puts the pairs under `data`, or under `binaryData` what is no text.
fn data(builder: &mut Builder<'_>, pairs: Vec<Pair>, value: &mut Value, cause: u32) {
    let secret = value.text_at(&["kind"]) == "Secret";
    let mut seen = BTreeSet::new();
    for Pair { key, bytes, place } in pairs {
        let place = Place { written: Written::Added(cause), ..place };
        if !seen.insert(key.clone()) {
            builder.note(Problem::SameKey(key), Some(place));
            continue;
        }
        let (under, text) = match std::str::from_utf8(&bytes) {
            _ if secret => ("data", base64(&bytes)),
            Ok(text) => ("data", text.to_owned()),
            Err(_) => ("binaryData", base64(&bytes)),
        };
        if let Some(map) = value.map_under(under, place) {
            map.set(&key, Value::text(text, place));
        }
    }
}

/// Adds a generated object, or merges it with the one of its name.
fn absorb(builder: &mut Builder<'_>, mut resource: Resource, list: &mut Vec<Resource>) {
    let id = resource.id();
    let mut found = list.iter().enumerate().filter(|(_, one)| one.was(&id)).map(|(index, _)| index);
    let (first, second) = (found.next(), found.next());
    let fits = match (first, second) {
        (None, _) => resource.behavior == Behavior::Create,
        (Some(_), None) => resource.behavior != Behavior::Create,
        _ => false,
    };
    if !fits {
        return builder.note(Problem::Behavior(id.to_string()), Some(resource.place()));
    }
    let Some(old) = first.and_then(|index| list.get_mut(index)) else { return list.push(resource) };
    if resource.behavior == Behavior::Merge {
        for key in ["data", "binaryData"] {
            inherit(&mut resource.value, &old.value, key);
        }
    }
    take_over(&mut resource, old);
    *old = resource;
}

/// Entries of a mapping that only the old object has.
fn inherit(value: &mut Value, old: &Value, key: &str) {
    for field in old.get(key).map_or(&[][..], Value::fields) {
        let Some(map) = value.map_under(key, field.place) else { return };
        if map.get(&field.key).is_none()
            && let Data::Map(fields) = &mut map.data
        {
            fields.push(Field::clone(field));
        }
    }
}

/// What the object that takes the place of another one has from it.
fn take_over(resource: &mut Resource, old: &Resource) {
    if let (Some(metadata), Some(before)) = (resource.value.get_mut("metadata"), old.value.get("metadata")) {
        for key in ["labels", "annotations"] {
            inherit(metadata, before, key);
        }
        for key in ["name", "namespace"] {
            match before.get(key) {
                Some(value) => metadata.set(key, value.clone()),
                None => {
                    metadata.remove(key);
                }
            }
        }
    }
    resource.previous.clone_from(&old.previous);
    resource.prefixes.clone_from(&old.prefixes);
    resource.suffixes.clone_from(&old.suffixes);
    resource.hashed &= old.hashed;
    resource.behavior = old.behavior;
}
