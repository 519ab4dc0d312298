//! The patches of a kustomization: where they are written, what they are for, and their application.

use crate::build::Builder;
use crate::kustomization::Kustomization;
use crate::merge::merge;
use crate::note::Problem;
use crate::resource::{Resource, is_nothing};
use crate::select::Target;
use crate::value::{Data, Place, Value};
use crate::{json_patch, shape};

/// A strategic merge patch, read.
struct Strategic {
    patch: Resource,
    cause: u32,
    rename: bool,
    change_kind: bool,
}

/// `patchesStrategicMerge`: paths, or patches as they are.
pub(crate) fn strategic(builder: &mut Builder<'_>, kustomization: &Kustomization, list: &mut Vec<Resource>) {
    for item in kustomization.list("patchesStrategicMerge") {
        let text = item.content();
        let cause = builder.cause("patchesStrategicMerge", item.place);
        let documents = if text.contains('\n') || text.contains(": ") {
            builder.inline(item)
        } else {
            let Some(source) = builder.named(kustomization, text, item.place) else { continue };
            builder.documents(source)
        };
        let no_options = Value::new(Data::Map(Vec::new()), item.place);
        for mut patch in strategic_patches(builder, documents, cause, &no_options) {
            stringify(&mut patch.patch.value);
            apply_by_id(builder, patch, list);
        }
    }
}

/// `patches`, then what they are: strategic merge or JSON.
pub(crate) fn patches(builder: &mut Builder<'_>, kustomization: &Kustomization, list: &mut Vec<Resource>) {
    for item in kustomization.list("patches") {
        one(builder, kustomization, item, "patches", list);
    }
}

/// `patchesJson6902`.
pub(crate) fn json(builder: &mut Builder<'_>, kustomization: &Kustomization, list: &mut Vec<Resource>) {
    for item in kustomization.list("patchesJson6902") {
        one(builder, kustomization, item, "patchesJson6902", list);
    }
}

fn one(
    builder: &mut Builder<'_>,
    kustomization: &Kustomization,
    item: &Value,
    field: &'static str,
    list: &mut Vec<Resource>,
) {
    let Some(documents) = documents(builder, kustomization, item) else { return };
    let cause = builder.cause(field, item.place);
    if documents.first().is_some_and(|first| matches!(first.data, Data::List(_))) {
        let Some(mut patch) = documents.into_iter().next() else { return };
        patch.mark_patch(cause);
        return operations(builder, item, &patch, field, list);
    }
    let mut patches = strategic_patches(builder, documents, cause, item);
    match item.get("target").filter(|target| !target.is_null()) {
        None => patches.into_iter().for_each(|patch| apply_by_id(builder, patch, list)),
        Some(target) => {
            if patches.len() > 1 {
                let why = "with a target, it must be a single document";
                return builder.note(Problem::BadPatch(why), Some(item.place));
            }
            if let Some(mut patch) = patches.pop() {
                apply_to_selected(builder, target, &mut patch, list);
            }
        }
    }
}

/// The documents of a patch that is inline or in a file.
fn documents(builder: &mut Builder<'_>, kustomization: &Kustomization, item: &Value) -> Option<Vec<Value>> {
    let filled = |key: &str| item.get(key).filter(|value| !value.content().trim().is_empty());
    let documents = match (filled("patch"), filled("path")) {
        (Some(patch), None) => builder.inline(patch),
        (None, Some(path)) => {
            let source = builder.named(kustomization, path.content(), path.place)?;
            builder.documents(source)
        }
        (patch, _) => {
            let why =
                if patch.is_some() { "it has both patch and path" } else { "it has neither patch nor path" };
            builder.note(Problem::BadPatch(why), Some(item.place));
            return None;
        }
    };
    Some(documents)
}

fn strategic_patches(
    builder: &mut Builder<'_>,
    documents: Vec<Value>,
    cause: u32,
    item: &Value,
) -> Vec<Strategic> {
    let option = |name: &str| item.text_at(&["options", name]) == "true";
    let mut patches = Vec::new();
    for mut value in documents {
        let place = value.place;
        if !matches!(value.data, Data::Map(_)) {
            builder.note(Problem::BadPatch("it is neither an object nor a list of operations"), Some(place));
            continue;
        }
        value.mark_patch(cause);
        let patch = Resource::new(value);
        match patch.lack() {
            Some(lack) => builder.note(Problem::NoIdentity(lack), Some(place)),
            None => patches.push(Strategic {
                patch,
                cause,
                rename: option("allowNameChange"),
                change_kind: option("allowKindChange"),
            }),
        }
    }
    patches
}

