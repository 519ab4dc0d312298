//! Where each line of an outline should stand: lists written where mappings belong lose their dashes, and keys written
//! below a sibling come up beside it.

use super::fields::{Shape, is_field_of_item, is_list_of_named, is_map_of_words, shape};
use super::outline::{Node, NodeKind, Outline};
use portolan_yaml::collections::BTreeSet;

/// Where the key of a line comes to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// The column of the dash, if there is one.
    pub dash: Option<usize>,
    /// The column of the key.
    pub key: usize,
}

/// Something that stands in the wrong place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// A dash below a field that holds a mapping.
    Dash {
        /// The line.
        line: usize,
        /// The field.
        field: String,
        /// The key behind the dash.
        key: String,
    },
    /// A key below a sibling that has a value, or behind a dash of its own.
    Below {
        /// The line.
        line: usize,
        /// The sibling.
        sibling: String,
        /// The key.
        key: String,
    },
    /// The fields of an item below a field that holds a list.
    NoDash {
        /// The line.
        line: usize,
        /// The field.
        field: String,
        /// The first key of the item.
        key: String,
    },
}

/// The new places of the lines, and what was wrong with the old ones.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// By line; `None` for a line that holds no key and no dash.
    pub stands: Vec<Option<Stand>>,
    /// In the order of the text.
    pub slips: Vec<Slip>,
}

/// Lays the outline out anew; `None` where what was meant cannot be told.
pub(super) fn lay_out(outline: &Outline) -> Option<Layout> {
    let mut layout = Layout { stands: vec![None; outline.lines.len()], slips: Vec::new() };
    let mut work = Mapping { outline, layout: &mut layout };
    let columns = outline.roots.iter().filter_map(|&root| Some(outline.nodes.get(root)?.column));
    let column = columns.min().unwrap_or_default();
    let root = Block { field: "", parent: "", column, moved_from: column, children: &outline.roots };
    if outline.roots.iter().any(|&root| !work.is_entry(root)) {
        return None;
    }
    work.mapping(&root, column)?;
    layout.slips.sort_by_key(Slip::line);
    Some(layout)
}

/// What stands below a field.
struct Block<'o> {
    /// The field.
    field: &'o str,
    /// The field around it.
    parent: &'o str,
    /// The column at which the field's key comes to stand.
    column: usize,
    /// The column at which it stood.
    moved_from: usize,
    /// The nodes below it.
    children: &'o [usize],
}

struct Mapping<'o, 'l> {
    outline: &'o Outline,
    layout: &'l mut Layout,
}

