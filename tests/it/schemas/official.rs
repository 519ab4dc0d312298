//! The reports for other people's readers against the schemas that those publish, over recorded clusters and in both
//! languages; and what the schemas do not say.

use super::inputs;
use crate::root;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

/// As much of JSON Schema as these schemas use; a word that is not known here fails.
pub(super) struct Schema(Value);

/// Words that say nothing of whether a value is right.
const SILENT: &[&str] = &["$schema", "$id", "title", "description", "default", "definitions"];

impl Schema {
    fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(root().join("tests/it/schemas").join(name)).expect("a schema");
        Self(serde_json::from_str(&text).expect("JSON"))
    }

    /// A schema that is at hand.
    pub(super) const fn of(schema: Value) -> Self {
        Self(schema)
    }

    /// What is wrong with a value.
    pub(super) fn wrong(&self, value: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        self.check(&self.0, value, "", &mut wrong);
        wrong
    }

    fn holds(&self, rule: &Value, value: &Value) -> bool {
        let mut wrong = Vec::new();
        self.check(rule, value, "", &mut wrong);
        wrong.is_empty()
    }

    fn check(&self, rule: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
        for (word, asked) in rule.as_object().expect("a schema is an object") {
            if !self.word(rule, (word, asked), value, at, wrong) {
                wrong.push(format!("{at}: {word} {asked}: {value}"));
            }
        }
    }

    /// Whether a value is as one word of a schema asks; inner values are checked by themselves.
    fn word(
        &self,
        rule: &Value,
        word: (&str, &Value),
        value: &Value,
        at: &str,
        wrong: &mut Vec<String>,
    ) -> bool {
        let (word, asked) = word;
        let list = || asked.as_array().expect("a list").iter();
        match word {
            word if SILENT.contains(&word) => {}
            "$ref" => {
                let path = asked.as_str().expect("a reference").trim_start_matches('#');
                self.check(self.0.pointer(path).expect("a definition"), value, at, wrong);
            }
            "type" => return is_of(value, asked),
            "enum" => return list().any(|one| one == value),
            "anyOf" => return list().any(|one| self.holds(one, value)),
            "oneOf" => return list().filter(|one| self.holds(one, value)).count() == 1,
            "minimum" => return value.as_f64().is_none_or(|it| it >= asked.as_f64().expect("a number")),
            "maximum" => return value.as_f64().is_none_or(|it| it <= asked.as_f64().expect("a number")),
            "minItems" => {
                return value.as_array().is_none_or(|all| all.len() as u64 >= asked.as_u64().unwrap_or(0));
            }
            "uniqueItems" => {
                let all = value.as_array().into_iter().flatten().map(Value::to_string);
                let (all, mut seen) = (all, BTreeSet::new());
                return asked != &Value::Bool(true) || all.into_iter().all(|one| seen.insert(one));
            }
            "pattern" => {
                let pattern = Regex::new(asked.as_str().expect("a pattern")).expect("a valid pattern");
                return value.as_str().is_none_or(|text| pattern.is_match(text));
            }
            "format" => return value.as_str().is_none_or(|text| is_format(text, asked)),
            "required" => return list().all(|name| value.get(name.as_str().unwrap_or_default()).is_some()),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.check(asked, item, &format!("{at}[{index}]"), wrong);
                }
            }
            "properties" => self.fields(rule, value, at, wrong),
            "additionalProperties" if rule.get("properties").is_some() => {}
            "additionalProperties" => self.fields(rule, value, at, wrong),
            word => panic!("{word} is not known here"),
        }
        true
    }

    fn fields(&self, rule: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
        for (name, field) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{name}");
            match (rule["properties"].get(name), rule.get("additionalProperties")) {
                (Some(rule), _) => self.check(rule, field, &at, wrong),
                (None, Some(Value::Bool(false))) => wrong.push(format!("{at} is not described")),
                (None, Some(rule @ Value::Object(_))) => self.check(rule, field, &at, wrong),
                (None, _) => {}
            }
        }
    }
}

