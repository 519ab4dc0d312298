//! The schema of `portolan.toml`: it knows the keys that the command knows, and the rules; what the documents show is
//! right to both.

use super::official::Schema;
use crate::{root, update};
use portolan_core::diagnostic::Lang;
use portolan_core::{Provider, lint};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn path() -> PathBuf {
    root().join("docs/schema/portolan.toml-v1.json")
}

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(path()).expect("the schema")).expect("JSON")
}

/// What `portolan check` does in a folder with such a file.
fn run(name: &str, config: &str) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("config").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("portolan.toml"), config).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.arg("check").current_dir(folder).env_clear().output().expect("the command runs")
}

/// The keys that the command says a table has.
fn keys(table: &str) -> BTreeSet<String> {
    let output = run("keys", &format!("{table}\nunlike-any-other = 1\n"));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    let (_, keys) = said.split_once("the keys here are ").unwrap_or_else(|| panic!("{said}"));
    keys.trim().split(", ").map(|key| key.trim_matches('`').to_owned()).collect()
}

fn names(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("properties").keys().cloned().collect()
}

#[test]
fn the_schema_has_the_keys_that_the_command_has() {
    let schema = schema();
    let tables = &schema["properties"];
    assert_eq!(names(tables), keys(""));
    for table in names(tables) {
        assert_eq!(names(&tables[&table]["properties"]), keys(&format!("[{table}]")), "{table}");
    }
    let providers = tables["cluster"]["properties"]["provider"]["enum"].as_array().expect("words");
    assert!(providers.iter().filter_map(Value::as_str).eq(Provider::ALL.map(Provider::as_str)));
}

#[test]
fn the_schema_has_all_rules() {
    let before = std::fs::read_to_string(path()).expect("the schema");
    let rules = || lint::RULES.iter().map(|rule| rule.meta());
    let quoted = |text: &str| Value::from(text).to_string();
    let severities: Vec<String> = rules()
        .map(|meta| {
            let summary = quoted(lint::summary(meta, Lang::En));
            format!("            {}: {{ \"description\": {summary}, \"enum\": [\"error\", \"warning\", \"note\"] }}", quoted(meta.name))
        })
        .collect();
    let names: Vec<String> = rules().map(|meta| format!("        {}", quoted(meta.name))).collect();
    let list = |text: &str, begin: &str, lines: &[String], end: &str| {
        let pattern = format!(r"(?s)({begin}\n)(?:.*?\n)??(\s*{end}\n)");
        let with = format!("${{1}}{}\n${{2}}", lines.join(",\n"));
        Regex::new(&pattern).expect("a valid pattern").replacen(text, 1, with).into_owned()
    };
    let begin = r#""severity": \{\n[^\n]*\n[^\n]*\n[^\n]*\n\s*"properties": \{"#;
    let after = list(&before, begin, &severities, r"\}");
    let after = list(&after, r#""rule": \{\n[^\n]*\n\s*"enum": \["#, &names, r"\]");
    if update() {
        std::fs::write(path(), &after).expect("the schema");
    } else {
        assert!(after == before, "PORTOLAN_UPDATE=1 writes the rules into {}", path().display());
    }
}

#[test]
fn the_documents_show_what_the_schema_and_the_command_take() {
    let text = std::fs::read_to_string(root().join("docs/configuration.md")).expect("the page");
    let examples: Vec<&str> =
        text.split("```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert!(examples.len() > 2);
    let schema = Schema::of(schema());
    for example in examples {
        let value: Value = toml::from_str(example).expect("TOML");
        assert_eq!(schema.wrong(&value), [""; 0], "{example}");
        let output = run("examples", &example.replace("baseline =", "# baseline ="));
        assert_eq!(output.status.code(), Some(0), "{example}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_schema_and_the_command_refuse_the_same() {
    let schema = Schema::of(schema());
    for wrong in [
        "colour = 1\n",
        "check = 1\n",
        "[check]\nselect = [\"made-up\"]\n",
        "[check]\nignore = \"unused-ignore\"\n",
        "[check]\nexclude = [1]\n",
        "[check]\nfail-on = \"never\"\n",
        "[check]\nbaseline = []\n",
        "[check.severity]\nunused-ignore = \"off\"\n",
        "[check.severity]\nfield-value-invalid = \"note\"\n",
        "[check.per-path]\n\"a/\" = [\"made-up\"]\n",
        "[cluster]\nprovider = \"me\"\n",
        "[cluster]\nkubernetes = \"new\"\n",
        "[cluster]\nnode-port-range = \"1\"\n",
        "[cluster]\nservice-cidr = {}\n",
    ] {
        let value: Value = toml::from_str(wrong).expect("TOML");
        assert!(!schema.wrong(&value).is_empty(), "{wrong}");
        assert_eq!(run("wrong", wrong).status.code(), Some(2), "{wrong}");
    }
}
