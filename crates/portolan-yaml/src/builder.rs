//! The way into the arena: nodes come in reading order, and what was opened is closed.

use crate::collections::BTreeMap;

use crate::Span;
use crate::span::offset;
use crate::tree::{Form, Mode, NONE, RawNode, Tree, flag, keys_of};

/// A scalar on its way into the arena.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewScalar<'t> {
    pub(crate) span: Span,
    pub(crate) form: Form,
    pub(crate) mode: Mode,
    pub(crate) owned: Owned<'t>,
    pub(crate) flags: u8,
}

/// Whether a scalar's text is what its span shows (without quotes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owned<'t> {
    /// It is.
    No,
    /// It is not, and this is the text.
    Text(&'t str),
    /// It is not, and the text is already in the table.
    Place(u32),
}

impl NewScalar<'_> {
    pub(crate) const fn new(span: Span, form: Form, mode: Mode) -> Self {
        Self { span, form, mode, owned: Owned::No, flags: 0 }
    }

    /// Nothing, at a place between two tokens.
    pub(crate) const fn null(at: u32) -> Self {
        Self::new(Span::at(at), Form::Plain, Mode::Resolve)
    }
}

/// Writes nodes in reading order and closes what was opened.
#[derive(Debug)]
pub(crate) struct Builder<'t> {
    pub(crate) tree: &'t mut Tree,
    pub(crate) source: &'t str,
    open: Vec<Open>,
    first: usize,
}

#[derive(Debug)]
struct Open {
    node: u32,
    children: u32,
    mapping: bool,
    /// The marks of the keys so far, or'ed.
    keys: u64,
    /// Two keys had the same mark: they may be the same.
    suspect: bool,
}

/// A mark of a key: the same for the same key, and seldom for others.
#[inline]
fn mark_of(key: &[u8]) -> u64 {
    let byte = |at: usize| u32::from(key.get(at).copied().unwrap_or(0));
    let mix = offset(key.len())
        ^ byte(0) << 8
        ^ byte(key.len() / 2) << 16
        ^ byte(key.len().saturating_sub(1)) << 24;
    1 << (mix.wrapping_mul(0x9e37_79b1) >> 26)
}

impl<'t> Builder<'t> {
    pub(crate) fn new(tree: &'t mut Tree, source: &'t str) -> Self {
        let first = tree.nodes.len();
        Self { tree, source, open: Vec::new(), first }
    }

    /// Whether the builder has written no node of its own.
    pub(crate) fn is_empty(&self) -> bool {
        self.tree.nodes.len() == self.first
    }

    /// The place of the next node.
    pub(crate) fn next_id(&self) -> u32 {
        offset(self.tree.nodes.len())
    }

    /// Whether the innermost collection is a mapping.
    pub(crate) fn in_mapping(&self) -> bool {
        self.open.last().is_some_and(|open| open.mapping)
    }

