//! The Deserializer. Its generic parts are thin: every instance of every type is compiled, so the bodies are not generic.

use serde::de::{self, Expected, Visitor};

use super::access::{Entries, Items, Probe};
use super::{Error, Issue, IssueKind, Sink, Wanted};
use crate::{Kind, Node, Scalar};

/// Nothing typed is nested as deeply; only values without a fixed type could be, and they recurse on the Rust stack.
const DEEPEST: u16 = 200;

/// The value fed for a time that is none.
const EPOCH: &str = "1970-01-01T00:00:00Z";

#[derive(Clone, Copy)]
pub(super) struct Deserializer<'a, 'f> {
    pub(super) node: Node<'f>,
    pub(super) frame: Option<&'a Frame<'a, 'f>>,
    sink: &'a Sink,
    depth: u16,
    /// The node is a key: its text counts, whatever its kind.
    is_key: bool,
    /// The newtype that is being read.
    newtype: Option<&'static str>,
    /// Only the wanted type is asked for; the node is not there.
    probe: Option<&'a Probe>,
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

    /// Answers a probe; then there is nothing to read.
    #[inline(never)]
    fn probed(&self, wanted: Wanted) -> Result<(), Error> {
        let Some(probe) = self.probe else { return Ok(()) };
        let wanted = self.newtype.map_or(wanted, Wanted::Named);
        *probe.borrow_mut() = Some(wanted);
        Err(Error(String::new()))
    }

    #[inline(never)]
    fn note(&self, kind: IssueKind) {
        let mut fields = Vec::new();
        let mut struct_name = "";
        let mut at = self.frame;
        while let Some(frame) = at {
            if let FrameKind::Struct(name) = frame.kind {
                struct_name = if struct_name.is_empty() { name } else { struct_name };
                fields.extend(frame.field);
            }
            at = frame.parent;
        }
        fields.reverse();
        self.sink.push(Issue { node: self.node.id(), kind, struct_name, fields: fields.join(".") });
    }

    #[inline(never)]
    fn wrong(&self, wanted: Wanted) {
        let number = self.node.json_number();
        let wanted = self.newtype.map_or(wanted, Wanted::Named);
        self.note(IssueKind::WrongType { found: self.node.kind(), number, wanted });
    }

    /// An integer as Go parses it out of JSON: `80.0` is 80, `80.5` is none.
    #[inline(never)]
    fn integer(&self, least: i128, most: i128, wanted: Wanted) -> Result<i128, Error> {
        self.probed(wanted.clone())?;
        let value = match self.node.scalar() {
            Some(Scalar::Null) => return Ok(0),
            Some(Scalar::Int(value)) => Some(i128::from(value)),
            Some(Scalar::Uint(value)) => Some(i128::from(value)),
            Some(Scalar::Float(value)) => crate::go::json_float(value).parse().ok(),
            _ => None,
        };
        match value.filter(|value| (least..=most).contains(value)) {
            Some(value) => Ok(value),
            None => {
                self.wrong(wanted);
                Ok(0)
            }
        }
    }

    #[inline(never)]
    #[expect(clippy::cast_precision_loss, reason = "Go converts the same way")]
    fn float(&self) -> Result<f64, Error> {
        self.probed(Wanted::Float64)?;
        Ok(match self.node.scalar() {
            Some(Scalar::Null) => 0.0,
            Some(Scalar::Int(value)) => value as f64,
            Some(Scalar::Uint(value)) => value as f64,
            Some(Scalar::Float(value)) => value,
            _ => {
                self.wrong(Wanted::Float64);
                0.0
            }
        })
    }

    #[inline(never)]
    fn boolean(&self) -> Result<bool, Error> {
        self.probed(Wanted::Bool)?;
        Ok(match self.node.scalar() {
            Some(Scalar::Bool(value)) => value,
            Some(Scalar::Null) => false,
            _ => {
                self.wrong(Wanted::Bool);
                false
            }
        })
    }

