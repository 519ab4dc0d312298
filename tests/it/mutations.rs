//! Manifests with something else in the place of one of their values: every one gets an answer, and nothing panics on
//! the way to it.

use crate::{files_below, root};
use portolan_core::diagnostic::Lang;
use portolan_core::{Options, analyze, parse};
use portolan_render::{fix, json};
use portolan_yaml::Node;
use proptest::prelude::*;
use std::sync::LazyLock;

/// What takes the place of a value.
const ODD: [&str; 40] = [
    "null",
    "~",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "[{}]",
    "{a: {}}",
    "{\"\": \"\"}",
    "0",
    "-1",
    "1",
    "65536",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "99999999999999999999999999",
    "1e400",
    "-1.5",
    "0x1F",
    "0o17",
    ".nan",
    "true",
    "\"true\"",
    "\"0\"",
    "\"\\u0000\"",
    "\"日本語\"",
    "\"%\"",
    "\"a\\nb\"",
    "100%",
    "101%",
    "\"-1%\"",
    "256.256.256.256",
    "\"::ffff:1.2.3.4\"",
    "10.0.0.0/33",
    "2001-01-01",
    "!!binary \"YQ==\"",
    "\"*/0 * * * *\"",
    "\"TZ=Nowhere/At_All 0 0 31 2 *\"",
];

/// A long text, a long list, and a deep one.
const BIG: [fn() -> String; 3] = [
    || format!("\"{}\"", "x".repeat(300_000)),
    || format!("[{}]", "a, ".repeat(3_000)),
    || format!("{}{}", "[".repeat(200), "]".repeat(200)),
];

/// The manifests that a real API server was given.
static MANIFESTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = root().join("tests/conformance/cases");
    let inputs = ["input.yaml", "after.yaml"].into_iter().flat_map(|name| files_below(&folder, name));
    let texts: Vec<String> = inputs.filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    assert!(texts.len() > 300, "{} manifests", texts.len());
    texts
});

/// The places of all values of a text.
fn values(text: &str) -> Vec<std::ops::Range<usize>> {
    let file = parse("input.yaml".to_owned(), text.as_bytes().to_vec());
    let mut open: Vec<Node<'_>> = (0..file.documents().len()).filter_map(|one| file.root(one)).collect();
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        if !node.is_shared() {
            found.push(node.span().range());
            open.extend(node.entries().map(|entry| entry.value));
            open.extend(node.items());
        }
    }
    found
}

fn mutated(text: &str, at: usize, with: &str) -> Option<String> {
    let values = values(text);
    let range = values.get(at.checked_rem(values.len())?)?.clone();
    let mut text = text.to_owned();
    (range.end <= text.len() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end))
        .then(|| text.replace_range(range, with))?;
    Some(text)
}

/// Everything that the command says of a text; each document has an answer.
fn look(text: &str) {
    let analysis =
        analyze(vec![parse("input.yaml".to_owned(), text.as_bytes().to_vec())], &Options::default());
    for lang in [Lang::En, Lang::Ja] {
        assert!(!json::check(&analysis, lang).is_empty());
    }
    assert!(!json::admission(&analysis).is_empty());
    assert!(fix::plan(&analysis, true).iter().all(|file| file.before != file.after));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_manifest_with_an_odd_value_is_answered(case in any::<usize>(), at in any::<usize>(), odd in 0..ODD.len()) {
        if let Some(text) = mutated(&MANIFESTS[case % MANIFESTS.len()], at, ODD[odd]) {
            look(&text);
        }
    }

    #[test]
    fn a_manifest_with_a_value_of_another_one_is_answered(cases in any::<[usize; 2]>(), at in any::<[usize; 2]>()) {
        let [one, other] = cases.map(|case| &MANIFESTS[case % MANIFESTS.len()]);
        let values = values(other);
        let Some(range) = at[1].checked_rem(values.len()).and_then(|at| values.get(at)) else { return Ok(()) };
        let value = other.get(range.clone()).unwrap_or_default();
        if let Some(text) = mutated(one, at[0], value) {
            look(&text);
        }
    }
}

#[test]
fn manifests_with_very_large_values_are_answered() {
    for (case, text) in MANIFESTS.iter().enumerate().step_by(9) {
        for (number, big) in BIG.into_iter().enumerate() {
            if let Some(text) = mutated(text, case * 7 + number, &big()) {
                look(&text);
            }
        }
    }
}
