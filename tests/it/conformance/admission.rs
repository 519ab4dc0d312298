//! The API server's answers, document by document.

use super::{Case, Outcome};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// What is compared of each document.
const COLUMNS: [&str; 5] = ["verdict", "causes", "words", "warnings", "identity"];

/// What the server drew at random, and what stands for it.
static RANDOM: LazyLock<[(Regex, &str, &str); 4]> = LazyLock::new(|| {
    [
        (r"10\.96\.\d+\.\d+", "<ip>", ""),
        (r"fd00:10:96::[0-9a-f:]+", "<ip>", ""),
        (r"\b3\d{4}\b", "<port>", ""),
        (r#"-[bcdfghjklmnpqrstvwxz2456789]{5}""#, "-<random>\"", "\""),
    ]
    .map(|(pattern, place, tail)| (Regex::new(pattern).expect("a valid pattern"), place, tail))
});

pub(super) fn column(case: &Case) -> Outcome {
    let update = case.has("after.yaml");
    let source =
        if update { case.read("before.yaml") + &case.read("after.yaml") } else { case.read("input.yaml") };
    let files: &[&str] = if update {
        &["--output", "json", "--before", "before.yaml", "after.yaml"]
    } else {
        &["--output", "json", "input.yaml"]
    };
    let text = case.run(&["admit"], files, None);
    let ours = text.and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let mut notes: Vec<String> =
        ours.as_ref().err().into_iter().map(|error| format!("admission: {error}")).collect();
    let golden = case.json("admission.json");
    let golden = golden.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut good = [0; COLUMNS.len()];
    for (index, real) in golden.iter().enumerate() {
        let mine = ours.as_ref().ok().and_then(|ours| ours.get(index));
        for (column, name) in COLUMNS.iter().enumerate() {
            let (want, got) = (aspect(name, real, &source), mine.map(|mine| aspect(name, mine, &source)));
            if got.as_ref() == Some(&want) {
                good[column] += 1;
            } else if notes.len() < 12 {
                notes.push(format!(
                    "document {index} {name}:\n  real     {want}\n  portolan {}",
                    got.unwrap_or_default()
                ));
            }
        }
    }
    let counts =
        COLUMNS.iter().zip(good).map(|(name, good)| (format!("admission-{name}"), good, golden.len()));
    Outcome { counts: counts.filter(|(_, _, all)| *all > 0).collect(), notes }
}

/// What one column compares of a record, as text.
fn aspect(name: &str, record: &Value, source: &str) -> String {
    match name {
        "verdict" => record["accepted"].to_string(),
        "words" => {
            record["message"].as_str().map_or_else(|| "null".to_owned(), |words| masked(words, source))
        }
        "warnings" => sorted(&record["warnings"], Value::to_string),
        "causes" => sorted(&record["causes"], |cause| {
            let text = |name: &str| cause[name].as_str().unwrap_or_default().to_owned();
            format!("{:?}", (text("reason"), text("field"), masked(&text("message"), source)))
        }),
        _ => ["doc", "line", "apiVersion", "kind", "code", "reason"]
            .map(|name| record[name].to_string())
            .join(" "),
    }
}

fn sorted(list: &Value, text: impl Fn(&Value) -> String) -> String {
    let mut all: Vec<String> = list.as_array().into_iter().flatten().map(text).collect();
    all.sort();
    all.join("\n           ")
}

/// A message in which what the server drew at random, and the manifest does not name, is replaced.
fn masked(words: &str, source: &str) -> String {
    RANDOM.iter().fold(words.to_owned(), |words, (pattern, place, tail)| {
        let replaced = pattern.replace_all(&words, |found: &regex::Captures<'_>| {
            let drawn = found[0].strip_suffix(tail).unwrap_or(&found[0]).to_owned();
            if source.contains(&drawn) { found[0].to_owned() } else { (*place).to_owned() }
        });
        replaced.into_owned()
    })
}
