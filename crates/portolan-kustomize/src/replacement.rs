//! `replacements`: a value of one object copied into fields of others (`api/filters/replacement`).

use crate::build::Builder;
use crate::kustomization::Kustomization;
use crate::note::Problem;
use crate::read::DEEPEST;
use crate::resource::Resource;
use crate::select::Target;
use crate::value::{Data, Place, Value, Written};

/// So many values the replacements of a kustomization may write: copies may double an object again and again.
const MOST_VALUES: usize = 500_000;

/// Runs the replacements, inline ones and those of files.
pub(crate) fn run(builder: &mut Builder<'_>, kustomization: &Kustomization, list: &mut [Resource]) {
    let mut copied = 0;
    for item in kustomization.list("replacements") {
        let Some(path) = item.get("path") else {
            one(builder, item, list, &mut copied);
            continue;
        };
        let Some(source) = builder.named(kustomization, path.content(), path.place) else { continue };
        for document in builder.documents(source) {
            match &document.data {
                Data::List(items) => items.iter().for_each(|item| one(builder, item, list, &mut copied)),
                _ => one(builder, &document, list, &mut copied),
            }
        }
    }
}

fn one(builder: &mut Builder<'_>, item: &Value, list: &mut [Resource], copied: &mut usize) {
    let cause = builder.cause("replacements", item.place);
    let Some(value) = source(item, list) else {
        return builder.note(Problem::Replacement("source".to_owned()), Some(item.place));
    };
    for target in item.get("targets").map_or(&[][..], Value::items) {
        if let Err((problem, place)) = copy(&value, target, list, cause, copied) {
            builder.note(problem, Some(place));
        }
    }
}

/// The value that is copied.
fn source(item: &Value, list: &[Resource]) -> Option<Value> {
    if let Some(value) = item.get("sourceValue") {
        return Some(Value::text(value.content(), value.place));
    }
    let source = item.get("source")?;
    let mut found = list.iter().filter(|resource| is_selected(resource, source));
    let resource = found.next().filter(|_| found.next().is_none())?;
    let path = match source.text_at(&["fieldPath"]) {
        "" => "metadata.name",
        path => path,
    };
    let mut object = resource.value.clone();
    let mut value = fields(&mut object, &steps(path), None).into_iter().next()?.clone();
    if let Some(delimiter) = delimiter(source) {
        let index = index(source);
        let part = value.content().split(delimiter).nth(usize::try_from(index).ok()?)?.to_owned();
        value.data = Data::Text(part);
    }
    Some(value)
}

fn delimiter(value: &Value) -> Option<&str> {
    Some(value.text_at(&["options", "delimiter"])).filter(|delimiter| !delimiter.is_empty())
}

fn index(value: &Value) -> i64 {
    value.text_at(&["options", "index"]).parse().unwrap_or(0)
}

/// Whether an object is, or was, what group, version, kind, name and namespace say.
fn is_selected(resource: &Resource, selector: &Value) -> bool {
    let column = |key: &str| selector.text_at(&[key]);
    let namespace = column("namespace");
    let now = resource.id();
    resource.previous.iter().chain([&now]).any(|id| {
        id.gvk.is_selected(column("group"), column("version"), column("kind"))
            && (column("name").is_empty() || column("name") == id.name)
            && (namespace.is_empty() || namespace == id.namespace)
    })
}

type Refused = (Problem, Place);

