//! The Deserializer. Its generic parts are thin: every instance of every type is compiled, so the bodies are not generic.

use serde::de::{self, Visitor};

use super::access::{Entries, Items, Probe};
use super::value::Any;
use super::{Error, IssueKind, Sink, Wanted};
use crate::{Kind, Node, Scalar};

#[derive(Clone, Copy)]
pub(super) struct Deserializer<'a, 'f> {
    pub(super) node: Node<'f>,
    pub(super) frame: Option<&'a Frame<'a, 'f>>,
    pub(super) sink: &'a Sink,
    pub(super) depth: u16,
    /// The node is a key: its text counts, whatever its kind.
    pub(super) is_key: bool,
    /// The newtype that is being read.
    pub(super) newtype: Option<&'static str>,
    /// Only the wanted type is asked for; the node is not there.
    pub(super) probe: Option<&'a Probe>,
}

/// What surrounds a value.
pub(super) struct Frame<'a, 'f> {
    pub(super) parent: Option<&'a Frame<'a, 'f>>,
    pub(super) kind: FrameKind,
    pub(super) field: Option<&'f str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameKind {
    Struct(&'static str),
    Map,
    Items,
}

impl<'a, 'f> Deserializer<'a, 'f> {
    pub(super) const fn new(node: Node<'f>, sink: &'a Sink) -> Self {
        Self { node, frame: None, sink, depth: 0, is_key: false, newtype: None, probe: None }
    }

    /// For a child.
    pub(super) const fn below<'b>(self, node: Node<'f>, frame: &'b Frame<'b, 'f>) -> Deserializer<'b, 'f>
    where
        'a: 'b,
    {
        let Self { sink, depth, .. } = self;
        Deserializer {
            node,
            frame: Some(frame),
            sink,
            depth: depth + 1,
            is_key: false,
            newtype: None,
            probe: None,
        }
    }

    /// For a key.
    pub(super) const fn key(self, node: Node<'f>) -> Self {
        Self { node, is_key: true, ..self }
    }

    /// For a child that is not there.
    pub(super) const fn probing(self, probe: &'a Probe) -> Self {
        Self { probe: Some(probe), newtype: None, ..self }
    }

    const fn items(self, node: Node<'f>, left: usize, probe: Option<&'a Probe>) -> Items<'a, 'f> {
        Items { of: self, next: node, left, probe }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $type:ident $wanted:expr;)*) => {$(
        fn $method<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
            let value = self.integer($type::MIN as i128, $type::MAX as i128, $wanted)?;
            visitor.$visit($type::try_from(value).unwrap_or_default())
        }
    )*};
}

impl<'f> de::Deserializer<'f> for Deserializer<'_, 'f> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.any(&visitor)? {
            Any::Sequence => {
                visitor.visit_seq(self.items(self.node.with(self.node.id().0 + 1), self.node.len(), None))
            }
            Any::Mapping => visitor.visit_map(Entries::of(self, FrameKind::Map)),
            Any::Scalar(Scalar::Null) => visitor.visit_unit(),
            Any::Scalar(Scalar::Bool(value)) => visitor.visit_bool(value),
            Any::Scalar(Scalar::Int(value)) => visitor.visit_i64(value),
            Any::Scalar(Scalar::Uint(value)) => visitor.visit_u64(value),
            Any::Scalar(Scalar::Float(value)) => visitor.visit_f64(value),
            Any::Scalar(Scalar::Str(value)) => visitor.visit_str(&value),
        }
    }

    integers! {
        deserialize_i8 visit_i8 i8 Wanted::Integer("int8");
        deserialize_i16 visit_i16 i16 Wanted::Integer("int16");
        deserialize_i32 visit_i32 i32 Wanted::Int32;
        deserialize_i64 visit_i64 i64 Wanted::Int64;
        deserialize_u8 visit_u8 u8 Wanted::Integer("uint8");
        deserialize_u16 visit_u16 u16 Wanted::Integer("uint16");
        deserialize_u32 visit_u32 u32 Wanted::Integer("uint32");
        deserialize_u64 visit_u64 u64 Wanted::Integer("uint64");
    }

    fn deserialize_f32<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.float()?)
    }

    fn deserialize_bool<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_char<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text(Wanted::String)?)
    }

    fn deserialize_string<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text(Wanted::Bytes)?)
    }

    fn deserialize_byte_buf<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_identifier<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.node.content())
    }

    fn deserialize_option<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.probe.is_none() && self.node.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        self.probed(Wanted::Any)?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'f>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'f>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(Self { newtype: Some(name), ..self })
    }

    fn deserialize_seq<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        let kind = if self.probe.is_some() { Kind::Mapping } else { self.node.kind() };
        match kind {
            Kind::Sequence => {
                visitor.visit_seq(self.items(self.node.with(self.node.id().0 + 1), self.node.len(), None))
            }
            Kind::Null => visitor.visit_seq(self.items(self.node, 0, None)),
            _ => {
                let probe = Probe::default();
                let value = visitor.visit_seq(self.items(self.node, 0, Some(&probe)))?;
                let wanted = Wanted::List(Box::new(probe.take().unwrap_or(Wanted::Any)));
                self.probed(wanted.clone())?;
                self.wrong(wanted);
                Ok(value)
            }
        }
    }

    fn deserialize_tuple<V: Visitor<'f>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'f>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        let kind = if self.probe.is_some() { Kind::Sequence } else { self.node.kind() };
        match kind {
            Kind::Mapping => visitor.visit_map(Entries::of(self, FrameKind::Map)),
            Kind::Null => visitor.visit_map(Entries::none(self, None)),
            _ => {
                let probe = Probe::default();
                let value = visitor.visit_map(Entries::none(self, Some(&probe)))?;
                let wanted = Wanted::Map(Box::new(probe.take().unwrap_or(Wanted::Any)));
                self.probed(wanted.clone())?;
                self.wrong(wanted);
                Ok(value)
            }
        }
    }

    fn deserialize_struct<V: Visitor<'f>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.probed(Wanted::Struct(name))?;
        match self.node.kind() {
            Kind::Mapping => return visitor.visit_map(Entries::of(self, FrameKind::Struct(name))),
            Kind::Null => {}
            _ => self.wrong(Wanted::Struct(name)),
        }
        visitor.visit_map(Entries::none(self, None))
    }

    fn deserialize_enum<V: Visitor<'f>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.probed(Wanted::Named(name))?;
        visitor.visit_enum(de::value::StrDeserializer::new(self.text(Wanted::String)?))
    }

    fn deserialize_ignored_any<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.probe.is_none() {
            self.note(IssueKind::UnknownField);
        }
        visitor.visit_unit()
    }
}