    /// Whether the next node is a key.
    pub(crate) fn wants_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.mapping && open.children % 2 == 0)
    }

    #[inline]
    pub(crate) fn scalar(&mut self, new: NewScalar<'_>) -> u32 {
        if self.wants_key() {
            self.watch_key(new);
        }
        let (data, owned) = match new.owned {
            Owned::No => (0, 0),
            Owned::Text(text) => (self.tree.texts.push(text), flag::OWNED),
            Owned::Place(place) => (place, flag::OWNED),
        };
        self.push(new.span, new.form, new.mode, data, new.flags | owned)
    }

    /// A plain key in a block mapping.
    #[inline]
    pub(crate) fn plain_key(&mut self, start: u32, end: u32, text: &[u8]) {
        self.watch(text);
        self.push(Span::new(start, end), Form::Plain, Mode::Resolve, 0, 0);
    }

    /// A plain value in a block mapping.
    #[inline]
    pub(crate) fn plain_value(&mut self, start: u32, end: u32) {
        self.push(Span::new(start, end), Form::Plain, Mode::Resolve, 0, 0);
    }

    fn watch_key(&mut self, new: NewScalar<'_>) {
        let span = match new.form {
            Form::Quoted => Span::new(new.span.start + 1, new.span.end.saturating_sub(1)),
            _ => new.span,
        };
        let source = self.source;
        match new.owned {
            Owned::No => self.watch(source.as_bytes().get(span.range()).unwrap_or_default()),
            Owned::Text(text) => self.watch(text.as_bytes()),
            Owned::Place(place) => {
                let mark = mark_of(self.tree.texts.get(place).as_bytes());
                self.watch_mark(mark);
            }
        }
    }

    /// Notes a key, so that a mapping with different keys need not be searched for repeated ones.
    #[inline]
    fn watch(&mut self, key: &[u8]) {
        self.watch_mark(mark_of(key));
    }

    #[inline]
    fn watch_mark(&mut self, mark: u64) {
        if let Some(open) = self.open.last_mut() {
            open.suspect |= open.keys & mark != 0;
            open.keys |= mark;
        }
    }

    pub(crate) fn open(&mut self, start: u32, mapping: bool, flags: u8) -> u32 {
        let form = if mapping { Form::Mapping } else { Form::Sequence };
        let node = self.push(Span::at(start), form, Mode::Resolve, 0, flags);
        self.open.push(Open { node, children: 0, mapping, keys: 0, suspect: false });
        node
    }

    /// Closes the innermost collection, which ends at byte `end`.
    pub(crate) fn close(&mut self, end: u32) {
        let Some(open) = self.open.pop() else { return };
        let next = self.next_id();
        if let Some(node) = self.tree.nodes.get_mut(open.node as usize) {
            node.end = end.max(node.start);
            node.next = next;
            node.data = if open.mapping { open.children / 2 } else { open.children };
        }
        if open.suspect {
            self.mark_duplicates(open.node, open.children / 2);
        }
    }

    #[inline]
    fn push(&mut self, span: Span, form: Form, mode: Mode, data: u32, flags: u8) -> u32 {
        let id = self.next_id();
        let (parent, index, key) = match self.open.last_mut() {
            None => (NONE, 0, 0),
            Some(open) => {
                let child = open.children;
                open.children += 1;
                let key = if open.mapping && child % 2 == 0 { flag::KEY } else { 0 };
                (open.node, if open.mapping { child / 2 } else { child }, key)
            }
        };
        let Span { start, end } = span;
        self.tree.nodes.push(RawNode {
            start,
            end,
            next: id + 1,
            parent,
            index,
            data,
            form,
            mode,
            flags: flags | key,
        });
        id
    }

    /// Marks the keys of a mapping that repeat an earlier one: by pairs in a small mapping, by a table in a large one.
    fn mark_duplicates(&mut self, mapping: u32, entries: u32) {
        const SMALL: usize = 10;
        if entries as usize > SMALL {
            return self.mark_duplicates_of_many(mapping);
        }
        let mut keys = [(0u32, ""); SMALL];
        let mut marked: u32 = 0;
        for (place, key) in keys_of(&self.tree.nodes, mapping).take(SMALL).enumerate() {
            let text =
                self.tree.nodes.get(key as usize).map_or("", |&node| self.tree.content(self.source, node));
            let (earlier, rest) = keys.split_at_mut(place);
            if earlier.iter().any(|&(_, other)| other == text) {
                marked |= 1 << place;
            }
            if let Some(slot) = rest.first_mut() {
                *slot = (key, text);
            }
        }
        if marked != 0 {
            let repeated = keys.map(|(key, _)| key);
            self.mark(
                repeated
                    .iter()
                    .enumerate()
                    .filter(|&(place, _)| marked & 1 << place != 0)
                    .map(|(_, &key)| key),
            );
        }
    }

    fn mark_duplicates_of_many(&mut self, mapping: u32) {
        let mut first = BTreeMap::new();
        let mut repeated = Vec::new();
        for key in keys_of(&self.tree.nodes, mapping) {
            let text =
                self.tree.nodes.get(key as usize).map_or("", |&node| self.tree.content(self.source, node));
            if first.insert(text, key).is_some() {
                repeated.push(key);
            }
        }
        self.mark(repeated.into_iter());
    }

    fn mark(&mut self, keys: impl Iterator<Item = u32>) {
        for key in keys {
            if let Some(node) = self.tree.nodes.get_mut(key as usize) {
                node.flags |= flag::DUPLICATE;
            }
        }
    }
}