fn copy(
    value: &Value,
    target: &Value,
    list: &mut [Resource],
    cause: u32,
    copied: &mut usize,
) -> Result<(), Refused> {
    let (count, deep) = value.extent();
    let refused = |what: &str| (Problem::Replacement(what.to_owned()), target.place);
    let select = target.get("select").ok_or_else(|| refused("select"))?;
    let by_labels = |selector: &Value| {
        let mut only = Value::new(Data::Map(Vec::new()), selector.place);
        for key in ["labelSelector", "annotationSelector"] {
            only.set(key, Value::text(selector.text_at(&[key]), selector.place));
        }
        Target::read(&only).map_err(|problem| (problem, selector.place))
    };
    let labels = by_labels(select)?;
    let mut made = value.clone();
    made.place.written = Written::Added(cause);
    let rejected = target.get("reject").map_or(&[][..], Value::items);
    let paths: Vec<_> = match target.get("fieldPaths").map(Value::items) {
        Some(paths) if !paths.is_empty() => paths.iter().map(|path| path.content().to_owned()).collect(),
        _ => vec!["metadata.name".to_owned()],
    };
    for resource in list.iter_mut().filter(|resource| is_selected(resource, select)) {
        let mut is_rejected = false;
        for reject in rejected {
            is_rejected |= is_selected(resource, reject) && by_labels(reject)?.selects(resource);
        }
        if is_rejected || !labels.selects(resource) {
            continue;
        }
        let create = (target.text_at(&["options", "create"]) == "true").then_some(&made);
        for path in &paths {
            let steps = steps(path);
            if steps.len().saturating_add(deep) > DEEPEST {
                return Err(refused(path));
            }
            let found = fields(&mut resource.value, &steps, create);
            if found.is_empty() {
                return Err(refused(path));
            }
            *copied = copied.saturating_add(found.len().saturating_mul(count));
            if *copied > MOST_VALUES {
                return Err((Problem::TooMuch("replacements copy too much"), target.place));
            }
            for field in found {
                write(field, value, target, cause);
            }
        }
    }
    Ok(())
}

fn write(field: &mut Value, value: &Value, target: &Value, cause: u32) {
    if !field.is_scalar() {
        *field = value.clone();
        field.place.written = Written::Changed(cause);
        return;
    }
    let text = match delimiter(target) {
        None => value.content().to_owned(),
        Some(delimiter) => {
            let mut parts: Vec<_> = field.content().split(delimiter).collect();
            match usize::try_from(index(target)) {
                Err(_) => parts.insert(0, value.content()),
                Ok(index) => match parts.get_mut(index) {
                    Some(part) => *part = value.content(),
                    None => parts.push(value.content()),
                },
            }
            parts.join(delimiter)
        }
    };
    let quoted = matches!(field.data, Data::Text(_));
    field.place.written = Written::Changed(cause);
    field.data = match &value.data {
        data @ (Data::Number(_) | Data::Bool(_)) if !quoted && delimiter(target).is_none() => data.clone(),
        _ => Data::Text(text),
    };
}

/// The steps of a path with dots; what stands in brackets is one step.
fn steps(path: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let (mut brackets, mut escaped) = (false, false);
    for letter in path.chars() {
        match letter {
            '.' if !brackets && !escaped => steps.push(String::new()),
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            other => {
                brackets = (brackets || other == '[') && other != ']';
                if let Some(last) = steps.last_mut() {
                    last.push(other);
                }
            }
        }
        escaped = false;
    }
    let bare = |step: String| match step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) if !inner.contains('=') => inner.to_owned(),
        _ => step,
    };
    steps.into_iter().map(bare).collect()
}

/// The fields at a path; missing ones are made where `create` gives the kind of value.
fn fields<'v>(value: &'v mut Value, steps: &[String], create: Option<&Value>) -> Vec<&'v mut Value> {
    let Some((step, rest)) = steps.split_first() else { return vec![value] };
    if let (Some(like), Data::Map(_)) = (create, &value.data)
        && value.get(step).is_none()
    {
        let data = if rest.is_empty() { like.data.clone() } else { Data::Map(Vec::new()) };
        value.set(step, Value::new(data, like.place));
    }
    let wanted =
        step.strip_prefix('[').and_then(|step| step.strip_suffix(']')).and_then(|step| step.split_once('='));
    match &mut value.data {
        Data::List(items) => {
            let index: Option<usize> = step.parse().ok();
            let fits = |(at, item): &(usize, &mut Value)| match wanted {
                Some((key, text)) => item.text_at(&[key]) == text,
                None => step == "*" || index == Some(*at),
            };
            let chosen = items.iter_mut().enumerate().filter(fits);
            chosen.flat_map(|(_, item)| fields(item, rest, create)).collect()
        }
        Data::Map(entries) => {
            let chosen = entries.iter_mut().filter(|entry| step == "*" || entry.key == *step);
            chosen.flat_map(|entry| fields(&mut entry.value, rest, create)).collect()
        }
        _ => Vec::new(),
    }
}
