//! Any bytes at all: no panic, an end in sight, and memory in proportion.

use portolan_yaml::{File, Node, SyntaxErrorKind as Kind, changed_paths, parse};
use proptest::prelude::*;

const MANIFEST: &str = "# a\napiVersion: v1\nkind: Service\nmetadata:\n  name: &n web\n  labels: {a: 'b', <<: {c: \"d\\n\"}}\nspec:\n  ports:\n  - port: 80 # b\n    name: *n\n  - |\n    text\n---\n{\"a\": [1, 2.5, ~]}\n";

/// Visits every node and asks it everything.
fn walk(file: &File) -> usize {
    let mut visited = 0;
    for document in 0..file.documents().len() {
        let Some(root) = file.root(document) else { continue };
        let mut work = vec![root];
        while let Some(node) = work.pop() {
            visited += 1;
            ask(node);
            work.extend(node.items());
            work.extend(node.entries().map(|entry| entry.value));
        }
        assert_eq!(changed_paths(root, root), [""; 0]);
        let _ = root.duplicates();
        let _ = file.comments(document).count();
    }
    visited
}

fn ask(node: Node<'_>) {
    let text = node.file().text();
    assert!(text.get(node.span().range()).is_some(), "the span fits the text");
    assert!(node.key_span().is_none_or(|span| text.get(span.range()).is_some()));
    assert!(node.scalar().is_none() || node.is_empty(), "a scalar has no children");
    let position = node.file().lines().position(node.span().start);
    assert!(position.line >= 1 && position.column >= 1);
    let root = node.file().root(node.document()).expect("the root");
    let _ = root.nearest(&node.path());
}

fn kind(text: &str) -> Option<Kind> {
    let file = parse("test.yaml".to_owned(), text.into());
    walk(&file);
    file.documents().iter().find_map(|document| document.error.as_ref()).map(|error| error.kind)
}

#[test]
fn nesting_is_limited_as_gos_is() {
    assert_eq!(kind(&format!("{}{}", "[".repeat(2000), "]".repeat(2000))), None);
    assert_eq!(kind(&format!("{}{}", "[".repeat(11_000), "]".repeat(11_000))), Some(Kind::TooDeep));
    assert_eq!(kind(&"[".repeat(300_000)), Some(Kind::TooDeep));
    assert_eq!(kind(&format!("{}x", "- ".repeat(2000))), None);
    assert_eq!(kind(&format!("{}x", "- ".repeat(11_000))), Some(Kind::TooDeep));
}

#[test]
fn aliases_cannot_grow_without_end() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    let mut merges = "a0: &a0 {x: 1}\n".to_owned();
    for level in 1..10 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{below}]\n"));
        merges.push_str(&format!("a{level}: &a{level} {{<<: [{below}]}}\n"));
    }
    assert_eq!(kind(&laughs), Some(Kind::TooManyAliases));
    assert_eq!(kind(&merges), Some(Kind::TooManyAliases));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(100));
    assert_eq!(kind(&long), Some(Kind::TooManyAliases));
}

#[test]
fn long_repetitions_come_to_an_end() {
    for text in [
        "[a?b,",
        "{x:},",
        "&a ",
        "? ",
        "k: 1\n",
        "'",
        ": ",
        "- ",
        "}{",
        "a: {{ b }}\n",
        "|\n",
        "# x\n",
        "---\n",
        "a: \"\n",
        "*a ",
        "\u{feff}",
    ] {
        let text = text.repeat(20_000);
        let file = parse("test.yaml".to_owned(), text.into_bytes());
        assert!(file.documents().len() <= 20_001);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        walk(&parse("test.yaml".to_owned(), bytes));
    }

    #[test]
    fn any_text_of_yamls_characters_is_read(text in "[-\\[\\]{}:,#&*!|>'\"%@`?~<= \t\n\r\\\\a-c0-9.é]{0,120}") {
        walk(&parse("test.yaml".to_owned(), text.into_bytes()));
    }

    #[test]
    fn a_mangled_manifest_is_read(at in 0..MANIFEST.len(), dropped in 0..6usize, added in prop::collection::vec(any::<u8>(), 0..4)) {
        let mut bytes = MANIFEST.as_bytes().to_vec();
        bytes.splice(at..(at + dropped).min(MANIFEST.len()), added);
        walk(&parse("test.yaml".to_owned(), bytes));
    }
}