    #[inline(never)]
    fn text(&self, wanted: Wanted) -> Result<&'f str, Error> {
        if self.is_key {
            return Ok(self.node.content());
        }
        self.probed(wanted.clone())?;
        let is_time = matches!(self.newtype, Some("Time" | "MicroTime"));
        let text = self.node.content();
        Ok(match self.node.kind() {
            Kind::String if is_time && !is_rfc3339(text) => {
                self.wrong(wanted);
                EPOCH
            }
            Kind::String => text,
            Kind::Null if is_time => EPOCH,
            Kind::Null => "",
            _ => {
                self.wrong(wanted);
                if is_time { EPOCH } else { "" }
            }
        })
    }

    /// Whether a value of no fixed type may be visited as what it is.
    #[inline(never)]
    fn any(&self, expected: &dyn Expected) -> Result<Any<'f>, Error> {
        let int_or_string = || expected.to_string() == "IntOrString";
        if self.probe.is_some() {
            self.probed(if int_or_string() { Wanted::IntOrString } else { Wanted::Any })?;
        }
        if self.depth > DEEPEST {
            self.note(IssueKind::TooDeep);
            return Ok(Any::Scalar(Scalar::Null));
        }
        let kind = self.node.kind();
        let scalar = self.node.scalar();
        if self.newtype == Some("Quantity") {
            return Ok(Any::Scalar(match scalar {
                Some(scalar @ (Scalar::Str(_) | Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_))) => {
                    scalar
                }
                Some(Scalar::Null) => Scalar::Str("0".into()),
                _ => {
                    self.wrong(Wanted::Any);
                    Scalar::Str("0".into())
                }
            }));
        }
        match scalar {
            Some(Scalar::Str(_)) => {}
            Some(Scalar::Int(value)) if i32::try_from(value).is_ok() => {}
            _ if int_or_string() => {
                let value = self.integer(i128::from(i32::MIN), i128::from(i32::MAX), Wanted::IntOrString)?;
                return Ok(Any::Scalar(Scalar::Int(i64::try_from(value).unwrap_or(0))));
            }
            _ => {}
        }
        Ok(match (kind, scalar) {
            (Kind::Sequence, _) => Any::Sequence,
            (_, Some(scalar)) => Any::Scalar(scalar),
            (_, None) => Any::Mapping,
        })
    }

    const fn items(self, node: Node<'f>, left: usize, probe: Option<&'a Probe>) -> Items<'a, 'f> {
        Items { of: self, next: node, left, probe }
    }
}

/// What a value of no fixed type is visited as.
enum Any<'f> {
    Scalar(Scalar<'f>),
    Sequence,
    Mapping,
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

/// Whether a text is a time as RFC 3339 writes it, e.g. `2026-01-02T03:04:05.678Z`.
fn is_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize, least: u32, most: u32| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits
            .and_then(|digits| digits.parse().ok())
            .is_some_and(|value: u32| (least..=most).contains(&value))
    };
    let mark = |at: usize, marks: &[u8]| bytes.get(at).is_some_and(|byte| marks.contains(byte));
    let date = number(0, 4, 1, 9998)
        && mark(4, b"-")
        && number(5, 7, 1, 12)
        && mark(7, b"-")
        && number(8, 10, 1, 31);
    let time = mark(10, b"Tt")
        && number(11, 13, 0, 23)
        && mark(13, b":")
        && number(14, 16, 0, 59)
        && mark(16, b":")
        && number(17, 19, 0, 59);
    if !(date && time) || number(8, 10, 29, 31) && !day_exists(text) {
        return false;
    }
    let rest = text.get(19..).unwrap_or_default();
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let at = text.len() - zone.len();
    let whole_fraction = zone.len() + 1 < rest.len() && at - 20 <= 9 || zone.len() == rest.len();
    let offset = zone.len() == 6
        && mark(at, b"+-")
        && number(at + 1, at + 3, 0, 23)
        && mark(at + 3, b":")
        && number(at + 4, at + 6, 0, 59);
    whole_fraction && (matches!(zone, "Z" | "z") || offset)
}

/// Whether a month has the day, which is 29 or more.
fn day_exists(text: &str) -> bool {
    let number = |from: usize, to: usize| {
        text.get(from..to).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0)
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => day == 29 && leap,
        4 | 6 | 9 | 11 => day <= 30,
        _ => true,
    }
}
