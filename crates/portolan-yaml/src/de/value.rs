//! The values of nodes for visitors, and what is noted about those that do not fit. Nothing here is generic: it is
//! compiled once.

use serde::de::Expected;

use super::deserializer::{Deserializer, FrameKind};
use super::time::is_rfc3339;
use super::{Error, Issue, IssueKind, Wanted};
use crate::{Kind, Scalar};

/// Nothing typed is nested as deeply; only values without a fixed type could be, and they recurse on the Rust stack.
const DEEPEST: u16 = 200;

/// The value fed for a time that is none.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// What a value of no fixed type is visited as.
pub(super) enum Any<'f> {
    Scalar(Scalar<'f>),
    Sequence,
    Mapping,
}

impl<'f> Deserializer<'_, 'f> {
    /// Answers a probe; then there is nothing to read.
    #[inline(never)]
    pub(super) fn probed(&self, wanted: Wanted) -> Result<(), Error> {
        let Some(probe) = self.probe else { return Ok(()) };
        let wanted = self.newtype.map_or(wanted, Wanted::Named);
        *probe.borrow_mut() = Some(wanted);
        Err(Error(String::new()))
    }

    #[inline(never)]
    pub(super) fn note(&self, kind: IssueKind) {
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
    pub(super) fn wrong(&self, wanted: Wanted) {
        let number = self.node.json_number();
        let wanted = self.newtype.map_or(wanted, Wanted::Named);
        self.note(IssueKind::WrongType { found: self.node.kind(), number, wanted });
    }

    /// An integer as Go parses it out of JSON: `80.0` is 80, `80.5` is none.
    #[inline(never)]
    pub(super) fn integer(&self, least: i128, most: i128, wanted: Wanted) -> Result<i128, Error> {
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
    pub(super) fn float(&self) -> Result<f64, Error> {
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
    pub(super) fn boolean(&self) -> Result<bool, Error> {
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
    pub(super) fn text(&self, wanted: Wanted) -> Result<&'f str, Error> {
        if self.is_key {
            return Ok(self.node.content());
        }
        if self.probe.is_some() {
            self.probed(wanted.clone())?;
        }
        let is_time = matches!(self.newtype, Some("Time" | "MicroTime"));
        match self.node.string() {
            Some(text) if !is_time || is_rfc3339(text) => return Ok(text),
            None if self.node.is_null() => {}
            _ => self.wrong(wanted),
        }
        Ok(if is_time { EPOCH } else { "" })
    }

    /// Whether a value of no fixed type may be visited as what it is.
    #[inline(never)]
    pub(super) fn any(&self, expected: &dyn Expected) -> Result<Any<'f>, Error> {
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
}