/// Applies a patch to the one object that it names.
fn apply_by_id(builder: &mut Builder<'_>, patch: Strategic, list: &mut Vec<Resource>) {
    let id = patch.patch.id();
    let mut found = list.iter().enumerate().filter(|(_, resource)| resource.was(&id)).map(|(index, _)| index);
    match (found.next(), found.next()) {
        (Some(index), None) => apply(builder, &patch, index, list),
        (None, _) => builder.note(Problem::NoTarget(id.to_string()), Some(patch.patch.place())),
        _ => builder.note(Problem::SeveralTargets(id.to_string()), Some(patch.patch.place())),
    }
    list.retain(|resource| !resource.value.is_null());
}

fn apply_to_selected(
    builder: &mut Builder<'_>,
    target: &Value,
    patch: &mut Strategic,
    list: &mut Vec<Resource>,
) {
    stringify(&mut patch.patch.value);
    for index in selected(builder, target, list) {
        apply(builder, patch, index, list);
    }
    list.retain(|resource| !resource.value.is_null());
}

/// The objects that a target selects, by number.
fn selected(builder: &mut Builder<'_>, target: &Value, list: &[Resource]) -> Vec<usize> {
    let selector = match Target::read(target) {
        Ok(selector) => selector,
        Err(problem) => {
            builder.note(problem, Some(target.place));
            return Vec::new();
        }
    };
    let fits = |(index, resource): (usize, &Resource)| selector.selects(resource).then_some(index);
    let found: Vec<_> = list.iter().enumerate().filter_map(fits).collect();
    if found.is_empty() {
        builder.note(Problem::SelectsNothing, Some(target.place));
    }
    found
}

/// Applies a patch to an object; one that is deleted becomes null.
fn apply(builder: &mut Builder<'_>, patch: &Strategic, index: usize, list: &mut [Resource]) {
    let Some(resource) = list.get_mut(index) else { return };
    let shape = shape::of(resource.api_version(), resource.kind());
    let mut given = patch.patch.value.clone();
    if given.text_at(&["$patch"]) != "replace" {
        bare(&mut given, patch);
    }
    if patch.rename || patch.change_kind {
        resource.store_id();
    }
    let mut before = Vec::new();
    resource.value.collect_shared(&mut before);
    match merge(resource.value.clone(), given, shape) {
        Ok(Some(value)) => {
            resource.value = value;
            share(&mut resource.value, &before, patch.cause);
        }
        Ok(None) => resource.value = Value::new(Data::Null { spelled: false }, resource.value.place),
        Err(problem) => builder.note(problem, Some(patch.patch.value.place)),
    }
}

/// Carries what a patch changes to the other places of the same node.
fn share(value: &mut Value, before: &[(u32, Data)], cause: u32) {
    if before.is_empty() {
        return;
    }
    let mut after = Vec::new();
    value.collect_shared(&mut after);
    for (number, data) in after {
        if before.iter().any(|(known, old)| *known == number && *old != data) {
            value.share(number, &data, cause);
        }
    }
}

/// Upstream makes strings of the labels and annotations of a patch for what a target selects: null deletes none.
fn stringify(given: &mut Value) {
    let Some(metadata) = given.get_mut("metadata") else { return };
    for key in ["labels", "annotations"] {
        if metadata.get(key).is_some_and(is_nothing) {
            metadata.remove(key);
        }
        if let Some(Data::Map(fields)) = metadata.get_mut(key).map(|value| &mut value.data) {
            for value in fields.iter_mut().map(|field| &mut field.value).filter(|value| value.is_scalar()) {
                let text = if value.is_null() { "null" } else { value.content() };
                value.data = Data::Text(text.to_owned());
            }
        }
    }
}

/// Takes out of a patch what it is known by: that does not change the object unless it is allowed to.
fn bare(given: &mut Value, patch: &Strategic) {
    given.remove("apiVersion");
    if !patch.change_kind {
        given.remove("kind");
    }
    if let Some(metadata) = given.get_mut("metadata") {
        metadata.remove("namespace");
        if !patch.rename {
            metadata.remove("name");
        }
    }
}

/// Applies a JSON patch to what its target selects.
fn operations(builder: &mut Builder<'_>, item: &Value, patch: &Value, field: &str, list: &mut [Resource]) {
    let Some(target) = item.get("target") else {
        return builder.note(Problem::BadPatch("a JSON patch needs a target"), Some(item.place));
    };
    if field == "patchesJson6902" && target.text_at(&["name"]).is_empty() {
        builder.note(Problem::BadPatch("its target needs a name"), Some(target.place));
    }
    for index in selected(builder, target, list) {
        let Some(resource) = list.get_mut(index) else { continue };
        let before = resource.value.clone();
        if field == "patches" {
            resource.store_id();
        }
        if let Err(refused) = json_patch::apply(&mut resource.value, patch) {
            resource.value = before;
            let place: Place = refused.place;
            builder.note(refused.problem, Some(place));
        }
    }
}
