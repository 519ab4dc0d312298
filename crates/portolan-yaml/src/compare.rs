//! What differs between two trees, by value: the proof that a fix did what it meant to do and no more.

use crate::collections::BTreeMap;

use crate::path::push_key;
use crate::{Kind, Node};

/// The paths at which the values differ, each as deep as possible: added, removed and changed ones, sorted. The order of
/// entries, comments and the way of writing do not count.
#[must_use]
pub fn changed_paths(before: Node<'_>, after: Node<'_>) -> Vec<String> {
    let mut changed = Vec::new();
    let mut work = vec![(before, after, String::new())];
    while let Some((before, after, path)) = work.pop() {
        match (before.kind(), after.kind()) {
            (Kind::Mapping, Kind::Mapping) => entries(before, after, &path, &mut work, &mut changed),
            (Kind::Sequence, Kind::Sequence) => items(before, after, &path, &mut work, &mut changed),
            _ if before.scalar().is_some() && before.scalar() == after.scalar() => {}
            _ => changed.push(path),
        }
    }
    changed.sort();
    changed
}

type Work<'b, 'a> = Vec<(Node<'b>, Node<'a>, String)>;

fn entries<'b, 'a>(
    before: Node<'b>,
    after: Node<'a>,
    path: &str,
    work: &mut Work<'b, 'a>,
    changed: &mut Vec<String>,
) {
    let old: BTreeMap<_, _> = before.entries().map(|entry| (entry.key, entry.value)).collect();
    let mut new: BTreeMap<_, _> = after.entries().map(|entry| (entry.key, entry.value)).collect();
    let below = |key: &str| {
        let mut path = path.to_owned();
        push_key(&mut path, key);
        path
    };
    for (key, old) in old {
        match new.remove(&key) {
            Some(new) => work.push((old, new, below(&key))),
            None => changed.push(below(&key)),
        }
    }
    changed.extend(new.keys().map(|key| below(key)));
}

fn items<'b, 'a>(
    before: Node<'b>,
    after: Node<'a>,
    path: &str,
    work: &mut Work<'b, 'a>,
    changed: &mut Vec<String>,
) {
    let below = |index: usize| format!("{path}[{index}]");
    work.extend(
        before.items().zip(after.items()).enumerate().map(|(index, (old, new))| (old, new, below(index))),
    );
    let (short, long) = (before.len().min(after.len()), before.len().max(after.len()));
    changed.extend((short..long).map(below));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn changed(before: &str, after: &str) -> Vec<String> {
        let [before, after] = [before, after].map(|text| parse("f".to_owned(), text.into()));
        changed_paths(before.root(0).expect("a document"), after.root(0).expect("a document"))
    }

    #[test]
    fn writing_and_order_do_not_count() {
        assert_eq!(changed("a: 1 # x\nb: [1, '2']\n", "b:\n- 0x1\n- \"2\"\na: 1\n"), [""; 0]);
    }

    #[test]
    fn additions_removals_and_changes_are_named() {
        let paths = changed("a: {b: 1, c/d: 2}\ne: [1, 2]\n", "a: {b: '1'}\ne: [1, 2, 3]\nf: x\n");
        assert_eq!(paths, ["a.b", "a[c/d]", "e[2]", "f"]);
    }
}
