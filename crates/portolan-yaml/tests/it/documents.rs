//! Documents, comments and spans.

use portolan_yaml::{File, Node, parse};

fn file(text: &str) -> File {
    parse("test.yaml".to_owned(), text.into())
}

fn lines(text: &str) -> Vec<u32> {
    file(text)
        .documents()
        .iter()
        .filter(|document| !document.is_empty())
        .map(|document| document.line)
        .collect()
}

fn under(node: Node<'_>) -> &str {
    node.span().slice(node.file().text())
}

#[test]
fn documents_begin_where_kubectl_sees_them_begin() {
    assert_eq!(lines("# c\n---\n---\na: 1\n---\n# only\n---\n\n---\na: 1\n---\n"), [3, 10]);
    assert_eq!(lines("# c\na: 1\n---   \na: 2\n--- # next\na: 3\n"), [1, 4, 6]);
    assert_eq!(lines("# c\n--- {a: 1}\n--- \na: 2\n"), [2, 3]);
    assert_eq!(lines("%YAML 1.2\n---\na: 1\n"), [1, 3]);
    assert_eq!(lines("a: 1\n---\n\u{feff}a: 2\n"), [1, 3]);
    assert_eq!(lines("# c\r\na: 1\r\n---\r\na: 2\r\n"), [1, 4]);
    assert_eq!(lines(""), [0u32; 0]);
    assert_eq!(lines("\n\n\n"), [0u32; 0]);
}

#[test]
fn a_bare_carriage_return_ends_a_line() {
    let file = file("# c\ra: 1\rb:\r  c: 2\r");
    assert_eq!(file.root(0).and_then(|root| root.at("b.c")).map(Node::text), Some("2"));
    assert_eq!(file.lines().count(), 5);
}

#[test]
fn a_broken_document_does_not_hide_its_neighbours() {
    let file = file("a: 1\n---\na: b: c\n---\na: 3\n");
    let values: Vec<_> =
        (0..3).map(|document| file.root(document).and_then(|root| root.get("a")).map(Node::text)).collect();
    assert_eq!(values, [Some("1"), None, Some("3")]);
    assert!(file.documents().get(1).is_some_and(|document| document.error.is_some()));
}

#[test]
fn what_go_does_not_read_is_marked() {
    let unread = |text| {
        file(text)
            .documents()
            .first()
            .and_then(|document| document.unread)
            .map(|span| span.slice(text).to_owned())
    };
    assert_eq!(unread("{\"a\": 1}\n{\"b\": 2}\n").as_deref().map(str::trim), Some("{\"b\": 2}"));
    assert_eq!(unread("a: 1\n...\nb: 2\n").as_deref().map(str::trim), Some("b: 2"));
    assert_eq!(unread("a: 1\n...\n"), None);
    assert_eq!(unread("[a]]\n").as_deref().map(str::trim), Some("]"));
    assert_eq!(unread("a #b\nc: d\n").as_deref().map(str::trim), Some("#b\nc: d"));
    assert_eq!(unread("a & #x\n# c\n"), None);
    assert_eq!(unread("{a: &x 1} # b\n# c\n"), None);
    assert_eq!(unread("a: 1\n"), None);
}

#[test]
fn comments_know_their_lines() {
    for text in ["# one\na: 1 # two\n  # three\nb: '# no'\n", "# one\na: &x 1 # two\n  # three\nb: '# no'\n"]
    {
        let file = file(text);
        let comments: Vec<_> =
            file.comments(0).map(|comment| (comment.text, comment.line, comment.own_line)).collect();
        assert_eq!(comments, [("one", 1, true), ("two", 2, false), ("three", 3, true)]);
    }
}

#[test]
fn spans_are_exact_on_both_ways() {
    let plain = "a: \"wéb\"   # trailing\nb:\n  - c: 'x' # d\n    e: |\n      one\n      two\n\n# end\nf: {g: [1, 2]}   \nh:\ni: j\n";
    let tagged = plain.replace("h:", "h: !!null").replace("i: j", "i: &x j");
    for text in [plain, &tagged] {
        let file = file(text);
        let root = file.root(0).expect("a document");
        let at = |path| root.at(path).map(under);
        assert_eq!(at("a"), Some("\"wéb\""));
        assert_eq!(at("b"), Some("- c: 'x' # d\n    e: |\n      one\n      two"));
        assert_eq!(at("b[0]"), Some("c: 'x' # d\n    e: |\n      one\n      two"));
        assert_eq!(at("b[0].e"), Some("|\n      one\n      two"));
        assert_eq!(at("f"), Some("{g: [1, 2]}"));
        assert_eq!(at("f.g[1]"), Some("2"));
        assert_eq!(at("h"), Some(""));
        assert_eq!(at("i"), Some("j"));
        let key = root.at("b[0].e").and_then(Node::key_span).map(|span| span.slice(text));
        assert_eq!(key, Some("e"));
    }
}

#[test]
fn a_missing_value_stands_after_its_colon_or_dash() {
    for text in ["a:  # c\nb:\n- # d\n- x\n", "a:  # c\nb:\n- # d\n- &y x\n"] {
        let file = file(text);
        let root = file.root(0).expect("a document");
        assert_eq!(root.at("a").map(|node| (node.span().start, node.is_null())), Some((2, true)));
        assert_eq!(root.at("b[0]").map(|node| (node.span().start, node.is_null())), Some((12, true)));
    }
}

#[test]
fn an_alias_stands_where_it_is_written() {
    let text = "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n";
    let file = file(text);
    let root = file.root(0).expect("a document");
    let alias = root.at("c").expect("c");
    assert_eq!((under(alias), alias.is_alias(), alias.is_shared()), ("*x", true, false));
    let copied = root.at("c.b").expect("c.b");
    assert_eq!((under(copied), copied.is_shared(), copied.path().as_str()), ("1", true, "c.b"));
    let entries: Vec<_> =
        root.at("d").expect("d").entries().map(|entry| (entry.key.into_owned(), entry.merged)).collect();
    assert_eq!(entries, [("b".to_owned(), true), ("e".to_owned(), false)]);
}

#[test]
fn nodes_are_found_by_their_ids() {
    let file = file("a: 1\n---\n---\nb: 2\n");
    for document in 0..file.documents().len() {
        let Some(root) = file.root(document) else { continue };
        let value = root.entries().next().expect("an entry").value;
        assert_eq!(
            file.node(value.id()).map(|node| (node.id(), node.document())),
            Some((value.id(), document))
        );
    }
    assert_eq!(file.node(portolan_yaml::NodeId(99)), None);
}