impl<'o> Mapping<'o, '_> {
    fn is_entry(&self, node: usize) -> bool {
        self.outline.nodes.get(node).is_some_and(|node| matches!(node.kind, NodeKind::Entry { .. }))
    }

    fn block(&mut self, block: &Block<'o>) -> Option<()> {
        let entries = block.children.iter().filter(|&&child| self.is_entry(child)).count();
        let is_list = entries == 0 && !block.children.is_empty();
        match shape(block.parent, block.field) {
            Shape::Mapping => {
                let column = self.column_of(block, false)?;
                self.mapping(block, column)
            }
            Shape::List if is_list && self.is_one_item(block) => self.one_item(block),
            _ if is_list => self.list(block),
            Shape::List if entries == block.children.len() && entries > 0 => self.one_item(block),
            Shape::List if entries > 0 => None,
            _ if entries == block.children.len() => {
                let column = self.column_of(block, false)?;
                self.mapping(block, column)
            }
            _ => None,
        }
    }

    /// The column for what stands below a field: where the author had it, as long as it is deeper than the field.
    fn column_of(&self, block: &Block<'_>, list: bool) -> Option<usize> {
        let columns = block.children.iter().filter_map(|&child| Some(self.outline.nodes.get(child)?.column));
        let Some(column) = columns.min() else { return Some(block.column + 2) };
        Some(if list && column == block.moved_from {
            block.column
        } else if column > block.column {
            column
        } else {
            block.column + 2
        })
    }

    /// Named fields: every dash goes, and all keys stand in one column.
    fn mapping(&mut self, block: &Block<'o>, column: usize) -> Option<()> {
        let mut entries = Vec::new();
        for &child in block.children {
            let node = self.outline.nodes.get(child)?;
            match &node.kind {
                NodeKind::Entry { .. } => entries.push(child),
                NodeKind::Scalar => return None,
                NodeKind::Item => {
                    let first = self.first_of(node)?;
                    if is_map_of_words(block.field) && self.is_pair(&node.children) {
                        return None;
                    }
                    let key = self.key(first)?.to_owned();
                    self.layout.slips.push(Slip::Dash {
                        line: node.line,
                        field: block.field.to_owned(),
                        key,
                    });
                    entries.extend(&node.children);
                }
            }
        }
        let entries = self.with_hoisted(&entries)?;
        let mut keys = BTreeSet::new();
        for &entry in &entries {
            if !keys.insert(self.key(entry)?) {
                return None;
            }
            self.entry(block.field, entry, Stand { dash: None, key: column })?;
        }
        Some(())
    }

    /// Items: each keeps its dash; a key that comes a second time begins a new item.
    fn list(&mut self, block: &Block<'o>) -> Option<()> {
        let column = self.column_of(block, true)?;
        for &item in block.children {
            let node = self.outline.nodes.get(item)?;
            let NodeKind::Item = node.kind else { return None };
            let first = self.first_of(node)?;
            let width = self.outline.nodes.get(first)?.column.saturating_sub(node.column).max(2);
            let scalar = Stand { dash: Some(column), key: column + width };
            if !self.is_entry(first) {
                let is_alone = node.children.len() == 1 && self.outline.nodes.get(first)?.children.is_empty();
                self.stand(node.line, scalar);
                is_alone.then_some(())?;
                continue;
            }
            let entries = self.with_hoisted(&node.children)?;
            let mut keys = BTreeSet::new();
            for &entry in &entries {
                let again = !keys.insert(self.key(entry)?.to_owned());
                if again && node.children.contains(&entry) {
                    return None;
                }
                if again {
                    keys = BTreeSet::from([self.key(entry)?.to_owned()]);
                }
                let dash = (entry == first || again).then_some(column);
                self.entry(block.field, entry, Stand { dash, key: column + width })?;
            }
        }
        Some(())
    }

    /// Whether the items of a list are the fields of a single one, each with a dash of its own.
    fn is_one_item(&self, block: &Block<'_>) -> bool {
        let mut keys = BTreeSet::new();
        let mut single = block.children.iter().map(|&child| {
            let [entry] = self.outline.nodes.get(child)?.children.as_slice() else { return None };
            let has_value =
                matches!(self.outline.nodes.get(*entry)?.kind, NodeKind::Entry { has_value: true, .. });
            (has_value && keys.insert(self.key(*entry)?)).then_some(())
        });
        is_list_of_named(block.field) && block.children.len() > 1 && single.all(|one| one.is_some())
    }

    /// A list of one item, whose fields have no dash, or each a dash of its own.
    fn one_item(&mut self, block: &Block<'o>) -> Option<()> {
        let column = self.column_of(block, true)?;
        let mut entries = Vec::new();
        for &child in block.children {
            let node = self.outline.nodes.get(child)?;
            match node.kind {
                NodeKind::Item => entries.push((*node.children.first()?, node.line)),
                _ => entries.push((child, node.line)),
            }
        }
        let first = self.key(entries.first()?.0)?;
        for (index, &(entry, line)) in entries.iter().enumerate() {
            let key = self.key(entry)?;
            let dashed = block.children.iter().any(|child| *child != entry && self.is_item_of(*child, entry));
            if !dashed && !is_field_of_item(key) {
                return None;
            }
            if dashed && index > 0 {
                let (sibling, key) = (first.to_owned(), key.to_owned());
                self.layout.slips.push(Slip::Below { line, sibling, key });
            } else if !dashed && index == 0 {
                let (field, key) = (block.field.to_owned(), key.to_owned());
                self.layout.slips.push(Slip::NoDash { line, field, key });
            }
            let dash = (index == 0).then_some(column);
            self.entry(block.field, entry, Stand { dash, key: column + 2 })?;
        }
        Some(())
    }

    fn is_item_of(&self, item: usize, entry: usize) -> bool {
        self.outline.nodes.get(item).is_some_and(|node| node.children.first() == Some(&entry))
    }

    /// Whether these entries are a name and a value, as `env` has them.
    fn is_pair(&self, entries: &[usize]) -> bool {
        let has = |word: &str| entries.iter().any(|&entry| self.key(entry) == Some(word));
        entries.len() == 2 && has("value") && (has("name") || has("key"))
    }

    /// The entries of a mapping, with those that were written below a sibling brought up beside it.
    fn with_hoisted(&mut self, entries: &[usize]) -> Option<Vec<usize>> {
        let mut all = Vec::new();
        for &entry in entries {
            let node = self.outline.nodes.get(entry)?;
            let NodeKind::Entry { key, has_value } = &node.kind else { return None };
            all.push(entry);
            if !has_value {
                continue;
            }
            for &below in &node.children {
                let child = self.outline.nodes.get(below)?;
                let moved: Vec<usize> = match child.kind {
                    NodeKind::Entry { .. } => vec![below],
                    NodeKind::Item => child.children.clone(),
                    NodeKind::Scalar => return None,
                };
                let first = self.key(*moved.first()?)?.to_owned();
                self.layout.slips.push(Slip::Below { line: child.line, sibling: key.clone(), key: first });
                all.extend(self.with_hoisted(&moved)?);
            }
        }
        Some(all)
    }

    /// Puts a key in its place, and then what stands below it.
    fn entry(&mut self, parent: &'o str, entry: usize, stand: Stand) -> Option<()> {
        let node = self.outline.nodes.get(entry)?;
        let NodeKind::Entry { key, has_value } = &node.kind else { return None };
        self.stand(node.line, stand);
        if *has_value || node.children.is_empty() {
            return Some(());
        }
        self.block(&Block {
            field: key,
            parent,
            column: stand.key,
            moved_from: node.column,
            children: &node.children,
        })
    }

    /// What stands behind a dash, on its line.
    fn first_of(&self, item: &Node) -> Option<usize> {
        let first = *item.children.first()?;
        (self.outline.nodes.get(first)?.line == item.line).then_some(first)
    }

    fn stand(&mut self, line: usize, stand: Stand) {
        if let Some(place) = self.layout.stands.get_mut(line) {
            *place = Some(stand);
        }
    }

    fn key(&self, entry: usize) -> Option<&'o str> {
        match &self.outline.nodes.get(entry)?.kind {
            NodeKind::Entry { key, .. } => Some(key),
            _ => None,
        }
    }
}

impl Slip {
    /// The line.
    pub(super) const fn line(&self) -> usize {
        match self {
            Self::Dash { line, .. } | Self::Below { line, .. } | Self::NoDash { line, .. } => *line,
        }
    }

    /// Whether both are dashes below the same field.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Dash { field, .. }, Self::Dash { field: same, .. }) if field == same)
    }
}
