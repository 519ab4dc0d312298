//! The hash in the name of a generated ConfigMap or Secret (`api/hasher`): of its content as Go writes it as JSON.

use crate::resource::Resource;
use crate::value::{Data, Value};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The ten letters after the name.
pub(crate) fn suffix(resource: &Resource) -> String {
    let value = &resource.value;
    let secret = resource.kind() == "Secret";
    let mut text = String::from("{");
    if let Some(binary) = value.get("binaryData").filter(|_| !secret) {
        member(&mut text, "binaryData", Some(binary));
    }
    member(&mut text, "data", value.get("data"));
    quoted_member(&mut text, "kind", if secret { "Secret" } else { "ConfigMap" });
    // Upstream looks the name up under a wrong path, so that it never counts.
    quoted_member(&mut text, "name", "");
    if secret {
        if let Some(strings) = value.get("stringData").filter(|strings| matches!(strings.data, Data::Map(_)))
        {
            member(&mut text, "stringData", Some(strings));
        }
        quoted_member(&mut text, "type", value.text_at(&["type"]));
    }
    text.push('}');
    encode(&Sha256::digest(text.as_bytes()))
}

/// The first ten digits, without those that could be read as others or make words.
fn encode(digest: &[u8]) -> String {
    let mut hex = String::new();
    for byte in digest.iter().take(5) {
        let _ = write!(hex, "{byte:02x}");
    }
    let letter = |digit| match digit {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        other => other,
    };
    hex.chars().map(letter).collect()
}

fn quoted_member(text: &mut String, key: &str, value: &str) {
    begin(text, key);
    quote(text, value);
}

/// A mapping of strings; the empty string where there is none.
fn member(text: &mut String, key: &str, value: Option<&Value>) {
    begin(text, key);
    let Some(value) = value else { return text.push_str("\"\"") };
    if value.is_scalar() {
        return quote(text, value.content());
    }
    let mut fields: Vec<_> = value.fields().iter().collect();
    fields.sort_by(|one, two| one.key.cmp(&two.key));
    text.push('{');
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        quote(text, &field.key);
        text.push(':');
        match &field.value.data {
            Data::Null { .. } => text.push_str("null"),
            Data::Bool(_) | Data::Number(_) => text.push_str(field.value.content()),
            _ => quote(text, field.value.content()),
        }
    }
    text.push('}');
}

fn begin(text: &mut String, key: &str) {
    if !text.ends_with('{') {
        text.push(',');
    }
    quote(text, key);
    text.push(':');
}

/// A string as `encoding/json` writes it, with what HTML would misread escaped.
fn quote(text: &mut String, value: &str) {
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(letter));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}
