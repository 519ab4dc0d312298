//! The children of a node, handed to visitors.

use std::cell::RefCell;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::deserializer::{Deserializer, Frame, FrameKind};
use super::{Error, Wanted};
use crate::Node;
use crate::tree::keys_of;

/// Where the type of a child is noted that does not exist.
pub(super) type Probe = RefCell<Option<Wanted>>;

/// The items of a sequence; or none, but the type of one is noted.
pub(super) struct Items<'a, 'f> {
    pub(super) of: Deserializer<'a, 'f>,
    pub(super) next: Node<'f>,
    pub(super) left: usize,
    pub(super) probe: Option<&'a Probe>,
}

impl<'f> SeqAccess<'f> for Items<'_, 'f> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'f>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if let Some(probe) = self.probe {
            let _ = seed.deserialize(self.of.probing(probe));
            return Ok(None);
        }
        if self.left == 0 {
            return Ok(None);
        }
        let item = self.next;
        self.left -= 1;
        self.next = item.after();
        let frame = Frame { parent: self.of.frame, kind: FrameKind::Items, field: None };
        seed.deserialize(self.of.below(item, &frame)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(1024))
    }
}

/// The entries of a mapping; or none, but the type of a value is noted.
pub(super) struct Entries<'a, 'f> {
    of: Deserializer<'a, 'f>,
    kind: FrameKind,
    /// The next key and the node after the last value.
    next: Option<Node<'f>>,
    end: u32,
    value: Option<Node<'f>>,
    probe: Option<&'a Probe>,
}

impl<'a, 'f> Entries<'a, 'f> {
    pub(super) fn of(of: Deserializer<'a, 'f>, kind: FrameKind) -> Self {
        let mapping = of.node;
        let next = keys_of(&mapping.file().tree().nodes, mapping.id().0).next().map(|key| mapping.with(key));
        Self { of, kind, next, end: mapping.raw().next, value: None, probe: None }
    }

    pub(super) const fn none(of: Deserializer<'a, 'f>, probe: Option<&'a Probe>) -> Self {
        Self { of, kind: FrameKind::Items, next: None, end: 0, value: None, probe }
    }

    fn advance(&mut self) -> Option<Node<'f>> {
        let key = self.next?;
        let value = key.after();
        let following = value.after();
        self.next = (following.id().0 < self.end).then_some(following);
        self.value = Some(value);
        Some(key)
    }
}

impl<'f> MapAccess<'f> for Entries<'_, 'f> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'f>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(key) = self.advance() else { return Ok(None) };
        seed.deserialize(self.of.key(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'f>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.unwrap_or(self.of.node);
        let frame = Frame { parent: self.of.frame, kind: self.kind, field: value.key() };
        seed.deserialize(self.of.below(value, &frame))
    }

    fn next_entry_seed<K: DeserializeSeed<'f>, V: DeserializeSeed<'f>>(
        &mut self,
        key: K,
        value: V,
    ) -> Result<Option<(K::Value, V::Value)>, Error> {
        if let Some(probe) = self.probe {
            let _ = value.deserialize(self.of.probing(probe));
            return Ok(None);
        }
        let Some(key) = self.next_key_seed(key)? else { return Ok(None) };
        Ok(Some((key, self.next_value_seed(value)?)))
    }
}
