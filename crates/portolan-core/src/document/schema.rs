//! The shape of the kinds that Portolan knows, for those who help to write them: which fields there are, and what each
//! holds. The same table as the decoder's.

use super::go_types::{Type, of_kind, struct_at};
use super::kind::Kind;

/// What stands at a place of an object.
#[derive(Clone, Copy, Debug)]
pub struct Schema(Type);

/// What a place holds, in the terms of YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Number,
    /// A number or a string: a port, or an amount.
    NumberOrText,
    /// A mapping with fields of known names.
    Object,
    /// A mapping with keys of the author's own.
    Map,
    /// A list.
    List,
    /// Anything.
    Any,
}

impl Schema {
    /// The shape of a whole object.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self(of_kind(kind))
    }

    /// The type's name in `k8s.io/api`: `v1.ServicePort`, `[]string`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Type::IntOrString => "intstr.IntOrString",
            other => other.name(),
        }
    }

    /// What it holds.
    #[must_use]
    pub const fn shape(self) -> Shape {
        match self.0 {
            Type::Text(_) | Type::Time => Shape::Text,
            Type::Bool => Shape::Bool,
            Type::Int32 | Type::Int64 => Shape::Number,
            Type::IntOrString | Type::Quantity => Shape::NumberOrText,
            Type::Any => Shape::Any,
            Type::Object(_) => Shape::Object,
            Type::List(..) => Shape::List,
            Type::Map(..) => Shape::Map,
        }
    }

    /// The fields of an object, by name; none for others.
    pub fn fields(self) -> impl Iterator<Item = (&'static str, Self)> {
        let index = if let Type::Object(index) = self.0 { struct_at(index) } else { None };
        index.map_or(&[][..], |one| one.fields).iter().map(|(name, _, of)| (*name, Self(*of)))
    }

    /// A field of an object, or a value of a map.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Self> {
        match self.0 {
            Type::Map(_, value) => Some(Self(*value)),
            _ => self.fields().find(|(known, _)| *known == name).map(|(_, of)| of),
        }
    }

    /// The items of a list.
    #[must_use]
    pub const fn item(self) -> Option<Self> {
        match self.0 {
            Type::List(_, item) => Some(Self(*item)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_fields_and_items_leads_to_a_type() {
        let port = ["spec", "ports"].iter().try_fold(Schema::of(Kind::Service), |at, name| at.field(name));
        let port = port.and_then(Schema::item).expect("a list");
        assert_eq!((port.name(), port.shape()), ("v1.ServicePort", Shape::Object));
        let target = port.field("targetPort").expect("a field");
        assert_eq!((target.name(), target.shape()), ("intstr.IntOrString", Shape::NumberOrText));
        assert!(port.field("port_").is_none() && port.item().is_none());
    }

    #[test]
    fn a_map_has_any_key() {
        let selector = Schema::of(Kind::Service).field("spec").and_then(|spec| spec.field("selector"));
        let selector = selector.expect("a field");
        assert_eq!(selector.shape(), Shape::Map);
        assert_eq!(selector.field("app.kubernetes.io/name").map(Schema::name), Some("string"));
        assert_eq!(selector.fields().count(), 0);
    }
}
