//! Whether JSON is what its published schema says: as much of JSON Schema as the schemas here use. Stricter than
//! JSON Schema in one point: a field that is not described is a difference.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What was found of values that one schema describes.
pub(super) struct Comparison {
    whole: Value,
    /// What is not as described: the place, and what stands there.
    pub(super) differences: Vec<String>,
    /// The descriptions of fields that some value has had, `null` and empty lists aside.
    seen: BTreeSet<String>,
}

impl Comparison {
    pub(super) fn new(schema: &str) -> Self {
        let whole = serde_json::from_str(schema).expect("a schema in JSON");
        Self { whole, differences: Vec::new(), seen: BTreeSet::new() }
    }

    /// Compares one more value.
    pub(super) fn add(&mut self, value: &Value, name: &str) {
        let (differences, seen) = self.compare("", value, name);
        self.differences.extend(differences);
        self.seen.extend(seen);
    }

    /// The fields that no value has had.
    pub(super) fn unseen(&self) -> Vec<String> {
        let mut all = Vec::new();
        described(&self.whole, "", &mut all);
        all.retain(|field| !self.seen.contains(field));
        all
    }

    /// What differs below one description of the schema, and the fields that the value has.
    fn compare(&self, schema: &str, value: &Value, at: &str) -> (Vec<String>, BTreeSet<String>) {
        let schema = self.resolved(schema);
        let rule = self.whole.pointer(&schema).expect("a description");
        if let Some(forms) = rule.get("oneOf").and_then(Value::as_array) {
            let forms =
                (0..forms.len()).map(|form| self.compare(&format!("{schema}/oneOf/{form}"), value, at));
            return forms.min_by_key(|(differences, _)| differences.len()).expect("a form");
        }
        let (mut differences, mut seen) = (Vec::new(), BTreeSet::new());
        if !is_of(value, rule) {
            differences.push(format!("{at} is {value}"));
        }
        let mut inner = |schema: String, value: &Value, at: String| {
            let (inner, fields) = self.compare(&schema, value, &at);
            differences.extend(inner);
            seen.extend(fields);
        };
        match value {
            Value::Array(items) if rule.get("items").is_some() => {
                items.iter().for_each(|item| inner(format!("{schema}/items"), item, at.to_owned()));
            }
            Value::Object(fields) if rule.get("required").is_some() => {
                for (name, field) in fields {
                    let known = rule.get("properties").is_some_and(|all| all.get(name).is_some());
                    let place = format!("{at}.{name}");
                    if known {
                        inner(format!("{schema}/properties/{name}"), field, place);
                    } else if rule.get("additionalProperties").is_some() {
                        inner(format!("{schema}/additionalProperties"), field, place);
                    }
                }
                differences.extend(unlike(rule, fields, at));
                let full =
                    fields.iter().filter(|(_, field)| !field.is_null() && **field != Value::Array(vec![]));
                seen.extend(full.map(|(name, _)| format!("{schema}/properties/{name}")));
            }
            _ => {}
        }
        (differences, seen)
    }

    /// Where a reference leads.
    fn resolved(&self, schema: &str) -> String {
        let rule = self.whole.pointer(schema).expect("a description");
        match rule.get("$ref").and_then(Value::as_str) {
            Some(name) => name.trim_start_matches('#').to_owned(),
            None => schema.to_owned(),
        }
    }
}

/// Whether a value has the type that is described, and is one of the values.
fn is_of(value: &Value, rule: &Value) -> bool {
    let kinds = match rule.get("type") {
        Some(Value::Array(kinds)) => kinds.clone(),
        Some(kind) => vec![kind.clone()],
        None => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let typed = |one: &Value| one == kind || (one == "number" && kind == "integer");
    let one_of = rule.get("enum").and_then(Value::as_array).is_none_or(|all| all.contains(value));
    (kinds.is_empty() || kinds.iter().any(typed))
        && one_of
        && rule.get("const").is_none_or(|only| only == value)
}

/// Fields that are missing, or not described.
fn unlike(rule: &Value, fields: &Map<String, Value>, at: &str) -> Vec<String> {
    let required = rule["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing = required.filter(|name| !fields.contains_key(*name));
    let missing = missing.map(|name| format!("{at}.{name} is missing"));
    let closed = rule.get("additionalProperties").is_none();
    let unknown = fields.keys().filter(|name| closed && rule["properties"].get(*name).is_none());
    missing.chain(unknown.map(|name| format!("{at}.{name} is not described"))).collect()
}

/// The place of every field that a schema describes.
fn described(rule: &Value, at: &str, all: &mut Vec<String>) {
    for (name, inner) in rule.as_object().into_iter().flatten() {
        let place = format!("{at}/{name}");
        if at.ends_with("/properties") {
            all.push(place.clone());
        }
        described(inner, &place, all);
    }
    for (index, inner) in rule.as_array().into_iter().flatten().enumerate() {
        described(inner, &format!("{at}/{index}"), all);
    }
}
