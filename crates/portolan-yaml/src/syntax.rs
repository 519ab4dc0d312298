//! How Go shows the value of a node in a message (`%#v`).

use crate::collections::BTreeMap;

use crate::builder::Builder;
use crate::go::{go_scalar, quote};
use crate::tree::{Form, Mode, RawNode, flag};

/// Deeper values are left out.
const DEEPEST: u32 = 64;

/// Longer texts are cut.
const LONGEST: usize = 64 << 10;

/// A value, aliases not yet put in, as Go's `%#v` shows it.
pub(crate) fn syntax(nodes: &[RawNode], builder: &Builder<'_>, id: u32) -> String {
    let mut text = String::new();
    Writer { nodes, builder }.value(id, 0, &mut text);
    text
}

struct Writer<'w, 't> {
    nodes: &'w [RawNode],
    builder: &'w Builder<'t>,
}

impl Writer<'_, '_> {
    fn value(&self, id: u32, depth: u32, text: &mut String) {
        let Some(&raw) = self.nodes.get(id as usize) else { return };
        if depth > DEEPEST || text.len() > LONGEST {
            return;
        }
        if raw.has(flag::ALIAS) {
            return self.value(raw.data, depth + 1, text);
        }
        match raw.form {
            Form::Mapping => {
                text.push_str("map[interface {}]interface {}{");
                self.entries(id, depth, text);
                text.push('}');
            }
            Form::Sequence => {
                text.push_str("[]interface {}{");
                for (place, item) in children(self.nodes, id).enumerate() {
                    text.push_str(if place == 0 { "" } else { ", " });
                    self.value(item, depth + 1, text);
                }
                text.push('}');
            }
            _ => {
                let content = self.builder.tree.content(self.builder.source, raw);
                text.push_str(&if raw.mode == Mode::Text { quote(content) } else { go_scalar(content) });
            }
        }
    }

    /// The entries of a mapping, sorted by the text of the key as Go sorts what it prints.
    fn entries(&self, mapping: u32, depth: u32, text: &mut String) {
        let mut entries = BTreeMap::new();
        let mut children = children(self.nodes, mapping);
        while let (Some(key), Some(value)) = (children.next(), children.next()) {
            let mut shown = String::new();
            self.value(key, depth + 1, &mut shown);
            entries.insert((!shown.starts_with('"'), shown), value);
        }
        for (place, ((_, key), value)) in entries.into_iter().enumerate() {
            text.push_str(if place == 0 { "" } else { ", " });
            text.push_str(&key);
            text.push(':');
            self.value(value, depth + 1, text);
        }
    }
}

/// The children of a collection.
pub(crate) fn children(nodes: &[RawNode], collection: u32) -> impl Iterator<Item = u32> {
    let end = nodes.get(collection as usize).map_or(0, |node| node.next);
    let mut at = collection + 1;
    std::iter::from_fn(move || {
        let child = at;
        if child >= end {
            return None;
        }
        at = nodes.get(child as usize).map_or(end, |node| node.next.max(child + 1));
        Some(child)
    })
}
