//! Go's verdicts and words, as sigs.k8s.io/yaml 1.6 gives them.

use portolan_yaml::{SyntaxErrorKind as Kind, parse};

fn complaint(text: &[u8]) -> Option<(String, Kind)> {
    let file = parse("test.yaml".to_owned(), text.to_vec());
    file.documents().iter().find_map(|document| document.error.clone()).map(|error| (error.words, error.kind))
}

#[test]
fn errors_are_worded_as_go_words_them() {
    let cases: &[(&str, &str, Kind)] = &[
        (
            "a:\n- name: x\n    - port: 80\n",
            "yaml: line 3: mapping values are not allowed in this context",
            Kind::MappingNotAllowed,
        ),
        ("a: b: c\n", "yaml: mapping values are not allowed in this context", Kind::MappingNotAllowed),
        (
            "m:\n   name: web\n  labels:\n    app: web\n",
            "yaml: line 2: did not find expected key",
            Kind::BadIndent,
        ),
        (
            "m: {name: web\nspec:\n  a: 1\n",
            "yaml: line 1: did not find expected ',' or '}'",
            Kind::UnclosedFlow,
        ),
        ("m: {requests:{cpu: 1}}\n", "yaml: did not find expected ',' or '}'", Kind::UnclosedFlow),
        ("m: [http://x?y]\n", "yaml: did not find expected ',' or ']'", Kind::UnclosedFlow),
        ("a: \"web\nb:\n", "yaml: line 3: found unexpected end of stream", Kind::UnclosedQuote),
        ("a:\n-\tport: 80\n", "yaml: line 2: found character that cannot start any token", Kind::TabIndent),
        ("a: @b\n", "yaml: found character that cannot start any token", Kind::BadCharacter),
        ("a:\n  b: 1\n c: 1\n ", "yaml: line 2: did not find expected key", Kind::BadIndent),
        ("a: 1\nb\nc: 1\n", "yaml: line 3: could not find expected ':'", Kind::MissingColon),
        ("a: \"\\q\"\n", "yaml: found unknown escape character", Kind::UnknownEscape),
        ("a: \"\\xZZ\"\n", "yaml: did not find expected hexdecimal number", Kind::UnknownEscape),
        ("%YAML 1.2\n", "yaml: found incompatible YAML document", Kind::BadDirective),
        ("a: *x\n", "yaml: unknown anchor 'x' referenced", Kind::UnknownAlias),
        ("a: &x [*x]\n", "yaml: anchor 'x' value contains itself", Kind::RecursiveAlias),
        (
            "a: &x 1\n<<: *x\n",
            "yaml: map merge requires map or sequence of maps as the value",
            Kind::BadMerge,
        ),
        ("a: !!int x\n", "yaml: cannot decode !!str `x` as a !!int", Kind::BadTag),
        ("a: .inf\n", "json: unsupported value: +Inf", Kind::NotFinite),
        ("a: \u{1}\n", "yaml: control characters are not allowed", Kind::ControlCharacter),
        ("--- {a: 1}\n", "invalid Yaml document separator: {a: 1}", Kind::Separator),
        ("~: x\n", "unsupported map key of type: %!s(<nil>), key: <nil>, value: \"x\"", Kind::UnsupportedKey),
    ];
    for &(text, words, kind) in cases {
        assert_eq!(complaint(text.as_bytes()), Some((words.to_owned(), kind)), "{text}");
    }
}

#[test]
fn a_template_is_a_collection_as_a_key() {
    let words = "yaml: invalid map key: map[interface {}]interface {}{\".Values.name\":interface {}(nil)}";
    assert_eq!(complaint(b"name: {{ .Values.name }}\n"), Some((words.to_owned(), Kind::CollectionKey)));
    let words =
        "yaml: invalid map key: map[interface {}]interface {}{\"a\":\"b\", 1:[]interface {}{1.5, true}}";
    assert_eq!(complaint(b"{{1: [1.5, yes], a: b}: 2}\n"), Some((words.to_owned(), Kind::CollectionKey)));
}

#[test]
fn bytes_that_are_not_utf8_are_named() {
    let cases: &[(&[u8], &str)] = &[
        (b"a: \xff\n", "yaml: invalid leading UTF-8 octet"),
        (b"a: \xc3\n", "yaml: invalid trailing UTF-8 octet"),
        (b"a: \xe3\x81", "yaml: incomplete UTF-8 octet sequence"),
        (b"a: \xed\xa0\x80\n", "yaml: invalid Unicode character"),
        (b"a: \xc0\x80\n", "yaml: invalid length of a UTF-8 sequence"),
    ];
    for &(bytes, words) in cases {
        assert_eq!(complaint(bytes), Some((words.to_owned(), Kind::InvalidUtf8)), "{bytes:x?}");
    }
    assert_eq!(complaint(b"\xff\xfea\0:\0 \x001\0").map(|(_, kind)| kind), Some(Kind::Utf16));
}

#[test]
fn the_span_of_an_error_is_where_it_is() {
    let file = parse("test.yaml".to_owned(), "# é\nx: 1\n---\na: b: c\n".into());
    let error = file.documents().last().and_then(|document| document.error.clone()).expect("an error");
    assert_eq!(error.words, "yaml: mapping values are not allowed in this context");
    assert_eq!((file.lines().position(error.span.start).line, error.span.slice(file.text())), (4, ":"));
    assert_eq!(file.lines().position(error.span.start).column, 5);
}

#[test]
fn repeated_keys_are_listed_in_gos_order() {
    let text = "# c\nlabels: &l\n  app: web\n  tier: front\nselector:\n  <<: *l\n  tier: back\nports:\n- &p\n  name: a\n- <<: *p\n  name: b\nlabels:\n  x: 1\n  x: 2\n80: 1\n80: 2\n\"80\": 3\n";
    let file = parse("test.yaml".to_owned(), text.into());
    let words: Vec<_> =
        file.root(0).expect("a document").duplicates().into_iter().map(|duplicate| duplicate.words).collect();
    assert_eq!(
        words,
        [
            "line 7: key \"tier\" already set in map",
            "line 12: key \"name\" already set in map",
            "line 15: key \"x\" already set in map",
            "line 14: key \"labels\" already set in map",
            "line 17: key 80 already set in map",
        ]
    );
}

#[test]
fn lines_count_from_the_document() {
    let file = parse("test.yaml".to_owned(), "x: 1\n---\nport: 80\nport: 8080\n".into());
    let words: Vec<_> =
        file.root(1).expect("a document").duplicates().into_iter().map(|duplicate| duplicate.words).collect();
    assert_eq!(words, ["line 2: key \"port\" already set in map"]);
}
