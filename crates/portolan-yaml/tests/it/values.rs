//! Values as sigs.k8s.io/yaml gives them.

use crate::json;
use portolan_yaml::{Kind, parse};
use serde_json::{Value, json};

fn value(text: &str) -> Value {
    let file = parse("test.yaml".to_owned(), text.into());
    assert_eq!(file.documents().iter().find_map(|document| document.error.clone()), None, "{text}");
    file.root(0).map_or(Value::Null, json::of)
}

#[test]
fn plain_scalars_follow_go_yaml() {
    assert_eq!(
        value("[yes, No, on, y, ~, '', null, 0120, 0o17, 1_000, 0b101]\n"),
        json!([true, false, true, true, null, "", null, 80, 15, 1000, 5])
    );
    assert_eq!(
        value("[08, 1e3, 5., .5, 1e400, 12:30:45, 2001-12-14, -0]\n"),
        json!([8.0, 1000.0, 5.0, 0.5, "1e400", "12:30:45", "2001-12-14", 0])
    );
    assert_eq!(value("[18446744073709551615, -9223372036854775808]\n"), json!([u64::MAX, i64::MIN]));
    assert_eq!(
        value("['yes', \"80\", |-\n  1\n]\n".replace("|-\n  1\n", "x").as_str()),
        json!(["yes", "80", "x"])
    );
}

#[test]
fn keys_become_strings() {
    assert_eq!(
        value("80: a\nyes: b\n1.50: c\n'~': d\n1e6: e\n"),
        json!({"80": "a", "true": "b", "1.5": "c", "~": "d", "1e+06": "e"})
    );
}

#[test]
fn tags_are_obeyed() {
    assert_eq!(
        value("[!!str 8080, !!int \"80\", !!float 80, !!binary aGVsbG8=, !port 80, ! 12, ! \"12\"]\n"),
        json!(["8080", 80, 80.0, "hello", "80", 12, 12])
    );
    assert_eq!(
        value("a: !!null\nb: !!bool yes\nc: !!timestamp 2001-12-14\nd: !!map {e: 1}\n"),
        json!({"a": null, "b": true, "c": "2001-12-14", "d": {"e": 1}})
    );
}

#[test]
fn quoted_scalars_are_unescaped() {
    assert_eq!(
        value(r#"["\u3042 \x41\t\"\\\/", 'it''s \n', "\U0001F680"]"#),
        json!(["あ A\t\"\\/", "it's \\n", "🚀"])
    );
    assert_eq!(value("a: \"x\n  y\n\n  z\"\nb: p\n  q\n"), json!({"a": "x y\nz", "b": "p q"}));
}

#[test]
fn quoted_lines_need_no_indentation() {
    assert_eq!(value("a:\r\n  b: \"x\r\ny\"\r\n"), json!({"a": {"b": "x y"}}));
    assert_eq!(
        value("a:\n  b: \"x\ny\n\n z\\n\"\n  c: 'p\n  q\n'\nd: 1\n"),
        json!({"a": {"b": "x y\nz\n", "c": "p q "}, "d": 1})
    );
}

#[test]
fn block_scalars_keep_or_fold_their_lines() {
    assert_eq!(
        value("a: |\n  x\n   y\n\n  z\n\nb: |-\n  x\nc: |+\n  x\n\n"),
        json!({"a": "x\n y\n\nz\n", "b": "x", "c": "x\n\n"})
    );
    assert_eq!(value("a: >\n  x\n  y\n\n  z\nb: >-\n\n  x\n  y\n"), json!({"a": "x y\nz\n", "b": "\nx y"}));
    assert_eq!(value("a: >\n  x\n   y\n  z\nb: |2\n    x\n"), json!({"a": "x\n y\nz\n", "b": "  x\n"}));
}

#[test]
fn a_file_without_a_last_line_break_gets_one_as_kubectl_reads_it() {
    assert_eq!(value("a: |\n  x"), json!({"a": "x\n"}));
}

#[test]
fn merges_count_where_they_stand() {
    assert_eq!(value("a: 1\n<<: {a: 2, b: 3}\n"), json!({"a": 2, "b": 3}));
    assert_eq!(value("<<: {a: 2, b: 3}\na: 1\n"), json!({"a": 1, "b": 3}));
    assert_eq!(value("<<: [{a: 1}, {a: 2, b: 3}]\n"), json!({"a": 1, "b": 3}));
    assert_eq!(
        value("x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nz: {<<: [*y, *x], c: 3}\n").get("z"),
        Some(&json!({"a": 1, "b": 2, "c": 3}))
    );
}

#[test]
fn the_last_of_repeated_keys_counts() {
    let file = parse("test.yaml".to_owned(), "a: 1\nb: 2\na: 3\n".into());
    let root = file.root(0).expect("a document");
    assert_eq!(root.get("a").map(|node| (node.text(), node.kind())), Some(("3", Kind::Int)));
    let repeated: Vec<_> =
        root.entries().filter_map(|entry| entry.duplicate_of).map(|span| span.start).collect();
    assert_eq!(repeated, [0]);
}

#[test]
fn json_is_read_by_the_same_door() {
    assert_eq!(
        value("{\n\t\"a\": [1, 2,],\n\t\"b\":{\"c\":null}\n}\n"),
        json!({"a": [1, 2], "b": {"c": null}})
    );
    assert_eq!(value("a: [x:y, {n:, p: 1}]\n"), json!({"a": ["x:y", {"n:": null, "p": 1}]}));
}