fn is_of(value: &Value, asked: &Value) -> bool {
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    match asked {
        Value::String(kind) => is(kind),
        kinds => kinds.as_array().into_iter().flatten().filter_map(Value::as_str).any(is),
    }
}

/// RFC 3986 allows these letters; `uri` wants a scheme before them.
fn is_format(text: &str, format: &Value) -> bool {
    let letters = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(letter);
    match format.as_str() {
        Some("uri") => text.chars().all(letters) && text.contains(':'),
        Some("uri-reference") => text.chars().all(letters),
        format => panic!("{format:?} is not known here"),
    }
}

/// What the command prints for these files, as JSON.
fn printed(form: &str, lang: &str, input: &Path) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.args(["check", "--isolated", "--lang", lang, "--output", form]).arg(input);
    let done = command.current_dir(root()).stdin(Stdio::null()).output().expect("the command runs");
    serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{}: {error}", input.display()))
}

/// Checks a form over recorded clusters with `more`, which sees each report.
fn hold(form: &str, schema: &str, more: impl Fn(&Value)) {
    let schema = Schema::read(schema);
    for (index, input) in inputs("input.yaml", &["admission-service", "mixed"], 7).into_iter().enumerate() {
        let report = printed(form, if index % 2 == 0 { "en" } else { "ja" }, &input);
        let wrong = schema.wrong(&report);
        assert!(wrong.is_empty(), "{form} of {}: {wrong:#?}", input.display());
        more(&report);
    }
}

#[test]
fn sarif() {
    hold("sarif", "sarif-schema-2.1.0.json", |report| {
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let results = run["results"].as_array().expect("results");
        let fingerprints = results.iter().map(|one| one["partialFingerprints"]["portolan/v1"].to_string());
        assert_eq!(fingerprints.collect::<BTreeSet<_>>().len(), results.len(), "{report:#}");
        for result in results {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            assert_eq!(place["uriBaseId"], "%SRCROOT%");
            let text = result["message"]["text"].as_str().expect("words");
            for other in result["relatedLocations"].as_array().into_iter().flatten() {
                assert!(text.contains(&format!("]({})", other["id"])), "{text}");
            }
        }
        // What GitHub requires beyond the schema.
        for rule in rules {
            for field in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
                let text = rule.pointer(field).and_then(Value::as_str).unwrap_or_default();
                assert!(
                    !text.is_empty() && (field.contains("help") || text.chars().count() <= 1024),
                    "{rule:#}"
                );
            }
        }
    });
}

#[test]
fn gitlab() {
    hold("gitlab", "gitlab.json", |report| {
        let all = report.as_array().expect("a list");
        let fingerprints = all.iter().map(|one| one["fingerprint"].to_string()).collect::<BTreeSet<_>>();
        assert_eq!(fingerprints.len(), all.len(), "GitLab drops findings with equal fingerprints");
    });
}

#[test]
fn rdjson() {
    hold("rdjson", "rdjson.json", |_| {});
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let schema = Schema::read("sarif-schema-2.1.0.json");
    let wrong = |text: &str| schema.wrong(&serde_json::from_str(text).expect("JSON"));
    let run = |inner: &str| {
        wrong(&format!(
            "{{\"version\": \"2.1.0\", \"runs\": [{{\"tool\": {{\"driver\": {{\"name\": \"x\"}}}}, {inner}}}]}}"
        ))
    };
    assert!(run("\"results\": []").is_empty());
    assert_eq!(run("\"result\": []"), [".runs[0].result is not described"]);
    assert!(!run("\"results\": [{}]").is_empty(), "a result has a message");
    assert!(!run("\"columnKind\": \"bytes\"").is_empty());
    let region = "\"results\": [{\"message\": {\"text\": \"x\"}, \"locations\": [{\"physicalLocation\": {\"region\": {\"startLine\": 0}}}]}]";
    assert!(!run(region).is_empty(), "lines begin at 1");
    assert!(!wrong("{\"runs\": []}").is_empty(), "there is a version");
}
