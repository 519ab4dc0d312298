//! Whether JSON is what its published schema says: as much of JSON Schema as the schemas here use.

use serde_json::Value;

/// What of a value the schema does not describe.
pub(super) fn differences(schema: &str, value: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).expect("a schema in JSON");
    let mut comparison = Comparison { whole: &schema, out: Vec::new() };
    comparison.compare(&schema, value, "");
    comparison.out
}

struct Comparison<'s> {
    whole: &'s Value,
    out: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, schema: &Value, value: &Value, at: &str) {
        let schema = match schema.get("$ref").and_then(Value::as_str) {
            Some(name) => self.whole.pointer(name.trim_start_matches('#')).expect("a definition"),
            None => schema,
        };
        let known = match schema.get("type") {
            Some(Value::Array(kinds)) => {
                kinds.iter().any(|one| one.as_str().is_some_and(|one| is_of(value, one)))
            }
            Some(kind) => kind.as_str().is_some_and(|one| is_of(value, one)),
            None => true,
        };
        let one_of = schema.get("enum").and_then(Value::as_array).is_none_or(|all| all.contains(value));
        if !known || !one_of || schema.get("const").is_some_and(|only| only != value) {
            self.out.push(format!("{at} is {value}"));
        }
        match value {
            Value::Array(items) => {
                let item = schema.get("items").expect("the schema of items");
                items.iter().for_each(|one| self.compare(item, one, at));
            }
            Value::Object(fields) => self.fields(schema, fields, at),
            _ => {}
        }
    }

    fn fields(&mut self, schema: &Value, fields: &serde_json::Map<String, Value>, at: &str) {
        let required = schema.get("required").and_then(Value::as_array).expect("required fields");
        for missing in required.iter().filter_map(Value::as_str).filter(|name| !fields.contains_key(*name)) {
            self.out.push(format!("{at}.{missing} is missing"));
        }
        for (name, field) in fields {
            match schema.get("properties").and_then(|all| all.get(name)) {
                Some(inner) => self.compare(inner, field, &format!("{at}.{name}")),
                None => self.out.push(format!("{at}.{name} is not described")),
            }
        }
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match value {
        Value::Null => kind == "null",
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => kind == "number" || (kind == "integer" && !number.is_f64()),
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
    }
}
