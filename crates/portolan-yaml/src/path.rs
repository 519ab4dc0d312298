//! Paths: `spec.ports[0].targetPort`, `metadata.labels[app.kubernetes.io/name]`. The address of a node.

use crate::tree::flag;
use crate::{Kind, Node};

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'p> {
    /// `.word`.
    Key(&'p str),
    /// `[text]`: an index in a sequence, a key in a mapping.
    Bracket(&'p str),
}

impl<'f> Node<'f> {
    /// The path from the root of the document; empty for the root. Keys that are not plain words stand in brackets.
    #[must_use]
    pub fn path(self) -> String {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(node) = at {
            steps.push(node);
            at = node.parent();
        }
        let mut path = String::new();
        for node in steps.into_iter().rev() {
            node.push_step(&mut path);
        }
        path
    }

    fn push_step(self, path: &mut String) {
        let Some(parent) = self.parent() else { return };
        if parent.kind() == Kind::Sequence {
            path.push_str(&format!("[{}]", self.index()));
            return;
        }
        let key = if self.raw().has(flag::KEY) { self.content() } else { self.key().unwrap_or_default() };
        push_key(path, key);
    }

    /// Follows a path from this node.
    #[must_use]
    pub fn at(self, path: &str) -> Option<Self> {
        let (node, exact) = self.nearest(path);
        exact.then_some(node)
    }

    /// Follows a path as far as it is written, and says whether that was to its end.
    #[must_use]
    pub fn nearest(self, path: &str) -> (Self, bool) {
        let mut node = self;
        let mut rest = path;
        while !rest.is_empty() {
            let (step, after) = first_step(rest);
            let Some(next) = node.follow(step) else { return (node, false) };
            (node, rest) = (next, after);
        }
        (node, true)
    }

    /// The path from this node to the innermost field around a byte, its key included; empty for this node itself.
    #[must_use]
    pub fn path_at(self, offset: u32) -> String {
        let mut path = String::new();
        let mut node = self;
        let around = |from: u32, to: u32| (from..=to).contains(&offset);
        loop {
            let next = match node.kind() {
                Kind::Mapping => node.entries().filter(|entry| !entry.merged).find_map(|entry| {
                    around(entry.key_span.start, entry.value.span().end.max(entry.key_span.end)).then(|| {
                        push_key(&mut path, &entry.key);
                        entry.value
                    })
                }),
                Kind::Sequence => node.items().enumerate().find_map(|(index, item)| {
                    around(item.span().start, item.span().end).then(|| {
                        path.push_str(&format!("[{index}]"));
                        item
                    })
                }),
                _ => None,
            };
            match next {
                // What is shared stands elsewhere in the text.
                Some(inner) if !inner.is_alias() => node = inner,
                _ => return path,
            }
        }
    }

    pub(crate) fn follow(self, step: Step<'_>) -> Option<Self> {
        match (step, self.kind()) {
            (Step::Bracket(text), Kind::Sequence) => self.item(text.parse().ok()?),
            (Step::Bracket(key) | Step::Key(key), Kind::Mapping) => self.get(key),
            _ => None,
        }
    }
}

/// Adds a key to a path.
pub(crate) fn push_key(path: &mut String, key: &str) {
    let begins = key.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'));
    if begins && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'$')) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    } else {
        path.push_str(&format!("[{key}]"));
    }
}

/// The first step of a path, and what follows it; nothing for the end of a path.
#[must_use]
pub fn split_path(path: &str) -> Option<(Step<'_>, &str)> {
    (!path.is_empty()).then(|| first_step(path))
}

/// The first step of a path, and what follows it.
fn first_step(path: &str) -> (Step<'_>, &str) {
    if let Some(inner) = path.strip_prefix('[') {
        let end = inner.match_indices(']').map(|(at, _)| at).find(|&at| {
            inner.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        let end = end.unwrap_or(inner.len());
        let rest = inner.get(end + 1..).unwrap_or_default();
        return (Step::Bracket(inner.get(..end).unwrap_or_default()), rest);
    }
    let word = path.strip_prefix('.').unwrap_or(path);
    let end = word.find(['.', '[']).unwrap_or(word.len());
    (Step::Key(word.get(..end).unwrap_or_default()), word.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::parse;

    const TEXT: &str = "spec:\n  ports:\n  - port: 80\n  - port: 81\n    targetPort: x\n  labels:\n    app.kubernetes.io/name: web\n    app: y\n";

    #[test]
    fn a_path_leads_to_its_node_and_back() {
        let file = parse("f".to_owned(), TEXT.into());
        let root = file.root(0).expect("a document");
        for path in
            ["", "spec", "spec.ports[1].targetPort", "spec.labels[app.kubernetes.io/name]", "spec.labels.app"]
        {
            assert_eq!(root.at(path).map(|node| node.path()).as_deref(), Some(path));
        }
        assert_eq!(root.at("spec.labels[app]"), root.at("spec.labels.app"));
        assert_eq!(root.at("spec.ports[2]"), None);
    }

    #[test]
    fn the_field_around_a_byte_is_the_innermost() {
        let file = parse("f".to_owned(), TEXT.into());
        let root = file.root(0).expect("a document");
        let at =
            |words: &str| root.path_at(u32::try_from(TEXT.find(words).expect("in the text")).unwrap_or(0));
        assert_eq!(at("spec"), "spec");
        assert_eq!(at("port: 81"), "spec.ports[1].port");
        assert_eq!(at("x\n"), "spec.ports[1].targetPort");
        assert_eq!(at("web"), "spec.labels[app.kubernetes.io/name]");
        assert_eq!(root.path_at(9_999), "");
    }

    #[test]
    fn a_shared_field_ends_the_way() {
        let text = "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n";
        let file = parse("f".to_owned(), text.into());
        let root = file.root(0).expect("a document");
        assert_eq!(root.path_at(18), "c");
        assert_eq!(root.path_at(36), "d.e");
    }

    #[test]
    fn nearest_is_the_last_node_that_is_written() {
        let file = parse("f".to_owned(), TEXT.into());
        let root = file.root(0).expect("a document");
        let (node, exact) = root.nearest("spec.ports[0].targetPort");
        assert_eq!((node.path().as_str(), exact), ("spec.ports[0]", false));
        assert_eq!(root.nearest("spec.ports[1].port").0.text(), "81");
    }
}
