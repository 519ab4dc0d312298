//! The kustomization file: which fields it has, which types they are of, and what of it is not computed.

use crate::note::Problem;
use crate::value::{Data, Field, Place, Value};

/// What a field must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Texts,
    Maps,
    Map,
    /// Not computed, whatever it is.
    Skipped,
    /// Passed over in silence.
    Silent,
}

const FIELDS: &[(&str, Type)] = &[
    ("apiVersion", Type::Text),
    ("kind", Type::Text),
    ("metadata", Type::Silent),
    ("resources", Type::Texts),
    ("bases", Type::Texts),
    ("components", Type::Texts),
    ("namespace", Type::Text),
    ("namePrefix", Type::Text),
    ("nameSuffix", Type::Text),
    ("commonLabels", Type::Map),
    ("labels", Type::Maps),
    ("commonAnnotations", Type::Map),
    ("patches", Type::Maps),
    ("patchesStrategicMerge", Type::Texts),
    ("patchesJson6902", Type::Maps),
    ("images", Type::Maps),
    ("imageTags", Type::Maps),
    ("replicas", Type::Maps),
    ("replacements", Type::Maps),
    ("configMapGenerator", Type::Maps),
    ("secretGenerator", Type::Maps),
    ("generatorOptions", Type::Map),
    ("sortOptions", Type::Map),
    ("helmGlobals", Type::Silent),
    ("buildMetadata", Type::Skipped),
    ("configurations", Type::Skipped),
    ("crds", Type::Skipped),
    ("generators", Type::Skipped),
    ("helmChartInflationGenerator", Type::Skipped),
    ("helmCharts", Type::Skipped),
    ("openapi", Type::Skipped),
    ("transformers", Type::Skipped),
    ("validators", Type::Skipped),
    ("vars", Type::Skipped),
];

/// A kustomization file that was read.
#[derive(Clone, Debug)]
pub(crate) struct Kustomization {
    pub(crate) folder: String,
    pub(crate) value: Value,
}

impl Kustomization {
    pub(crate) fn is_component(&self) -> bool {
        self.value.text_at(&["kind"]) == "Component"
    }

    /// Whether it says nothing at all.
    pub(crate) fn is_empty(&self) -> bool {
        let said =
            |field: &Field| !matches!(field.key.as_str(), "apiVersion" | "kind") && !field.value.is_null();
        !self.value.fields().iter().any(said)
    }

    /// The items of a list field.
    pub(crate) fn list(&self, field: &str) -> &[Value] {
        self.value.get(field).map_or(&[], Value::items)
    }

    /// A string field that is not empty.
    pub(crate) fn text(&self, field: &str) -> Option<&Value> {
        self.value.get(field).filter(|value| value.is_scalar() && !value.content().is_empty())
    }

    /// What is to be said of its fields: unknown ones, wrong types, what is not computed.
    pub(crate) fn remarks(&self) -> Vec<(Problem, Place)> {
        let mut remarks = Vec::new();
        for field in self.value.fields() {
            let known = FIELDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.key));
            match known {
                None => remarks.push((Problem::UnknownField(field.key.clone()), field.place)),
                Some((name, Type::Skipped)) if !is_empty(&field.value) => {
                    remarks.push((Problem::NotComputed((*name).to_owned()), field.place));
                }
                Some((name, wanted)) => misfits(name, &field.value, *wanted, &mut remarks),
            }
        }
        remarks
    }
}

const fn is_empty(value: &Value) -> bool {
    match &value.data {
        Data::Null { .. } => true,
        Data::List(items) => items.is_empty(),
        Data::Map(fields) => fields.is_empty(),
        _ => false,
    }
}

/// Values that are not of the type.
fn misfits(name: &str, value: &Value, wanted: Type, remarks: &mut Vec<(Problem, Place)>) {
    if value.is_null() {
        return;
    }
    let mut wrong = |value: &Value, must: &'static str| {
        remarks.push((Problem::WrongType(name.to_owned(), must), value.place));
    };
    match (wanted, &value.data) {
        (Type::Text, Data::Text(_)) | (Type::Map, Data::Map(_)) | (Type::Silent | Type::Skipped, _) => {}
        (Type::Texts, Data::List(items)) => {
            items.iter().filter(|item| item.as_text().is_none()).for_each(|item| wrong(item, "a string"));
        }
        (Type::Maps, Data::List(items)) => {
            let maps = items.iter().filter(|item| !matches!(item.data, Data::Map(_)));
            maps.for_each(|item| wrong(item, "a mapping"));
        }
        (Type::Text, _) => wrong(value, "a string"),
        (Type::Map, _) => wrong(value, "a mapping"),
        (Type::Texts | Type::Maps, _) => wrong(value, "a list"),
    }
}
